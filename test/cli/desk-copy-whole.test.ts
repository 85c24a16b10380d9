import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { Desk, type Run } from './phd.ts'
import { ASKS, eachLine } from './sorted-commands.ts'
import { fillWhole } from './whole-desk.ts'

/*
 * Promise: a desk that is copied from a file to a server and back, by an admin of the desk who is not one of the server, holds all that it held:
 * every question is answered as before, and the work goes on where it was.
 */

const COBALT = 'Cobalt Labs 1 GmbH'
const LUMEN = 'Lumen Labs 4 Ltd'
const LATER = ['--now', '2026-11-25T09:00:00Z']
/** What the copy must hold of: an empty table shows nothing. */
const FILLED = [
  ...[
    'imports',
    'replaced_lists',
    'pruned_versions',
    'names',
    'aliases',
    'set_aside',
    'sightings',
    'audit',
    'promised_files',
    'claims',
  ],
  ...['accounts', 'accounts_seen', 'portal_users', 'nfr_licenses', 'leads', 'salesforce_users'],
]
/** What is asked as of earlier days too, and of what the desk no longer has. */
const HISTORY: readonly (readonly string[])[] = [
  ['partner', 'list'],
  ['partner', 'show', LUMEN, '--history'],
  ['loa', 'check', '--all'],
  ['authorized', '--all'],
]
const MOMENTS = [
  ['--as-of', '2026-11-22'],
  ['--as-of', 'import:16'],
]
const MORE: readonly (readonly string[])[] = [
  ...['loa list --closed', 'nfr list --closed', 'loa expiring --within 900', 'imports show 17 --diff', 'audit verify --records'],
].map((line) => line.split(' '))
/** What no record of a desk can change; only one on a server has settings. */
const OF_NO_DESK = /^(?:desk settings|deal tag|(?:handbook|policy|reply) )/
/** What goes on at each of the desks afterwards. */
const NEXT: readonly (readonly string[])[] = [
  ['import', 'impartner-users.csv', '--allow-shrink', '--allow-older'],
  ['imports', 'undo', '‹next›', '--yes'],
  ['loa', 'take', '‹taken›'],
  ['loa', 'take', '‹request›'],
  ['loa', 'deny', COBALT, '--yes'],
  ['partner', 'alias', 'add', 'Lumen three', LUMEN],
  ['imports', 'list'],
  ['audit', 'verify', '--records'],
  ['loa', 'list'],
]

interface Copied {
  tables: { table: string; rows: number }[]
  audit: object
}

describe.skipIf(!HAS_POSTGRES)('a desk that is copied to a server and back', () => {
  const desk = new Desk()
  const database = `whole_${process.pid}`
  const admin = `${database}_admin`
  const back = join(desk.folder, 'back.db')
  let cluster: Cluster
  let server: string
  let names: Readonly<Record<string, string>> = {}

  const at = (db: string, ...args: readonly string[]): Run =>
    desk.run(
      args.map((word) => names[word] ?? word),
      { PHD_DB: db },
    )
  /** What a desk answers, without what it is called. */
  const answer = (db: string, args: readonly string[]): unknown[] => {
    const { code, stdout, stderr } = at(db, ...args)
    const said = [stdout, stderr.replace(/^phd: \S+ was moved to .*\n/, '')]
    return [args.join(' '), code, ...said.map((text) => text.replaceAll(/\S*(?:phd\.db|back\.db|whole_\d+)\S*/g, 'DESK'))]
  }

  beforeAll(async () => {
    cluster = await sharedCluster()
    cluster.createDatabase(database)
    cluster.sql('postgres', `CREATE ROLE ${admin} LOGIN`)
    const owner = cluster.address(database)
    expect(at(owner, 'desk', 'init').code).toBe(0)
    expect(at(owner, 'desk', 'grant', admin, 'admin').code).toBe(0)
    server = cluster.address(database, admin)
    names = fillWhole(desk)
  })
  afterAll(() => {
    desk.remove()
    cluster.sql('postgres', `DROP DATABASE ${database} WITH (FORCE)`)
    cluster.sql('postgres', `DROP ROLE ${admin}`)
  })

  it('holds all that it held', () => {
    const [there, here] = [
      [desk.db, server],
      [server, back],
    ].map(([from = '', to = '']): Copied => {
      const { code, stdout, stderr } = at(desk.db, 'desk', 'copy', from, to, '--json')
      expect([code, stderr]).toEqual([0, ''])
      return JSON.parse(stdout)
    })
    expect(here).toMatchObject({ tables: there?.tables, audit: there?.audit })
    const filled = there?.tables.filter(({ rows }) => rows > 0).map(({ table }) => table)
    expect(filled).toEqual(expect.arrayContaining(FILLED))
    expect(cluster.sql('postgres', `SELECT rolsuper FROM pg_roles WHERE rolname = '${admin}'`)).toBe('f')
    const asks = eachLine(ASKS)
      .filter(([, path]) => !OF_NO_DESK.test(path))
      .map(([, path, words]) => [...path.split(' '), ...words])
    const history = HISTORY.flatMap((asked) => MOMENTS.map((moment) => [...asked, ...moment, '--json']))
    const same = (db: string, questions: readonly (readonly string[])[]): void => {
      const answers = (of: string) => questions.map((asked) => answer(of, [...asked, ...LATER]))
      expect(answers(db)).toEqual(answers(desk.db))
    }
    same(server, [...asks, ...MORE, ...history])
    // Of what the way back says again, some.
    same(back, MORE)
    expect(at(server, 'desk', 'verify')).toMatchObject({ code: 0 })
  })

  it('goes on with the next numbers, and with what someone has taken', () => {
    const desks = [desk.db, server, back]
    for (const db of desks.slice(0, 2)) expect(at(db, 'desk', 'reopen').code).toBe(0)
    // In place of the entry that this makes.
    expect(at(back, 'partner', 'alias', 'add', 'Lumen four', LUMEN).code).toBe(0)
    const { imports } = JSON.parse(at(back, 'imports', 'list', '--json').stdout)
    names = { ...names, '‹next›': String(imports.length + 1) }
    const [own, ...others] = desks.map((db) =>
      NEXT.map((each) => {
        const { code, stdout, stderr } = at(db, ...each, ...LATER)
        // On a server an entry has the login too, and so another hash.
        return [each.join(' '), code, stdout.replaceAll(/[\da-f]{64}/g, 'HASH'), stderr]
      }),
    )
    expect(own?.map(([, code]) => code)).toEqual([0, 0, 6, 0, 0, 0, 0, 0, 0])
    for (const other of others) expect(other).toEqual(own)
  })
})
