/** A verdict on one partner, as data: what the rule found, and what else phd knows. `sentences.ts` puts it into words. */

import type { Partner } from '../partners/partner.ts'
import type { Resolved } from '../partners/resolve.ts'
import type { Desk } from '../reference/reference.ts'
import type { DeskRequest, RecordedLetter } from '../requests/request.ts'
import type { Clock } from '../rules/business-days.ts'
import type { NotedContract } from '../rules/checks.ts'
import type { LoaVerdict } from '../rules/loa.ts'
import type { NfrVerdict } from '../rules/nfr-types.ts'
import type { AuthorizedVerdict } from '../rules/standing/authorized-types.ts'
import type { Check, Decision } from '../rules/verdict.ts'
import type { ImportEntry } from '../store/store.ts'

/** A request with its clock; null if it is not running. */
export type TimedRequest = DeskRequest & { clock: Clock | null }

/** What is on record about a partner. */
export interface OnRecord {
  requests: readonly TimedRequest[]
  /** Letters that were recorded by hand. */
  letters: readonly RecordedLetter[]
  /** The contract that a person noted. */
  contract: NotedContract | null
  /** Whether another partner has the very same name, so that a command must name this one by its id. */
  hasNamesake: boolean
}

/** An import that was undone: which, when and by whom. */
export interface UndoneImport {
  importId: number
  file: string
  /** What people call such a file. */
  title: string
  at: string
  by: string
}

/** What all verdicts of one run have in common. */
export interface RunFacts {
  /** The evaluated moment, ISO 8601 UTC, and its day. */
  evaluatedAt: string
  today: string
  /** The moment whose knowledge was asked for, ISO 8601 UTC; null: all that is known. */
  asOf: string | null
  maxAgeDays: number
  /** The newest import of each kind that a verdict uses; null if there is none. */
  sources: ReadonlyArray<{ kind: string; title: string; newest: ImportEntry | null }>
  /** Undone imports it would have used, with no newer one of their kind. */
  undone: readonly UndoneImport[]
  /** Addresses, labels and delays of the desk. */
  desk: Pick<Desk, 'mailbox' | 'loaLabel' | 'nfrLabel' | 'portal'> & { badgeDays: readonly [number, number] }
}

/** What a verdict is about. */
interface Subject {
  partner: Partner
  /** How the partner was named; null if all were checked. */
  by: Resolved['by'] | null
  channelManager: string | null
  dashboardImported: boolean
  onRecord: OnRecord
}

export type LetterVerdict = { question: 'loa' } & Subject & RunFacts & LoaVerdict
export type LicenseVerdict = { question: 'nfr' } & Subject & RunFacts & NfrVerdict
/** The verdicts that people decide on. */
export type PartnerVerdict = LetterVerdict | LicenseVerdict
/** Whether a partner is authorized, and what it may do: a verdict that no one decides on. */
export type StandingVerdict = { question: 'authorized' } & Subject & RunFacts & AuthorizedVerdict
export type AnyVerdict = PartnerVerdict | StandingVerdict

type AnyNote = AnyVerdict['notes'][number]

/** Whether Salesforce marks the account as a restricted party. It fails no check, but Legal must be asked. */
export function isRestricted({ notes }: Pick<AnyVerdict, 'notes'>): boolean {
  return notes.some(({ code }) => code === 'restricted_party')
}

/** Whether trainings are missing, but the imported counts do not show which. */
export function isTrainingUnknown({ checks, missing }: Pick<PartnerVerdict, 'checks' | 'missing'>): boolean {
  const isAsked = ({ id, outcome }: Check): boolean => (id === 'open_reqs_met' || id === 'track_reqs_met') && outcome === 'fail'
  return missing.length === 0 && checks.some(isAsked)
}

/** The codes of notes that can contradict a decision: evidence that disagrees, though it does not decide. */
export type ContradictionCode =
  | 'older_row_disagrees'
  | 'counts_disagree'
  | 'counts_satisfy_despite_no'
  | 'portal_ahead_of_dashboard'

/** The codes of the notes that contradict the decision. */
export function contradictionsOf({ decision, notes }: Pick<AnyVerdict, 'decision' | 'notes'>): ContradictionCode[] {
  return notes.flatMap((note: AnyNote) => (mayContradict(note) && contradicted(note) === decision ? [note.code] : []))
}

type Contradiction = Extract<AnyNote, { code: ContradictionCode }>

function mayContradict(note: AnyNote): note is Contradiction {
  return MAY_CONTRADICT[note.code]
}

/** Every note is one or the other, so that a new one is not left out. */
const MAY_CONTRADICT: { readonly [Code in AnyNote['code']]: Code extends ContradictionCode ? true : false } = {
  older_row_disagrees: true,
  counts_disagree: true,
  counts_satisfy_despite_no: true,
  portal_ahead_of_dashboard: true,
  agreement: false,
  agreement_not_exported: false,
  manual_contract: false,
  no_agreement_shown: false,
  restricted_party: false,
  people_gone: false,
  ambiguous: false,
  other_legal_form: false,
  contradicts_its_id: false,
  former_name: false,
  unknown_id: false,
  counts_agree: false,
  last_letter: false,
  technical_certification_advised: false,
  licences_never_imported: false,
  licence_of_unknown_type: false,
  licence_uncertain: false,
  approved_not_listed: false,
  over_limit: false,
  add_on_ends_otherwise: false,
  nothing_to_renew: false,
  runs_already: false,
  course_not_exported: false,
}

function contradicted(note: Contradiction): Decision {
  switch (note.code) {
    case 'older_row_disagrees':
    case 'portal_ahead_of_dashboard':
      return 'eligible'
    case 'counts_satisfy_despite_no':
      return 'not_eligible'
    case 'counts_disagree':
      return note.met ? 'not_eligible' : 'eligible'
  }
}
