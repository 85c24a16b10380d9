/** The kinds of work that come again every quarter, each by the policy of the day. */

import type { Context } from '../../app/context.ts'
import {
  type PriceFilePolicy,
  type RebatePolicy,
  readPriceFilePolicies,
  readRebatePolicies,
} from '../../reference/quarter-work.ts'
import { policyFor } from '../../rules/policy.ts'
import type { QuarterWork } from './work.ts'

/** The work on price files. Throws `no_policy`. */
export function priceFileWork({ today }: Pick<Context, 'today'>): QuarterWork & { policy: PriceFilePolicy } {
  const policy = policyFor(readPriceFilePolicies(), today, 'price files')
  return { id: 'price_files', title: 'price files', command: 'price-file', schema: 'phd.price-file/1', policy, offset: 1 }
}

/** The work on rebates. Throws `no_policy`. */
export function rebateWork({ today }: Pick<Context, 'today'>): QuarterWork & { policy: RebatePolicy } {
  const policy = policyFor(readRebatePolicies(), today, 'rebates')
  return { id: 'rebates', title: 'rebates', command: 'rebate', schema: 'phd.rebate/1', policy, offset: 0 }
}
