import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/records/kinds.ts'
import { atDesk, type Desk } from './phd.ts'

const ADDRESS = 'mei.smith0@cobaltlabs10.example'
const NAME = 'Mei Smith'

/** A desk where a person is a portal user, asked for a letter, was answered, and stands in a note. */
function withPerson(desk: Desk): Desk {
  desk.equipped()
  desk.phd('loa', 'request', 'loa-notice.eml', '--partner', 'Cobalt Labs 1 GmbH')
  expect(desk.phd('loa', 'deny', 'Cobalt Labs 1 GmbH', '--draft', 'drafts').code).toBe(0)
  desk.phd('loa', 'approve', 'Lumen Labs 4 Ltd', '--requester', 'Other One', '--email', `x${ADDRESS}`)
  return desk
}

/** How often a text is in the files of the database. */
function hits(desk: Desk, text: string): number {
  const folder = join(desk.folder, 'data')
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file)).toString('latin1').toLowerCase().split(text.toLowerCase()).length - 1)
    .reduce((sum, count) => sum + count, 0)
}

function verdicts(desk: Desk, ...more: string[]): string {
  return ['loa', 'nfr', 'authorized']
    .map((job) => desk.phd(...(job === 'authorized' ? [job] : [job, 'check']), '--all', '--json', ...more).stdout)
    .join('')
}

function change(desk: Desk, ...statements: string[]): void {
  const db = new Database(desk.db)
  for (const statement of statements) db.exec(statement)
  db.close()
}

const UNLOCK = 'DROP TRIGGER audit_is_not_changed'
const LOCK = "CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END"

