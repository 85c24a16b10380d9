/** Rows of certifications, made for a test: what it does not say is the usual. */

import type { CertifiedRow } from '../../../src/reports/scorecard/rows.ts'

let line = 1

export const SALES = { badge: 'Sales Core Training', credential: 'sales' } as const
export const SALES_PRO = { badge: 'Sales Professional Accreditation', credential: 'sales' } as const
export const ARCHITECT = { badge: 'Solution Architect Core Training', credential: 'solution_architect' } as const

/** A row of Ann at partner "acme", of sales, from 2026-03-01 without an end. */
export function row(given: Partial<CertifiedRow> = {}): CertifiedRow {
  const partner = given.partner === undefined ? 'acme' : given.partner
  return {
    ...{ person: 'ann@acme.example', name: 'Ann Lee', ...SALES, earned: '2026-03-01', expires: null, country: 'DE' },
    ...{ partner, now: { partner, by: 'row' }, file: 'certifications.csv', line: ++line, isDoubtful: false },
    ...given,
  }
}

/** Only one partner counts. */
export const only =
  (partner: string) =>
  (id: string): boolean =>
    id === partner
