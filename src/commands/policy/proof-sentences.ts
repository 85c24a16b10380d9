/** The rule for proofs of execution in words, made from the figures that decide. */

import type { ProofPolicyFile } from '../../reference/proofs.ts'
import type { Clause } from './clause.ts'

/** A version of the rule, sentence by sentence. */
export function proofClauses(version: ProofPolicyFile['versions'][number]): Clause[] {
  const { type, awaited, granted, rebateMonths, submissionMonths, next, handbook } = version
  const listed = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(' or ')
  return [
    {
      text: 'the document names the partner, the customer and the service attach deal ID; the partner is asked for what is missing',
      handbook: handbook.document,
    },
    {
      text: `its registration is of the type "${type}", of that partner, and ${listed(awaited)}`,
      handbook: handbook.registration,
    },
    { text: `no other such registration of its opportunity is ${listed(granted)}`, handbook: handbook.only },
    {
      text: `for the rebate, it comes within ${rebateMonths} months after the opportunity was closed won`,
      handbook: { page: 'Channel Partners: Working with GitLab', section: 'Definitions and Qualifications' },
    },
    ...(submissionMonths === null
      ? []
      : [
          {
            text: `without the rebate, it counts within ${submissionMonths} months after the registration was submitted`,
            handbook: handbook.window,
          },
        ]),
    {
      text: `the registration is then set to: ${next.map(({ status, when }) => `"${status}" (${when})`).join('; ')}`,
      handbook: handbook.registration,
    },
  ]
}
