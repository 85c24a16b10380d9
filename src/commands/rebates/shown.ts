/** What a report on rebate exceptions shows. */

import type { QuarterState } from '../../decisions/quarters/work.ts'
import type { ExceptionFigures } from '../../reports/rebates/rebates.ts'
import type { FiscalQuarter } from '../../rules/fiscal.ts'
import type { leftOutOf, sourcesOf } from '../../scorecards/sources.ts'
import type { Finding } from './sentences.ts'

/** All that the report says. */
export interface RebateReport {
  partner: { id: string; name: string; account: { record: { owner: string | null; ownerId: string | null } } } | null
  /** Null: of all quarters. */
  quarter: FiscalQuarter | null
  /** Null: no list was ever imported. */
  figures: ExceptionFigures | null
  finding: Finding
  /** Requests of no certain partner, which are counted. */
  counted: number
  /** The currency of amounts that name none, by the settings; null: they do not say. */
  usualCurrency: string | null
  /** Requests without a day, which are of no quarter that was asked for. */
  undated: number
  /** The days of the quarters. */
  states: readonly QuarterState[]
  policy: string
  sources: ReturnType<typeof sourcesOf>
  leftOut: ReturnType<typeof leftOutOf>
  command: string
  now: string
  today: string
}
