import { copyIn } from './copy-in.ts'
import type { Client } from './packages/driver.ts'
import { readAlone } from './read-alone.ts'
import type { Value } from './values.ts'
import { visitRows } from './visit-rows.ts'

/** So long our own goodbye has to reach the network. */
const GOODBYE_MS = 2_000

/**
 * One connection to a desk's server. Errors are those of the driver, for `asUserError`, `isRetriable` and `isLost` of errors.ts. What is
 * asked before an answer has come is sent at once, and answered in its order.
 */
export class Connection {
  #client: Client
  /** Whether the session is as it was asked for: no answer counts before that is known. */
  #isAsAsked: Promise<void>
  readonly #again: () => Promise<Connection>
  #isLost = false
  #cursors = 0

  /**
   * Takes a client that is connected, and is its owner from now on. `isAsAsked` fails where nothing may be asked of it; `again` connects to
   * the same desk once more.
   */
  constructor(client: Client, isAsAsked: Promise<void>, again: () => Promise<Connection>) {
    this.#client = client
    this.#isAsAsked = isAsAsked
    // Who waits for an answer is told.
    isAsAsked.catch(() => {})
    this.#again = again
    this.#watch()
  }

  #watch(): void {
    const client = this.#client
    // Who waits for an answer is told of it, and who asks next.
    const lost = (): void => {
      if (client === this.#client) this.#isLost = true
    }
    client.on('error', lost)
    client.on('end', lost)
  }

  /** Goes on with a new connection, after this one was lost: nothing that was begun on it is known there. Throws what connecting throws. */
  async renew(): Promise<void> {
    const fresh = await this.#again()
    this.#client.connection.stream.destroy()
    this.#client = fresh.#client
    this.#isAsAsked = fresh.#isAsAsked
    this.#isLost = false
    this.#watch()
  }

  /** Whether the server, or the way to it, is gone: nothing more can be asked. */
  get isLost(): boolean {
    return this.#isLost
  }

  /** The rows that one statement answers with, each as an object. */
  async rows<T extends object>(sql: string, values: readonly Value[] = []): Promise<T[]> {
    return (await this.#answer(this.#client.query<T>(question(sql, values)))).rows
  }

  /** The same, each row as a list of its cells. */
  async lists<T extends readonly unknown[]>(sql: string, values: readonly Value[] = []): Promise<T[]> {
    const { rows } = await this.#answer(this.#client.query({ ...question(sql, values), rowMode: 'array' }))
    return rows as unknown[] as T[]
  }

  /** Visits each row of an answer, a list of its cells, when it has come: as many as there are, none is kept. */
  async visit<T extends readonly unknown[]>(sql: string, values: readonly Value[], visit: (row: T) => void): Promise<void> {
    // A row counts as soon as it comes.
    await this.#isAsAsked
    await visitRows(this.#client, question(sql, values), (row) => visit(row as unknown as T))
  }

  /** Runs one statement and gives how many rows it wrote. */
  async change(sql: string, values: readonly Value[] = []): Promise<number> {
    return (await this.#answer(this.#client.query(question(sql, values)))).rowCount ?? 0
  }

  /** The same with the names of the columns, which two may share; `cellOf` says what becomes of the text of a type, by its number. */
  async cells<T>(
    sql: string,
    values: readonly Value[],
    cellOf: (type: number) => (text: string) => T,
  ): Promise<{ columns: string[]; rows: (T | null)[][] }> {
    const types = { getTypeParser: cellOf }
    const { fields, rows } = await this.#answer(
      this.#client.query({ ...question(sql, values), rowMode: 'array', types } as never) as unknown as Promise<CellAnswer<T>>,
    )
    return { columns: fields.map(({ name }) => name), rows }
  }

  /** Has the server read one statement and look up what it names, and does not run it. */
  async read(sql: string): Promise<void> {
    await this.#answer(readAlone(this.#client, sql))
  }

  /** Runs statements that take no values, one after the other: a schema, or where a transaction begins and ends. */
  async run(statements: string): Promise<void> {
    await this.#answer(this.#client.query(statements))
  }

  /** An answer, or why none counts. */
  async #answer<T>(asked: Promise<T>): Promise<T> {
    asked.catch(() => {})
    await this.#isAsAsked
    return asked
  }

  /** Sends a COPY … FROM STDIN its bytes, see {@link copyIn}. */
  async copy(sql: string, pieces: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<number> {
    return copyIn(this.#client, sql, pieces)
  }

  /**
   * The rows of a question in parts of `size`, each row as a list of its cells, so that never all are in memory; the next part is on its
   * way while one is worked on. Only within a transaction, which must stay the same until the last part.
   */
  async *parts<T extends readonly unknown[]>(sql: string, values: readonly Value[], size: number): AsyncGenerator<T[]> {
    this.#cursors += 1
    const cursor = `parts_${this.#cursors}`
    const nextPart = (): Promise<T[]> => this.lists<T>(`FETCH ${size} FROM ${cursor}`)
    const opened = this.change(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`, values)
    let next = nextPart()
    // Where it could not be opened, that says why.
    next.catch(() => {})
    await opened
    try {
      for (;;) {
        const part = await next
        if (part.length === size) {
          next = nextPart()
          next.catch(() => {})
        }
        if (part.length > 0) yield part
        if (part.length < size) return
      }
    } finally {
      // A transaction that failed has closed it. What is asked next comes after, so nobody waits.
      this.run(`CLOSE ${cursor}`).catch(() => {})
    }
  }

  /** Ends the connection, and what was begun on it; whoever leaves does not wait for the server's goodbye. Throws nothing. */
  async close(): Promise<void> {
    const { stream } = this.#client.connection
    const isSent = new Promise<void>((resolve) => {
      if (stream.writableFinished || stream.destroyed) resolve()
      else for (const event of ['finish', 'close']) stream.once(event, resolve)
    })
    const late = setTimeout(() => stream.destroy(), GOODBYE_MS)
    this.#client.end().catch(() => {})
    await isSent
    clearTimeout(late)
    this.drop()
  }

  /** Ends the connection at once, without a goodbye: the server sees that nobody is there. */
  drop(): void {
    this.#isLost = true
    this.#client.connection.stream.destroy()
  }
}

interface CellAnswer<T> {
  fields: { name: string }[]
  rows: (T | null)[][]
}

/** One statement, never several: what is not sent as a value cannot end it. */
function question(text: string, values: readonly Value[]): { text: string; values: unknown[] } {
  const asked = { text, values: [...values], queryMode: 'extended' }
  return asked
}
