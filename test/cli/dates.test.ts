/** Dates of an export, through the built program and a real database. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, type Run } from './phd.ts'

const HEAD = 'Account ID,Account Name,Type,Partner Status,Partner Track,Signed Contract Date,Account Owner'
const IDS = ['0014M000BBBBAAM', '0014M000BBBBAAx', '0014M000BBBBABY', '0014M000BBBBAB9', '0014M000BBBBACk']
const rowsOf = (...dates: string[]): string[] =>
  dates.map((date, i) => `${IDS[i]},Acme ${i},Partner,Authorized,Open,"${date}",Ann`)

function importJson(desk: Desk, ...args: string[]) {
  const run = desk.phd('import', '--json', ...args)
  return { ...run, result: JSON.parse(run.stdout).imports?.[0] }
}
function signed(desk: Desk, place: number): string | null {
  return JSON.parse(desk.phd('partner', 'show', IDS[place] ?? '', '--json').stdout).account.signedContract
}
function settings(desk: Desk, config: object): void {
  mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
  writeFileSync(join(desk.folder, '.config', 'phd', 'config.json'), JSON.stringify(config))
}
/** Nothing was imported. */
function untouched(desk: Desk): void {
  expect(JSON.parse(desk.phd('imports', 'list', '--json').stdout).imports).toEqual([])
}

describe('an export whose dates', () => {
  it.each([
    ['are month first', ['4/5/2026', '4/25/2026'], 'mdy', '2026-04-05'],
    ['are day first', ['4/5/2026', '25/4/2026'], 'dmy', '2026-05-04'],
    ['have dots', ['4.5.2026', ''], 'dmy', '2026-05-04'],
    ['have a time', ['4/5/2026, 3:15 PM', '4/25/2026, 11:59 PM'], 'mdy', '2026-04-05'],
    ['need no order', ['5/5/2026', 'May 4, 2026'], null, '2026-05-05'],
  ])('%s is read in that order, and says so', (_, dates, order, first) =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf(...dates))
      const { result, code } = importJson(desk, 'a.csv')
      expect([result.status, result.dateOrder, code]).toEqual(['imported', order, 0])
      expect(signed(desk, 0)).toBe(first)
    }),
  )

  it('can all be read two ways is refused, with the command that settles it', () =>
    atDesk((desk) => {
      desk.write('my file.csv', HEAD, ...rowsOf('4/5/2026', '4/4/2026', '6/7/2026'))
      const { result, code } = importJson(desk, '--encoding', 'utf-8', 'my file.csv')
      expect([result.status, result.reason.code, result.dateOrder, code]).toEqual(['refused', 'date_order_ambiguous', null, 5])
      expect(result.reason.message).toContain('line 2, Signed Contract Date: "4/5/2026" is 2026-04-05 (month first)')
      expect(result.reason.hint).toContain('phd import --encoding utf-8 --date-order dmy "my file.csv"')
      untouched(desk)
      expect(desk.phd('import', '--encoding', 'utf-8', 'my file.csv', '--date-order', 'dmy').code).toBe(0)
      expect([signed(desk, 0), signed(desk, 1), signed(desk, 2)]).toEqual(['2026-05-04', '2026-04-04', '2026-07-06'])
    }))

  it('are in two orders is refused whole, however late the second comes', () =>
    atDesk((desk) => {
      const many = Array.from(
        { length: 3000 },
        (_, i) => `0014M00000${String(i).padStart(5, '0')},B ${i},Partner,Former,Open,4/25/2026,Ann`,
      )
      desk.write('a.csv', HEAD, ...many, ...rowsOf('25/4/2026'))
      const { result, code } = importJson(desk, 'a.csv')
      expect([result.reason.code, code]).toEqual(['date_order_mixed', 5])
      expect(result.reason.message).toMatch(/line 2, .*line 3002, /)
      untouched(desk)
    }))

  it('are decided by a date in another column, or in a row that is rejected for another reason', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf('4/5/2026'), 'bad,Acme,Partner,Authorized,Open,25/4/2026,Ann')
      expect(importJson(desk, 'a.csv').result).toMatchObject({ dateOrder: 'dmy', rows: { added: 1, rejected: 1 } })
      expect(signed(desk, 0)).toBe('2026-05-04')
    }))

  it('are of no column that the kind has need no order', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD.replace('Signed Contract Date', 'Review Date'), ...rowsOf('4/5/2026'))
      expect(importJson(desk, 'a.csv', '--date-order', 'dmy').result).toMatchObject({ status: 'imported', dateOrder: null })
    }))
})

