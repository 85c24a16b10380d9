import { describe, expect, it } from 'vitest'
import { readProofWords } from '../../src/reference/proofs.ts'
import { idIn, namedIn } from '../../src/rules/proof/names.ts'

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
    ['Acme GmbH (“Acme”) delivers. Acme reports.', 'Acme GmbH'],
    ['Customer 41 (“Customer 41”)', 'Customer 41'],
    ['between Smith Ltd & Acme GmbH', 'Acme GmbH'],
    ['between Acme GmbH & Customer 41', 'Acme GmbH'],
    ['between Acme and Customer 41 GmbH', 'Acme'],
    ['by Acme (see page 2) for Smith Ltd', 'Acme'],
    ['Acme (Partner) and Smith Ltd', 'Acme'],
    ['services of acme, delivered by them', 'Acme'],
    ['adesso delivers', 'adesso'],
    ['Customer 41 Responsibilities. Customer 41 signs.', 'Customer 41'],
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
    // Without capitals, too.
    ['services for acme solutions gmbh by', 'Acme'],
    ['the new acme gmbh', 'Acme GmbH'],
    ['between Johnson & Johnson and', 'Johnson'],
    ['Acme & Partners LLP', 'Acme'],
    ['Smith & Acme GmbH', 'Acme GmbH'],
    ['Acme AG & Co', 'Acme AG'],
    ['Acme and Sons Ltd', 'Acme'],
    ['Acme und Söhne', 'Acme'],
    ['Acme (UK) Ltd', 'Acme Ltd'],
    ['Acme (Deutschland) GmbH', 'Acme'],
    ['Acme de México, S.A. de C.V.', 'Acme'],
    ['Acme of Canada Ltd', 'Acme'],
    ['Acme Services GmbH', 'Acme'],
    ['Acme E Commerce', 'Acme'],
    // The short form of a longer name.
    ['Acme Solutions GmbH (“Acme”) is a partner. Acme delivers the services.', 'Acme'],
    ['Acme Solutions (hereinafter "Acme"). Acme delivers the services.', 'Acme'],
    ['Acme Solutions GmbH is a partner. Acme delivers the services.', 'Acme GmbH'],
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
  it.each(['Deal ID: DR-700777.', 'dr-700777', 'DR-\n700777 and', 'DR\u2011700777', '(DR-700777)', 'DR\u00ad-700777'])(
    'is there: %j',
    (text) => expect(idIn(text, 'DR-700777').is).toBe('whole'),
  )

  it.each([
    // The number is broken: its second piece may be another number.
    'DR-7007\n77',
    'DR-70077\n7. Scope of work',
    'DR 700777',
    'DR700777',
    'DR -700777',
    'DR_700777',
    'DR\u2212700777',
    'DR-7007\u200b77',
    'DR-700777-1',
    'DR-700777/2',
    'DR-700777.1',
    'DR-700777_2',
    'DR-700777A',
  ])('may be there: %j', (text) => expect(idIn(text, 'DR-700777').is).toBe('part'))

  it.each(['DR-7007771', 'XDR-700777', 'DR-70077', 'DR-700778', '\u0414R-700777', ''])('is not there: %j', (text) =>
    expect(idIn(text, 'DR-700777').is).toBe('absent'),
  )
})
