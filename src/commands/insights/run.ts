import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import type { Role } from '../../reports/insights/types.ts'
import { type Desk, readDesk } from '../../scorecards/desk.ts'
import { checkPublish, type PublishFlags, publish, type Report } from '../../scorecards/publish.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { type DayFlags, readPeriod } from './asked.ts'
import { cellRows, insightCells } from './cells.ts'
import { insightsJson } from './json.ts'
import { readInsights } from './make.ts'
import { insightsPage } from './page-view.ts'
import type { InsightReport } from './report.ts'

export interface InsightFlags extends CommonFlags, DayFlags, PublishFlags {
  role?: Role
  for?: 'inside' | 'partner'
}

/** Makes the page of one partner. */
export async function runInsights(context: Context, flags: InsightFlags, subject: string | undefined): Promise<ExitCode> {
  checkPublish(flags)
  const period = readPeriod(flags, context.today)
  const store = await context.openStore('read')
  let report: InsightReport
  try {
    const { partner } = await choosePartner(context, store, subject)
    const desk: Desk = await readDesk(context, store, partner)
    const asked = { period, role: flags.role ?? null, isForPartner: flags.for === 'partner' }
    const each = await readInsights(context, store, desk, asked, (id) => commandOf(id, flags, context.now))
    const made = await each().next()
    if (made.done) throw new Error('no insights of the one partner')
    report = made.value
  } finally {
    await store.close()
  }
  const code = await publish(context, flags, published(report))
  return code === ExitCode.yes ? answerCode(report) : code
}

/** A report in the shape that is published. */
export function published(report: InsightReport): Report {
  const { partner, period } = report
  const cells = insightCells(report)
  const days = period.isYear ? period.quarter.name : `${period.first}-${period.last}`
  return {
    page: insightsPage(report),
    json: insightsJson(report),
    ndjson: () => cells.map((cell) => ({ schema: 'phd.insights-item/1', partner: partner.id, ...cell })),
    csv: cellRows(cells),
    name: `insights-${partner.id}-${days.toLowerCase()}`,
    owner: { id: partner.ownerId, name: partner.owner },
  }
}

/** Cannot tell without opportunities that can be relied on. */
export function answerCode({ sources }: InsightReport): ExitCode {
  const [deals] = sources
  return deals?.list && !deals.list.isOld && deals.rejected === null ? ExitCode.yes : ExitCode.cannotTell
}

/** The command that makes the same insights again, as they were known then; `subject`: the id of the partner, or --all. */
export function commandOf(subject: string, { quarter, from, until, role, for: reader }: InsightFlags, now: string): string {
  const options = { quarter, from, until, role, for: reader, 'as-of': now }
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${shellWord(value)}`]))
  return ['phd insights', subject, ...given].join(' ')
}
