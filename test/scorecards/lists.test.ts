import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed as fresh, torture } from '../faults/sizes.ts'
import { WorldDesk } from './desk.ts'
import { daysLeft, exceptionOf, isOverdue, usedOf, voucherState } from './lists-oracle.ts'
import type { TruePartner } from './model.ts'
import { readAmount, sumOf } from './money-oracle.ts'
import { makeWorld } from './world.ts'

interface Vouchers {
  figures: Record<'all' | 'used' | 'expired' | 'endsSoon' | 'unused' | 'noEnd' | 'usedInQuarter' | 'usedInQuarterBefore', number>
  rows: { code: string; partner: { id: string | null }; state: string; daysLeft: number | null }[]
}
interface Sum {
  requests: number
  amounts: { currency: string | null; amount: string }[]
  noAmount: number
}
interface Rebates {
  figures: Record<'requested' | 'late' | 'rejected' | 'paid' | 'toPay' | 'overdue', Sum>
  rows: {
    opportunity: string
    partner: { id: string | null }
    quarter: string
    isLate: boolean
    outcome: { means: string; fund: string | null }
    isPaidLate: boolean
    state: string
  }[]
}

const SEEDS = torture ? [...Array.from({ length: 15 }, (_, i) => 80 + i), fresh] : [80, 83]
const sorted = <T>(all: readonly T[]): T[] => all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

describe.for(SEEDS)('the sheets of a made desk (seed %i)', (seed) => {
  const world = makeWorld(seed, torture ? 20 : 12)
  const { day } = world
  const desk = new WorldDesk(world)
  beforeAll(() => void desk.fill(world, world.files))
  afterAll(() => desk.remove())
  const someone: readonly (TruePartner | null)[] = [null, ...world.partners.filter((_, i) => torture || i % 4 === seed % 4)]

  it('say how each voucher stands, and count them', () => {
    for (const partner of someone) {
      const truth = world.vouchers.filter(({ fate, partner: of }) => fate === 'counts' && (partner === null || of === partner))
      const { figures, rows } = desk.json<Vouchers>('vouchers', ...(partner === null ? [] : [partner.id]), '--show-codes')
      const about = `phd vouchers ${partner?.id ?? ''} on ${day}`
      expect(sorted(rows.map(({ code, partner: of, state, daysLeft }) => ({ code, id: of.id, state, daysLeft }))), about).toEqual(
        sorted(
          truth.map((each) => ({
            ...{ code: each.code, id: each.partner?.id ?? null, state: voucherState(each, day) },
            daysLeft: daysLeft(each, day),
          })),
        ),
      )
      const count = (state: string): number => truth.filter((each) => voucherState(each, day) === state).length
      const used = usedOf(truth, day)
      expect(figures, about).toMatchObject({
        ...{ used: count('used'), expired: count('expired'), endsSoon: count('ends_soon') },
        ...{ noEnd: count('no_end'), usedInQuarter: used.now, usedInQuarterBefore: used.before },
      })
    }
  })

  it('mask every code unless they are asked for', () => {
    const { stdout } = desk.phd('vouchers', '--format', 'json')
    for (const { code } of world.vouchers) expect(stdout.toLowerCase()).not.toContain(code.toLowerCase())
  })

  it('say how each rebate exception stands, and sum them by currency', () => {
    for (const partner of someone) {
      const truth = world.exceptions.filter(({ partner: of }) => partner === null || of === partner)
      const { figures, rows } = desk.json<Rebates>('rebates', ...(partner === null ? [] : [partner.id]))
      const about = `phd rebates ${partner?.id ?? ''} on ${day}`
      expect(
        sorted(
          rows.map(({ opportunity, partner: of, quarter, isLate, outcome, isPaidLate }) => ({
            ...{ opportunity, id: of.id, quarter, isLate, means: outcome.means, fund: outcome.fund, isPaidLate },
          })),
        ),
        about,
      ).toEqual(
        sorted(
          truth.map((each) => {
            const { quarter, isLate, means, fund, isPaidLate } = exceptionOf(each)
            return { opportunity: each.opportunity, id: each.partner?.id ?? null, quarter, isLate, means, fund, isPaidLate }
          }),
        ),
      )
      expect(sorted(rows.filter(({ state }) => state === 'overdue').map(({ opportunity }) => opportunity)), about).toEqual(
        sorted(truth.filter((each) => isOverdue(each, day)).map(({ opportunity }) => opportunity)),
      )
      const { money, noAmount } = sumOf(
        truth.map(({ money: each, requested }) => ({ ...each, day: requested })),
        [],
      )
      const { requests, amounts, noAmount: without } = figures.requested
      expect([requests, without], about).toEqual([truth.length, noAmount])
      expect(
        amounts.map(({ currency, amount }) => ({ currency, amount: readAmount(amount) })),
        about,
      ).toEqual(money)
    }
  })
})
