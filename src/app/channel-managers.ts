/** Who should own what, by the tables in force: opened for every command that asks. */

import { ExitCode, PhdError } from '../errors.ts'
import type { ImportTarget } from '../imports/import-file.ts'
import { readCamRows } from '../partners/cam-tables.ts'
import { type Ownerships, readOwnerships } from '../plans/ownership.ts'
import type { Kind } from '../records/kind.ts'
import { accounts } from '../records/kinds/accounts.ts'
import type { Places } from '../reference/places.ts'
import type { CamPolicyFile } from '../reference/reference.ts'
import { inForce } from '../rules/policy.ts'
import type { RecordReader, Store } from '../store/store.ts'
import type { Context } from './context.ts'

export interface CamDesk {
  ownerships: Ownerships
  places: Places
  policy: CamPolicyFile['versions'][number]
}

/** The version of the rule for the day. Throws `no_policy` (cannot tell). */
async function camPolicyFor({ today }: Pick<Context, 'today'>): Promise<CamDesk['policy']> {
  const { readCamPolicyFile } = await import('../reference/reference.ts')
  const policy = inForce<CamDesk['policy']>(readCamPolicyFile().versions, today)
  if (policy) return policy
  throw new PhdError('no_policy', ExitCode.cannotTell, `no rule for channel managers is known for ${today}`, {
    hint: 'see: phd policy list',
  })
}

/** Opens the store for a question; the tables that came with phd are imported when they are first asked for. */
export async function openForCam(context: Context, purpose: 'read'): Promise<RecordReader>
export async function openForCam(context: Context, purpose: 'change'): Promise<Store>
export async function openForCam(context: Context, purpose: 'read' | 'change'): Promise<Store | RecordReader>
export async function openForCam(context: Context, purpose: 'read' | 'change'): Promise<Store | RecordReader> {
  const store = purpose === 'read' ? await context.openStore('read') : await context.openStore('change')
  if (context.asOf !== null || context.dryRun || !(await isWithoutTables(store))) return store
  store.close()
  await importShipped(context)
  return purpose === 'read' ? context.openStore('read') : context.openStore('change')
}

/** Reads the tables in force, and all that answers rest on beside them. */
export async function camDesk(context: Context, store: RecordReader): Promise<CamDesk> {
  const policy = await camPolicyFor(context)
  const { readPlaces } = await import('../reference/places.ts')
  const { readShippedTables } = await import('../reference/cam.ts')
  const { askableAddresses, readUsAddressVersions } = await import('../reference/us-addresses.ts')
  const known = readPlaces()
  const addresses = inForce(readUsAddressVersions(), context.today)
  const nothing = { statesOfZip: () => null, statesOfCity: () => null }
  const places = { ...known, ...(addresses ? askableAddresses(addresses, known.state) : nothing) }
  const rows = await readCamRows(store, {
    places,
    stateTable: policy.tables.amer,
    shipped: () => readShippedTables(context.now),
  })
  const { now, today, maxAgeDays } = context
  return { places, policy, ownerships: await readOwnerships(store, rows, places, { policy, now, today, maxAgeDays }) }
}

/** Whether accounts are known, and a table that came with phd is not yet a record. */
async function isWithoutTables(store: RecordReader): Promise<boolean> {
  if (!(await store.wasImported(accounts))) return false
  const { SHIPPED_TABLES } = await import('../reference/cam.ts')
  for (const { kind } of SHIPPED_TABLES) if (!(await store.wasImported(kind))) return true
  return false
}

/** An import into a store: before the first table of a kind that comes with phd, those that came are made records, for a file may be a part. */
export function afterShipped(store: Store, context: Context): ImportTarget {
  return {
    seenAgain: (request) => store.seenAgain(request),
    importRecords: async (request, signal) => {
      const isPart = request.kind.whole !== null && (request.completeBy !== null || request.mode === 'merge')
      if (isPart && !request.dryRun) {
        const { SHIPPED_TABLES } = await import('../reference/cam.ts')
        const shipped = SHIPPED_TABLES.find(({ kind }) => kind.kind === request.kind.kind)
        if (shipped && !(await store.wasImported(shipped.kind))) await importTable(context, store, shipped)
      }
      return store.importRecords(request, signal)
    },
  }
}

/** Makes records of the tables, so that they have a history like any export. Where nothing can be written they are read as they are. */
async function importShipped(context: Context): Promise<void> {
  const { SHIPPED_TABLES } = await import('../reference/cam.ts')
  try {
    const store = await context.openStore('change')
    try {
      const made: number[] = []
      for (const shipped of SHIPPED_TABLES) {
        if (await store.wasImported(shipped.kind)) continue
        const importId = await importTable(context, store, shipped)
        if (importId !== null) made.push(importId)
      }
      context.io.note(
        `the tables of channel managers that came with phd were imported (${made.map((id) => `import ${id}`).join(', ')}); your own replace them: phd import <table.csv>`,
      )
    } finally {
      store.close()
    }
  } catch (error) {
    if (!(error instanceof PhdError) || (error.exitCode !== ExitCode.refused && error.exitCode !== ExitCode.busy)) throw error
  }
}

async function importTable(context: Context, store: Store, { kind, name }: { kind: Kind; name: string }): Promise<number | null> {
  const { shippedPath } = await import('../reference/cam.ts')
  const { importFile } = await import('../imports/import-file.ts')
  const { importId } = await importFile(shippedPath(name), store, {
    kinds: [kind],
    account: null,
    reading: {},
    map: undefined,
    dateOrder: () => ({ option: undefined, setting: undefined }),
    actor: context.actor,
    at: context.now,
    dryRun: false,
    mode: null,
    scope: null,
    // What came with phd has the time of its installation.
    exportedAt: 'import',
    allowShrink: false,
    allowOlder: false,
    listChanges: 0,
    signal: undefined,
    onProgress: undefined,
    openRejects: () => {
      throw new Error(`a row of ${name}, which came with phd, cannot be read`)
    },
  })
  return importId
}
