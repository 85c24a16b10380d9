/** What is read for one partner or one row must tell the same as all that is known: on a real database, for names made to be mixed up. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partnerIndex } from '../../src/partners/every/partner-index.ts'
import { indexFor, ownSpellings, rowsOfPartners } from '../../src/partners/linking/linked-names.ts'
import { type NamedPartner, type NamedRow, partnersOf, type RowLink } from '../../src/partners/linking/links.ts'
import { kinds } from '../../src/records/kinds.ts'
import { atDesk, type Desk } from '../cli/phd.ts'
import { openStore } from '../store/open-store.ts'

const IDS = ['0014M000AAAAAAMQY5', '0014M000AAAAACkQYP', '0014M000AAAAADzQYP', '0014M000AAAAAE0QYP'] as const
const UNKNOWN_ID = '0014M000AAAAAE1QYP'
/** Few stems and forms, so that names meet in every way. */
const name = fc
  .tuple(fc.constantFrom('Acme', 'Acme+', 'Bolt'), fc.constantFrom('', ' GmbH', ' Inc.', ' Ltd', ' Limited', 'AG'))
  .map((parts) => parts.join(''))
const type = fc.constantFrom('Partner', 'Partner', 'Partner', 'Customer')
const row: fc.Arbitrary<NamedRow> = fc.record({
  name: fc.option(name),
  accountId: fc.option(fc.constantFrom(...IDS, UNKNOWN_ID)),
})
const world = fc.record({
  before: fc.array(fc.tuple(name, type), { minLength: 4, maxLength: 4 }),
  now: fc.array(fc.tuple(name, type), { minLength: 3, maxLength: 4 }),
  complete: fc.boolean(),
  aliases: fc.uniqueArray(fc.tuple(name, fc.constantFrom(...IDS)), { maxLength: 2, selector: ([alias]) => alias.toLowerCase() }),
  rows: fc.array(row, { minLength: 1, maxLength: 8 }),
})

function accountsFile(desk: Desk, file: string, accounts: readonly (readonly [string, string])[]): void {
  const lines = accounts.map(([named, as], i) => `${IDS[i]},${named},${as},Authorized,Open,Ana`)
  desk.write(file, 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner', ...lines)
}

/** What a link says, with partners by their ids. */
function told(link: RowLink<NamedPartner>) {
  return { ...link, partner: link.partner?.id, candidates: partnersOf(link).map(({ id }) => id) }
}

describe('which partner a row belongs to', () => {
  it('is the same by the few accounts that are read for it and by all', { timeout: 120_000 }, () =>
    fc.assert(
      fc.asyncProperty(world, ({ before, now, complete, aliases, rows }) =>
        atDesk(async (desk) => {
          accountsFile(desk, 'before.csv', before)
          accountsFile(desk, 'now.csv', now)
          // A region each, so that all are kept.
          const lines = rows.map(({ name: named, accountId }, i) => `${accountId ?? ''},${named ?? 'nobody'},R${i},Yes`)
          desk.write('dashboard.csv', 'Account ID,Partner,Region,Open Reqs Met?', ...lines)
          desk.imports('before.csv')
          desk.phd('import', 'now.csv', ...(complete ? ['--snapshot', '--allow-shrink'] : []))
          desk.imports('dashboard.csv')
          const store = openStore(desk.db, kinds, { waitSeconds: 1, asOf: null, today: '2026-11-20' })
          try {
            for (const [alias, accountId] of aliases) {
              await store.addAlias(alias, accountId)
            }
            const { index, partners } = await partnerIndex(store)
            for (const each of rows) {
              const link = index.link(each)
              expect(told((await indexFor(store, [each])).link(each))).toEqual(told(link))
              // Whoever it may be of must meet it among what is read for one.
              for (const partner of partnersOf(link)) {
                const { names } = await rowsOfPartners(store, [partner])
                expect(each.accountId === partner.id || names.includes(each.name ?? 'nobody')).toBe(true)
              }
            }
            for (const partner of partners) {
              for (const own of await ownSpellings(store, partner)) {
                expect(index.link({ name: own, accountId: null }).partner?.id).toBe(partner.id)
              }
            }
          } finally {
            await store.close()
          }
        }),
      ),
      { numRuns: process.env.PHD_TORTURE ? 2000 : 15 },
    ),
  )
})
