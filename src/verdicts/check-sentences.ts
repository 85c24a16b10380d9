/** Sentences for checks: what was found, why one has no answer, and what to do then. */

import { candidateSentence, candidateSteps, whyNotCounted } from '../app/link-sentences.ts'
import type { Check, CheckId, Source } from '../rules/verdict.ts'
import { lastSeen } from '../terminal/last-seen.ts'
import { partnerArgument } from './shared-sentences.ts'
import type { AnyVerdict } from './verdict.ts'

const CHECK_NAME: Readonly<Record<CheckId, string>> = {
  partner_authorized: 'Partner Status',
  agreement: 'Signed Contract Date',
  open_reqs_met: 'Open Reqs Met?',
  track_open_or_select: 'Partner Track',
  track_reqs_met: 'track requirements',
  technical_certification: 'people with a technical certification',
  within_limit: 'users held and requested',
  sales_training: 'people with a sales training',
  open_status: 'Partner Track',
}

/** What a check came to, in a word. */
export const MARK = { pass: 'ok', fail: 'FAILS', unknown: 'UNKNOWN' } as const

/** Where a value is, and when it was last seen there. */
export function placeSentence(source: Source): string {
  const { file, line, column } = source
  const at = [file, line === null ? '' : `line ${line}`, column === null ? '' : `column "${column}"`].filter(Boolean).join(', ')
  return `${at}, ${lastSeen(source)}`
}

/** The name of a check in a sentence. */
export function checkName(id: CheckId): string {
  return CHECK_NAME[id]
}

/** Why a check has no answer; empty if it has one. */
export function unknownSentence(
  check: Check,
  { dashboardImported, maxAgeDays }: Pick<AnyVerdict, 'dashboardImported' | 'maxAgeDays'>,
): string {
  const { id, reason, detail, candidates = [] } = check
  switch (reason) {
    case 'missing':
      if (id === 'agreement') return 'the account has no signed contract date; a manual contract may be on its record'
      if (id === 'within_limit') return 'no list of not-for-resale licenses imported'
      if (OF_PEOPLE.has(id)) return 'the partner has no portal users and no dashboard row'
      return dashboardImported
        ? 'the partner is not on the imported certification dashboard, under this name or an alias'
        : 'no certification dashboard imported'
    case 'ambiguous':
    case 'other_legal_form':
    case 'contradicts_its_id':
    case 'former_name':
    case 'unknown_id':
      if (id === 'within_limit')
        return `a license in the list may belong to this partner or another (${detail}): ${whyNotCounted(reason)}`
      return candidateSentence(reason, candidates, detail)
    case 'contradictory':
      return OF_PEOPLE.has(id) ? `the sources disagree: ${detail}` : `the dashboard contradicts itself: ${detail}`
    case 'stale':
      return `the evidence is older than ${maxAgeDays} days`
    case 'gone_from_list':
      if (id === 'within_limit') return `a license is missing from the newest list (${detail}); it may have ended`
      if (OF_PEOPLE.has(id)) return `the person who held it is missing from the newest list (${detail})`
      return `missing from the newest list (${detail}), so it may no longer be true`
    case 'set_aside':
      return `its newer row was rejected (${detail}), so this may no longer be true`
    case 'unreadable':
      if (id === 'within_limit') return `the type or the dates of a license in the list are unclear (${detail})`
      if (id === 'agreement') return 'the contract is dated after the evaluated day'
      if (OF_ACCOUNT.has(id)) return 'the cell is damaged: it has no readable word'
      return 'the dashboard says neither Yes nor No'
    case 'no_column':
      if (OF_ACCOUNT.has(id)) return 'the newest accounts file has no such column'
      return 'the imported dashboard has no such column'
    case 'no_track':
      if (id === 'within_limit') return 'the limit depends on the track, which is in doubt'
      if (id === 'open_status') return 'the page asks for at least Open status, and does not say whether this track has it'
      return 'the requirements depend on the track, and no eligible track is known'
    case 'inactive':
      return 'only people with an inactive account hold it; they may have left'
    case null:
      return ''
  }
}

/** Checks of what the account itself says. */
const OF_ACCOUNT: ReadonlySet<CheckId> = new Set(['partner_authorized', 'track_open_or_select', 'open_status'])

