/** A desk in a file. Every command reads this module; what does the work is loaded when it is asked for. */

import { statSync } from 'node:fs'
import type { Engine, OpenOptions } from '../engine.ts'
import type { RecordReader } from '../store.ts'
import type { WAYS, Way } from './opening/up-to-date.ts'
import type { LoadKinds } from './reader.ts'

/** The engine of a desk that is kept in a file, with records of these kinds. */
export function fileEngine(path: string, loadKinds: LoadKinds): Engine {
  /** Nearly every database is as this program makes one; that of another kind is looked at part by part. */
  const open = async <S extends RecordReader>(options: OpenOptions, way: (ways: typeof WAYS) => Way<S>): Promise<S | null> => {
    const { openUpToDate, WAYS } = await import('./opening/up-to-date.ts')
    const store = openUpToDate(path, loadKinds, options, way(WAYS))
    return store ?? (await import('./opening/open.ts')).openCurrent(path, await loadKinds(), options, way(WAYS))
  }
  return {
    place: path,
    state: () => stateOf(path),
    failure: async () => {
      try {
        ;(await import('./care/inspect.ts')).engineVersion()
        return null
      } catch (error) {
        return ((error as Error).message.split('\n')[0] ?? '').trim()
      }
    },
    openToRead: async ({ hold, ...options }) => {
      const reader = await open(options, ({ toRead }) => toRead)
      if (hold) await reader?.holdMoment()
      return reader
    },
    openToWrite: (options) => open(options, ({ toWrite }) => toWrite),
    openNone: async (options) => (await import('./opening/open.ts')).openInMemory(await loadKinds(), options),
    upgrade: async (waitSeconds) => (await import('./opening/open.ts')).upgrade(path, await loadKinds(), waitSeconds),
    findAsOf: async (wanted) => (await import('./opening/open.ts')).findAsOf(path, await loadKinds(), wanted),
    lookOver: async () => (await import('./care/inspect.ts')).olderDatabase(path),
    views: async () => (await import('./asking/views.ts')).listedViews(await loadKinds()),
    ask: async (question) => (await import('./asking/ask.ts')).ask(path, question, await loadKinds()),
    completions: async () => (await import('./asking/completions.ts')).completionsOf(path, await loadKinds()),
    moving: async (files) => (await import('./moving/file-moving.ts')).fileMoving(path, await loadKinds(), files),
    shared: null,
    file: { path, backups: async () => (await import('./backups/engine.ts')).backupEngine(await loadKinds()) },
  }
}

function stateOf(path: string): ReturnType<Engine['state']> {
  try {
    const there = statSync(path, { throwIfNoEntry: false })
    if (!there) return 'absent'
    return there.isFile() && there.size === 0 ? 'emptied' : 'there'
  } catch {
    // Opening it says why it cannot be read.
    return 'there'
  }
}
