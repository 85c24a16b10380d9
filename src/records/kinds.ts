import type { Kind } from './kind.ts'
import { accounts } from './kinds/accounts.ts'
import { calendar } from './kinds/calendar.ts'
import { certificationDashboard } from './kinds/certification-dashboard.ts'
import { certifications } from './kinds/certifications.ts'
import {
  camAccountsByTerritory,
  camByPartner,
  camOpportunitiesBySegment,
  camOpportunitiesByTerritory,
  territories,
} from './kinds/channel-managers.ts'
import { dealRegistrations } from './kinds/deal-registrations.ts'
import { distributors } from './kinds/distributors.ts'
import { exchangeRates } from './kinds/exchange-rates.ts'
import { influenceRecords } from './kinds/influence-records.ts'
import { invoices } from './kinds/invoices.ts'
import { leads } from './kinds/leads.ts'
import { evaluationLicenses } from './kinds/licenses/evaluation-licenses.ts'
import { lettersIssued } from './kinds/licenses/letters-issued.ts'
import { nfrLicenses } from './kinds/licenses/nfr-licenses.ts'
import { nfrRequests } from './kinds/licenses/nfr-requests.ts'
import { OPTIONAL_LISTS } from './kinds/names.ts'
import { opportunities } from './kinds/opportunities.ts'
import { portalUsers } from './kinds/portal-users.ts'
import { pspEligibility } from './kinds/psp-eligibility.ts'
import { rebateExceptions } from './kinds/rebate-exceptions.ts'
import { roles } from './kinds/roles.ts'
import { salesforceUsers } from './kinds/salesforce-users.ts'
import { vouchers } from './kinds/vouchers.ts'

/** Every record kind phd reads, keeps and documents. */
export const kinds: readonly Kind[] = [
  accounts,
  portalUsers,
  certificationDashboard,
  salesforceUsers,
  opportunities,
  dealRegistrations,
  nfrLicenses,
  nfrRequests,
  lettersIssued,
  invoices,
  leads,
  evaluationLicenses,
  certifications,
  vouchers,
  pspEligibility,
  influenceRecords,
  rebateExceptions,
  exchangeRates,
  camAccountsByTerritory,
  camOpportunitiesBySegment,
  camOpportunitiesByTerritory,
  camByPartner,
  territories,
  distributors,
  roles,
  calendar,
]

/** Lists that something falls due by, and that a desk may do without. */
export const optionalLists: readonly Kind[] = kinds.filter(({ kind }) => (OPTIONAL_LISTS as readonly string[]).includes(kind))
