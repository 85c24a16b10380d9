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

const aliases = new Map([
  [foldName('Acme').folded, 'A2'],
  [foldName('The Millers').folded, 'M1'],
  [foldName('Acme GmbH').folded, 'M1'],
  [foldName('Gone').folded, 'no such id'],
])
const plain = new NameIndex(PARTNERS, new Map())
const withAliases = new NameIndex(PARTNERS, aliases)

describe('a name', () => {
  it.each([
    ['as written', 'Acme GmbH', ACME_GMBH],
    ['in another case, with other spaces', '  ACME   gmbh', ACME_GMBH],
    ['with other punctuation', 'Acme Inc', ACME_INC],
    ['without its accents', 'Muller & Sohne AG', MULLER],
    ['that beats one with other punctuation', 'data-works', DASH],
    ['that beats one with more punctuation', 'DATAWORKS', DASHLESS],
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
  it('fits several partners that differ in punctuation alone', () => {
    expect(plain.find('Data.Works')).toEqual({ found: 'several', partners: [DASH, DASHLESS] })
  })
  it.each(['Acm', 'Acme Labs', 'Muller', 'Acmе', '', 'GmbH'])('is never guessed: "%s"', (name) => {
    expect(plain.find(name)).toEqual({ found: 'none' })
  })
})

describe('an alias', () => {
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
    const index = new NameIndex(PARTNERS, new Map([['boltltd', 'B1']]))
    expect(index.find('Bolt Ltd')).toEqual({ found: 'several', partners: [BOLT, BOLT_TOO] })
  })
  it('of a partner that is not there finds nobody', () => {
    expect(withAliases.find('Gone')).toEqual({ found: 'none' })
  })
})

describe('an index of names', () => {
  it('finds a partner by its id, which is never folded', () => {
    expect(plain.byId('A1')).toBe(ACME_GMBH)
    expect(plain.byId('a1')).toBeUndefined()
  })
  it('takes names that are folded already', () => {
    const folded = new Map(PARTNERS.map(({ name }) => [name, foldName(name)]))
    const index = new NameIndex(PARTNERS, new Map(), folded)
    for (const name of ['Acme GmbH', 'Müller & Söhne', 'Acme', 'Nobody']) {
      expect(index.find(name, foldName(name))).toEqual(plain.find(name))
    }
  })
  it('of nobody finds nobody', () => {
    expect(new NameIndex([], new Map()).find('Acme')).toEqual({ found: 'none' })
  })
})
