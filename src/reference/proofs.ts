/** The rule for proofs of execution in `data/policies/proofs.json`, and the words that may stand next to a name, typed. */

import * as v from 'valibot'
import type { ProofPolicy } from '../rules/proof/types.ts'
import { readReference } from './data-files.ts'
import type { BackgroundVersion, PolicyText } from './reference.ts'

const day = v.pipe(v.string(), v.isoDate())
const citation = v.object({ page: v.string(), section: v.string() })
const words = v.pipe(v.array(v.string()), v.minLength(1))
const months = v.pipe(v.number(), v.integer(), v.minValue(1))
const policies = v.object({
  versions: v.array(
    v.object({
      version: v.string(),
      from: v.nullable(day),
      to: v.nullable(day),
      about: v.string(),
      source: v.string(),
      type: v.string(),
      awaited: words,
      granted: words,
      rebateMonths: months,
      submissionMonths: v.nullable(months),
      next: v.array(
        v.object({
          if: v.picklist(['incomplete', 'complete', 'complete_open', 'complete_late', 'unqualified', 'lost']),
          status: v.string(),
          when: v.string(),
        }),
      ),
      handbook: v.object({ document: citation, registration: citation, only: citation, window: citation }),
    }),
  ),
  background: v.array(v.object({ version: v.string(), known: v.string(), source: v.string(), rule: v.array(v.string()) })),
})
export type ProofPolicyFile = { versions: (ProofPolicy & PolicyText)[]; background: BackgroundVersion[] }

/** The rule for proofs of execution: its versions, oldest first, and what is only background. */
export function readProofPolicyFile(): ProofPolicyFile {
  return readReference('policies/proofs.json', policies)
}

/** Words that may stand next to a company's name in a document, in lower case. */
export function readProofWords(): ReadonlySet<string> {
  return new Set(readReference('proof-words.json', v.object({ about: v.string(), beside: words })).beside)
}
