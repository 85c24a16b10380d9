/** What a digest says: its title, its finding, its sections, what is gone. */

import type { AgendaCode, AgendaSection } from '../reports/agenda.ts'
import type { DigestEntry, DigestSection, MarkedItem } from '../reports/digest.ts'
import { addDays } from '../rules/day.ts'
import { grouped, plural } from '../terminal/plural.ts'
import { shellWord } from '../terminal/shell-word.ts'
import type { Digest } from './digest.ts'
import { AHEAD } from './read.ts'
import { sectionTitle } from './words.ts'

/** The title of the page. */
export function digestTitle({ audience, agenda }: Digest): string {
  const whose = audience.manager?.name ?? (audience.reader === 'director' ? 'for the director' : 'the desk')
  return `Partner Help Desk, ${agenda.days.today}: ${whose}`
}

/** The heading of a section. */
export function digestSectionTitle(section: DigestSection, { days }: Digest['agenda']): string {
  switch (section) {
    case 'promises':
      return 'Promises: what is late'
    case 'ends':
      return `Ends by ${addDays(days.today, AHEAD)}`
    case 'unowned':
      return 'Accounts without an owner or a channel manager'
    case 'decisions':
      return 'Decisions wanted'
    default:
      return sectionTitle(section satisfies AgendaSection, days)
  }
}

/** How many things the entries of a section stand for. */
export function entryCount(entries: readonly DigestEntry[], section: string): number {
  return entries.reduce((sum, { section: own, item }) => sum + (own === section ? item.count : 0), 0)
}

/** The four figures at the top, each with its change since the mark. */
export function figuresOf(digest: Digest): { label: string; value: string; change: string }[] {
  const { entries, mark, audience, agenda, doubts } = digest
  const figure = (section: DigestSection, label: string) => {
    const count = entryCount(entries, section)
    const before = mark?.items.reduce((sum, each) => sum + (each.section === section ? each.count : 0), 0)
    // Where a list is missing or too old, a count of nothing is not known.
    const isKnown = count > 0 || doubts.every(({ code }) => code !== 'never_imported' && code !== 'too_old')
    return {
      label,
      value: isKnown ? grouped(count) : 'none known',
      change: before === undefined || !isKnown ? '' : changeWords(count - before),
    }
  }
  if (audience.reader === 'director')
    return [
      figure('promises', 'late'),
      figure('ends', `end by ${addDays(agenda.days.today, AHEAD)}`),
      figure('unowned', 'accounts that no one has'),
      figure('decisions', 'decisions wanted'),
    ]
  return [
    figure('late', 'late'),
    figure('today', 'due today'),
    figure('week', `due by ${agenda.days.until}`),
    figure('waiting', 'wait for someone else'),
  ]
}

/** A change of a count: "+3", "-1", "unchanged". */
export function changeWords(change: number): string {
  return change === 0 ? 'unchanged' : change > 0 ? `+${grouped(change)}` : `-${grouped(-change)}`
}

/** The finding, in one sentence. */
export function findingWords({ entries, audience, doubts }: Digest): string {
  const isDirector = audience.reader === 'director'
  const late = entryCount(entries, isDirector ? 'promises' : 'late')
  const today = isDirector ? 0 : entryCount(entries, 'today')
  const known = doubts.length > 0 ? ' that is known' : ''
  if (late + today === 0) return `Nothing${known} is late${isDirector ? '' : ' or due today'}.`
  const counts = [late > 0 ? `${grouped(late)} late` : '', today > 0 ? `${grouped(today)} due today` : ''].filter(Boolean)
  return `${counts.join(', ')}.`
}

/** What changed since the mark, in a sentence. */
export function sinceWords({ mark, entries, gone, isMarking }: Digest): string {
  if (mark === null && isMarking) return 'Not compared with an earlier digest; the next one is compared with this one.'
  if (mark === null) return 'Not compared with an earlier digest: none is marked. To mark this one: add --mark.'
  const count = (change: DigestEntry['change']): number => entries.filter((each) => each.change === change).length
  return `Since the digest of ${mark.at.slice(0, 10)}, marked by ${mark.actor}: ${grouped(count('new'))} new, ${grouped(count('still'))} still there, ${grouped(gone.length)} gone.`
}

/** What something was called that is gone. */
const NOUN: Readonly<Partial<Record<AgendaCode, string>>> = {
  letter_request: 'letter request',
  license_request: 'license request',
  deal_answer: 'registration',
  quarter_step: 'step',
  letter_ends: 'end of a letter of',
  license_ends: 'end of a license of',
  deal_ends: 'end of registration',
  evaluation_ends: 'end of evaluation',
  voucher_ends: 'end of a voucher',
  rebate_pay: 'rebate to pay',
  rebate_review: 'rebate to review',
  lead_recall: 'lead',
  deal_over: 'ended registration',
  deal_conflict: 'competing registration',
  plan_load: 'plan to load',
  plan_verify: 'plan to verify',
  accounts_unowned: 'accounts without an owner',
  accounts_unmapped: 'accounts without a channel manager',
  names_unlinked: 'names that no partner has',
  rows_rejected: 'rejected rows of',
}

/** What the sections are called of things that were in them. */
const WAS: Readonly<Record<string, string>> = {
  late: 'late',
  promises: 'late',
  today: 'due today',
  new: 'new',
  week: 'due soon',
  waiting: 'waiting for someone else',
  ends: 'ending',
  open: 'open',
  unowned: 'without an owner',
  decisions: 'to be decided',
}

/** A thing that was on the page that was marked, and is not on this one. */
export function goneWords({ key, section }: MarkedItem): string {
  const [code = '', ...ids] = key.split(' ')
  const noun = { loa_request: 'letter request', nfr_request: 'license request' }[code] ?? NOUN[code as AgendaCode] ?? code
  const id = /^[0-9a-f]{16}$/.test(ids[0] ?? '') ? '' : ids.join(' ')
  return `${[noun, id].filter(Boolean).join(' ')} (was ${WAS[section] ?? section})`
}

/** The command that gives the same page again: from what was known then. */
export function commandAgain({ audience, now, withPeople, isAll }: Digest): string {
  const whose = audience.manager?.name ?? audience.reader
  const parts = [
    ...(whose === 'desk' ? [] : [`--for ${shellWord(whose)}`]),
    ...(withPeople ? ['--with-people'] : []),
    ...(isAll ? ['--all'] : []),
  ]
  return ['phd digest', ...parts, `--as-of ${now}`].join(' ')
}

/** How many requests were answered in time. */
export function promiseWords({ question, kept, answered }: Digest['agenda']['promises'][number]): string {
  const what = question === 'loa' ? 'letter request' : 'license request'
  if (answered === 0) return `no ${what} was answered in phd in the last ${AHEAD} days`
  return `${grouped(kept)} of ${plural(answered, what)} answered in time in the last ${AHEAD} days`
}