describe('phd forget', () => {
  it('leaves no byte of the person, the verdicts of every partner, and an audit that still proves what it did', () =>
    atDesk((desk) => {
      withPerson(desk)
      const { entries, head } = desk.json<{ entries: number; head: string }>('audit', 'verify')
      const before = verdicts(desk)
      const then = verdicts(desk, '--as-of', 'import:2')
      expect(hits(desk, ADDRESS)).toBeGreaterThan(3)
      const { stdout, stderr, code } = desk.phd('forget', ` ${ADDRESS.toUpperCase()}`, '--yes', '--json')
      expect([code, stderr]).toEqual([0, ''])
      const done = JSON.parse(stdout)
      expect(stdout).not.toContain('mei.smith')
      const id = `forgotten-${entries + 1}`
      expect(done).toMatchObject({ schema: 'phd.forgotten/1', id, entry: entries + 1, erased: true })
      expect(done.records).toContainEqual({ kind: 'portal_users', records: 1, versions: 1 })
      expect(done.entries.length).toBe(2)
      expect(done.drafts.map((path: string) => path.split('/').at(-1))).toContain('cobalt-labs-1-gmbh-loa-denial.eml')
      // The address that only ends like it stays.
      expect([hits(desk, ADDRESS), hits(desk, `x${ADDRESS}`), hits(desk, NAME)]).toEqual([
        hits(desk, `x${ADDRESS}`),
        hits(desk, 'Other One'),
        0,
      ])
      const without = (text: string): string => text.replaceAll(ADDRESS, id).replaceAll(NAME, id)
      expect(verdicts(desk)).toBe(without(before))
      expect(verdicts(desk, '--as-of', 'import:2')).toBe(without(then))
      const verified = desk.json('audit', 'verify', '--expect', `${entries}:${head}`)
      expect(verified).toMatchObject({ whole: true, flaws: [], expected: { same: true } })
      expect(verified.redacted).toEqual(done.entries.map((entry: number) => ({ entry, by: entries + 1 })))
      expect(desk.phd('audit', 'verify').stdout).toContain('a person was replaced in audit entries')
      for (const entry of done.entries) expect(desk.phd('audit', 'show', String(entry)).code).toBe(0)
      expect(desk.phd('loa', 'list', '--closed').stdout).toContain(id)
      expect(desk.phd('cert-report', 'Cobalt Labs 1 GmbH').stdout).toContain(id)
      expect(desk.phd('forget', ADDRESS, '--yes').code).toBe(3)
      expect(desk.phd('doctor').stdout).not.toContain('tampered')
    }))

  it('shows what it would do, asks or needs --yes, and knows an address', () =>
    atDesk((desk) => {
      withPerson(desk)
      const bytes = readFileSync(desk.db)
      const dry = desk.phd('forget', ADDRESS, '--dry-run')
      expect(dry.stdout).toContain('dry run, nothing was written')
      expect(dry.stdout).toContain('portal users: 1 record, 1 version')
      expect(desk.phd('forget', ADDRESS).code).toBe(2)
      expect(desk.phd('forget', 'Mei Smith', '--yes').code).toBe(2)
      expect(desk.phd('forget', 'nobody@cobaltlabs10.example', '--yes').code).toBe(3)
      expect(readFileSync(desk.db).equals(bytes)).toBe(true)
    }))

  it('reaches closed versions, rejected rows and notes, and lets an import be undone after it', () =>
    atDesk((desk) => {
      desk.imported()
      const users = desk.read('impartner-users.csv')
      desk.write('impartner-users-2.csv', ...users.replace('+49 30 901820', '+49 30 1').trimEnd().split(/\r?\n/))
      desk.phd('import', 'impartner-users-2.csv')
      desk.write(
        'impartner-users-3.csv',
        ...users
          .replace(/^(.*mei\.smith0@[^\n]*?)(True|False|Yes|No)/m, '$1maybe')
          .trimEnd()
          .split(/\r?\n/),
      )
      desk.phd('import', 'impartner-users-3.csv')
      const users1 = (): unknown =>
        desk.json('query', 'SELECT count(*) AS n, sum(sales_badged) AS s FROM current_portal_users').rows
      const counted = users1()
      const done = JSON.parse(desk.phd('forget', ADDRESS, '--yes', '--json').stdout)
      expect(done.records).toContainEqual({ kind: 'portal_users', records: 1, versions: 2 })
      expect(done.imports.length).toBeGreaterThan(1)
      expect(users1()).toEqual(counted)
      expect([hits(desk, ADDRESS), hits(desk, NAME)]).toEqual([0, 0])
      expect(
        desk.json(
          'query',
          'SELECT email, full_name, phone FROM portal_users_history WHERE record_key LIKE :k',
          '--param',
          'k=forgotten-%',
        ).rows,
      ).toEqual(Array(2).fill({ email: done.id, full_name: done.id, phone: null }))
      for (const number of ['5', '4']) expect(desk.phd('imports', 'undo', number, '--yes')).toMatchObject({ code: 0 })
      expect(hits(desk, ADDRESS)).toBe(0)
      expect(desk.phd('audit', 'verify').code).toBe(0)
      // A list that still has the person brings them back.
      desk.phd('import', 'impartner-users-2.csv', '--allow-older')
      expect(hits(desk, ADDRESS)).toBeGreaterThan(0)
    }))

  it('reaches notes, other names, the dictionary and keys, however the address is written there', () =>
    atDesk((desk) => {
      desk.equipped()
      const [headings] = desk.read('nfr-requests.csv').split(/\r?\n/)
      desk.write(
        'more-requests.csv',
        headings ?? '',
        `11/18/2026 16:44:10,${ADDRESS},${NAME},${ADDRESS},Open,SaaS,10,New,"${NAME} asks, see '${ADDRESS}'",?email=${ADDRESS}&x=1,,,`,
        `11/18/2026 17:44:10,o@cobaltlabs10.example,One,Cobalt Labs 1 GmbH,Open,SaaS,10,New,|${ADDRESS}|{${ADDRESS}}/${ADDRESS}/,_${ADDRESS}_ ${ADDRESS}-asked,,,`,
        `11/18/2026 18:44:10,x@cobaltlabs10.example,Two,Cobalt Labs 1 GmbH,Open,SaaS,10,New,x.${ADDRESS} x'${ADDRESS} ${ADDRESS}.de,${ADDRESS}-x.de,,,`,
      )
      expect(desk.phd('import', 'more-requests.csv').code).toBe(0)
      expect(desk.phd('partner', 'alias', 'add', ADDRESS, 'Cobalt Labs 1 GmbH').code).toBe(0)
      const linked = () =>
        desk.json<{ requests: { partner: { id: string } }[] }>('nfr', 'list').requests.map(({ partner }) => partner.id)
      const [before, foreign] = [linked(), 4]
      const done = JSON.parse(desk.phd('forget', ADDRESS, '--yes', '--json').stdout)
      expect(done.mentions).toBe(5)
      expect([hits(desk, ADDRESS), hits(desk, 'meismith0'), hits(desk, NAME)]).toEqual([foreign, 0, 0])
      const notes = desk.json('query', "SELECT justification, comments FROM current_nfr_requests WHERE requester = 'One'").rows
      expect(notes).toEqual([
        { justification: `|${done.id}|{${done.id}}/${done.id}/`, comments: `_${done.id}_ ${done.id}-asked` },
      ])
      // The other name still leads to the partner.
      expect(linked()).toEqual(before)
    }))

  it('forgets other versions of the same record with the same name, and lists a name in the notes of others', () =>
    atDesk((desk) => {
      desk.imported()
      const staff = (name: string, manager: string, address: string): string =>
        `"0054M000AAAAAA${name}QY5","${manager === '' ? 'Zoë Ötz' : 'Bo Ray'}","${address}","1","Manager","${manager}"`
      const headings = '"User ID","Full Name","Email","Active","Title","Manager"'
      for (const [file, address] of Object.entries({ 'staff-1.csv': 'zoe@old.example', 'staff-2.csv': 'zoe@new.example' })) {
        desk.write(file, headings, staff('Z', '', address), staff('Y', 'ZOË ÖTZ', 'bo@new.example'))
        expect(desk.phd('import', file).code).toBe(0)
      }
      const done = JSON.parse(desk.phd('forget', 'zoe@new.example', '--yes', '--json').stdout)
      expect(done.records).toEqual([{ kind: 'salesforce_users', records: 1, versions: 2 }])
      expect(done.sameName.records).toEqual([{ kind: 'salesforce_users', records: 1 }])
      expect([hits(desk, 'zoe@'), hits(desk, Buffer.from('Zoë Ötz').toString('latin1'))]).toEqual([0, 0])
    }))

  it('leaves the name of someone else at the same partner, and of a partner', () =>
    atDesk((desk) => {
      withPerson(desk)
      const other = 'mei.smith@cobaltlabs10.example'
      expect(desk.phd('loa', 'request', '--partner', 'Cobalt Labs 1 GmbH', '--requester', NAME, '--email', other).code).toBe(0)
      const { entries } = desk.json<{ entries: number }>('audit', 'verify')
      const done = JSON.parse(desk.phd('forget', ADDRESS, '--yes', '--json').stdout)
      expect([done.entries.length, done.sameName.entries]).toEqual([2, [entries]])
      expect(desk.json('audit', 'show', String(entries)).body).toMatchObject({ requester: { name: NAME, address: other } })
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))

  it('hides no tampering: with what it replaced, with another entry, nor with a made up entry of its own', () =>
    atDesk((desk) => {
      withPerson(desk)
      const { entries: count } = desk.json<{ entries: number }>('audit', 'verify')
      change(desk, UNLOCK, "UPDATE audit SET body = replace(body, 'Mei Smith', 'Max Muster')", LOCK)
      expect(desk.phd('forget', ADDRESS, '--yes').code).toBe(5)
      change(desk, UNLOCK, "UPDATE audit SET body = replace(body, 'Max Muster', 'Mei Smith')", LOCK)
      const { entries } = JSON.parse(desk.phd('forget', ADDRESS, '--yes', '--json').stdout)
      const flaws = () => desk.json<{ flaws: { entry: number; flaw: string }[] }>('audit', 'verify').flaws
      expect(flaws()).toEqual([])
      change(desk, UNLOCK, `UPDATE audit SET body = replace(body, 'Cobalt', 'Kobalt') WHERE id = ${entries[0]}`, LOCK)
      expect(flaws()).toEqual([{ entry: entries[0], flaw: 'changed' }])
      change(desk, UNLOCK, `UPDATE audit SET body = replace(body, 'Kobalt', 'Cobalt') WHERE id = ${entries[0]}`, LOCK)
      // One that lists another content of entry 1, without being chained.
      change(
        desk,
        UNLOCK,
        "UPDATE audit SET body = json_set(body, '$.file', 'other.csv') WHERE id = 1",
        LOCK,
        `INSERT INTO audit SELECT id + 1, at, actor, action, NULL, NULL, json_set(body, '$.entries', json('[{"entry":1,"hash":"${'a'.repeat(64)}"}]')),
          hash, hash, NULL FROM audit WHERE id = ${count + 1}`,
      )
      expect(flaws()).toContainEqual({ entry: 1, flaw: 'changed' })
      expect(flaws()).toContainEqual({ entry: count + 2, flaw: 'changed' })
    }))

  it('says when another program keeps the old bytes, and erases them the next time', () =>
    atDesk((desk) => {
      withPerson(desk)
      desk.phd('partner', 'alias', 'add', 'Kobalt', 'Cobalt Labs 1 GmbH')
      const reader = new Database(desk.db)
      reader.exec('BEGIN')
      reader.prepare('SELECT count(*) FROM audit').get()
      const done = JSON.parse(desk.phd('forget', ADDRESS, '--yes', '--json', '--wait', '0').stdout)
      expect(done.erased).toBe(false)
      reader.exec('COMMIT')
      reader.close()
      expect(desk.phd('forget', ADDRESS, '--yes').code).toBe(3)
      expect(hits(desk, ADDRESS)).toBe(hits(desk, `x${ADDRESS}`))
      expect(existsSync(`${desk.db}-wal`)).toBe(false)
    }))

  it('knows the person behind every field of an address', () => {
    for (const { kind, fields, people } of kinds) {
      const emails = Object.entries(fields).flatMap(([name, { type }]) => (type === 'email' ? [name] : []))
      expect(people.map(({ email }) => email).sort(), kind).toEqual(emails.sort())
    }
  })
})
