/** The names of the kinds, for what needs no more of them: to read all their declarations takes a while. */

/** Every kind, by its name, in the order of `kinds`. */
export const KIND_NAMES = [
  'accounts',
  'portal_users',
  'certification_dashboard',
  'salesforce_users',
  'opportunities',
  'deal_registrations',
  'nfr_licenses',
  'nfr_requests',
  'letters_issued',
  'invoices',
  'leads',
  'evaluation_licenses',
  'certifications',
  'vouchers',
  'psp_eligibility',
  'influence_records',
  'rebate_exceptions',
  'exchange_rates',
  'cam_accounts_by_territory',
  'cam_opportunities_by_segment',
  'cam_opportunities_by_territory',
  'cam_by_partner',
  'territories',
  'distributors',
  'roles',
  'calendar',
] as const

/** The lists that something falls due by, and that a desk may do without. */
export const OPTIONAL_LISTS = [
  'deal_registrations',
  'nfr_licenses',
  'nfr_requests',
  'letters_issued',
  'leads',
  'evaluation_licenses',
  'vouchers',
  'rebate_exceptions',
] as const satisfies ReadonlyArray<(typeof KIND_NAMES)[number]>
