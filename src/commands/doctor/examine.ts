import { type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../../app/context.ts'
import { exitCodeOf, explain } from '../../app/failures.ts'
import { runFindings } from '../../app/runs/findings.ts'
import { ExitCode, failure, PhdError } from '../../errors.ts'
import { whereabouts } from '../../files/staged-files.ts'
import { sourceHealth, unlinkedIn } from '../../jobs/doctor.ts'
import { kinds } from '../../records/kinds.ts'
import type { DatabaseHealth } from '../../reports/health.ts'
import type { RecordReader } from '../../store/store.ts'

const NOTHING = { sources: [], unlinked: [], audit: { head: null, flaws: [] }, lostFiles: [] }

/** All that can be found out; `error` is why the database could not be read. */
export async function examineDatabase(context: Context) {
  const there = found(context.db)
  const database: DatabaseHealth = {
    file: context.db,
    bytes: there?.size ?? null,
    mode: there ? `0${(there.mode & 0o777).toString(8).padStart(3, '0')}` : null,
    schema: null,
    state: 'absent',
    signs: [],
  }
  // An empty file is not a database yet, and opening would make it one.
  if (!there || (there.isFile() && there.size === 0))
    return { health: { database, ...NOTHING, runs: await runFindings(context, null) }, error: null }
  let store: RecordReader | null = null
  try {
    store = await context.openStore('read')
    const opened = store
    const health = await context.io.waiting('Checking the database', () => healthOf(context, opened, database))
    return { health, error: null }
  } catch (error) {
    if (!(error instanceof PhdError) || exitCodeOf(error) !== ExitCode.refused) throw error
    const runs = await runFindings(context, null)
    return { health: { database: { ...database, state: 'unusable' as const }, ...NOTHING, runs }, error: explain(error) }
  } finally {
    store?.close()
  }
}

async function healthOf(context: Context, store: RecordReader, database: DatabaseHealth) {
  const { schema, signs } = await store.checkHealth()
  // What a damaged database says about its sources, or its calendar, is worthless.
  const runs = await runFindings(context, signs.length > 0 ? null : store)
  if (signs.length > 0) return { database: { ...database, schema, signs, state: 'damaged' as const }, ...NOTHING, runs }
  return {
    database: { ...database, schema, state: 'sound' as const },
    sources: await sourceHealth(store, kinds, context),
    runs,
    unlinked: await unlinkedIn(store),
    audit: await store.verifyAudit(),
    lostFiles: (await store.openPromises()).flatMap((promise) => {
      const state = whereabouts(promise)
      const { entry, folder, file, about } = promise
      return state === 'placed' ? [] : [{ entry, path: join(folder, file), folder, about, waits: state === 'waits' }]
    }),
  }
}

function found(file: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw failure('database_unreadable', `${file} cannot be read (${code})`, 'check that you can read its folder')
  }
}
