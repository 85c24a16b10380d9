import type { Context } from '../../app/context.ts'
import { readChannelManagers } from '../../app/owners/channel-managers.ts'
import { ExitCode } from '../../errors.ts'
import { partnersInOrder } from '../../plans/accounts.ts'
import { accountOwnership } from '../../rules/cam/account.ts'
import { mappingFindings } from '../../rules/cam/mapping.ts'
import type { AccountFacts, Ownership } from '../../rules/cam/types.ts'
import { print } from '../../terminal/print.ts'
import { mappingCheckView, mappingView } from './mapping-view.ts'

/** Checks the tables for gaps, overlaps and managers who cannot be given an account, and says which partners each one touches. */
export async function runMappingCheck(context: Context): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const { ownerships, policy, places } = await readChannelManagers(context, store)
    const { facts, tables, rows, users } = ownerships
    const accounts: { facts: AccountFacts; byTable: Ownership }[] = []
    for await (const some of partnersInOrder(store))
      for (const partner of some) {
        const own = facts(partner)
        accounts.push({ facts: own, byTable: accountOwnership(own, tables, policy) })
      }
    const findings = mappingFindings(rows, tables, accounts, { policy, places, users })
    const check = { findings, places, usersKnown: users.known, accounts: accounts.length }
    print(context.io, context.format, mappingCheckView(check, context.io))
    return findings.length > 0 ? ExitCode.no : ExitCode.yes
  } finally {
    await store.close()
  }
}

/** Lists the tables in force. */
export async function runMappingList(context: Context): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const { territories, segments, salesTerritories, partners } = (await readChannelManagers(context, store)).ownerships.rows
    const rows = [...territories, ...(partners ?? []), ...(segments ?? []), ...(salesTerritories ?? [])]
    print(context.io, context.format, mappingView(rows, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}
