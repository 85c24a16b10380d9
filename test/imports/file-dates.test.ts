import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../src/errors.ts'
import { type DateRow, FileDates, findDateOrder, type KnownOrder, type SaidOrder } from '../../src/imports/file-dates.ts'
import type { DateOrder } from '../../src/records/date-order.ts'
import { failureOf } from '../failing.ts'

const commandWith = (option: string): string => `phd import ${option} f.csv`
const rowsOf = (cells: readonly string[], reason = ''): DateRow[] =>
  cells.map((cell, i) => ({ line: i + 2, reason, dates: [['Signed', cell]] }))
const orderOf = (cells: readonly string[], said: SaidOrder = {}): KnownOrder | null => findDateOrder('f.csv', rowsOf(cells), said)

/** Reads a column as an import does: finds the order, then reads every date. */
function readAll(cells: readonly string[], said: SaidOrder = {}): unknown[] {
  const dates = new FileDates('f.csv', orderOf(cells, said))
  const days = cells.map((cell, i) => {
    const reading = dates.read(cell, i + 2, 'Signed')
    return typeof reading === 'object' ? reading?.code : reading
  })
  dates.finish()
  return days
}
function refusalOf(step: () => unknown): Failure {
  try {
    step()
  } catch (error) {
    return failureOf(error, commandWith)
  }
  throw new Error('nothing was refused')
}

describe('the order of a file', () => {
  it.each([
    ['of the first date that tells', ['4/5/2026', '4/25/2026', '4/6/2026'], 'mdy'],
    ['of a date in any separator', ['4/5/2026', '25-4-2026'], 'dmy'],
    ['day first where all is written with dots', ['4.5.2026', '5.6.2026'], 'dmy'],
    ['month first where dots show it', ['4.5.2026', '4.25.2026'], 'mdy'],
    ['none where nothing needs it', ['', '4/4/2026', '2026-04-05', 'Apr 5, 2026', 'soon', '4/31/2026'], undefined],
  ])('is %s', (_, cells, order) => {
    expect(orderOf(cells)?.order).toBe(order)
  })
  it('is found by all date columns together', () => {
    const dates = [['Signed', '4/5/2026'] as const, ['Ended', '25/5/2026'] as const]
    expect(findDateOrder('f.csv', [{ line: 2, reason: '', dates }], {})).toEqual({ order: 'dmy', by: 'file' })
  })
  it('is looked for no further than the first date that tells', () => {
    const rows = function* (): Generator<DateRow> {
      yield* rowsOf(['4/25/2026'])
      throw new Error('read on')
    }
    expect(findDateOrder('f.csv', rows(), {})).toEqual({ order: 'mdy', by: 'file' })
  })
  it('is what a person says, without a look at the file', () => {
    const rows = function* (): Generator<DateRow> {
      yield* []
      throw new Error('read')
    }
    expect(findDateOrder('f.csv', rows(), { option: 'dmy', setting: 'mdy' })).toEqual({ order: 'dmy', by: 'option' })
  })
  it('is what the reason in a rejects file says, before the settings', () => {
    const rows = rowsOf(['25/4/2026'], '"25/4/2026" cannot be used; expected a date as M/D/YYYY or YYYY-MM-DD')
    expect(findDateOrder('f.csv', rows, { setting: 'dmy' })).toEqual({ order: 'mdy', by: 'reason' })
    expect(findDateOrder('f.csv', rowsOf([''], 'blank; expected a value; dates here are D/M/YYYY'), {})?.order).toBe('dmy')
    expect(findDateOrder('f.csv', rowsOf([''], 'expected a date as YYYY-MM-DD, M/D/YYYY or D/M/YYYY'), {})).toBeNull()
  })
  it('is refused where nothing says it, with examples and the command', () => {
    const error = refusalOf(() => orderOf(['4/5/2026', '6/7/2026', '8/9/2026', '10/11/2026', '5.6.2026']))
    expect([error.code, error.exitCode]).toEqual(['date_order_ambiguous', 5])
    expect(error.message).toContain('line 2, Signed: "4/5/2026" is 2026-04-05 (month first) or 2026-05-04 (day first)')
    expect(error.message).toMatch(/; and 2 more$/)
    expect(error.hint).toContain('phd import --date-order mdy f.csv')
  })
})

describe('a file whose dates are in two orders', () => {
  it.each<[string, string[], SaidOrder]>([
    ['is refused', ['4/25/2026', '4/5/2026', '25/4/2026'], {}],
    ['is refused in the order of the settings too', ['4/25/2026', '25/4/2026'], { setting: 'dmy' }],
    ['is refused where custom alone contradicts', ['4/25/2026', '4.5.2026'], {}],
  ])('%s', (_, cells, said) => {
    const error = refusalOf(() => readAll(cells, said))
    expect(error.code).toBe('date_order_mixed')
    expect(error.message).toMatch(/line 2, .*line [34], /)
  })
  it('is read where a person says the order, without the dates that do not fit', () => {
    expect(readAll(['4/25/2026', '4/5/2026', '25/4/2026'], { option: 'mdy' })).toEqual(['2026-04-25', '2026-04-05', 'bad_date'])
    expect(readAll(['4/25/2026', '4.5.2026'], { option: 'mdy' })).toEqual(['2026-04-25', '2026-04-05'])
  })
})

describe('an order that a person says', () => {
  it.each<[SaidOrder]>([[{ option: 'mdy' }], [{ setting: 'mdy' }]])(
    'is refused where every date that tells contradicts %j',
    (said) => {
      const error = refusalOf(() => readAll(['4/5/2026', '25/4/2026', '26/4/2026'], said))
      expect(error.code).toBe('date_order_contradicted')
      expect(error.hint).toContain('--date-order dmy')
    },
  )
  it('settles what can be read two ways', () => {
    expect(readAll(['4/5/2026', '4/4/2026', ''], { setting: 'dmy' })).toEqual(['2026-05-04', '2026-04-04', 'bad_date'])
  })
})

describe('a list of dates', () => {
  const day = fc
    .integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2099, 11, 31) })
    .map((at) => new Date(at).toISOString().slice(0, 10))
  const print = (iso: string, order: DateOrder, separator: string): string => {
    const [y = 0, m = 0, d = 0] = iso.split('-').map(Number)
    return [...(order === 'mdy' ? [m, d] : [d, m]), y].join(separator)
  }
  it('printed in one pattern, one of them telling, reads back exactly', () => {
    const some = fc.record({
      days: fc.array(day, { maxLength: 30 }),
      telling: day.filter((iso) => Number(iso.slice(8)) > 12),
      order: fc.constantFrom<DateOrder>('mdy', 'dmy'),
      separator: fc.constantFrom('/', '-', '.', ' '),
      at: fc.nat(30),
    })
    fc.assert(
      fc.property(some, ({ days, telling, order, separator, at }) => {
        const all = days.toSpliced(at, 0, telling)
        expect(readAll(all.map((iso) => print(iso, order, separator)))).toEqual(all)
      }),
    )
  })
  it('is never read as other days than were printed: without a telling one it is refused', () => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 10 }), fc.constantFrom<DateOrder>('mdy', 'dmy'), (days, order) => {
        let read: unknown[]
        try {
          read = readAll(days.map((iso) => print(iso, order, '/')))
        } catch (error) {
          expect(failureOf(error).code).toBe('date_order_ambiguous')
          return
        }
        expect(read).toEqual(days)
      }),
    )
  })
})
