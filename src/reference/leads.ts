/** The rules for shared leads and evaluation licenses, as their files in `data/policies/` have them. */

import * as v from 'valibot'
import type { EvaluationPolicy } from '../rules/leads/evaluation.ts'
import type { LeadPolicy } from '../rules/leads/types.ts'
import { readReference } from './data-files.ts'
import type { BackgroundVersion, PolicyText } from './reference.ts'

const day = v.pipe(v.string(), v.isoDate())
const citation = v.object({ page: v.string(), section: v.string() })
const words = v.pipe(v.array(v.string()), v.minLength(1))
const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const dated = { version: v.string(), from: v.nullable(day), to: v.nullable(day), about: v.string(), source: v.string() }
const background = v.array(v.object({ version: v.string(), known: v.string(), source: v.string(), rule: v.array(v.string()) }))

const leadPolicies = v.object({
  versions: v.array(
    v.object({
      ...dated,
      shareStatus: v.object({ notShared: words, pending: words, accepted: words, rejected: words, recalled: words }),
      status: v.object({ working: words, qualified: words, disqualified: words, converted: words }),
      ownership: v.object({ gitlab: words, others: words }),
      notRegistered: words,
      phases: v.pipe(
        v.array(v.object({ phase: count, since: v.picklist(['created', 'accepted']), overDays: count })),
        v.minLength(1),
      ),
      acceptWithinDays: count,
      replyWithinHours: count,
      handbook: v.object({ recall: citation, accept: citation, reply: citation, words: citation }),
    }),
  ),
  background,
})
export type LeadPolicyFile = { versions: (LeadPolicy & PolicyText)[]; background: BackgroundVersion[] }

/** The rule for shared leads: its versions, oldest first, and what is only background. Throws the refusal `bad_reference_data`. */
export function readLeadPolicyFile(): LeadPolicyFile {
  return readReference('policies/leads.json', leadPolicies)
}

const evaluationPolicies = v.object({
  versions: v.array(
    v.object({
      ...dated,
      days: count,
      managedFrom: count,
      registration: v.object({
        approved: words,
        waiting: words,
        ended: words,
        withoutEnd: words,
        days: count,
        otherTypes: words,
      }),
      handbook: v.object({ evaluations: citation, registration: citation }),
    }),
  ),
  background,
})
export type EvaluationPolicyFile = { versions: (EvaluationPolicy & PolicyText)[]; background: BackgroundVersion[] }

/** The rule for evaluation licenses: its versions, oldest first, and what is only background. Throws the refusal `bad_reference_data`. */
export function readEvaluationPolicyFile(): EvaluationPolicyFile {
  return readReference('policies/evaluations.json', evaluationPolicies)
}
