/** The figures that award criteria are shown by, and what each needs. */

import type { AwardEvidence, AwardYear, Measure, WhichYear, WhyUnknown } from './types.ts'

interface MeasureRule {
  isMoney: boolean
  /** Whether it is compared with the year before. */
  compares: boolean
  list: 'deals' | 'registrations' | 'dashboards' | 'certifications'
  /** Fields that it needs, of each group one. */
  needs: readonly (readonly string[])[]
}

const RESALE = ['resalePartner', 'resalePartnerId']
const SOURCED = ['drPartner', 'drPartnerId']
const DISTRIBUTOR = ['distributor', 'distributorId']

/** The rule of each figure; "amount" stands for the field that revenue is counted by. */
export const MEASURES: Readonly<Record<Measure, MeasureRule>> = {
  revenue: money(RESALE, ['amount']),
  registrations: { isMoney: false, compares: true, list: 'registrations', needs: [['approved'], ['type']] },
  sourced_revenue: money(SOURCED, ['salesQualifiedSource'], ['amount']),
  new_logos: {
    isMoney: false,
    compares: true,
    list: 'deals',
    needs: [RESALE, ['orderType', 'stampedOrderType']],
  },
  pipeline: money([...RESALE, ...SOURCED], ['created'], ['amount']),
  service_attach: {
    isMoney: false,
    compares: true,
    list: 'registrations',
    needs: [['serviceAttachApproved', 'approved'], ['type']],
  },
  services_amount: money(['serviceAttachPartner'], ['partnerServicesAmount']),
  distributor_revenue: money(DISTRIBUTOR, ['amount']),
  open_improved: { isMoney: false, compares: false, list: 'dashboards', needs: [] },
  open_fell_back: { isMoney: false, compares: false, list: 'dashboards', needs: [] },
  compliant: { isMoney: false, compares: true, list: 'dashboards', needs: [] },
  accreditations: { isMoney: false, compares: true, list: 'certifications', needs: [] },
  distributor_pipeline: money([...DISTRIBUTOR, 'drDistributor'], ['created'], ['amount']),
}

function money(...needs: readonly (readonly string[])[]): MeasureRule {
  return { isMoney: true, compares: true, list: 'deals', needs }
}

/** Takes a figure, a year and the evidence; gives why the figure is not known for any partner in that year, or null. */
export function whyUnknown(
  measure: Measure,
  which: WhichYear,
  years: Readonly<Record<WhichYear, AwardYear>>,
  evidence: AwardEvidence,
): WhyUnknown | null {
  const { list, needs } = MEASURES[measure]
  if (list === 'dashboards' || (list === 'certifications' && evidence.certifications === null))
    return whyNoDashboard(measure, which, years, evidence)
  if (list === 'certifications') return null
  const rows = evidence[list]
  const kind = list === 'deals' ? 'opportunities' : 'deal_registrations'
  if (rows === null) return { code: 'not_imported', list: kind }
  for (const group of needs) {
    const fields = group.map((each) => (each === 'amount' ? evidence.amountField : each))
    const [field = ''] = fields
    if (!fields.some((each) => evidence.columns[list].has(each))) return { code: 'no_column', field }
  }
  return hasRowsIn(measure, years[which], evidence) ? null : { code: 'none_in_year', list: kind, year: years[which].name }
}

/** The figures of a distributor's partners need what was known on a day; certifications that were never imported are counted by it too. */
function whyNoDashboard(
  measure: Measure,
  which: WhichYear,
  { judged }: Readonly<Record<WhichYear, AwardYear>>,
  { dashboards, deals, registrations }: AwardEvidence,
): WhyUnknown | null {
  if (deals === null && registrations === null) return { code: 'not_imported', list: 'opportunities' }
  const noStart = dashboards.start === null ? ({ code: 'no_dashboard', day: judged.first } as const) : null
  const noEnd = dashboards.end === null ? ({ code: 'no_dashboard', day: judged.until } as const) : null
  if (which === 'before') return noStart
  return measure === 'open_improved' || measure === 'open_fell_back' ? (noStart ?? noEnd) : noEnd
}

/** Whether any row of the list is of the year, whoever it is of: else the list may not go that far back. */
function hasRowsIn(measure: Measure, year: AwardYear, { deals, registrations }: AwardEvidence): boolean {
  const isIn = (day: string | null): boolean => day !== null && year.first <= day && day <= year.last
  if (MEASURES[measure].list === 'registrations') {
    for (const { approved } of registrations ?? []) if (isIn(approved)) return true
    return false
  }
  const isPipeline = measure === 'pipeline' || measure === 'distributor_pipeline'
  for (const { created, closes } of deals ?? []) if (isIn(isPipeline ? created : closes)) return true
  return false
}
