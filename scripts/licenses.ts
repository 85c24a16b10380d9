/** The licenses of everything that is inside the program, each with its text. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
/** Within the package next to the program: the one has the engine inside, the other comes with it. */
const BESIDE = ['node_modules/better-sqlite3', 'node_modules/node-addon-api']
/** The text of a license that pdf.js names without bringing it. */
const APACHE = 'node_modules/@biomejs/biome/LICENSE-APACHE'

const SQLITE = `The author disclaims copyright to this source code. In place of a legal notice, here is a blessing:

  May you do good and not evil.
  May you find forgiveness for yourself and forgive others.
  May you share freely, never taking more than you give.
`

/** The folders of the packages that files of a bundle come from, also of packages within packages. */
export function packageFolders(inputs: readonly string[]): string[] {
  const folders = inputs.flatMap((input) => /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [])
  return [...new Set([...folders, ...BESIDE])].sort()
}

/** The list with every text. Throws where a package has none: it could not be passed on. */
export function licenseList(inputs: readonly string[]): string {
  const parts = packageFolders(inputs).flatMap((folder) => [licenseOf(folder), ...within(folder)])
  return `phd contains these packages:\n\n${parts.join('\n----\n\n')}`
}

function licenseOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const files = readdirSync(join(root, folder))
  const file = files.find((each) => /^licen[cs]e(?:\.\w+)?$/i.test(each))
  // Some keep it at the end of their first page.
  const text = file
    ? read(folder, file)
    : files.includes('README.md')
      ? (/^#+ licen[cs]e\n+(.+)/ims.exec(read(folder, 'README.md'))?.[1] ?? '')
      : ''
  if (text === '' || !license) throw new Error(`${name} ${version} has no license`)
  return `${name} ${version} (${license})\n\n${text}`
}

/** What packages have inside that is another's. */
function within(folder: string): string[] {
  if (folder === 'node_modules/better-sqlite3') {
    const version = /#define SQLITE_VERSION +"([^"]+)"/.exec(read(folder, 'deps/sqlite3/sqlite3.h'))?.[1]
    return [`SQLite ${version}, within better-sqlite3 (public domain)\n\n${SQLITE}`]
  }
  if (folder !== 'node_modules/unpdf') return []
  return [`pdf.js, within unpdf (Apache-2.0)\n\nCopyright Mozilla Foundation\n\n${read(APACHE)}`]
}

function read(...path: string[]): string {
  const file = join(root, ...path)
  if (!existsSync(file)) throw new Error(`${file} is missing, for the list of licenses`)
  return readFileSync(file, 'utf8')
}
