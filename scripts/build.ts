/**
 * Builds `dist/`: the program in pieces, packages that few commands need in files of their own, the schema of a database, the manual page, and the
 * licenses of what is inside. A command reads the piece that all need, and seldom more than two others; a module runs when it is first needed. The
 * start reads the pieces with what an earlier run compiled of them (src/pieces.ts). Many ES modules would take longer: the engine finds and links
 * each of them.
 */

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { kinds } from '../src/records/kinds.ts'
import { dataHashes } from '../src/reference/overview/shipped-files.ts'
import { schemaToWrite } from '../src/store/sqlite/schema.ts'
import { cutInto, linked } from './build/link.ts'
import { piecesOf } from './build/pieces.ts'
import { rulesInCode } from './build/rules-in-code.ts'
import { shortened, wrapped } from './build/shorten.ts'
import { licenseList } from './licenses.ts'
import { manualPage } from './man.ts'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** The driver of desks on a server, alone, reaches the network: it connects to the server that was named, and to nothing else. */
const DRIVER = 'store/postgres/connection/packages/driver'
const OF_DRIVER = new RegExp(`/src/${DRIVER}\\.ts$|/node_modules/pg/lib/`)

/**
 * phd starts no other program and has no way to the network. Packages inside it could: commander starts programs, nodemailer sends what
 * phd only writes to files. What they would need is not there for them. Of the driver's own packages, phd needs none of those that read
 * passwords and addresses: it reads both itself.
 */
const leftOut: Plugin = {
  name: 'left-out',
  setup(made) {
    const empty = (path: string) => ({ path, namespace: 'left-out' })
    made.onResolve({ filter: /^(?:node:)?(?:child_process|dns|http|https|net|tls)$/ }, ({ path, importer }) =>
      OF_DRIVER.test(importer) && /(?:net|tls)$/.test(path) ? { path, external: true } : empty(path),
    )
    made.onResolve({ filter: /^(?:pgpass|pg-cloudflare|pg-connection-string)$/ }, ({ path }) => empty(path))
    made.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'export default {}' }))
  },
}

/** Packages that few commands need are as long as all the rest: each is a file of its own, read when one of those runs. */
const APART = [
  'documents/packages/pdf',
  'files/packages/calendar',
  ...['composer', 'html', 'liquid', 'parser'].map((name) => `mail/packages/${name}`),
  'records/packages/encoding',
  DRIVER,
  'store/sqlite/asking/packages/asker',
  'terminal/charts/packages/shapes',
  'terminal/packages/chalk',
  'terminal/packages/ora',
]
/** Those that are threads: Node reads them by itself. */
const WORKERS = ['documents/packages/pdf', 'store/sqlite/asking/packages/asker']
const packagesApart: Plugin = {
  name: 'packages-apart',
  setup(made) {
    made.onResolve({ filter: /\/packages\/\w+\.ts$/ }, ({ path, kind, resolveDir, importer }) => {
      const name = relative(join(root, 'src'), resolve(resolveDir, path)).replace(/\.ts$/, '')
      if (kind === 'entry-point' || !APART.includes(name)) return null
      // Of packages that need one of these, each is in a file that lies as deep.
      return { path: `${importer.includes('node_modules') ? '../../' : './'}${name}.cjs`, external: true }
    })
  },
}

/** The parser of mails reads names and subjects with the decoders of Node, which lack half of Korean: it gets those of the standard. */
const byTheStandard: Plugin = {
  name: 'by-the-standard',
  setup(made) {
    made.onLoad({ filter: /postal-mime\/dist\/\w+\/decode-strings\.js$/ }, ({ path }) => ({
      contents: `import { TextDecoder } from ${JSON.stringify(join(root, 'src/records/packages/encoding.ts'))}\n${readFileSync(path, 'utf8')}`,
    }))
  },
}

