/** A rule with its policy in force, ready to be asked about partners. */

import type { Context } from '../app/context.ts'
import type { Resolved } from '../partners/resolve.ts'
import type { Kind } from '../records/kind.ts'
import type { ImportEntry, RecordReader } from '../store/store.ts'
import type { AnyVerdict, RunFacts, UndoneImport } from './verdict.ts'

export interface Rule<V extends AnyVerdict> {
  question: V['question']
  policy: V['policy']
  /** Checks some partners, in their order. */
  check(found: readonly Resolved[]): Promise<V[]>
  /** Checks every partner, by name, some hundreds at a time. */
  checkAll(): AsyncGenerator<IteratorObject<V>>
}

/** Checks one partner. */
export async function checkOne<V extends AnyVerdict>(rule: Rule<V>, found: Resolved): Promise<V> {
  const [verdict] = await rule.check([found])
  if (!verdict) throw new Error('a rule gives a verdict for each partner')
  return verdict
}

/** Reads what all verdicts of a run have in common; `kinds` are those that a verdict uses. */
export async function readRunFacts(context: Context, store: RecordReader, kinds: readonly Kind[]): Promise<RunFacts> {
  const newest = await store.newestImports(kinds)
  const { readCourses, readDesk } = await import('../reference/reference.ts')
  const { mailbox, loaLabel, nfrLabel, portal } = readDesk()
  return {
    evaluatedAt: context.now,
    today: context.today,
    asOf: context.asOf,
    maxAgeDays: context.maxAgeDays,
    sources: kinds.map(({ kind, title }) => ({ kind, title, newest: newest.find((entry) => entry.kind === kind) ?? null })),
    // After a year the list is long.
    undone: (await store.hasUndone(kinds)) ? undoneImports(await store.listImports(kinds), kinds, newest) : [],
    desk: { mailbox, loaLabel, nfrLabel, portal, badgeDays: readCourses().badgeDelay.businessDays },
  }
}

/** Undone imports that no newer one of their kind has followed: what they said no longer counts. */
function undoneImports(imports: readonly ImportEntry[], kinds: readonly Kind[], newest: readonly ImportEntry[]): UndoneImport[] {
  return kinds.flatMap(({ kind, title }) => {
    const since = newest.find((entry) => entry.kind === kind)?.id ?? 0
    const entry = imports.findLast(
      ({ kind: of, id, undoes, undoneBy }) => of === kind && id > since && undoes === null && undoneBy !== null,
    )
    const undoing = entry && imports.find(({ id }) => id === entry.undoneBy)
    return entry && undoing ? [{ importId: entry.id, file: entry.file, title, at: undoing.importedAt, by: undoing.actor }] : []
  })
}
