import { describe, expect, it } from 'vitest'
import { type KnownNames, type NamedPartner, NameIndex, type RowLink } from '../../src/partners/linking/links.ts'
import { foldName } from '../../src/records/name.ts'

const ACME_GMBH = { id: 'A1', name: 'Acme GmbH' }
const ACME_INC = { id: 'A2', name: 'Acme, Inc.' }
const MULLER = { id: 'M1', name: 'Müller & Söhne AG' }
const BOLT = { id: 'B1', name: 'Bolt Ltd' }
const BOLT_TOO = { id: 'B2', name: 'BOLT LTD' }
const DASH = { id: 'D1', name: 'Data-Works' }
const DASHLESS = { id: 'D2', name: 'Dataworks' }
const PARTNERS: readonly NamedPartner[] = [ACME_GMBH, ACME_INC, MULLER, BOLT, BOLT_TOO, DASH, DASHLESS]

const NOBODY_ELSE = { aliases: new Map(), others: [], gone: [], former: [] }
function index(
  aliases: Record<string, string> = {},
  others: readonly string[] = [],
  rest: Partial<KnownNames<NamedPartner>> = {},
): NameIndex<NamedPartner> {
  const folded = Object.entries(aliases).map(([alias, id]) => [foldName(alias).folded, id] as const)
  const named = others.map((name, i) => ({ id: `C${i + 1}`, name }))
  return new NameIndex({ ...NOBODY_ELSE, partners: PARTNERS, aliases: new Map(folded), others: named, ...rest })
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
  it.each(['Müller & Söhne', 'Muller & Sohne GmbH', 'müller & söhne'])('finds the partner without its legal form: %s', (name) => {
    expect(plain.find(name)).toEqual({ found: 'one', partner: MULLER, by: 'name_without_legal_form' })
  })
  it('matches several partners that have the same name', () => {
    expect(plain.find('Bolt Ltd')).toEqual({ found: 'several', partners: [BOLT, BOLT_TOO] })
  })
  it.each(['Acme', 'Acme AG', 'acme limited'])('matches several partners that differ in their legal form alone: %s', (name) => {
    expect(plain.find(name)).toEqual({ found: 'several', partners: [ACME_GMBH, ACME_INC] })
  })
  it.each(['Data-Works', 'dataworks', 'Data.Works'])('matches several partners that differ in punctuation alone: %s', (name) => {
    expect(plain.find(name)).toEqual({ found: 'several', partners: [DASH, DASHLESS] })
  })
  it.each(['Acm', 'Acme Labs', 'Muller', 'Muller Sohne', 'Muller + Sohne', 'Acmе', '', 'GmbH'])(
    'is never guessed: "%s"',
    (name) => {
      expect(plain.find(name)).toEqual({ found: 'none' })
    },
  )
})

