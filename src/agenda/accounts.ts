/** Accounts and rows that no one has or that lead nowhere: without an owner, without a channel manager by the tables, unlinked, rejected. */

import type { Context } from '../app/context.ts'
import { readChannelManagers } from '../app/owners/channel-managers.ts'
import { partnerIndex } from '../partners/every/partner-index.ts'
import { sourceOf } from '../partners/facts.ts'
import { rejectedOf } from '../partners/list-state.ts'
import { isPartner, toPartner } from '../partners/partner.ts'
import { unlinkedNames } from '../partners/unlinked.ts'
import { type Account, accounts } from '../records/kinds/accounts.ts'
import { kinds } from '../records/kinds.ts'
import type { AgendaItem } from '../reports/agenda.ts'
import { accountOwnership } from '../rules/cam/account.ts'
import type { RecordReader, Stored } from '../store/store.ts'
import { listDoubts } from './list-doubts.ts'
import { lineOf, PLAIN } from './places.ts'
import type { AgendaPart } from './requests.ts'

/** So many lines are named as evidence of a count. */
const EXAMPLES = 5

/** The accounts without an owner, and those that the tables of channel managers give to nobody. */
export async function readAccountItems(context: Context, store: RecordReader): Promise<AgendaPart> {
  const doubts = await listDoubts(context, store, accounts, {
    unknown: 'who owns which partner',
    command: 'phd doctor',
  })
  const [{ partners }, { ownerships, policy }] = await store.together(
    () => partnerIndex(store),
    () => readChannelManagers(context, store),
  )
  if (partners.length === 0) return { items: [], doubts, policies: [] }
  const { facts, tables, sets } = ownerships
  const unowned = new Counted()
  const unmapped = new Counted()
  for await (const some of store.recordBatches(accounts))
    for (const account of some) {
      if (!isPartner(account)) continue
      const partner = toPartner(account)
      if (!account.record.owner?.trim() && account.record.ownerId === null) unowned.add(account)
      if (!sets.has(partner.id) && accountOwnership(facts(partner), tables, policy).decision === 'unmapped') unmapped.add(account)
    }
  const { accounts: handbook } = policy.handbook
  return {
    items: [
      ...counted('accounts_unowned', unowned, 'without an owner in Salesforce', 'phd cam owner --all'),
      ...counted('accounts_unmapped', unmapped, 'that no table gives a channel manager', 'phd cam mapping check'),
    ].map((item) => ({ ...item, handbook: [handbook] })),
    doubts,
    policies: [`cam ${policy.version}`],
  }
}

/** How many accounts there are, with the first few. */
class Counted {
  count = 0
  readonly examples: Stored<Account>[] = []

  add(account: Stored<Account>): void {
    this.count++
    if (this.examples.length < EXAMPLES) this.examples.push(account)
  }
}

function counted(
  code: 'accounts_unowned' | 'accounts_unmapped',
  { count, examples }: Counted,
  what: string,
  list: string,
): AgendaItem[] {
  if (count === 0) return []
  return [
    {
      ...PLAIN,
      code,
      key: code,
      count,
      what: `${count === 1 ? 'account' : 'accounts'} ${what}`,
      command: list,
      list,
      evidence: examples.map((account) => lineOf(sourceOf(account))),
    },
  ]
}

/** The names in rows that lead to no partner, and the rows that were rejected and are not corrected. */
export async function readLooseEnds({ notUsed }: Pick<Context, 'notUsed'>, store: RecordReader): Promise<AgendaItem[]> {
  const parts = await store.together(
    () => unlinkedItems(store, notUsed),
    () => rejectedItems(store),
  )
  return parts.flat()
}

async function unlinkedItems(store: RecordReader, notUsed: readonly string[]): Promise<AgendaItem[]> {
  const isListed = await store.wasImported(accounts)
  const unlinked = isListed ? await unlinkedNames(store, notUsed) : []
  if (unlinked.length === 0) return []
  return [
    {
      ...PLAIN,
      code: 'names_unlinked',
      key: 'names_unlinked',
      count: unlinked.length,
      what: `${unlinked.length === 1 ? 'name' : 'names'} in rows that no partner has`,
      command: 'phd partner unlinked',
      list: 'phd partner unlinked',
      evidence: unlinked.slice(0, EXAMPLES).map(lineOf),
    },
  ]
}

async function rejectedItems(store: RecordReader): Promise<AgendaItem[]> {
  const newest = await store.newestImports()
  const items = newest.map(({ id, kind: name, counts, file, lastSeenAt }) => async (): Promise<AgendaItem[]> => {
    const kind = kinds.find((each) => each.kind === name)
    const again = kind ? await rejectedOf(store, kind) : null
    const rows = Math.max(counts.rejected, again?.rows ?? 0)
    if (rows === 0) return []
    return [
      {
        ...PLAIN,
        code: 'rows_rejected',
        key: `rows_rejected ${name}`,
        count: rows,
        what: `${rows === 1 ? 'row' : 'rows'} rejected: ${kind?.title ?? name}`,
        command: `phd imports show ${id}`,
        list: `phd imports show ${id}`,
        evidence: [lineOf({ file: again?.file ?? file, line: null, lastSeenAt })],
      },
    ]
  })
  return (await store.together(...items)).flat()
}
