import { expect, it } from 'vitest'
import { countMany, type OrderedRows } from '../../../src/reports/scorecard/many.ts'
import { byName, type CertifiedRow } from '../../../src/reports/scorecard/rows.ts'
import { countCountries, countScorecard } from '../../../src/reports/scorecard/scorecard.ts'
import { quarterOf } from '../../../src/rules/fiscal.ts'
import { Dice } from '../../adversary/dice.ts'

const TODAY = '2026-12-01'
const DAYS = ['2024-02-29', '2025-11-30', '2026-08-01', '2026-10-31', '2026-12-01', '2027-01-15', '2027-06-01']

function anyRow(dice: Dice, line: number): CertifiedRow {
  const person = `person${dice.int(0, 6)}@acme.example`
  const partner = dice.pick(['acme', 'beta', 'none', null])
  const by = dice.pick(['portal', 'left', 'not_in_portal'] as const)
  return {
    ...{ person, line, partner, file: 'certifications.csv', isDoubtful: false },
    // The rows of a person need not have one name, so they need not stand together.
    name: dice.pick(['Ann', 'Bo', 'Cy', null]),
    badge: dice.pick(['PSE', 'SA Core']),
    credential: null,
    earned: dice.pick(DAYS),
    expires: dice.pick([...DAYS, null]),
    country: dice.pick(['DE', 'FR', null]),
    now: { by, partner: by === 'left' ? null : dice.pick(['acme', 'beta', 'none']) },
  }
}

function inPageOrder(rows: readonly CertifiedRow[]): OrderedRows {
  const sorted = rows.toSorted(byName)
  return {
    length: sorted.length,
    at: (place) => sorted[place] as CertifiedRow,
    placesOf: (place) => Int32Array.from(sorted.flatMap(({ person }, i) => (person === sorted[place]?.person ? [i] : []))),
  }
}

it.each(Array.from({ length: 30 }, (_, i) => i))('many people are counted as all of them at once (seed %i)', (seed) => {
  const dice = new Dice(seed)
  const rows = Array.from({ length: 40 }, (_, i) => anyRow(dice, i + 2))
  const scope = (id: string): boolean => id !== 'none'
  const asked = { today: TODAY, quarter: quarterOf(TODAY), expiringDays: 90, badges: null, country: null }
  const parts = ({ country, partner }: CertifiedRow) => [
    { prefix: `c${country}`, scope },
    ...(partner === null ? [] : [{ prefix: `p${partner}`, scope: (id: string) => id === partner }]),
  ]
  const nameOf = (code: string): string => code
  const { figures, countries } = countMany(inPageOrder(rows), scope, { ...asked, nameOf })
  const all = countScorecard(rows, scope, asked)
  const { expiring, moved, left, rows: behind, marks, ...rest } = figures
  expect({ ...rest, expiring: [...expiring], moved: [...moved], left: [...left], rows: [...behind] }).toEqual({
    ...all,
    marks: undefined,
  })
  const own = marks(parts)
  const whole = all.marks(parts)
  expect(rows.map((_, i) => own.at(i))).toEqual(rows.map((_, i) => whole.at(i)))
  expect(countries).toEqual(countCountries(rows, scope, { ...asked, nameOf }))
})
