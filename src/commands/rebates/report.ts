/** The report on rebate exceptions: page, JSON and tables of one object. */

import { fileSlug } from '../../files/file-slug.ts'
import { type JudgedException, SUMS, type Sums } from '../../reports/rebates/rebates.ts'
import type { Report } from '../../scorecards/publish.ts'
import { rebatePage } from './page.ts'
import { doubtsOf, doubtWords, stepWords } from './sentences.ts'
import type { RebateReport } from './shown.ts'

/** The report in every format (phd.rebates/1). */
export function rebateReport(report: RebateReport): Report {
  const { partner, figures, quarter } = report
  const rows = figures?.rows ?? []
  const about = [partner === null ? 'all' : fileSlug(partner.name), ...(quarter === null ? [] : [quarter.name.toLowerCase()])]
  return {
    page: rebatePage(report),
    json: rebateJson(report),
    ndjson: () => rows.map((row) => ({ schema: 'phd.rebate-exception/1', ...rowJson(row) })),
    csv: rebateCsv(rows),
    name: `rebates-${about.join('-')}`,
    owner: partner && { id: partner.account.record.ownerId, name: partner.account.record.owner },
  }
}

function rebateJson(report: RebateReport) {
  const { partner, quarter, figures, finding, counted, undated, states, policy, sources, leftOut, command, today } = report
  const { code, text } = finding
  return {
    schema: 'phd.rebates/1',
    of: partner === null ? 'all' : 'partner',
    partner: partner && { id: partner.id, name: partner.name },
    quarter: quarter?.name ?? null,
    day: today,
    finding: { code, text },
    figures: figures && sumsJson(figures.all),
    quarters:
      figures?.quarters.map(({ quarter: name, days, sums }) => ({
        quarter: name,
        collectBy: days?.collectBy ?? null,
        reviewBy: days?.reviewBy ?? null,
        payBy: days?.payBy ?? null,
        ...sumsJson(sums),
      })) ?? null,
    rows: (figures?.rows ?? []).map(rowJson),
    days: states.flatMap(({ quarter: of, steps }) =>
      steps.map(({ id, title, due, state }) => ({ quarter: of.name, step: id, title, due, state })),
    ),
    usualCurrency: report.usualCurrency,
    withoutPartner: counted,
    withoutDay: undated,
    ...{ policy, leftOut, sources, command },
  }
}

function sumsJson(sums: Sums) {
  return Object.fromEntries(SUMS.map((name) => [name, sums[name]]))
}

function rowJson(row: JudgedException) {
  const { opportunity, opportunityId, partner, named, requested, outcome, fundedBy, amount, decided, paid, quarter } = row
  const { finding, daysLeft, file, line } = row
  return {
    opportunity,
    opportunityId,
    partner: { id: partner?.id ?? null, name: partner?.name ?? named },
    ...{ quarter, requested, isLate: finding.isLate },
    outcome: { said: outcome, fundedBy, means: finding.outcome, fund: finding.fund },
    amount,
    isUsualCurrency: row.isUsualCurrency,
    ...{ decided, paid, isPaidLate: finding.isPaidLate, state: finding.state, due: finding.due, daysLeft },
    next: stepWords(row),
    doubts: doubtsOf(row).map((code) => ({ code, text: doubtWords(code, row) })),
    ...{ file, line },
  }
}

function rebateCsv(rows: readonly JudgedException[]): string[][] {
  const headings = [
    ...[
      'partner_id',
      'partner',
      'opportunity_id',
      'opportunity',
      'quarter',
      'requested',
      'late',
      'outcome',
      'funded_by',
      'means',
    ],
    ...['fund', 'amount', 'currency', 'decided', 'paid', 'state', 'due', 'days_left', 'doubts', 'file', 'line'],
  ]
  return [
    headings,
    ...rows.map((row) => {
      const { partner, named, finding, amount } = row
      const cells = [
        ...[partner?.id, partner?.name ?? named, row.opportunityId, row.opportunity, row.quarter, row.requested],
        ...[
          finding.isLate === null ? null : finding.isLate ? 'yes' : 'no',
          row.outcome,
          row.fundedBy,
          finding.outcome,
          finding.fund,
        ],
        ...[amount?.amount, amount?.currency, row.decided, row.paid, finding.state, finding.due, row.daysLeft],
        ...[
          doubtsOf(row)
            .map((code) => doubtWords(code, row))
            .join('; '),
          row.file,
          row.line,
        ],
      ]
      return cells.map((cell) => String(cell ?? ''))
    }),
  ]
}