/** What to do about a check that has no answer. */
export function unknownSteps(check: Check, verdict: Pick<AnyVerdict, 'partner' | 'onRecord' | 'dashboardImported'>): string[] {
  if (check.id === 'agreement' && (check.reason === 'missing' || check.reason === 'unreadable')) {
    return [
      `check the account in Salesforce for a contract (Signed Contract Date, Google Docs, Contracts); if there is one: phd partner note-contract ${partnerArgument(verdict)} --date <its date> --where "<where it is>"`,
    ]
  }
  const { id, reason, source, candidates = [] } = check
  const { partner, dashboardImported } = verdict
  const file = FILE_OF[source?.kind ?? ''] ?? 'the certification dashboard'
  switch (reason) {
    case 'missing':
      if (id === 'within_limit') return ['import the list of not-for-resale licenses: phd import <nfr-licenses.csv>']
      if (OF_PEOPLE.has(id)) return ['import the partner’s portal users: phd import <impartner-users.csv>']
      return dashboardImported
        ? [
            `search the dashboard by hand; if the partner is there under another name: phd partner alias add "<that name>" ${partner.id}`,
          ]
        : ['import the certification dashboard: phd import <certification-dashboard.csv>']
    case 'ambiguous':
    case 'other_legal_form':
    case 'contradicts_its_id':
    case 'former_name':
    case 'unknown_id':
      if (id === 'within_limit')
        return ['find out which partner the license belongs to, and add the account id to its row in the list']
      return candidateSteps(candidates, partner)
    case 'contradictory':
      if (OF_PEOPLE.has(id))
        return ['check in the portal who holds the certification, export the users again and import the file']
      return ['have the dashboard row corrected, then import it again']
    case 'unreadable':
      if (id === 'within_limit') return ['correct the license in the list, then import it again']
      if (OF_ACCOUNT.has(id)) return [`check ${checkName(id)} in Salesforce, export the accounts again and import the file`]
      return ['have the dashboard row corrected, then import it again']
    case 'stale':
      return [`export ${file} again and import the file`]
    case 'gone_from_list':
      return [`find out why the newest list lacks it; if it should be there, export all of ${file} again and import the file`]
    case 'set_aside':
      return ['correct the row in its rejects file and import that file']
    case 'no_column':
      if (OF_ACCOUNT.has(id)) return ['export the Salesforce accounts with all their columns, and import the file']
      return ['export the "Certifications by Partner" tab with all its columns, and import the file']
    case 'inactive':
      return ['ask the partner whether they still work there; once one has an active account, import the portal users again']
    case 'no_track':
    case null:
      return []
  }
}

const FILE_OF: Readonly<Record<string, string>> = {
  accounts: 'the Salesforce accounts',
  portal_users: 'the portal users',
  nfr_licenses: 'the list of not-for-resale licenses',
}

/** The failed checks in words; undefined if none failed. */
export function failedWords(checks: readonly Check[]): string | undefined {
  const failed = checks.filter(({ outcome }) => outcome === 'fail').map(foundSentence)
  return failed.length > 0 ? failed.join('; ') : undefined
}

/** Checks of what phd counted. */
const COUNTED: ReadonlySet<CheckId> = new Set(['technical_certification', 'sales_training', 'within_limit'])
/** Checks of what people hold. */
const OF_PEOPLE: ReadonlySet<CheckId> = new Set(['technical_certification', 'sales_training'])

/** What was found, and what is expected. A word from a file is quoted; what phd counted is not. */
export function foundSentence({ id, source, actual, expected, detail, candidates }: Check): string {
  if (id === 'agreement' && !source) return `contract of ${actual}: ${detail}`
  if (id === 'agreement') return `${source?.column ?? checkName(id)} is ${actual ?? 'blank'} (expected ${expected})`
  if (COUNTED.has(id)) return `${checkName(id)}: ${actual ?? 'unknown'} (expected ${expected})`
  const name = source?.column ?? checkName(id)
  const found = actual === null || actual.trim() === '' ? 'blank' : `"${actual}"`
  // A row that may belong to another partner says nothing about this one.
  return source && !candidates ? `${name} is ${found} (expected "${expected}")` : `${name}: unknown (expected "${expected}")`
}

/** The same in a few words, for a list; empty for a check that passes. */
export function shortSentence(check: Check, verdict: Pick<AnyVerdict, 'dashboardImported' | 'maxAgeDays'>): string {
  const { id, outcome, source, actual } = check
  if (outcome === 'pass') return ''
  if (outcome === 'unknown') return `${checkName(id)}: ${unknownSentence(check, verdict)}`
  const name = COUNTED.has(id) ? checkName(id) : (source?.column ?? checkName(id))
  return `${name} ${actual?.trim() || 'blank'}`
}
