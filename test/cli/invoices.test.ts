import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const FILES = ['sfdc-accounts.csv', 'sfdc-opportunities.csv', 'sfdc-users.csv']
function equipped(desk: Desk): Desk {
  return desk.put(...FILES.map((file) => `desk/${file}`), 'leads/partner-invoices.csv').imports(...FILES, 'partner-invoices.csv')
}
interface Invoices {
  invoices: { invoice: string; date: string; amount: string; exact: object; receiver: string; source: { line: number } }[]
  undated: { invoice: string }[]
  unclear: string[]
  withoutInvoice: { id: string; receiver: string; distributor: string | null; sent: { from: string; to: string } | null }[]
  reason: string | null
  receives: { rules: string[] }
}

describe('phd invoices find', () => {
  it('finds the invoices of a partner, newest first, with line, day and exact amount', () =>
    atDesk((desk) => {
      const run = equipped(desk).phd('invoices', 'find', 'Cobalt Consulting 3 Ltd')
      expect(run.code).toBe(0)
      expect(run.stdout).toContain('Sold To Work Email')
      const { invoices, unclear } = desk.json<Invoices>('invoices', 'find', 'Cobalt Consulting 3 Ltd')
      expect(
        invoices.map(({ invoice, date, amount, receiver, source }) => [invoice, date, amount, receiver, source.line]),
      ).toEqual([
        ['INV00100301', '2026-09-11', 'EUR 12400', 'direct', 3],
        ['INV00100300', '2026-07-29', 'EUR 980.50', 'direct', 2],
      ])
      expect(invoices[0]?.exact).toEqual({ amount: { currency: 'EUR', amount: '12400' }, balance: null })
      expect(run.stdout).toContain('EUR 12,400.00')
      expect(unclear).toEqual(['Cobalt Consulting 3 GmbH'])
    }))

  it.each<[string, string[], number, string[], string]>([
    ['of a month', ['--month', '2026-07'], 0, ['INV00100300'], ''],
    ['of a month without one, where a row may be the partner’s', ['--month', '2026-08'], 4, [], 'may be of this partner'],
    ['of a month without one', ['--month', '2026-06'], 1, [], 'NONE: no invoice of 2026-06 in the list'],
    ['of an opportunity by id', ['--opportunity', '0064M000AAAAAAi'], 0, ['INV00100300'], ''],
    ['of an opportunity by name', ['--opportunity', 'customer 4 – renewal'], 0, ['INV00100301'], ''],
    ['of an opportunity without one', ['--opportunity', 'Customer 1 - New'], 1, [], 'NONE: no invoice of the opportunity'],
    ['of a part of a name', ['--opportunity', 'Customer 4'], 4, [], 'CANNOT TELL: no imported list has the opportunity'],
    ['of an opportunity that is misspelled', ['--opportunity', 'Custmer 4 - Renewal'], 4, [], 'CANNOT TELL: no imported list'],
    ['of a month that is none', ['--month', '2026-13'], 2, [], ''],
  ])('%s', (_, flags, code, expected, words) =>
    atDesk((desk) => {
      const run = equipped(desk).phd('invoices', 'find', 'Cobalt Consulting 3 Ltd', ...flags)
      expect(run.code).toBe(code)
      expect(run.stdout).toContain(words)
      if (code === 2) return
      const { invoices } = desk.json<Invoices>('invoices', 'find', 'Cobalt Consulting 3 Ltd', ...flags)
      expect(invoices.map(({ invoice }) => invoice)).toEqual(expected)
    }),
  )

  it('none is not certain while a row that may be the partner’s is rejected', () =>
    atDesk((desk) => {
      desk.write(
        'more.csv',
        'Invoice Number,Invoice Date,Account Name,Total Amount',
        'INV900,soon,Nordwind Digital 43 Inc.,5',
        'INV901,2026-11-02,Polaris Cloud Inc.,5',
      )
      expect(equipped(desk).phd('import', '--merge', 'more.csv').code).toBe(1)
      const run = desk.phd('invoices', 'find', 'Nordwind Digital 43 Inc.')
      expect(run.code).toBe(4)
      expect(run.stdout).toContain('CANNOT TELL: none found, and 1 row of more.csv was rejected: correct and import it')
      expect(desk.phd('invoices', 'find', 'Delta Labs s.r.o.').code).toBe(1)
      expect(desk.phd('invoices', 'find', 'Polaris Cloud Inc.').code).toBe(0)
    }))

  it('an invoice without a day may be of the month', () =>
    atDesk((desk) => {
      const args = ['invoices', 'find', 'Straße Labs 8 Corporation', '--month', '2026-08'] as const
      expect(equipped(desk).phd(...args).code).toBe(4)
      expect(desk.json<Invoices>(...args).undated.map(({ invoice }) => invoice)).toEqual(['INV00100303'])
    }))

  it('says where a distributor was invoiced, from the won opportunity, and when its invoice is sent', () =>
    atDesk((desk) => {
      const args = ['invoices', 'find', 'Nordwind Digital 43 Inc.', '--month', '2026-06'] as const
      expect(equipped(desk).phd(...args).stdout).toContain('received by the distributor Amazic')
      const { withoutInvoice, receives } = desk.json<Invoices>(...args)
      expect(withoutInvoice).toMatchObject([
        {
          id: '0064M000AAAAANVQY5',
          receiver: 'distributor',
          distributor: 'Amazic',
          sent: { from: '2026-06-27', to: '2026-06-28' },
        },
      ])
      expect(receives.rules.join(' ')).toContain('put the reseller in touch')
      expect(receives.rules.join(' ')).not.toContain('Sold To')
    }))

  it('an invoice to the partner and a distributor on the opportunity contradict each other', () =>
    atDesk((desk) => {
      const { invoices, receives } = equipped(desk).json<Invoices>('invoices', 'find', 'Polaris Systems 21 Inc.')
      expect(invoices.map(({ receiver }) => receiver)).toEqual(['contradictory'])
      expect(receives.rules).toHaveLength(2)
    }))

  it('cannot tell without a list, or by an old one', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')
      const none = desk.phd('invoices', 'find', 'Lumen Labs 4 Ltd')
      expect([none.code, none.stdout]).toEqual([4, expect.stringContaining('no list of invoices was ever imported')])
      desk.put('leads/partner-invoices.csv').imports('partner-invoices.csv')
      expect(desk.phd('invoices', 'find', 'Lumen Labs 4 Ltd').code).toBe(1)
      const old = desk.phd('invoices', 'find', 'Lumen Labs 4 Ltd', '--now', '2026-12-10T09:00:00Z')
      expect([old.code, old.stdout]).toEqual([4, expect.stringContaining('too old to rely on')])
    }))
})

