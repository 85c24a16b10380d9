import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed as fresh, torture } from '../faults/sizes.ts'
import { quarterBefore, quarterOf } from './calendar.ts'
import { dealsOf, insightsOf, ROLES, type Total } from './deals-oracle.ts'
import { WorldDesk } from './desk.ts'
import type { Role } from './model.ts'
import { readAmount, type Sum } from './money-oracle.ts'
import { makeWorld } from './world.ts'

interface SaidMoney {
  currency: string | null
  amount: string
}
interface SaidTotal {
  deals: number
  money: SaidMoney[]
  converted: SaidMoney | null
  noAmount: number
}
interface Closed {
  won: SaidTotal
  lost: number
  rate: number | null
}
interface Insights {
  period: { first: string; last: string }
  closed: Closed
  roles: (Closed & { role: string; open: SaidTotal })[]
  revenue: ({ quarter: string } & SaidTotal)[]
  bySource: Record<'sourced' | 'coSell' | 'notKnown', SaidTotal>
  newLogos: SaidTotal
  orderTypes: ({ orderType: string | null } & SaidTotal)[]
  pipeline: SaidTotal & { overdue: { name: string }[] }
  services: { won: SaidTotal; servicesAmount: SaidTotal; attached: { won: number; of: number } }
}

const SEEDS = torture ? [...Array.from({ length: 12 }, (_, i) => 40 + i), fresh] : [40, 41]
/** How the program calls the roles. */
const NAME: Readonly<Record<Role, string>> = {
  ...{ resale: 'resale', sourced: 'registration', distributor: 'distributor', influence: 'influence', service: 'service' },
}

const sumSaid = ({ currency, amount }: SaidMoney): Sum => ({ currency, amount: readAmount(amount) })
/** A total as the oracle has it; a sum of nothing may be told or not. */
const said = ({ deals, money, converted, noAmount }: SaidTotal): Total => ({
  ...{ deals, noAmount, money: money.map(sumSaid) },
  converted: converted === null || money.length === 0 ? null : sumSaid(converted),
})
const truly = ({ deals, money, converted, noAmount }: Total): Total => ({
  ...{ deals, noAmount, money },
  converted: money.length === 0 ? null : converted,
})
const sorted = <T>(all: readonly T[]): T[] => all.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))

describe.for(SEEDS)('insights of a made desk (seed %i)', (seed) => {
  const world = makeWorld(seed, torture ? 20 : 10)
  const desk = new WorldDesk(world)
  beforeAll(() => void desk.fill(world, world.files))
  afterAll(() => desk.remove())

  it('count deals and money as the definitions do, each role for itself', () => {
    for (const [i, partner] of world.partners.entries()) {
      const own = ROLES.filter((role) => dealsOf(world, partner, role).length > 0)
      for (const role of torture ? own : own.slice(i % 2 === 0 ? 0 : 1, i % 2 === 0 ? 1 : 2)) {
        const quarter = i % 3 === 0 ? quarterBefore(quarterOf(world.day)) : quarterOf(world.day)
        const asked = ['insights', partner.id, '--role', NAME[role], '--quarter', quarter.name]
        const about = `phd ${asked.join(' ')}, on ${world.day}: ${partner.name}`
        const insights = desk.json<Insights>(...asked)
        const truth = insightsOf(world, partner, role, quarter)
        expect({ won: said(insights.closed.won), lost: insights.closed.lost }, about).toEqual({
          ...{ won: truly(truth.closed.won), lost: truth.closed.lost },
        })
        expect(
          insights.revenue.map(({ quarter, ...won }) => ({ quarter, won: said(won) })),
          about,
        ).toEqual(truth.revenue.map(({ quarter, won }) => ({ quarter, won: truly(won) })))
        expect(said(insights.newLogos), `new logos: ${about}`).toEqual(truly(truth.newLogos))
        expect(said(insights.pipeline), `pipeline: ${about}`).toEqual(truly(truth.pipeline))
        expect(sorted(insights.pipeline.overdue.map(({ name }) => name)), about).toEqual(sorted(truth.overdue))
        for (const source of ['sourced', 'coSell', 'notKnown'] as const)
          expect(said(insights.bySource[source]), `${source}: ${about}`).toEqual(truly(truth.bySource[source]))
        const types = (all: readonly { orderType: string | null }[]): string[] => all.map(({ orderType }) => orderType ?? '')
        const byType = new Map(insights.orderTypes.map((each) => [each.orderType ?? '', said(each)]))
        for (const { orderType, ...total } of truth.orderTypes)
          expect(byType.get(orderType ?? ''), `${orderType}: ${about}`).toEqual(truly(total))
        expect(sorted(types(insights.orderTypes.filter(({ deals }) => deals > 0))), about).toEqual(
          sorted(types(truth.orderTypes)),
        )
        expect(said(insights.services.won), `services: ${about}`).toEqual(truly(truth.services.won))
        expect(said(insights.services.servicesAmount), `services: ${about}`).toEqual(truly(truth.services.servicesAmount))
        expect(insights.services.attached, about).toMatchObject(truth.attached)
        const { won, lost, rate } = insights.closed
        const exact = won.deals + lost === 0 ? null : (100 * won.deals) / (won.deals + lost)
        if (exact === null) expect(rate, about).toBeNull()
        else expect(Math.abs((rate ?? -100) - exact), about).toBeLessThanOrEqual(0.5)
      }
    }
  })

  it('show every role apart', () => {
    for (const partner of world.partners.filter((each) => ROLES.some((role) => dealsOf(world, each, role).length > 0))) {
      const [main = 'resale'] = ROLES.filter((role) => dealsOf(world, partner, role).length > 0)
      const { roles } = desk.json<Insights>('insights', partner.id, '--role', NAME[main])
      const shown = new Map(roles.map(({ role, won, lost, open }) => [role, { won: said(won), lost, open: said(open) }]))
      for (const { role, won, lost, open } of insightsOf(world, partner, main).roles) {
        if (won.deals + lost + open.deals === 0) continue
        expect(shown.get(NAME[role]), `${partner.name}: ${role}`).toEqual({ won: truly(won), lost, open: truly(open) })
      }
    }
  })
})
