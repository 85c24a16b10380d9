/** Claims: who works on what at the moment, so that nobody answers what a colleague is answering. */

import { failure, type PhdError } from '../../errors.ts'

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

/** How the person who is told calls what is taken: "request 7"; and what a command calls it: 7. */
export interface Named {
  what: string
  by: { group: 'loa' | 'nfr' | 'mail'; reference: string } | null
}

/** That a colleague has what a person wants to work on. */
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
