/** The parts on registrations, services, influence, certifications, leads, evaluations, and what is in force. */

import type { InsightTerm } from '../../reports/insights/types.ts'
import { totalWords } from '../../scorecards/total-words.ts'
import type { PagePart, PageTable } from '../../terminal/page.ts'
import { plural } from '../../terminal/plural.ts'
import type { InsightReport } from './report.ts'
import { rateWords } from './words.ts'

const notKnown = (what: string): PagePart => ({ kind: 'text', text: `Not known: no ${what} were imported.` })

/** The parts, each with a heading. */
export function otherParts(report: InsightReport): PagePart[] {
  const parts: readonly (readonly [string, PagePart[]])[] = [
    ['Deal registrations', registrations(report)],
    ['Services', services(report)],
    ...(report.isForPartner ? [] : [['Influence [inside only]', influence(report)] as const]),
    ['Certifications', certifications(report)],
    ['Leads and evaluations', leads(report)],
    ['In force', inForce(report)],
  ]
  return parts.flatMap(([text, own]): PagePart[] => [{ kind: 'heading', text }, ...own])
}

function registrations({ insights: { registrations: found }, isForPartner }: InsightReport): PagePart[] {
  if (found === null) return [notKnown('deal registrations')]
  const { period, before, approval, noDay } = found
  const { approved, denied, returned, pending, ended, unknown } = period.outcomes
  const counts = `${plural(period.count, 'registration')} submitted in the period${before ? ` (${before.count} a year before)` : ''}`
  const outcomes = `${approved} approved, ${denied} denied, ${returned} returned, ${pending} pending`
  const rest = [ended > 0 && `${ended} ended, approval not known`, unknown > 0 && `${unknown} with a status not known`].filter(
    Boolean,
  )
  const rate = rateWords(period.rate, approved, approved + denied)
  const days =
    approval.median === null
      ? 'not known'
      : `median ${plural(approval.median, 'day')}, longest ${plural(approval.longest ?? 0, 'day')}, of ${approval.of}`
  const without = approval.withoutDays > 0 ? ` (${approval.withoutDays} without both days)` : ''
  return [
    {
      kind: 'list',
      items: [
        `${counts}: ${[outcomes, ...rest].join(', ')}`,
        `approved of approved and denied: ${rate}`,
        ...(isForPartner ? [] : [`from submission to approval: ${days}${without} [inside only]`]),
        ...(noDay.length > 0 ? [`${plural(noDay.length, 'registration')} without a Submitted Date, in no quarter`] : []),
      ],
    },
  ]
}

function services({ insights: { services: found } }: InsightReport): PagePart[] {
  if (found === null) return [notKnown('opportunities')]
  const { delivered, attached, statuses } = found
  return [
    {
      kind: 'list',
      items: [
        `won deals with a Service Attach Partner, whoever it is: ${attached.won === null ? 'not known, no opportunity of the list names one' : rateWords(attached.rate, attached.won, attached.of)}`,
        ...(delivered === null
          ? []
          : [
              `won with this partner as Service Attach Partner: ${delivered.won.deals === 0 ? 'none' : `${plural(delivered.won.deals, 'deal')}, Partner Services Amount ${totalWords(delivered.services)}`}`,
            ]),
        `service registrations submitted in the period: ${statuses === null ? 'not known, no registrations were imported' : statuses.map(({ status, registrations: own }) => `${own} ${status || 'without status'}`).join(', ') || 'none'}`,
      ],
    },
  ]
}

function influence({ insights, partner }: InsightReport): PagePart[] {
  const { influence: records, unrecorded } = insights
  if (records === null) return [notKnown('influence records')]
  return [
    {
      kind: 'list',
      items: [
        `${plural(records.length, 'influence record')} made in the period`,
        `opportunities with the partner as Influence Partner and no record: ${unrecorded?.length ?? 'not known'}`,
        { command: `phd influence ${partner.id}` },
      ],
    },
  ]
}

function certifications({ insights: { certifications: found } }: InsightReport): PagePart[] {
  if (found === null) return [notKnown('certifications')]
  const { isMet, missing } = found
  const text =
    isMet === null
      ? 'cannot tell'
      : isMet
        ? 'met'
        : `missing ${missing.map((each) => `${each.missing} ${each.credential}`).join(', ')}`
  return [{ kind: 'text', text: `Requirement of the track: ${text}.` }]
}

function leads({ insights: { leads: found, evaluations } }: InsightReport): PagePart[] {
  const shared =
    found === null
      ? 'shared leads: not known, none were imported'
      : `shared leads made in the period: ${found.shared}: ${found.accepted} accepted, ${found.pending} pending, ${found.rejected} rejected, ${found.recalled} recalled${found.unknown > 0 ? `, ${found.unknown} with a status not known` : ''}; ${found.converted} converted to a registration`
  const licenses =
    evaluations === null
      ? 'evaluation licenses: not known, none were imported'
      : `evaluation licenses: ${evaluations.started.length} begun in the period, ${evaluations.running.length} running`
  return [{ kind: 'list', items: [shared, licenses] }]
}

/** What is in force; of what was never listed, only what the desk itself decided is known. */
function inForce(report: InsightReport): PagePart[] {
  const { terms, day } = report
  const unlisted = TERM_KINDS.filter((kind) => !report.listed[kind])
  const without = TERM_KINDS.filter((kind) => report.listed[kind] && !terms.some((each) => each.kind === kind))
  const texts = [
    ...(without.length > 0 ? [`No ${without.map((kind) => TERM_NAMES[kind].one).join(' and no ')} in force on ${day}.`] : []),
    ...unlisted.map((kind) => unlistedWords(report, kind)),
  ]
  return [...texts.map((text) => ({ kind: 'text', text }) as const), ...(terms.length > 0 ? [termTable(report)] : [])]
}

const TERM_KINDS = ['letter', 'license'] as const
const TERM_NAMES = {
  letter: { one: 'letter of authorization', many: 'letters of authorization' },
  license: { one: 'not-for-resale license', many: 'not-for-resale licenses' },
} as const

function unlistedWords({ terms, day, isForPartner }: InsightReport, kind: InsightTerm['kind']): string {
  const own = terms.filter((each) => each.kind === kind).length
  const name = TERM_NAMES[kind].many
  if (isForPartner) return own > 0 ? `Whether there are more ${name} is not known.` : `Not known: ${name} in force.`
  const decided = own > 0 ? `has ${own}, listed below` : 'has none'
  return `Not known: ${name} in force on ${day}, because no list of them was imported; what was decided in phd ${decided}.`
}

function termTable({ terms, day }: InsightReport): PageTable {
  return {
    kind: 'table',
    id: 'in-force',
    caption: `Letters and not-for-resale licenses in force on ${day}`,
    headings: ['What', 'From', 'Until'],
    rows: terms.map(({ kind, about, start, last }) => [
      kind === 'letter' ? about : `not-for-resale license: ${about}`,
      start ?? 'not known',
      last,
    ]),
  }
}
