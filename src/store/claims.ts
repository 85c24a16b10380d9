/** Claims: who works on what at the moment, so that nobody answers what a colleague is answering. */

import { failure, type PhdError } from '../errors.ts'
import type { EntryOf, NewAuditEntry } from './audit.ts'
import type { AuditAction } from './audit-bodies.ts'

/** So long a claim lasts, from the last command of its holder on what it is of. */
export const LEASE_HOURS = 2

/** Something that one person at a time works on: a request, a row of the license request form, a mail. */
export interface Claim {
  /** What it is of; see {@link requestSubject}, {@link formSubject} and {@link mailSubject}. */
  subject: string
  /** Who works on it. */
  holder: string
  /** Since when, and until when if no other command comes; ISO 8601, UTC. */
  since: string
  until: string
}

/** What is taken, and how the audit calls it where it is taken over. */
export interface Wanted {
  subject: string
  /** "request 7", "form:4", "quote.eml". */
  what: string
  partner: { id: string; name: string } | null
  request: number | null
}

/** What became of taking something; `held`: another has it. */
export interface Taking {
  status: 'taken' | 'extended' | 'taken_over' | 'held'
  claim: Claim
}

/** What became of giving something back; `held`: another has it, `free`: nobody had it. */
export type Releasing = { status: 'released' | 'held'; claim: Claim } | { status: 'free'; claim: null }

/** What a claim on a recorded request is of. */
export function requestSubject(request: number): string {
  return `request ${request}`
}

/** The same of a row of the license request form. Its key has the address of a person in it, so its hash is kept. */
export function formSubject(key: string): string {
  return `form ${hashOf(key)}`
}

/** The same of a mail, which is known by its Message-ID, else by the hash of its bytes. */
export function mailSubject({ messageId, sha256 }: { messageId: string | null; sha256: string }): string {
  return `mail ${hashOf(messageId ?? sha256)}`
}

function hashOf(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex')
}

/** A moment (ISO 8601) as claims have it, to the second. */
export function claimTime(moment: string): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`
}

/** When a claim ends that is taken at a moment. */
export function leaseEnd(now: string): string {
  return claimTime(new Date(Date.parse(now) + LEASE_HOURS * 3_600_000).toISOString())
}

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

/** How the person who is told calls what is taken: "request 7"; and what a command calls it: 7. */
export interface Named {
  what: string
  by: { group: 'loa' | 'nfr' | 'mail'; reference: string } | null
}

/** That a colleague has what was to be worked on. */
export function takenBy({ subject, holder, since, until }: Claim, named: Named = plainly(subject)): PhdError {
  const message = `${named.what} is taken by ${holder} until ${minuteOf(until)}`
  return failure('taken', message, { by: named.by }, { taken: { by: holder, since, until } })
}

function plainly(subject: string): Named {
  const what = subject.startsWith('request ')
    ? subject
    : subject.startsWith('form ')
      ? 'this row of the request form'
      : 'this mail'
  return { what, by: null }
}

/** A moment as messages have it, to the minute: "2026-06-01 09:00 UTC". */
export function minuteOf(moment: string): string {
  return `${moment.slice(0, 16).replace('T', ' ')} UTC`
}
