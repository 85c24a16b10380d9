/** What is removed of a history, and what of it is not: the same for every engine. */

import { failure } from '../errors.ts'
import type { Pruned } from './store.ts'

/** Throws for an entry whose changes are no longer known: `import_pruned` where an undo wants it, `history_pruned` where it is asked for. */
export function refusePrunedEntry(pruned: Pruned | null, id: number, to: 'undo' | 'ask'): void {
  if (pruned === null || id > pruned.lastImport) return
  const why = `the history before ${pruned.before} was pruned on ${pruned.at.slice(0, 10)}`
  if (to === 'undo') throw failure('import_pruned', `import ${id} cannot be undone: ${why}`)
  throw failure('history_pruned', `what import ${id} changed is no longer known: ${why}`, {
    before: null,
    lastImport: pruned.lastImport,
  })
}

/** Throws `history_pruned` for a moment, or the entry that was the last by then, whose history was removed. */
export function refusePrunedMoment(pruned: Pruned | null, { entry, moment }: { entry: number; moment: string | null }): void {
  if (pruned === null || (entry >= pruned.lastImport && (moment === null || moment >= pruned.before))) return
  throw failure(
    'history_pruned',
    `nothing can be told as of then: the history before ${pruned.before} was pruned on ${pruned.at.slice(0, 10)}`,
    { before: pruned.before, lastImport: pruned.lastImport },
  )
}

/** Fields whose former values are asked for: what accounts were called, and since when a registration has its status. */
export const FORMER_VALUES: Readonly<Record<string, string>> = { accounts: 'name', deal_registrations: 'status' }

/** A version of a record, with what it says in a field whose former values are asked for. */
export interface FormerVersion {
  version: number
  key: string
  opened: number
  closed: number | null
  value: string | null
}

/**
 * Of the versions of a kind, in order of key, then version: those that ended by an entry and are kept all the same. Each that was the first
 * with its value, and the last of a record that was gone. An import that was ever undone counts for some moments and not for others, so
 * what it opened is kept, and what came after it.
 */
export function formerToKeep(rows: readonly FormerVersion[], undone: ReadonlySet<number>, last: number): number[] {
  const real = rows.filter(({ opened, closed }) => closed === null || opened < closed)
  return real.flatMap((row, i) => {
    if (row.closed === null || row.closed > last) return []
    const before = real[i - 1]
    const goesOn = before?.key === row.key && before.value === row.value && !undone.has(before.opened) && !undone.has(row.opened)
    const next = real[i + 1]
    const isLast = next?.key !== row.key || next.opened > last
    return !goesOn || isLast ? [row.version] : []
  })
}
