/** What the rule for shared leads knows and answers. */

import type { Dated } from '../policy.ts'
import type { Citation } from '../verdict.ts'

/** The day that a phase counts from. */
export type LeadStart = 'created' | 'accepted'

/** When leads are recalled (Channel Partners: Working with GitLab, Channel Partner Lead Recall); in force with its days. */
export interface LeadPolicy extends Dated {
  shareStatus: Readonly<Record<ShareState, readonly string[]>>
  status: Readonly<Record<PartnerState, readonly string[]>>
  ownership: Readonly<Record<'gitlab' | 'others', readonly string[]>>
  /** Words in the cell of the registration that say there is none. */
  notRegistered: readonly string[]
  /** A phase takes what is over so many calendar days from its day. */
  phases: ReadonlyArray<{ phase: number; since: LeadStart; overDays: number }>
  acceptWithinDays: number
  replyWithinHours: number
  handbook: Readonly<Record<'recall' | 'accept' | 'reply' | 'words', Citation>>
}

/** The meanings of Prospect Share Status. */
type ShareState = 'notShared' | 'pending' | 'accepted' | 'rejected' | 'recalled'
/** The meanings of Partner Prospect Status. */
type PartnerState = 'working' | 'qualified' | 'disqualified' | 'converted'

/** A lead as its row has it; days are YYYY-MM-DD, and null where the cell is blank. */
export interface LeadEvidence {
  shareStatus: string | null
  status: string | null
  created: string | null
  accepted: string | null
  updated: string | null
  ownership: string | null
  registration: string | null
  /** Whether the file has the column that tells who owns the lead. */
  tellsOwnership: boolean
  /** Older than evidence may be. */
  isStale: boolean
  /** The newest list of the same report lacks it. */
  isGone: boolean
  /** A newer row of it was rejected. */
  isInDoubt: boolean
}

/** Why a lead is not recalled, whatever the day. */
export type LeadOut = 'not_shared' | 'rejected' | 'recalled' | 'qualified' | 'disqualified' | 'converted' | 'not_gitlab' | 'gone'

/** Why it is unknown whether a lead may be recalled. */
export type LeadDoubt =
  | 'share_status'
  | 'status'
  | 'no_created'
  | 'no_accepted'
  | 'future'
  | 'accepted_before_created'
  | 'pending_and_accepted'
  | 'pending_and_disqualified'
  | 'updated_since'
  | 'ownership'
  | 'stale'
  | 'set_aside'
  | 'partner'
  | 'registration'

/** What the rule says of a lead. */
export type LeadAnswer =
  | { outcome: 'recall'; phases: readonly number[]; since: LeadStart; days: number }
  /** `from`: the first day it may be recalled, by `phase`, if nothing happens. */
  | { outcome: 'not_yet'; phase: number; since: LeadStart; days: number; from: string }
  | { outcome: 'out'; why: LeadOut }
  /** `found`: the value it is about; null where there is none. */
  | { outcome: 'unknown'; why: LeadDoubt; found: string | null }

/** The days a partner has for a lead, and the first day it may be recalled; null where nothing is awaited. */
export interface LeadDays {
  replyBy: string | null
  acceptBy: string | null
  actBy: string | null
  recallFrom: string | null
}
