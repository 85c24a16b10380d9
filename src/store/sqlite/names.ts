import type Database from 'better-sqlite3'
import { copyText } from '../../records/copy-text.ts'
import type { Kind } from '../../records/kind.ts'
import { foldName } from '../../records/name.ts'

/** Where the partner's name is among the values of a row; -1 where the kind has none. */
export function namePlace(kind: Kind): number {
  return kind.partnerName === null ? -1 : Object.keys(kind.fields).indexOf(kind.partnerName)
}

/** So many names are held back: added in order, they need a fifth of the time that they need as they come. */
const HELD = 50_000

/** Keeps the folded forms of each partner name once, however many rows hold it. */
export class NameLearner {
  readonly #insert: Database.Statement
  readonly #held = new Set<string>()
  #last: unknown = null

  constructor(db: Database.Database) {
    this.#insert = db.prepare('INSERT INTO names (name, light, folded, core) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
  }

  learn(name: unknown): void {
    if (name === this.#last || typeof name !== 'string') return
    this.#last = name
    if (this.#held.has(name)) return
    this.#held.add(copyText(name))
    if (this.#held.size >= HELD) this.flush()
  }

  /** Writes what is held; to be called at the end. */
  flush(): void {
    for (const name of [...this.#held].sort()) {
      const { light, folded, core } = foldName(name)
      this.#insert.run(name, light, folded, core)
    }
    this.#held.clear()
  }
}
