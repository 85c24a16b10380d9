/** What questions about channel managers need: the rule of the day, the tables in force, the users and the decisions of people. */

import { readCamRows } from '../../partners/cam-tables.ts'
import { type Ownerships, readOwnerships } from '../../plans/ownership.ts'
import type { Places } from '../../reference/places.ts'
import type { CamPolicyFile } from '../../reference/reference.ts'
import { inForce, policyFor } from '../../rules/policy.ts'
import type { RecordReader, Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { importShippedTables } from './shipped-tables.ts'

type CamPolicyVersion = CamPolicyFile['versions'][number]

export interface ChannelManagers {
  ownerships: Ownerships
  places: Places
  policy: CamPolicyVersion
}

/**
 * Opens the store to record what rests on the tables of channel managers: those that come with phd are imported first, so that the record
 * names them for good. A question reads them from their files.
 */
export async function openForCam(context: Context): Promise<Store> {
  const store = await context.openStore('decide')
  try {
    if (!context.dryRun) await importShippedTables(context, store)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Reads what answers rest on; of what people decided, only what they decided on one partner where that is asked for. Throws `no_policy` (cannot tell). */
export async function readChannelManagers(
  context: Context,
  store: RecordReader,
  { setsOf }: { setsOf?: string } = {},
): Promise<ChannelManagers> {
  const { readCamPolicyFile } = await import('../../reference/reference.ts')
  const policy = policyFor<CamPolicyVersion>(readCamPolicyFile().versions, context.today, 'channel managers')
  const places = await readPlacesFor(context)
  const { readShippedTables } = await import('../../reference/cam.ts')
  const shipped = () => readShippedTables(context.now)
  const readRows = () => readCamRows(store, { places, stateTable: policy.tables.amer, shipped })
  const { now, today, maxAgeDays } = context
  const ownerships = await readOwnerships(store, readRows, places, { policy, now, today, maxAgeDays, setsOf })
  return { places, policy, ownerships }
}

/** Places by name and code, with the ZIP codes and cities of each state as far as they are known for the day. */
async function readPlacesFor({ today }: Pick<Context, 'today'>) {
  const { readPlaces } = await import('../../reference/places.ts')
  const { askableAddresses, readUsAddressVersions } = await import('../../reference/us-addresses.ts')
  const known = readPlaces()
  const addresses = inForce(readUsAddressVersions(), today)
  const nothing = { statesOfZip: () => null, statesOfCity: () => null }
  return { ...known, ...(addresses ? askableAddresses(addresses, known.state) : nothing) }
}
