import type { SourceFile } from './house.ts'

export interface Circle {
  /** Its files, one importing the next; the last is the first again. */
  path: readonly string[]
  /** Where the first imports the second. */
  line: number
}

/** The circles in which files import each other: for each file that is in any, the shortest it is in, each once. */
export function circlesOf(files: readonly SourceFile[]): Circle[] {
  const imports = new Map(
    files.map(({ path, imports }) => [path, new Map(imports.toReversed().map(({ to, line }) => [to, line]))] as const),
  )
  const found = new Map<string, Circle>()
  for (const file of [...imports.keys()].sort()) {
    const circle = shortestFrom(file, imports)
    if (!circle) continue
    const first = circle.indexOf(circle.toSorted()[0] ?? '')
    const turned = [...circle.slice(first), ...circle.slice(0, first)]
    const path = [...turned, turned[0] ?? '']
    found.set(path.join(), { path, line: imports.get(path[0] ?? '')?.get(path[1] ?? '') ?? 1 })
  }
  return [...found.values()]
}

/** The fewest files that lead from one back to it, it first; null: none do. */
function shortestFrom(start: string, imports: ReadonlyMap<string, ReadonlyMap<string, number>>): string[] | null {
  const cameFrom = new Map<string, string>()
  const next = [start]
  for (const file of next) {
    for (const to of [...(imports.get(file)?.keys() ?? [])].sort()) {
      if (to === start) return wayTo(file, cameFrom)
      if (cameFrom.has(to)) continue
      cameFrom.set(to, file)
      next.push(to)
    }
  }
  return null
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end]
  for (let at = cameFrom.get(end); at !== undefined; at = cameFrom.get(at)) way.unshift(at)
  return way
}
