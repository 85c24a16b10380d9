/** What a threshold makes of a figure. */

import type { Share } from '../../../rules/insights/thresholds.ts'
import type { FindingCode, InsightFinding, NotJudged } from './types.ts'

/** What the rule says of a figure: some findings, or that there is too little to judge by. */
export type Judged = (InsightFinding | NotJudged)[]

/** A finding; inside only where it says so. */
export function finding(
  code: FindingCode,
  kind: InsightFinding['kind'],
  figures: InsightFinding['figures'],
  { behind = null, isInside = false }: { behind?: string | null; isInside?: boolean } = {},
): InsightFinding {
  return { code, kind, figures, behind, isInside }
}

/** Judges a share in percent; nothing where it lies between the thresholds, or where there is nothing at all. */
export function ofShare(
  code: FindingCode,
  rate: number | null,
  of: number,
  { least, well, improve }: Share,
  more: { figures: InsightFinding['figures']; behind?: string },
): Judged {
  if (rate === null || of === 0) return []
  if (of < least) return [{ code, why: 'too_few', have: of, least }]
  const kind = rate >= well ? 'well' : rate < improve ? 'improve' : null
  return kind ? [finding(code, kind, { rate, of, threshold: kind === 'well' ? well : improve, ...more.figures }, more)] : []
}
