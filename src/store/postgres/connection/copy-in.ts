import { type Client, type ConnectionOfDriver, Query } from './packages/driver.ts'

/** At least so many bytes are sent together: smaller pieces are gathered. */
const PIECE = 1 << 15

/**
 * Sends a COPY … FROM STDIN what it reads, as fast as the server takes it, and gives the number of rows. Nothing else may be asked
 * meanwhile. Where `pieces` throws, the server keeps none of it, and the error is passed on.
 */
export async function copyIn(client: Client, sql: string, pieces: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<number> {
  let started: (connection: ConnectionOfDriver) => void = () => {}
  const start = new Promise<ConnectionOfDriver>((resolve) => {
    started = resolve
  })
  let isOver = false
  const answer = new Promise<number>((resolve, reject) => {
    const query = new CopyQuery({ text: sql }, (error, result) => {
      isOver = true
      if (error) reject(error)
      else resolve(result.rowCount ?? 0)
    })
    query.whenStarted = started
    client.query(query as never)
  })
  // Where the server refuses, nobody waits for it yet.
  answer.catch(() => {})
  const connection = await Promise.race([start, answer])
  if (typeof connection === 'number') throw new Error('this statement reads nothing; it must be a COPY … FROM STDIN')
  try {
    for await (const piece of gathered(pieces)) {
      if (isOver) break
      connection.sendCopyFromChunk(piece)
      if (connection.stream.writableNeedDrain) await Promise.race([drained(connection), answer])
    }
  } catch (error) {
    if (isOver) throw error
    connection.sendCopyFail('the client had nothing more to send')
    await answer.catch(() => {})
    throw error
  }
  if (!isOver) connection.endCopyFrom()
  return answer
}

class CopyQuery extends Query {
  whenStarted: (connection: ConnectionOfDriver) => void = () => {}

  override handleCopyInResponse(connection: ConnectionOfDriver): void {
    this.whenStarted(connection)
  }
}

function drained({ stream }: ConnectionOfDriver): Promise<void> {
  return new Promise((resolve) => stream.once('drain', resolve))
}

/** The same bytes in pieces that are worth a message each. */
async function* gathered(pieces: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let size = 0
  for await (const piece of pieces) {
    waiting.push(piece)
    size += piece.length
    if (size < PIECE) continue
    yield waiting.length === 1 ? piece : Buffer.concat(waiting)
    waiting = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(waiting)
}
