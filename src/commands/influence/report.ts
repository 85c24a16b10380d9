/** Influence with all that a page says of it. */

import type { InfluenceReport } from '../../reports/insights/influenced.ts'
import type { ReadInfluence } from './read.ts'

/** What the page, the JSON and the rows are made of. */
export interface InfluencePage {
  partner: { id: string; name: string } | null
  /** As FY27-Q3; null: all records. */
  quarter: string | null
  day: string
  now: string
  /** Null: no influence records were imported. */
  influence: InfluenceReport | null
  ratesFile: string | null
  sources: ReadInfluence['sources']
  command: string
}
