import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ask, IN_MEMORY, type Run } from '../cli/phd.ts'
import { seed as fresh, torture } from '../faults/sizes.ts'
import { faultsOf, type Listed } from './compare.ts'
import { shift } from './days.ts'
import { filesOf, linesInLast, writeExport } from './files.ts'
import { answersOf, type Right } from './oracle.ts'
import { makeWorld, type World } from './world.ts'

/** The days of a world begin here, and are spread over that many: week-ends, ends of years, leap days. */
const ERAS = [
  { name: 'the words of 2025 and later', earliest: '2025-03-01', span: 1_000 },
  { name: 'the words of 2023', earliest: '2023-02-01', span: 600 },
]
const SMALL = 500
const LARGE = 20_000

describe('every deal registration is listed as the handbook has it', () => {
  it.each(ERAS)('in a small desk, by $name', { timeout: 180_000 }, ({ earliest, span }) => {
    for (const seed of [2026, fresh]) expect(tryWorld(makeWorld(seed, SMALL, earliest, span))).toBe('')
  })

  it.runIf(torture)('in a desk of 20,000', { timeout: 900_000 }, () => {
    for (const { earliest, span } of ERAS) expect(tryWorld(makeWorld(fresh, LARGE, earliest, span))).toBe('')
  })
})

/** Imports a world step by step, lists its deals, and gives a report on what is wrong; nothing where all is right. */
function tryWorld(world: World): string {
  const folder = mkdtempSync(join(IN_MEMORY, 'phd-deals-'))
  try {
    for (const file of filesOf(world)) {
      writeExport(folder, file)
      const said = phd(folder, `${file.day}T07:00:00Z`, 'import', file.name)
      if (said.code !== 0) throw new Error(`${file.name}: ${said.stdout}${said.stderr}`)
    }
    const ask = (...args: string[]): Listed[] => {
      const { stdout } = phd(folder, `${world.today}T09:00:00Z`, 'deal', ...args, '--json')
      return (JSON.parse(stdout) as { deals: Listed[] }).deals
    }
    const deals = ask('list')
    return [reportOf(world, deals), ...otherLists(world, deals, ask)].filter((each) => each !== '').join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function phd(folder: string, now: string, ...args: string[]): Run {
  const env = { HOME: folder, TZ: 'UTC', PHD_DB: join(folder, 'data', 'phd.db'), PHD_NOW: now, PHD_ACTOR: 'oracle' }
  return ask({ args, cwd: folder, env })
}

/** What the other lists have otherwise than the list of all: late or due today, ending within 30 days, conflicts; and some shown alone. */
function otherLists({ today }: World, deals: readonly Listed[], ask: (...args: string[]) => Listed[]): string[] {
  const idsOf = (of: readonly Listed[]): string =>
    of
      .map(({ id }) => id)
      .sort()
      .join(' ')
  const isApproved = ({ status, phase }: Listed): boolean => status?.trim().toLowerCase() === 'approved' && phase === 'running'
  const lists: readonly [args: string[], isIn: (deal: Listed) => boolean][] = [
    [['sla'], ({ due }) => due !== null && due <= today],
    [['conflicts'], ({ problems }) => problems.some(({ code }) => code.startsWith('second_'))],
    [
      ['expiring', '--within', '30'],
      (deal) => isApproved(deal) && deal.expires !== null && deal.expires >= today && deal.expires <= shift(today, 30),
    ],
  ]
  const different = lists.flatMap(([args, isIn]) => {
    const [is, should] = [idsOf(ask(...args)), idsOf(deals.filter(isIn))]
    return is === should ? [] : [`deal ${args.join(' ')} is\n  ${is}\nand not\n  ${should}`]
  })
  const alone = deals.filter((_, i) => i % Math.ceil(deals.length / 5) === 0)
  const odd = alone.filter((deal) => JSON.stringify(ask('show', deal.id)[0]?.problems) !== JSON.stringify(deal.problems))
  return [...different, ...odd.map(({ id }) => `${id} is shown otherwise than it is listed`)]
}

/** The faults by what they are, with an example of each. */
function reportOf(world: World, deals: readonly Listed[]): string {
  const listed = new Map(deals.map((deal) => [deal.id.trim().toUpperCase(), deal]))
  const lines = linesInLast(world)
  const file = `registrations-${world.steps.length - 1}.csv`
  const rights = answersOf(world)
  const faults = rights.flatMap((right) => {
    const deal = listed.get(right.id)
    const place = { today: world.today, line: lines.get(right.id) ?? 0, file }
    const what = deal ? faultsOf(deal, right, place) : ['it is not listed']
    return what.map((each) => ({ what: each, right, deal }))
  })
  if (deals.length !== rights.length)
    faults.push({ what: `${deals.length} are listed, not ${rights.length}`, right: rights[0] as Right, deal: undefined })
  if (faults.length === 0) return ''
  const kinds = Map.groupBy(faults, ({ what }) => what.replace(/"[^"]*"/g, '…'))
  const examples = [...kinds].slice(0, 25).map(([, [first, ...more]]) => {
    const { what, right, deal } = first as (typeof faults)[number]
    const history = world.registrations[rights.indexOf(right)]?.at.map((each, i) => `${world.steps[i]}: ${each?.status ?? '-'}`)
    return [
      `${more.length + 1} x ${what}`,
      `    ${JSON.stringify(right.printed)}`,
      `    ${history?.join(', ')}`,
      `    is ${JSON.stringify(deal && { phase: deal.phase, due: deal.due, expires: deal.expires, codes: deal.problems.map(({ code }) => code) })}`,
      `    must ${[...right.must].join(' ')}; may ${[...right.may].join(' ')}`,
    ].join('\n')
  })
  return [`seed ${world.seed}, ${world.today}: ${faults.length} faults of ${kinds.size} kinds`, ...examples].join('\n')
}
