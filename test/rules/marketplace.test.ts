import { describe, expect, it } from 'vitest'
import { readMarketplace } from '../../src/reference/marketplace.ts'
import { compareTags, type RecordedFields, readTags } from '../../src/rules/marketplace/compare.ts'
import { tagsOf, whyImpossible } from '../../src/rules/marketplace/tags.ts'
import type { Cloud, KnownDeal, MarketplacePolicy, Recorded, TagField } from '../../src/rules/marketplace/types.ts'
import { policyFor } from '../../src/rules/policy.ts'

const policy = policyFor(readMarketplace(), '2026-11-20', 'marketplace deals')
const AWS = '0014M00001ldTdt'
const GCP = '0014M00001nJhks'
const LONG = { [AWS]: '0014M00001ldTdtQAE', [GCP]: '0014M00001nJhksQAC' } as const
const deal = (
  cloud: Cloud,
  sourcedBy: KnownDeal['sourcedBy'],
  marketplace: boolean,
  more: Partial<KnownDeal> = {},
): KnownDeal => {
  return { cloud, sourcedBy, marketplace, influence: false, program: null, ...more }
}

/** What each field must hold, in short. */
function fieldsOf(of: KnownDeal): Record<string, string> {
  return Object.fromEntries(
    tagsOf(of, policy).fields.map((tag) => [
      tag.label,
      tag.is === 'cloud' ? policy.clouds[of.cloud].accountId : tag.is === 'word' ? tag.word : tag.is,
    ]),
  )
}

describe('the four use cases (Ecosystem Operations, Opportunity Tagging for Marketplace Deals)', () => {
  it.each([
    ['aws', AWS],
    ['gcp', GCP],
  ] as const)('of %s have the fields of the page, with its account %s', (cloud, account) => {
    const rest = { 'Influence Partner': 'not_cloud', 'CPPO or DSOR Partner': 'blank' }
    expect(fieldsOf(deal(cloud, 'vendor', true))).toEqual({
      'Resale Partner': account,
      'DR - Partner': 'blank',
      'DR - Partner Deal Type': 'blank',
      ...rest,
    })
    expect(fieldsOf(deal(cloud, 'cloud', false))).toEqual({
      'DR - Partner': account,
      'DR - Partner Deal Type': 'Referral',
      'Resale Partner': 'not_cloud',
      ...rest,
    })
    expect(fieldsOf(deal(cloud, 'cloud', true))).toEqual({
      'DR - Partner': account,
      'DR - Partner Deal Type': 'Resale',
      'Resale Partner': account,
      ...rest,
    })
    expect(fieldsOf(deal(cloud, 'vendor', false, { influence: true }))).toEqual({
      'Influence Partner': account,
      'DR - Partner': 'blank',
      'DR - Partner Deal Type': 'blank',
      'Resale Partner': 'not_cloud',
      'CPPO or DSOR Partner': 'blank',
    })
  })

  it.each([
    [deal('aws', 'vendor', true), 1],
    [deal('gcp', 'partner', true), 1],
    [deal('aws', 'cloud', false), 2],
    [deal('gcp', 'cloud', true), 3],
    [deal('gcp', 'vendor', false, { influence: true }), 4],
    [deal('aws', 'partner', false, { influence: true }), 4],
    [deal('aws', 'vendor', false), null],
    [deal('aws', 'partner', false), null],
  ])('%j is use case %s', (of, number) => {
    expect(tagsOf(of, policy).useCase?.number ?? null).toBe(number)
  })

  it('leave the registration of another partner who brought the deal', () => {
    expect(fieldsOf(deal('aws', 'partner', true))).toMatchObject({ 'DR - Partner': 'not_cloud' })
    expect(fieldsOf(deal('aws', 'partner', true))).not.toHaveProperty('DR - Partner Deal Type')
  })

  it('have values for the quote only where the marketplace transacts', () => {
    const quote = (of: KnownDeal) => Object.fromEntries(tagsOf(of, policy).quote.map(({ field, value }) => [field, value]))
    const aws = {
      'Invoice Owner': 'Amazon Web Services, Inc.',
      'Invoice Owner Contact': 'Accounts Payable (AWS)',
      'Resale Partner': 'Amazon Web Services',
    }
    const gcp = {
      'Invoice Owner': 'Google Cloud Marketplace',
      'Invoice Owner Contact': 'Cloud Marketplace Payments',
      'Resale Partner': 'Google Cloud (Partner)',
    }
    expect(quote(deal('aws', 'vendor', true))).toEqual(aws)
    expect(quote(deal('aws', 'cloud', true))).toEqual(aws)
    expect(quote(deal('gcp', 'cloud', true))).toEqual(gcp)
    expect(quote(deal('gcp', 'cloud', false))).toEqual({})
    expect(quote(deal('gcp', 'vendor', false, { influence: true }))).toEqual({})
  })
})

