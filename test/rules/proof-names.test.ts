import { describe, expect, it } from 'vitest'
import { readProofWords } from '../../src/reference/proofs.ts'
import { hasDealId, namedIn } from '../../src/rules/proof/names.ts'

const beside = readProofWords()
const named = (text: string, name: string): string => namedIn(text, name, beside).is

describe('a name in a document', () => {
  it.each([
    ['between Żagiel Cloud S.L. (the partner) and', 'Żagiel Cloud S.L.'],
    ['BETWEEN ŻAGIEL CLOUD S.L. AND CUSTOMER 41', 'Żagiel Cloud S.L.'],
    ['between Zagiel Cloud SL and Customer 41', 'Żagiel Cloud S.L.'],
    // Over the end of a line, and hyphenated there.
    ['between Żagiel\nCloud S.L. and', 'Żagiel Cloud S.L.'],
    ['between Żagiel Cl-\noud S.L. and', 'Żagiel Cloud S.L.'],
    // Without its legal form, and with another spelling of it.
    ['Partner: Nordwind Cloud', 'Nordwind Cloud Limited'],
    ['Partner: Nordwind Cloud Ltd.', 'Nordwind Cloud Limited'],
    ['signed by Acme GmbH', 'Acme'],
    ['The work of Acme’s people.', 'Acme'],
    ['Kunde: Österreichische Ölwerke AG, Wien', 'Osterreichische Olwerke AG'],
    ['业务 株式会社サクラと東京エネルギー', '株式会社サクラ'],
    ['サクラ株式会社と契約', '株式会社サクラ'],
    ['Общество Север, ΑΛΦΑ Α.Ε.', 'Общество Север'],
    ['주식회사 한빛, 서울', '주식회사 한빛'],
    ['C++ Labs, Berlin', 'C++ Labs'],
    ['New Acme Group and, on page 2, Acme GmbH', 'Acme GmbH'],
    ['Smith & Sons Ltd', 'Smith & Sons Ltd'],
    ['Customer: Customer 41\nDeal: DR-1', 'Customer 41'],
  ])('%s names %s', (text, name) => expect(named(text, name)).toBe('whole'))

  it.each([
    ['between New Żagiel Cloud Solutions GmbH and', 'Żagiel Cloud S.L.'],
    ['Nordwind Cloud GmbH', 'Nordwind Cloud Limited'],
    ['Acme GmbH & Co. KG', 'Acme GmbH'],
    ['Customer 2 Bank', 'Customer 2'],
    ['Acme\nSolutions GmbH', 'Acme'],
    ['see www.acme.com', 'Acme'],
    ['Acme-Tools', 'Acme'],
    ['サクラ銀行', '株式会社サクラ'],
    ['Big Acme GmbH', 'Acme GmbH'],
  ])('%s may name another company than %s', (text, name) => expect(named(text, name)).toBe('part'))

  it.each([
    ['Customer 4100', 'Customer 41'],
    ['Acmeology', 'Acme'],
    ['ann@acme.example', 'Acme'],
    ['C Labs', 'C++ Labs'],
    ['', 'Acme'],
  ])('%s does not name %s', (text, name) => expect(named(text, name)).toBe('absent'))

  it('is found in a long text in little time', () => {
    const start = performance.now()
    expect(named('Acme Solutions '.repeat(50_000), 'Acme')).toBe('part')
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

describe('a deal id in a document', () => {
  it.each([
    'Deal ID: DR-700777.',
    'dr-700777',
    'DR-\n700777 and',
    'DR-7007\n77',
    'DR\u2011700777',
    '(DR-700777)',
    'DR\u00ad-700777',
  ])('is there: %j', (text) => expect(hasDealId(text, 'DR-700777')).toBe(true))

  it.each(['DR-7007771', 'XDR-700777', 'DR-70077', 'DR 700777', 'DR-700777-1', ''])('is not there: %j', (text) =>
    expect(hasDealId(text, 'DR-700777')).toBe(false),
  )
})
