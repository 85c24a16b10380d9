import { describe, expect, it } from 'vitest'
import { readInvoiceGuide } from '../../src/reference/invoices.ts'
import { billingNeed, type InvoicedDeal, receiverOf, sentBetween } from '../../src/rules/invoices.ts'

const DEAL: InvoicedDeal = { isInvoiced: false, distributor: null, isOwnDistributor: false, isStale: false }

describe('who receives the invoice of a deal', () => {
  it.each<[string, Partial<InvoicedDeal>, string]>([
    ['no distributor on the opportunity', {}, 'direct'],
    ['a blank distributor', { distributor: '  ' }, 'direct'],
    ['a distributor', { distributor: 'Amazic' }, 'distributor'],
    ['a distributor that is the partner itself', { distributor: 'Amazic', isOwnDistributor: true }, 'direct'],
    ['no column for it', { distributor: undefined }, 'unknown'],
    ['an old row', { distributor: 'Amazic', isStale: true }, 'unknown'],
    ['an invoice to the partner', { isInvoiced: true }, 'direct'],
    ['an invoice to the partner, the opportunity unknown', { isInvoiced: true, distributor: undefined }, 'direct'],
    ['an invoice to the partner, and a distributor', { isInvoiced: true, distributor: 'Amazic' }, 'contradictory'],
  ])('%s: %s', (_, change, receiver) => {
    expect(receiverOf({ ...DEAL, ...change })).toBe(receiver)
  })
})

it.each([
  ['2026-10-14', '2026-10-15', '2026-10-16'],
  ['2026-12-31', '2027-01-01', '2027-01-02'],
  ['2028-02-27', '2028-02-28', '2028-02-29'],
])('the invoice of a deal closed on %s is sent from %s to %s', (closed, from, to) => {
  expect(sentBetween(closed, readInvoiceGuide().sent)).toEqual({ from, to })
})

it.each([
  [true, false, true, 'not_needed'],
  [true, false, false, 'not_needed'],
  [false, false, true, 'needed'],
  [false, false, false, 'not_yet'],
  [false, false, null, 'unknown'],
  [false, true, true, 'depends'],
  [false, true, false, 'not_yet'],
  [null, false, true, 'unknown'],
  [null, true, null, 'unknown'],
] as const)(
  'a billing account, where a distributor is a must (%s) or a choice (%s), authorized (%s): %s',
  (must, mayChoose, isAuthorized, need) => {
    expect(billingNeed(must, mayChoose, isAuthorized)).toBe(need)
  },
)
