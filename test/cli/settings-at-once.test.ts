import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { BEFORE_WRITING, holding } from '../store/postgres/holding.ts'
import { startAt, stateOf } from '../store/postgres/strained.ts'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { atDesk, Desk, type Run } from './phd.ts'
import { eachLine, type Lines, prepareDesk, RECORDS } from './sorted-commands.ts'
import { supply } from './transcript.ts'

/*
 * Promise: what was judged, or read from a file, by settings or rules that are no longer those of a shared desk is not recorded there,
 * and whoever would record it is told which changed. A desk in a file goes by the settings with which a command began.
 */

const LUMEN = 'Lumen Labs 4 Ltd'
const APPROVE = `phd loa approve "${LUMEN}" --requester Noah`
const QUESTION = /Approve Lumen Labs 4 Ltd \(0014M000AAAAAB9QYP\)\?[\s\S]*Yes/
const YES = '\u001b[B\r'

/** A value for each setting of a desk. */
const OTHERS: Readonly<Record<string, string>> = {
  maxAge: '1',
  zone: 'Asia/Tokyo',
  region: 'US',
  dateOrder: 'dmy',
  decimal: 'comma',
  currency: 'EUR',
  encodings: '{"accounts":"windows-1252"}',
  notUsed: '["leads"]',
  contractedTerritories: '{"field":"Territories__c"}',
}

/** What records, but for what changes nothing, and for what only an admin may. */
const RECORDING: Lines = {
  ...RECORDS,
  import: [['staff.csv']],
  prune: [['--older-than', '2026-11-01', '--yes']],
  forget: [['mei.smith0@cobaltlabs10.example', '--yes']],
}
/** So many are kept waiting together: each is connected. */
const TOGETHER = 12

