/** A decision that a person wants to make: what it is about, and what was typed. */

import type { FormRequest } from '../requests/form.ts'
import type { DeskRequest, Requester } from '../requests/request.ts'
import type { Approved } from '../rules/authority.ts'
import type { NfrAsk } from '../rules/nfr-types.ts'
import { isRestricted, type PartnerVerdict } from '../verdicts/verdict.ts'
import type { Authorities } from './authorities.ts'

export type DecisionKind = 'approved' | 'denied' | 'exception'

/** What a decision is about: everything that was found, and nothing that was typed. */
export interface DecisionCase {
  decision: DecisionKind
  verdict: PartnerVerdict
  /** The request it is about; null: none is recorded. */
  request: DeskRequest | null
  /** The row of the license request form it is about. */
  form: FormRequest | null
  /** What is asked for; of a license alone. */
  ask: NfrAsk | null
  /** Why the partner needs an exception; of an exception that is asked for. */
  justification: string | null
  authorities: Authorities
}

/** What the command line says of a decision. */
export interface Typed {
  requester: Requester
  received: string | null
  /** Whether it goes against the check. */
  override: boolean
  reason: string | null
  /** Whether it is approved as an exception. */
  exception: boolean
  approvers: readonly string[]
}

/** When it is decided, ISO 8601 UTC, and how old its evidence may be. */
export interface DecisionTime {
  now: string
  maxAgeDays: number
  usualMaxAgeDays: number
}

/** What must be approved. */
export function approvalWanted(
  { decision, verdict }: Pick<DecisionCase, 'decision' | 'verdict'>,
  { override, exception }: Pick<Typed, 'override' | 'exception'>,
): Approved {
  return {
    checks: verdict.checks,
    decision: decision === 'denied' ? 'denied' : 'approved',
    restricted: isRestricted(verdict),
    override,
    exception,
  }
}
