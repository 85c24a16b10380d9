import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed as fresh, torture } from '../faults/sizes.ts'
import { WorldDesk } from './desk.ts'
import { makeWorld } from './world.ts'

interface Psp {
  checks: { id: string; outcome: string }[]
}

const SEEDS = torture ? [...Array.from({ length: 8 }, (_, i) => 120 + i), fresh] : [120]

/** What a sheet says: yes, no, or what cannot be told. */
const said = (is: boolean | null): string => (is === null ? 'unknown' : is ? 'pass' : 'fail')

describe.for(SEEDS)('designations of a made desk (seed %i)', (seed) => {
  const world = makeWorld(seed, torture ? 20 : 12)
  const desk = new WorldDesk(world)
  beforeAll(() => void desk.fill(world, world.files))
  afterAll(() => desk.remove())

  it('say of a designation what the sheet says', () => {
    for (const each of world.psp) {
      const { checks } = desk.json<Psp>('psp', 'check', each.partner.id)
      const about = `phd psp check ${each.partner.id}: "${each.designation}", "${each.compliant}"`
      const [designation, compliant] = [said(each.isDesignated), said(each.isCompliant)]
      const outcomes = new Map(checks.map(({ id, outcome }) => [id, outcome]))
      expect(outcomes.get('designation'), about).toBe(designation)
      // Whether a partner that is not designated is compliant may be left out.
      if (designation !== 'fail' || outcomes.has('compliant')) expect(outcomes.get('compliant'), about).toBe(compliant)
    }
  })
})
