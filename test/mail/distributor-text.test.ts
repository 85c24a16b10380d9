import { describe, expect, it } from 'vitest'
import { DistributorText } from '../../src/mail/distributor-text.ts'
import { distributorNames } from '../../src/partners/mail/sender.ts'
import { readDistributors, readDistributorWords } from '../../src/reference/distributors.ts'

const marks = readDistributors().map((each) => ({ ...each, names: distributorNames(each) }))
const looker = new DistributorText(
  [...marks, { names: ['Zed Dist'], domains: ['zed.example'], quotePrefixes: ['ZED-'] }],
  readDistributorWords(),
)

describe('a distributor’s information', () => {
  it.each([
    // The names of the 2025 page, "Distributor Requirements and Coverage by Geo and Market", as people write them.
    'We buy through Amazic.',
    'AMAZIC-Angebot im Anhang',
    'Ama\u200bzic',
    'AmazicQuote2026.pdf',
    'climb solutions',
    'Climb_Solutions_quote.pdf',
    'our offer from Tech Data',
    'TD-SYNNEX order 4711',
    'TDSynnex_PO.pdf',
    'Redington’s offer',
    'Networld株式会社より',
    'ネットワールド様のお見積',
    'SB C&S 見積書',
    'Get On Technology',
    'CARAHSOFT',
    'please see sales@climbcs.com',
    'https://distribution.amazic.com/x',
    'gitlab-info@networld.co.jp',
    'the distributor price list of Q3',
    'price list for distributors',
    'disti quote 4711',
    'Preisliste des Distributors',
    'Distributorenpreise',
    'le devis du distributeur',
    'ディストリビューターの見積を添付します',
    'as in quote ZED-20417',
    'zed-q 20417.pdf',
  ])('is found in: %s', (text) => {
    expect(looker.find(text)).not.toBeNull()
  })

  it.each([
    'Attached is our purchase order PO-4711 for quote Q-100040.',
    'We climb every mountain, and got a redesigned network world.',
    'The price for 50 licences',
    'We are not a distributor.',
    'forgot.co.th',
    'ZED Corp orders 20 seats',
    'the high-tech database',
    '',
  ])('is not found in: %s', (text) => {
    expect(looker.find(text)).toBeNull()
  })

  it('is found in a long text without delay', () => {
    const text = 'distributor '.repeat(200_000)
    const start = performance.now()
    expect(looker.find(text)).toBeNull()
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
