import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { BEFORE_WRITING, holding } from '../store/postgres/holding.ts'
import { startAt, stateOf } from '../store/postgres/strained.ts'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { Desk, type Run } from './phd.ts'
import { ADMINISTERS, eachLine, prepareDesk, RECORDS } from './sorted-commands.ts'
import { supply } from './transcript.ts'

/*
 * Promise: a desk that was moved takes no more records, whatever command it is and whoever runs it: each says where the desk went before it
 * writes a file. It still answers as the new one does, and whoever takes the mark away can record there again.
 */

/** Who may connect is of the server, and goes on while others ask. */
const OF_THE_SERVER = /^desk grant/
/** What only a desk on a server has. */
const SHARED_ALONE = /^desk /
const LUMEN = 'Lumen Labs 4 Ltd'
const QUESTION = /Approve Lumen Labs 4 Ltd \(0014M000AAAAAB9QYP\)\?[\s\S]*Yes/
const YES = '\u001b[B\r'
const HINT = 'nothing was changed; record at the new one; to take this one up again: phd desk reopen'

describe.skipIf(!HAS_POSTGRES)('a desk that was moved', () => {
  const desk = new Desk()
  const database = `moved_${process.pid}`
  const back = join(desk.folder, 'back.db')
  let cluster: Cluster
  let server: string
  let names: Readonly<Record<string, string>> = {}

  const at = (db: string, ...args: readonly string[]): Run =>
    desk.run(
      args.map((word) => names[word] ?? word),
      { PHD_DB: db },
    )
  const lines = eachLine({ ...RECORDS, ...ADMINISTERS }).map(([, path, words]) => [...path.split(' '), ...words])

  /** Every file of the desk's folder but what is of the desks themselves. */
  const files = (): string[] =>
    readdirSync(desk.folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile() && !/phd\.db-(?:wal|shm)$/.test(each.name))
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
      .sort()

  beforeAll(async () => {
    cluster = await sharedCluster()
    server = cluster.createDatabase(database)
    supply(desk)
    names = prepareDesk(desk, (...args) => {
      const run = desk.phd(...args)
      expect([0, 1, 4], `${args.join(' ')}: ${run.stderr}${run.stdout}`).toContain(run.code)
      return run
    })
    expect(at(server, 'desk', 'init').code).toBe(0)
    for (const [from, to] of [
      [desk.db, server],
      [server, back],
    ] as const)
      expect(at(from, 'desk', 'copy', from, to).code).toBe(0)
  })
  afterAll(() => {
    desk.remove()
    cluster.sql('postgres', `DROP DATABASE ${database} WITH (FORCE)`)
  })

  it.each(['file', 'server'])('records nothing with any command, and each says where it went: a %s', (which) => {
    const [db, went] =
      which === 'file'
        ? [desk.db, `moved to ${cluster.folder}/${database} by tester, `]
        : [server, `moved to ${back} by tester, `]
    const before = [stateOf(cluster, database), ...files()]
    const tried = lines.filter((line) => !(which === 'file' ? SHARED_ALONE : OF_THE_SERVER).test(line.join(' ')))
    expect(tried.length).toBeGreaterThan(40)
    for (const line of tried) {
      const { code, stdout, stderr } = at(db, ...line)
      expect([line, code, stdout, stderr]).toEqual([line, 5, '', expect.stringContaining(went)])
      expect(stderr).toContain(HINT)
    }
    const inJson = JSON.parse(at(db, 'loa', 'approve', LUMEN, '--requester', 'Ann', '--json').stdout)
    expect(inJson.error).toMatchObject({ code: 'desk_moved', message: expect.stringContaining(went), hint: HINT })
    expect([stateOf(cluster, database), ...files()]).toEqual(before)
  })

  it('takes no record of who began before it was moved, on a server', async () => {
    const began = [
      ['import', 'later-staff.csv', '--allow-older', '--allow-shrink'],
      ['loa', 'approve', LUMEN, '--requester', 'Ann', '--yes'],
      ['loa', 'take', '‹request›'],
      ['partner', 'alias', 'add', 'Lumen', LUMEN],
      ['prune', '--older-than', '2026-11-01', '--yes'],
      ['forget', 'mei.smith0@cobaltlabs10.example', '--yes'],
      ['desk', 'set', 'zone', 'Europe/Berlin'],
    ].map((line) => line.map((word) => names[word] ?? word))
    const mark = cluster.sql(database, "DELETE FROM phd.meta WHERE name = 'moved' RETURNING value")
    const { waits, release } = await holding(cluster, database, BEFORE_WRITING)
    const started = began.map((line) => startAt(desk, server, line))
    const early = Promise.race(started.map(({ ended }) => ended)).then((run) => {
      throw new Error(`it did not wait: ${JSON.stringify(run)}`)
    })
    early.catch(() => {})
    try {
      await Promise.race([waits(began.length), early])
    } finally {
      await release(`INSERT INTO meta VALUES ('moved', '${mark}')`)
    }
    const before = stateOf(cluster, database)
    for (const [i, { ended }] of started.entries()) {
      const { code, stdout, stderr } = await ended
      expect([began[i], code, stdout + stderr]).toEqual([began[i], 5, expect.stringContaining(`moved to ${back} by tester, `)])
    }
    expect(stateOf(cluster, database)).toBe(before)
  })

  it.skipIf(!hasTerminal)('takes no record of who began before it was moved, in a file', async () => {
    const marked = (sql: string): unknown => {
      const db = new Database(desk.db)
      try {
        return db.prepare(sql).pluck().get()
      } finally {
        db.close()
      }
    }
    const mark = marked("DELETE FROM meta WHERE name = 'moved' RETURNING value")
    const { code, screen } = await atTerminal(desk, `phd loa approve "${LUMEN}" --requester Noah`, [[QUESTION, YES]], {
      onAnswer: () => marked(`INSERT INTO meta VALUES ('moved', '${mark}') RETURNING name`),
      size: [160, 40],
    })
    expect([code, screen.replace(/\s+/g, ' ')]).toEqual([5, expect.stringContaining('was moved to')])
    expect(desk.json<{ entries: unknown[] }>('audit', 'list', '--action', 'loa_approved').entries).toEqual([])
  })

  it('answers as the new one does, and says that it was moved', () => {
    const asked = [
      ...[
        ['today'],
        ['loa', 'check', LUMEN],
        ['loa', 'list'],
        ['imports', 'list'],
        ['audit', 'verify'],
        ['mail', 'route', 'mail-001.eml'],
      ],
      ...[
        ['cam', 'plan'],
        ['partner', 'show', LUMEN, '--history'],
        ['cert-report', LUMEN],
      ],
    ]
    for (const args of asked) {
      const { code, stdout } = at(back, ...args)
      for (const db of [desk.db, server]) {
        const run = at(db, ...args)
        expect([args, run.code, run.stdout]).toEqual([args, code, stdout])
        expect(run.stderr).toMatch(
          /^phd: \S+ was moved to \S+ by tester, \d{4}-\d\d-\d\d; what was recorded there since is not here\n/,
        )
      }
    }
    expect(at(server, 'desk', 'settings')).toMatchObject({ code: 0 })
    expect(at(server, 'desk', 'status').stdout).toContain('moved')
  })

  it('takes records again once the mark is taken away, and not before', () => {
    const record = (db: string): Run => at(db, 'partner', 'alias', 'add', 'Lumen', LUMEN)
    for (const db of [desk.db, server]) {
      expect(at(db, 'desk', 'reopen', '--dry-run').code).toBe(0)
      expect(record(db).code).toBe(5)
      expect(at(db, 'desk', 'reopen').stdout).toContain('takes records again')
      expect(record(db)).toMatchObject({ code: 0, stderr: '' })
      expect(at(db, 'loa', 'take', '‹request›')).toMatchObject({ code: 0, stderr: '' })
      expect(at(db, 'audit', 'verify')).toMatchObject({ code: 0, stderr: '' })
    }
    expect(at(server, 'desk', 'set', 'maxAge', '9')).toMatchObject({ code: 0, stderr: '' })
    expect(at(server, 'desk', 'unset', 'maxAge')).toMatchObject({ code: 0, stderr: '' })
    expect(at(back, 'partner', 'alias', 'list').stdout).not.toContain(`Lumen  ${LUMEN}`)
  })
})
