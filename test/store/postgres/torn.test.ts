import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, type Run } from '../../cli/phd.ts'
import { figure, randomFrom, seed, torture } from '../../faults/sizes.ts'
import { Cluster, HAS_POSTGRES } from './cluster.ts'
import { CuttingProxy } from './cutting-proxy.ts'
import { HaltingProxy, type Moment } from './halting-proxy.ts'
import { startAt, stateOf } from './strained.ts'

/*
 * Promise: whatever ends a command at a shared desk whenever, be it the command, the server or the way between them, the desk is as it was
 * before or as it is after, what the command says of that is true, and it can be run again. No file has its name that was not recorded.
 */

const COBALT = ['Cobalt Labs 1 GmbH', '--requester', 'Mei Smith', '--email', 'mei.smith0@cobaltlabs10.example']
const LATER = ['--now', '2026-12-01T09:00:00Z']
const COMMANDS = {
  import: ['import', 'accounts-with-problems.csv', '--allow-older', '--rejects', 'files', ...LATER],
  undo: ['imports', 'undo', '8', '--yes', ...LATER],
  decision: ['loa', 'deny', ...COBALT, '--draft', 'files'],
  prune: ['prune', '--older-than', '2026-11-29', '--yes', ...LATER],
  forget: ['forget', 'mei.smith0@cobaltlabs10.example', '--yes', ...LATER],
  init: ['desk', 'init'],
} as const
type Name = keyof typeof COMMANDS
/** The desk that a command begins with, where it is not the one of a week later. */
const TEMPLATES: Partial<Record<Name, string>> = { decision: 'first', init: 'empty' }

/** What a command makes when nothing ends it. */
interface Whole {
  run: Run
  before: string
  after: string
  files: string[]
  /** How long it takes, in milliseconds. */
  takes: number
}

/** All of these, and the first two in a short run. */
const some = (...names: Name[]): Name[] => (torture ? names : names.slice(0, 2))