/** The driver encrypts passwords, where a server asks for one: what that needs takes Node longer to load than to connect, and is not loaded before. */
const encryptsLater: Plugin = {
  name: 'encrypts-later',
  setup(made) {
    made.onLoad({ filter: /pg\/lib\/crypto\/utils\.js$/ }, ({ path }) => {
      const found = readFileSync(path, 'utf8')
      const loaded = /^const (?:node|web|subtle)Crypto = .*$/gm
      if (found.match(loaded)?.length !== 3) throw new Error(`${path} is not as it was`)
      return {
        contents: found
          .replaceAll(loaded, '')
          .replaceAll('nodeCrypto.', "require('crypto').")
          .replaceAll('webCrypto.', 'globalThis.crypto.')
          .replaceAll('subtleCrypto.', 'globalThis.crypto.subtle.'),
      }
    })
  },
}

/** The engine's own files are inside, and only the engine itself is beside the program: to find each of them takes a while. */
const engineBeside: Plugin = {
  name: 'engine-beside',
  setup(made) {
    made.onLoad({ filter: /better-sqlite3\/lib\/binding\.js$/ }, ({ path }) => ({
      contents: `const PACKAGE = 'better-sqlite3'\nconst HERE = ${ENGINE}\n${readFileSync(path, 'utf8').replaceAll('__dirname', 'HERE')}`,
    }))
  },
}
const ENGINE = `[require('path').join(__dirname, '../node_modules/better-sqlite3/lib')]
  .find((folder) => require('fs').existsSync(folder)) ?? require('path').dirname(require.resolve(PACKAGE))`

/** How every file is built. */
const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node24',
  define: {
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
    // A shared desk compares them.
    RULES_IN_CODE: JSON.stringify(await rulesInCode(root)),
    // The reader of PDFs could fetch: for what is in the program there is no way to.
    fetch: 'undefined',
    WebSocket: 'undefined',
  },
  // A module of another piece is read when it is imported. The engine knows the properties of Unicode.
  supported: { 'dynamic-import': false, 'regexp-unicode-property-escapes': true },
  legalComments: 'none',
  outdir: dist,
  outExtension: { '.js': '.cjs' },
  metafile: true,
  write: false,
} satisfies BuildOptions
const plugins = [leftOut, packagesApart, byTheStandard, encryptsLater, engineBeside]

rmSync(dist, { recursive: true, force: true })
const { metafile: whole } = await build({ ...common, entryPoints: ['src/main.ts'], plugins })
const pieces = piecesOf(whole.inputs)
const cut = await build({
  ...common,
  entryPoints: [...new Set(pieces.values())].map((name) => ({ in: `piece:${name}`, out: name })),
  plugins: [leftOut, cutInto(pieces, whole.inputs, root), packagesApart, byTheStandard, engineBeside],
})
const apart = await build({
  ...common,
  entryPoints: APART.map((name) => `src/${name}.ts`),
  outbase: 'src',
  external: ['better-sqlite3'],
  plugins,
})
const files = new Map<string, string>()
for (const { path, text } of cut.outputFiles) files.set(path, wrapped(await shortened(linked(text, whole.inputs))))
for (const { path, text } of apart.outputFiles) {
  const short = await shortened(text)
  files.set(path, WORKERS.some((name) => path.endsWith(`/${name}.cjs`)) ? short : wrapped(short))
}
const hash = createHash('sha256')
  // What is kept of a build is as that says, too.
  .update(JSON.stringify([...files.values(), readFileSync(join(root, 'src/pieces.ts'), 'utf8')]))
  .digest('hex')
const start = await build({
  ...common,
  entryPoints: ['src/start.ts'],
  define: { ...common.define, PHD_BUILD: JSON.stringify(hash.slice(0, 16)) },
})
for (const { path, text } of start.outputFiles) files.set(path, await shortened(text))
for (const [path, text] of files) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

// A database that has this schema needs nothing done before it is used.
writeFileSync(join(dist, 'schema.txt'), schemaToWrite(kinds))
// By these, phd knows which files in data/ someone changed.
writeFileSync(join(dist, 'data-hashes.json'), JSON.stringify(Object.fromEntries(dataHashes(join(root, 'data'))), null, 1))
writeFileSync(join(dist, 'licenses.txt'), licenseList([whole, apart.metafile].flatMap(({ inputs }) => Object.keys(inputs))))
writeFileSync(join(dist, 'phd.1'), await manualPage())
