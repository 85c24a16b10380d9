import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/store/postgres/connection/connect.ts'
import { namedDesk } from '../../src/store/postgres/connection/named-desk.ts'
import { type Cluster, HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { copiedToServer } from './copied-to-server.ts'
import { lived } from './lived.ts'
import { Desk, type Run } from './phd.ts'

const DATABASE = `completion_${process.pid}`
const READER = `completion_reader_${process.pid}`
const STRANGER = `completion_stranger_${process.pid}`
const NOTHING: Run = { stdout: 'words\n', stderr: '', code: 0 }

describe.skipIf(!HAS_POSTGRES)('what a shell asks a desk on a server', () => {
  let cluster: Cluster
  let desk: Desk

  beforeAll(async () => {
    cluster = await sharedCluster()
    desk = new Desk()
    lived(desk)
    desk.phd('cam', 'plan', '--out', 'plan.json')
    copiedToServer(desk, cluster, DATABASE, READER)
    cluster.sql('postgres', `CREATE ROLE ${STRANGER} LOGIN`)
  })
  afterAll(() => {
    cluster.sql('postgres', `DROP DATABASE ${DATABASE} WITH (FORCE)`)
    for (const role of [READER, STRANGER]) cluster.sql('postgres', `DROP ROLE ${role}`)
    desk.remove()
  })

  const args = (line: string): string[] => ['complete', 'bash', ' \t\n"\'><=;|&(:', line]
  const atServer = (line: string): Run => desk.run(args(line), { PHD_DB: cluster.address(DATABASE, READER) })

  it.each([
    'phd loa check ',
    'phd loa check lumen',
    'phd loa check "Lumen L',
    'phd loa check labs',
    'phd loa check umen',
    'phd loa check %',
    'phd partner show É',
    'phd loa deny --request ',
    'phd cam close ',
    'phd query --views current_a',
  ])('is answered as from a file: %s', (line) => {
    const inFile = desk.phd(...args(line))
    expect(atServer(line)).toEqual(inFile)
    expect(inFile.stdout.split('\n').length > 2).toBe(!/umen$|%$/.test(line) || line.endsWith(' lumen'))
  })

  it('is answered at a server in the line, named as elsewhere', () => {
    const named = cluster.address(DATABASE, READER)
    expect(desk.phd(...args(`phd loa check --db ${named} "Lumen L`)).stdout).toBe('words\nLumen Labs 4 Ltd\n')
  })

  describe('with no names, no error and no long wait', () => {
    // A process of its own, for this one ends without waiting for what a server has not answered.
    const asked = (db: string): Run => desk.start(args('phd loa check Lumen'), { PHD_DB: db })

    it('where nothing answers', async () => {
      // Connections are taken by the system; this process, which waits for phd, says nothing.
      const silent = createServer().listen(0, '127.0.0.1')
      await new Promise((resolve) => silent.once('listening', resolve))
      const { port } = silent.address() as { port: number }
      const db = `postgres://tester@127.0.0.1:${port},127.0.0.1:${port}/desk?connect_timeout=600`
      expect(asked(db)).toEqual(NOTHING)
      silent.close()
      expect(asked(db)).toEqual(NOTHING)
    })

    it('where the server has another host name, no such database, no desk, or no rights for the login', () => {
      expect(asked('postgres://tester@no-such-host.invalid/desk')).toEqual(NOTHING)
      expect(asked(cluster.address('no_such_database'))).toEqual(NOTHING)
      expect(asked(cluster.address('postgres'))).toEqual(NOTHING)
      expect(asked(cluster.address(DATABASE, STRANGER))).toEqual(NOTHING)
    })

    it('where somebody has locked the accounts', async () => {
      const holder = await connect(namedDesk(cluster.address(DATABASE), {}), { waitSeconds: 60 })
      await holder.run('BEGIN; LOCK TABLE phd.accounts')
      expect(asked(cluster.address(DATABASE, READER))).toEqual(NOTHING)
      await holder.run('ROLLBACK')
      await holder.close()
      expect(asked(cluster.address(DATABASE, READER)).stdout).not.toBe(NOTHING.stdout)
    })

    it('where the desk is of an older phd', () => {
      const changed = (schema: string): void => {
        cluster.sql(DATABASE, `UPDATE phd.meta SET value = ${schema} WHERE name = 'schema'`)
      }
      changed('(value::integer - 1)::text')
      expect(asked(cluster.address(DATABASE, READER))).toEqual(NOTHING)
      changed('(value::integer + 1)::text')
    })
  })
})
