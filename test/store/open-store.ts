import type { Kind } from '../../src/records/kind.ts'
import type { OpenOptions } from '../../src/store/engine.ts'
import { openCurrent, upgrade } from '../../src/store/sqlite/opening/open.ts'
import type { Store } from '../../src/store/store.ts'

/** Opens a database to write, made or brought up to date before. */
export function openStore(file: string, kinds: readonly Kind[], options: OpenOptions): Store {
  upgrade(file, kinds, options.waitSeconds)
  const store = openCurrent(file, kinds, options, false)
  if (!store) throw new Error(`${file} is not up to date`)
  return store
}
