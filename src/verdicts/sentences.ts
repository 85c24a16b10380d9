/** Sentences for what every rule answers with as codes. */

import { candidateSentence, candidateSteps, NOT_TAKEN } from '../partners/link-sentences.ts'
import type { AgreementNote } from '../rules/checks.ts'
import type { CountedPeople, CountsDisagree, MissingTraining, Requirement } from '../rules/trainings.ts'
import type { Check, Decision } from '../rules/verdict.ts'
import { plural } from '../terminal/plural.ts'

/** What sentences name that is data: addresses, labels, delays. */
export interface Wording {
  mailbox: string
  loaLabel: string
  nfrLabel: string | null
  portal: string
  badgeDays: readonly [number, number]
  maxAgeDays: number
  channelManager: string | null
  partnerId: string
  partnerName: string
  /** The partner as a command names it: ready to be typed. */
  subject: string
  /** Requests of the partner that wait for an answer. */
  waiting: readonly WaitingRequest[]
  dashboardImported: boolean
  slaBusinessDays: number
}

interface WaitingRequest {
  id: number
  requester: { name: string | null; address: string | null }
}

/** The options of a denial that can be typed as they stand: the request where several wait, and who asked where that is not on record. */
export function denialOptions({ waiting }: Pick<Wording, 'waiting'>): string {
  const [request, ...others] = waiting
  return [
    others.length > 0 ? ` --request ${request?.id}` : '',
    request?.requester.name ? '' : ' --requester "<who asked>"',
    request?.requester.address ? '' : ' --email <their address>',
    ' --draft drafts',
  ].join('')
}

export interface Missing {
  requirement: string
  howTo: string
  /** The same in words for the partner: a training it needs, or something else; null: another line says it already. */
  forPartner: { what: 'training' | 'other' /** Null where it cannot be told. */; text: string | null } | null
}

