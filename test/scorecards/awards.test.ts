import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed as fresh, torture } from '../faults/sizes.ts'
import { type AwardFigures, awardFiguresOf, fiscalYear } from './awards-oracle.ts'
import { partsOf, quarterOf } from './calendar.ts'
import { WorldDesk } from './desk.ts'
import { readAmount, type Sum } from './money-oracle.ts'
import { makeWorld } from './world.ts'

interface Figure {
  figure: string
  currency: string | null
  value: number | string | null
  before: number | string | null
}
interface Awards {
  judged: { name: string; first: string; last: string }
  tables: { id: string; regions: string[]; category: string; partners: { id: string; figures: Figure[] }[] }[]
}

const SEEDS = torture ? [...Array.from({ length: 12 }, (_, i) => 60 + i), fresh] : [60, 61]
/** Which figures a table of each category has. */
const FIGURES: Readonly<Record<string, readonly string[]>> = {
  partner: ['revenue', 'registrations', 'sourced_revenue', 'new_logos'],
  services: ['services_amount', 'service_attach'],
  distributor: ['distributor_revenue', 'distributor_pipeline'],
  emerging: ['revenue', 'pipeline', 'service_attach'],
}

/** A figure as a table says it, in the year judged or in the one before. */
function saidOf(figures: readonly Figure[], name: string, year: 'value' | 'before'): number | Sum[] {
  const all = figures.filter(({ figure }) => figure === name).filter((each) => each[year] !== null)
  if (all.some((each) => typeof each[year] === 'number')) return all.reduce((sum, each) => sum + Number(each[year]), 0)
  const sums = all.map((each) => ({ currency: each.currency, amount: readAmount(String(each[year])) }))
  return sums.filter(({ amount }) => amount !== 0n).sort((a, b) => ((a.currency ?? '~') < (b.currency ?? '~') ? -1 : 1))
}
const trueOf = ({ counts, money }: AwardFigures, name: string): number | readonly Sum[] =>
  (counts as Record<string, number>)[name] ?? (money as Record<string, readonly Sum[]>)[name] ?? 0
const isNothing = (figure: number | readonly Sum[]): boolean => (typeof figure === 'number' ? figure === 0 : figure.length === 0)

describe.for(SEEDS)('awards of a made desk (seed %i)', (seed) => {
  const world = makeWorld(seed, torture ? 20 : 12)
  const desk = new WorldDesk(world)
  beforeAll(() => void desk.fill(world, world.files))
  afterAll(() => desk.remove())

  it('have the figures of the year before, and of the one before that, by region and partner', () => {
    const [, month] = partsOf(world.day)
    const judged = partsOf(quarterOf(world.day).last)[0] + (month === 1 || quarterOf(world.day).name.endsWith('Q4') ? 0 : 1)
    for (const year of [judged, judged - 1]) {
      const { judged: said, tables } = desk.json<Awards>('awards', `FY${(year + 1) % 100}`)
      const days = fiscalYear(year)
      expect(said).toMatchObject(days)
      for (const { id, regions, category, partners } of tables) {
        const shown = new Map(partners.map((each) => [each.id, each.figures]))
        for (const partner of world.partners) {
          const about = `phd awards FY${(year + 1) % 100}, ${id}: ${partner.name} (${partner.id}), on ${world.day}`
          const isHere = partner.region !== null && regions.includes(partner.region)
          const [now, before] = [awardFiguresOf(world, partner, days), awardFiguresOf(world, partner, fiscalYear(year - 1))]
          const figures = shown.get(partner.id)
          if (!isHere) {
            expect(figures, about).toBeUndefined()
            continue
          }
          for (const name of FIGURES[category] ?? []) {
            if (figures === undefined) {
              expect(isNothing(trueOf(now, name)), `${name}: ${about} is not there`).toBe(true)
              continue
            }
            const empty = (figure: number | readonly Sum[]): unknown => (isNothing(figure) ? 'nothing' : figure)
            expect(empty(saidOf(figures, name, 'value')), `${name}: ${about}`).toEqual(empty(trueOf(now, name)))
            expect(empty(saidOf(figures, name, 'before')), `${name} before: ${about}`).toEqual(empty(trueOf(before, name)))
          }
        }
      }
    }
  })
})
