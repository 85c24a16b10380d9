/**
 * Which module lies in which piece of the program. What everyday questions load lies together, so that a file or two are read for each of them.
 * Every other module lies in a piece of its room; a command in that of its job, and apart from it what the help of all commands needs.
 */

import type { Metafile } from 'esbuild'

/** The piece that is always read. */
export const MAIN = 'main'

/**
 * The modules that everyday questions load when they run, by piece. What one imports, except by `import()`, lies in its piece, unless an earlier
 * one has it.
 */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  [MAIN]: [
    'main',
    'commands/loa/command',
    'store/sqlite/opening/up-to-date',
    'verdicts/run-check',
    'verdicts/letter-rule',
    'reference/reference',
  ],
  settings: ['app/settings'],
  checks: ['commands/nfr/command', 'commands/nfr/ask', 'commands/authorized/command', 'verdicts/standing-rule'],
  kinds: ['records/kinds'],
  importing: [
    ...['commands/import/command', 'commands/import/run', 'imports/import-file', 'imports/read/decode', 'imports/read/layout'],
    ...['app/owners/shipped-tables', 'files/rejects-file'],
  ],
  looking: ['partner/command', 'partner/show', 'partner/find', 'cert-report/command', 'cert-report/make'].map(
    (name) => `commands/${name}`,
  ),
  owners: ['commands/cam/command', 'commands/cam/owner', 'reference/cam', 'reference/places', 'reference/us-addresses'],
  today: ['commands/today/command', 'commands/today/run', 'reference/calendar', 'reference/deals'],
  server: ['store/postgres/engine'],
  mails: ['commands/mail/command', 'commands/mail/route', 'reference/distributors'],
}

/** What the name of a piece ends with that has how the commands of a job are called. */
const OPTIONS = '-options'

/** A module by its path from the root, with what it imports. */
type Graph = Metafile['inputs']

/** The piece of each module, by its path. */
export function piecesOf(graph: Graph): Map<string, string> {
  const pieces = new Map<string, string>()
  for (const [piece, names] of Object.entries(TOGETHER)) {
    const from = names.map((name) => `src/${name}.ts`)
    for (const path of from) if (!graph[path]) throw new Error(`scripts/build/pieces.ts: ${path} is not in the program`)
    for (const path of reach(graph, from)) if (!pieces.has(path)) pieces.set(path, piece)
  }
  placeOptions(graph, pieces)
  for (const path of Object.keys(graph)) {
    const room = pieces.has(path) ? null : roomOf(path)
    if (room) pieces.set(path, room)
  }
  placePackages(graph, pieces)
  return pieces
}

/** What is left out is left out of each. */
const isLeftOut = (path: string): boolean => path.startsWith('left-out:')

/** All that is imported from some modules on, except by `import()`. */
function reach(graph: Graph, from: readonly string[]): Set<string> {
  const found = new Set(from)
  for (const path of found) {
    for (const { path: next, kind, external } of graph[path]?.imports ?? []) {
      if (kind !== 'dynamic-import' && !external && !isLeftOut(next)) found.add(next)
    }
  }
  return found
}

/** Of a module of a package: null. */
function roomOf(path: string): string | null {
  const [folder, room = '', job, file] = path.split('/')
  if (folder !== 'src') return null
  if (room !== 'commands' || !job) return room
  return file === 'command.ts' ? `${job}${OPTIONS}` : job
}

/** What the options of several jobs need lies together: the help of all commands reads it. */
function placeOptions(graph: Graph, pieces: Map<string, string>): void {
  const needed = Object.keys(graph).flatMap((path) => (roomOf(path)?.endsWith(OPTIONS) ? [...reach(graph, [path])] : []))
  for (const [path, times] of Map.groupBy(needed, (each) => each)) {
    if (times.length > 1 && !pieces.has(path)) pieces.set(path, 'options')
  }
}

/** A package that only one piece needs lies in it; one that several need, in a piece of packages. */
function placePackages(graph: Graph, pieces: Map<string, string>): void {
  const needing = new Map<string, Set<string>>()
  for (const [path, piece] of pieces) {
    for (const each of reach(
      graph,
      (graph[path]?.imports ?? []).filter(({ external }) => !external).map((next) => next.path),
    )) {
      if (!pieces.has(each)) needing.set(each, (needing.get(each) ?? new Set()).add(piece))
    }
  }
  for (const path of Object.keys(graph)) {
    if (pieces.has(path) || isLeftOut(path)) continue
    const [only = 'packages', another] = needing.get(path) ?? []
    pieces.set(path, another ? 'packages' : only)
  }
}
