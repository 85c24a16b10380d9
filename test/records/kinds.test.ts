import { describe, expect, it } from 'vitest'
import { accounts } from '../../src/records/accounts.ts'
import { certificationDashboard } from '../../src/records/certification-dashboard.ts'
import type { Kind, RecordOf } from '../../src/records/kind.ts'
import { portalUsers } from '../../src/records/portal-users.ts'

const ID = '001M000000qfPySIAU'

function keyOf<K extends Kind>(kind: K, values: Partial<RecordOf<K['fields']>>): string | null {
  const blank = Object.fromEntries(Object.keys(kind.fields).map((field) => [field, null]))
  return kind.key({ ...blank, ...values } as RecordOf<K['fields']>)
}
const dashboardKey = (accountId: string | null, partner: string | null, region: string | null): string | null =>
  keyOf(certificationDashboard, { accountId, partner, region })

describe('the key of a record', () => {
  it('is the id of an account, and the address of a user', () => {
    expect(keyOf(accounts, { id: ID, name: 'Acme' })).toBe(ID)
    expect(keyOf(portalUsers, { email: ' Bo@Acme.example', accountName: 'Acme' })).toBe('bo@acme.example')
  })
  it.each([
    ['the folded name', null, 'Müller & Söhne, AG', null, 'mullersohneag\u001f'],
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
