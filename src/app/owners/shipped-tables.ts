/** The tables of channel managers that come with phd: imported like any export, so that they have a history and can be replaced. */

import type { ImportTarget } from '../../imports/options.ts'
import type { Kind } from '../../records/kind.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import type { Store } from '../../store/store.ts'
import { type Context, recordedBy } from '../context.ts'

/** Imports the tables that come with phd and were never imported, once there are accounts. */
export async function importShippedTables(context: Context, store: Store): Promise<void> {
  if (!(await store.wasImported(accounts))) return
  const { SHIPPED_TABLES } = await import('../../reference/cam.ts')
  const made: number[] = []
  for (const shipped of SHIPPED_TABLES) {
    if (await store.wasImported(shipped.kind)) continue
    const importId = await importTable(context, store, shipped)
    if (importId !== null) made.push(importId)
  }
  // Another phd may have imported them just now.
  if (made.length === 0) return
  context.io.note(
    `imported the channel manager tables that come with phd (${made.map((id) => `import ${id}`).join(', ')}); to replace them: phd import <table.csv>`,
  )
}

/**
 * A store to import into. Before it takes a part of a table that comes with phd, it imports the whole one: the part would otherwise
 * be all there is. A dry run does both in a store that is never kept.
 */
export function importTarget(store: Store, context: Context): ImportTarget {
  return {
    seenAgain: (request, signal) => store.seenAgain(request, signal),
    importRecords: async (request, signal) => {
      const isPart = request.kind.whole !== null && (request.completeBy !== null || request.mode === 'merge')
      if (!isPart) return store.importRecords(request, signal)
      const { SHIPPED_TABLES } = await import('../../reference/cam.ts')
      const shipped = SHIPPED_TABLES.find(({ kind }) => kind.kind === request.kind.kind)
      if (!shipped || (await store.wasImported(shipped.kind))) return store.importRecords(request, signal)
      const { today, waitSeconds } = context
      const options = { asOf: null, today, waitSeconds, ...recordedBy(context) }
      const target = request.dryRun ? await context.engine.openNone(options) : store
      try {
        await importTable(context, target, shipped, signal)
        return await target.importRecords(request, signal)
      } finally {
        if (target !== store) await target.close()
      }
    },
    openPromises: () => store.openPromises(),
    settlePromises: (found) => store.settlePromises(found),
  }
}

async function importTable(
  context: Context,
  store: Store,
  { kind, name }: { kind: Kind; name: string },
  signal?: AbortSignal,
): Promise<number | null> {
  const { shippedPath } = await import('../../reference/cam.ts')
  const { importFile } = await import('../../imports/import-file.ts')
  const { importId } = await importFile(shippedPath(name), store, {
    kinds: [kind],
    account: null,
    reading: {},
    map: undefined,
    decimal: {},
    dateOrder: () => ({ option: undefined, setting: undefined }),
    now: context.now,
    dryRun: false,
    mode: null,
    scope: null,
    // The tables that come with phd are dated by their import.
    exportedAt: 'import',
    allowShrink: false,
    allowOlder: false,
    listChanges: 0,
    signal,
    onProgress: undefined,
    openRejects: () => {
      throw new Error(`a row of ${name}, which came with phd, cannot be read`)
    },
  })
  return importId
}
