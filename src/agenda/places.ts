import type { AgendaPlace } from '../reports/agenda.ts'

/** The line of a file that a fact is on. */
export function lineOf({ file, line, lastSeenAt }: { file: string; line: number | null; lastSeenAt?: string }): AgendaPlace {
  return { file, line, lastSeenAt: lastSeenAt ?? null, auditEntry: null }
}

/** The entry of the audit that a fact is in. */
export function entryOf(auditEntry: number): AgendaPlace {
  return { file: null, line: null, lastSeenAt: null, auditEntry }
}

/** What most items have in common: the desk acts, and one thing is meant. */
export const PLAIN = {
  due: null,
  isLate: false,
  came: null,
  waitsFor: null,
  taken: null,
  partner: null,
  partnerText: null,
  manager: null,
  person: null,
  brief: null,
  count: 1,
  evidence: [],
  handbook: [],
  isOld: false,
} as const

/** Headings of the handbook that no table of the rules has. */
export const HANDBOOK = {
  letterRequest: { page: 'Partner Help Desk', section: 'Letters of Authorization (LoAs)' },
  letterEnds: { page: 'Ecosystem Operations', section: 'Letters of Authorization' },
  licenseRequest: { page: 'Channel Partners: Working with GitLab', section: 'Not-for-Resale (NFR) Program and Policy' },
  licenseException: { page: 'Partner Support', section: 'NFR Requests Outside of Program Guidelines' },
  voucherEnds: { page: 'Ecosystem Operations', section: 'GitLab Ecosystem Certification Dashboard' },
  licenseEnds: { page: 'Channel Partners: Working with GitLab', section: 'NFR Renewals' },
} as const
