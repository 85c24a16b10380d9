/**
 * Builds `dist/`: the program in one file, the packages of the mail room apart, with the licences of what is inside. Its modules run when a command first needs them. One
 * CommonJS file starts faster than as many ES modules, which the engine finds and links one by one.
 */

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build, type Plugin } from 'esbuild'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

/**
 * phd starts no other program and has no way to the network. Packages inside it could: commander starts programs, nodemailer sends what
 * phd only writes to files. What they would need is not there for them.
 */
const leftOut: Plugin = {
  name: 'left-out',
  setup(made) {
    made.onResolve({ filter: /^node:(?:child_process|dns|http|https|net|tls)$/ }, ({ path }) => ({ path, namespace: 'left-out' }))
    made.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'export default {}' }))
  },
}

/** The start turns the cache of compiled code on, so what it begins must be a file of its own. */
const mainApart: Plugin = {
  name: 'main-apart',
  setup(made) {
    made.onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './main.cjs', external: true }))
  },
}

/** Mail is written by few commands: its packages are as long as all the rest, and are read when one of them runs. */
const mailApart: Plugin = {
  name: 'mail-apart',
  setup(made) {
    made.onResolve({ filter: /\/packages\/(?:liquid|composer|parser)\.ts$/ }, ({ path, kind }) =>
      kind === 'entry-point' ? null : { path: `./mail/packages/${basename(path, '.ts')}.cjs`, external: true },
    )
  },
}

rmSync(dist, { recursive: true, force: true })
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/start.ts', 'src/main.ts', ...['liquid', 'composer', 'parser'].map((name) => `src/mail/packages/${name}.ts`)],
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node24',
  external: ['better-sqlite3'],
  define: { 'import.meta.dirname': '__dirname' },
  supported: { 'dynamic-import': false },
  legalComments: 'none',
  plugins: [leftOut, mainApart, mailApart],
  metafile: true,
})

const packages = new Set(
  Object.keys(metafile.inputs).flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
)
const licences = [...packages].sort().map((name) => {
  const folder = join(root, 'node_modules', name)
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const text = ['LICENSE', 'license', 'LICENSE.md', 'LICENSE.txt', 'License.md', 'LICENCE']
    .map((file) => readIfThere(join(folder, file)))
    .find((each) => each !== null)
  return `${name} ${version} (${license})\n\n${text ?? ''}`
})
writeFileSync(join(dist, 'licenses.txt'), `phd contains these packages:\n\n${licences.join('\n----\n\n')}`)

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
