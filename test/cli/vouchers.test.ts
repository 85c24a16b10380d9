import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Voucher {
  code: string
  state: string
  daysLeft: number | null
  partner: { id: string | null; name: string | null }
  holderEmail?: string
  doubts: { code: string; text: string }[]
  line: number
}
interface Vouchers {
  finding: { code: string; text: string }
  day: string
  until: string
  figures: Record<string, number> & { before: Record<string, number | string> }
  usedByQuarter: { quarter: string; vouchers: number }[]
  endByQuarter: { quarter: string; vouchers: number }[]
  partners: { name: string; all: number; endsSoon: number }[]
  rows: Voucher[]
  repeatedCodes: { code: string; places: string[] }[]
  withoutPartner: number
  leftOut: { code: string; rows: number }[]
}

const LUMEN = 'Lumen Labs 4 Ltd'
function equipped(desk: Desk): Desk {
  const files = ['sfdc-accounts.csv', 'impartner-users.csv']
  return desk.put(...files.map((file) => `desk/${file}`), 'lists/pse-vouchers.csv').imports(...files, 'pse-vouchers.csv')
}
const short = (rows: readonly Voucher[]) => rows.map(({ line, state, daysLeft }) => [line, state, daysLeft])

describe('phd vouchers', () => {
  it('tells how the vouchers of a partner stand, by the day they end, each with its line', () =>
    atDesk((desk) => {
      const run = equipped(desk).phd('vouchers', LUMEN)
      expect(run.code).toBe(0)
      expect(run.stdout).toContain('2 of 8 vouchers of Lumen Labs 4 Ltd end unused by 2027-02-18')
      const answer = desk.json<Vouchers>('vouchers', LUMEN)
      expect(answer).toMatchObject({ schema: 'phd.vouchers/1', of: 'partner', quarter: 'FY27-Q4', day: '2026-11-20' })
      expect(answer.figures).toEqual({
        ...{ all: 8, used: 3, expired: 1, endsSoon: 2, unused: 1, noEnd: 1, usedInQuarter: 1, usedInQuarterBefore: 1 },
        before: { day: '2026-10-31', all: 8, used: 2, expired: 1, endsSoon: 2, unused: 2, noEnd: 1 },
      })
      expect(short(answer.rows)).toEqual([
        [5, 'expired', null],
        [7, 'used', null],
        [2, 'ends_soon', 41],
        [6, 'ends_soon', 90],
        [3, 'used', null],
        [4, 'unused', 192],
        [8, 'used', null],
        [9, 'no_end', null],
      ])
      expect(answer.usedByQuarter.filter(({ vouchers }) => vouchers > 0)).toEqual([
        { quarter: 'FY27-Q2', vouchers: 1 },
        { quarter: 'FY27-Q3', vouchers: 1 },
        { quarter: 'FY27-Q4', vouchers: 1 },
      ])
      expect(answer.endByQuarter.map(({ vouchers }) => vouchers)).toEqual([1, 1, 1, 0, 0])
    }))

  it('one that ends on the last day that is asked for ends soon, the day after it does not', () =>
    atDesk((desk) => {
      const ends = (days: string) =>
        equippedOnce(desk).json<Vouchers>('vouchers', LUMEN, '--expiring-days', days).figures.endsSoon
      expect([ends('90'), ends('89'), ends('41'), ends('40')]).toEqual([2, 1, 1, 0])
      expect(desk.phd('vouchers', LUMEN, '--expiring-days', '40').stdout).toContain('None of 8 vouchers')
    }))

  it('at the end of a quarter that is over, as they stood that day', () =>
    atDesk((desk) => {
      const { day, until, rows } = equipped(desk).json<Vouchers>('vouchers', LUMEN, '--quarter', 'FY27-Q3')
      expect([day, until]).toEqual(['2026-10-31', '2027-01-29'])
      // What was used on 2026-11-05 was not used yet; it ended that very day.
      expect(rows.filter(({ line }) => line === 7)).toMatchObject([{ state: 'ends_soon', daysLeft: 0 }])
      expect(desk.phd('vouchers', LUMEN, '--quarter', 'FY28-Q1').code).toBe(2)
      expect(desk.phd('vouchers', LUMEN, '--quarter', 'Q3').code).toBe(2)
    }))

  it('tells what cannot be right: used too late or too early, or held by someone of another partner', () =>
    atDesk((desk) => {
      const { rows } = equipped(desk).json<Vouchers>('vouchers', LUMEN)
      expect(rows.flatMap(({ line, doubts }) => doubts.map(({ code, text }) => [line, code, text]))).toEqual([
        [7, 'used_after_end', 'used on 2026-11-05, after its last day, 2026-10-31'],
        [6, 'holder_elsewhere', 'Mei Smith is in the portal under Cobalt Labs 1 GmbH now'],
        [8, 'used_before_issued', 'used on 2026-07-30, before it was issued on 2026-08-01'],
      ])
    }))

  it('of all partners counts every voucher, and says which are of no certain partner', () =>
    atDesk((desk) => {
      const { finding, partners, withoutPartner, leftOut } = equipped(desk).json<Vouchers>('vouchers')
      expect(finding.text).toBe('4 of 11 vouchers end unused by 2027-02-18')
      expect(partners.map(({ name, all, endsSoon }) => [name, all, endsSoon])).toEqual([
        [LUMEN, 8, 2],
        ['Cobalt Consulting 3 GmbH', 1, 1],
        ['Cobalt Labs 1 GmbH', 1, 1],
        ['', 1, 0],
      ])
      expect([withoutPartner, leftOut]).toEqual([2, []])
      // To the partner of the other legal form it is not counted, and that is told.
      const other = desk.json<Vouchers>('vouchers', 'Cobalt Consulting 3 Ltd')
      expect(other.leftOut).toMatchObject([{ code: 'unlinked', rows: 1 }])
      expect(other.finding.code).toBe('cannot_tell')
      expect(desk.phd('partner', 'unlinked').stdout).toContain('pse-vouchers.csv')
      expect(desk.phd('vouchers', 'Cobalt Consulting 3 Ltd').code).toBe(4)
      expect(desk.json<Vouchers>('vouchers', 'Delta Labs s.r.o.').finding.text).toBe(
        'No voucher of Delta Labs s.r.o. in the list',
      )
      expect(desk.phd('vouchers', 'Delta Labs s.r.o.').code).toBe(0)
    }))

  it.each(['table', 'json', 'ndjson', 'csv', 'md', 'html'])('shows no whole code and no address as %s, unless asked', (format) =>
    atDesk((desk) => {
      const plain = equipped(desk).phd('vouchers', '--format', format).stdout.replaceAll('<wbr>', '')
      expect(plain).toContain('7F3A')
      expect(plain).not.toContain('0A1B')
      expect(plain).not.toContain('chloe.obrien0')
      const shown = desk.phd('vouchers', '--format', format, '--show-codes', '--with-addresses').stdout.replaceAll('<wbr>', '')
      expect(shown).toContain('0A1B')
      expect(shown).toContain('chloe.obrien0')
    }),
  )

  it('the same code twice is told, with both lines, and counts for no one', () =>
    atDesk((desk) => {
      desk.write(
        'more.csv',
        'Voucher Code,Partner,Used By,Email,Issued,Used,Expiration Date',
        `PSE-2026-0A1B-55AA,${LUMEN},,,2026-06-01,,2027-05-31`,
        `pse 2026 0a1b 55aa,${LUMEN},,,2026-06-01,2026-07-01,2027-05-31`,
        `PSE-2026-0A1B-55AB,${LUMEN},,,2026-06-01,,2027-05-31`,
      )
      expect(equipped(desk).phd('import', '--merge', 'more.csv').code).toBe(1)
      const { repeatedCodes, figures, leftOut } = desk.json<Vouchers>('vouchers', LUMEN)
      expect(repeatedCodes).toMatchObject([{ places: ['more.csv, line 2', 'more.csv, line 3'] }])
      expect(repeatedCodes[0]?.code).toMatch(/^PSE-…-55aa$/i)
      expect(figures.all).toBe(9)
      expect(leftOut).toMatchObject([{ code: 'rejected', rows: 2 }])
      expect(desk.json<Vouchers>('vouchers', 'Cobalt Labs 1 GmbH').repeatedCodes).toEqual([])
    }))

  it('cannot tell without a list, or by an old one', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')
      const none = desk.phd('vouchers', LUMEN)
      expect([none.code, none.stdout]).toEqual([4, expect.stringContaining('no list of PSE vouchers was ever imported')])
      expect(desk.json<Vouchers>('vouchers', LUMEN).figures).toBeNull()
      desk.put('lists/pse-vouchers.csv').imports('pse-vouchers.csv')
      expect(desk.phd('vouchers', LUMEN).code).toBe(0)
      const old = desk.phd('vouchers', LUMEN, '--now', '2026-12-10T09:00:00Z')
      expect([old.code, old.stdout]).toEqual([4, expect.stringContaining('too old to rely on')])
    }))

  it('says what to do of a voucher whose holder moved, and which one it is where its code is too short to be shown', () =>
    atDesk((desk) => {
      desk.write(
        'short.csv',
        'Voucher Code,Partner,Used By,Expiration Date',
        `PSE-7F3A,${LUMEN},Bo Chen,2026-12-01`,
        'AB12,Nobody Inc.,,2026-12-02',
        'PSE-2026-0A1B-0002,Cobalt Labs 1 GmbH,,2031-01-01',
      )
      const page = equipped(desk).phd('vouchers').stdout
      expect(page).toContain(
        '- Lumen Labs 4 Ltd: ask who is to use PSE-…-90A1 by 2027-02-18; Mei Smith is in the portal under Cobalt Labs 1 GmbH now',
      )
      desk.imports('short.csv', '--merge')
      const { stdout } = desk.phd('vouchers')
      expect(stdout).toContain('- Lumen Labs 4 Ltd: remind Bo Chen to use PSE-… (short.csv, line 2) by 2026-12-01')
      expect(stdout).toContain('- Nobody Inc. (not certain): find someone to use … (short.csv, line 3) by 2026-12-02')
      expect(stdout).not.toMatch(/AB12|7F3A\b.*Bo/)
      const ends = stdout.split('Vouchers used')[0] ?? ''
      expect(ends).toMatch(/^later +1$/m)
      expect(desk.json<{ endLater: number }>('vouchers').endLater).toBe(1)
    }))

  it('writes a page, with what it rests on and the command that makes it again', () =>
    atDesk((desk) => {
      expect(equipped(desk).phd('vouchers', LUMEN, '--out', 'vouchers.html').code).toBe(0)
      const page = desk.read('vouchers.html')
      expect(page).toContain('2 of 8 vouchers of Lumen Labs 4 Ltd end unused by 2027-02-18')
      expect(page).toContain('pse-vouchers.csv, line 2')
      expect(page).toContain('phd vouchers')
    }))
})

function equippedOnce(desk: Desk): Desk {
  return desk.phd('vouchers').code === 0 ? desk : equipped(desk)
}
