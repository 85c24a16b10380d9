import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateOrder, decidedBy, expectedDate, isAmbiguous, parseDate, settleDate } from '../../src/records/date-order.ts'

const read = (cell: string, order: DateOrder | null = null) => settleDate(parseDate(cell), order)

describe('a day as YYYY-MM-DD', () => {
  it('is the same whether it is read at once or, with a time behind it, part by part', () => {
    const part = (max: number) => fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'))
    fc.assert(
      fc.property(fc.constantFrom('0000', '1899', '1900', '2023', '2024', '9999'), part(14), part(33), (year, month, day) => {
        expect(parseDate(`${year}-${month}-${day}`)).toBe(parseDate(`${year}-${month}-${day}T00:00`))
      }),
      { numRuns: 2000, seed: 1 },
    )
  })
})

describe('a date that is clear by itself', () => {
  it.each([
    ['2026-01-02', '2026-01-02'],
    ['2026-1-2', '2026-01-02'],
    ['2026/01/02', '2026-01-02'],
    ['2026/1/2', '2026-01-02'],
    ['2026.01.02', '2026-01-02'],
    ['2026. 1. 2', '2026-01-02'],
    ['2026-01-02T23:59:59Z', '2026-01-02'],
    ['2026-01-02T23:59:59.000+0000', '2026-01-02'],
    ['2026-01-02T23:59:59.000-08:00', '2026-01-02'],
    ['2026-01-02T23:59', '2026-01-02'],
    ['2026-01-02 23:59:59', '2026-01-02'],
    ['2026-01-02 23:59:59 +02', '2026-01-02'],
    ['2026/01/02 15:04', '2026-01-02'],
    ['2024-02-29', '2024-02-29'],
    ['4-Apr-2023', '2023-04-04'],
    ['04 Apr 2023', '2023-04-04'],
    ['4 April 2023', '2023-04-04'],
    ['4. April 2023', '2023-04-04'],
    ['4/Apr/2023', '2023-04-04'],
    ['Apr 4, 2023', '2023-04-04'],
    ['April 4, 2023', '2023-04-04'],
    ['Apr. 4, 2023', '2023-04-04'],
    ['APR 4 2023', '2023-04-04'],
    ['Sept 30, 2023', '2023-09-30'],
    ['May 4, 2023, 3:15 PM', '2023-05-04'],
    ['4-Apr-2023 15:04:05', '2023-04-04'],
    [' 2026-01-02\u00a0', '2026-01-02'],
  ])('%s is %s in any order', (cell, day) => {
    expect([read(cell), read(cell, 'mdy'), read(cell, 'dmy')]).toEqual([day, day, day])
  })
})

