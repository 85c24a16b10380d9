import type { Kind } from '../../records/kind.ts'
import type { Connection } from './connection/connection.ts'
import type { Value } from './connection/values.ts'
import { ImportList, readImports } from './imports/import-list.ts'
import { seenTable, tableOf } from './tables.ts'

/** So many rows are read at a time. */
const PART = 2000

/** The records as they are, or as they were after an earlier entry in the list of imports. */
export class View {
  readonly link: Connection
  /** The last entry that counts; null: all. */
  readonly upTo: number | null
  /** What was looked up of the moment that is held, by name. */
  #lookedUp: Map<string, Promise<unknown>> | null = null

  constructor(link: Connection, upTo: number | null) {
    this.link = link
    this.upTo = upTo
  }

  get isHeld(): boolean {
    return this.#lookedUp !== null
  }

  /** From here on what is looked up is kept: the database is as it is at this moment. */
  hold(): void {
    this.#lookedUp = new Map()
  }

  letGo(): void {
    this.#lookedUp = null
  }

  /** What is looked up again and again: once while a moment is held, else each time. */
  once<T>(name: string, lookUp: () => Promise<T>): Promise<T> {
    if (this.#lookedUp === null) return lookUp()
    const known = this.#lookedUp.get(name) ?? lookUp()
    this.#lookedUp.set(name, known)
    return known as Promise<T>
  }

  /** The rows of a question, some of them in memory at a time while a moment is held, else all. */
  async *parts<Row extends readonly unknown[]>(sql: string, values: readonly Value[] = []): AsyncGenerator<Row[], void, void> {
    if (this.isHeld) yield* this.link.parts<Row>(sql, values, PART)
    else yield await this.link.lists<Row>(sql, values)
  }

  /** The list of imports, up to the last that counts. */
  imports(): Promise<ImportList> {
    return this.once('imports', async () => new ImportList(await readImports(this.link), this.upTo))
  }

  /** A table of the open versions: the kind's own columns, and `seen_in` and `seen_line` of the newest file that had them. */
  source(kind: Kind): string {
    const seen = this.upTo === null ? seenTable(kind) : `seen_then('${kind.kind}', ${this.upTo})`
    return `(SELECT own.*, coalesce(seen.seen_in, own.valid_from) AS seen_in, coalesce(seen.line, own.line) AS seen_line
      FROM ${tableOf(kind)} own LEFT JOIN ${seen} seen USING (version) WHERE ${this.open})`
  }

  /** The condition that a version of a table `own` is open. */
  get open(): string {
    if (this.upTo === null) return 'own.valid_to IS NULL'
    return `own.valid_from <= ${this.upTo} AND (own.valid_to IS NULL OR own.valid_to > ${this.upTo})`
  }
}
