/** Why a decision is not recorded, and what to do instead. */

import type { RulingRefused } from '../rules/ruling.ts'
import { checkName } from '../verdicts/check-sentences.ts'
import { undoneSentence } from '../verdicts/request-notes.ts'
import { partnerArgument } from '../verdicts/shared-sentences.ts'
import type { PartnerVerdict } from '../verdicts/verdict.ts'
import type { DecisionResult } from './view.ts'

interface Refused {
  question: 'loa' | 'nfr'
  decision: DecisionResult['decision']
  /** The checks that bar an exception. */
  barredBy: readonly string[]
  verdict: PartnerVerdict
  /** The options that name who must approve an override, and an exception. */
  overrideBy: string
  exceptionBy: string
}

/** Words and next step of a refusal. */
export function refusalOf(refused: RulingRefused, about: Refused): NonNullable<DecisionResult['refusal']> {
  const told = refusalFor(refused, about)
  // What was decided before may be refused now for this alone.
  const undone = about.verdict.undone.map((each) => `; ${undoneSentence(each)}`)
  return { ...told, message: `${told.message}${undone.join('')}` }
}

function refusalFor(
  refused: RulingRefused,
  { question, decision, barredBy, verdict, overrideBy, exceptionBy }: Refused,
): NonNullable<DecisionResult['refusal']> {
  const against = `--override --reason "why" ${overrideBy}`
  const verb = decision === 'denied' ? 'deny' : 'approve'
  const failed = verdict.checks.filter(({ outcome }) => outcome === 'fail')
  const mayExcept =
    question === 'nfr' && decision === 'approved' && failed.length > 0 && failed.every(({ id }) => !barredBy.includes(id))
  switch (refused) {
    case 'against_verdict':
      return {
        code: refused,
        message: `the check says ${verdict.decision === 'eligible' ? 'YES' : 'NO'}, so it is not ${decision}`,
        hint: mayExcept
          ? `both may approve more than the program gives: --exception ${exceptionBy}`
          : `to ${verb} it all the same, once approved: ${against}`,
      }
    case 'cannot_tell':
      return {
        code: refused,
        message: 'the check cannot tell, so it is neither approved nor denied',
        hint: `do what stands under Next, then repeat the command; or, once approved: ${against}`,
      }
    case 'restricted':
      return {
        code: refused,
        message: 'Salesforce marks the account as a restricted party',
        hint:
          decision === 'exception'
            ? 'ask Legal first; without its word no exception is asked for'
            : `ask Legal; if Legal allows it: ${against}`,
      }
    case 'nothing_to_override':
      return { code: refused, message: 'the check itself says so: there is nothing to override', hint: 'leave out --override' }
    case 'exception_barred': {
      const failing = failed.filter(({ id }) => barredBy.includes(id)).map(({ id }) => `"${checkName(id)}"`)
      return {
        code: refused,
        message: `no exception is possible: a partner that fails ${failing.join(', ')} can never have one`,
        hint: `tell the channel manager what is missing: phd nfr deny ${partnerArgument(verdict)} --draft drafts`,
      }
    }
    case 'exception_unknown':
      return {
        code: refused,
        message: 'a check cannot be answered, so no exception can be judged',
        hint: `do what stands under Next, then repeat the command`,
      }
    case 'nothing_to_except':
      return {
        code: refused,
        message: 'it is within the program: no exception is needed',
        hint: question === 'nfr' ? `phd nfr approve ${partnerArgument(verdict)}, without --exception` : '',
      }
  }
}
