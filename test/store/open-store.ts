import type { Kind } from '../../src/records/kind.ts'
import type { OpenOptions } from '../../src/store/engine.ts'
import { openCurrent, upgrade } from '../../src/store/sqlite/opening/open.ts'
import { WAYS } from '../../src/store/sqlite/opening/up-to-date.ts'
import type { RecordedBy, Store } from '../../src/store/store.ts'

const BY: RecordedBy = { actor: 'tester', statedNow: '2026-11-20T09:00:00Z' }

/** Opens a database to write, made or brought up to date before. */
export function openStore(file: string, kinds: readonly Kind[], options: Omit<OpenOptions, keyof RecordedBy>): Store {
  upgrade(file, kinds, options.waitSeconds)
  const store = openCurrent(file, kinds, { ...options, ...BY }, WAYS.toWrite)
  if (!store) throw new Error(`${file} is not up to date`)
  return store
}
