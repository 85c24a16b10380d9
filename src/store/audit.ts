/** The audit: entries as they are recorded and found, and the files they promise. */

import type { AuditAction, AuditBodies } from './audit-bodies.ts'

interface EntryHead {
  id: number
  /** ISO 8601, UTC. */
  at: string
  actor: string
  /** The login of the server that added it; null in a file, which has none, and in older entries. */
  login: string | null
  partnerId: string | null
  /** The request it belongs to: the number of the entry that opened it. */
  request: number | null
  /** The hash of the entry before, and its own. */
  previous: string
  hash: string
}

/** An entry as the database has it; what its body says is not checked. */
export interface RawAuditEntry extends EntryHead {
  /** "loa_approved", "alias_added" … */
  action: string
  body: Readonly<Record<string, unknown>>
}

type Evidence = Readonly<Record<string, unknown>>

/** An entry of some actions, whose body says what it must. */
export type EntryOf<A extends AuditAction> = A extends AuditAction ? EntryHead & { action: A; body: AuditBodies[A] } : never

/** An entry of the audit: something decided or changed, by whom, when. Its body says what one of its action must. */
export type AuditEntry = EntryOf<AuditAction>

/** An entry as it was found. `unknown`: only a newer phd has its action; `damaged`: its body is not as phd recorded it. */
export type FoundEntry =
  | { state: 'known'; entry: AuditEntry; evidence: Evidence | null }
  | { state: 'unknown' | 'damaged'; entry: RawAuditEntry; evidence: Evidence | null }

/** The actions of requests, of what was decided on them, of letters and of noted contracts. */
export const REQUEST_ACTIONS = [
  'loa_requested',
  'nfr_requested',
  'request_named',
  'request_withdrawn',
  'request_reopened',
  'loa_approved',
  'loa_denied',
  'nfr_approved',
  'nfr_denied',
  'nfr_exception',
  'letter_issued',
  'contract_noted',
  'contract_note_withdrawn',
] as const satisfies readonly AuditAction[]
type RequestAction = (typeof REQUEST_ACTIONS)[number]

/** An entry of requests. */
export type RequestEntry = EntryOf<RequestAction>

/** What tells a notice of DocuSign from others: hashes of its Message-ID and its file, and the envelope it is about. */
export interface NoticeMarks {
  messageId: string | null
  sha256: string
  envelopeId: string | null
}

/**
 * Which requests to read: those of some partners with their letters and contracts, of a number, without a partner yet, or those that were
 * opened by a notice, or by rows of the license request form or what these were before they were changed in the sheet.
 */
export type RequestsOf =
  | { partnerIds: readonly string[] }
  | { request: number }
  | { unnamed: true }
  | { notice: NoticeMarks }
  | { formRows: readonly string[] }

/** An entry with all it rests on: the whole verdict of a decision. */
export type InFull<Entry> = Entry & { evidence: Evidence | null }

/** Which entries to read. */
export interface AuditQuery {
  /** Only those of this partner; null for every partner. */
  partnerId: string | null
  /** Only those with this word in their action; null for every action. */
  action: string | null
  /** Only this many, the newest; null for all. */
  limit: number | null
}

export interface AuditList {
  /** Oldest first, some hundreds at a time, read as they are asked for. */
  entries: AsyncIterable<readonly FoundEntry[]>
  /** How many these are. */
  count: number
  /** How many entries match, and how many there are. */
  matching: number
  all: number
}

/** An entry of an action to be made. */
export type NewEntryOf<A extends AuditAction> = A extends AuditAction
  ? {
      action: A
      partnerId: string | null
      body: AuditBodies[A]
      evidence: Evidence | null
      request: number | 'new' | 'opened' | null
      /** The files that it says there are. */
      files?: readonly PromisedFile[]
    }
  : never

/** An entry of requests to be made. */
export type NewRequestEntry = NewEntryOf<RequestAction>

/** An entry to be made. `new`: it opens a request; `opened`: it belongs to the one that an entry beside it opens. */
export type NewAuditEntry = NewEntryOf<AuditAction>

/** A file that an entry says there is. It is on disk under a name of its own before the entry is, and in its place only after. */
export interface PromisedFile {
  /** The folder, from the root. */
  folder: string
  /** The name it was written under first, and the one it is to have. */
  staged: string
  file: string
  sha256: string
  /** What it is of; a later file of the same replaces it. */
  about: string
}

/** A promised file that is not known to be in its place. `missing`: it was looked for, and its content is nowhere. */
export interface OpenPromise extends PromisedFile {
  id: number
  entry: number
  state: 'staged' | 'missing'
}

/** By whom a store records. */
export interface RecordedBy {
  /** Who opens the store, for the record. */
  actor: string
  /** The time given by hand for what is recorded, ISO 8601 UTC; null: the store's own clock says it. */
  statedNow: string | null
}

/** The last numbers in the list of imports and in the audit; 0 where there is none. */
export interface LastNumbers {
  imports: number
  audit: number
}

/** The end of the audit: how many entries, and the hash of the last. */
export interface AuditHead {
  entries: number
  hash: string
}

/** A sign that the audit was tampered with, at an entry; null: at its end. */
export interface AuditFlaw {
  entry: number | null
  flaw: 'changed' | 'not_chained' | 'missing_before' | 'end_differs'
}

export interface AuditCheck {
  head: AuditHead
  flaws: readonly AuditFlaw[]
  /** Entries whose words were replaced when a person was forgotten, and the entry that says so. */
  redacted: ReadonlyArray<{ entry: number; by: number }>
}
