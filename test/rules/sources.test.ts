import { describe, expect, it } from 'vitest'
import { readSourcePolicies } from '../../src/reference/sources.ts'
import { policyFor } from '../../src/rules/policy.ts'
import { sourceOf } from '../../src/rules/sources/source.ts'
import type { LinkedRegistration, SourceEvidence, SourceFields } from '../../src/rules/sources/types.ts'
import type { Fact } from '../../src/rules/verdict.ts'

const policy = policyFor(readSourcePolicies(), '2026-11-20', 'sources')
const partnerSourced = { types: ['Resale', 'MSP', 'Referral'], approved: ['Approved'] }

function text(
  value: string | null,
  more: { column?: string | null; lastSeenAt?: string; doubt?: boolean } = {},
): Fact<string | null> {
  const { column = 'X', lastSeenAt = '2026-11-20T06:00:00Z', doubt = false } = more
  const source = { kind: 'x', importId: 1, file: 'x.csv', line: 2, column, lastSeenAt }
  return { value, source, doubt: doubt ? { file: 'new.csv', line: 3 } : null }
}

const FIELDS: SourceFields = {
  salesQualifiedSource: text('Partner Generated'),
  initialSource: text(null),
  dealPath: text('Partner'),
  drStatus: text(null),
  dealId: text(null),
  drDealType: text('Resale'),
  resalePartner: text(null),
  influencePartner: text(null),
  created: text('2026-03-10'),
}

function registration(more: Partial<LinkedRegistration> = {}): LinkedRegistration {
  return {
    name: 'REG1',
    dealId: 'DR-1',
    type: text('Resale'),
    status: text('Approved'),
    submitted: text('2026-03-12'),
    approved: text('2026-03-14'),
    link: text('0064M000AAAAAAIQY5'),
    ...more,
  }
}

function ask(fields: Partial<SourceFields>, registrations: readonly LinkedRegistration[] = [], hasRegistrations = true) {
  const evidence: SourceEvidence = { fields: { ...FIELDS, ...fields }, registrations, hasRegistrations }
  const isOld = ({ lastSeenAt }: { lastSeenAt: string }): boolean => lastSeenAt < '2026-11-13'
  const { source, others, because } = sourceOf(evidence, { policy, partnerSourced, isOld })
  const [initialSource, dealPath, dealType] = others
  return { ...source, initialSource, dealPath, dealType, codes: because.map(({ code }) => code) }
}

describe('the Sales Qualified Source is Partner Generated (Ecosystem Operations, Default Logic)', () => {
  it.each([
    ['a Resale registration is approved and linked', {}, [registration()]],
    ['an MSP registration is', {}, [registration({ type: text('msp ') })]],
    ['a Referral registration is', {}, [registration({ type: text('REFERRAL'), status: text('approved') })]],
    ['the Initial Source is PQL', { initialSource: text('PQL') }, []],
    ['the Initial Source is written out', { initialSource: text('Partner Qualified Lead') }, []],
    ['the opportunity itself has the approved registration', { drStatus: text('Approved') }, []],
    ['one of two registrations is approved', {}, [registration({ status: text('Denied') }), registration({ name: 'REG2' })]],
    [
      'the Initial Source is PQL and the registration denied',
      { initialSource: text('PQL') },
      [registration({ status: text('Denied') })],
    ],
  ])('where %s', (_, fields, registrations) => {
    expect(ask(fields, registrations)).toMatchObject({ expected: 'Partner Generated', agrees: true })
    expect(ask({ ...fields, salesQualifiedSource: text('AE Generated') }, registrations).agrees).toBe(false)
    expect(ask({ ...fields, salesQualifiedSource: text(null) }, registrations).agrees).toBe(false)
    expect(ask({ ...fields, salesQualifiedSource: null }, registrations).agrees).toBe(null)
  })

  it('is the same under its former name', () => {
    const answer = ask({ salesQualifiedSource: text('Channel Generated') }, [registration()])
    expect(answer).toMatchObject({ expected: 'Partner Generated', recorded: 'Channel Generated', agrees: true })
    expect(answer.codes).toContain('former_name')
  })
})