describe('a date of numbers', () => {
  it.each([
    ['4/30/2023', 'mdy', '2023-04-30'],
    ['30/4/2023', 'dmy', '2023-04-30'],
    ['04-30-2023', 'mdy', '2023-04-30'],
    ['30-04-2023', 'dmy', '2023-04-30'],
    ['30.04.2023', 'dmy', '2023-04-30'],
    ['30. 4. 2023', 'dmy', '2023-04-30'],
    ['4.30.2023', 'mdy', '2023-04-30'],
    ['30 4 2023', 'dmy', '2023-04-30'],
    ['4/30/2023 3:15 PM', 'mdy', '2023-04-30'],
    ['4/30/2023, 3:15\u202fPM', 'mdy', '2023-04-30'],
    ['4/30/2023 12:00 a.m.', 'mdy', '2023-04-30'],
    ['30/04/2023 15:15', 'dmy', '2023-04-30'],
    ['30/04/2023, 15:15:59', 'dmy', '2023-04-30'],
    ['30.04.2023 15.15', 'dmy', '2023-04-30'],
    ['4/30/2023 3:15:00 PM PST', 'mdy', '2023-04-30'],
    ['2/29/2024', 'mdy', '2024-02-29'],
    ['2/29/2000', 'mdy', '2000-02-29'],
  ] as const)('%s decides %s and is %s', (cell, order, day) => {
    const date = parseDate(cell)
    expect(typeof date === 'object' && date && decidedBy(date)).toBe(order)
    expect(read(cell, order)).toBe(day)
    expect(read(cell)).toBeNull()
    expect(read(cell, order === 'mdy' ? 'dmy' : 'mdy')).toBeNull()
  })
  it('with two small numbers is one day in one order and another in the other', () => {
    for (const cell of ['4/5/2023', '04-05-2023', '4.5.2023', '4 5 2023', '4/5/2023 10:00']) {
      const date = parseDate(cell)
      expect(typeof date === 'object' && date && [isAmbiguous(date), decidedBy(date)]).toEqual([true, null])
      expect([read(cell), read(cell, 'mdy'), read(cell, 'dmy')]).toEqual([null, '2023-04-05', '2023-05-04'])
    }
  })
  it('with equal numbers needs no order and decides none', () => {
    const date = parseDate('4/4/2023')
    expect(typeof date === 'object' && date && [isAmbiguous(date), decidedBy(date)]).toEqual([false, null])
    expect([read('4/4/2023'), read('4/4/2023', 'mdy'), read('4/4/2023', 'dmy')]).toEqual(Array(3).fill('2023-04-04'))
  })
})

describe('what is not a date', () => {
  it.each([
    '2/29/2026',
    '0023-05-04',
    '4/30/1023',
    '1899-12-31',
    '2/29/1900',
    '2026-02-29',
    '2026/02/30',
    '4/31/2026',
    '31/4/2026',
    '13/13/2026',
    '0/1/2026',
    '1/0/2026',
    '0/0/2026',
    '2026-00-10',
    '2026-13-01',
    '1/2/26',
    '1.2.26',
    '4-Apr-23',
    '30/4-2023',
    '4/30/20233',
    '4/30/2023 extra',
    '2026-01-02 extra',
    '2026-01-02T',
    '4/30/2023 25:00',
    '4/30/2023 13:00 PM',
    '4/30/2023 0:30 AM',
    '4/30/2023 10:60',
    '31-Apr-2023',
    '4-Avr-2023',
    '4-Aprx-2023',
    'Apr 2023',
    'Tue, Apr 4, 2023',
    '45046',
    '45046.5',
    '٣/٤/2023',
    'today',
    '',
    'x'.repeat(100_000),
    `${'1 '.repeat(50_000)}`,
  ])('%.40s', (cell) => {
    expect([read(cell), read(cell, 'mdy'), read(cell, 'dmy')]).toEqual([null, null, null])
  })
})

describe('the reason', () => {
  it.each([
    ['soon', null, 'a date as YYYY-MM-DD, M/D/YYYY or D/M/YYYY'],
    ['soon', 'mdy', 'a date as M/D/YYYY or YYYY-MM-DD'],
    ['soon', 'dmy', 'a date as D/M/YYYY or YYYY-MM-DD'],
    ['30/4/2023', 'mdy', 'a date as M/D/YYYY or YYYY-MM-DD; this one can only be D/M/YYYY'],
    ['4.30.2023', 'dmy', 'a date as D.M.YYYY or YYYY-MM-DD; this one can only be M.D.YYYY'],
    ['4/30/23', 'mdy', 'a date as M/D/YYYY or YYYY-MM-DD, with all four digits of the year'],
    ['4-Apr-23', 'mdy', 'a date as M/D/YYYY or YYYY-MM-DD, with all four digits of the year'],
    [
      '45046',
      'dmy',
      'a date as D/M/YYYY or YYYY-MM-DD; this number is how a spreadsheet counts days: give the column a date format there',
    ],
  ] as const)('of %s in the order %s is: %s', (cell, order, expected) => {
    expect(expectedDate(cell, order)).toBe(expected)
  })
})

