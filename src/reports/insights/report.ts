/** A partner's insights: its figures, and what the rule says of them. Evidence in, report out. */

import type { Thresholds } from '../../rules/insights/thresholds.ts'
import { type Figures, type FiguresOptions, figuresOf } from './figures.ts'
import { judge } from './findings/judge.ts'
import type { InsightFinding, NotJudged } from './findings/types.ts'
import type { InsightEvidence } from './types.ts'

/** What a partner's insights are. */
export interface Insights extends Figures {
  findings: readonly InsightFinding[]
  notJudged: readonly NotJudged[]
}

/** Works the insights of one partner out of its lists, by the thresholds in force. */
export function insightsOf(evidence: InsightEvidence, options: Omit<FiguresOptions, 'within'>, thresholds: Thresholds): Insights {
  const figures = figuresOf(evidence, { ...options, within: thresholds.endsWithin })
  return { ...figures, ...judge(figures, thresholds) }
}
