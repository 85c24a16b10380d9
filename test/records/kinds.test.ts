import { describe, expect, it } from 'vitest'
import { foldCode } from '../../src/records/key.ts'
import type { Kind, RecordOf } from '../../src/records/kind.ts'
import { accounts } from '../../src/records/kinds/accounts.ts'
import { calendar } from '../../src/records/kinds/calendar.ts'
import { certificationDashboard } from '../../src/records/kinds/certification-dashboard.ts'
import {
  camAccountsByTerritory,
  camByPartner,
  camOpportunitiesBySegment,
  camOpportunitiesByTerritory,
} from '../../src/records/kinds/channel-managers.ts'
import { dealRegistrations } from '../../src/records/kinds/deal-registrations.ts'
import { distributors } from '../../src/records/kinds/distributors.ts'
import { invoices } from '../../src/records/kinds/invoices.ts'
import { leads } from '../../src/records/kinds/leads.ts'
import { evaluationLicenses } from '../../src/records/kinds/licenses/evaluation-licenses.ts'
import { lettersIssued } from '../../src/records/kinds/licenses/letters-issued.ts'
import { nfrLicenses } from '../../src/records/kinds/licenses/nfr-licenses.ts'
import { nfrRequests } from '../../src/records/kinds/licenses/nfr-requests.ts'
import { KIND_NAMES, OPTIONAL_LISTS } from '../../src/records/kinds/names.ts'
import { opportunities } from '../../src/records/kinds/opportunities.ts'
import { portalUsers } from '../../src/records/kinds/portal-users.ts'
import { roles } from '../../src/records/kinds/roles.ts'
import { salesforceUsers } from '../../src/records/kinds/salesforce-users.ts'
import { kinds, optionalLists } from '../../src/records/kinds.ts'

const ID = '001M000000qfPySIAU'

function keyOf<K extends Kind>(kind: K, values: Partial<RecordOf<K['fields']>>): string | null {
  const blank = Object.fromEntries(Object.keys(kind.fields).map((field) => [field, null]))
  return kind.key({ ...blank, ...values } as RecordOf<K['fields']>)
}
const dashboardKey = (accountId: string | null, partner: string | null, region: string | null): string | null =>
  keyOf(certificationDashboard, { accountId, partner, region })

it('has the kinds by the names that are told apart from them', () => {
  expect(kinds.map(({ kind }) => kind)).toEqual(KIND_NAMES)
  expect(optionalLists.map(({ kind }) => kind)).toEqual(OPTIONAL_LISTS)
})

describe('the key of a record', () => {
  it('is the id of an account, and the address of a user', () => {
    expect(keyOf(accounts, { id: ID, name: 'Acme' })).toBe(ID)
    expect(keyOf(portalUsers, { email: ' Bo@Acme.example', accountName: 'Acme' })).toBe('bo@acme.example')
  })
  it.each([
    ['the folded name', null, 'Müller & Söhne, AG', null, 'muller&sohneag\u001f'],
    ['the folded name and region', null, 'ACME  Ltd.', ' Latin-América ', 'acmeltd\u001flatinamerica'],
    ['the id before the name', ID, 'Acme', 'EMEA', `${ID}\u001femea`],
    ['the id without a name', ID, null, null, `${ID}\u001f`],
  ])('is %s of a row of the dashboard', (_, accountId, partner, region, key) => {
    expect(dashboardKey(accountId, partner, region)).toBe(key)
  })
  it.each<[string, [string, string], [string, string], boolean]>([
    ['spelling', ['Acme, Ltd', 'EMEA'], ['ACME Ltd.', 'emea '], true],
    ['legal form', ['Acme Ltd', 'EMEA'], ['Acme Inc', 'EMEA'], false],
    ['region', ['Acme', 'EMEA'], ['Acme', 'APAC'], false],
    ['where the name ends', ['Acme', 'EMEA'], ['Acme EMEA', ''], false],
  ])('of rows of the dashboard that differ in %s: %j and %j, is the same: %s', (_, one, other, same) => {
    expect(dashboardKey(null, ...one) === dashboardKey(null, ...other)).toBe(same)
  })
  it.each([
    ['an account without an id', keyOf(accounts, { name: 'Acme' })],
    ['a user without an address', keyOf(portalUsers, { accountId: ID, accountName: 'Acme', fullName: 'Bo' })],
    ['a row of the dashboard without a name', dashboardKey(null, null, 'EMEA')],
  ])('is not there for %s', (_, key) => {
    expect(key).toBeNull()
  })
})

