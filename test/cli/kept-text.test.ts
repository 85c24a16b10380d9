import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { htmlTable, sheetXml, spreadsheetMl, workbook, xmlRows } from '../imports/writers.ts'
import { atDesk, type Desk } from './phd.ts'

const HEAD = ['Account ID', 'Account Name', 'Partner Status', 'Partner Track', 'Account Owner', 'Billing Country', 'Note']
const LUMEN = 'Lumen Labs 4 Ltd'
const BOLT = ['0014M000AAAAAAN', 'Bolt', 'Authorized', 'Open', 'Ann Lee', 'DE', '']
const acme = (place: number, cell: string): string[] =>
  ['0014M000AAAAAAM', 'Acme', 'Authorized', 'Open', 'Ann Lee', 'DE', ''].with(place, cell)
const csv = (rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.join(',')}\n`).join('')
const utf16 = (rows: readonly (readonly string[])[]): Buffer => Buffer.from(`\ufeff${csv(rows)}`, 'utf16le')
/** A workbook as a spreadsheet writes it: what XML cannot hold stands as "_x0000_". */
const xlsx = (rows: readonly (readonly string[])[]): Buffer =>
  workbook({
    sheets: {
      A: sheetXml(
        rows.map((row) =>
          row.map((cell) =>
            [...cell]
              .map((char) =>
                char === '\0' || !char.isWellFormed() ? `_x${char.charCodeAt(0).toString(16).padStart(4, '0')}_` : char,
              )
              .join(''),
          ),
        ),
      ),
    },
  })

function importOf(desk: Desk, file: string, content: string | Buffer, ...more: string[]) {
  writeFileSync(join(desk.folder, file), content)
  desk.touch(file)
  return JSON.parse(desk.phd('import', '--json', ...more, file).stdout).imports[0]
}

function rowsOf(desk: Desk, sql: string): unknown[] {
  return JSON.parse(desk.phd('query', '--json', sql).stdout).rows
}

/** What two rows come to, of which the first cannot be used. */
function rejected(column: string, code: string, message: string) {
  return { rows: { read: 2, added: 1, rejected: 1 }, problems: [{ line: 2, column, code, message }] }
}

describe('a row with what no store can keep', () => {
  const NUL = 'control characters in "a\0b"; expected text without control characters'
  const HALF = 'half a character in "a\ud83d"; expected whole characters'
  const wholeHeads = (make: (rows: string[][]) => string | Buffer, cell: string) => (place: number) =>
    make([HEAD, acme(place, cell), BOLT])
  it.each<[string, string, (place: number) => string | Buffer, string, string]>([
    ['a NUL in a text', 'a.csv', wholeHeads(csv, 'a\0b'), 'control_character', NUL],
    ['a NUL in a text of UTF-16', 'a.csv', wholeHeads(utf16, 'a\0b'), 'control_character', NUL],
    ['a NUL in a workbook', 'a.xlsx', wholeHeads(xlsx, 'a\0b'), 'control_character', NUL],
    ['half a character in a workbook', 'a.xlsx', wholeHeads(xlsx, 'a\ud83d'), 'half_character', HALF],
    [
      'half a character in an XML spreadsheet',
      'a.xls',
      (place) => spreadsheetMl({ A: xmlRows([HEAD, acme(place, 'a@'), BOLT]) }).replace('a@', 'a&#xD83D;'),
      'half_character',
      HALF,
    ],
  ])('%s is rejected, wherever it is', (_, file, make, code, message) =>
    atDesk((desk) => {
      for (const place of [1, 5, 6]) {
        const result = importOf(desk, `${place}-${file}`, make(place))
        expect(result.problems).toEqual(rejected(HEAD[place] ?? '', code, message).problems)
        expect(result.rows).toMatchObject({ read: 2, rejected: 1 })
      }
      const { stdout } = desk.phd('query', '--format', 'csv', 'SELECT * FROM accounts')
      expect(stdout).toMatch(/Bolt/)
      expect(stdout).not.toMatch(/Acme|\\x00|\ufffd/)
    }),
  )

  it('waits in the rejects file until a person has looked at it', () =>
    atDesk((desk) => {
      importOf(desk, 'a.xlsx', xlsx([HEAD, acme(6, 'a\ud83d'), BOLT]))
      const rejects = desk.read('a.rejects.csv')
      expect(rejects).toContain(
        'a\\ud83d,2,Note,"half a character in this row is written here by its number: type that cell again; half a character in ""a\\ud83d""; expected whole characters"',
      )
      expect(JSON.parse(desk.phd('import', '--json', 'a.rejects.csv').stdout).imports[0].status).toBe('refused')
      writeFileSync(join(desk.folder, 'a.rejects.csv'), rejects.replace('a\\ud83d', 'a 😊').replace(/"half.*"/, ''))
      expect(JSON.parse(desk.phd('import', '--json', 'a.rejects.csv').stdout).imports[0].rows).toMatchObject({ added: 1 })
    }))

  it('is the row alone: a web page has no such characters, and a heading is kept without them', () =>
    atDesk((desk) => {
      const page = htmlTable([HEAD, acme(6, 'a@'), BOLT]).replace('a@', 'a&#0;&#xD83D;')
      expect(importOf(desk, 'a.xls', page).rows).toMatchObject({ added: 2, rejected: 0 })
      const own = [...HEAD.slice(0, 6), 'No\0te']
      expect(importOf(desk, 'b.csv', csv([own, acme(6, 'x')])).rows).toMatchObject({ changed: 1, rejected: 0 })
      expect(desk.phd('partner', 'show', '--json', 'Acme').stdout).toContain('No\ufffdte')
    }))

  it('leaves emojis and the other control characters of cells that decide nothing', () =>
    atDesk((desk) => {
      expect(importOf(desk, 'a.xlsx', xlsx([HEAD, acme(6, '🦊'), BOLT])).rows).toMatchObject({ added: 2 })
      expect(importOf(desk, 'a.csv', csv([HEAD, acme(6, 'a\u0001'), BOLT])).rows).toMatchObject({ changed: 1, rejected: 0 })
    }))
})

describe('a name or a key', () => {
  const LONG = 'at most 1,000 bytes'
  const USERS = [
    ...['Account Name', 'User: Email', 'User: Full Name', 'User: SA Verified', 'User: Sales Badged'],
    ...['User: Sales Certified', 'User: PSE Certified 2020', 'User: PSE Certified 2021'],
  ]
  /** A user of each partner: u0@acme.example and so on. */
  const users = (...partners: string[]): string =>
    csv([USERS, ...partners.map((partner, i) => [partner, `u${i}@acme.example`, 'Bo', 'True', '', '', '', ''])])

  it.each([
    ['of letters', 'a'],
    ['of emojis', '🦊'],
    ['of accents', 'é'],
  ])('%s has at most 1,000 bytes', (_, letter) =>
    atDesk((desk) => {
      const fits = letter.repeat(1000 / Buffer.byteLength(letter))
      const result = importOf(desk, 'u.csv', users(`${fits}x`, fits))
      expect(result).toMatchObject(
        rejected('Account Name', 'too_long', `"${fits.slice(0, 300)}…" cannot be used; expected ${LONG}`),
      )
      expect(desk.read('u.rejects.csv')).toContain(`${fits}x,u0@acme.example,`)
      expect(rowsOf(desk, 'SELECT account_name AS name FROM portal_users')).toEqual([{ name: fits }])
    }),
  )

  it('has them in plain letters too, by which it is compared', () =>
    atDesk((desk) => {
      const result = importOf(desk, 'u.csv', users('\ufdfa'.repeat(40), 'Acme'))
      expect(result.problems).toMatchObject([{ code: 'too_long', message: expect.stringContaining(`${LONG} in plain letters`) }])
    }))

  it('of several cells has them together, and the longest is named', () =>
    atDesk((desk) => {
      const head = ['Name', 'Email', 'Badge', 'Earned Date', 'Partner']
      const row = (badge: number) => ['Ann', 'ann@acme.example', 'b'.repeat(badge), '2026-01-02', 'Acme']
      const result = importOf(desk, 'c.csv', csv([head, row(973), row(972)]))
      expect(result).toMatchObject({
        kind: 'certifications',
        ...rejected(
          'Badge',
          'too_long',
          `"${'b'.repeat(300)}…" cannot be used; expected ${LONG} together with "Email" and "Earned Date"`,
        ),
      })
    }))

  it('that is too long puts nothing in doubt but what else the row says', () =>
    atDesk((desk) => {
      importOf(desk, 'u.csv', users('x'.repeat(1001), 'Acme'))
      expect(rowsOf(desk, 'SELECT key, name FROM set_aside')).toEqual([{ key: 'u0@acme.example', name: null }])
      const segments = csv([
        ['Segment-Geo-Region-Area', 'Channel Manager'],
        ['s'.repeat(1001), 'Ann'],
        ['s'.repeat(1000), 'Bo'],
      ])
      expect(importOf(desk, 's.csv', segments)).toMatchObject({
        ...{ kind: 'cam_opportunities_by_segment', rows: { added: 1, rejected: 1 } },
        problems: [{ line: 2, code: 'too_long', message: expect.stringContaining(LONG) }],
      })
      expect(rowsOf(desk, 'SELECT count(*) AS n FROM set_aside')).toEqual([{ n: 1 }])
    }))

  it('cannot be an alias where it is longer', () =>
    atDesk((desk) => {
      importOf(desk, 'a.csv', csv([HEAD, acme(6, '')]))
      const add = (bytes: number) => desk.phd('partner', 'alias', 'add', 'x'.repeat(bytes), 'Acme')
      expect(add(1001)).toMatchObject({ code: 2, stderr: expect.stringContaining('an alias has at most 1,000 bytes') })
      expect(add(1000).code).toBe(0)
    }))
})

describe('a database of an older phd', () => {
  it('keeps and shows what no newer one would take, and what is recorded of it has none', () =>
    atDesk((desk) => {
      desk.equipped()
      const requester = ['--requester', 'Noah Smith', '--email', 'noah.smith0@lumenlabs3.example']
      expect(desk.phd('loa', 'request', '--partner', LUMEN, ...requester).code).toBe(0)
      const db = new Database(desk.db)
      db.exec(
        "UPDATE accounts SET owner = 'Ann' || char(0) || 'Lee'; UPDATE imports SET file = 'a' || char(0) || '.csv' WHERE id = 1",
      )
      db.close()
      expect(JSON.parse(desk.phd('partner', 'show', '--json', LUMEN).stdout).account.owner).toBe('Ann\0Lee')
      expect(desk.phd('loa', 'approve', LUMEN).code).toBe(0)
      const entries = rowsOf(desk, "SELECT body || coalesce(evidence, '') AS json FROM audit") as { json: string }[]
      expect(entries.filter(({ json }) => json.includes('a\ufffd.csv'))).toHaveLength(1)
      expect(entries.filter(({ json }) => /\\u0000/.test(json))).toEqual([])
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))
})