describe('the programs of the AWS Marketplace', () => {
  it('have the fields of a two-tier quote for DSOR, and its field on the opportunity', () => {
    expect(fieldsOf(deal('aws', 'others', true, { program: 'dsor' }))).toEqual({
      'CPPO or DSOR Partner': 'Amazon Web Services',
      Distributor: 'Carahsoft Technology Corporation',
      'Resale Partner': 'reseller',
    })
    expect(policy.dsor.chatter.people).toEqual(['Chris Novello', 'Pilar Meija'])
  })

  it.each([
    ['dsor', 'vendor', []],
    ['dsor', 'cloud', ['drPartner', 'drDealType']],
    ['cppo', 'vendor', ['cppoPartner', 'resalePartner', 'drPartner']],
  ] as const)('leave open for %s, brought by %s, what no page says: %j', (program, by, open) => {
    expect(tagsOf(deal('aws', by, true, { program }), policy).open).toEqual(open)
  })
})

describe('a description that contradicts the handbook', () => {
  it.each([
    [deal('gcp', 'vendor', true, { program: 'dsor' }), 'program_of_other_cloud'],
    [deal('gcp', 'vendor', true, { program: 'cppo' }), 'program_of_other_cloud'],
    [deal('aws', 'vendor', false, { program: 'dsor' }), 'program_without_marketplace'],
    [deal('aws', 'vendor', true, { influence: true }), 'transacts_and_influences'],
    [deal('aws', 'cloud', false, { influence: true }), 'sources_and_influences'],
    [deal('aws', 'vendor', false, { influence: true }), null],
    [deal('aws', 'cloud', true), null],
  ])('%j: %s', (of, why) => {
    expect(whyImpossible(of, policy)).toBe(why)
  })
})

const seen = { kind: 'opportunities', importId: 1, file: 'opportunities.csv', line: 2, lastSeenAt: '2026-11-20T06:00:00Z' }
const cell = (value: string | null, accountId: string | null = null, column: string | null = 'X'): Recorded => {
  return { fact: { value, source: { ...seen, column }, doubt: null }, accountId }
}
const BLANK: RecordedFields = {
  resalePartner: cell(null),
  distributor: cell(null),
  drPartner: cell(null),
  drDealType: cell(null),
  influencePartner: cell(null),
  cppoPartner: cell(null),
  alliancePartnerOppId: cell(null),
}
const frame = { policy, isOld: () => false }