describe('--date-order', () => {
  it('sets a date aside that is in the other order', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf('4/25/2026', '25/4/2026', '4/5/2026'))
      const { result, code } = importJson(desk, '--date-order', 'mdy', 'a.csv')
      expect([result.rows.added, result.rows.rejected, code]).toEqual([2, 1, 1])
      expect(result.problems).toMatchObject([{ line: 3, code: 'bad_date' }])
      expect(result.problems[0].message).toContain('expected a date as M/D/YYYY or YYYY-MM-DD; this one can only be D/M/YYYY')
    }))

  it('that every date contradicts refuses the file', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf('25/4/2026', '4/5/2026'))
      const { result, code } = importJson(desk, '--date-order', 'mdy', 'a.csv')
      expect([result.reason.code, code]).toEqual(['date_order_contradicted', 5])
      expect(result.reason.hint).toContain('phd import --date-order dmy a.csv')
      untouched(desk)
    }))

  it('is one of two', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf('4/5/2026'))
      expect(desk.phd('import', '--date-order', 'ymd', 'a.csv').code).toBe(2)
    }))
})

describe('the setting dateOrder', () => {
  it.each<[string, object]>([
    ['for every kind', { dateOrder: 'dmy' }],
    ['for one kind', { dateOrder: { accounts: 'dmy' } }],
  ])('settles what can be read two ways, %s', (_, config) =>
    atDesk((desk) => {
      settings(desk, config)
      desk.write('a.csv', HEAD, ...rowsOf('4/5/2026'))
      expect(importJson(desk, 'a.csv').result).toMatchObject({ status: 'imported', dateOrder: 'dmy' })
      expect(signed(desk, 0)).toBe('2026-05-04')
    }),
  )
  it('goes behind the command line, and never against the dates of a file', () =>
    atDesk((desk) => {
      settings(desk, { dateOrder: 'dmy' })
      desk.write('a.csv', HEAD, ...rowsOf('4/5/2026', '4/25/2026'))
      expect(importJson(desk, 'a.csv').result.reason).toMatchObject({ code: 'date_order_contradicted' })
      expect(importJson(desk, 'a.csv', '--date-order', 'mdy').result).toMatchObject({ status: 'imported', dateOrder: 'mdy' })
    }))
  it.each([{ dateOrder: 'ymd' }, { dateOrder: { no_such_kind: 'dmy' } }])('is checked: %j', (config) =>
    atDesk((desk) => {
      settings(desk, config)
      const { code, stderr } = desk.phd('imports', 'list')
      expect([code, stderr]).toEqual([2, expect.stringContaining('dateOrder')])
    }),
  )
})

describe('a rejects file with dates', () => {
  const bad = (date: string): string => `bad,Acme,Partner,Authorized,Open,${date},Ann`
  /** Puts the id of the first row right, as a person would. */
  function correct(desk: Desk): void {
    const path = join(desk.folder, 'a.rejects.csv')
    writeFileSync(path, readFileSync(path, 'utf8').replace('\r\nbad,', `\r\n${IDS[3]},`))
  }

  it('keeps the order of the file it came from, which its dates alone would not say', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf('4/25/2026'), bad('4/5/2026'))
      const { stdout } = desk.phd('import', 'a.csv')
      expect(stdout).toContain('next: correct the rows in a.rejects.csv and import that file, again with --date-order mdy\n')
      correct(desk)
      expect(importJson(desk, 'a.rejects.csv').result).toMatchObject({ dateOrder: 'mdy', rows: { added: 1, rejected: 0 } })
      expect(signed(desk, 3)).toBe('2026-04-05')
    }))

  it('is not turned round by the date that was rejected for its order', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf('4/25/2026', '25/4/2026'), bad('4/5/2026'))
      desk.phd('import', '--date-order', 'mdy', 'a.csv')
      correct(desk)
      expect(importJson(desk, 'a.rejects.csv').result).toMatchObject({ dateOrder: 'mdy', rows: { added: 1, rejected: 1 } })
      expect(signed(desk, 3)).toBe('2026-04-05')
    }))

  it('says nothing of an order where no date needs one', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf('2026-04-25'), bad('2026-04-05'))
      const { stdout }: Run = desk.phd('import', 'a.csv', '--date-order', 'dmy')
      expect(stdout).toContain('next: correct the rows in a.rejects.csv and import that file\n')
    }))
})
