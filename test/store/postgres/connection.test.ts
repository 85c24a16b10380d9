import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { connect } from '../../../src/store/postgres/connection/connect.ts'
import type { Connection } from '../../../src/store/postgres/connection/connection.ts'
import { namedDesk } from '../../../src/store/postgres/connection/named-desk.ts'
import type { Value } from '../../../src/store/postgres/connection/values.ts'
import { type Cluster, HAS_POSTGRES, sharedCluster } from './cluster.ts'

describe.skipIf(!HAS_POSTGRES)('a connection', () => {
  let cluster: Cluster
  let address: string
  beforeAll(async () => {
    cluster = await sharedCluster()
    address = cluster.createDatabase('connection')
  })

  /** Does something with a connection of its own, which is closed at the end. */
  async function connected<T>(work: (connection: Connection) => Promise<T>, waitSeconds = 1): Promise<T> {
    const connection = await connect(namedDesk(address, {}), { waitSeconds })
    try {
      return await work(connection)
    } finally {
      await connection.close()
    }
  }

  it.each<[string, Value]>([
    ['boolean', true],
    ['boolean', null],
    ['smallint', -32_768],
    ['integer', 2_147_483_647],
    ['bigint', Number.MAX_SAFE_INTEGER],
    ['bigint', Number.MIN_SAFE_INTEGER],
    ['double precision', 0.1],
    ['text', ''],
    ['text', 'a\'"\\\n\t☃𝒳$1'],
    ['bytea', Buffer.from([0, 1, 92, 255])],
    ['bytea', Buffer.alloc(0)],
    ['text[]', []],
    ['text[]', ['a', '', 'NULL', 'null', '{}', 'a,b', '"\\', ' ', '\n', '☃']],
    ['integer[]', [1, -2]],
    ['bigint[]', [Number.MAX_SAFE_INTEGER]],
    ['date', '2026-03-01'],
    ['timestamptz', '2026-03-01 12:00:00.123456+00'],
    ['numeric', '12345678901234567890.10'],
    ['jsonb', '{"a": [1]}'],
  ])('gives a %s back as it was: %j', async (type, value) => {
    await connected(async (connection) => {
      expect(await connection.rows(`SELECT $1::${type} AS value`, [value])).toEqual([{ value }])
      expect(await connection.lists(`SELECT $1::${type}, 1`, [value])).toEqual([[value, 1]])
    })
  })

  it('gives an unknown value in a list', async () => {
    await connected(async (connection) =>
      expect(await connection.lists("SELECT ARRAY[NULL, 'NULL'], ARRAY[1, NULL]::bigint[]")).toEqual([
        [
          [null, 'NULL'],
          [1, null],
        ],
      ]),
    )
  })

  it('gives no whole number that is not exact', async () => {
    await connected((connection) => expect(connection.rows('SELECT 9007199254740993')).rejects.toThrow('exactly'))
  })

  it('is told all that could change an answer, whatever the server, the role and the machine have', async () => {
    cluster.sql('connection', "ALTER DATABASE connection SET TimeZone = 'Asia/Tokyo'; ALTER ROLE tester SET DateStyle = 'German'")
    const settings = [
      'TimeZone',
      'DateStyle',
      'statement_timeout',
      'lock_timeout',
      'idle_in_transaction_session_timeout',
      'client_encoding',
    ]
    const ofMachine = {
      PGOPTIONS: '-c TimeZone=Asia/Tokyo',
      PGCLIENT_ENCODING: 'LATIN1',
      PGDATESTYLE: 'German',
      PGTZ: 'Asia/Tokyo',
      PGSSLMODE: 'require',
      PGHOST: 'x',
    }
    for (const [name, value] of Object.entries(ofMachine)) vi.stubEnv(name, value)
    const shown = async (waitSeconds: number) =>
      connected(async (connection) => {
        const [row] = await connection.lists<string[]>(
          `SELECT ${settings.map((each) => `current_setting('${each}')`).join(', ')}`,
        )
        return row
      }, waitSeconds)
    expect(await shown(30)).toEqual(['UTC', 'ISO, YMD', '1min', '30s', '5min', 'UTF8'])
    // To the server, 0 would be without end.
    expect((await shown(0))?.[3]).toBe('1ms')
    vi.unstubAllEnvs()
    cluster.sql('connection', 'ALTER DATABASE connection RESET ALL; ALTER ROLE tester RESET ALL')
  })

  it('goes by what the address says of the session', async () => {
    const connection = await connect(namedDesk(`${address}?options=-c%20work_mem%3D123kB&application_name=nightly`, {}), {
      waitSeconds: 1,
      settings: { search_path: '"a b"', statement_timeout: '5s' },
    })
    expect(
      await connection.lists(
        "SELECT current_setting('work_mem'), current_setting('application_name'), current_setting('statement_timeout')",
      ),
    ).toEqual([['123kB', 'nightly', '5s']])
    await connection.close()
  })

  it('asks several questions on one way to the server and back', async () => {
    await connected(async (connection) => {
      // The first would still be running while the second is asked.
      const answers = await Promise.all([
        connection.rows("SELECT pg_sleep(0.05), 'first' AS which"),
        connection.rows("SELECT 'second' AS which"),
        connection.change('SELECT 1').catch((error: Error) => error.message),
        connection.rows('SELECT no_such_column').catch((error: Error) => error.message),
        connection.rows("SELECT 'last' AS which"),
      ])
      expect(answers).toMatchObject([
        [{ which: 'first' }],
        [{ which: 'second' }],
        1,
        'column "no_such_column" does not exist',
        [{ which: 'last' }],
      ])
    })
  })

  it('sends the next question before the last is answered', async () => {
    // On the way, the answer to the first is held back until the last question has come.
    const relay = createServer((client) => {
      const server = createConnection(join(cluster.folder, '.s.PGSQL.5432'))
      let held: Buffer[] | null = null
      client.on('data', (bytes) => {
        if (bytes.includes('first question')) held = []
        if (bytes.includes('last question') && held) {
          for (const each of held) client.write(each)
          held = null
        }
        server.write(bytes)
      })
      server.on('data', (bytes) => (held ? held.push(bytes) : client.write(bytes)))
      client.on('close', () => server.destroy())
    })
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
    const { port } = relay.address() as { port: number }
    const connection = await connect(namedDesk(`postgres://tester@127.0.0.1:${port}/connection`, {}), { waitSeconds: 1 })
    const asked = ['first question', 'second question', 'last question']
    const answers = asked.map((text) => connection.rows('SELECT $1 AS text', [text]))
    expect(await Promise.all(answers)).toEqual(asked.map((text) => [{ text }]))
    await connection.close()
    await new Promise((resolve) => relay.close(resolve))
  })

  it('takes one statement where values may be given, and several where not', async () => {
    await connected(async (connection) => {
      await expect(connection.rows('SELECT 1; SELECT 2')).rejects.toThrow('multiple commands')
      await connection.run('CREATE TABLE one (a integer); INSERT INTO one VALUES (1), (2)')
      expect(await connection.change('UPDATE one SET a = a + $1', [1])).toBe(2)
    })
  })

  it('copies in pieces of any size, and keeps none of a copy that fails', async () => {
    await connected(async (connection) => {
      await connection.run('CREATE TABLE copied (n integer, text text)')
      const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, i) => `${i}\t${'x'.repeat(i % 90)}\n`).join(''))
      const pieces = function* (size: number) {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
      }
      expect(await connection.copy('COPY copied FROM STDIN', pieces(1000))).toBe(100_000)
      expect(await connection.copy('COPY copied FROM STDIN', pieces(bytes.length))).toBe(100_000)
      expect(await connection.copy('COPY copied FROM STDIN', [])).toBe(0)
      const asked = 'SELECT count(*), count(DISTINCT n), sum(length(text)) FROM copied'
      const before = await connection.lists(asked)
      expect(before).toEqual([[200_000, 100_000, 8_899_200]])

      const failing = async function* () {
        yield* pieces(100_000)
        throw new Error('the file ended')
      }
      await expect(connection.copy('COPY copied FROM STDIN', failing())).rejects.toThrow('the file ended')
      const wrong = function* () {
        yield Buffer.from('x\ty\n')
        yield* pieces(100_000)
      }
      await expect(connection.copy('COPY copied FROM STDIN', wrong())).rejects.toThrow('invalid input syntax')
      await expect(connection.copy('COPY no_such FROM STDIN', pieces(100))).rejects.toThrow('does not exist')
      await expect(connection.copy('SELECT 1', pieces(100))).rejects.toThrow('COPY')
      expect(await connection.lists(asked)).toEqual(before)
    })
  })

  it('takes no more of a copy than the server has room for', async () => {
    const row = Buffer.from(`${'x'.repeat(65_535)}\n`)
    let taken = 0
    const rows = function* () {
      for (; taken < 2_000; taken++) yield row
    }
    await connected(async (holder) => {
      // The server reads nothing until it gets the lock.
      await holder.run(`CREATE TABLE long (text text);
        CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_lock(1); RETURN NULL; END';
        CREATE TRIGGER held BEFORE INSERT ON long FOR EACH STATEMENT EXECUTE FUNCTION held()`)
      await holder.run('SELECT pg_advisory_lock(1)')
      await connected(async (connection) => {
        const copied = connection.copy('COPY long FROM STDIN', rows())
        await vi.waitFor(() => expect(taken).toBeGreaterThan(0))
        let before: number
        do {
          before = taken
          await setTimeout(200)
        } while (taken > before)
        // Of 131 MB in all.
        expect(taken * row.length).toBeLessThan(16 << 20)
        await holder.run('SELECT pg_advisory_unlock(1)')
        expect(await copied).toBe(2_000)
      }, 60)
    })
  })

  it('reads many rows in parts, and can stop between them', async () => {
    await connected(async (connection) => {
      const read = async (count: number, size: number, stopAfter = Number.POSITIVE_INFINITY) => {
        const parts: number[][] = []
        for await (const part of connection.parts<[number]>('SELECT generate_series(1, $1::integer)', [count], size)) {
          parts.push(part.map(([n]) => n))
          if (parts.length === stopAfter) break
        }
        return parts
      }
      await connection.run('BEGIN')
      expect(await read(5, 2)).toEqual([[1, 2], [3, 4], [5]])
      expect(await read(4, 2)).toEqual([
        [1, 2],
        [3, 4],
      ])
      expect(await read(0, 2)).toEqual([])
      expect(await read(9, 2, 1)).toEqual([[1, 2]])
      expect(await connection.lists("SELECT count(*) FROM pg_cursors WHERE name <> ''")).toEqual([[0]])
      await expect(connection.parts('SELECT 1 / 0', [], 1).next()).rejects.toThrow('division by zero')
      await connection.run('ROLLBACK')
      await expect(connection.parts('SELECT 1', [], 1).next()).rejects.toThrow('transaction')
    })
  })

  it('ends what was begun on it when it is closed, and knows when the server is gone', async () => {
    const mine = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'connection'"
    const connection = await connect(namedDesk(address, {}), { waitSeconds: 1 })
    await connection.run('BEGIN; CREATE TABLE begun (a integer)')
    expect(connection.isLost).toBe(false)
    await connection.close()
    expect(connection.isLost).toBe(true)
    // The server needs a moment to hear of it.
    await expect.poll(() => cluster.sql('postgres', mine)).toBe('0')
    await connection.close()
    const killed = await connect(namedDesk(address, {}), { waitSeconds: 1 })
    await expect(killed.rows('SELECT pg_terminate_backend(pg_backend_pid())')).rejects.toThrow()
    await expect(killed.rows('SELECT 1')).rejects.toThrow()
    expect(killed.isLost).toBe(true)
    await killed.close()
    // Nor does what is still running hold it up for long.
    const busy = await connect(namedDesk(address, {}), { waitSeconds: 1 })
    const answer = busy.rows('SELECT pg_sleep(60)').catch((error: unknown) => error)
    await busy.close()
    expect(await answer).toBeInstanceOf(Error)
  })
})