/** What a person should know besides; `short` is for a list, `contradicts` for the first line of a decision that it speaks against. */
export interface Note {
  code: string
  level: 'info' | 'warning'
  message: string
  short?: string
  contradicts?: { decision: Decision; what: string }
}

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
export function unknownSentence(check: Check, words: Pick<Wording, 'dashboardImported' | 'maxAgeDays'>): string {
  const { id, reason, detail, candidates = [] } = check
  switch (reason) {
    case 'missing':
      if (id === 'agreement') return 'the account has no date of a signed contract; a manual contract may lie on its record'
      if (id === 'within_limit') return 'no list of not-for-resale licences has been imported'
      if (id === 'technical_certification') return 'neither portal users nor a row of the dashboard are known of the partner'
      return words.dashboardImported
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
      return `the evidence is older than ${words.maxAgeDays} days`
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

/** That Partner Status is not the word it must be. */
export function statusMissing({ expected, actual }: Check, { channelManager }: Pick<Wording, 'channelManager'>): Missing {
  return {
    requirement: `Partner Status must be "${expected}"; it is ${quotedOrBlank(actual)}`,
    forPartner: { what: 'other', text: `Partner Status must be "${expected}"; it is ${quotedOrBlank(actual)}` },
    howTo: `ask the channel manager${channelManager ? ` (${channelManager})` : ''} what is open in the partner's agreement; once Salesforce says "${expected}", import the accounts again`,
  }
}

/** A value in quotes, or the word for none. */
export function quotedOrBlank(value: string | null): string {
  return value?.trim() ? `"${value.trim()}"` : 'blank'
}

/** A training that is missing, with how to get it. */
export function trainingSentence(
  { requirement, have, need, inactive, from }: MissingTraining,
  words: Pick<Wording, 'badgeDays' | 'portal'>,
): Missing {
  const { people, courses, credential } = requirement
  const source = from === 'portal_users' ? 'portal users' : 'the dashboard'
  const others = inactive === 0 ? '' : `, and ${inactive} more whose account is not activated`
  return {
    requirement: `${need} more ${need === 1 ? 'person' : 'people'} with the ${credential} training: ${courses.join(' or ')} (${have} of ${people} by ${source}${others})`,
    howTo: trainingHowTo(words),
    forPartner: { what: 'training', text: trainingForPartner(need, courses) },
  }
}

/** A training that is missing, by number of people and name. */
export function trainingForPartner(people: number, courses: readonly string[]): string {
  return `${people} more ${people === 1 ? 'person' : 'people'}: ${courses.join(' or ')}`
}

export function trainingHowTo({ badgeDays, portal }: Pick<Wording, 'badgeDays' | 'portal'>): string {
  return `the partner's people take the course in the portal (${portal}); a badge shows after ${badgeDays[0]} to ${badgeDays[1]} business days`
}

/** What Salesforce's mark of a restricted party means for whoever decides. */
export function restrictedNote(value: string): Omit<Note, 'code'> {
  return {
    level: 'warning',
    message: `RESTRICTED PARTY: Salesforce marks the account "${value}". Do not approve anything before Legal was asked`,
    short: 'RESTRICTED PARTY',
  }
}

/** What is to be known of a partner's agreement. */
export function agreementNote(note: AgreementNote): Omit<Note, 'code'> {
  if (note.code === 'agreement_not_exported') {
    const message =
      'whether a contract was signed is not known: the export of accounts has no column Signed Contract Date. Add it, and Click-Through Agreement, to the report'
    return { level: 'info', message }
  }
  const shown = note.hasColumn ? 'no click-through agreement' : 'no column Click-Through Agreement'
  const message = `the contract is a manual one as far as the export shows (it has ${shown}): look it up on the account’s record, under Google Docs or Contracts`
  return { level: 'info', message }
}

/** People by credential, in words. */
export function countedWords({ holding, inactive }: CountedPeople, requirements: readonly Requirement[]): string {
  return requirements
    .map(({ id, credential, people: needed }) => {
      const others = inactive[id] ? `; ${inactive[id]} more whose account is not activated` : ''
      return `${holding[id] ?? 0} with the ${credential} training (${needed} needed${others})`
    })
    .join(', ')
}

/** That the portal users disagree with the dashboard, which decides. */
export function disagreement(
  { dashboard, met, people, file }: CountsDisagree,
  requirements: readonly Requirement[],
  what: string,
  { badgeDays }: Pick<Wording, 'badgeDays'>,
): Omit<Note, 'code'> {
  return {
    level: 'warning',
    message: `portal users disagree with the dashboard: it says "${dashboard}", but the users counted ${met ? 'meet' : 'do not meet'} ${what}: ${countedWords(people, requirements)} (${file}). A badge takes ${badgeDays[0]} to ${badgeDays[1]} business days to show; the dashboard decides`,
    short: 'portal users disagree',
    contradicts: { decision: met ? 'not_eligible' : 'eligible', what: 'the portal users disagree' },
  }
}

/** That people are not counted, for the newest list lacks them. */
export function peopleGoneNote({ people, file }: { people: number; file: string }): Omit<Note, 'code'> {
  return {
    level: 'warning',
    message: `${plural(people, 'portal user is', 'portal users are')} not counted: the newest list, ${file}, does not have ${people === 1 ? 'this person' : 'them'} any more`,
  }
}

/** What to do about a check that could not be answered. */
export function unknownSteps(
  check: Check,
  {
    partnerId,
    partnerName,
    subject,
    dashboardImported,
  }: Pick<Wording, 'partnerId' | 'partnerName' | 'subject' | 'dashboardImported'>,
): string[] {
  if (check.id === 'agreement' && (check.reason === 'missing' || check.reason === 'unreadable')) {
    return [
      `look for a contract on the account in Salesforce (Signed Contract Date, Google Docs, Contracts); if there is one: phd partner note-contract ${subject} --date <its date> --where "<where it lies>"`,
    ]
  }
  const { id, reason, source, candidates = [] } = check
  const file = FILE_OF[source?.kind ?? ''] ?? 'the certification dashboard'
  switch (reason) {
    case 'missing':
      if (id === 'within_limit') return ['import the list of not-for-resale licences: phd import <nfr-licenses.csv>']
      if (id === 'technical_certification') return ['import the portal users of the partner: phd import <impartner-users.csv>']
      return dashboardImported
        ? [
            `search the dashboard by hand; if the partner stands there under another name: phd partner alias add "<that name>" ${partnerId}`,
          ]
        : ['import the certification dashboard: phd import <certification-dashboard.csv>']
    case 'ambiguous':
    case 'other_legal_form':
    case 'contradicts_its_id':
    case 'former_name':
    case 'unknown_id':
      if (id === 'within_limit') return ['find out whose licence it is, and put the account id beside it in the list']
      return candidateSteps(candidates, { id: partnerId, name: partnerName })
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
