import { describe, expect, it } from 'vitest'
import { seed as fresh, torture } from '../faults/sizes.ts'
import { TAKEN_IN } from './desk.ts'
import { Dice } from './dice.ts'
import { makeWorld } from './generator.ts'
import type { World } from './model.ts'
import { type Fault, scriptOf, type Trial, tryWorld, worldOf } from './trial.ts'

/** A desk has that many accounts; the second figure is of one whose lists are complete. */
const SIZES = [4_000, 1_000] as const
const WORLDS = torture ? 20 : 2
const ALONE = 3

/** One seed is always the same; the others are new each time, and repeated by PHD_SEED. */
const seeds = Array.from({ length: WORLDS }, (_, i) => (i === 0 ? 2026 : fresh + i - 1))

describe('partners made to mislead', () => {
  it.for(seeds.flatMap((seed) => SIZES.map((size, i) => [seed, size, i === 1] as const)))(
    'are never told more than the evidence says (seed %i, %i partners, complete lists: %s)',
    { timeout: torture ? 900_000 : 300_000 },
    ([seed, size, complete]) => {
      const world = makeWorld(seed, size, complete, () => true)
      const dice = new Dice(seed)
      const alone = Array.from({ length: ALONE }, () => dice.pick([...world.traps.keys()]))
      const trial = tryWorld(world, alone)
      expect(trial.faults.length, reportOf(world, trial)).toBe(0)
      expect(unexpected(world, trial), `seed ${seed}`).toEqual([])
      // A program that always said "cannot tell" would pass; this one decides most of what can be decided.
      for (const question of ['loa check', 'nfr check']) {
        for (const decision of ['eligible', 'not_eligible', 'needs_review']) {
          expect(trial.decisions.get(`${question}: ${decision}`) ?? 0, `${question}: ${decision}, seed ${seed}`).toBeGreaterThan(
            size / 20,
          )
        }
      }
    },
  )
})

/** Files that were refused although nothing newer came before them. */
function unexpected(world: World, { statuses }: Trial): string[] {
  return [...statuses]
    .filter(([name, status]) => !TAKEN_IN.has(status) && status !== 'undone' && isNewest(world, name))
    .map((entry) => entry.join(': '))
}

const isNewest = ({ files }: World, name: string): boolean => {
  const file = files.find((each) => each.name === name)
  return !files.some((each) => each.family === file?.family && !each.undone && each.told.from > file.told.from)
}

/** What was wrong, by adversity, and the first of it whole. */
function reportOf(world: World, { faults }: Trial): string {
  if (faults.length === 0) return ''
  const trapsOf = ({ id }: Fault): string => world.traps.get(id)?.join(' + ') || 'no adversity'
  const kinds = Map.groupBy(faults, (fault) => `${trapsOf(fault)}\n      ${fault.question}: ${fault.what.join('; ')}`)
  const simplest = [...kinds].sort(([a], [b]) => a.split(' + ').length - b.split(' + ').length)
  const lines = simplest.slice(0, 30).map(([kind, same]) => `  ${same.length} x ${kind} (${same[0]?.id})`)
  const [first] = simplest[0]?.[1] ?? []
  return [
    `PHD_SEED=${world.seed}: ${faults.length} faults of ${kinds.size} kinds`,
    ...lines,
    ...(first ? [smallest(world, first)] : []),
  ].join('\n')
}

/** The fault with nothing but what belongs to it, where it is still one. */
function smallest(world: World, fault: Fault): string {
  const alone = worldOf(world, fault.id)
  const again = tryWorld(alone, []).faults.find(({ id, question }) => id === fault.id && question === fault.question)
  return [
    again === undefined ? 'Only together with the others:' : 'Alone as well:',
    scriptOf(alone),
    `$ phd ${fault.question} ${fault.id}`,
    ...fault.what,
  ].join('\n')
}
