import { accounts } from './accounts.ts'
import { calendar } from './calendar.ts'
import { certificationDashboard } from './certification-dashboard.ts'
import {
  camAccountsByTerritory,
  camByPartner,
  camOpportunitiesBySegment,
  camOpportunitiesByTerritory,
  territories,
} from './channel-managers.ts'
import { dealRegistrations } from './deal-registrations.ts'
import { distributors } from './distributors.ts'
import { invoices } from './invoices.ts'
import type { Kind } from './kind.ts'
import { lettersIssued } from './letters-issued.ts'
import { nfrLicenses } from './nfr-licenses.ts'
import { nfrRequests } from './nfr-requests.ts'
import { opportunities } from './opportunities.ts'
import { portalUsers } from './portal-users.ts'
import { salesforceUsers } from './salesforce-users.ts'

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
  camAccountsByTerritory,
  camOpportunitiesBySegment,
  camOpportunitiesByTerritory,
  camByPartner,
  territories,
  distributors,
  calendar,
]
