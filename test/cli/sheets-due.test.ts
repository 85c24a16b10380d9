/** What falls due by the sheets of PSE vouchers and rebate exceptions: in what is due today, and on the pages of it. */

import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Item {
  code: string
  key: string
  due: string | null
  late: boolean
  what: string
  command: string
  partner: { name: string } | null
  partnerText: string | null
  stale: boolean
  handbook: { section: string }[]
}
interface Today {
  sections: { id: string; items: Item[] }[]
  cannotTell: { code: string; kind: string | null; text: string }[]
}

const OWN = ['voucher_ends', 'rebate_pay', 'rebate_review']

function withSheets(desk: Desk): Desk {
  return desk.put('lists/pse-vouchers.csv', 'lists/rebate-exceptions.csv').imported('pse-vouchers.csv', 'rebate-exceptions.csv')
}
function itemsOf({ sections }: Today): (Item & { section: string })[] {
  return sections.flatMap(({ id: section, items }) =>
    items.filter(({ code }) => OWN.includes(code)).map((item) => ({ section, ...item })),
  )
}

describe('what falls due by the sheets', () => {
  it('is among what is due: late, today, and this week', () =>
    atDesk((desk) => {
      withSheets(desk)
      const items = itemsOf(desk.json<Today>('today'))
      expect(items.map(({ section, code, due, late, what, partner }) => [section, code, due, late, what, partner?.name])).toEqual(
        [
          ['late', 'rebate_review', '2026-10-15', true, 'rebate to review: Customer 6 - New', 'Cobalt Labs 1 GmbH'],
          ['late', 'rebate_pay', '2026-09-14', true, 'rebate to pay, USD 5,000.00: Customer 1 - New', 'Lumen Labs 4 Ltd'],
          ['today', 'voucher_ends', '2026-11-20', false, 'voucher PSE-…-0001 ends unused', 'Cobalt Labs 1 GmbH'],
        ],
      )
      expect(items.map(({ command }) => command)).toEqual([
        'phd rebates 0014M000AAAAAAM',
        'phd rebates 0014M000AAAAAB9',
        'phd vouchers 0014M000AAAAAAM',
      ])
      expect(items.map(({ handbook }) => handbook[0]?.section)).toEqual([
        'Partner Rebate Exception Review Process',
        'Partner Rebate Exception Review Process',
        'GitLab Ecosystem Certification Dashboard',
      ])
      const later = itemsOf(desk.json<Today>('today', '--now', '2026-12-14T09:00:00Z', '--max-age', '40'))
      expect(later.filter(({ section }) => section === 'week').map(({ due, what }) => [due, what])).toEqual([
        ['2026-12-15', 'rebate to pay, EUR 1,200.50: Customer 4 - Renewal'],
        ['2026-12-15', 'rebate to pay, USD 60.00: Customer 11 - New'],
      ])
    }))

  it('never shows a code, nor a hash by which it could be guessed', () =>
    atDesk((desk) => {
      withSheets(desk)
      for (const args of [
        ['today', '--json'],
        ['digest', '--json'],
        ['digest', '--format', 'csv'],
        ['today', '--ics', 'due.ics'],
      ])
        expect(desk.phd(...args).stdout).not.toMatch(/77AA/)
      expect(desk.read('due.ics')).not.toMatch(/77AA/)
      const [voucher] = itemsOf(desk.json<Today>('today')).filter(({ code }) => code === 'voucher_ends')
      expect(voucher?.key).toBe('voucher_ends PSE-…-0001 2026-11-20 0014M000AAAAAAMQY5')
    }))

  it('numbers vouchers that look alike, so that a calendar has each', () =>
    atDesk((desk) => {
      desk
        .imported()
        .write(
          'codes.csv',
          'Voucher Code,Partner,Expiration Date',
          ...['AA1', 'AA2', 'PSE-AAAA-0009', 'PSE-BBBB-0009'].map((code) => `${code},Lumen Labs 4 Ltd,2026-11-25`),
        )
      desk.imports('codes.csv')
      const keys = itemsOf(desk.json<Today>('today')).map(({ key }) => key)
      expect([keys.length, new Set(keys).size]).toEqual([4, 4])
    }))

  it('asks nothing of a desk without these sheets; of old ones, or of words that nobody knows, it says so', () =>
    atDesk((desk) => {
      const doubts = (...args: string[]) =>
        desk
          .json<Today>('today', ...args)
          .cannotTell.filter(({ kind }) => kind === 'vouchers' || kind === 'rebate_exceptions')
          .map(({ kind, code }) => [kind, code])
      desk.imported()
      expect(doubts()).toEqual([])
      withSheets(desk)
      expect(doubts()).toEqual([['rebate_exceptions', 'not_judged']])
      const at = ['--now', '2026-12-10T09:00:00Z']
      expect(doubts(...at)).toEqual([
        ['vouchers', 'too_old'],
        ['rebate_exceptions', 'too_old'],
        ['rebate_exceptions', 'not_judged'],
      ])
      expect(itemsOf(desk.json<Today>('today', ...at)).every(({ stale }) => stale)).toBe(true)
      expect(desk.phd('config', 'set', 'notUsed', 'vouchers,rebate_exceptions').code).toBe(0)
      expect([doubts(...at), itemsOf(desk.json<Today>('today', ...at))]).toEqual([[], []])
    }))

  it('is on the page of the director, and of the channel manager of the partner', () =>
    atDesk((desk) => {
      withSheets(desk)
      const director = desk.phd('digest', '--for', 'director').stdout
      expect(director).toMatch(/rebates to pay +1 +2026-09-14 +Frank McGowan +phd rebates/)
      expect(director).toMatch(/vouchers end unused +1 +2026-11-20 +Tristan Ouin +phd vouchers/)
      expect(desk.phd('digest', '--for', 'Frank McGowan').stdout).toContain('rebate to pay, USD 5,000.00: Customer 1 - New')
    }))
})
