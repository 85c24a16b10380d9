import { type Client, type ConnectionOfDriver, Query } from './packages/driver.ts'

/** Has the server read one statement and look up what it names, without running it. Throws what the server says of a mistake. */
export function readAlone(client: Client, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = { text, queryMode: 'extended' }
    client.query(new ReadQuery(asked, (error) => (error ? reject(error) : resolve())) as never)
  })
}

class ReadQuery extends Query {
  readonly #text: string

  constructor(asked: { text: string }, callback: (error: Error | null) => void) {
    super(asked, callback)
    this.#text = asked.text
  }

  /** In place of all that runs it. */
  override prepare(connection: ConnectionOfDriver): void {
    connection.parse({ text: this.#text })
    connection.sync()
  }
}