describe('an alias and a name without its legal form', () => {
  const conflicting = index({ 'Müller & Söhne': 'A1', 'Muller & Sohne GmbH': 'M1' })
  it('that mean two partners fit both', () => {
    expect(conflicting.find('muller & söhne')).toEqual({ found: 'several', partners: [MULLER, ACME_GMBH] })
  })
  it('find the partner by its name where the alias means one that is not there', () => {
    expect(index({ 'Müller & Söhne': 'no such id' }).find('Müller & Söhne')).toEqual({
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

describe('the name of an account that is not a partner', () => {
  const CUSTOMER = 'Müller & Söhne GmbH'
  const withCustomers = index({ 'Acme Ltd': 'A1' }, [CUSTOMER, 'Acme GmbH', 'Acme Ltd', 'Acme Limited'])

  it.each([CUSTOMER, 'MULLER & SOHNE, GMBH'])('is not taken for a partner’s of another legal form: %s', (name) => {
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
    const renamed = new NameIndex({ ...NOBODY_ELSE, partners: PARTNERS, folded })
    expect(renamed.find('Acme GmbH folded')).toEqual({ found: 'one', partner: ACME_GMBH, by: 'name' })
  })
  it('of nobody finds nobody', () => {
    expect(new NameIndex({ ...NOBODY_ELSE, partners: [] }).find('Acme')).toEqual({ found: 'none' })
  })
})

const linkedTo = (partner: NamedPartner, by: string) => ({ partner, by })
const unlinked = (why: string, ...candidates: readonly NamedPartner[]) => ({ partner: null, why, candidates })
const SOLO = { id: 'S1', name: 'Solo' }
const CPP = { id: 'P1', name: 'C++ Labs' }
const known = index({ 'Acme Holding': 'A1', 'Bolt Inc': 'B1', 'Muller & Sohne GmbH': 'M1' }, ['Müller & Söhne KG', 'Solo Inc'], {
  partners: [...PARTNERS, SOLO, CPP],
  gone: [{ id: 'G1', name: 'Müller & Söhne SARL' }],
  former: [
    { id: 'A1', name: 'Zenith GmbH' },
    { id: 'M1', name: 'Acme, Inc.' },
  ],
})

describe('a row without an id', () => {
  it.each<[string, string | null, object]>([
    ['of the full name is the partner’s', 'acme gmbh', linkedTo(ACME_GMBH, 'name')],
    ['of the name without its legal form is the partner’s', 'Müller & Söhne', linkedTo(MULLER, 'name_without_legal_form')],
    ['of an alias is the partner’s', 'Acme Holding', linkedTo(ACME_GMBH, 'alias')],
    ['of another legal form that is an alias is the partner’s', 'Muller & Sohne GmbH', linkedTo(MULLER, 'alias')],
    ['of another legal form is linked to none yet', 'Müller & Söhne Inc', unlinked('other_legal_form', MULLER)],
    [
      'of another legal form than several have is linked to none yet',
      'Acme AG',
      unlinked('other_legal_form', ACME_GMBH, ACME_INC),
    ],
    [
      'whose account has no legal form is the partner’s, whatever form the row has',
      'Solo Ltd',
      linkedTo(SOLO, 'name_without_legal_form'),
    ],
    ['that matches several is linked to none', 'Acme', unlinked('several', ACME_GMBH, ACME_INC)],
    ['of a full name that several have is linked to none, alias or not', 'Bolt Ltd', unlinked('several', BOLT, BOLT_TOO)],
    ['of an account that is not a partner is linked to none', 'Solo Inc', unlinked('no_partner')],
    ['of an account that is gone is linked to none', 'Müller & Söhne Sarl', unlinked('gone')],
    ['of a name that a partner had before is linked to none yet', 'Zenith GmbH', unlinked('former_name', ACME_GMBH)],
    ['of another sign is another name', 'C Labs', unlinked('nobody')],
    ['of no name is linked to none', null, unlinked('nobody')],
    ['of nothing but punctuation is linked to none', ' - ', unlinked('nobody')],
  ])('%s', (_, name, expected) => {
    expect(known.link({ name, accountId: null })).toEqual(expected)
  })
})

describe('a row with an id', () => {
  it.each<[string, string | null, string, object]>([
    ['and no name is the account’s', null, 'A1', linkedTo(ACME_GMBH, 'id')],
    ['and blank for a name is the account’s', '  ', 'A1', linkedTo(ACME_GMBH, 'id')],
    ['and the account’s name is the account’s', 'ACME GMBH', 'A1', linkedTo(ACME_GMBH, 'id')],
    ['is distinguished from one of the same name', 'Bolt Ltd', 'B2', linkedTo(BOLT_TOO, 'id')],
    ['and the name without its legal form is the account’s', 'Acme', 'A1', linkedTo(ACME_GMBH, 'id')],
    ['and an alias is the account’s', 'Acme Holding', 'A1', linkedTo(ACME_GMBH, 'id')],
    ['and a former name is the account’s', 'Zenith GmbH', 'A1', linkedTo(ACME_GMBH, 'id')],
    [
      'and another partner’s name contradicts itself',
      'Müller & Söhne AG',
      'A1',
      unlinked('contradicts_its_id', ACME_GMBH, MULLER),
    ],
    [
      'and a former name that is another’s now contradicts itself',
      'Acme, Inc.',
      'M1',
      unlinked('contradicts_its_id', MULLER, ACME_INC),
    ],
    ['and another legal form contradicts itself', 'Müller & Söhne Inc', 'M1', unlinked('contradicts_its_id', MULLER)],
    ['and a customer’s name contradicts itself', 'Solo Inc', 'S1', unlinked('contradicts_its_id', SOLO)],
    ['and a name that nobody has contradicts itself', 'Nordwind', 'A1', unlinked('contradicts_its_id', ACME_GMBH)],
    ['and another’s alias contradicts itself', 'Acme Holding', 'A2', unlinked('contradicts_its_id', ACME_INC, ACME_GMBH)],
    ['that no account has may be the named partner’s', 'Acme GmbH', 'X9', unlinked('unknown_id', ACME_GMBH)],
    ['that no account has, and a name that no account has, is linked to none', 'Nordwind', 'X9', unlinked('unknown_id')],
    ['of an account that is not a partner is linked to none', 'Acme GmbH', 'C1', unlinked('no_partner')],
    ['of an account that is gone is linked to none', 'Acme GmbH', 'G1', unlinked('gone')],
  ])('%s', (_, name, accountId, expected) => {
    const link: RowLink<NamedPartner> = known.link({ name, accountId })
    expect(link).toEqual(expected)
    expect(known.link({ name, accountId })).toBe(link)
  })
})
