/** The insights of one partner with all that a page says of them. */

import type { Period } from '../../reports/insights/periods.ts'
import type { Insights } from '../../reports/insights/report.ts'
import type { InsightEvidence, InsightTerm } from '../../reports/insights/types.ts'
import type { InsightSource } from './read.ts'

/** What the page, the JSON and the rows are made of. */
export interface InsightReport {
  partner: { id: string; name: string; track: string | null; region: string | null; owner: string | null; ownerId: string | null }
  period: Period
  /** The day of the answer, and the moment (ISO 8601). */
  day: string
  now: string
  insights: Insights
  /** Letters and licenses in force. */
  terms: readonly InsightTerm[]
  /** Whether lists of them were ever imported. */
  listed: InsightEvidence['listed']
  /** The page for the partner: without what is for the company alone. */
  isForPartner: boolean
  /** The file of the exchange rates; null: none were imported. */
  ratesFile: string | null
  sources: readonly InsightSource[]
  /** The versions of the rules: "insights 2026-12". */
  rules: readonly string[]
  /** The command that makes it again. */
  command: string
}
