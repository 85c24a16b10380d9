import { describe, expect, it } from 'vitest'
import { readProofPolicyFile } from '../../src/reference/proofs.ts'
import { addMonths } from '../../src/rules/day.ts'
import { inForce } from '../../src/rules/policy.ts'
import { decideProof } from '../../src/rules/proof/proof.ts'
import type { ProofDeal, ProofEvidence, ProofRegistration, ProofSale, ProofVerdict } from '../../src/rules/proof/types.ts'
import type { Fact } from '../../src/rules/verdict.ts'

const NOW = '2026-11-20T09:00:00Z'
const SOW = 'Statement of work between Acme GmbH and Customer 41. Deal ID: DR-700777.'

type Doubt = Partial<Fact<string | null>> & { seen?: string; column?: null }

function fact(
  value: string | null,
  kind = 'deal_registrations',
  { doubt = null, seen = NOW, column }: Doubt = {},
): Fact<string | null> {
  const source = { kind, importId: 1, file: 'r.csv', line: 2, column: column === null ? null : 'Column', lastSeenAt: seen }
  return { value, source, doubt }
}

function registration(
  own: Partial<Record<Exclude<keyof ProofRegistration, 'name'>, Fact<string | null>>> = {},
  name = 'REG1',
): ProofRegistration {
  return {
    type: fact('Service Attach'),
    status: fact('Pending'),
    serviceAttachStatus: fact(null),
    submitted: fact('2026-02-28'),
    ...(own as Partial<Omit<ProofRegistration, 'name'>>),
    name,
  }
}

function sale(state: ProofSale['state'], closes: string | null): ProofSale {
  return {
    state,
    stage: fact(state, 'opportunities'),
    closes: fact(closes, 'opportunities'),
    service: fact(null, 'opportunities'),
  }
}

type One = Extract<ProofDeal, { found: 'one' }>

function deal(own: Partial<One> = {}): One {
  return {
    found: 'one',
    registration: registration(),
    dealId: 'DR-700777',
    owner: { is: 'partner', name: 'Acme GmbH', source: fact('').source },
    hasOpportunity: true,
    others: [],
    sale: sale('won', '2026-08-31'),
    ...own,
  }
}

function decide(own: Partial<ProofEvidence> & { page?: string } = {}, now = NOW): ProofVerdict {
  const { page = SOW, ...rest } = own
  const policy = inForce(readProofPolicyFile().versions, now.slice(0, 10))
  if (!policy) throw new Error('no policy')
  const evidence: ProofEvidence = {
    partnerNames: ['Acme GmbH'],
    customer: { given: null, recorded: fact('Customer 41') },
    dealId: 'DR-700777',
    documents: [{ name: 'SOW.pdf', pages: [page], unread: null, isRevised: false }],
    mail: '',
    isStated: false,
    deal: deal(),
    receivedOn: '2026-11-19',
    beside: new Set(['between', 'and']),
    ...rest,
  }
  return decideProof(evidence, policy, now, 7)
}

const outcome = (verdict: ProofVerdict, id: string): string => {
  const check = verdict.checks.find((each) => each.id === id)
  return `${check?.outcome}${check?.reason ? ` ${check.reason}` : ''}`
}

