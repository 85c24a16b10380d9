/** The parts that pages of partners and of regions share. */

import { both, madeOf } from '../../packed/made-list.ts'
import { placeOf } from '../../records/place.ts'
import type { BadgeFigures, QuarterFigures } from '../../reports/scorecard/figures.ts'
import { figureMark, MARKS, type MarkedFigure } from '../../reports/scorecard/marks.ts'
import type { Left } from '../../reports/scorecard/now.ts'
import { addDays } from '../../rules/day.ts'
import { quarterAfter } from '../../rules/fiscal.ts'
import { NOT_KNOWN, numbers, signed } from '../../scorecards/cells.ts'
import type { PartnerScorecard, RegionScorecard } from '../../scorecards/scorecards.ts'
import type { PageCell, PageChart, PageFigure, PagePart, PageTable, PageValue } from '../../terminal/page.ts'
import { grouped } from '../../terminal/plural.ts'
import type { Rests } from './rests.ts'
import { LISTS } from './sentences.ts'

/** A scorecard of either kind. */
export type Scorecard = PartnerScorecard | RegionScorecard

/** The tables that figures lead to. */
export const ROWS = 'rows'
const EXPIRING = 'expiring'
const BADGES = 'badges'
export const MOVED = 'moved'
export const LEFT_OUT = 'left-out'

/** A number as a cell; with marks it leads to the rows that have them. */
export function count(number: number | null, ...marks: readonly string[]): PageValue {
  return number === null ? { text: NOT_KNOWN } : { text: grouped(number), number: String(number), ...behind(number, marks) }
}

/** A change as a cell; with marks it leads to the rows that have them. */
export function change(number: number | null, ...marks: readonly string[]): PageValue {
  return number === null ? { text: NOT_KNOWN } : { text: signed(number), number: String(number), ...behind(1, marks) }
}

/** Where the rows behind a number are; nowhere where there are none. */
function behind(number: number, marks: readonly string[]): Pick<PageValue, 'href' | 'only'> {
  return number === 0 || marks.length === 0 ? {} : { href: ROWS, only: marks }
}

/** The four figures that say how it stands. */
export function figuresPart({ figures, totals, asked }: Scorecard): PagePart {
  const quarter = asked.quarter.name
  const until = addDays(asked.today, asked.expiringDays)
  if (figures === null) {
    const held = totals === null ? NOT_KNOWN : grouped(totals.badges.reduce((sum, { people }) => sum + people, 0))
    const value = (label: string): PageFigure => ({ label, value: NOT_KNOWN, change: '' })
    return {
      kind: 'figures',
      figures: [
        {
          label: 'Certifications held',
          value: held,
          change: totals ? `by ${LISTS[totals.by]}` : '',
          href: totals ? BADGES : undefined,
        },
        ...[value('People'), value(`Earned in ${quarter}`), value(`End by ${until}`)],
      ],
    }
  }
  const { total, people, peopleBefore, expiring } = figures
  const earnedBefore = total.quarters.at(-2)?.earned ?? 0
  const before = quarterAfter(asked.quarter, -1).name
  const held = [figureMark('held')]
  return {
    kind: 'figures',
    figures: [
      {
        label: 'Certifications held',
        value: grouped(total.held),
        change: `${signed(total.change)} since ${before}`,
        ...behind(total.held, held),
      },
      {
        label: 'People',
        value: grouped(people),
        change: `${signed(people - peopleBefore)} since ${before}`,
        ...behind(people, held),
      },
      {
        label: `Earned in ${quarter}`,
        value: grouped(total.earned),
        change: `${grouped(earnedBefore)} in ${before}`,
        ...behind(total.earned, [figureMark('earned')]),
      },
      { label: `End by ${until}`, value: grouped(expiring.length), change: '', href: expiring.length > 0 ? EXPIRING : undefined },
    ],
  }
}

/** Held by quarter and badge; what was gained and lapsed. None where the figures by quarter are not known. */
export function chartParts({ figures }: Scorecard): PageChart[] {
  if (figures === null || figures.badges.length === 0) return []
  const { total, badges } = figures
  const categories = total.quarters.map(({ quarter }) => quarter)
  const by = (of: (figures: QuarterFigures) => number) => total.quarters.map(of)
  return [
    {
      ...{ kind: 'chart', id: 'held-by-quarter', title: 'Held at the end of each quarter, by credential', form: 'stacked' },
      description: `From ${total.quarters[0]?.held ?? 0} at the end of ${categories[0]} to ${total.held} at the end of ${categories.at(-1)}.`,
      ...{ axis: 'Quarter', categories, series: heldSeries(badges), unit: 'certifications' },
    },
    {
      ...{ kind: 'chart', id: 'gained-by-quarter', title: 'Gained and lapsed in each quarter', form: 'columns' },
      description: `${categories.at(-1)}: ${total.gained} gained, ${total.lapsed} lapsed.`,
      ...{ axis: 'Quarter', categories, unit: 'certifications' },
      series: [
        { name: 'Gained', values: by(({ gained }) => gained) },
        { name: 'Lapsed', values: by(({ lapsed }) => lapsed) },
      ],
    },
  ]
}

/** The badges of each credential together, the one with the most first; those that count for no requirement last. */
function heldSeries(badges: readonly BadgeFigures[]): PageChart['series'] {
  const heldOf = (some: readonly BadgeFigures[], i: number): number =>
    some.reduce((sum, { quarters }) => sum + (quarters[i]?.held ?? 0), 0)
  return [...Map.groupBy(badges, ({ credential }) => credential)]
    .map(([credential, own]) => ({
      name: credential === null ? 'other badges' : credentialName(credential),
      values: (own[0]?.quarters ?? []).map((_, i) => heldOf(own, i)),
      order: credential === null ? -1 : own.reduce((sum, { held }) => sum + held, 0),
    }))
    .sort((a, b) => b.order - a.order)
    .map(({ name, values }) => ({ name, values }))
}

