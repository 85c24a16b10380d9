import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/**
 * A hash of the rules that are code, and of what they use of the rest. It is taken of what runs: comments, layout, types, and where a
 * file lies on which machine do not count, so that two builds of the same rules have the same. Names stay: shorter ones would depend on types.
 */
export async function rulesInCode(root: string): Promise<string> {
  const names = readdirSync(join(root, 'src/rules'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts'))
    .sort()
  const { outputFiles } = await build({
    stdin: {
      contents: names.map((name, index) => `export * as r${index} from './${name}'`).join('\n'),
      resolveDir: join(root, 'src/rules'),
    },
    ...{ absWorkingDir: root, bundle: true, format: 'esm', platform: 'node', target: 'node24', tsconfigRaw: {} },
    ...{ minifyWhitespace: true, minifySyntax: true, legalComments: 'none', charset: 'ascii', write: false },
  })
  return createHash('sha256')
    .update(outputFiles.map(({ text }) => text).join('\n'))
    .digest('hex')
}
