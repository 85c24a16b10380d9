/** Sentences for checks: what was found, why one could not be answered, and what to do then. */

import { candidateSentence, candidateSteps, NOT_TAKEN } from '../app/link-sentences.ts'
import type { Check } from '../rules/verdict.ts'
import { partnerArgument } from './shared-sentences.ts'
import type { PartnerVerdict } from './verdict.ts'

/** The name a check goes by in a sentence. */
const CHECK_NAME: Readonly<Record<string, string>> = {
  partner_authorized: 'Partner Status',
  agreement: 'Signed Contract Date',
  open_reqs_met: 'Open Reqs Met?',
  track_open_or_select: 'Partner Track',
  track_reqs_met: 'requirements of the track',
  technical_certification: 'people with a technical certification',
  within_limit: 'users held and asked for',
}

/** The name a check goes by in a sentence; its id where it has none. */
export function checkName(id: string): string {
  return CHECK_NAME[id] ?? id
}

/** Why a check could not be answered; empty when it could. */
export function unknownSentence(
  check: Check,
  { dashboardImported, maxAgeDays }: Pick<PartnerVerdict, 'dashboardImported' | 'maxAgeDays'>,
): string {
  const { id, reason, detail, candidates = [] } = check
  switch (reason) {
    case 'missing':
      if (id === 'agreement') return 'the account has no date of a signed contract; a manual contract may lie on its record'
      if (id === 'within_limit') return 'no list of not-for-resale licences has been imported'
      if (id === 'technical_certification') return 'neither portal users nor a row of the dashboard are known of the partner'
      return dashboardImported
        ? 'the partner is not on the certification dashboard that was imported, neither under this name nor under an alias'
        : 'no certification dashboard has been imported'
    case 'ambiguous':
    case 'other_legal_form':
    case 'contradicts_its_id':
    case 'former_name':
    case 'unknown_id':
      if (id === 'within_limit')
        return `a licence in the list may be this partner's or another's (${detail}): ${NOT_TAKEN[reason]}`
      return candidateSentence(reason, candidates, detail)
    case 'contradictory':
      return id === 'technical_certification'
        ? `the sources contradict each other: ${detail}`
        : `the dashboard contradicts itself: ${detail}`
    case 'stale':
      return `the evidence is older than ${maxAgeDays} days`
    case 'gone_from_list':
      if (id === 'within_limit') return `a licence is gone from the newest list (${detail}), and may have ended`
      if (id === 'technical_certification') return `who held it is gone from the newest list (${detail})`
      return `it is gone from the newest list (${detail}), so it may no longer be true`
    case 'set_aside':
      return `a newer row of it was set aside when it was imported (${detail}), so this may no longer be true`
    case 'unreadable':
      if (id === 'within_limit') return `a licence in the list cannot be read for certain, its type or its days (${detail})`
      if (id === 'agreement') return 'the contract is dated after the day that is judged'
      if (OF_ACCOUNT.has(id)) return 'the cell is damaged: it holds no word that a person wrote'
      return 'the dashboard says neither Yes nor No'
    case 'no_column':
      if (OF_ACCOUNT.has(id)) return 'the newest file of the accounts has no such column'
      return 'the dashboard that was imported has no such column'
    case 'no_track':
      if (id === 'within_limit') return 'how many users may be had depends on the track, which is in doubt'
      return 'which requirements hold depends on the track, and the partner is in none that may have a licence'
    case 'inactive':
      return 'only people hold it whose account is not activated; they may have left'
    case null:
      return ''
  }
}

/** Checks of what the account itself says. */
const OF_ACCOUNT: ReadonlySet<string> = new Set(['partner_authorized', 'track_open_or_select'])

/** What to do about a check that could not be answered. */
export function unknownSteps(
  check: Check,
  verdict: Pick<PartnerVerdict, 'partner' | 'onRecord' | 'dashboardImported'>,
): string[] {
  if (check.id === 'agreement' && (check.reason === 'missing' || check.reason === 'unreadable')) {
    return [
      `look for a contract on the account in Salesforce (Signed Contract Date, Google Docs, Contracts); if there is one: phd partner note-contract ${partnerArgument(verdict)} --date <its date> --where "<where it lies>"`,
    ]
  }
  const { id, reason, source, candidates = [] } = check
  const { partner, dashboardImported } = verdict
  const file = FILE_OF[source?.kind ?? ''] ?? 'the certification dashboard'
  switch (reason) {
    case 'missing':
      if (id === 'within_limit') return ['import the list of not-for-resale licences: phd import <nfr-licenses.csv>']
      if (id === 'technical_certification') return ['import the portal users of the partner: phd import <impartner-users.csv>']
      return dashboardImported
        ? [
            `search the dashboard by hand; if the partner stands there under another name: phd partner alias add "<that name>" ${partner.id}`,
          ]
        : ['import the certification dashboard: phd import <certification-dashboard.csv>']
    case 'ambiguous':
    case 'other_legal_form':
    case 'contradicts_its_id':
    case 'former_name':
    case 'unknown_id':
      if (id === 'within_limit') return ['find out whose licence it is, and put the account id beside it in the list']
      return candidateSteps(candidates, partner)
    case 'contradictory':
      if (id === 'technical_certification')
        return ['look in the portal who holds the certification, export the users again and import the file']
      return ['have the row of the dashboard corrected, then import it again']
    case 'unreadable':
      if (id === 'within_limit') return ['correct the licence in the list, then import it again']
      if (OF_ACCOUNT.has(id)) return [`look at ${checkName(id)} in Salesforce, export the accounts again and import the file`]
      return ['have the row of the dashboard corrected, then import it again']
    case 'stale':
      return [`export ${file} again and import the file`]
    case 'gone_from_list':
      return [`find out why the newest list does not have it: if it should, export ${file} again as a whole and import the file`]
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
  nfr_licenses: 'the list of not-for-resale licences',
}

/** The checks that failed, in words; undefined where none did. */
export function failedWords(checks: readonly Check[]): string | undefined {
  const failed = checks.filter(({ outcome }) => outcome === 'fail').map(foundSentence)
  return failed.length > 0 ? failed.join('; ') : undefined
}

/** What was found, and what is expected. A word that stands in a file is quoted; what phd counted is not. */
export function foundSentence({ id, source, actual, expected, detail, candidates }: Check): string {
  if (id === 'agreement' && !source) return `contract of ${actual}: ${detail}`
  if (id === 'agreement') return `${source?.column ?? checkName(id)} is ${actual ?? 'blank'} (expected ${expected})`
  if (COUNTED.has(id)) return `${checkName(id)}: ${actual ?? 'not known'} (expected ${expected})`
  const name = source?.column ?? checkName(id)
  const found = actual === null || actual.trim() === '' ? 'blank' : `"${actual}"`
  // What a row says that may be another's is not said of the partner.
  return source && !candidates ? `${name} is ${found} (expected "${expected}")` : `${name} is not known (expected "${expected}")`
}

export const COUNTED: ReadonlySet<string> = new Set(['technical_certification', 'within_limit'])
