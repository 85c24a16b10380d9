/** What was decided and changed, by whom and when: a table that only grows, each entry chained by its hash to the one before. */

import type Database from 'better-sqlite3'
import { failure } from '../../errors.ts'
import { keptJson } from '../../records/kept-text.ts'
import { type AuditRow, BEGINNING, ChainCheck, hashOf, headText, readObject, toEntry } from '../audit-chain.ts'
import { ownEntries } from '../own-entries.ts'
import type { Change } from '../readings.ts'
import type { Recording } from '../recording.ts'
import type {
  AuditCheck,
  AuditEntry,
  AuditHead,
  AuditQuery,
  InFull,
  LastNumbers,
  NewAuditEntry,
  RawAuditEntry,
} from '../store.ts'
import { prepared } from './recording/prepared.ts'

const NOT_CHANGED =
  "CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END"

/** The table, which the engine itself keeps from being changed; whoever goes round that breaks the chain. */
export const AUDIT_TABLE = `CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    partner_id TEXT,
    request INTEGER,
    body TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    evidence TEXT
  ) STRICT;
  CREATE INDEX audit_partner ON audit (partner_id, request);
  ${NOT_CHANGED};
  CREATE TRIGGER audit_is_not_cut BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END;`

/**
 * Adds an entry; the caller's transaction makes it one with what it speaks of. Gives the entry. `opened`: the request that an entry
 * beside it opened.
 */