describe('phd invoices billing', () => {
  it.each([
    ['Cobalt Labs 1 GmbH', 1, 'not_needed', 'Amazic'],
    ['Lumen Labs 4 Ltd', 4, 'depends', 'Accounts Payable'],
    ['Polaris Cloud Inc.', 4, 'unknown', 'nothing about this track'],
    ['Häuser Labs Co., Ltd.', 1, 'not_needed', 'Get On Technology'],
  ])('%s: exit %i, %s', (partner, code, need, words) =>
    atDesk((desk) => {
      const run = equipped(desk).phd('invoices', 'billing', partner)
      expect(run.stdout).toContain(words)
      expect(desk.json('invoices', 'billing', partner)).toMatchObject({ question: 'billing_account', need })
      expect(run.code).toBe(code)
    }),
  )

  it('drafts the reply for a new entity', () =>
    atDesk((desk) => {
      const set = ['--set', 'requester_name=Ann Lee', '--set', 'requester_email=ann@gitlab.example']
      equipped(desk).phd('invoices', 'billing', 'Lumen Labs 4 Ltd', '--draft', 'drafts', ...set)
      expect(desk.read('drafts/lumen-labs-4-ltd-billing-account.eml')).toContain('Billing Ops')
      expect(desk.phd('invoices', 'billing', 'Lumen Labs 4 Ltd', ...set).code).toBe(2)
    }))
})
