/** What was decided and changed, by whom and when: a table that only grows, each entry chained by its hash to the one before. */

import { failure } from '../../../errors.ts'
import { keptJson } from '../../../records/kept-text.ts'
import { type AuditRow, BEGINNING, ChainCheck, headText, readObject, toEntry } from '../../audit-chain.ts'
import { ownEntries } from '../../own-entries.ts'
import type { Change } from '../../readings.ts'
import type { Recording } from '../../recording.ts'
import type { AuditCheck, AuditEntry, AuditHead, AuditQuery, InFull, NewAuditEntry, RawAuditEntry } from '../../store.ts'
import { Bound } from '../bound.ts'
import type { Connection } from '../connection/connection.ts'
import { sqlState } from '../connection/errors.ts'
import { noteAdded } from '../transaction.ts'
import type { View } from '../view.ts'
import { NOT_AS_NOTED, OPENED, OPENS } from './audit-functions.ts'
import { promise } from './promised-files.ts'

type ShortRow = Omit<AuditRow, 'evidence'>
type ShortCells = [
  id: number,
  at: string,
  actor: string,
  action: string,
  partnerId: string | null,
  request: number | null,
  body: string,
  previous: string,
  hash: string,
]
const IN_SHORT = 'id, at, actor, action, partner_id, request, body, previous, hash'

/**
 * Adds entries, in the transaction that is open; whoever adds others waits until it ends. Gives the entries. Throws `audit_damaged` where
 * the end is not as it was noted: what was tampered with is not built on.
 */
export async function appendAudit(
  link: Connection,
  entries: readonly NewAuditEntry[],
  { at, actor, stated }: Recording,
): Promise<AuditEntry[]> {
  const appended = await refusing(
    link.lists<[entry: number, request: number | null, body: string, previous: string, hash: string]>(
      'SELECT * FROM append_audit($1, $2, $3, $4, $5, $6, $7)',
      [
        at,
        actor,
        entries.map(({ action }) => action),
        entries.map(({ partnerId }) => partnerId),
        // The number of the entry that opens a request is the number of the request.
        entries.map(({ request }) => (request === 'new' ? OPENS : request === 'opened' ? OPENED : request)),
        entries.map(({ body }) => keptJson(stated ? { ...body, timeStated: true } : body)),
        entries.map(({ evidence }) => evidence && keptJson(evidence)),
      ],
    ),
  )
  const added = appended.map(([id, request, body, previous, hash], i) => {
    const { action = '', partnerId = null } = entries[i] ?? {}
    return toEntry({ id, at, actor, action, partner_id: partnerId, request, body, previous, hash }) as AuditEntry
  })
  for (const { hash } of added) ownEntries(link).add(hash)
  const last = added.at(-1)
  if (last) noteAdded(link, { entry: last.id, hash: last.hash, at: last.at })
  await promise(
    link,
    added.map((entry, i) => ({ entry, files: entries[i]?.files ?? [] })),
  )
  return added
}

/** The end of the audit, which stays so until the transaction ends. Throws `audit_damaged` where it is not as it was noted. */
export async function lockEnd(link: Connection): Promise<AuditHead> {
  const [end] = await refusing(link.lists<[entries: number, hash: string]>('SELECT * FROM lock_audit()'))
  const [entries, hash] = end ?? [0, BEGINNING]
  return { entries, hash }
}

async function refusing<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (sqlState(error) !== NOT_AS_NOTED) throw error
    throw failure('audit_damaged', 'the audit is not as phd left it, so nothing is added to it')
  }
}

/** The end of an audit without an entry. */
export const NOTED_AT_FIRST: string = headText({ entries: 0, hash: BEGINNING })

/** The end of the audit. */
export async function auditHead(link: Connection): Promise<AuditHead> {
  const [row] = await link.lists<[id: number, hash: string]>('SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1')
  return row ? { entries: row[0], hash: row[1] } : { entries: 0, hash: BEGINNING }
}

