/** What the store does with claims, whatever the engine. */

import { type Claim, formSubject, mailSubject, requestSubject, type Wanted } from '../records/claims/claim.ts'
import type { EntryOf, NewAuditEntry } from './audit.ts'
import type { AuditAction } from './audit-bodies.ts'

/** What became of taking something; `held`: another has it. */
export interface Taking {
  status: 'taken' | 'extended' | 'taken_over' | 'held'
  claim: Claim
}

/** What became of giving something back; `held`: another has it, `free`: nobody had it. */
export type Releasing = { status: 'released' | 'held'; claim: Claim } | { status: 'free'; claim: null }

/** Actions after which a request, or a mail, needs nobody. */
const ENDING: readonly AuditAction[] = [
  ...(['loa_approved', 'loa_denied', 'nfr_approved', 'nfr_denied', 'request_withdrawn', 'mail_routed'] as const),
]

/** What entries work on: only who has it, or anybody where nobody does, may record them. `ended`: nobody has it after. */
export function workedOn(entries: readonly NewAuditEntry[]): { subjects: string[]; ended: string[] } {
  const subjects = new Set<string>()
  const ended = new Set<string>()
  for (const entry of entries)
    for (const subject of subjectsOf(entry)) {
      subjects.add(subject)
      // A row of the form is a request from then on.
      if (ENDING.includes(entry.action) || entry.request === 'new') ended.add(subject)
    }
  return { subjects: [...subjects], ended: [...ended] }
}

function subjectsOf({ action, request, body }: NewAuditEntry): string[] {
  if (action === 'claim_taken_over') return []
  if (action === 'mail_routed') return [mailSubject(body)]
  if (action === 'nfr_requested') return body.formKey === null ? [] : [formSubject(body.formKey)]
  return typeof request === 'number' ? [requestSubject(request)] : []
}

/** The entry that something was taken from a colleague. */
export function takenOverEntry({ what, partner, request }: Wanted, { holder, since, until }: Claim): NewAuditEntry {
  const body: EntryOf<'claim_taken_over'>['body'] = { what, partnerName: partner?.name ?? null, holder, since, until }
  return { action: 'claim_taken_over', partnerId: partner?.id ?? null, request, body, evidence: null }
}