describe.skipIf(!HAS_POSTGRES)('while someone decides at a desk on a server', () => {
  const desk = new Desk()
  const database = `at_once_${process.pid}`
  let cluster: Cluster
  let address: string
  let names: Readonly<Record<string, string>>

  const phd = (...args: string[]): Run => desk.run(args, { PHD_DB: address })
  const entries = (): string => cluster.sql(database, "SELECT count(*) FROM phd.audit WHERE action <> 'desk_setting_changed'")
  const decisions = (): string => cluster.sql(database, "SELECT count(*) FROM phd.audit WHERE action = 'loa_approved'")
  const set = (key: string, value: string): void => expect(phd('desk', 'set', key, value)).toMatchObject({ code: 0 })
  const unset = (key: string): void => expect(phd('desk', 'unset', key)).toMatchObject({ code: 0 })
  const approving = (meanwhile: () => void) =>
    atTerminal(desk, APPROVE, [[QUESTION, YES]], { onAnswer: meanwhile, size: [160, 40], env: { PHD_DB: address } })

  beforeAll(async () => {
    cluster = await sharedCluster()
    address = cluster.createDatabase(database)
    supply(desk)
    expect(phd('desk', 'init')).toMatchObject({ code: 0 })
    names = prepareDesk(desk, (...args) => {
      const run = phd(...args)
      expect([0, 1, 4], `${args.join(' ')}: ${run.stderr}${run.stdout}`).toContain(run.code)
      return run
    })
  })
  afterAll(() => {
    desk.remove()
    cluster.sql('postgres', `DROP DATABASE ${database} WITH (FORCE)`)
  })

  it.skipIf(!hasTerminal).each(Object.entries(OTHERS))('and the setting %s changes, nothing is recorded', async (key, value) => {
    const before = entries()
    try {
      const { code, screen } = await approving(() => set(key, value))
      expect([code, screen]).toEqual([6, expect.stringContaining(`the setting ${key} of the desk changed meanwhile`)])
      expect(screen).toContain('nothing was changed; run it again')
    } finally {
      unset(key)
    }
    expect(entries()).toBe(before)
  })

  it.skipIf(!hasTerminal)('and settings are removed, all of them are named', async () => {
    for (const key of ['zone', 'region']) set(key, OTHERS[key] ?? '')
    const { code, screen } = await approving(() => {
      for (const key of ['zone', 'region']) unset(key)
    })
    expect([code, screen]).toEqual([6, expect.stringContaining('the settings region, zone of the desk changed meanwhile')])
    expect(decisions()).toBe('0')
  })

  it.skipIf(!hasTerminal)('and its rules change, nothing is recorded', async () => {
    const rules = cluster.sql(database, "SELECT value FROM phd.meta WHERE name = 'rules'")
    const note = (text: string) => cluster.sql(database, `UPDATE phd.meta SET value = '${text}' WHERE name = 'rules'`)
    try {
      const { code, screen } = await approving(() => note('0123456789abcdef 99.0.0'))
      expect([code, screen]).toEqual([6, expect.stringContaining('the rules of the desk changed meanwhile')])
    } finally {
      note(rules)
    }
    expect(decisions()).toBe('0')
  })

  it('whatever it is, it is not recorded, and leaves no draft', async () => {
    // Nothing has landed here yet.
    const recording = eachLine(RECORDING).filter(([, path]) => path !== 'cam verify')
    const lines = recording.map(([, path, words]) => [...path.split(' '), ...words.map((word) => names[word] ?? word)])
    const before = stateOf(cluster, database)
    for (let from = 0; from < lines.length; from += TOGETHER) {
      const some = lines.slice(from, from + TOGETHER)
      const { waits, release } = await holding(cluster, database, BEFORE_WRITING)
      const started = some.map((line) => startAt(desk, address, line))
      const early = Promise.race(started.map(({ ended }) => ended)).then((run) => {
        throw new Error(`it did not wait: ${JSON.stringify(run)}`)
      })
      early.catch(() => {})
      try {
        await Promise.race([waits(some.length), early])
      } finally {
        await release(`INSERT INTO meta VALUES ('setting.zone', '"Asia/Tokyo"')`)
      }
      for (const [i, { ended }] of started.entries()) {
        const { code, stdout, stderr } = await ended
        expect([some[i], code, stdout + stderr]).toEqual([
          some[i],
          6,
          expect.stringMatching(/the setting zone of the desk changed\s+meanwhile/),
        ])
      }
      cluster.sql(database, "DELETE FROM phd.meta WHERE name = 'setting.zone'")
    }
    expect(stateOf(cluster, database)).toBe(before)
    const made = ['drafts', 'again'].map((folder) => join(desk.folder, folder)).filter((folder) => existsSync(folder))
    expect(made.flatMap((folder) => readdirSync(folder))).toEqual([])
    // A file that was dropped waits for the next run.
    expect(existsSync(join(desk.folder, 'in', 'staff.csv'))).toBe(true)
  })

  it('a digest that was read by other settings is not marked', async () => {
    const before = entries()
    // What it reads is read before it opens the desk to record.
    const { waits, release } = await holding(cluster, database, 'LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE')
    const { ended } = startAt(desk, address, ['digest', '--mark', '--out', 'of-other-settings.html'])
    await waits()
    await release(`INSERT INTO meta VALUES ('setting.zone', '"Asia/Tokyo"')`)
    const { code, stderr } = await ended
    cluster.sql(database, "DELETE FROM phd.meta WHERE name = 'setting.zone'")
    expect([code, stderr]).toEqual([6, expect.stringContaining('the setting zone of the desk changed meanwhile')])
    expect(entries()).toBe(before)
  })

  it.skipIf(!hasTerminal)('and a setting is as it was before, it is recorded', async () => {
    const { code } = await approving(() => {
      set('zone', 'Asia/Tokyo')
      unset('zone')
    })
    expect([code, decisions()]).toEqual([0, '1'])
  })
})

describe.skipIf(!hasTerminal)('while someone decides at a desk in a file', () => {
  it('the settings with which it began decide, and the next command has the others', () =>
    atDesk(async (desk) => {
      const later = { PHD_NOW: '2026-11-24T09:00:00Z' }
      const folder = join(desk.folder, '.config', 'phd')
      desk.equipped()
      const { code } = await atTerminal(desk, APPROVE, [[QUESTION, YES]], {
        env: later,
        size: [160, 40],
        onAnswer: () => {
          mkdirSync(folder, { recursive: true })
          writeFileSync(join(folder, 'config.json'), '{"maxAge":1}')
        },
      })
      expect(code).toBe(0)
      expect(desk.run(['loa', 'check', LUMEN], later).code).toBe(4)
    }))
})