describe('a field of Salesforce', () => {
  const aws = cell('Amazon Web Services', LONG[AWS])
  it.each<[string, KnownDeal, TagField, Recorded, boolean | null, string | null]>([
    ['the account', deal('aws', 'cloud', false), 'drPartner', aws, true, null],
    ['the other cloud’s account', deal('gcp', 'cloud', false), 'drPartner', aws, false, null],
    ['blank', deal('aws', 'cloud', false), 'drPartner', cell(null), false, null],
    ['only spaces', deal('aws', 'cloud', false), 'drPartner', cell('  '), false, null],
    [
      'the right name of no known account',
      deal('aws', 'cloud', false),
      'drPartner',
      cell('Amazon Web Services'),
      null,
      'not_linked',
    ],
    ['no column', deal('aws', 'cloud', false), 'drPartner', { fact: null, accountId: null }, null, 'no_column'],
    ['no column any more', deal('aws', 'cloud', false), 'drPartner', cell('x', null, null), null, 'no_column'],
    ['another case', deal('aws', 'cloud', false), 'drDealType', cell(' referral '), true, null],
    ['another type', deal('aws', 'cloud', false), 'drDealType', cell('Resale'), false, null],
    ['a type where none belongs', deal('aws', 'vendor', true), 'drDealType', cell('Resale'), false, null],
    ['blank where it stays blank', deal('aws', 'vendor', true), 'drDealType', cell(''), true, null],
    ['the cloud where another partner may be', deal('aws', 'cloud', false), 'resalePartner', aws, false, null],
    ['a partner where one may be', deal('aws', 'cloud', false), 'resalePartner', cell('Acme', '0014M000AAAAAAMQY5'), true, null],
    ['nothing stamped yet', deal('aws', 'cloud', true), 'resalePartner', cell(null), null, 'not_stamped'],
    ['stamped', deal('aws', 'cloud', true), 'resalePartner', aws, true, null],
    ['to be filled in', deal('aws', 'vendor', true), 'resalePartner', cell(null), false, null],
  ])('with %s', (_, of, field, recorded, agrees, reason) => {
    const findings = compareTags(tagsOf(of, policy), { ...BLANK, [field]: recorded }, { ...frame, cloud: of.cloud })
    expect(findings.find(({ tag }) => tag.field === field)).toMatchObject({ agrees, reason })
  })

  it('is unknown where the export is too old, or a newer row was rejected', () => {
    const of = deal('aws', 'cloud', false)
    const old = compareTags(tagsOf(of, policy), { ...BLANK, drPartner: aws }, { cloud: 'aws', policy, isOld: () => true })
    expect(new Set(old.map(({ agrees, reason }) => `${agrees} ${reason}`))).toEqual(new Set(['null stale']))
    const doubtful: Recorded = { ...aws, fact: aws.fact && { ...aws.fact, doubt: { file: 'new.csv', line: 3 } } }
    const findings = compareTags(tagsOf(of, policy), { ...BLANK, drPartner: doubtful }, { ...frame, cloud: 'aws' })
    expect(findings.find(({ tag }) => tag.field === 'drPartner')).toMatchObject({ agrees: null, reason: 'set_aside' })
  })
})

describe('the tags of an opportunity', () => {
  const read = (recorded: Partial<RecordedFields>) => {
    const { certain, possible } = readTags({ ...BLANK, ...recorded }, frame)
    const short = ({ deal: { cloud, program }, tags }: (typeof certain)[number]): string =>
      `${cloud} ${program ?? tags.useCase?.number}`
    return { certain: certain.map(short), possible: possible.map(short) }
  }
  const gcp = cell('Google Cloud (Partner)', LONG[GCP])
  it.each<[string, Partial<RecordedFields>, string[]]>([
    ['the cloud as resale partner', { resalePartner: gcp }, ['gcp 1']],
    ['a referral', { drPartner: gcp, drDealType: cell('Referral') }, ['gcp 2']],
    ['a resale', { drPartner: gcp, drDealType: cell('Resale'), resalePartner: gcp }, ['gcp 3']],
    ['influence', { influencePartner: gcp }, ['gcp 4']],
    ['a referral of the type MSP', { drPartner: gcp, drDealType: cell('MSP') }, []],
    ['two clouds', { resalePartner: gcp, influencePartner: cell('Amazon Web Services', LONG[AWS]) }, []],
    ['nothing', {}, []],
    [
      'DSOR',
      {
        cppoPartner: cell('Amazon Web Services'),
        distributor: cell('Carahsoft Technology Corporation'),
        resalePartner: cell('Acme', '0014M000AAAAAAMQY5'),
      },
      ['aws dsor'],
    ],
  ])('are read: %s', (_, recorded, certain) => {
    expect(read(recorded).certain).toEqual(certain)
  })

  it('may mean several deals where a column is missing', () => {
    const none: Recorded = { fact: null, accountId: null }
    expect(read({ resalePartner: none, drPartner: none, drDealType: none, influencePartner: none }).possible).toHaveLength(8)
  })
})

it('is in force from 2025 on', () => {
  const versionOn = (day: string) => policyFor(readMarketplace(), day, 'marketplace deals').version
  expect(versionOn('2025-01-01')).toBe('2025')
  expect(() => versionOn('2024-12-31')).toThrow('no rule for marketplace deals on 2024-12-31')
})

it('names only fields that the record has', () => {
  const named = (of: MarketplacePolicy) => of.useCases.flatMap(({ fields }) => fields.map(({ field }) => field))
  expect(named(policy).every((field) => field in BLANK)).toBe(true)
})
