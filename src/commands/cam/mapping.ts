import { camDesk, openForCam } from '../../app/channel-managers.ts'
import type { Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { accountOwnership } from '../../rules/cam.ts'
import { mappingFindings } from '../../rules/cam-mapping.ts'
import { printMapping, printMappingCheck } from './mapping-view.ts'
import { partnersInOrder } from './owner.ts'

/** Looks the tables over: gaps, overlaps, managers who cannot be given an account, and the partners each one touches. */
export async function runMappingCheck(context: Context): Promise<ExitCode> {
  const store = await openForCam(context, 'read')
  try {
    const { ownerships, policy, places } = await camDesk(context, store)
    const { facts, tables, rows, users } = ownerships
    const accounts = (await partnersInOrder(store)).map((partner) => {
      const own = facts(partner)
      return { facts: own, byTable: accountOwnership(own, tables, policy) }
    })
    const findings = mappingFindings(rows, tables, accounts, { policy, places, users })
    printMappingCheck(context, { findings, places, usersKnown: users.known, accounts: accounts.length })
    return findings.length > 0 ? ExitCode.no : ExitCode.yes
  } finally {
    store.close()
  }
}

/** Lists the tables in force. */
export async function runMappingList(context: Context): Promise<ExitCode> {
  const store = await openForCam(context, 'read')
  try {
    const { territories, segments, salesTerritories, partners } = (await camDesk(context, store)).ownerships.rows
    printMapping(context, [...territories, ...(partners ?? []), ...(segments ?? []), ...(salesTerritories ?? [])])
    return ExitCode.yes
  } finally {
    store.close()
  }
}
