/** The source of an opportunity as data (phd.source/1). */

import type { FieldAnswer } from '../../../rules/sources/types.ts'
import type { SourceAnswer } from './answer.ts'
import { reasonText, whyText } from './sentences.ts'

/** One answer. */
export function sourceJson({ opportunity: { record, source }, finding, policy, evaluatedAt, asOf }: SourceAnswer) {
  const { source: own, others, because } = finding
  return {
    schema: 'phd.source/1',
    opportunity: { id: record.id, name: record.name, customer: record.customer },
    expected: own.expected,
    recorded: own.recorded,
    agrees: own.agrees,
    because: because.map((reason) => ({
      code: reason.code,
      weight: reason.weight,
      text: reasonText(reason),
      facts: reason.facts.map(({ value, source: at }) => ({ value, ...at })),
      handbook: reason.handbook,
    })),
    source: own.fact?.source ?? null,
    fields: others.map(fieldJson),
    nextSteps: nextSteps(finding, policy),
    evaluatedAt,
    asOf,
    policy: { id: 'sources', version: policy.version },
    handbook: own.handbook,
    seen: { file: source.file, line: source.line, lastSeenAt: source.lastSeenAt },
  }
}

function fieldJson(answer: FieldAnswer) {
  const { field, expected, recorded, agrees, why, unusable, fact, handbook } = answer
  return { field, expected, recorded, agrees, why, text: whyText(answer), unusable, source: fact?.source ?? null, handbook }
}

/** What to do where a field differs. */
export function nextSteps({ source, others }: SourceAnswer['finding'], { ask }: SourceAnswer['policy']): string[] {
  const differing = [source, ...others].filter(({ agrees }) => agrees === false)
  return differing.length === 0
    ? []
    : [`have it corrected (${differing.map(({ field, expected }) => `${field}: ${expected}`).join('; ')}): ${ask}`]
}