const pad = (number: number) => String(number).padStart(2, '0')
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
type Print = (year: number, month: number, day: number) => string
const PRINTED: Record<DateOrder, Print[]> = {
  mdy: [
    (y, m, d) => `${m}/${d}/${y}`,
    (y, m, d) => `${pad(m)}/${pad(d)}/${y}`,
    (y, m, d) => `${m}-${d}-${y}`,
    (y, m, d) => `${m}.${d}.${y}`,
    (y, m, d) => `${m} ${d} ${y}`,
    (y, m, d) => `${m}/${d}/${y}, 11:59 PM`,
  ],
  dmy: [
    (y, m, d) => `${d}/${m}/${y}`,
    (y, m, d) => `${pad(d)}/${pad(m)}/${y}`,
    (y, m, d) => `${d}-${m}-${y}`,
    (y, m, d) => `${d}.${m}.${y}`,
    (y, m, d) => `${d} ${m} ${y}`,
    (y, m, d) => `${pad(d)}.${pad(m)}.${y} 23:59:59`,
  ],
}
const CLEAR: Print[] = [
  (y, m, d) => `${y}-${pad(m)}-${pad(d)}`,
  (y, m, d) => `${y}/${m}/${d}`,
  (y, m, d) => `${y}.${pad(m)}.${pad(d)}`,
  (y, m, d) => `${y}-${pad(m)}-${pad(d)}T23:30:00.000-0800`,
  (y, m, d) => `${d}-${MONTHS[m - 1]}-${y}`,
  (y, m, d) => `${MONTHS[m - 1]} ${d}, ${y}`,
]

function everyDay(): [iso: string, year: number, month: number, day: number][] {
  const days: [string, number, number, number][] = []
  for (let at = Date.UTC(2024, 0, 1); at <= Date.UTC(2032, 11, 31); at += 86_400_000) {
    const date = new Date(at)
    days.push([date.toISOString().slice(0, 10), date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()])
  }
  return days
}

describe('every day from 2024 to 2032', () => {
  const days = everyDay()
  it('is read as it was printed, in every pattern', () => {
    expect(days.length).toBe(3288)
    for (const [iso, ...parts] of days) {
      for (const order of ['mdy', 'dmy'] as const)
        for (const print of PRINTED[order]) expect(read(print(...parts), order)).toBe(iso)
      for (const print of CLEAR) expect(read(print(...parts))).toBe(iso)
    }
  })

  it.each(['UTC', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Kiritimati', 'America/Sao_Paulo'])(
    'is the same day in %s',
    (zone) => {
      const program = `
      const { parseDate, settleDate } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/records/date-order.ts'))})
      for (let at = Date.UTC(2024, 0, 1); at <= Date.UTC(2032, 11, 31); at += 86400000) {
        const iso = new Date(at).toISOString().slice(0, 10)
        const [y, m, d] = iso.split('-').map(Number)
        const cells = [[iso + 'T23:30:00Z', null], [m + '/' + d + '/' + y + ' 11:30 PM', 'mdy'], [d + '.' + m + '.' + y, 'dmy']]
        for (const [cell, order] of cells) if (settleDate(parseDate(cell), order) !== iso) throw new Error(cell)
      }`
      const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
        env: { ...process.env, TZ: zone },
      })
      expect([status, status === 0 ? '' : stderr]).toEqual([0, ''])
    },
  )
})

describe('any day', () => {
  it('printed in an order is that day in it, and never another one in silence', () => {
    const parts = fc.record({ at: fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(9999, 11, 31) }), style: fc.nat(5) })
    fc.assert(
      fc.property(parts, fc.constantFrom<DateOrder>('mdy', 'dmy'), ({ at, style }, order) => {
        const date = new Date(at)
        const cell = PRINTED[order][style]?.(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()) ?? ''
        const iso = date.toISOString().slice(0, 10)
        expect(read(cell, order)).toBe(iso)
        expect([null, iso]).toContain(read(cell))
      }),
    )
  })
})
