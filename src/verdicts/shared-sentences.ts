/** Sentences that verdicts on letters and on licenses share. */

import { notLinkedNote } from '../app/link-sentences.ts'
import { isOpen } from '../requests/request.ts'
import type { AgreementNote, NotLinked } from '../rules/checks.ts'
import type { CountedPeople, CountsDisagree, MissingTraining, Requirement } from '../rules/trainings.ts'
import type { Check } from '../rules/verdict.ts'
import { plural } from '../terminal/plural.ts'
import type { AnyVerdict, RunFacts } from './verdict.ts'

export interface Missing {
  requirement: string
  howTo: string
  /** The same for the partner, in a reply: a training it needs, or something else. Null: another line says it, or a person must. */
  forPartner: { what: 'training' | 'other'; text: string } | null
}

/** What else a person should know; `short` is for a list. */
export interface Note {
  code: string
  level: 'info' | 'warning'
  message: string
  short?: string
}

/** The partner as a command names it, ready to paste. */
export function partnerArgument({ partner: { id, name }, onRecord }: Pick<AnyVerdict, 'partner' | 'onRecord'>): string {
  // A name that a shell would change, or that phd would read as an option, cannot be pasted.
  return onRecord.hasNamesake || /["$`\\!]|^-/.test(name) ? id : `"${name}"`
}

/** The options of a denial, ready to paste: the request if several wait, and who asked if that is not on record. */
export function denialOptions({ onRecord }: Pick<AnyVerdict, 'onRecord'>): string {
  const [request, ...others] = onRecord.requests.filter(isOpen)
  return [
    others.length > 0 ? ` --request ${request?.id}` : '',
    request?.requester.name ? '' : ' --requester "<who asked>"',
    request?.requester.address ? '' : ' --email <their address>',
    ' --draft drafts',
  ].join('')
}

/** Partner Status is not the expected word. */
export function statusMissing({ expected, actual }: Check, { channelManager }: Pick<AnyVerdict, 'channelManager'>): Missing {
  return {
    requirement: `Partner Status must be "${expected}"; it is ${quotedOrBlank(actual)}`,
    forPartner: { what: 'other', text: `Partner Status must be "${expected}"; it is ${quotedOrBlank(actual)}` },
    howTo: `ask the channel manager${channelManager ? ` (${channelManager})` : ''} what is open in the partner's agreement; once Salesforce says "${expected}", import the accounts again`,
  }
}

/** A value in quotes, or "blank". */
export function quotedOrBlank(value: string | null): string {
  return value?.trim() ? `"${value.trim()}"` : 'blank'
}

/** A missing training, and how to get it. */
export function trainingSentence({ requirement, have, need, inactive, from }: MissingTraining, desk: RunFacts['desk']): Missing {
  const { people, courses, credential } = requirement
  const source = from === 'portal_users' ? 'portal users' : 'the dashboard'
  const others = inactive === 0 ? '' : `, plus ${inactive} with an inactive account`
  return {
    requirement: `${need} more ${need === 1 ? 'person' : 'people'} with the ${credential} training: ${courses.join(' or ')} (${have} of ${people} by ${source}${others})`,
    howTo: trainingHowTo(desk),
    forPartner: { what: 'training', text: trainingForPartner(need, courses) },
  }
}

/** A missing training, by number of people and name. */
export function trainingForPartner(people: number, courses: readonly string[]): string {
  return `${people} more ${people === 1 ? 'person' : 'people'}: ${courses.join(' or ')}`
}

/** How the partner’s people get a training, and when it shows. */
export function trainingHowTo({ badgeDays, portal }: RunFacts['desk']): string {
  return `the partner's people take the course in the portal (${portal}); a badge shows after ${badgeDays[0]} to ${badgeDays[1]} business days`
}

/** How long a letter counts; `place`: where it is on record. */
export function letterSentence(
  { date, lastDay, runs }: { date: string | null; lastDay: string; runs: boolean },
  place: string,
): string {
  return `${date === null ? 'a letter' : `the letter of ${date}`} ${runs ? 'is valid until' : 'ended on'} ${lastDay} (${place})`
}

type SharedNote =
  | { code: 'restricted_party'; value: string }
  | { code: 'people_gone'; people: number; file: string }
  | NotLinked
  | AgreementNote

/** A note that verdicts on letters and on licenses both have. */
export function sharedNote(note: SharedNote, partner: AnyVerdict['partner']): Omit<Note, 'code'> {
  switch (note.code) {
    case 'restricted_party':
      return restrictedNote(note.value)
    case 'people_gone':
      return peopleGoneNote(note)
    case 'ambiguous':
    case 'other_legal_form':
    case 'contradicts_its_id':
    case 'former_name':
    case 'unknown_id':
      return notLinkedNote(note, partner)
    case 'agreement_not_exported':
    case 'manual_contract':
      return agreementNote(note)
  }
}

/** What Salesforce's mark of a restricted party means for the person who decides. */
function restrictedNote(value: string): Omit<Note, 'code'> {
  return {
    level: 'warning',
    message: `RESTRICTED PARTY: Salesforce marks the account "${value}". Ask Legal before approving anything`,
    short: 'RESTRICTED PARTY',
  }
}

/** What to know about a partner's agreement. */
function agreementNote(note: AgreementNote): Omit<Note, 'code'> {
  if (note.code === 'agreement_not_exported') {
    const message =
      'signed contract unknown: the accounts export has no column Signed Contract Date. Add it, and Click-Through Agreement, to the report'
    return { level: 'info', message }
  }
  const shown = note.hasColumn ? 'no click-through agreement' : 'no column Click-Through Agreement'
  const message = `probably a manual contract (the export has ${shown}): check the account’s record, under Google Docs or Contracts`
  return { level: 'info', message }
}

/** People by credential, in words. */
export function countedWords({ holding, inactive }: CountedPeople, requirements: readonly Requirement[]): string {
  return requirements
    .map(({ id, credential, people: needed }) => {
      const others = inactive[id] ? `; ${inactive[id]} more with an inactive account` : ''
      return `${holding[id] ?? 0} with the ${credential} training (${needed} needed${others})`
    })
    .join(', ')
}

/** The portal users disagree with the dashboard, which decides. */
export function disagreement(
  { dashboard, met, people, file }: CountsDisagree,
  requirements: readonly Requirement[],
  what: string,
  { badgeDays }: RunFacts['desk'],
): Omit<Note, 'code'> {
  return {
    level: 'warning',
    message: `portal users disagree with the dashboard: it says "${dashboard}", but the counted users ${met ? 'meet' : 'do not meet'} ${what}: ${countedWords(people, requirements)} (${file}). A badge takes ${badgeDays[0]} to ${badgeDays[1]} business days to show; the dashboard decides`,
    short: 'portal users disagree',
  }
}

/** People who are not counted, because the newest list lacks them. */
function peopleGoneNote({ people, file }: { people: number; file: string }): Omit<Note, 'code'> {
  return {
    level: 'warning',
    message: `${plural(people, 'portal user')} not counted: missing from the newest list, ${file}`,
  }
}
