/** Sentences for why a decision is not recorded, and what to do instead. */

import type { RulingRefused } from '../rules/ruling.ts'
import { checkName } from '../verdicts/check-sentences.ts'
import { undoneSentence } from '../verdicts/request-sentences.ts'
import { partnerArgument } from '../verdicts/shared-sentences.ts'
import { approvalOptions, exceptionOptions } from './authorities.ts'
import { approvalWanted, type DecisionCase } from './case.ts'

export interface Refusal {
  code: RulingRefused
  message: string
  hint: string
}

/** A refusal in words, with the next step. */
export function refusalOf(code: RulingRefused, about: DecisionCase): Refusal {
  const { message, hint } = wordsOf(code, about)
  // What was decided before may be refused now because an import was undone.
  const undone = about.verdict.undone.map((each) => `; ${undoneSentence(each)}`)
  return { code, message: `${message}${undone.join('')}`, hint }
}

function wordsOf(code: RulingRefused, about: DecisionCase): Omit<Refusal, 'code'> {
  const { decision, verdict } = about
  switch (code) {
    case 'against_verdict':
      return {
        message: `the check says ${verdict.decision === 'eligible' ? 'YES' : 'NO'}, so it cannot be ${decision}`,
        hint: mayBeException(about)
          ? `if both approve more than the program allows: --exception ${exceptionOptions(about.authorities)}`
          : `to ${decision === 'denied' ? 'deny' : 'approve'} it anyway, with an approver: ${overrideOptions(about)}`,
      }
    case 'cannot_tell':
      return {
        message: 'the check cannot tell, so it can be neither approved nor denied',
        hint: `do the steps under Next, then repeat the command; or, with an approver: ${overrideOptions(about)}`,
      }
    case 'restricted':
      return {
        message: 'Salesforce marks the account as a restricted party',
        hint:
          decision === 'exception'
            ? 'ask Legal first: without their approval no exception can be asked for'
            : `ask Legal; if they allow it: ${overrideOptions(about)}`,
      }
    case 'nothing_to_override':
      return { message: 'the check agrees: there is nothing to override', hint: 'run it without --override' }
    case 'exception_barred': {
      const failing = barringChecks(about).map(({ id }) => `"${checkName(id)}"`)
      return {
        message: `no exception possible: a partner that fails ${failing.join(', ')} can never have one`,
        hint: `tell the channel manager what is missing: phd nfr deny ${partnerArgument(verdict)} --draft drafts`,
      }
    }
    case 'exception_unknown':
      return {
        message: 'a check has no answer, so an exception cannot be considered',
        hint: 'do the steps under Next, then repeat the command',
      }
    case 'nothing_to_except':
      return {
        message: 'it is within the program: no exception is needed',
        hint: verdict.question === 'nfr' ? `phd nfr approve ${partnerArgument(verdict)}, without --exception` : '',
      }
  }
}

function overrideOptions(about: DecisionCase): string {
  const approved = approvalWanted(about, { override: true, exception: false })
  return `--override --reason "why" ${approvalOptions(about.authorities, approved)}`
}

/** Whether everything that fails is something that an exception can lift. */
function mayBeException(about: DecisionCase): boolean {
  const { decision, verdict } = about
  const fails = verdict.checks.some(({ outcome }) => outcome === 'fail')
  return verdict.question === 'nfr' && decision === 'approved' && fails && barringChecks(about).length === 0
}

/** The failed checks that bar an exception. */
function barringChecks({ verdict }: DecisionCase) {
  const barredBy = verdict.question === 'nfr' ? verdict.policy.exception.barredBy : []
  return verdict.checks.filter(({ id, outcome }) => outcome === 'fail' && barredBy.includes(id))
}
