import type { Opportunity } from '../../../records/kinds/opportunities.ts'
import type { SourceFinding, SourcePolicy } from '../../../rules/sources/types.ts'
import type { Stored } from '../../../store/store.ts'

/** The answer about one opportunity, as data. */
export interface SourceAnswer {
  opportunity: Stored<Opportunity>
  finding: SourceFinding
  policy: SourcePolicy
  evaluatedAt: string
  asOf: string | null
}