export function appendAudit(
  db: Database.Database,
  entry: NewAuditEntry,
  { at, actor, stated }: Recording,
  opened: number | null = null,
): AuditEntry {
  const last = auditHead(db)
  // What was tampered with is not built on.
  if (notedHead(db) !== headText(last)) {
    throw failure('audit_damaged', 'the audit is not as phd left it, so nothing is added to it')
  }
  const row: Omit<AuditRow, 'hash'> = {
    id: last.entries + 1,
    at,
    actor,
    action: entry.action,
    partner_id: entry.partnerId,
    // The number of the entry that opens a request is the number of the request.
    request: entry.request === 'new' ? last.entries + 1 : entry.request === 'opened' ? opened : entry.request,
    body: keptJson(stated ? { ...entry.body, timeStated: true } : entry.body),
    evidence: entry.evidence && keptJson(entry.evidence),
    previous: last.hash,
  }
  const whole: AuditRow = { ...row, hash: hashOf(row) }
  prepared<AuditRow>(
    db,
    `INSERT INTO audit (id, at, actor, action, partner_id, request, body, previous, hash, evidence)
      VALUES (@id, @at, @actor, @action, @partner_id, @request, @body, @previous, @hash, @evidence)`,
  ).run(whole)
  // The chain alone would not show that the last entries were cut off.
  prepared<[string]>(
    db,
    "INSERT INTO meta (name, value) VALUES ('audit', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  ).run(headText({ entries: whole.id, hash: whole.hash }))
  ownEntries(db).add(whole.hash)
  return toEntry(whole) as AuditEntry
}

/** The end of the audit. */
export function auditHead(db: Database.Database): AuditHead {
  const row = prepared<[], Pick<AuditRow, 'id' | 'hash'>>(db, 'SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1').get()
  return row ? { entries: row.id, hash: row.hash } : { entries: 0, hash: BEGINNING }
}

/** The hash of an entry; of number 0, what the first entry is chained to. Null where there is no such entry. */
export function hashAt(db: Database.Database, id: number): string | null {
  if (id === 0) return BEGINNING
  return prepared<[number], string>(db, 'SELECT hash FROM audit WHERE id = ?').pluck().get(id) ?? null
}

/** The entries that came after an entry, oldest first. */
export function entriesAfter(db: Database.Database, id: number): RawAuditEntry[] {
  return prepared<[number], Omit<AuditRow, 'evidence'>>(db, `SELECT ${IN_SHORT} FROM audit WHERE id > ? ORDER BY id`)
    .all(id)
    .map(toEntry)
}

/** An entry, with what its request was before it. */
export function changeBy(db: Database.Database, entry: RawAuditEntry): Change {
  const [opening] = entry.request === null ? [] : entriesNumbered(db, [entry.request])
  if (!opening) return { entry, request: null }
  const before = prepared<[number, number], string>(
    db,
    'SELECT DISTINCT partner_id FROM audit INDEXED BY audit_partner WHERE request = ? AND id < ? AND partner_id IS NOT NULL',
  )
  return { entry, request: { opening, partners: new Set(before.pluck().all(opening.id, entry.id)) } }
}

/** The last numbers in the list of imports and in the audit. */
export function lastNumbers(db: Database.Database): LastNumbers {
  const imports = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM imports').pluck().get() ?? 0
  return { imports, audit: auditHead(db).entries }
}

const IN_SHORT = 'id, at, actor, action, partner_id, request, body, previous, hash'

/** The numbers of the entries that are asked for, oldest first, out of all or of those made up to a moment (ISO 8601, UTC). */
export function auditNumbers(
  db: Database.Database,
  until: string | null,
  { partnerId, action, limit }: AuditQuery,
): { ids: Int32Array; matching: number; all: number } {
  const bound = { until, partnerId, action }
  const asked = `(@partnerId IS NULL OR partner_id = @partnerId) AND (@action IS NULL OR instr(action, @action) > 0) AND ${NO_LATER}`
  const count = (condition: string): number =>
    db.prepare<[typeof bound], number>(`SELECT count(*) FROM audit WHERE ${condition}`).pluck().get(bound) ?? 0
  const ids = db
    .prepare<[typeof bound & { limit: number }], number>(`SELECT id FROM audit WHERE ${asked} ORDER BY id DESC LIMIT @limit`)
    .pluck()
    .iterate({ ...bound, limit: limit ?? -1 })
  return { ids: Int32Array.from(ids).reverse(), matching: count(asked), all: count(NO_LATER) }
}

/** The entries of some numbers, oldest first. */
export function entriesNumbered(db: Database.Database, ids: Iterable<number>): RawAuditEntry[] {
  return prepared<[string], Omit<AuditRow, 'evidence'>>(
    db,
    `SELECT ${IN_SHORT} FROM audit WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
  )
    .all(JSON.stringify([...ids]))
    .map(toEntry)
}

/** The entries of some actions: all, or one partner's. */
export function entriesOf(
  db: Database.Database,
  until: string | null,
  actions: readonly string[],
  of?: { partnerId: string },
): RawAuditEntry[] {
  const bound = { until, actions: JSON.stringify(actions) }
  if (!of) return entriesWhere(db, OF_ACTIONS, bound)
  return entriesWhere(db, `${OF_ACTIONS} AND partner_id = @partnerId`, { ...bound, partnerId: of.partnerId })
}

/** Their numbers. */
export function numbersOf(db: Database.Database, until: string | null, actions: readonly string[]): number[] {
  const ids = db.prepare<[Bound], number>(`SELECT id FROM audit WHERE ${OF_ACTIONS} AND ${NO_LATER} ORDER BY id`)
  return ids.pluck().all({ until, actions: JSON.stringify(actions) })
}

interface Bound {
  until: string | null
  partnerId?: string
  actions?: string
  requests?: string
}

export const OF_ACTIONS = 'action IN (SELECT value FROM json_each(@actions))'
export const NO_LATER = '(@until IS NULL OR at <= @until)'

/** The entries that meet a condition and were made up to a moment, oldest first. The condition is the caller's own SQL, its values are bound. */
export function entriesWhere(db: Database.Database, condition: string, bound: Bound): RawAuditEntry[] {
  const rows = db.prepare<[Bound], Omit<AuditRow, 'evidence'>>(
    `SELECT ${IN_SHORT} FROM audit WHERE ${condition} AND ${NO_LATER} ORDER BY id`,
  )
  const entries: RawAuditEntry[] = []
  const once = sharedTexts()
  for (const row of rows.iterate(bound)) {
    const { at, actor, action, previous, hash } = row
    // Each row brings its own copy of texts that most have in common: a third of what all take.
    entries.push(
      toEntry({ ...row, at: once(at), actor: once(actor), action: once(action), previous: once(previous), hash: once(hash) }),
    )
  }
  return entries
}

/** So many texts are remembered; those that entries have in common mostly come close together. */
const MOST_TEXTS = 1000

/** Gives the same text for texts that are the same. */
function sharedTexts(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= MOST_TEXTS) known.clear()
    known.set(text, text)
    return text
  }
}

/** One entry with all it rests on, or null. */
export function auditEntry(db: Database.Database, id: number, until: string | null): InFull<RawAuditEntry> | null {
  const row = db
    .prepare<[Bound & { id: number }], AuditRow>(`SELECT * FROM audit WHERE id = @id AND ${NO_LATER}`)
    .get({ id, until })
  return row ? inFull(row) : null
}

function inFull(row: AuditRow): InFull<RawAuditEntry> {
  return { ...toEntry(row), evidence: row.evidence === null ? null : readObject(row.evidence) }
}

/** The end of the audit as it was noted beside it, where the last entries cut off would show. */
function notedHead(db: Database.Database): string {
  return (
    prepared<[], string>(db, "SELECT value FROM meta WHERE name = 'audit'").pluck().get() ??
    headText({ entries: 0, hash: BEGINNING })
  )
}

/**
 * Lets entries be changed, within the caller's transaction and until the given work is done. Only what a person's data is removed by
 * may do that, and it records what it changed.
 */
export function changingAudit(db: Database.Database, work: () => void): void {
  db.exec('DROP TRIGGER audit_is_not_changed')
  work()
  db.exec(NOT_CHANGED)
}

/** Looks over every entry; see {@link ChainCheck}. */
export function verifyAudit(db: Database.Database): AuditCheck {
  const chain = new ChainCheck()
  const isText = textCheck(db)
  const rows = db.prepare<[], AuditRow>(`SELECT ${IN_SHORT}, evidence FROM audit NOT INDEXED ORDER BY id`)
  for (const row of rows.iterate()) chain.add(row, isText(row))
  return chain.end(notedHead(db))
}

const TEXTS = ['at', 'actor', 'action', 'partner_id', 'body', 'evidence', 'previous', 'hash'] as const
/** What the engine reads where bytes are not text. */
const NO_CHARACTER = '\ufffd'

/** Says of an entry whether its bytes are text. All that are not read as the same character, so the bytes of what has it are compared. */
function textCheck(db: Database.Database): (row: AuditRow) => boolean {
  const raw = TEXTS.map((column) => `CAST(${column} AS BLOB) AS ${column}`).join(', ')
  const bytes = db.prepare<[number], Record<string, unknown>>(`SELECT ${raw} FROM audit NOT INDEXED WHERE id = ?`)
  return (row) => {
    const texts = TEXTS.map((column) => row[column]).filter((text) => text !== null)
    if (!texts.every((text) => typeof text === 'string')) return false
    if (!texts.some((text) => text.includes(NO_CHARACTER))) return true
    const own = bytes.get(row.id)
    return TEXTS.every((column) => row[column] === null || isBytesOf(row[column], own?.[column]))
  }
}

function isBytesOf(text: unknown, raw: unknown): boolean {
  return typeof text === 'string' && raw instanceof Uint8Array && Buffer.from(text).equals(raw)
}