/** What is held of each badge at the end of each quarter. */
function quarterTable(badges: readonly BadgeFigures[], total: readonly QuarterFigures[]): PageTable {
  return {
    ...{ kind: 'table', id: 'by-quarter', caption: 'Held at the end of each quarter, by badge', isFolded: true },
    headings: ['Badge', ...total.map(({ quarter }) => numbers(quarter))],
    rows: [
      ...badges.map(({ badge, quarters }, i) => [
        badge,
        ...quarters.map(({ held }, quarter) => count(held, MARKS.quarter(quarter), MARKS.badge(i))),
      ]),
      ['All', ...total.map(({ held }, quarter) => count(held, MARKS.quarter(quarter)))],
    ],
  }
}

/** The badges, with the figures of the quarter. */
export function badgeParts({ figures, totals, asked }: Scorecard): PagePart[] {
  const headings = ['Badge', 'Credential', ...['Held', 'Change', 'Gained', 'Lapsed', 'Earned'].map(numbers)]
  const rows: PageCell[][] = figures
    ? figures.badges.map((each, i) => [each.badge, credentialName(each.credential), ...figureCells(each, '', MARKS.badge(i))])
    : (totals?.badges ?? []).map(({ badge, credential, people }) => [
        ...[badge, credentialName(credential), count(people), change(null), count(null), count(null), count(null)],
      ])
  const caption = figures
    ? `Badges in ${asked.quarter.name}`
    : totals
      ? `Badges by ${LISTS[totals.by]}; by quarter: ${NOT_KNOWN}`
      : 'Badges'
  if (figures === null && totals === null) return []
  return [
    { kind: 'heading', text: 'Badges' },
    { kind: 'table', id: BADGES, caption, headings, rows },
    ...(figures && figures.badges.length > 0 ? [quarterTable(figures.badges, figures.total.quarters)] : []),
  ]
}

/** The figures of the quarter as cells that lead to their rows: of the part that `prefix` names, with the other marks too. */
export function figureCells(
  figures: Readonly<Record<MarkedFigure, number>> | null,
  prefix: string,
  ...others: readonly string[]
): PageCell[] {
  const marks = (of: MarkedFigure): string[] => [figureMark(of, prefix), ...others]
  const more = figures && figures.gained + figures.lapsed > 0 ? marks('change') : []
  return [
    count(figures?.held ?? null, ...marks('held')),
    change(figures?.change ?? null, ...more),
    ...(['gained', 'lapsed', 'earned'] as const).map((of) => count(figures?.[of] ?? null, ...marks(of))),
  ]
}

function credentialName(credential: string | null): string {
  return credential?.replaceAll('_', ' ') ?? ''
}

/** Who must renew, who moved, who left. */
export function peopleParts({ figures, asked }: Scorecard, { nameOf }: Rests): PagePart[] {
  if (figures === null) return []
  const { expiring, moved, left } = figures
  const until = addDays(asked.today, asked.expiringDays)
  return [
    { kind: 'heading', text: `Ends by ${until}` },
    ...(expiring.length === 0
      ? [{ kind: 'text', text: 'Nothing ends by then.' } as const]
      : [expiringTable(expiring, asked.withAddresses, until)]),
    ...(moved.length + left.length === 0
      ? []
      : [{ kind: 'heading', text: 'Moved or left' } as const, movedTable({ moved, left }, asked.withAddresses, nameOf)]),
  ]
}

function movedTable(
  { moved, left }: Pick<NonNullable<Scorecard['figures']>, 'moved' | 'left'>,
  withAddresses: boolean,
  nameOf: Rests['nameOf'],
): PageTable {
  const cells = (each: Left & { to: string | null; mark: string }): PageCell[] => [
    personName(each, withAddresses),
    { text: each.badges.join(', '), href: ROWS, only: [each.mark] },
    ...[nameOf(each.from), each.to === null ? 'left' : nameOf(each.to)],
  ]
  return {
    ...{ kind: 'table', id: MOVED, caption: 'By the newest portal users, against their certifications' },
    headings: ['Person', 'Badges', 'From', 'To'],
    rows: both(
      madeOf(moved, (each, i) => cells({ ...each, mark: MARKS.moved(i) })),
      madeOf(left, (each, i) => cells({ ...each, to: null, mark: MARKS.left(i) })),
    ),
  }
}

function expiringTable(
  expiring: NonNullable<Scorecard['figures']>['expiring'],
  withAddresses: boolean,
  until: string,
): PageTable {
  return {
    ...{ kind: 'table', id: EXPIRING, caption: `Certifications that end by ${until}, unless they are renewed` },
    headings: ['Person', 'Badge', 'Ends', numbers('Days'), 'Where'],
    rows: madeOf(expiring, (each) => [
      ...[personName(each, withAddresses), each.badge, each.expires, count(each.days), placeOf(each)],
    ]),
  }
}

/** A person by name; the address only where it was asked for. */
export function personName({ name, person }: { name: string | null; person: string }, withAddresses: boolean): string {
  if (!withAddresses) return name ?? 'no name'
  return name === null ? person : `${name} <${person}>`
}

/** A list that is too old is told first. */
export function warningParts({ lists }: Pick<Rests, 'lists'>): PagePart[] {
  return lists
    .filter(({ list }) => list?.isOld)
    .map(({ title, list }) => ({
      kind: 'text',
      text: `${title}: ${list?.file} is too old to rely on; export it again.`,
      isWarning: true,
    }))
}
