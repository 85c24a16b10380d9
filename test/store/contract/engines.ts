/** The engines that keep the store's promises. */

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Kind } from '../../../src/records/kind.ts'
import type { Engine } from '../../../src/store/engine.ts'
import { fileEngine } from '../../../src/store/sqlite/engine.ts'
import type { RecordedBy, RecordReader, Store } from '../../../src/store/store.ts'
import { HAS_POSTGRES } from '../postgres/cluster.ts'
import { postgres } from './postgres-desk.ts'
import { BY, opened, type TestDesk, type TestEngine, TODAY } from './test-desk.ts'

/** The engine of a desk in a file. */
const sqlite: TestEngine = {
  name: 'SQLite',
  share: 1,
  async desk(kinds) {
    const desk = new SqliteDesk(kinds)
    await desk.engine.upgrade(1)
    return desk
  },
}

class SqliteDesk implements TestDesk {
  // A disk in memory, where there is one, spares waiting for the real one; the engine does the very same.
  readonly #folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'phd-contract-'))
  readonly #path = join(this.#folder, 'phd.db')
  readonly #kinds: readonly Kind[]
  readonly engine: Engine

  constructor(kinds: readonly Kind[]) {
    this.#kinds = kinds
    this.engine = fileEngine(this.#path, async () => kinds)
  }

  async openToWrite(by?: Partial<RecordedBy>): Promise<Store> {
    return opened(await this.engine.openToWrite({ waitSeconds: 1, asOf: null, today: TODAY, ...BY, ...by }))
  }

  async openToRead(entry: number | null): Promise<RecordReader> {
    const asOf = entry === null ? null : { entry, moment: `${TODAY}T00:00:00Z` }
    return opened(await this.engine.openToRead({ waitSeconds: 1, asOf, today: TODAY, ...BY }))
  }

  async copy(): Promise<TestDesk> {
    const other = new SqliteDesk(this.#kinds)
    // What was written last is in the log until then.
    this.#change((db) => db.pragma('wal_checkpoint(TRUNCATE)'))
    copyFileSync(this.#path, other.#path)
    return other
  }

  loseLastEntry(): void {
    this.#change((db) => {
      const trigger = db.prepare<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'audit_is_not_cut'").pluck().get() ?? ''
      db.exec(`DROP TRIGGER audit_is_not_cut; DELETE FROM audit WHERE id = (SELECT max(id) FROM audit);
        UPDATE meta SET value = (SELECT id || ' ' || hash FROM audit ORDER BY id DESC LIMIT 1) WHERE name = 'audit'; ${trigger}`)
    })
  }

  allText(): string {
    return this.#change((db) => {
      const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
      return JSON.stringify(tables.map((table) => db.prepare(`SELECT * FROM "${table}"`).raw().all()))
    })
  }

  run(sql: string): void {
    this.#change((db) => db.exec(sql))
  }

  tamper(sql: string): void {
    this.#change((db) => {
      const trigger =
        db.prepare<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'audit_is_not_changed'").pluck().get() ?? ''
      db.exec(`DROP TRIGGER audit_is_not_changed; ${sql}; ${trigger}`)
    })
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #change<T>(work: (db: Database.Database) => T): T {
    const db = new Database(this.#path)
    try {
      return work(db)
    } finally {
      db.close()
    }
  }
}

/** Every engine that can be tried here. */
export const ENGINES: readonly TestEngine[] = [sqlite, ...(HAS_POSTGRES ? [postgres] : [])]