describe.skipIf(!HAS_POSTGRES)(`a command at a shared desk that is torn (seed ${seed})`, { timeout: 4 * 3_600_000 }, () => {
  const random = randomFrom(seed)
  const desk = new Desk()
  const files = join(desk.folder, 'files')
  const wholes = new Map<Name, Whole>()
  let cluster: Cluster
  let current: string | null = null
  let count = 0

  beforeAll(async () => {
    cluster = await Cluster.start()
    for (const name of ['first', 'empty']) cluster.createDatabase(name)
    const exports = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', 'nfr-licenses.csv']
    const requests = ['staff.csv', 'nfr-requests.csv', 'letters-issued.csv']
    desk.putAll('desk').putAll('requests').put('broken/accounts-with-problems.csv', 'history/accounts-2026-11-27.csv')
    const done = (database: string, ...args: string[]) =>
      expect(desk.run(args, { PHD_DB: cluster.address(database) }).stderr).toBe('')
    done('first', 'desk', 'init')
    done('first', 'import', ...exports, ...requests)
    cluster.sql('postgres', 'CREATE DATABASE later TEMPLATE first')
    done('later', 'import', 'accounts-2026-11-27.csv', '--allow-shrink', '--now', '2026-11-28T09:00:00Z')
    // Versions that end with it are what pruning removes.
    const [head = '', ...users] = desk.read('impartner-users.csv').trimEnd().split('\n')
    desk.write('users.csv', head, ...users.map((row, i) => (i % 7 === 0 ? row.replace(',True', ',False') : row)))
    done('later', 'import', 'users.csv', '--exported-at', '2026-11-28', '--now', '2026-11-28T09:00:00Z')
  })
  afterAll(async () => {
    desk.remove()
    await cluster.stop()
  })

  /** A desk on which nothing was done since it was made, and an empty folder of files; one that nothing has changed is used again. */
  function fresh(name: Name): string {
    rmSync(files, { recursive: true, force: true })
    mkdirSync(files)
    if (current !== null) return current
    count++
    current = `desk_${count}`
    cluster.sql('postgres', `CREATE DATABASE ${current} TEMPLATE ${TEMPLATES[name] ?? 'later'}`)
    // A desk of its own: what was seen of another copy is not missed here.
    if (name !== 'init') cluster.sql(current, "UPDATE phd.meta SET value = gen_random_uuid() WHERE name = 'id'")
    return current
  }

  function dropCurrent(): void {
    if (current !== null) cluster.sql('postgres', `DROP DATABASE ${current} WITH (FORCE)`)
    current = null
  }

  const isHidden = (name: string): boolean => name.startsWith('.')
  const named = (): string[] => readdirSync(files).filter((name) => !isHidden(name))
  const leftovers = (): string[] => readdirSync(files).filter(isHidden)

  /** The address of a database by way of a proxy. */
  const through = (database: string, proxy: string): string =>
    cluster.address(database).replace(encodeURIComponent(cluster.folder), encodeURIComponent(proxy))

  /** Runs a command to its end. What it prints names no database. */
  async function runAt(address: string, args: readonly string[]): Promise<Run> {
    const { stdout, ...run } = await startAt(desk, address, args).ended
    return { ...run, stdout: stdout.replaceAll(/\/desk_\d+/g, '/desk') }
  }

  /** What a command makes where nothing disturbs it. The first one of all also makes the roles of the server. */
  async function whole(name: Name): Promise<Whole> {
    dropCurrent()
    const known = wholes.get(name)
    if (known) return known
    const database = fresh(name)
    const before = stateOf(cluster, database)
    const began = performance.now()
    const run = await runAt(cluster.address(database), COMMANDS[name])
    const takes = performance.now() - began
    const after = stateOf(cluster, database)
    expect(after, JSON.stringify(run)).not.toBe(before)
    if (name === 'prune') expect(run.stdout).toMatch(/^ {2}[1-9]\d* earlier versions of records/m)
    dropCurrent()
    const found = { run, before, after, files: named(), takes }
    wholes.set(name, found)
    return found
  }

  /** Waits until the server has noticed that nobody is connected to a database any more. */
  async function untilAlone(database: string): Promise<void> {
    while (cluster.sql('postgres', `SELECT count(*) FROM pg_stat_activity WHERE datname = '${database}'`) !== '0') await pause(5)
  }

  /** Looks at what a torn command left behind, and runs it once more; `run` is what it said, null where it was killed. */
  async function look(name: Name, database: string, run: Run | null, torn: string): Promise<'before' | 'after'> {
    const { before, after, files: made, run: expected } = knownWhole(name)
    const what = `${name}, ${torn}; seed ${seed}; it said ${JSON.stringify(run)}`
    await untilAlone(database)
    const state = stateOf(cluster, database)
    expect([before, after], what).toContain(state)
    const isDone = state === after
    if (run !== null) {
      const said = run.stdout + run.stderr
      expect([expected.code, 4, 6, 5], what).toContain(run.code)
      if (run.code === expected.code)
        expect([isDone, run.stdout.replaceAll(/\/desk_\d+/g, '/desk')], what).toEqual([true, expected.stdout])
      else {
        expect(run.code, what).toBe(said.includes('whether it did is not known') ? 4 : 6)
        if (said.includes('nothing was changed')) expect(isDone, what).toBe(false)
        else expect(said, what).toContain('look before you repeat')
        // Who knows that nothing was recorded leaves nothing behind.
        if (said.includes('nothing was changed')) expect([named(), leftovers()], what).toEqual([[], []])
      }
    }
    if (!isDone) expect(named(), what).toEqual([])
    const again = await runAt(cluster.address(database), COMMANDS[name])
    if (!isDone) expect([again.code, again.stdout], what).toEqual([expected.code, expected.stdout])
    else {
      // A file that had no name yet is named by whoever writes next.
      expect(again.code, what).not.toBe(70)
      if (name === 'import' || name === 'decision')
        desk.run(['partner', 'alias', 'add', 'Lumen', 'Lumen Labs 4 Ltd'], { PHD_DB: cluster.address(database) })
    }
    expect(named(), what).toEqual(expect.arrayContaining(made))
    if (name !== 'init') expect(desk.run(['audit', 'verify'], { PHD_DB: cluster.address(database) }).code, what).toBe(0)
    dropCurrent()
    return isDone ? 'after' : 'before'
  }

  function knownWhole(name: Name): Whole {
    const known = wholes.get(name)
    if (!known) throw new Error(`${name} was not run alone`)
    return known
  }

  it.each(some('import', 'decision', 'undo', 'init'))('by kill -9: %s', async (name) => {
    const { takes } = await whole(name)
    for (let i = 0; i < figure('serverKills'); i++) {
      const database = fresh(name)
      const { child, ended } = startAt(desk, cluster.address(database), COMMANDS[name])
      const after = Math.round(takes * (0.3 + random() * 0.75))
      const timer = setTimeout(() => child.kill('SIGKILL'), after)
      const run = await ended
      clearTimeout(timer)
      await look(name, database, run.code === null ? null : run, `killed after ${after} ms`)
    }
  })

  it.each<Name>(['prune', 'forget'])('by kill -9 at a moment of what it and the server say: %s', async (name) => {
    await whole(name)
    /** How much is said until it is to be kept. */
    let all = 0
    const proxy = new HaltingProxy(cluster.folder)
    await proxy.start()
    /** Runs it as far as a moment, where it is killed; what it said, null where it got no further. */
    const killedAt = async (database: string, moment: Moment): Promise<Run | null> => {
      proxy.haltAt(moment, () => started.child.kill('SIGKILL'))
      const started = startAt(desk, through(database, proxy.folder), COMMANDS[name])
      const run = await started.ended
      return run.code === null ? null : run
    }
    try {
      const moments: Moment[] = [{ commit: 'unheard' }, { commit: 'heard' }]
      for (let i = 0; i < moments.length + figure('serverHalts'); i++) {
        const database = fresh(name)
        // Half of them fall into the end, where much is changed and nothing is kept yet.
        const share = i % 2 === 0 ? 1 - 0.3 * random() : random()
        const moment = moments[i] ?? { bytes: Math.ceil(all * share) }
        const torn = `killed at ${JSON.stringify(moment)} of ${all} bytes until it is kept`
        const run = await killedAt(database, moment)
        if (i === 0) all = proxy.forwarded
        await untilAlone(database)
        const verified = desk.run(['audit', 'verify', '--records'], { PHD_DB: cluster.address(database) })
        expect([verified.code, verified.stderr], `${name}, ${torn}; seed ${seed}`).toEqual([0, ''])
        const isDone = (await look(name, database, run, torn)) === 'after'
        if ('commit' in moment) expect([moment, run, isDone]).toEqual([moment, null, moment.commit === 'heard'])
      }
    } finally {
      proxy.stop()
    }
  })

  it.each(some('import', 'init', 'undo', 'decision'))('by a server that loses its power: %s', async (name) => {
    const { takes } = await whole(name)
    for (let i = 0; i < figure('serverStops'); i++) {
      const database = fresh(name)
      const after = Math.round(takes * (0.3 + random() * 0.7))
      const { ended } = startAt(desk, cluster.address(database), COMMANDS[name])
      await pause(after)
      await cluster.stop('immediate')
      const run = await ended
      await cluster.restart()
      await look(name, database, run, `the server stopped after ${after} ms`)
    }
  })

  it.each(some('undo', 'decision', 'import', 'prune', 'forget', 'init'))('by a cut connection: %s', async (name) => {
    await whole(name)
    const proxy = new CuttingProxy(cluster.folder)
    await proxy.start()
    try {
      proxy.cutAfter(Number.POSITIVE_INFINITY)
      await runAt(through(fresh(name), proxy.folder), COMMANDS[name])
      const all = proxy.forwarded
      dropCurrent()
      for (let i = 0; i < figure('serverCuts'); i++) {
        const database = fresh(name)
        // Half of the cuts fall into the end, where little is said and much is decided.
        const at = Math.floor(i % 2 === 0 ? all - 4000 * random() : all * random())
        proxy.cutAfter(at)
        const run = await runAt(through(database, proxy.folder), COMMANDS[name])
        await look(name, database, run, `cut after ${at} of ${all} bytes`)
      }
    } finally {
      proxy.stop()
    }
  })
})
