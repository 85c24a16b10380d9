import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, type Run } from '../../cli/phd.ts'
import { figure, randomFrom, seed, torture } from '../../faults/sizes.ts'
import { Cluster, HAS_POSTGRES } from './cluster.ts'
import { startAt } from './strained.ts'

/*
 * Many people work at one desk at once: they import, undo, decide, add aliases and ask. No entry is lost or doubled. The audit is one chain.
 * Imports are numbered without a gap, and never a lower number after a higher. Whoever asks sees one state.
 */

const CLIENTS = torture ? 20 : 6
const COUNT = 300
/** Neither is eligible, so that every denial agrees with the check. */
const STATUSES = ['Prospect', 'Former'] as const

describe.skipIf(!HAS_POSTGRES)(`a crowd at one desk (seed ${seed})`, { timeout: 600_000 }, () => {
  const desk = new Desk()
  let cluster: Cluster
  let address: string

  beforeAll(async () => {
    cluster = await Cluster.start({ settings: { deadlock_timeout: '50ms' } })
    address = cluster.createDatabase('team')
    STATUSES.forEach((status, which) => {
      const rows = Array.from(
        { length: COUNT },
        (_, i) => `001${String(i).padStart(12, '0')},Partner ${i},Partner,${status},Open,Ana`,
      )
      desk.write(`all-${which}.csv`, 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner', ...rows)
    })
    for (const args of [
      ['desk', 'init'],
      ['import', 'all-0.csv'],
    ])
      expect(desk.run(args, { PHD_DB: address })).toMatchObject({ code: 0, stderr: '' })
  })
  afterAll(async () => {
    desk.remove()
    await cluster.stop()
  })

  const run = (...args: string[]): Promise<Run> => startAt(desk, address, args).ended

  /** What a reader sees must be one import’s state: all partners have one status. */
  async function ask(): Promise<void> {
    const { code, stdout, stderr } = await run('loa', 'check', '--all', '--json')
    expect([code, stderr]).toEqual([expect.any(Number), ''])
    const { verdicts } = JSON.parse(stdout) as { verdicts: { checks: { id: string; actual: string | null }[] }[] }
    expect(verdicts).toHaveLength(COUNT)
    const statuses = verdicts.map(({ checks }) => checks.find(({ id }) => id === 'partner_authorized')?.actual)
    expect(new Set(statuses).size).toBe(1)
  }

  it('loses nothing, does nothing twice, and nobody sees half of anything', async () => {
    const random = randomFrom(seed)
    const until = performance.now() + figure('mixedSeconds') * 1000
    /** What was recorded by whom, as its command said. */
    const said = { aliases: [] as string[], denied: [] as string[], imports: 0, undone: 0 }
    const watched: number[] = [1]
    const isOver = (): boolean => performance.now() > until

    const work = async (client: number): Promise<void> => {
      for (let i = 0; i < 2 || !isOver(); i++) {
        const partner = `Partner ${client + CLIENTS * i}`
        // At first all import at once.
        const chosen = i === 0 ? 0 : (client + i) % 4
        if (chosen === 0) {
          const { code, stdout, stderr } = await run('import', `all-${i === 0 ? client % 2 : Math.floor(random() * 2)}.csv`)
          expect([code, stderr], stdout).toEqual([0, ''])
          said.imports++
        } else if (chosen === 1) {
          const { code, stdout, stderr } = await run('partner', 'alias', 'add', `Alias ${client} ${i}`, partner)
          expect([code, stderr], stdout).toEqual([0, ''])
          said.aliases.push(`Alias ${client} ${i}`)
        } else if (chosen === 2) {
          const { code, stdout, stderr } = await run('loa', 'deny', partner, '--requester', `Ann ${client} ${i}`)
          // Who is told that the evidence changed meanwhile recorded nothing.
          expect([0, 6], stdout + stderr).toContain(code)
          if (code === 0) said.denied.push(`Ann ${client} ${i}`)
        } else if (random() < 0.4) {
          const newest = cluster.sql(
            'team',
            'SELECT max(id) FROM phd.imports WHERE undoes IS NULL AND same_as IS NULL AND id > 1',
          )
          const { code, stdout, stderr } = await run('imports', 'undo', newest || '9999', '--yes')
          // It may not be the newest any more, or undone by another.
          expect([0, 3, 5], stdout + stderr).toContain(code)
          if (code === 0) said.undone++
        } else await ask()
      }
    }
    /** Reads the list of imports again and again: a number that is there stays, and each new one is the next. */
    const watch = async (): Promise<void> => {
      while (!isOver()) {
        const { stdout } = await run('imports', 'list', '--json')
        const ids = (JSON.parse(stdout) as { imports: { id: number }[] }).imports.map(({ id }) => id)
        expect(ids).toEqual(Array.from(ids, (_, i) => i + 1))
        expect(ids.length).toBeGreaterThanOrEqual(watched.at(-1) ?? 0)
        watched.push(ids.length)
      }
    }
    await Promise.all([watch(), ...Array.from({ length: CLIENTS }, (_, client) => work(client))])

    expect(await run('audit', 'verify')).toMatchObject({ code: 0, stderr: '' })
    const lines = (sql: string): string[] =>
      cluster
        .sql('team', sql)
        .split('\n')
        .filter((line) => line !== '')
    expect(lines('SELECT name FROM phd.aliases ORDER BY id').sort()).toEqual(said.aliases.sort())
    expect(lines("SELECT body::json ->> 'name' FROM phd.audit WHERE action = 'alias_added'").sort()).toEqual(said.aliases)
    expect(lines("SELECT count(*) FROM phd.audit WHERE action = 'loa_denied'")).toEqual([String(said.denied.length)])
    for (const requester of said.denied)
      expect(
        lines(`SELECT count(*) FROM phd.audit WHERE body LIKE '%"${requester}"%' AND action <> 'loa_denied'`),
        requester,
      ).toEqual(['1'])
    expect(lines("SELECT count(*) FROM phd.audit WHERE action = 'imported'")).toEqual([String(said.imports + 1)])
    expect(lines("SELECT count(*) FROM phd.audit WHERE action = 'import_undone'")).toEqual([String(said.undone)])
    expect(
      lines("SELECT string_agg(id::text, ' ' ORDER BY imported_at, id) = string_agg(id::text, ' ' ORDER BY id) FROM phd.imports"),
    ).toEqual(['t'])
    expect(lines('SELECT max(id) = count(*) FROM phd.imports')).toEqual(['t'])
    await ask()
  })
})
