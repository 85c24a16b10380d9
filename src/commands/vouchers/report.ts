/** The report on vouchers: page, JSON and tables of one object. */

import { fileSlug } from '../../files/file-slug.ts'
import type { JudgedVoucher } from '../../reports/vouchers/vouchers.ts'
import type { Report } from '../../scorecards/publish.ts'
import { voucherPage } from './page.ts'
import { doubtWords, repeatedWords } from './sentences.ts'
import { shownCode, type VoucherReport } from './shown.ts'

/** The report in every format (phd.vouchers/1). */
export function voucherReport(report: VoucherReport): Report {
  const { partner, figures, asked } = report
  const rows = figures?.rows ?? []
  return {
    page: voucherPage(report),
    json: voucherJson(report),
    ndjson: () => rows.map((row) => ({ schema: 'phd.voucher/1', ...rowJson(row, report) })),
    csv: voucherCsv(rows, report),
    owner: partner && { id: partner.account.record.ownerId, name: partner.account.record.owner },
    name: `vouchers-${partner === null ? 'all' : fileSlug(partner.name)}-${asked.quarter.name.toLowerCase()}`,
  }
}

function voucherJson(report: VoucherReport) {
  const { partner, figures, asked, finding, repeated, showCodes, sources, leftOut, command, uncertain } = report
  const { code, text } = finding
  return {
    schema: 'phd.vouchers/1',
    of: partner === null ? 'all' : 'partner',
    partner: partner && { id: partner.id, name: partner.name },
    quarter: asked.quarter.name,
    day: figures?.day ?? asked.today,
    expiringDays: asked.expiringDays,
    until: figures?.soon ?? null,
    isMasked: !showCodes,
    finding: { code, text },
    figures: figures && {
      ...figures.counts,
      before: { day: figures.dayBefore, ...figures.before },
      usedInQuarter: figures.usedInQuarter,
      usedInQuarterBefore: figures.usedBefore,
    },
    usedByQuarter: figures?.usedBy ?? null,
    endByQuarter: figures?.endBy ?? null,
    endLater: figures?.endLater ?? null,
    partners: figures?.partners.map(({ partner: of, counts }) => ({ ...of, ...counts })) ?? null,
    rows: (figures?.rows ?? []).map((row) => rowJson(row, report)),
    repeatedCodes: repeated.map((each) => ({
      code: shownCode(each.code, report),
      places: each.places,
      text: repeatedWords(each),
    })),
    withoutPartner: uncertain,
    ...{ leftOut, sources, command },
  }
}

function rowJson(row: JudgedVoucher, report: VoucherReport) {
  const { partner, named, holder, holderEmail, issued, used, expires, state, daysLeft, doubts, file, line } = row
  return {
    code: shownCode(row.code, report),
    partner: { id: partner?.id ?? null, name: partner?.name ?? named },
    holder,
    ...(report.withAddresses && { holderEmail }),
    ...{ issued, used, expires, state, daysLeft },
    doubts: doubts.map((code) => ({ code, text: doubtWords(code, row) })),
    ...{ file, line },
  }
}

function voucherCsv(rows: readonly JudgedVoucher[], report: VoucherReport): string[][] {
  const { withAddresses } = report
  return [
    ['partner_id', 'partner', 'code', 'holder', ...(withAddresses ? ['holder_email'] : [])].concat([
      'issued',
      'used',
      'expires',
      'state',
      'days_left',
      'doubts',
      'file',
      'line',
    ]),
    ...rows.map((row) => [
      row.partner?.id ?? '',
      row.partner?.name ?? row.named ?? '',
      shownCode(row.code, report),
      row.holder ?? '',
      ...(withAddresses ? [row.holderEmail ?? ''] : []),
      ...[row.issued, row.used, row.expires].map((day) => day ?? ''),
      row.state,
      row.daysLeft === null ? '' : String(row.daysLeft),
      row.doubts.map((code) => doubtWords(code, row)).join('; '),
      row.file,
      String(row.line),
    ]),
  ]
}
