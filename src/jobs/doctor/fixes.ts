/** Does what is safe to do about findings, one thing after the other. */

import { chmodSync, lstatSync, rmSync, statSync } from 'node:fs'
import type { Fix } from '../../reports/health/fixes.ts'
import type { Store } from '../../store/store.ts'

export interface Fixed {
  fix: Fix
  /** Why it was not done; null: it was. */
  failure: string | null
  /** The copy that was made first; null: none. */
  copy: string | null
}

/** Does one thing; `open` opens the database to write, and with that puts promised files in place. Throws what the store throws. */
export async function carryOut(fix: Fix, open: () => Promise<Store>): Promise<Fixed> {
  switch (fix.code) {
    case 'close_to_others':
      return tried(fix, () => {
        const { uid } = statSync(fix.path)
        if (uid !== process.getuid?.()) throw new Error('it belongs to another user')
        chmodSync(fix.path, fix.mode)
      })
    case 'remove_leftovers':
      return tried(fix, () => {
        for (const file of fix.files) if (lstatSync(file, { throwIfNoEntry: false })?.isFile()) rmSync(file)
      })
    case 'place_files':
      await (await open()).close()
      return { fix, failure: null, copy: null }
    case 'empty_log':
      return withStore(open, async (store) => {
        const isEmpty = await store.emptyLog()
        return { fix, failure: isEmpty ? null : 'another program is reading it', copy: null }
      })
    case 'erase_forgotten':
      return withStore(open, async (store) => {
        const isErased = await store.erase()
        return { fix, failure: isErased ? null : 'another program is reading it', copy: null }
      })
    case 'rebuild_indexes':
      return withStore(open, async (store) => ({ fix, failure: null, copy: await store.rebuildIndexes() }))
  }
}

async function withStore<T>(open: () => Promise<Store>, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await open()
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

function tried(fix: Fix, step: () => void): Fixed {
  try {
    step()
    return { fix, failure: null, copy: null }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { fix, failure: code ?? message, copy: null }
  }
}
