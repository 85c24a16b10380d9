/** Sentences for the codes of the rule on authorized partners. */

import type { Act, ActAnswer, AuthorizedNote, May } from '../rules/standing/authorized-types.ts'
import type { Check } from '../rules/verdict.ts'
import { checkName, foundSentence, MARK, placeSentence, shortSentence, unknownSentence, unknownSteps } from './check-sentences.ts'
import { type Missing, type Note, partnerArgument, sharedNote, statusMissing, trainingSentence } from './shared-sentences.ts'
import { isRestricted, type StandingVerdict } from './verdict.ts'

const ACT: Readonly<Record<Act, string>> = {
  transact: 'transact',
  register: 'register a deal',
  quote: 'get a quote',
  letter: 'get a letter of authorization',
  nfr: 'get a not-for-resale license',
}
const MAY: Readonly<Record<May, string>> = { yes: 'yes', no: 'NO', unknown: 'CANNOT TELL' }

const actsThat = ({ acts }: StandingVerdict, may: May): readonly ActAnswer[] => acts.filter((each) => each.may === may)

/** Whether the partner is authorized, and what it may not do all the same. */
export function standingHeadline(verdict: StandingVerdict): { color: 'green' | 'red' | 'yellow'; text: string; word: string } {
  const { decision } = verdict
  if (decision === 'needs_review') return { color: 'yellow', text: 'CANNOT TELL: needs review', word: 'CANNOT TELL' }
  if (decision === 'not_eligible') return { color: 'red', text: 'NO: not an authorized partner', word: 'NO' }
  const refused = actsThat(verdict, 'no').map(({ act }) => ACT[act])
  const unsure = actsThat(verdict, 'unknown').map(({ act }) => ACT[act])
  const rest = [
    ...(isRestricted(verdict) ? ['a RESTRICTED PARTY (ask Legal first)'] : []),
    ...(refused.length > 0 ? [`may not ${refused.join(', ')}`] : []),
    ...(unsure.length > 0 ? [`cannot tell: ${unsure.join(', ')}`] : []),
  ]
  const color = rest.length === 0 ? 'green' : 'yellow'
  const but = rest.length === 0 ? '' : `; ${rest.join('; ')}`
  return { color, text: `YES: an authorized partner${but}`, word: rest.length === 0 ? 'yes' : 'yes, but …' }
}

/** What the partner may do: a line for each act, and under it the checks that stand against it. */
export function standingSection(verdict: StandingVerdict): { title: string; lines: string[] } {
  const width = Math.max(...Object.values(ACT).map((name) => name.length))
  const lines = verdict.acts.flatMap(({ act, may, checks }) => [
    `${ACT[act].padEnd(width)}  ${MAY[may]}`,
    ...checks.flatMap((check) => linesOf(check, verdict)).map((line) => `    ${line}`),
  ])
  return { title: 'May', lines }
}

/** A check of an act; of one that is shown above, only that it stands against the act, and by which section. */
function linesOf(check: Check, verdict: StandingVerdict): string[] {
  const { id, outcome, source, handbook } = check
  const mark = MARK[outcome].padEnd(7)
  const cited = `handbook: ${handbook.page}, "${handbook.section}"`
  if (verdict.checks.some((shown) => shown.id === id)) {
    return outcome === 'pass' ? [] : [`${mark}  ${checkName(id)}, as above (${cited})`]
  }
  const why = unknownSentence(check, verdict)
  const below = [...(why === '' ? [] : [why]), ...(source ? [placeSentence(source)] : []), cited]
  return [`${mark}  ${foundSentence(check)}`, ...below.map((line) => `         ${line}`)]
}

/** In a few words, for a list: what speaks against which act. */
export function standingWhy(verdict: StandingVerdict, notes: readonly Note[]): string {
  const own = verdict.checks.map((check) => shortSentence(check, verdict)).filter(Boolean)
  const against =
    verdict.decision === 'not_eligible'
      ? []
      : [...Map.groupBy(verdict.acts, ({ may }) => may)]
          .filter(([may]) => may !== 'yes')
          .map(([may, acts]) => `${may === 'no' ? 'may not' : 'cannot tell'}: ${acts.map(({ act }) => act).join(', ')}`)
  return [...notes.map(({ short }) => short), ...own, ...against].filter(Boolean).join('; ')
}

/** What the partner lacks, and how to get it. */
export function standingMissing(verdict: StandingVerdict): Missing[] {
  const status = verdict.checks.find(({ id, outcome }) => id === 'partner_authorized' && outcome === 'fail')
  return [
    ...(status ? [statusMissing(status, verdict)] : []),
    ...verdict.missing.map((training) => trainingSentence(training, verdict.desk)),
  ]
}

/** What else a person should know, each with its code and weight. */
export function standingNotes(verdict: StandingVerdict): Note[] {
  return verdict.notes.map((note) => ({ code: note.code, ...noteSentence(note, verdict) }))
}

function noteSentence(note: AuthorizedNote, { partner, policy }: StandingVerdict): Omit<Note, 'code'> {
  if (note.code !== 'course_not_exported') return sharedNote(note, partner)
  return {
    level: 'warning',
    message: `registrations need the course "${note.course}", which no export shows: check it in the portal before you refuse a registration (${policy.course.handbook.page}, "${policy.course.handbook.section}")`,
  }
}

/** What to do now, step by step (Ecosystem Operations, Unauthorized Partners; Sales FAQ on unauthorized resellers). */
export function standingSteps(verdict: StandingVerdict): string[] {
  const { decision, acts, channelManager } = verdict
  const manager = channelManager ? ` (${channelManager})` : ''
  if (decision === 'not_eligible') {
    const { policy, desk } = verdict
    return [
      `the partner signs up in the portal (${desk.portal}); this needs someone who may accept the agreement for the company`,
      `if it already signed up: ask the channel manager${manager} to get it authorized`,
      `do not quote it, directly or through a distributor; if the customer insists, ask ${policy.exceptions.programs} for explicit approval`,
      ...(policy.exceptions.oneOff
        ? [`a partner without a contract may transact once, with the explicit approval of ${policy.exceptions.oneOff.by}`]
        : []),
      'or the opportunity owner or the channel manager opens a legal case on the opportunity, for a one-time authorization',
    ]
  }
  const unknown = [...verdict.checks, ...acts.flatMap(({ checks }) => checks)].filter(({ outcome }) => outcome === 'unknown')
  const steps = unknown.flatMap((check) => unknownSteps(check, verdict))
  const more = (['letter', 'nfr'] as const).filter((act) => acts.some((each) => each.act === act && each.may !== 'yes'))
  const command = { letter: 'loa', nfr: 'nfr' }
  return [
    ...new Set(steps),
    ...more.map((act) => `to ${ACT[act]}: phd ${command[act]} check ${partnerArgument(verdict)}`),
    ...(decision === 'needs_review' ? ['then check again; until then treat the partner as not authorized'] : []),
  ]
}
