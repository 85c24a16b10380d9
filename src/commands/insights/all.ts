/** The insights of all partners: pages in a folder with an index, or the figures of each in one stream. */

import type { Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { partnersInFileOrder } from '../../partners/every/partner-index.ts'
import { noAccounts } from '../../partners/resolve.ts'
import type { IndexRows } from '../../scorecards/all/index-rows.ts'
import { type AllReports, checkPublishAll, publishAll, type Short } from '../../scorecards/all/publish-all.ts'
import { readDesk } from '../../scorecards/desk.ts'
import { NONE_UNLINKED } from '../../scorecards/linked-rows.ts'
import { leftOutOf, sourceParts, sourcesOf } from '../../scorecards/sources.ts'
import type { Page, PageHeading, PagePart } from '../../terminal/page.ts'
import { plural } from '../../terminal/plural.ts'
import { readPeriod } from './asked.ts'
import { insightsJson } from './json.ts'
import { readInsights } from './make.ts'
import { insightFigures, insightsPage } from './page-view.ts'
import type { InsightReport } from './report.ts'
import { answerCode, commandOf, type InsightFlags } from './run.ts'
import { findingWords } from './sentences/headline-words.ts'

/** Makes the insights of all partners. Gives 4 where none of them can be told. Throws usage errors, `no_accounts` and what writing pages does. */
export async function runAllInsights(context: Context, flags: InsightFlags): Promise<ExitCode> {
  checkPublishAll(context, flags)
  const period = readPeriod(flags, context.today)
  const store = await context.openStore('read')
  try {
    const desk = await readDesk(context, store)
    if (desk.isEmpty) throw await noAccounts(store)
    const asked = { period, role: flags.role ?? null, isForPartner: flags.for === 'partner' }
    const again = (id: string): string => commandOf(id, flags, context.now)
    const read = await context.io.waiting('Reading the lists', () => readInsights(context, store, desk, asked, again))
    let isTold = false
    let made: InsightReport | null = null
    const each = async function* (): AsyncGenerator<InsightReport> {
      for await (const report of read()) {
        made ??= report
        if (answerCode(report) === ExitCode.yes) isTold = true
        yield report
      }
    }
    const days = period.isYear ? period.quarter.name : `${period.first} to ${period.last}`
    const indexOf = (rows: IndexRows): Page => indexPage(rows, days, made === null ? [] : restParts(made, again('--all')))
    await publishAll(context, flags, { ...ALL, partners: await partnersInFileOrder(store), each, indexOf })
    return isTold ? ExitCode.yes : ExitCode.cannotTell
  } finally {
    await store.close()
  }
}

const CSV_HEADINGS = [
  'id',
  'partner',
  'region',
  'track',
  'first',
  'last',
  'well',
  'improve',
  'wonNetArr',
  'winRate',
  'newLogos',
  'openPipeline',
]

/** What every format is made from. */
const ALL: Omit<AllReports<InsightReport>, 'partners' | 'each' | 'indexOf'> = {
  madeBy: 'phd insights',
  pageOf: insightsPage,
  jsonOf: insightsJson,
  shortOf,
  documentOf: (partners) => ({ schema: 'phd.insights-all/1', partners }),
  csvHeadings: CSV_HEADINGS,
}

/** A partner in one line: on the index, in the JSON and the CSV of all. */
function shortOf(report: InsightReport): Short {
  const { partner, period, insights } = report
  const { id, name, region, track } = partner
  const count = (kind: string): number => insights.findings.filter((each) => each.kind === kind).length
  const [well, improve] = [count('well'), count('improve')]
  const figures = insightFigures(report)
  const values = figures.map(({ value }) => value)
  const { first, last } = period
  return {
    ...{ name, code: insights.findings.length === 0 ? 'nothing_to_judge' : 'judged' },
    cells: () => [
      ...[region ?? 'not known', track ?? 'not known'],
      ...[well, improve].map((number) => ({ text: String(number), number: String(number) })),
      ...values,
    ],
    json: () => ({
      ...{ id, name, region, track, period: { first, last }, well, improve, finding: findingWords(report) },
      figures: figures.map(({ label, value, change }) => ({ label, value, change })),
    }),
    csv: () => [id, name, region ?? '', track ?? '', first, last, String(well), String(improve), ...values],
  }
}

const HEADINGS: readonly PageHeading[] = [
  ...['Partner', 'Region', 'Track'],
  ...['Goes well', 'To improve'].map((text) => ({ text, isNumber: true }) as const),
  ...['Won Net ARR', 'Win rate', 'New logos', 'Open pipeline'],
]

/** The lists that all of them rest on, by one of them; rows of one alone that do not count are on its own page. */
function restParts({ sources: own, rules, now, isForPartner }: InsightReport, command: string): PagePart[] {
  if (isForPartner) return [{ kind: 'list', items: [{ command }] }]
  const lists = own.map(({ kind, title, list }) => ({ kind, title, list, unlinked: NONE_UNLINKED, gone: 0, rejected: null }))
  return sourceParts({ sources: sourcesOf(lists), leftOut: leftOutOf(lists), rules, command, now })
}

/** The page with all of them, a row for each, and what they rest on. */
function indexPage(rows: IndexRows, days: string, rests: readonly PagePart[]): Page {
  const judged = rows.of('judged')
  return {
    title: `Partner insights: all partners, ${days}`,
    parts: [
      {
        ...{ kind: 'text', text: `${plural(judged, 'partner')} of ${rows.length} with figures to judge by.` },
        ...(judged === 0 && { isWarning: true }),
      },
      {
        kind: 'table',
        id: 'partners',
        caption: plural(rows.length, 'partner'),
        headings: HEADINGS,
        rows: rows.cells,
      },
      ...rests,
    ],
  }
}