/** The hash of an entry; of number 0, what the first entry is chained to. Null where there is no such entry. */
export async function hashAt(link: Connection, id: number): Promise<string | null> {
  if (id === 0) return BEGINNING
  const [row] = await link.lists<[string]>('SELECT hash FROM audit WHERE id = $1', [id])
  return row ? row[0] : null
}

/** The entries that came after an entry, oldest first, each with what its request was before it. */
export async function changesAfter(link: Connection, id: number): Promise<Change[]> {
  const entries = await entriesWhere(link, null, (bound) => `id > ${bound.of(id)}`)
  const requests = new Set(entries.flatMap(({ request }) => request ?? []))
  if (requests.size === 0) return entries.map((entry) => ({ entry, request: null }))
  const [openings, named] = await Promise.all([
    entriesWhere(link, null, (bound) => `id = ANY(${bound.numbers(requests)})`),
    link.lists<[id: number, request: number, partnerId: string]>(
      'SELECT id, request, partner_id FROM audit WHERE request = ANY($1::integer[]) AND partner_id IS NOT NULL',
      [[...requests]],
    ),
  ])
  return entries.map((entry) => {
    const opening = openings.find((each) => each.id === entry.request)
    if (!opening) return { entry, request: null }
    const before = named.filter(([number, request]) => request === opening.id && number < entry.id)
    return { entry, request: { opening, partners: new Set(before.map(([, , partnerId]) => partnerId)) } }
  })
}

/** The mails that were routed after an entry, oldest first. */
export function mailsAfter(link: Connection, id: number): Promise<RawAuditEntry[]> {
  return entriesWhere(link, null, (bound) => `id > ${bound.of(id)} AND ${ofActions(['mail_routed'])(bound)}`)
}

/** A condition on entries, in SQL of the caller's own; its values are bound. */
export type OfEntries = (bound: Bound) => string

/** The entries of some actions. */
export function ofActions(actions: readonly string[]): OfEntries {
  return (bound) => `action = ANY(${bound.texts(actions)})`
}

/** The entries that meet a condition and were made up to a moment (ISO 8601, UTC; null: all), oldest first. */
export async function entriesWhere(link: Connection, until: string | null, condition: OfEntries): Promise<RawAuditEntry[]> {
  const bound = new Bound()
  const rows = await link.rows<ShortRow>(
    `SELECT ${IN_SHORT} FROM audit WHERE ${condition(bound)} AND ${noLater(until, bound)} ORDER BY id`,
    bound.values,
  )
  return rows.map(toEntry)
}

/** The same in the order of their requests, those of no request first, some of them in memory at a time while a moment is held. */
export async function* entriesByRequest(
  view: View,
  until: string | null,
  condition: OfEntries,
): AsyncGenerator<RawAuditEntry[], void, void> {
  const bound = new Bound()
  const rows = view.parts<ShortCells>(
    `SELECT ${IN_SHORT} FROM audit WHERE ${condition(bound)} AND ${noLater(until, bound)} ORDER BY request NULLS FIRST, id`,
    bound.values,
  )
  for await (const part of rows)
    yield part.map(([id, at, actor, action, partner_id, request, body, previous, hash]) =>
      toEntry({ id, at, actor, action, partner_id, request, body, previous, hash }),
    )
}

function noLater(until: string | null, bound: Bound): string {
  return until === null ? 'TRUE' : `at <= ${bound.of(until)}`
}

