/** The marks of digests: what was on a page when a person marked it, kept in the audit. */

import { damagedEntry } from '../errors.ts'
import type { MarkedItem } from '../reports/digest.ts'
import type { NewAuditEntry, RecordReader } from '../store/store.ts'

/** Whose page it is: "desk", "director", or a channel manager. */
export interface Audience {
  reader: 'desk' | 'manager' | 'director'
  /** Of a channel manager: the user id, and the name. */
  manager: { id: string | null; name: string; address: string | null } | null
}

/** A mark that was found. */
export interface Mark {
  entry: number
  at: string
  actor: string
  items: readonly MarkedItem[]
}

/** The name under which the marks of an audience are kept; a channel manager's has the user id where it is known. */
export function audienceName({ reader, manager }: Audience): string {
  return manager === null ? reader : `manager ${manager.id ?? manager.name.trim().toLowerCase()}`
}

/**
 * The newest mark of an audience before a moment; null where there is none. A mark of that very moment is of the same page, made once
 * more. Throws the refusal `audit_damaged`.
 */
export async function lastMark(store: RecordReader, audience: Audience, now: string): Promise<Mark | null> {
  const name = audienceName(audience)
  const last = (await store.entriesOf(['digest_marked'])).findLast(({ at, body }) => body.audience === name && at < now)
  if (!last) return null
  const items = (await store.auditEntry(last.id))?.evidence?.items
  if (!Array.isArray(items) || !items.every(isMarkedItem)) throw damagedEntry(last.id)
  return { entry: last.id, at: last.at, actor: last.actor, items }
}

function isMarkedItem(value: unknown): value is MarkedItem {
  if (typeof value !== 'object' || value === null) return false
  const { key, section, count } = value as Partial<Record<keyof MarkedItem, unknown>>
  return typeof key === 'string' && typeof section === 'string' && typeof count === 'number'
}

/** The entry that a page was marked. */
export function markEntry(audience: Audience, items: readonly MarkedItem[]): NewAuditEntry {
  const body = { audience: audienceName(audience), items: items.length }
  return { action: 'digest_marked', partnerId: null, request: null, body, evidence: { items } }
}
