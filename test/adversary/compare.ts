import type { Verdict } from './desk.ts'
import type { Decision, Outcome } from './model.ts'
import type { Allowed } from './oracle.ts'

/** The checks that decide together, whatever else is shown. */
const decisionOf = (outcomes: readonly Outcome[]): Decision =>
  outcomes.includes('fail') ? 'not_eligible' : outcomes.includes('unknown') ? 'needs_review' : 'eligible'

/** The decisions that some allowed outcome of each check makes. */
function decisionsOf(allowed: Allowed): Set<Decision> {
  const ways = Object.values(allowed).reduce<Outcome[][]>(
    (before, outcomes) => before.flatMap((way) => [...outcomes].map((outcome) => [...way, outcome])),
    [[]],
  )
  return new Set(ways.map(decisionOf))
}

/** What is wrong with a verdict, in words; nothing where it is allowed. */
export function faultsOf(verdict: Verdict, allowed: Allowed): string[] {
  const faults: string[] = []
  const decisions = decisionsOf(allowed)
  if (!decisions.has(verdict.decision as Decision)) {
    faults.push(`decision is ${verdict.decision}, allowed: ${[...decisions].join(', ')}`)
  }
  for (const [check, outcomes] of Object.entries(allowed)) {
    const found = verdict.checks.find(({ id }) => id === check)
    if (found !== undefined && !outcomes.has(found.outcome as Outcome)) {
      faults.push(`${check} is ${found.outcome}, allowed: ${[...outcomes].join(', ')}`)
    }
    if (found === undefined && !outcomes.has('pass')) faults.push(`${check} is missing, allowed: ${[...outcomes].join(', ')}`)
  }
  if (decisionOf(verdict.checks.map(({ outcome }) => outcome as Outcome)) !== verdict.decision) {
    faults.push(`decision is ${verdict.decision}, and its checks say otherwise`)
  }
  return faults
}