const LICENSE = { accountId: ID, accountName: 'Acme', licenseType: 'SaaS', startDate: '2026-01-01', addOn: false }
const REQUEST = { timestamp: '11/2/2026 9:05:41', email: 'Bo@Acme.example', partner: 'Acme Ltd', licenseType: 'SaaS' }
const LETTER = { partner: 'Acme', requester: 'Bo', letterDate: '2026-01-01' }
const DAY = { day: '2026-12-25', region: 'US', name: 'Christmas Day' }

describe('the key of a record of the further kinds', () => {
  it.each([
    ['the id of a user', keyOf(salesforceUsers, { id: '0054M000AAAAAAEQY5' }), '0054M000AAAAAAEQY5'],
    ['the id of an opportunity', keyOf(opportunities, { id: '0064M000AAAAAAIQY5' }), '0064M000AAAAAAIQY5'],
    ['the name of a registration', keyOf(dealRegistrations, { name: ' reg10000 ' }), 'REG10000'],
    ['the number of a lead', keyOf(leads, { lead: ' p-1001 ' }), 'p-1001'],
    ['the Salesforce id of a lead', keyOf(leads, { lead: '00Q4M00000AAAAA' }), '00Q4M00000AAAAAUA5'],
    ['the number of an evaluation', keyOf(evaluationLicenses, { evaluation: 'EV 301' }), 'ev-301'],
    ['the number of an invoice', keyOf(invoices, { invoice: 'inv001 ' }), 'INV001'],
    ['the envelope of a letter', keyOf(lettersIssued, { ...LETTER, envelopeId: ' 5F1C-01 ' }), '5f1c-01'],
    ['partner, day and person of a letter without one', keyOf(lettersIssued, LETTER), 'acme\u001f2026-01-01\u001fbo'],
    ['whose, what and since when, of a license', keyOf(nfrLicenses, LICENSE), `${ID}\u001fsaas\u001f2026-01-01\u001f`],
  ])('is %s', (_, actual, key) => {
    expect(actual).toBe(key)
  })

  it.each<[string, string | null, string | null, boolean]>([
    ['users of a license', keyOf(nfrLicenses, LICENSE), keyOf(nfrLicenses, { ...LICENSE, users: 25, level: 'Premium' }), true],
    ['add-on of a license, blank or False', keyOf(nfrLicenses, LICENSE), keyOf(nfrLicenses, { ...LICENSE, addOn: null }), true],
    ['add-on of a license', keyOf(nfrLicenses, LICENSE), keyOf(nfrLicenses, { ...LICENSE, addOn: true }), false],
    ['start of a license', keyOf(nfrLicenses, LICENSE), keyOf(nfrLicenses, { ...LICENSE, startDate: '2027-01-01' }), false],
    ['type of a license', keyOf(nfrLicenses, LICENSE), keyOf(nfrLicenses, { ...LICENSE, licenseType: 'Self-Managed' }), false],
    [
      'zeros, case and punctuation of a request',
      keyOf(nfrRequests, REQUEST),
      keyOf(nfrRequests, { ...REQUEST, timestamp: '11/02/2026 09:05:41', email: 'bo@acme.example ', partner: 'ACME Ltd.' }),
      true,
    ],
    ['type of a request', keyOf(nfrRequests, REQUEST), keyOf(nfrRequests, { ...REQUEST, licenseType: 'Self-Managed' }), false],
    [
      'second of a request',
      keyOf(nfrRequests, REQUEST),
      keyOf(nfrRequests, { ...REQUEST, timestamp: '11/2/2026 9:05:42' }),
      false,
    ],
    [
      'hour of a request',
      keyOf(nfrRequests, REQUEST),
      keyOf(nfrRequests, { ...REQUEST, timestamp: '11/2/2026 19:05:41' }),
      false,
    ],
    ['person of a letter', keyOf(lettersIssued, LETTER), keyOf(lettersIssued, { ...LETTER, requester: 'Ana' }), false],
    ['region of a day', keyOf(calendar, DAY), keyOf(calendar, { ...DAY, region: null }), false],
    [
      'country of a distributor',
      keyOf(distributors, { distributor: 'Climb', country: 'US' }),
      keyOf(distributors, { distributor: 'Climb', country: 'Canada' }),
      false,
    ],
    [
      'absence of a person in a role',
      keyOf(roles, { role: 'Approver', scope: 'DACH', person: 'Ann Lee', firstDay: '2026-03-01', outFrom: '2026-11-16' }),
      keyOf(roles, { role: 'Approver', scope: 'DACH', person: 'Ann Lee', firstDay: '2026-03-01', outFrom: '2026-12-21' }),
      false,
    ],
    [
      'spelling of a role and its person',
      keyOf(roles, { role: 'Approver', scope: 'US-PubSec', person: 'Ann Lee', firstDay: '2026-03-01' }),
      keyOf(roles, { role: ' approver', scope: 'us pubsec', person: 'ANN LEE', firstDay: '2026-03-01' }),
      true,
    ],
    [
      'table of a territory',
      keyOf(camAccountsByTerritory, { tableName: 'EMEA Open', territory: 'DACH' }),
      keyOf(camAccountsByTerritory, { tableName: 'EMEA Select', territory: 'DACH' }),
      false,
    ],
    [
      'spelling of a segment',
      keyOf(camOpportunitiesBySegment, { segment: 'Mid-Market-AMER-East' }),
      keyOf(camOpportunitiesBySegment, { segment: 'MID MARKET_amer - east ' }),
      true,
    ],
    [
      'letters of a territory',
      keyOf(camOpportunitiesByTerritory, { territory: 'Large-AMER-Bay Area-3' }),
      keyOf(camOpportunitiesByTerritory, { territory: 'Large-AMER-Bay Area-33' }),
      false,
    ],
    [
      'mapping of a partner',
      keyOf(camByPartner, { mapping: 'GSI', partner: 'Acme' }),
      keyOf(camByPartner, { mapping: 'Alliance', partner: 'Acme' }),
      false,
    ],
  ])('that differ in the %s: %j and %j, is the same: %s', (_, one, other, same) => {
    expect(one).not.toBeNull()
    expect(one === other).toBe(same)
  })

  it('is made of its key fields alone, and not there without them', () => {
    for (const kind of kinds) {
      const values = (of: readonly string[]) =>
        Object.fromEntries(
          Object.entries(kind.fields).map(([field, { type }]) => [
            field,
            of.includes(field) ? (type === 'boolean' ? true : 'X1') : null,
          ]),
        )
      const keyed = kind.key(values(kind.keyFields))
      expect(keyed, kind.kind).not.toBeNull()
      expect(kind.key(values(Object.keys(kind.fields))), kind.kind).toBe(keyed)
      expect(kind.key(values([])), kind.kind).toBeNull()
      expect(kind.key(values(Object.keys(kind.fields).filter((field) => !kind.keyFields.includes(field)))), kind.kind).toBeNull()
    }
  })

  it('is there for every row that can be used: with the cells that are always filled', () => {
    for (const kind of kinds) {
      const filled = Object.entries(kind.fields).map(([field, each]) => [field, each.filled ? 'X1' : null])
      expect(kind.key(Object.fromEntries(filled)), kind.kind).not.toBeNull()
    }
  })
})

describe('a code', () => {
  it.each([
    ['Mid-Market_AMER East', 'mid-market-amer-east'],
    [' COM_MM_EMEA_CENTRAL_TERR_3TBH ', 'com-mm-emea-central-terr-3tbh'],
    ['Ｍid\u2013Market -- AMER', 'mid-market-amer'],
    ['Large-AMER-PNW/MW-3', 'large-amer-pnw/mw-3'],
    ['a\u001fb', 'a-b'],
    ['---', ''],
  ])('%j compares as %j', (code, folded) => {
    expect(foldCode(code)).toBe(folded)
  })
})
