/** The rows that count for the figures of a partner, each with the figures it counts for. */

import type { AwardDeal, AwardRegistration, AwardRow, AwardYear, AwardYears, Measure, WhichYear } from './types.ts'

/** Takes the day of something; gives the year it counts for. What comes after the day that is asked for does not count. */
export function yearOf(day: string | null, { judged, before }: AwardYears): WhichYear | null {
  const isIn = ({ first, until }: AwardYear): boolean => day !== null && first <= day && day <= until
  return isIn(judged) ? 'judged' : isIn(before) ? 'before' : null
}

/** Whether an opportunity was a chance to sell: not a duplicate, and not closed as unqualified. */
export function isPipeline({ outcome }: Pick<AwardDeal, 'outcome'>): boolean {
  return outcome === 'won' || outcome === 'lost' || outcome === 'open'
}

/** The partner that a deal is with: its resale partner; while it names none, the partner of its registration. Null: not known which. */
export function partnerOf({
  resale,
  namesResale,
  sourced,
}: Pick<AwardDeal, 'resale' | 'namesResale' | 'sourced'>): string | null {
  return namesResale ? resale : sourced
}

/** Takes opportunities; gives a row for each partner, year and amount that one counts for. */
export function* dealRows(deals: Iterable<AwardDeal>, years: AwardYears): Generator<AwardRow> {
  for (const deal of deals) if (isPipeline(deal)) yield* rowsOfDeal(deal, years)
}

function rowsOfDeal(deal: AwardDeal, years: AwardYears): AwardRow[] {
  const { amount, servicesAmount, closes, created, place, name } = deal
  const won = deal.outcome === 'won' ? yearOf(closes, years) : null
  const made = yearOf(created, years)
  const rows: (AwardRow & { measures: Measure[] })[] = []
  const add = (partner: string | null, year: WhichYear | null, measure: Measure): void => {
    if (partner === null || year === null) return
    const isServices = measure === 'services_amount'
    const known = isServices ? undefined : rows.find((row) => row.partner === partner && row.year === year && isOfAmount(row))
    if (known) {
      known.measures.push(measure)
      return
    }
    const day = measure.endsWith('pipeline') ? created : closes
    rows.push({
      ...{ partner, year, name, day, place, kind: 'opportunities', measures: [measure], about: null },
      amount: isServices ? servicesAmount : amount,
    })
  }
  add(deal.resale, won, 'revenue')
  add(deal.resale, deal.isFirstOrder ? won : null, 'new_logos')
  add(deal.sourced, deal.isPartnerGenerated ? won : null, 'sourced_revenue')
  add(deal.distributor, won, 'distributor_revenue')
  add(partnerOf(deal), made, 'pipeline')
  add(deal.distributor, made, 'distributor_pipeline')
  if (servicesAmount !== null) add(deal.service, won, 'services_amount')
  return rows
}

function isOfAmount({ measures }: AwardRow): boolean {
  return !measures.includes('services_amount')
}

/** Takes registrations; gives a row for each that was approved in one of the years, and is not refused now. */
export function* registrationRows(registrations: Iterable<AwardRegistration>, years: AwardYears): Generator<AwardRow> {
  for (const { name, program, approved, isRefused, partner, place } of registrations) {
    const year = yearOf(approved, years)
    if (year === null || partner === null || program === null || isRefused) continue
    const measures: Measure[] = [program === 'service_attach' ? 'service_attach' : 'registrations']
    yield { partner, year, measures, kind: 'deal_registrations', name, day: approved, amount: null, about: null, place }
  }
}
