/** Entries of the audit are read as phd recorded them, or not at all. */

import { damagedEntry } from '../errors.ts'
import { isAuditAction, isBodyOf } from './audit-bodies.ts'
import type { AuditEntry, FoundEntry, InFull, RawAuditEntry } from './store.ts'

/** The entry, if its body says what one of its action must. Throws the refusal `audit_damaged`. */
export function checkedEntry(entry: RawAuditEntry): AuditEntry {
  if (isChecked(entry)) return entry
  throw damagedEntry(entry.id)
}

/** The entry with what is known of it. */
export function foundEntry(raw: RawAuditEntry | InFull<RawAuditEntry>): FoundEntry {
  const evidence = 'evidence' in raw ? raw.evidence : null
  const entry: RawAuditEntry = raw
  if (isChecked(entry)) return { state: 'known', entry, evidence }
  return { state: isAuditAction(entry.action) ? 'damaged' : 'unknown', entry, evidence }
}

function isChecked(entry: RawAuditEntry): entry is RawAuditEntry & AuditEntry {
  return isAuditAction(entry.action) && isBodyOf(entry.action, entry.body)
}
