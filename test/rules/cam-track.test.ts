import { describe, expect, it } from 'vitest'
import { readCamPolicyFile } from '../../src/reference/reference.ts'
import { accountOwnership } from '../../src/rules/cam/account.ts'
import type { CamTables, ManagerRow } from '../../src/rules/cam/types.ts'
import { inForce } from '../../src/rules/policy.ts'

const policy = inForce(readCamPolicyFile().versions, '2026-11-20')
if (!policy) throw new Error('a version is in force')
const source = { kind: 'k', importId: 1, file: 'f.csv', line: 2, column: null, lastSeenAt: '2026-11-20T07:00:00.000Z' }
const row = (table: string, of: string, manager: string): ManagerRow => ({
  table,
  of,
  manager,
  source,
  doubt: null,
  shared: false,
})
const [byPartner = ''] = policy.mappedByPartner.usPubSec
const tables: CamTables = {
  ofTerritory: (table, of) => [row(table, of, 'Of All')],
  has: () => true,
  groupsOf: () => [],
  ofPartner: () => [row(byPartner, 'Kiesel LLC', 'Of The Partner')],
  ofSegment: () => null,
  ofSalesTerritory: () => null,
  knowsPartners: true,
}
const account = (track: string | null) => ({
  id: '0014M000AAAAAAMQY5',
  name: 'Kiesel LLC',
  track,
  publicSector: 'Yes',
  country: { text: 'United States', code: 'US' },
  state: { text: 'VA', code: 'VA' },
  zip: { text: null, states: null },
  city: { text: null, states: null },
})

// Partner Help Desk, Channel Manager Ownership: Open accounts of US public sector have one manager, all others go by partner.
describe('an account of US public sector', () => {
  it.each<[string | null, string, string | null]>([
    ['Open', 'assigned', 'Of All'],
    ['Select', 'assigned', 'Of The Partner'],
    ['#N/A', 'needs_review', null],
    ['Op\u200ben', 'needs_review', null],
  ])('in the track %j is %s', (track, decision, manager) => {
    expect(accountOwnership(account(track), tables, policy)).toMatchObject({ decision, manager })
  })
})