/** The numbers of the entries that are asked for, oldest first, out of all or of those made up to a moment. */
export async function auditNumbers(
  link: Connection,
  until: string | null,
  { partnerId, action, limit }: AuditQuery,
): Promise<{ ids: Int32Array; matching: number; all: number }> {
  const bound = new Bound()
  const isPartner = partnerId === null ? 'TRUE' : `partner_id = ${bound.of(partnerId)}`
  const isAction = action === null ? 'TRUE' : `strpos(action, ${bound.of(action)}) > 0`
  const asked = `${isPartner} AND ${isAction} AND ${noLater(until, bound)}`
  const most = limit === null ? 'ALL' : bound.of(limit)
  const [ids, counts] = await Promise.all([
    link.lists<[number]>(`SELECT id FROM audit WHERE ${asked} ORDER BY id DESC LIMIT ${most}`, bound.values),
    link.lists<[matching: number, all: number]>(...countsOf(until, { partnerId, action })),
  ])
  const [matching, all] = counts[0] ?? [0, 0]
  return { ids: Int32Array.from(ids, ([id]) => id).reverse(), matching, all }
}

function countsOf(until: string | null, { partnerId, action }: Omit<AuditQuery, 'limit'>): [string, Bound['values']] {
  const bound = new Bound()
  const isPartner = partnerId === null ? 'TRUE' : `partner_id = ${bound.of(partnerId)}`
  const isAction = action === null ? 'TRUE' : `strpos(action, ${bound.of(action)}) > 0`
  const counts = `SELECT (count(*) FILTER (WHERE ${isPartner} AND ${isAction}))::integer, count(*)::integer`
  return [`${counts} FROM audit WHERE ${noLater(until, bound)}`, bound.values]
}

/** So many entries are read at a time, unless what they rest on is longer than this, in bytes. */
const PART = 2000
const PART_BYTES = 4_000_000

/**
 * Entries with all they rest on, oldest first, some of them in memory at a time: all, or those that meet a condition, made up to a moment
 * (ISO 8601, UTC; null: all).
 */
export async function* wholeEntries(
  link: Connection,
  condition: OfEntries = () => 'TRUE',
  until: string | null = null,
): AsyncGenerator<readonly AuditRow[], void, void> {
  for (let last = 0; ; ) {
    const bound = new Bound()
    const isAsked = `id > ${bound.of(last)} AND (${condition(bound)}) AND ${noLater(until, bound)}`
    // The first comes in any case. The length of a text is known without reading it.
    const rows = await link.rows<AuditRow>(
      `SELECT ${IN_SHORT}, evidence FROM (
         SELECT *, sum(octet_length(evidence)) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
         FROM (SELECT * FROM audit WHERE ${isAsked} ORDER BY id LIMIT ${PART}) asked) part
       WHERE coalesce(before, 0) < ${PART_BYTES} ORDER BY id`,
      bound.values,
    )
    yield rows
    const end = rows.at(-1)
    const bytes = rows.reduce((sum, { evidence }) => sum + (evidence?.length ?? 0), 0)
    // What was cut short is longer, in characters too but for a third.
    if (!end || (rows.length < PART && bytes < PART_BYTES / 4)) return
    last = end.id
  }
}

/** An entry out of its row, with all it rests on. */
export function inFull(row: AuditRow): InFull<RawAuditEntry> {
  return { ...toEntry(row), evidence: row.evidence === null ? null : readObject(row.evidence) }
}

/**
 * Lets entries be changed, in the transaction that is open and until the given work is done. Only what a person's data is removed by may
 * do that, and it records what it changed. Only the owner of the table can; others may read meanwhile.
 */
export async function changingAudit(link: Connection, work: () => Promise<unknown>): Promise<void> {
  await link.run('ALTER TABLE audit DISABLE TRIGGER audit_is_not_changed')
  await work()
  await link.run('ALTER TABLE audit ENABLE TRIGGER audit_is_not_changed')
}

/** Looks over every entry, see {@link ChainCheck}; `see` sees each of them too. */
export async function verifyAudit(link: Connection, see: (row: AuditRow) => void = () => {}): Promise<AuditCheck> {
  const chain = new ChainCheck()
  for await (const part of wholeEntries(link))
    for (const row of part) {
      chain.add(row)
      see(row)
    }
  const [noted] = await link.lists<[string]>('SELECT value FROM audit_end')
  return chain.end(noted?.[0] ?? '')
}
