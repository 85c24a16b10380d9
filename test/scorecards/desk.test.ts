/** What a scorecard of one partner counts must be what the scorecards of all count for it: on a real database. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { engineAt } from '../../src/app/database.ts'
import type { NamedPartner, RowLink } from '../../src/partners/linking/links.ts'
import type { Partner } from '../../src/partners/partner.ts'
import { isPartner, toPartner } from '../../src/partners/partner.ts'
import { certificationDashboard } from '../../src/records/kinds/certification-dashboard.ts'
import { kinds } from '../../src/records/kinds.ts'
import { readDesk } from '../../src/scorecards/desk.ts'
import { eachLinked } from '../../src/scorecards/linked-rows.ts'
import type { Store, Stored } from '../../src/store/store.ts'
import { atDesk } from '../cli/phd.ts'
import { openStore } from '../store/open-store.ts'

const IDS = ['0014M000AAAAAAMQY5', '0014M000AAAAACkQYP', '0014M000AAAAADzQYP'] as const
const AT = { engine: await engineAt('none.db', '--db', {}), now: '2026-11-20T09:00:00Z', today: '2026-11-20', maxAgeDays: 7 }
/** Few stems and forms, so that names meet in every way. */
const name = fc
  .tuple(fc.constantFrom('Acme', 'Acme+', 'Bolt'), fc.constantFrom('', ' GmbH', ' Inc.', ' Ltd'))
  .map((parts) => parts.join(''))
const world = fc.record({
  accounts: fc.array(name, { minLength: 3, maxLength: 3 }),
  rows: fc.array(fc.record({ name, id: fc.option(fc.constantFrom(...IDS, '0014M000AAAAAE1QYP')) }), {
    minLength: 1,
    maxLength: 8,
  }),
  /** How many rows a newer list has. */
  kept: fc.nat({ max: 8 }),
})

/** The rows of the dashboard, and those that may be of a partner. */
async function partnersIn(store: Store): Promise<Partner[]> {
  return (await store.accounts()).filter(isPartner).map(toPartner)
}

async function linked(store: Store, only: Partner | null) {
  const rows: { row: Stored<unknown>; link: RowLink<NamedPartner> }[] = []
  const list = await eachLinked(await readDesk(AT, store, only), store, certificationDashboard, (row, link) => {
    if (link !== null) rows.push({ row, link })
  })
  return {
    list,
    of: (id: string) => rows.filter(({ link }) => link.partner?.id === id).map(({ row }) => row),
    mayBeOf: (id: string) =>
      rows.filter(({ link }) => link.partner === null && link.candidates.some((each) => each.id === id)).map(({ row }) => row),
  }
}

it('gives the same rows to a partner alone as among all', { timeout: 120_000 }, () =>
  fc.assert(
    fc.asyncProperty(world, ({ accounts, rows, kept }) =>
      atDesk(async (desk) => {
        const lines = rows.map((row, i) => `${row.id ?? ''},${row.name},R${i},Yes`)
        desk.write(
          'accounts.csv',
          'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner',
          ...accounts.map((each, i) => `${IDS[i]},${each},Partner,Authorized,Open,Ana`),
        )
        desk.write('before.csv', 'Account ID,Partner,Region,Open Reqs Met?', ...lines)
        desk.write('now.csv', 'Account ID,Partner,Region,Open Reqs Met?', ...lines.slice(0, Math.max(1, kept)))
        desk.imports('accounts.csv')
        desk.imports('before.csv')
        desk.phd('import', 'now.csv', '--snapshot', '--allow-shrink')
        const store = openStore(desk.db, kinds, { waitSeconds: 1, asOf: null, today: AT.today })
        try {
          const whole = await linked(store, null)
          for (const partner of await partnersIn(store)) {
            const own = await linked(store, partner)
            expect(own.of(partner.id)).toEqual(whole.of(partner.id))
            expect(own.mayBeOf(partner.id)).toEqual(whole.mayBeOf(partner.id))
            expect(own.list.unlinked.rows).toBe(whole.mayBeOf(partner.id).length)
          }
        } finally {
          await store.close()
        }
      }),
    ),
    { numRuns: 12 },
  ),
)

it('puts public sector before the country, and knows no region of a blank country', () =>
  atDesk(async (desk) => {
    desk.write(
      'accounts.csv',
      'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner,Public Sector Partner,Billing Country',
      `${IDS[0]},Acme,Partner,Authorized,Open,Ana,Yes,Germany`,
      `${IDS[1]},Bolt,Partner,Authorized,Open,Ana,No,Japan`,
      `${IDS[2]},Cobalt,Partner,Authorized,Open,Ana,,`,
    )
    desk.imports('accounts.csv')
    const store = openStore(desk.db, kinds, { waitSeconds: 1, asOf: null, today: AT.today })
    try {
      const { regionOf, countryOf } = await readDesk(AT, store)
      const partners = await partnersIn(store)
      expect(partners.map(regionOf)).toEqual(['PubSec', 'APJ', null])
      expect(partners.map(countryOf)).toEqual(['DE', 'JP', null])
    } finally {
      await store.close()
    }
  }))
