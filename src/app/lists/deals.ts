/** Reads the registrations that a command is about, with the policy and business days of the desk. */

import { ExitCode } from '../../errors.ts'
import type { Deals } from '../../partners/deals/packed-deals.ts'
import { type DealChoice, readDeals } from '../../partners/deals/read-deals.ts'
import { newestOf, type RejectedRows, rejectedOf } from '../../partners/list-state.ts'
import type { Kind } from '../../records/kind.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { certificationDashboard } from '../../records/kinds/certification-dashboard.ts'
import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { opportunities } from '../../records/kinds/opportunities.ts'
import { portalUsers } from '../../records/kinds/portal-users.ts'
import type { BusinessDays } from '../../rules/business-days.ts'
import type { DealPolicy } from '../../rules/deals/types.ts'
import { policyFor } from '../../rules/policy.ts'
import type { RecordReader } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { deskCalendar } from '../desk-calendar.ts'
import { readyForAll } from '../long-run.ts'
import { givenValue } from '../option-values.ts'

/** A list that answers rest on, and how old it is; `file` null: none was imported. */
interface DealSource {
  kind: string
  title: string
  file: string | null
  lastSeenAt: string | null
  isOld: boolean
}

/** Registrations, late ones first, and what they were judged by. */
export interface DealList {
  deals: Deals
  policy: DealPolicy
  days: BusinessDays
  today: string
  now: string
  asOf: string | null
  sources: readonly DealSource[]
  /** Rows of registrations that were rejected and are not corrected; null: none. */
  rejected: RejectedRows | null
}

const KINDS: readonly Kind[] = [dealRegistrations, accounts, portalUsers, certificationDashboard, opportunities]

/**
 * The registrations of a choice, judged by the policy of the day, late ones first unless it has an order; `region`: whose holidays count
 * too. With `isDaysOnly`, whether each partner may register is skipped. Throws usage errors.
 */
export async function readDealList<Key = null>(
  context: Context,
  store: RecordReader,
  region: string | undefined,
  { isDaysOnly = false, ...choice }: DealChoice<Key> & { isDaysOnly?: boolean } = {},
): Promise<DealList> {
  const { readDealPolicyFile, otherWordsOf } = await import('../../reference/deals.ts')
  const { today, now, asOf, maxAgeDays, dayOf } = context
  readyForAll(context)
  const file = readDealPolicyFile()
  const policy = policyFor(file.versions, today, 'deal registrations')
  const days = await deskCalendar(context, store, givenValue('--region', region))
  const reading = { policy, otherWords: otherWordsOf(file, policy), days, today, now, maxAgeDays, dayOf, isDaysOnly }
  const deals = await readDeals(store, reading, choice)
  const rejected = await rejectedOf(store, dealRegistrations)
  return { deals, policy, days, today, now, asOf, sources: await sourcesOf(context, store), rejected }
}

async function sourcesOf(context: Context, store: RecordReader): Promise<DealSource[]> {
  const none = { file: null, lastSeenAt: null, isOld: false }
  return Promise.all(
    KINDS.map(async (each) => ({ kind: each.kind, title: each.title, ...((await newestOf(context, store, each)) ?? none) })),
  )
}

/** Whether registrations were imported, and not too long ago. */
export function isCurrent({ sources }: Pick<DealList, 'sources'>): boolean {
  const list = sources.find(({ kind }) => kind === dealRegistrations.kind)
  return list?.file != null && !list.isOld
}

/** What a list ends with: it cannot tell without registrations, with an old list, or where a rejected row may be one of them. */
export function listCode(list: Pick<DealList, 'sources' | 'rejected'>): ExitCode {
  return isCurrent(list) && list.rejected === null ? ExitCode.yes : ExitCode.cannotTell
}
