/**
 * Several people route mails at the very same moment, each in a process of its own, on both engines: one mail is recorded once. The test
 * keeps the end of the audit for itself until each of them has written its drafts, so that all have read before any records.
 */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/store/postgres/connection/connect.ts'
import { namedDesk } from '../../src/store/postgres/connection/named-desk.ts'
import { type Cluster, HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { type Started, startAt } from '../store/postgres/strained.ts'
import { Desk, type Run } from './phd.ts'

const MAILS = ['mail-001', 'mail-003', 'mail-017', 'mail-052'].map((name) => `${name}.eml`)
const NOTICE = 'loa-notice.eml'
const SECOND = 'another-notice.eml'
const PEOPLE = ['ann', 'ben', 'cleo', 'dan']

interface Message {
  file: string
  outcome: string
  draft: string | null
  entry: number | null
  reasons: string[]
}
interface Entry {
  id: number
  action: string
  actor: string
  summary: string
}

/** Keeps others from recording, and gives what lets them. */
type Hold = (address: string) => Promise<() => Promise<void>>

const inFile: Hold = async (path) => {
  const db = new Database(path)
  db.exec('BEGIN IMMEDIATE')
  return async () => {
    db.close()
  }
}

const onServer: Hold = async (address) => {
  const link = await connect(namedDesk(address, {}), { waitSeconds: 60 })
  await link.run('BEGIN; SELECT 1 FROM phd.audit_end FOR UPDATE')
  return () => link.close()
}

const ENGINES = [{ engine: 'SQLite', hold: inFile }, ...(HAS_POSTGRES ? [{ engine: 'PostgreSQL', hold: onServer }] : [])]

describe.each(ENGINES)('mails that several people route at once on $engine', { timeout: 180_000 }, ({ engine, hold }) => {
  const desk = new Desk()
  let cluster: Cluster | null = null
  let address = desk.db
  let count = 0

  beforeAll(async () => {
    const mails = [...MAILS, 'mail-002.eml'].map((name) => `mails/${name}`)
    const exports = ['sfdc-accounts', 'impartner-users', 'sfdc-opportunities', 'sfdc-users', 'staff'].map((name) => `${name}.csv`)
    desk
      .putAll('desk')
      .putAll('owners')
      .put(...mails, `requests/${NOTICE}`)
    if (engine === 'PostgreSQL') {
      cluster = await sharedCluster()
      address = cluster.createDatabase('routed_at_once')
      expect(desk.run(['desk', 'init'], { PHD_DB: address }).stderr).toBe('')
    }
    const { code, stdout, stderr } = run('import', ...exports.filter((name) => readdirSync(desk.folder).includes(name)))
    expect(code, stdout + stderr).toBe(0)
  })
  afterAll(() => desk.remove())

  const run = (...args: string[]): Run => desk.run(args, { PHD_DB: address })
  const list = (): Entry[] => (JSON.parse(run('audit', 'list', '--json').stdout) as { entries: Entry[] }).entries
  const files = (folder: string): string[] => readdirSync(join(desk.folder, folder))

  /** Each routes some mails into a folder of its own; none records before all have written their drafts. */
  async function together(
    mailsOf: (who: string) => string[],
    ...options: string[]
  ): Promise<{ messages: Message[][]; added: Entry[]; folders: string[] }> {
    const before = list().length
    count++
    const release = await hold(address)
    const started: { folder: string; process: Started; drafts: number }[] = []
    try {
      for (const who of PEOPLE) {
        const folder = `drafts-${count}-${who}`
        const args = ['mail', 'route', ...mailsOf(who), '--drafts', folder, '--json', '--wait', '60', '--actor', who, ...options]
        // A notice is recorded at once, with all before it.
        const drafts = mailsOf(who).findIndex((name) => [NOTICE, SECOND].includes(name))
        started.push({ folder, process: startAt(desk, address, args), drafts })
      }
      for (const { folder, process, drafts } of started) await untilWritten(folder, process, drafts)
    } finally {
      await release()
    }
    const runs = await Promise.all(started.map(({ process }) => process.ended))
    for (const { stderr } of runs) expect(stderr.replace(/^note: .*$/gm, '').trim()).toBe('')
    const messages = runs.map(({ stdout }) => (JSON.parse(stdout) as { messages: Message[] }).messages)
    expect(runs.map(({ code }) => code)).toEqual(
      messages.map((each) => (each.every(({ outcome }) => outcome === 'route') ? 0 : 4)),
    )
    return { messages, added: list().filter(({ id }) => id > before), folders: started.map(({ folder }) => folder) }
  }

  async function untilWritten(folder: string, { ended }: Started, drafts: number): Promise<void> {
    let over: Run | null = null
    void ended.then((end) => {
      over = end
    })
    const written = (): number => {
      try {
        return files(folder).filter((name) => name.endsWith('.staged')).length
      } catch {
        return 0
      }
    }
    while (written() < drafts) {
      if (over) throw new Error(`it did not wait: ${JSON.stringify(over)}`)
      await pause(20)
    }
  }

  it.each([
    ['mail that was never routed', []],
    ['mail that was routed before, with --again', ['--again']],
  ])('are recorded once: %s', async (_, options) => {
    const all = [...MAILS, NOTICE]
    const { messages, added, folders } = await together(() => all, ...options)
    const routed = added.filter(({ action }) => action === 'mail_routed')
    expect(routed).toHaveLength(all.length)
    for (const [i, file] of all.entries()) {
      const told = messages.map((each) => each[i])
      expect(told.map((each) => each?.file)).toEqual(PEOPLE.map(() => file))
      const winners = told.filter((each) => each?.entry != null)
      expect(winners, file).toHaveLength(1)
      const by = routed.find(({ id }) => id === winners[0]?.entry)
      for (const other of told.filter((each) => each?.entry == null))
        expect(other, file).toMatchObject({
          ...{ outcome: 'route', draft: null },
          reasons: expect.arrayContaining([
            expect.stringMatching(new RegExp(`handled before, as .*by ${by?.actor}, audit entry ${by?.id}`)),
          ]),
        })
    }
    // The notice opens one request, ever.
    expect(list().filter(({ action }) => action === 'loa_requested')).toHaveLength(1)
    // Each draft is where it was said, and nothing is left of the others.
    const drafts = messages.flatMap((each, i) =>
      each.flatMap(({ draft }) => (draft === null ? [] : [`${folders[i]} ${draft.split('/').at(-1)}`])),
    )
    expect(folders.flatMap((folder) => files(folder).map((name) => `${folder} ${name}`)).sort()).toEqual(drafts.sort())
    expect(run('audit', 'verify').code).toBe(0)
  })

  it('are all recorded where each has another one, after those that all have', async () => {
    const second = desk.read(NOTICE).replaceAll('5f1c0a7e-0b7b', '5f1c0a7f-0b7b').replace('4711@', '4712@')
    desk.write(SECOND, ...second.trimEnd().split('\n'))
    const ownOf = (who: string): string => MAILS[PEOPLE.indexOf(who)] ?? ''
    const { messages, added } = await together((who) => ['mail-002.eml', SECOND, ownOf(who)], '--again')
    expect(messages.map((each) => each.at(-1)?.entry)).not.toContain(null)
    const routed = added.filter(({ action }) => action === 'mail_routed')
    expect(routed).toHaveLength(added.length - 1)
    for (const who of PEOPLE)
      expect(messages[PEOPLE.indexOf(who)]?.map(({ file }) => file)).toEqual(['mail-002.eml', SECOND, ownOf(who)])
    expect(messages.flatMap((each) => each.flatMap(({ entry }) => entry ?? [])).sort()).toEqual(routed.map(({ id }) => id).sort())
    expect(routed).toHaveLength(2 + PEOPLE.length)
  })

  it('are recorded again by one after the other, with --again', () => {
    const before = list().length
    for (const who of PEOPLE.slice(0, 2)) {
      const { code } = run('mail', 'route', 'mail-001.eml', '--drafts', `later-${who}`, '--again', '--actor', who)
      expect([code, files(`later-${who}`).length]).toEqual([0, 1])
    }
    expect(
      list()
        .filter(({ id }) => id > before)
        .map(({ actor }) => actor),
    ).toEqual(PEOPLE.slice(0, 2))
  })
})
