import { accounts } from './accounts.ts'
import { certificationDashboard } from './certification-dashboard.ts'
import type { Kind } from './kind.ts'
import { portalUsers } from './portal-users.ts'

/** Every record kind phd reads, keeps and documents. */
export const kinds: readonly Kind[] = [accounts, portalUsers, certificationDashboard]
