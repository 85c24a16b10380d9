/** The page of every partner on the list of PSPs, in parts. */

import type { Listed } from '../../packed/packed-list.ts'
import { placeOf } from '../../records/place.ts'
import { answerOf } from '../../reports/psp/psp.ts'
import { countCell, numbers } from '../../scorecards/cells.ts'
import { sourceParts } from '../../scorecards/sources.ts'
import type { Page, PageFigure, PagePart } from '../../terminal/page.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import { findingCode, headline, reachWords, stepsOf } from './sentences.ts'
import type { CheckedPartner, PspReport } from './shown.ts'

const LIST = 'partners'
const ANSWER = { yes: 'yes', no: 'NO', unknown: 'CANNOT TELL' } as const
const MOST_STEPS = 25

const answer = ({ finding, versions }: CheckedPartner): keyof typeof ANSWER => answerOf(finding, versions)

function countOf(checked: Listed<CheckedPartner>, is: (each: CheckedPartner) => boolean): number {
  let count = 0
  for (const each of checked) if (is(each)) count++
  return count
}

/** How many partners are what, in one sentence. */
export function allWords(checked: Listed<CheckedPartner>): string {
  if (checked.length === 0) return 'CANNOT TELL: no list of PSP eligibility has a partner for certain'
  const count = (is: keyof typeof ANSWER): number => countOf(checked, (each) => answer(each) === is)
  const differ = countOf(checked, ({ versions }) => versions.some((version) => version.disagrees))
  const beside = differ === 0 ? '' : `; of ${grouped(differ)} the records beside it say otherwise`
  return `${plural(checked.length, 'partner')} on the list: ${grouped(count('yes'))} designated and compliant, ${grouped(count('no'))} not, ${grouped(count('unknown'))} cannot tell${beside}`
}

/** The finding, four figures, the partners, what to do, and what it rests on. */
export function allPage(report: PspReport): Page {
  const { checked, today, sources, leftOut, rules, command, now, maxAgeDays } = report
  const steps: string[] = []
  let more = 0
  for (const each of checked) {
    for (const step of stepsOf(each)) {
      if (steps.length < MOST_STEPS) steps.push(`${each.partner.name}: ${step}`)
      else more++
    }
  }
  return {
    title: `PSP check of all partners on the list, ${today}`,
    parts: [
      { kind: 'text', text: allWords(checked), ...(checked.length === 0 && { isWarning: true }) },
      { kind: 'figures', figures: figuresOf(checked) },
      { kind: 'heading', text: 'Partners on the list' },
      partnerTable(checked),
      ...(steps.length === 0
        ? []
        : [
            { kind: 'heading', text: 'What to do' } as const,
            {
              kind: 'list',
              items: [...steps, ...(more > 0 ? [`and ${grouped(more)} more`] : [])],
            } as const,
          ]),
      { kind: 'heading', text: 'Each answer' },
      {
        ...{ kind: 'table', id: 'answers', isFolded: true, caption: 'The answer for each partner' },
        headings: ['Partner', 'Answer'],
        rows: checked.map((each) => [each.partner.name, headline(each, maxAgeDays)]),
      },
      ...sourceParts({
        ...{ sources, leftOut, rules, command, now },
        notes: [
          'the list answers; the handbook names no figures, so those of the program guide decide nothing: phd policy show psp',
        ],
      }),
    ],
  }
}

function figuresOf(checked: Listed<CheckedPartner>): PageFigure[] {
  const figure = (label: string, is: (each: CheckedPartner) => boolean): PageFigure => ({
    ...{ label, value: grouped(countOf(checked, is)), change: '', href: LIST },
  })
  return [
    figure('Designated and compliant', (each) => findingCode(each) === 'designated_compliant'),
    figure('Designated, not compliant', (each) => findingCode(each) === 'not_compliant'),
    figure('Cannot tell', (each) => answer(each) === 'unknown'),
    figure('Records say otherwise', ({ versions }) => versions.some((version) => version.disagrees)),
  ]
}

function partnerTable(checked: Listed<CheckedPartner>): PagePart {
  return {
    ...{ kind: 'table', id: LIST, caption: 'What the list says, beside the records' },
    headings: [
      ...['Partner', 'Answer', 'PSP', 'Compliant', 'Since', 'Reviewed'],
      ...[numbers('PSE'), numbers('Services'), 'Figures (background)', 'Where'],
    ],
    rows: checked.map((each) => {
      const { partner, row, people, services, versions } = each
      const [version] = versions
      return [
        ...[partner.name, ANSWER[answer(each)], row?.record.designation ?? '', row?.record.compliant ?? ''],
        ...[row?.record.since ?? '', row?.record.reviewed ?? ''],
        ...[countCell(people.certifications ?? people.portal), countCell(services?.total ?? null)],
        ...[version ? reachWords(version) : '', row ? placeOf(row.source) : ''],
      ]
    }),
  }
}
