import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram } from '../../src/commands/program.ts'
import { type Cluster, HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { stateOf } from '../store/postgres/strained.ts'
import { atDesk, Desk, type Run } from './phd.ts'
import { ADMINISTERS, ASKS, ELSEWHERE, eachLine, type Lines, prepareDesk, RECORDS } from './sorted-commands.ts'
import { supply } from './transcript.ts'

/*
 * Promise: who may only ask gets every answer that the owner of a shared desk gets, and records nothing with any command: each says so
 * before it writes a file. So does, to who may record, each that only an admin may run. Every command of the program is sorted here.
 */

/** What is done before a command, so that there is something to record. */
const BEFORE: Lines = {
  'cam verify': [['import', 'accounts-after-the-load.csv', '--allow-shrink', '--now', '2026-11-24T09:00:00Z']],
}
/** Who works on something is no entry of the audit. */
const NOT_IN_THE_AUDIT = ['loa take', 'nfr take', 'mail claim']

describe.skipIf(!HAS_POSTGRES)('who may do what at a shared desk', { timeout: 120_000 }, () => {
  const desk = new Desk()
  const database = `readers_${process.pid}`
  let cluster: Cluster
  /** What the desk holds, as long as nobody changed it. */
  let prepared = ''
  let names: Readonly<Record<string, string>> = {}

  const as = (login: string, ...args: string[]): Run => desk.run(args, { PHD_DB: cluster.address(database, login) })
  const lineOf = (path: string, words: readonly string[]): string[] => [
    ...path.split(' '),
    ...words.map((word) => names[word] ?? word),
  ]
  const done = (...args: string[]): Run => {
    const run = as('reads_owner', ...args)
    expect([0, 1, 4], `${args.join(' ')}: ${run.stderr}${run.stdout}`).toContain(run.code)
    return run
  }
  /** Every file of the desk's folder, but for what programs keep for themselves. */
  const files = (): string[] =>
    readdirSync(desk.folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
      .sort()

  beforeAll(async () => {
    cluster = await sharedCluster()
    for (const login of ['reads_owner', 'reads_asks', 'reads_works', 'outside'])
      cluster.sql('postgres', `CREATE ROLE ${login} LOGIN${login === 'reads_owner' ? ' SUPERUSER' : ''}`)
    cluster.createDatabase(database)
    supply(desk)
    done('desk', 'init')
    done('desk', 'grant', 'reads_asks', 'reader')
    done('desk', 'grant', 'reads_works', 'desk')
    names = prepareDesk(desk, done)
    prepared = stateOf(cluster, database)
  }, 120_000)
  afterAll(() => {
    cluster.sql('postgres', `DROP DATABASE ${database} WITH (FORCE)`)
    for (const login of ['reads_owner', 'reads_asks', 'reads_works', 'outside']) cluster.sql('postgres', `DROP ROLE ${login}`)
    desk.remove()
  })

  it('sorts every command of the program, and no other', async () => {
    const program = await buildProgram(() => async () => {})
    const leaves = (command: Command, path: string): string[] =>
      command.commands.length === 0
        ? [path]
        : command.commands.flatMap((each) => leaves(each, path === '' ? each.name() : `${path} ${each.name()}`))
    const sorted = new Set([...[ASKS, RECORDS, ADMINISTERS].flatMap((lines) => Object.keys(lines)), ...ELSEWHERE])
    expect([...sorted].sort()).toEqual(leaves(program, '').sort())
  })

  it.each(eachLine(ASKS))('a reader gets the answer of the owner: phd %s', (_, path, words) => {
    const line = lineOf(path, words)
    const own = as('reads_owner', ...line)
    expect([0, 1, 4], own.stderr + own.stdout).toContain(own.code)
    expect(as('reads_asks', ...line)).toEqual(own)
  })

  it.each(eachLine(RECORDS))('a reader records nothing: phd %s', (_, path, words) =>
    refuses('reads_asks', lineOf(path, words), 'phd_desk'),
  )

  it.each(eachLine(RECORDS))('who may record does, in the own name: phd %s', (_, path, words) =>
    atDesk((own) => {
      const copy = `${database}_copy`
      cpSync(desk.folder, own.folder, { recursive: true, preserveTimestamps: true })
      cluster.sql('postgres', `CREATE DATABASE ${copy} TEMPLATE ${database}`)
      try {
        for (const args of BEFORE[path] ?? [])
          expect(own.run(args, { PHD_DB: cluster.address(copy, 'reads_works') }).code).toBe(0)
        const entries = Number(cluster.sql(copy, 'SELECT count(*) FROM phd.audit'))
        const run = own.run(lineOf(path, words), { PHD_DB: cluster.address(copy, 'reads_works') })
        expect([0, 1, 4], run.stderr + run.stdout).toContain(run.code)
        const isKept = words.includes('--dry-run') || words.includes('--release')
        if (isKept) expect(stateOf(cluster, copy)).toBe(prepared)
        else expect(stateOf(cluster, copy)).not.toBe(prepared)
        expect(cluster.sql(copy, `SELECT DISTINCT actor, body::json->>'login' FROM phd.audit WHERE id > ${entries}`)).toBe(
          isKept || (NOT_IN_THE_AUDIT.includes(path) && !words.includes('--take-over')) ? '' : 'tester|reads_works',
        )
        expect(own.run(['audit', 'verify'], { PHD_DB: cluster.address(copy, 'reads_asks') }).code).toBe(0)
      } finally {
        cluster.sql('postgres', `DROP DATABASE ${copy} WITH (FORCE)`)
      }
    }),
  )

  it.each(eachLine(ADMINISTERS))('only an admin may: phd %s', (_, path, words) => {
    refuses('reads_asks', lineOf(path, words), '')
    refuses('reads_works', lineOf(path, words), '')
  })

  /** It ends with 5 in plain words, with a next step, and changes nothing at the desk or on this machine. */
  function refuses(login: string, line: readonly string[], role: string): void {
    const before = files()
    const run = as(login, ...line)
    expect([run.code, run.stdout], run.stderr).toEqual([5, ''])
    const told = run.stderr.replace(/\s+/g, ' ')
    expect(told).toMatch(/this login may/)
    expect(told).toContain(role)
    expect(told).toMatch(/nothing was changed; (?:ask its administrator|its administrator can|a login with phd_admin can)/)
    expect(told).not.toMatch(/permission denied|relation|SQLSTATE/)
    const inJson = JSON.parse(as(login, ...line, '--json').stdout || '{}') as { error?: { code: string } }
    if (inJson.error) expect(inJson.error.code).toBe('access_refused')
    expect([stateOf(cluster, database), ...files()]).toEqual([prepared, ...before])
  }
})
