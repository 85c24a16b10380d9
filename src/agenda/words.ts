/** What is due, in words. */

import type { AgendaCode, AgendaDoubt, AgendaItem, AgendaSection } from '../reports/agenda.ts'
import { showAge } from '../terminal/moment.ts'
import { grouped } from '../terminal/plural.ts'

/** What several items of a code are called after their number; those that stand for a number say it themselves. */
const SEVERAL: Readonly<Partial<Record<AgendaCode, string>>> = {
  letter_request: 'letter requests',
  license_request: 'license requests',
  exception_request: 'exceptions asked for',
  deal_answer: 'registrations to answer',
  quarter_step: 'steps of the quarter',
  letter_ends: 'letters end',
  license_ends: 'licenses end',
  deal_ends: 'registrations end',
  evaluation_ends: 'evaluations end',
  voucher_ends: 'vouchers end unused',
  rebate_pay: 'rebates to pay',
  rebate_review: 'rebates to review',
  lead_recall: 'leads may be recalled',
  deal_over: 'registrations ended, still approved',
  deal_conflict: 'registrations compete for an opportunity',
  plan_load: 'plans to load',
  plan_verify: 'plans to verify',
  rows_rejected: 'rows rejected',
}

/** What some items of one code are: what the one is, else their number and name. */
export function severalWords(items: readonly AgendaItem[]): string {
  const [first] = items
  if (first === undefined) return ''
  const count = items.reduce((sum, each) => sum + each.count, 0)
  if (items.length > 1) return `${grouped(count)} ${SEVERAL[first.code] ?? first.what}`
  return oneWords(first)
}

/** What items of a code are called together, without their number. */
export function kindWords(items: readonly AgendaItem[]): string {
  const [first] = items
  return first ? (SEVERAL[first.code] ?? first.what) : ''
}

/** What the one who is up does with an item; of the others it is in what they are. */
const TO_DO: Readonly<Partial<Record<AgendaCode, { desk: string; others: string }>>> = {
  letter_request: { desk: 'check', others: 'answer' },
  license_request: { desk: 'check', others: 'answer' },
  exception_request: { desk: 'check', others: 'decide' },
  deal_answer: { desk: 'check', others: 'answer' },
}

/** What one item is, and who does what about it: "registration REG10007: channel manager to answer". */
export function oneWords({ code, count, what, waitsFor, taken, isOld }: AgendaItem): string {
  const number = count === 1 && !/^(?:account|name|row|file|mail)\b/.test(what) ? '' : `${grouped(count)} `
  const toDo = TO_DO[code]
  const who = !toDo
    ? ''
    : taken
      ? `: taken by ${taken.by}`
      : waitsFor === null
        ? `: yours to ${toDo.desk}`
        : `: ${waitsFor} to ${toDo.others}`
  return `${number}${what}${who}${isOld ? ' (old list)' : ''}`
}

/** The same where there is little room, beside a command with the id: "deal: channel manager". */
export function briefWords(item: AgendaItem): string {
  const { code, brief, waitsFor, taken, isOld } = item
  if (brief === null) return oneWords(item)
  const toDo = TO_DO[code]
  const who = !toDo ? '' : taken ? `: ${taken.by}` : waitsFor === null ? ': yours' : `: ${waitsFor.replace(' sales ', ' ')}`
  return `${brief}${who}${isOld ? ' (old list)' : ''}`
}

/** The heading of a section; `since`: what came on that day or later is new. */
export function sectionTitle(section: AgendaSection, { since, until }: { since: string; until: string }): string {
  return {
    late: 'Late',
    today: 'Due today',
    new: `Came in since ${since}`,
    week: `Due by ${until}`,
    waiting: 'Waiting for someone else',
    open: 'To do, no due day',
  }[section]
}

/** Why something is unknown, in a sentence. */
export function doubtWords({ code, title, unknown, count, lastSeenAt, file }: AgendaDoubt, now: string): string {
  switch (code) {
    case 'never_imported':
      return `${title}: never imported; unknown ${unknown}`
    case 'too_old':
      return `${title}: ${file} is ${lastSeenAt === null ? 'old' : showAge(lastSeenAt, now)}, too old to rely on; unknown ${unknown}`
    case 'rows_rejected':
      return `${title}: ${grouped(count)} rejected in ${file}; there may be more`
    default:
      return count === 1 ? `1 ${singular(unknown)}` : `${grouped(count)} ${unknown}`
  }
}

/** "leads need a look": "lead needs a look". */
function singular(words: string): string {
  return words.replace(/^(\w+)s (\w+)/, (_, noun: string, verb: string) => `${noun} ${verb === 'have' ? 'has' : `${verb}s`}`)
}

/** That the answer is not the whole one, why, and where more about it is. */
export function gapWords(gaps: string): string {
  return `Cannot tell everything: ${gaps}; see: phd doctor`
}

/** The lists that are missing or too old, by name: "never imported: shared leads; too old: deal registrations (9 days)". */
export function sourceGaps(doubts: readonly AgendaDoubt[], now: string): string {
  const of = (code: AgendaDoubt['code']): string =>
    doubts
      .filter((each) => each.code === code)
      .map(({ title, lastSeenAt }) =>
        lastSeenAt === null ? (title ?? '') : `${title} (${showAge(lastSeenAt, now).replace(/ old$/, '')})`,
      )
      .join(', ')
  const [old, never] = [of('too_old'), of('never_imported')]
  return [old === '' ? '' : `too old: ${old}`, never === '' ? '' : `never imported: ${never}`].filter(Boolean).join('; ')
}