describe('without evidence that the page names, nothing is expected', () => {
  const old = text('Approved', { lastSeenAt: '2026-11-12T23:59:59Z' })
  it.each([
    ['no registration', {}, [], 'no_evidence'],
    ['one under review', {}, [registration({ status: text('Pending ASM Review'), approved: text(null) })], 'not_approved'],
    ['one denied', {}, [registration({ status: text('Denied'), approved: text(null) })], 'not_approved'],
    ['one without a status', {}, [registration({ status: text(null), approved: text(null) })], 'not_approved'],
    ['one that expired', {}, [registration({ status: text('Expired') })], 'was_approved'],
    ['one that was lost', {}, [registration({ status: text('Closed Lost') })], 'was_approved'],
    ['a service attach registration', {}, [registration({ type: text('Service Attach') })], 'not_partner_sourced'],
    ['one without a type', {}, [registration({ type: text(null) })], 'not_partner_sourced'],
    ['one in an old export', {}, [registration({ status: old })], 'unusable_registration'],
    [
      'one with a newer row that was rejected',
      {},
      [registration({ status: text('Approved', { doubt: true }) })],
      'unusable_registration',
    ],
    ['one that the opportunity has as denied', { drStatus: text('Denied') }, [registration()], 'opportunity_disagrees'],
    [
      'the opportunity’s word against the registration’s',
      { drStatus: text('Approved'), dealId: text('dr-1') },
      [registration({ status: text('Denied') })],
      'opportunity_disagrees',
    ],
    [
      'its word against the only registration there is',
      { drStatus: text('Approved') },
      [registration({ status: text('Expired') })],
      'opportunity_disagrees',
    ],
    ['an Initial Source that is another', { initialSource: text('Web Direct') }, [], 'no_evidence'],
    ['an old Initial Source', { initialSource: text('PQL', { lastSeenAt: '2026-11-01T00:00:00Z' }) }, [], 'unusable_field'],
    ['an Initial Source that the newest export lacks', { initialSource: text('PQL', { column: null }) }, [], 'unusable_field'],
    ['no column at all', { initialSource: null, drStatus: null }, [], 'no_evidence'],
  ])('with %s', (_, fields, registrations, code) => {
    const answer = ask(fields, registrations)
    expect(answer).toMatchObject({ expected: null, agrees: null })
    expect(answer.codes).toContain(code)
  })

  it('says so where no registrations were imported', () => {
    expect(ask({}, [], false).codes).toContain('no_registrations_imported')
  })
})

it('is not settled by a status of the opportunity that is about another registration', () => {
  expect(ask({ drStatus: text('Denied'), dealId: text('DR-9') }, [registration()])).toMatchObject({
    expected: 'Partner Generated',
  })
})

it('tells of two approved registrations', () => {
  expect(ask({}, [registration(), registration({ name: 'REG2' })]).codes).toContain('several_approved')
})

describe('the fields beside it', () => {
  it.each([
    ['submitted the day before it was created', '2026-03-09', '2026-03-10', 'PQL'],
    ['submitted on the same day', '2026-03-10', '2026-03-10', null],
    ['submitted later', '2026-03-11', '2026-03-10', null],
    ['of an unknown day', null, '2026-03-10', null],
    ['of an opportunity of an unknown day', '2026-03-09', null, null],
  ])('Initial Source, of a registration %s', (_, submitted, created, expected) => {
    const answer = ask({ created: text(created), initialSource: text('Web Direct') }, [
      registration({ submitted: text(submitted) }),
    ])
    expect(answer.initialSource).toMatchObject({ expected, agrees: expected === null ? null : false })
  })

  it.each([
    ['an approved registration', {}, [registration({ type: text('Referral') })], 'Partner'],
    ['a resale partner', { resalePartner: text('Acme') }, [], 'Partner'],
    ['an influence partner', { influencePartner: text('Acme') }, [], 'Partner'],
    ['no partner', {}, [], null],
    ['a registration under review', {}, [registration({ status: text('Submitted') })], null],
  ])('Deal Path, with %s', (_, fields, registrations, expected) => {
    expect(ask(fields, registrations).dealPath).toMatchObject({ expected, agrees: expected === null ? null : true })
    expect(ask({ ...fields, dealPath: text('Channel') }, registrations).dealPath?.agrees).toBe(expected === null ? null : true)
    expect(ask({ ...fields, dealPath: text('Direct') }, registrations).dealPath?.agrees).toBe(expected === null ? null : false)
  })

  it('DR - Partner Deal Type is that of the approved registration', () => {
    expect(ask({ drDealType: text('msp') }, [registration({ type: text('MSP') })]).dealType).toMatchObject({
      expected: 'MSP',
      agrees: true,
    })
    expect(ask({ drDealType: text(null) }, [registration()]).dealType).toMatchObject({ expected: 'Resale', agrees: false })
    expect(ask({ drDealType: text('Resale') }, []).dealType).toMatchObject({ expected: null, agrees: null })
    const two = [registration(), registration({ name: 'REG2', type: text('MSP') })]
    expect(ask({}, two).dealType).toMatchObject({ expected: null, agrees: null })
  })
})

it.each([
  ['1999-01-01', '2023'],
  ['2024-12-31', '2023'],
  ['2025-01-01', '2025'],
  ['2099-12-31', '2025'],
])('on %s the version is %s', (day, version) => {
  expect(policyFor(readSourcePolicies(), day, 'sources').version).toBe(version)
})
