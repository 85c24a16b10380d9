/** The page of one partner's check, in parts. */

import { placeOf } from '../../records/place.ts'
import type { CertifiedRow } from '../../reports/scorecard/rows.ts'
import { NOT_KNOWN, numbers } from '../../scorecards/cells.ts'
import { sourceParts } from '../../scorecards/sources.ts'
import { lastSeen } from '../../terminal/last-seen.ts'
import type { Page, PageFigure, PagePart } from '../../terminal/page.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import { placeSentence } from '../../verdicts/check-sentences.ts'
import { figureCells, foundWords, headline, stepsOf, unknownWords } from './sentences.ts'
import type { CheckedPartner, PspReport } from './shown.ts'

const PEOPLE = 'people'
const SERVICES = 'services'
const MARK = { pass: 'ok', fail: 'FAILS', unknown: 'UNKNOWN' } as const

/** The answer, four figures, services by quarter, what the list says, the figures beside it, what to do, and the rows behind. */
export function pspPage(checked: CheckedPartner, report: PspReport): Page {
  const { sources, leftOut, rules, command, now, maxAgeDays, today } = report
  const { partner, finding, inactive } = checked
  const isUnknown = finding.decision === 'unknown'
  return {
    title: `PSP check of ${partner.name}, ${today}`,
    parts: [
      { kind: 'text', text: headline(checked, maxAgeDays), ...(isUnknown && { isWarning: true }) },
      { kind: 'figures', figures: figuresOf(checked) },
      ...chartParts(checked),
      ...sheetParts(checked, maxAgeDays),
      ...compareParts(checked),
      ...stepParts(checked),
      ...rowParts(checked, report),
      ...sourceParts({
        ...{ sources, leftOut, rules, command, now },
        notes: [
          'the list answers; the handbook names no figures, so those of the program guide decide nothing: phd policy show psp',
          'services are service attach registrations that are approved or accepted, by the day of that',
          ...(inactive > 0 ? [`${plural(inactive, 'portal user')} with PSE and an inactive account, not counted`] : []),
        ],
      }),
    ],
  }
}

function figuresOf({ people, services, row }: CheckedPartner): PageFigure[] {
  const pse = people.certifications ?? people.portal
  const other = people.certifications === null || people.portal === null ? '' : `${grouped(people.portal)} by the portal users`
  const four = services?.quarters ?? []
  return [
    { label: 'People with PSE', value: pse === null ? NOT_KNOWN : grouped(pse), change: other, href: PEOPLE },
    {
      label: four.length > 0 ? `Services ${four[0]?.quarter} to ${four.at(-1)?.quarter}` : 'Services of four quarters',
      value: services === null ? NOT_KNOWN : grouped(services.total),
      change: services && services.undated > 0 ? `${grouped(services.undated)} without a day, not counted` : '',
      href: SERVICES,
    },
    { label: 'PSP since', value: row?.record.since ?? NOT_KNOWN, change: '' },
    { label: 'Last review', value: row?.record.reviewed ?? NOT_KNOWN, change: '' },
  ]
}

function chartParts({ services }: CheckedPartner): PagePart[] {
  if (services === null) return []
  const quarters = [...services.quarters, services.running]
  return [
    {
      ...{ kind: 'chart', id: 'services-chart', form: 'columns', unit: 'services', axis: 'Quarter' },
      title: 'Services approved or accepted',
      description: 'How many service attach registrations were approved or accepted in each fiscal quarter',
      categories: quarters.map(({ quarter }, i) => (i === quarters.length - 1 ? `${quarter} so far` : quarter)),
      series: [{ name: 'Services', values: quarters.map((each) => each.services) }],
    },
  ]
}

function sheetParts({ finding, row }: CheckedPartner, maxAgeDays: number): PagePart[] {
  const said = row
    ? ([
        ['since', row.record.since],
        ['reviewed', row.record.reviewed],
      ] as const)
    : []
  return [
    { kind: 'heading', text: 'What the list says' },
    {
      kind: 'list',
      items: [
        ...finding.checks.map((check) => {
          const why = unknownWords(check, maxAgeDays)
          const where = check.found ? ` (${placeSentence(check.found.source)})` : ''
          return `${MARK[check.outcome]}: ${foundWords(check)}${why === '' ? '' : `; ${why}`}${where}`
        }),
        ...said.flatMap(([field, day]) =>
          row && field in row.source.headings
            ? [`${row.source.headings[field]} is ${day ?? 'blank'} (${placeOf(row.source)}, ${lastSeen(row.source)})`]
            : [],
        ),
      ],
    },
    { kind: 'text', text: 'handbook: Ecosystem Operations, "GitLab Ecosystem Certification Dashboard"' },
  ]
}

function compareParts({ versions }: CheckedPartner): PagePart[] {
  return versions.flatMap(({ version, source, inForce, checks }): PagePart[] => [
    { kind: 'heading', text: inForce ? `Figures in force: ${version}` : `Beside it: figures of ${version}, background` },
    {
      ...{ kind: 'table', id: `figures-${version}`, caption: `From: ${source}` },
      headings: ['Figure', numbers('Asked for'), numbers('In the records'), 'Result'],
      rows: checks.map(figureCells),
    },
  ])
}

function stepParts(checked: CheckedPartner): PagePart[] {
  const steps = stepsOf(checked)
  return steps.length === 0
    ? []
    : [
        { kind: 'heading', text: 'What to do' },
        { kind: 'list', items: steps },
      ]
}

function rowParts({ holders, services }: CheckedPartner, { withAddresses }: PspReport): PagePart[] {
  const addresses = (cells: string): string[] => (withAddresses ? [cells] : [])
  return [
    { kind: 'heading', text: 'The rows behind' },
    {
      ...{ kind: 'table', id: PEOPLE, isFolded: true, caption: 'People with PSE, by the certifications' },
      headings: ['Name', ...addresses('Address'), 'Badge', 'Earned', 'Ends', 'Where'],
      rows: holders.map((row: CertifiedRow) => [
        row.name ?? NOT_KNOWN,
        ...addresses(row.person),
        row.badge,
        row.earned,
        row.expires ?? 'does not end',
        placeOf(row),
      ]),
    },
    {
      ...{ kind: 'table', id: SERVICES, isFolded: true, caption: 'Services approved or accepted' },
      headings: ['Registration', 'Status', 'Day', 'Where'],
      rows: (services?.rows ?? []).map((row) => [row.registration, row.status, row.day ?? NOT_KNOWN, placeOf(row)]),
    },
  ]
}
