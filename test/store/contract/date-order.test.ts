import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Failure } from '../../../src/errors.ts'
import type { SaidOrder } from '../../../src/imports/file-dates.ts'
import type { FileImport } from '../../../src/imports/import-file.ts'
import type { ImportOptions } from '../../../src/imports/options.ts'
import type { DateOrder } from '../../../src/records/date-order.ts'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import { calendar } from '../../../src/records/kinds/calendar.ts'
import { lettersIssued } from '../../../src/records/kinds/licenses/letters-issued.ts'
import { roles } from '../../../src/records/kinds/roles.ts'
import type { RecordReader, Store } from '../../../src/store/store.ts'
import { failureOf } from '../../failing.ts'
import { ENGINES } from './engines.ts'
import { importLines } from './import-lines.ts'
import type { TestDesk } from './test-desk.ts'

/*
 * Promise: a file whose dates can be read two ways is read in the order that it shows or that a person says, else refused with both
 * readings, and the desk is as it was. The order is part of what was imported: the same bytes in the other order are another import.
 */

const KINDS = [accounts, calendar, lettersIssued, roles] as unknown as readonly Kind[]
const LETTERS = 'Partner,Requester,Requester Email,Letter Date'

/** Files by their kind: a row with a day, where the day is, and what the same rows do that are read in the other order. */
const FILES = {
  accounts: {
    headings: 'Account ID,Account Name,Partner Status,Partner Track,Account Owner,Signed Contract Date',
    row: (n: number, day: string) => `001${String(n).padStart(12, '0')},Acme ${n},Authorized,Open,Ann,${day}`,
    ...{ column: 'Signed Contract Date', field: 'signedContract', other: { changed: 2 } },
  },
  // A day by which a record is known makes another record.
  letters_issued: {
    headings: LETTERS,
    row: (n: number, day: string) => `Acme ${n},Ann Lee,ann@acme.example,${day}`,
    ...{ column: 'Letter Date', field: 'letterDate', other: { added: 2 } },
  },
  roles: {
    headings: 'Role,Person,From',
    row: (n: number, day: string) => `Role ${n},Ann Lee,${day}`,
    ...{ column: 'From', field: 'firstDay', other: { added: 2, removed: 2 } },
  },
} as const
type Name = keyof typeof FILES

/** Days that leave it open which order they have, and what they are in each. */
const OPEN = ['4/5/2026', '4/4/2026', '2026-01-31', '6/7/2026']
const READ = {
  mdy: ['2026-04-05', '2026-04-04', '2026-01-31', '2026-06-07'],
  dmy: ['2026-05-04', '2026-04-04', '2026-01-31', '2026-07-06'],
}

const CALENDAR = 'Date,Name,What,Region'
const holiday = (day: string, name = 'One'): string => `${day},${name},Holiday,`
const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

