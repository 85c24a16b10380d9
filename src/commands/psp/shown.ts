/** What a report on PSPs shows. */

import type { Listed } from '../../packed/packed-list.ts'
import type { NamedPartner } from '../../partners/linking/links.ts'
import type { Partner } from '../../partners/partner.ts'
import type { PspEligibility } from '../../records/kinds/psp-eligibility.ts'
import type { ComparedVersion, PsePeople, Services } from '../../reports/psp/psp.ts'
import type { CertifiedRow } from '../../reports/scorecard/rows.ts'
import type { PspFinding } from '../../rules/programs/psp.ts'
import type { leftOutOf, sourcesOf } from '../../scorecards/sources.ts'
import type { RowSource } from '../../store/store.ts'

/** A row of the list, and where it is. */
interface SheetRow {
  record: PspEligibility
  source: Pick<RowSource, 'file' | 'line' | 'lastSeenAt' | 'lastSeenBy' | 'statedBy' | 'headings'>
}

/** A partner with what the list says, and what the records show. */
export interface CheckedPartner {
  partner: NamedPartner
  finding: PspFinding
  /** Its row of the list; null: it has none for certain. */
  row: SheetRow | null
  people: PsePeople
  /** People with PSE whose portal account is not activated; they do not count. */
  inactive: number
  holders: readonly CertifiedRow[]
  /** Null: registrations are not known. */
  services: Services | null
  versions: readonly ComparedVersion[]
}

/** What every report on PSPs needs. */
export interface PspReport {
  checked: Listed<CheckedPartner>
  /** Null: of every partner on the list. */
  only: Partner | null
  withAddresses: boolean
  maxAgeDays: number
  sources: ReturnType<typeof sourcesOf>
  leftOut: ReturnType<typeof leftOutOf>
  rules: readonly string[]
  command: string
  now: string
  today: string
}
