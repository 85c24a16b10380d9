import type { InsightDeal, InsightEvidence, InsightRegistration } from '../../src/reports/insights/types.ts'

let next = 0

/** A won deal of the partner as reseller, unless said otherwise. */
export function deal(about: Partial<InsightDeal> = {}): InsightDeal {
  next++
  return {
    ...{
      id: `006${next}`,
      name: `Deal ${next}`,
      customer: 'Customer',
      stage: '8-Closed Won',
      outcome: 'won',
      closeDate: '2026-05-10',
    },
    ...{ roles: ['resale'], orderType: '3. Growth', source: 'AE Generated', amount: { currency: 'USD', amount: '100' } },
    ...{
      servicesAmount: null,
      servicePartner: null,
      reseller: null,
      registrationStatus: null,
      place: { file: 'opps.csv', line: next },
    },
    ...about,
  }
}

/** An approved registration, unless said otherwise. */
export function registration(about: Partial<InsightRegistration> = {}): InsightRegistration {
  next++
  return {
    ...{
      name: `REG${next}`,
      isService: false,
      status: 'Approved',
      outcome: 'approved',
      submitted: '2026-05-01',
      approved: '2026-05-03',
    },
    ...{ expires: null, opportunity: null, reason: null, place: { file: 'regs.csv', line: next } },
    ...about,
  }
}

/** Nothing was imported, unless said otherwise. */
export function evidence(about: Partial<InsightEvidence> = {}): InsightEvidence {
  return {
    ...{ deals: null, registrations: null, influence: null, leads: null, evaluations: null, terms: [], certifications: null },
    namesServices: true,
    listed: { letter: true, license: true },
    ...about,
  }
}
