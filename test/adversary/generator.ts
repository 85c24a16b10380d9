import { COMPANIES, COSTLY, type Group } from './companies.ts'
import { Dice } from './dice.ts'
import { type AnyRow, DAY, type ExportFile, NOW, type World } from './model.ts'
import { BOUNDARIES, completeReports, fileOf, manyReports, type Report } from './reports.ts'
import { accountOf, bystanderOf, dashboardRowOf, licensesOf, peopleOf } from './rows.ts'
import { Shelf } from './shelf.ts'

/** The adversity of a report whose newest file comes before older ones. */
const DISORDER = 'files in the wrong order'

/** The adversity of a newer list that was imported and undone. */
const UNDONE = 'an import that was undone'

/** Days before now on which files are imported; the last time is a moment ago. */
const lastImport = NOW - 0.01 * DAY
const IMPORTS = [NOW - 29 * DAY, NOW - 8.5 * DAY, NOW - 4.5 * DAY, lastImport]

/**
 * Makes a desk of adversarial partners.
 *
 * @param seed all that is random follows from it
 * @param size how many accounts there are, about
 * @param complete one list of each kind, imported as complete; otherwise many lists beside each other
 * @param isOn whether an adversity takes part, by its name
 */
export function makeWorld(seed: number, size: number, complete: boolean, isOn: (trap: string) => boolean): World {
  const dice = new Dice(seed)
  const boundary = dice.pick(BOUNDARIES)
  const reports = (complete ? completeReports() : manyReports(boundary)).filter(({ trap }) => trap === null || isOn(trap))
  const shelf = new Shelf(dice, filesOf(dice, reports, complete, isOn), reports, isOn)
  const world: World = { seed, files: shelf.files, aliases: [], traps: new Map() }
  // No file is empty, and none has the bytes of another.
  shelf.files.forEach((file, i) => {
    file.rows.push(bystanderOf(dice, file.kind, -1 - i))
  })
  let costly = 0
  const adversities = Object.keys(COMPANIES).filter((trap) => trap !== '' && isOn(trap))
  for (let number = 1; world.traps.size < size; number += 2) {
    let trap = dice.chance(0.5) ? dice.pick(adversities) : ''
    if (COSTLY.has(trap) && ++costly > 5) trap = ''
    addGroup(dice, shelf, world, number, trap)
  }
  const undone = isOn(UNDONE) ? ['A', 'D'].flatMap((family) => undoneAfter(dice, shelf.files, family)) : []
  // What comes at one moment comes in any order.
  return { ...world, files: [...dice.shuffle(world.files), ...undone] }
}

/** A newer list of a report, imported by mistake and undone: half of the records, and they say otherwise. */
function undoneAfter(dice: Dice, files: readonly ExportFile[], family: string): ExportFile[] {
  const newest = files.findLast((file) => file.family === family)
  if (newest === undefined) return []
  const rows = newest.rows
    .filter((row) => row.broken === null && dice.chance(0.6))
    .map((row) =>
      row.kind === 'accounts'
        ? { ...row, status: row.status === 'Authorized' ? 'Former' : 'Authorized' }
        : { ...row, openReqs: dice.pick(['Yes', 'No']), selectReqs: dice.pick(['Yes', 'No']) },
    )
  const at = NOW - 0.005 * DAY
  const told = { from: at, to: at }
  const name = `by mistake ${newest.name}`.replace(/\d{4}-\d{2}-\d{2}/, new Date(NOW).toISOString().slice(0, 10))
  return [{ ...newest, name, titles: [], told, modifiedAt: at, importAt: [at], rows: rows as AnyRow[], undone: true }]
}

function addGroup(dice: Dice, shelf: Shelf, world: World, number: number, trap: string): void {
  const make = COMPANIES[trap]
  if (make === undefined) throw new Error(`no adversity is called ${trap}`)
  const { parties, aliases }: Omit<Group, 'traps'> = make(dice, number)
  world.aliases.push(...aliases.map((alias) => ({ ...alias, group: number })))
  const all = shelf.begin(number, trap)
  for (const party of parties) {
    shelf.account(accountOf(dice, party, all))
    for (const label of party.labels) {
      shelf.dashboard(label, () => dashboardRowOf(dice, label, all))
      shelf.people(label, peopleOf(dice, label, all))
      shelf.licenses(licensesOf(dice, label, all))
    }
  }
  for (const { id } of parties) world.traps.set(id, [...all.names])
}

/** The files of the reports, each imported when it can be there already, in an order that is not that of their age. */
function filesOf(dice: Dice, reports: readonly Report[], complete: boolean, isOn: (trap: string) => boolean): ExportFile[] {
  return reports.flatMap((report) => {
    const late = report.late ?? (!complete && isOn(DISORDER) && dice.chance(0.2))
    return report.generations.map((generation, i) => {
      const last = i === report.generations.length - 1
      const possible = IMPORTS.filter((at) => at >= NOW - generation.age * DAY)
      const soonest = possible[0] ?? lastImport
      // The newest one, and those of a report that comes in the wrong order, may come at any time; a day to come is told early.
      const at = generation.age < 0 ? (IMPORTS[1] ?? NOW) : last || !late ? soonest : lastImport
      return fileOf(report, generation, report.twice === true ? [at, lastImport] : [at], complete)
    })
  })
}