describe.each(ENGINES)('dates that can be read two ways, on $name', ({ desk: makeDesk }) => {
  let desk: TestDesk
  let store: Store
  /** The rejects file of the last import, a line each. */
  let rejects: string[] = []
  let files = 0

  beforeEach(async () => {
    desk = await makeDesk(KINDS)
    store = await desk.openToWrite()
  })
  afterEach(async () => {
    await store.close()
    desk.remove()
  })

  /** Imports lines as a file, of which a person says the order or does not. */
  function imported(file: string, lines: readonly string[], said: SaidOrder = {}, how: Partial<ImportOptions> = {}) {
    files++
    const staged = `staged-${files}`
    const openRejects: ImportOptions['openRejects'] = (headings) => {
      rejects = [headings.join()]
      return {
        add: (row) => rejects.push(row.map(quoted).join()),
        stage: async (about) => ({ folder: '/', staged, file: `${staged}.csv`, sha256: '', about }),
        keep: () => ({ path: '', isNamed: true }),
        discard() {},
      }
    }
    const exported = { file, lines, exportedAt: '2026-05-01T09:00:00Z' }
    return importLines(store, KINDS, exported, { dateOrder: () => said, openRejects, ...how })
  }

  /** The days that the current records of a kind have in a field, sorted. */
  async function days(kind: string, field: string, reader: RecordReader = store): Promise<unknown[]> {
    const found = KINDS.find((each) => each.kind === kind) as Kind
    const records = await reader.records(found)
    return records.map(({ record }) => (record as Record<string, unknown>)[field]).sort()
  }

  /** What is told of a refusal, which leaves the desk as it was. */
  async function refusal(importing: () => Promise<FileImport>): Promise<Pick<Failure, 'code' | 'message' | 'detail'>> {
    const before = desk.allText()
    const refused = await importing().catch((error: unknown) => error)
    expect(desk.allText()).toBe(before)
    const { code, message, detail } = failureOf(refused)
    return { code, message, detail }
  }

  it.each(Object.keys(FILES) as Name[])('are asked about, and with another answer it is another import: %s', async (name) => {
    const { headings, row, column, field, other } = FILES[name]
    const file = `${name}.csv`
    const lines = [headings, ...OPEN.map((day, n) => row(n, day))]
    const asked = {
      code: 'date_order_ambiguous',
      message:
        `${file}: no date shows whether the month or the day comes first: ` +
        `line 2, ${column}: "4/5/2026" is 2026-04-05 (month first) or 2026-05-04 (day first); ` +
        `line 5, ${column}: "6/7/2026" is 2026-06-07 (month first) or 2026-07-06 (day first)`,
      detail: {
        dates: [
          { line: 2, column, value: '4/5/2026', mdy: '2026-04-05', dmy: '2026-05-04' },
          { line: 5, column, value: '6/7/2026', mdy: '2026-06-07', dmy: '2026-07-06' },
        ],
      },
    }
    expect(await refusal(() => imported(file, lines))).toEqual(asked)
    const first = await imported(file, lines, { option: 'dmy' })
    expect(first).toMatchObject({ status: 'imported', dateOrder: 'dmy', sayAgain: { order: 'dmy' }, counts: { added: 4 } })
    expect(await days(name, field)).toEqual(READ.dmy.toSorted())
    // An answer is for one file alone.
    expect(await refusal(() => imported(file, lines))).toEqual(asked)
    // Whoever says it, it is the same order.
    const again = await imported(file, lines, { setting: 'dmy' })
    expect(again).toMatchObject({ status: 'unchanged', dateOrder: 'dmy', sameAs: { importId: 1 } })
    const counts = { added: 0, changed: 0, removed: 0, unchanged: 2, ...other }
    expect(await imported(file, lines, { option: 'mdy' })).toMatchObject({ status: 'imported', dateOrder: 'mdy', counts })
    const orders = [1, 2, 3].map(async (id) => (await store.importDetail(id))?.dateOrder)
    expect(await Promise.all(orders)).toEqual(['dmy', 'dmy', 'mdy'])
    // What is no complete list leaves the other records there.
    const former = name === 'letters_issued' ? ['2026-05-04', '2026-07-06'] : []
    expect(await days(name, field)).toEqual([...READ.mdy, ...former].toSorted())
    const before = await desk.openToRead(2)
    expect(await days(name, field, before)).toEqual(READ.dmy.toSorted())
    await before.close()
    await store.undoImport(3, false)
    expect(await days(name, field)).toEqual(READ.dmy.toSorted())
    expect(await store.verifyRecords()).toMatchObject({ changed: [], untold: [] })
    expect(await store.verifyAudit()).toMatchObject({ flaws: [] })
  })

  it('in two orders are refused however late the second comes, also if the settings say one', async () => {
    await imported('before.csv', [CALENDAR, holiday('2026-12-24')])
    const many = Array.from({ length: 6000 }, (_, n) => holiday(`2026-01-0${1 + (n % 9)}`, `Day ${n}`))
    const lines = [CALENDAR, holiday('4/25/2026'), ...many, holiday('25/4/2026')]
    const message =
      'calendar.csv has dates in two orders: line 2, Date: "4/25/2026" can only be M/D/YYYY, ' +
      'but line 6003, Date: "25/4/2026" can only be D/M/YYYY; phd cannot know which one the others are in'
    for (const said of [{}, { setting: 'mdy' }] as const)
      expect(await refusal(() => imported('calendar.csv', lines, said))).toMatchObject({ code: 'date_order_mixed', message })
    expect(await days('calendar', 'day')).toEqual(['2026-12-24'])
    const read = await imported('calendar.csv', lines, { option: 'dmy' })
    expect(read).toMatchObject({ counts: { added: 6001, rejected: 1 }, problems: [{ line: 2, code: 'bad_date' }] })
    expect((await days('calendar', 'day')).slice(-2)).toEqual(['2026-04-25', '2026-12-24'])
  })

  it('that all contradict what a person says are refused, with no row kept', async () => {
    const lines = [CALENDAR, holiday('2026-01-01'), holiday('4/5/2026'), holiday('25/4/2026')]
    for (const [who, says] of [
      ['option', 'the command line says'],
      ['setting', 'the setting "dateOrder" says'],
    ] as const) {
      const clear = 'every clear date is day first: line 4, Date: "25/4/2026" can only be D/M/YYYY'
      const message = `calendar.csv: ${says} month first (M/D/YYYY), but ${clear}`
      const refused = await refusal(() => imported('calendar.csv', lines, { [who]: 'mdy' }))
      expect(refused).toMatchObject({ code: 'date_order_contradicted', message })
    }
    expect((await imported('calendar.csv', lines)).dateOrder).toBe('dmy')
    expect(await days('calendar', 'day')).toEqual(['2026-01-01', '2026-04-25', '2026-05-04'])
  })

  it('are told of in rejected rows, and a rejects file keeps their order', async () => {
    const cells = ['4/25/2026', '4/5/2026', '25/4/2026', '4/31/2026', '5/4/26', '45046']
    const rows = cells.map((day, n) => FILES.letters_issued.row(n, day))
    const first = await imported('letters.csv', [LETTERS, ...rows, ',Bo Ray,bo@acme.example,5/6/2026'], { option: 'mdy' })
    const told = (n: number, more = ''): string => {
      const reason = `"""${cells[n]}"" cannot be used; expected a date as M/D/YYYY or YYYY-MM-DD${more}"`
      return `${rows[n]},${n + 2},Letter Date,${reason}`
    }
    expect(rejects).toEqual([
      `${LETTERS},line,column,reason`,
      told(2, '; this one can only be D/M/YYYY'),
      told(3),
      told(4, ', with all four digits of the year'),
      told(5, '; this number is how a spreadsheet counts days: give the column a date format there'),
      ',Bo Ray,bo@acme.example,5/6/2026,8,Partner,blank; expected a value; dates here are M/D/YYYY',
    ])
    const found = first.problems.map(({ line, code }) => `${line} ${code}`)
    expect(found).toEqual(['4 bad_date', '5 bad_date', '6 bad_date', '7 bad_date', '8 blank'])
    const setAside = await store.rejectedRows(lettersIssued as unknown as Kind)
    expect(setAside.map(({ name, key, line }) => `${line} ${name} ${key}`).sort()).toEqual([
      ...['4 Acme 2 null', '5 Acme 3 null', '6 Acme 4 null', '7 Acme 5 null'],
    ])
    // The partner of the last row is filled in; without its reason the day could be two.
    const corrected = [...rejects.slice(0, 1), ...rejects.slice(-1).map((line) => `Beta${line}`)]
    const bare = corrected.map((line) => line.replace(/blank;.*$/, ''))
    expect(await refusal(() => imported('letters.rejects.csv', bare))).toMatchObject({ code: 'date_order_ambiguous' })
    const again = await imported('letters.rejects.csv', corrected)
    expect(again).toMatchObject({ dateOrder: 'mdy', counts: { added: 1, rejected: 0 } })
    expect(await days('letters_issued', 'letterDate')).toEqual(['2026-04-05', '2026-04-25', '2026-05-06'])
  })

  it('make two rows one record in one order, and two in the other', async () => {
    // The second row of Acme cannot be used, for its last day is none.
    const lines = [
      `${LETTERS},Expires`,
      'Acme,Ann Lee,ann@acme.example,2026-04-05,2027-04-05',
      'Acme,Ann Lee,ann@acme.example,4/5/2026,4/31/2027',
      'Beta,Bo Ray,bo@beta.example,2026-04-05,2027-04-05',
      'Beta,Bo Ray,bo@beta.example,4/5/2026,2027-04-06',
      'Cora,Cy Dee,cy@cora.example,2026-04-05,2027-04-05',
    ]
    const readAs = async (order: DateOrder) => {
      const { counts, problems } = await imported('letters.csv', lines, { option: order })
      const setAside = await store.rejectedRows(lettersIssued as unknown as Kind)
      return {
        added: counts.added,
        problems: problems.map(({ line, code }) => `${line} ${code}`),
        setAside: setAside.map(({ key, name, line }) => `${line} ${name} ${/[-\d]{10}/.exec(key ?? '')}`).sort(),
        days: await days('letters_issued', 'letterDate'),
      }
    }
    expect(await readAs('mdy')).toEqual({
      added: 1,
      problems: ['2 contradicting_duplicate', '3 bad_date', '4 contradicting_duplicate', '5 contradicting_duplicate'],
      setAside: ['2 Acme 2026-04-05', '3 Acme 2026-04-05', '4 Beta 2026-04-05', '5 Beta 2026-04-05'],
      days: ['2026-04-05'],
    })
    expect(await readAs('dmy')).toEqual({
      added: 3,
      problems: ['3 bad_date'],
      setAside: ['3 Acme 2026-05-04'],
      days: ['2026-04-05', '2026-04-05', '2026-04-05', '2026-05-04'],
    })
  })

  it('in the lines above a table say how old its rows are, in the order of the file', async () => {
    const seen = async (day: string, said: SaidOrder = {}) => {
      const lines = ['Desk calendar as of 03/04/2026', '', CALENDAR, holiday(day), holiday('2026-01-01', 'Two')]
      const { importId, warnings } = await imported('calendar.csv', lines, said, { exportedAt: null, allowOlder: true })
      const { lastSeenAt, lastSeenBy } = (await store.importDetail(importId ?? 0)) ?? {}
      return [lastSeenAt, lastSeenBy, ...warnings.map(({ code }) => code)]
    }
    expect(await seen('4/25/2026')).toEqual(['2026-03-04T00:00:00Z', 'title'])
    expect(await seen('25/4/2026')).toEqual(['2026-04-03T00:00:00Z', 'title'])
    expect(await seen('2026-04-26', { option: 'mdy' })).toEqual(['2026-03-04T00:00:00Z', 'title'])
    // Where nobody says it, they are of the later day at the latest.
    expect(await seen('2026-04-27')).toEqual(['2026-04-03T00:00:00Z', 'title', 'exported_unclear'])
  })
})
