import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Kind } from '../../../src/records/kind.ts'
import { portalUsers } from '../../../src/records/kinds/portal-users.ts'
import type { PeopleNumbers } from '../../../src/store/store.ts'
import { ENGINES } from './engines.ts'
import { importLines } from './import-lines.ts'

/*
 * Promise: people are counted as if each row were looked at, however the engine counts them; who was last seen in which import is
 * told.
 */

const KINDS = [portalUsers] as unknown as readonly Kind[]
const HEADINGS =
  'Account Name,User: Full Name,User: Email,User: Mailing Street,User: Mailing City,User: Mailing State,User: Mailing Country,User: Phone,User: Account Activated,User: Display on Partner Locator?,User: Administrative Privileges,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
const PARTNERS = ['Acme GmbH', 'Bolt AG'] as const
const HOLDING = { sales: ['salesCertified'], any: ['salesCertified', 'saVerified'] }

/** A person as a file has them: of which partner, active or not, with which certifications. */
const person = fc.record({
  number: fc.nat(5),
  partner: fc.constantFrom(...PARTNERS),
  active: fc.boolean(),
  sales: fc.boolean(),
  technical: fc.boolean(),
})
const file = fc.uniqueArray(person, { minLength: 1, maxLength: 6, selector: ({ number }) => number })

const word = (is: boolean): string => (is ? 'True' : 'False')
/** Two names are asked for: of each, who holds it, active or not; then the lines. */
const withoutLines = ({ numbers, ...count }: PeopleNumbers): unknown => ({ ...count, numbers: numbers.slice(0, 4) })

/** Bytes that come again right after are the same import. */
const firstOfSame = (files: readonly unknown[], i: number): number =>
  i > 0 && JSON.stringify(files[i - 1]) === JSON.stringify(files[i]) ? firstOfSame(files, i - 1) : i

/** One who was last in a list that is replaced by now, and had been in an older one; and the same file twice. */
const REPLACED_IN_BETWEEN = [
  ['0A 1A', '0A 1A 2A', '0A 2A', '0A'],
  ['5B 0B+', '5A 3B 1A 4B 0B 2A', '5B 2A 3A 4B', '1B 5B+'],
  ['0A', '0A'],
].map((files) => files.map((people) => people.split(' ').map(personOf)))

function personOf(text: string): {
  number: number
  partner: (typeof PARTNERS)[number]
  active: boolean
  sales: boolean
  technical: boolean
} {
  const [number, partner, mark] = text
  return {
    number: Number(number),
    partner: PARTNERS[partner === 'A' ? 0 : 1],
    active: mark === '+',
    sales: true,
    technical: true,
  }
}

describe.each(ENGINES)('people on $name', ({ desk: makeDesk }) => {
  it('of a name who were last seen in different imports are counted apart', { timeout: 120_000 }, () =>
    fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), async (files) => {
        const desk = await makeDesk(KINDS)
        const store = await desk.openToWrite()
        try {
          for (const [i, people] of files.entries()) {
            const rows = people.map(
              ({ number, partner, active, sales, technical }) =>
                `${partner},Person ${number},p${number}@x.example,,,,,,${word(active)},False,False,${word(technical)},False,${word(sales)},False,False`,
            )
            const lines = { file: `users-${i}.csv`, exportedAt: `2026-05-1${i}T06:00:00Z`, lines: [HEADINGS, ...rows] }
            await importLines(store, KINDS, lines, { allowShrink: true })
          }
          const counted = async (lines: boolean): Promise<PeopleNumbers[]> => {
            const counts: PeopleNumbers[] = []
            await store.eachPeopleCount(HOLDING, { lines }, (count) => counts.push(count))
            return counts
          }
          const fast = await counted(false)
          // With lines, every row is looked at.
          expect(fast.map(withoutLines)).toEqual((await counted(true)).map(withoutLines))
          const newest = new Map(
            files.flatMap((people, i) => people.map((each) => [each.number, { ...each, i: firstOfSame(files, i) }] as const)),
          )
          const expected = Map.groupBy([...newest.values()], ({ partner, i }) => `${partner}, users-${i}.csv`)
          expect(
            fast.map(({ name, source: { file: of }, people, numbers: [sales] }) => [`${name}, ${of}`, people, sales]),
          ).toEqual(
            [...expected]
              .map(([place, all]) => [place, all.length, all.filter(({ active, sales }) => active && sales).length])
              .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
          )
        } finally {
          await store.close()
          desk.remove()
        }
      }),
      { numRuns: 20, examples: REPLACED_IN_BETWEEN.map((files) => [files]) },
    ),
  )
})
