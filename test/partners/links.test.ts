import { describe, expect, it } from 'vitest'
import { type NamedPartner, NameIndex } from '../../src/partners/links.ts'
import { foldName } from '../../src/records/name.ts'

const ACME_GMBH = { id: 'A1', name: 'Acme GmbH' }
const ACME_INC = { id: 'A2', name: 'Acme, Inc.' }
const MULLER = { id: 'M1', name: 'Müller & Söhne AG' }
const BOLT = { id: 'B1', name: 'Bolt Ltd' }
const BOLT_TOO = { id: 'B2', name: 'BOLT LTD' }
const DASH = { id: 'D1', name: 'Data-Works' }
const DASHLESS = { id: 'D2', name: 'Dataworks' }
const PARTNERS: readonly NamedPartner[] = [ACME_GMBH, ACME_INC, MULLER, BOLT, BOLT_TOO, DASH, DASHLESS]

function index(aliases: Record<string, string> = {}, others: readonly string[] = []): NameIndex<NamedPartner> {
  const folded = Object.entries(aliases).map(([alias, id]) => [foldName(alias).folded, id] as const)
  return new NameIndex(PARTNERS, new Map(folded), new Set(others.map((name) => foldName(name).folded)))
}
const plain = index()

describe('a name', () => {
  it.each([
    ['as written', 'Acme GmbH', ACME_GMBH],
    ['in another case, with other spaces', '  ACME   gmbh', ACME_GMBH],
    ['with other punctuation', 'Acme Inc', ACME_INC],
    ['without its accents', 'Muller & Sohne AG', MULLER],
  ])('finds the partner %s', (_, name, partner) => {
    expect(plain.find(name)).toEqual({ found: 'one', partner, by: 'name' })
  })
  it.each(['Müller & Söhne', 'Muller Sohne GmbH', 'müller söhne'])('finds the partner without its legal form: %s', (name) => {
    expect(plain.find(name)).toEqual({ found: 'one', partner: MULLER, by: 'name_without_legal_form' })
  })
  it('fits several partners that have the same name', () => {
    expect(plain.find('Bolt Ltd')).toEqual({ found: 'several', partners: [BOLT, BOLT_TOO] })
  })
  it.each(['Acme', 'Acme AG', 'acme limited'])('fits several partners that differ in their legal form alone: %s', (name) => {
    expect(plain.find(name)).toEqual({ found: 'several', partners: [ACME_GMBH, ACME_INC] })
  })
  it.each(['Data-Works', 'dataworks', 'Data.Works'])('fits several partners that differ in punctuation alone: %s', (name) => {
    expect(plain.find(name)).toEqual({ found: 'several', partners: [DASH, DASHLESS] })
  })
  it.each(['Acm', 'Acme Labs', 'Muller', 'Acmе', '', 'GmbH'])('is never guessed: "%s"', (name) => {
    expect(plain.find(name)).toEqual({ found: 'none' })
  })
})

describe('an alias and a name without its legal form', () => {
  const conflicting = index({ 'Müller Söhne': 'A1', 'Muller & Sohne GmbH': 'M1' })
  it('that mean two partners fit both', () => {
    expect(conflicting.find('muller söhne')).toEqual({ found: 'several', partners: [MULLER, ACME_GMBH] })
  })
  it('find the partner by its name where the alias means one that is not there', () => {
    expect(index({ 'Müller Söhne': 'no such id' }).find('Müller Söhne')).toEqual({
      found: 'one',
      partner: MULLER,
      by: 'name_without_legal_form',
    })
  })
  it('that mean one partner find it by the alias', () => {
    expect(conflicting.find('Müller & Söhne GmbH')).toEqual({ found: 'one', partner: MULLER, by: 'alias' })
  })
})

describe('an alias', () => {
  const withAliases = index({ Acme: 'A2', 'The Millers': 'M1', 'Acme GmbH': 'M1', 'Bolt Ltd': 'B1', Gone: 'no such id' })

  it('finds its partner, however it is spelled', () => {
    expect(withAliases.find('the millers!')).toEqual({ found: 'one', partner: MULLER, by: 'alias' })
  })
  it('settles a name that is ambiguous without its legal form', () => {
    expect(withAliases.find('Acme')).toEqual({ found: 'one', partner: ACME_INC, by: 'alias' })
  })
  it('does not beat a partner’s own name', () => {
    expect(withAliases.find('Acme GmbH')).toEqual({ found: 'one', partner: ACME_GMBH, by: 'name' })
  })
  it('does not settle two partners of the same full name', () => {
    expect(withAliases.find('Bolt Ltd')).toEqual({ found: 'several', partners: [BOLT, BOLT_TOO] })
  })
  it('of a partner that is not there finds nobody', () => {
    expect(withAliases.find('Gone')).toEqual({ found: 'none' })
  })
})

describe('the name of an account that is no partner', () => {
  const CUSTOMER = 'Müller & Söhne GmbH'
  const withCustomers = index({ 'Acme Ltd': 'A1' }, [CUSTOMER, 'Acme GmbH', 'Acme Ltd', 'Acme Limited'])

  it.each([CUSTOMER, 'MULLER + SOHNE, GMBH'])('is not taken for a partner’s of another legal form: %s', (name) => {
    expect(withCustomers.find(name)).toEqual({ found: 'none' })
  })
  it('does not even fit several partners of another legal form', () => {
    expect(withCustomers.find('Acme Limited')).toEqual({ found: 'none' })
  })
  it.each(['Müller & Söhne', 'Müller & Söhne Inc'])('does not stand in the way of %s', (name) => {
    expect(withCustomers.find(name)).toEqual({ found: 'one', partner: MULLER, by: 'name_without_legal_form' })
  })
  it('still finds the partner that has the very same name', () => {
    expect(withCustomers.find('Acme GmbH')).toEqual({ found: 'one', partner: ACME_GMBH, by: 'name' })
  })
  it('still finds the partner it is an alias of', () => {
    expect(withCustomers.find('Acme Ltd')).toEqual({ found: 'one', partner: ACME_GMBH, by: 'alias' })
  })
})

describe('an index of names', () => {
  it('takes names that are folded already', () => {
    const folded = new Map(PARTNERS.map(({ name }) => [name, foldName(`${name} folded`)]))
    const renamed = new NameIndex(PARTNERS, new Map(), new Set(), folded)
    expect(renamed.find('Acme GmbH folded')).toEqual({ found: 'one', partner: ACME_GMBH, by: 'name' })
    expect(renamed.find('Acme GmbH')).toEqual({ found: 'none' })
    expect(plain.find('anything', foldName('Acme GmbH'))).toEqual({ found: 'one', partner: ACME_GMBH, by: 'name' })
  })
  it('of nobody finds nobody', () => {
    expect(new NameIndex([], new Map(), new Set()).find('Acme')).toEqual({ found: 'none' })
  })
})
