import { beforeAll, describe, expect, it } from 'vitest'
import { seed as fresh, torture } from '../faults/sizes.ts'
import { WorldDesk } from './desk.ts'
import type { World, WorldFile } from './model.ts'
import { makeWorld } from './world.ts'

const SEEDS = torture ? [31, 32, 33, 34, 35, 36, fresh] : [33]
/** What a report says of where its rows are, and of the lists themselves. */
const OF_FILES = new Set(['file', 'line', 'sources', 'command', 'leftOutRows', 'places'])

/** A report less its places, its lists in one order. */
function figuresOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(figuresOf).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (OF_FILES.has(key) ? [] : [[key, figuresOf(each)] as const])),
  )
}

/** The reports of a desk that was given some files, and some of them again. */
function reportsOf(world: World, files: readonly WorldFile[], again: readonly WorldFile[] = []): unknown[] {
  const desk = new WorldDesk(world)
  try {
    desk.fill(world, files)
    desk.fill({ ...world, partners: [] }, again)
    return [
      ...['Global', 'AMER', 'EMEA', 'APJ', 'PubSec'].map((region) => figuresOf(desk.json('scorecard', 'region', region))),
      ...world.partners.slice(0, 6).map(({ id }) => figuresOf(desk.json('scorecard', 'partner', id))),
    ]
  } finally {
    desk.remove()
  }
}

const byKind = (files: readonly WorldFile[]): WorldFile[][] => [
  ...Map.groupBy(files, ({ name }) => name.replace(/-\d{4}-\d\d-\d\d\.csv$/, '')).values(),
]
/** The kinds of files the other way round; the lists of one kind stay in their order. */
const reversed = (files: readonly WorldFile[]): WorldFile[] => byKind(files).toReversed().flat()
/** The newest list of each kind: an older one is refused once there is a newer one. */
const newest = (files: readonly WorldFile[]): WorldFile[] => byKind(files).flatMap((lists) => lists.slice(-1))

describe.for(SEEDS)('the same desk (seed %i)', (seed) => {
  const world = makeWorld(seed)
  let first: unknown[] = []
  beforeAll(() => {
    first = reportsOf(world, world.files)
  })

  it('has the same figures whatever the order of rows, the case of names, and the way a file is printed', () => {
    for (const print of torture ? [seed + 1, seed + 2, seed + 3] : [seed + 1]) {
      const other = makeWorld(seed, undefined, print)
      expect(reportsOf(other, other.files), `printed by ${print}`).toEqual(first)
    }
  })

  it('has the same figures whatever the order of files, and however often they are imported', () => {
    expect(reportsOf(world, reversed(world.files)), 'the other way round').toEqual(first)
    expect(reportsOf(world, world.files, newest(world.files)), 'twice').toEqual(first)
  })
})
