/** The engines that keep the store's promises: each makes an empty desk, and lets a test do to it what no phd would. */

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Kind } from '../../../src/records/kind.ts'
import type { Engine } from '../../../src/store/engine.ts'
import { fileEngine } from '../../../src/store/sqlite/engine.ts'
import type { RecordedBy, RecordReader, Store } from '../../../src/store/store.ts'

/** An empty desk of one engine. */
export interface TestDesk {
  /** Opens it to write; what is left out is by a tester on a June morning, with the time given by hand. */
  openToWrite(by?: Partial<RecordedBy>): Promise<Store>
  /** Opens it to read, as it is or as it was after an entry of the list of imports. */
  openToRead(entry: number | null): Promise<RecordReader>
  /** Another desk that holds the same. */
  copy(): Promise<TestDesk>
  /** Takes the last entry of the audit away without a trace, as where an older backup was put in place. */
  loseLastEntry(): void
  remove(): void
}

export interface TestEngine {
  name: string
  desk(kinds: readonly Kind[]): Promise<TestDesk>
}

/** The engine of a desk in a file. */
const sqlite: TestEngine = {
  name: 'SQLite',
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

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #change(work: (db: Database.Database) => unknown): void {
    const db = new Database(this.#path)
    try {
      work(db)
    } finally {
      db.close()
    }
  }
}

const TODAY = '2026-06-01'
const BY: RecordedBy = { actor: 'tester', statedNow: `${TODAY}T09:00:00Z` }

function opened<T>(store: T | null): T {
  if (store === null) throw new Error('the desk is not up to date')
  return store
}

export const ENGINES: readonly TestEngine[] = [sqlite]
