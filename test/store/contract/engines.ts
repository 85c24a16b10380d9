/** The engines that keep the store's promises: each makes an empty desk, and lets a test do to it what no phd would. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Kind } from '../../../src/records/kind.ts'
import { fileEngine } from '../../../src/store/sqlite/engine.ts'
import type { Store } from '../../../src/store/store.ts'

/** An empty desk of one engine. */
export interface TestDesk {
  openToWrite(): Promise<Store>
  /** Takes the last entry of the audit away without a trace, as where an older backup was put in place. */
  loseLastEntry(): void
  remove(): void
}

export interface TestEngine {
  name: string
  desk(kinds: readonly Kind[]): Promise<TestDesk>
}

const sqlite: TestEngine = {
  name: 'SQLite',
  async desk(kinds) {
    // A disk in memory, where there is one, spares waiting for the real one; the engine does the very same.
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'phd-contract-'))
    const path = join(folder, 'phd.db')
    const engine = fileEngine(path, async () => kinds)
    await engine.upgrade(1)
    return {
      async openToWrite() {
        const store = await engine.openToWrite({ waitSeconds: 1, asOf: null, today: '2026-06-01' })
        if (!store) throw new Error(`${path} is not up to date`)
        return store
      },
      loseLastEntry() {
        const db = new Database(path)
        const trigger =
          db.prepare<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'audit_is_not_cut'").pluck().get() ?? ''
        db.exec(`DROP TRIGGER audit_is_not_cut; DELETE FROM audit WHERE id = (SELECT max(id) FROM audit);
          UPDATE meta SET value = (SELECT id || ' ' || hash FROM audit ORDER BY id DESC LIMIT 1) WHERE name = 'audit'; ${trigger}`)
        db.close()
      },
      remove: () => rmSync(folder, { recursive: true, force: true }),
    }
  },
}

export const ENGINES: readonly TestEngine[] = [sqlite]
