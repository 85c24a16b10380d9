/**
 * Cuts the program into pieces. A module that another piece needs is given out by a function of its name, which runs the module when it is first
 * called: so a module exists once, and runs when it is needed, wherever it lies.
 */

import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Metafile, Plugin } from 'esbuild'
import { MAIN } from './pieces.ts'

type Graph = Metafile['inputs']

/** Every import across pieces becomes a word that {@link linked} then replaces. */
export function cutInto(pieces: ReadonlyMap<string, string>, graph: Graph, root: string): Plugin {
  return {
    name: 'cut-into-pieces',
    setup(made) {
      made.onResolve({ filter: /^(?:piece|names):/ }, ({ path }) => {
        const [namespace = '', name = ''] = path.split(/:(.*)/s)
        return { path: name, namespace }
      })
      made.onLoad({ filter: /.*/, namespace: 'piece' }, ({ path }) => ({
        contents: entryOf(path, pieces, graph),
        resolveDir: root,
      }))
      made.onLoad({ filter: /.*/, namespace: 'names' }, async ({ path }) => ({
        contents: `export { ${(await namesOf(path, pieces, graph, root)).join(', ')} } from ${JSON.stringify(`./${path}`)}`,
        resolveDir: root,
      }))
      made.onResolve({ filter: /.*/ }, ({ path, importer }) => {
        const from = relative(root, importer)
        const to = graph[from]?.imports.find(({ original, external }) => original === path && !external)?.path
        const piece = to && pieces.get(to)
        return piece === undefined || piece === pieces.get(from) ? null : { path: `#${piece}#${to}`, external: true }
      })
    },
  }
}

/** What a piece gives out: each module that another piece imports. Its values are copied once, because a plain object is read fastest. */
function entryOf(piece: string, pieces: ReadonlyMap<string, string>, graph: Graph): string {
  const wanted = new Set<string>()
  for (const [from, { imports }] of Object.entries(graph)) {
    for (const { path, external } of imports) {
      if (!external && pieces.get(path) === piece && pieces.get(from) !== piece) wanted.add(path)
    }
  }
  const given = [...wanted].sort().map((path) => {
    const isShaken = path.startsWith('node_modules/') && graph[path]?.format === 'esm'
    return `${JSON.stringify(path)}: once(() => require(${JSON.stringify(isShaken ? `names:${path}` : `./${path}`)}))`
  })
  const main = piece === MAIN ? "exports.main = (...args) => require('./src/main.ts').main(...args)\n" : ''
  return `const once = (read, made) => () => (made ??= read())\n${main}Object.assign(exports, {\n${given.join(',\n')}\n})\n`
}

/** The names that files of other pieces import from a module of a package: what no one needs of it is left out. */
async function namesOf(path: string, pieces: ReadonlyMap<string, string>, graph: Graph, root: string): Promise<string[]> {
  const names = new Set<string>()
  for (const [from, { imports }] of Object.entries(graph)) {
    const found = imports.find((each) => each.path === path && pieces.get(from) !== pieces.get(path))
    if (!found) continue
    const text = readFileSync(join(root, from), 'utf8')
    const word = found.original?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const [, all, some] = new RegExp(`(?:\\*\\s*as (\\w+)|\\{([^}]*)\\}) from ['"]${word}['"]`).exec(text) ?? []
    if (all === undefined && some === undefined) throw new Error(`${from} imports ${path} in a way that the build does not know`)
    for (const [, name = ''] of all
      ? text.matchAll(new RegExp(`\\b${all}\\.(\\w+)`, 'g'))
      : (some ?? '').matchAll(/(\w+)(?: as \w+)?/g))
      names.add(name)
  }
  // A type is not in the program.
  const exported: object = await import(join(root, path))
  return [...names].filter((name) => Object.hasOwn(exported, name)).sort()
}

/** The text of a piece, with what is imported from others. */
export function linked(text: string, graph: Graph): string {
  const joined = text.replace(
    /(__toESM\()?require\("#([^#"]+)#([^"]+)"\)((?:, 1)?\))?/g,
    (_, open = '', piece, path, close = '') => {
      const given = `require("./${piece}.cjs")["${path}"]()`
      // What a module of ours gives out is as it must be; of another's, the default is added.
      return open && graph[path]?.format !== 'cjs' ? given : `${open}${given}${close}`
    },
  )
  return withPlainExports(joined)
}

/**
 * What a module gives out, as a plain object that is made when it is asked for. The builder makes one with a function for each name when the
 * file is read.
 */
function withPlainExports(text: string): string {
  const names: string[] = []
  const plain = text.replace(
    /^var (\w+_exports) = \{\};\n__export\(\1, \{\n((?: .*\n)+)\}\);\n/gm,
    (_, name: string, body: string) => {
      names.push(name)
      return `var ${name} = () => ({\n${body.replace(/: \(\) => /g, ': ')}});\n`
    },
  )
  if (names.length === 0) return plain
  const uses = new RegExp(`(?<!var )\\b(?:${names.join('|')})\\b`, 'g')
  return plain.replace(uses, '$&()').replace(/(: once\(\(\) => (?:\(init_\w+\(\), )?)__toCommonJS\((\w+_exports\(\))\)/g, '$1$2')
}
