import { type Client, Query } from './packages/driver.ts'

/**
 * Asks a question and visits each row of its answer, a list of cells, when it has come; none is kept. Throws what the server says, or what the
 * visit of a row threw, after the answer has come to its end.
 */
export function visitRows(client: Client, asked: object, visit: (row: unknown[]) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const query = new Query({ ...asked, rowMode: 'array' } as never)
  let thrown: { error: unknown } | null = null
  query.on('row', (row) => {
    if (thrown) return
    try {
      visit(row)
    } catch (error) {
      thrown = { error }
    }
  })
  query.on('end', () => (thrown ? reject(thrown.error) : resolve()))
  query.on('error', reject)
  client.query(query as never)
  return promise
}
