/** The reports that are pages: how each is asked for, and the lists it needs. */

import type { Desk } from '../cli/phd.ts'

export interface ReportPage {
  name: string
  args: readonly string[]
  /** The files of `fixtures/` that are imported, in this order. */
  files: readonly string[]
  /** Kept in `docs/samples/`, for whoever wants to see one first. */
  isSample?: true
}

const DESK = ['desk/sfdc-accounts.csv', 'desk/impartner-users.csv', 'desk/certification-dashboard.csv']
const BADGES = [
  ...['badge-accounts.csv', 'badge-users-2026-11-10.csv', 'badge-users-2026-11-19.csv', 'badges.csv'].map(
    (file) => `scorecards/${file}`,
  ),
]

const AWARDS = [
  ...['accounts', 'opportunities', 'registrations', 'certifications', 'dashboard-2023-01', 'dashboard-2024-01'].map(
    (list) => `awards/awards-${list}.csv`,
  ),
]

const REVIEW = [
  ...['accounts', 'certifications', 'deal-registrations', 'evaluations', 'exchange-rates', 'influence-records'],
  ...['opportunities', 'prospects'],
].map((list) => `insights/review-${list}.csv`)

export const REPORTS: readonly ReportPage[] = [
  { name: 'digest', args: ['digest'], files: DESK },
  { name: 'digest-director', args: ['digest', '--for', 'director'], files: DESK },
  { name: 'scorecard-partner', args: ['scorecard', 'partner', 'Acme GmbH'], files: BADGES, isSample: true },
  { name: 'scorecard-region', args: ['scorecard', 'region', 'Global'], files: BADGES, isSample: true },
  { name: 'vouchers', args: ['vouchers'], files: [...DESK, 'lists/pse-vouchers.csv'], isSample: true },
  {
    name: 'psp',
    args: ['psp', 'check', '--all'],
    files: [...DESK, 'lists/psp-eligibility.csv', 'lists/pse-badges.csv', 'lists/services.csv'],
  },
  { name: 'rebates', args: ['rebates'], files: [...DESK, 'lists/rebate-exceptions.csv'], isSample: true },
  { name: 'insights', args: ['insights', 'Alder Systems GmbH'], files: REVIEW, isSample: true },
  { name: 'insights-for-partner', args: ['insights', 'Alder Systems GmbH', '--for', 'partner'], files: REVIEW },
  { name: 'influence', args: ['influence'], files: REVIEW },
  { name: 'awards', args: ['awards', 'FY25'], files: AWARDS, isSample: true },
]

/** The page of a report as HTML, on a desk that has its lists. */
export function pageOf(desk: Desk, { args, files }: ReportPage): string {
  desk.put(...files).imports(...files.map((file) => file.split('/').at(-1) ?? file))
  return desk.phd(...args, '--format', 'html').stdout
}
