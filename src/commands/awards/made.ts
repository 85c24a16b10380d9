/** The reports for the awards with all that is told beside them. */

import type { AwardsReport } from '../../reports/awards/compile.ts'
import type { UnlinkedName } from './links.ts'
import type { ListState } from './read.ts'

/** The reports, what they rest on, and how to make them again. */
export interface MadeAwards {
  report: AwardsReport
  /** The region and the category that were asked for; null: all. */
  region: { id: string; name: string } | null
  category: string | null
  amountField: 'amount' | 'netArr'
  /** What awards call each region. */
  regionNames: Readonly<Record<string, string>>
  /** The name of any partner by its id. */
  nameOf(id: string): string
  lists: readonly ListState[]
  unlinked: readonly UnlinkedName[]
  /** YYYY-MM-DD. */
  today: string
  now: string
  asOf: string | null
  /** The versions of the tables: "regions 2025". */
  rules: readonly string[]
  command: string
}