describe('months', () => {
  it.each([
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2026-08-29', 6, '2027-02-28'],
    ['2026-08-28', 6, '2027-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-11-20', 14, '2028-01-20'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('%s and %i months: %s', (day, months, then) => expect(addMonths(day, months)).toBe(then))
})

describe('a proof', () => {
  it('is complete, and its registration fits', () => {
    const verdict = decide()
    expect(verdict.decision).toBe('eligible')
    expect(verdict.status?.status).toBe('Approved')
    expect(verdict.lastDays).toEqual({ rebate: '2027-02-28', submission: '2027-02-28' })
  })

  it.each([
    ['partner_named', 'Between Customer 41 and others. Deal ID: DR-700777.', 'fail missing'],
    ['customer_named', 'Between Acme GmbH and Customer 4100. Deal ID: DR-700777.', 'fail missing'],
    ['deal_id_named', 'Between Acme GmbH and Customer 41. Deal ID: DR-7007770.', 'fail missing'],
    ['partner_named', 'Between Big Acme GmbH and Customer 41. Deal ID: DR-700777.', 'unknown part_of_name'],
  ])('%s by "%s": %s', (id, page, expected) => {
    const verdict = decide({ page })
    expect(outcome(verdict, id)).toBe(expected)
    expect(verdict.decision).toBe(expected.startsWith('fail') ? 'not_eligible' : 'needs_review')
    expect(verdict.status?.status ?? null).toBe(expected.startsWith('fail') ? 'Pending' : null)
  })

  it('is told to name something in the mail alone', () => {
    const page = 'Between Acme GmbH and Customer 41.'
    expect(outcome(decide({ page, mail: 'Our deal ID is DR-700777' }), 'deal_id_named')).toBe('fail only_in_mail')
  })

  it('that was not read whole lacks nothing for certain', () => {
    const unread = { why: 'scanned', pages: [2] }
    const read = (pages: string[]): ProofVerdict => decide({ documents: [{ name: 'SOW.pdf', pages, unread, isRevised: false }] })
    expect(outcome(read(['Acme GmbH']), 'customer_named')).toBe('unknown unread')
    expect(read(['Acme GmbH']).decision).toBe('needs_review')
    // What is named on a page that was read is named.
    expect(read([SOW]).decision).toBe('eligible')
  })

  it('without a document is not clear; what a person read in it counts', () => {
    expect(outcome(decide({ documents: [] }), 'partner_named')).toBe('unknown no_document')
    expect(decide({ documents: [], isStated: true }).decision).toBe('eligible')
    const given = { given: 'Customer 42', recorded: fact('Customer 41') }
    expect(outcome(decide({ documents: [], isStated: true, customer: given }), 'customer_named')).toBe('fail not_the_recorded')
  })

  it('may have a name over the end of a page', () => {
    const documents = [
      { name: 'SOW.pdf', pages: ['between Acme', 'GmbH and Customer 41, DR-700777'], unread: null, isRevised: false },
    ]
    expect(decide({ documents }).decision).toBe('eligible')
  })

  it.each([
    [{ found: 'none', asOf: NOW }, 'unknown not_given', 'fail missing'],
    [{ found: 'none', asOf: '2026-11-01T00:00:00Z' }, 'unknown not_given', 'unknown not_given'],
    [{ found: 'not_imported', named: 'DR-700777' }, 'unknown not_imported', 'unknown not_given'],
    [{ found: 'several', named: ['REG1', 'REG2'] }, 'unknown several', 'unknown not_given'],
    [{ found: 'unknown', named: 'DR-700777', asOf: '2026-11-19T00:00:00Z' }, 'fail missing', 'unknown not_given'],
    // Registrations that are older than the proof may lack it.
    [{ found: 'unknown', named: 'DR-700777', asOf: '2026-11-18T23:59:59Z' }, 'unknown older_than_proof', 'unknown not_given'],
  ] as [ProofDeal, string, string][])('whose registration is %j', (found, known, id) => {
    const verdict = decide({ deal: found, dealId: null, customer: { given: null, recorded: null } })
    expect(outcome(verdict, 'deal_known')).toBe(known)
    expect(outcome(verdict, 'deal_id_named')).toBe(id)
    expect(outcome(verdict, 'within_window')).toBe('unknown no_registration')
    expect(verdict.status).toBeNull()
  })

  it.each([
    ['deal_is_service_attach', { registration: registration({ type: fact('Resale') }) }, 'fail'],
    ['deal_is_service_attach', { registration: registration({ type: fact('Services Attach') }) }, 'pass'],
    ['deal_is_service_attach', { registration: registration({ type: fact(' ') }) }, 'unknown missing'],
    [
      'deal_is_service_attach',
      { registration: registration({ type: fact('Resale', 'x', { column: null }) }) },
      'unknown no_column',
    ],
    ['deal_is_partners', { owner: { is: 'another', name: 'Other', source: fact('').source } }, 'fail'],
    ['deal_is_partners', { owner: { is: 'unclear', name: 'Other', source: fact('').source } }, 'unknown unclear'],
    ['deal_awaits_proof', { registration: registration({ status: fact('Denied') }) }, 'fail'],
    ['deal_awaits_proof', { registration: registration({ status: fact(null) }) }, 'unknown missing'],
    ['deal_awaits_proof', { registration: registration({ serviceAttachStatus: fact('Unqualified') }) }, 'fail'],
    ['deal_awaits_proof', { registration: registration({ status: fact('pending_opportunity closure') }) }, 'pass'],
    [
      'deal_awaits_proof',
      { registration: registration({ status: fact('Pending', 'x', { seen: '2026-11-13T08:59:59Z' }) }) },
      'unknown stale',
    ],
    [
      'deal_awaits_proof',
      { registration: registration({ status: fact('Pending', 'x', { seen: '2026-11-13T09:00:00Z' }) }) },
      'pass',
    ],
    [
      'deal_awaits_proof',
      { registration: registration({ status: fact('Pending', 'x', { doubt: { file: 'r.csv', line: 9 } }) }) },
      'unknown set_aside',
    ],
    ['no_other_approved', { others: [registration({ status: fact('Approved') }, 'REG2')] }, 'fail'],
    ['no_other_approved', { others: [registration({ status: fact('Accepted') }, 'REG2')] }, 'fail'],
    ['no_other_approved', { others: [registration({ status: fact('Denied') }, 'REG2')] }, 'pass'],
    ['no_other_approved', { others: [registration({ status: fact('Approved'), type: fact('Resale') }, 'REG2')] }, 'pass'],
    ['no_other_approved', { hasOpportunity: false, sale: null }, 'unknown no_opportunity'],
    [
      'no_other_approved',
      { others: [registration({ status: fact('Approved'), type: fact(null) }, 'REG2')] },
      'unknown other_unclear',
    ],
    ['no_other_approved', { others: [registration({ status: fact('Denied'), type: fact(null) }, 'REG2')] }, 'pass'],
    ['no_other_approved', { others: [registration({ status: fact(null) }, 'REG2')] }, 'unknown other_unclear'],
    ['no_other_approved', { sale: { ...sale('won', '2026-08-31'), service: fact('REG2') } }, 'unknown names_another'],
    ['no_other_approved', { sale: { ...sale('won', '2026-08-31'), service: fact('reg1') } }, 'pass'],
    ['within_window', { registration: registration({ submitted: fact('2026-11-21') }) }, 'unknown before_registration'],
    // The two days may be of different zones.
    ['within_window', { registration: registration({ submitted: fact('2026-11-20') }) }, 'pass'],
  ] as [string, Partial<One>, string][])('%s by %j: %s', (id, own, expected) => {
    const verdict = decide({ deal: deal(own) })
    expect(outcome(verdict, id)).toBe(expected)
    expect(verdict.decision).toBe(expected === 'pass' ? 'eligible' : expected === 'fail' ? 'not_eligible' : 'needs_review')
  })
})

describe('the time of a proof', () => {
  const at = (receivedOn: string | null, own: Partial<One>, now = '2028-06-01T09:00:00Z'): [string, string | null] => {
    const seen = { seen: now }
    const withNow = (each: Fact<string | null>): Fact<string | null> => fact(each.value, each.source.kind, seen)
    const base = deal(own)
    const fresh: One = {
      ...base,
      owner: { ...base.owner, source: { ...base.owner.source, lastSeenAt: now } },
      registration: {
        name: 'REG1',
        type: withNow(base.registration.type),
        status: withNow(now < '2025' ? fact('Approved') : base.registration.status),
        serviceAttachStatus: withNow(base.registration.serviceAttachStatus),
        submitted: withNow(base.registration.submitted),
      },
      sale: base.sale && { ...base.sale, stage: withNow(base.sale.stage), closes: withNow(base.sale.closes) },
    }
    const verdict = decide({ deal: fresh, receivedOn, customer: { given: null, recorded: fact('Customer 41', 'x', seen) } }, now)
    return [outcome(verdict, 'within_window'), verdict.status?.status ?? null]
  }
  const submitted = (day: string | null): Partial<One> => ({ registration: registration({ submitted: fact(day) }) })

  it.each([
    // Ecosystem Operations, second review; Definitions and Qualifications: six months of the sale.
    ['2027-02-28', { sale: sale('won', '2026-08-31') }, 'pass', 'Approved'],
    ['2027-03-01', { sale: sale('won', '2026-08-31'), ...submitted('2026-03-01') }, 'pass', 'Accepted'],
    ['2027-03-01', { sale: sale('won', '2026-08-31'), ...submitted('2026-02-28') }, 'fail', 'Unqualified'],
    ['2027-02-28', { sale: sale('won', '2026-08-31'), ...submitted(null) }, 'pass', 'Approved'],
    ['2027-03-01', { sale: sale('won', '2026-08-31'), ...submitted(null) }, 'unknown no_date', null],
    ['2027-03-01', { sale: sale('won', null), ...submitted('2026-12-01') }, 'unknown no_date', null],
    // A leap year: from 29 February to 28 February.
    ['2025-02-28', { sale: sale('won', '2024-02-29'), ...submitted('2024-02-29') }, 'pass', 'Accepted'],
    ['2025-03-01', { sale: sale('won', '2024-02-29'), ...submitted('2024-02-29') }, 'fail', 'Unqualified'],
    // Not sold yet: the registration's months count, the rebate's have not begun.
    ['2027-02-28', { sale: sale('open', '2027-06-30'), ...submitted('2026-02-28') }, 'pass', 'Pending Opportunity Closure'],
    ['2027-03-01', { sale: sale('open', '2027-06-30'), ...submitted('2026-02-28') }, 'unknown not_sold', null],
    ['2027-01-01', { sale: sale('lost', '2026-12-31') }, 'fail sale_lost', 'Closed'],
    ['2027-01-01', { sale: sale('unknown', '2026-12-31') }, 'unknown opportunity_unknown', null],
    ['2027-01-01', { sale: null }, 'unknown opportunity_unknown', null],
    [null, {}, 'unknown no_date', null],
    ['2028-06-02', {}, 'unknown in_future', null],
  ] as [string | null, Partial<One>, string, string | null][])('on %s with %j: %s, %s', (day, own, window, status) =>
    expect(at(day, own)).toEqual([window, status]),
  )

  it.each([
    // Partner Help Desk, Service Attach PoE: Approved becomes Closed-Won; the sale is at most six months past.
    ['2024-02-29', { sale: sale('won', '2023-08-31'), ...submitted('2023-08-01') }, 'pass', 'Closed-Won'],
    ['2024-03-01', { sale: sale('won', '2023-08-31'), ...submitted('2024-01-01') }, 'fail', null],
    ['2024-03-01', { sale: sale('open', '2024-06-30'), ...submitted('2023-08-01') }, 'unknown not_sold', null],
    ['2024-03-01', { sale: sale('won', null), ...submitted('2023-08-01') }, 'unknown no_date', null],
  ] as [string, Partial<One>, string, string | null][])('until 2024, on %s with %j: %s, %s', (day, own, window, status) =>
    expect(at(day, own, '2024-06-01T09:00:00Z')).toEqual([window, status]),
  )
})

it('has a version for each day, and no other', () => {
  const on = (day: string): string | undefined => inForce(readProofPolicyFile().versions, day)?.version
  expect(['2022-10-31', '2022-11-01', '2024-12-31', '2025-01-01'].map(on)).toEqual([undefined, '2022-11', '2022-11', '2025'])
})
