import type { Dice } from './dice.ts'
import type { AccountRow, AnyRow, DashboardRow, ExportFile, KindName, Label, LicenseRow, UserRow } from './model.ts'
import { named } from './names.ts'
import type { Report } from './reports.ts'
import type { Traps } from './rows.ts'
import { ANSWERS } from './words.ts'

/** What may become of a record from one file to the next. */
const LIVES = {
  accounts: [
    'new',
    'gone',
    'gone long ago',
    'gone and back',
    'changed',
    'broken',
    'twice with other values',
    'twice word for word',
  ],
  certification_dashboard: ['new', 'gone', 'changed', 'broken', 'two regions', 'a region that left'],
  portal_users: ['new', 'gone', 'changed', 'broken', 'moved away'],
  nfr_licenses: ['new', 'gone', 'changed', 'broken', 'twice word for word'],
} as const
const WHO: Record<KindName, string> = {
  accounts: 'account',
  certification_dashboard: 'dashboard',
  portal_users: 'users',
  nfr_licenses: 'license',
}
const LIFE: Record<string, string> = {
  new: 'only in the newest list',
  gone: 'not in the newest list',
  'gone long ago': 'not in newer lists',
  changed: 'changed in the newest list',
  broken: 'a broken cell in the newest list',
  'twice with other values': 'twice with other values',
  'gone and back': 'not in a list between',
  'twice word for word': 'twice word for word',
  'two regions': 'two regions',
  'a region that left': 'a region that left',
  'moved away': 'now with another company',
}

/** The rows of a record in one generation of a report. */
function rowsOf(
  life: string,
  rows: { row: AnyRow; changed: AnyRow; second: AnyRow },
  generation: number,
  newest: boolean,
): AnyRow[] {
  const { row, changed, second } = rows
  switch (life) {
    case 'new':
      return newest ? [row] : []
    case 'gone':
      return newest ? [] : [row]
    case 'gone long ago':
      return generation === 0 ? [row] : []
    case 'gone and back':
      return newest || generation === 0 ? [row] : []
    case 'changed':
      return [newest ? row : changed]
    case 'broken':
      return [newest && row.broken === null ? { ...row, broken: BROKEN[row.kind] } : row] as AnyRow[]
    case 'twice with other values':
      return newest ? [row, { ...changed, name: row.name } as AnyRow] : [row]
    case 'twice word for word':
      return [row, row]
    case 'two regions':
      return [row, second]
    case 'a region that left':
      return newest ? [row] : [row, second]
    case 'moved away':
      return [newest ? ({ ...row, id: null, name: named(`${row.group} away`, `Away ${row.group}`, null) } as AnyRow) : row]
    default:
      throw new Error(`no life is called ${life}`)
  }
}

const TWO_AGES = 'users: of two ages'
const BROKEN = { accounts: 'date', certification_dashboard: 'number', portal_users: 'answer', nfr_licenses: 'date' } as const

/** Puts rows into the files: which report has them, and what becomes of them from one generation to the next. */
export class Shelf {
  readonly files: ExportFile[]
  readonly #dice: Dice
  readonly #reports: readonly Report[]
  readonly #isOn: (trap: string) => boolean
  #traps: Traps
  readonly #peopleIn = new Set<string>()

  constructor(dice: Dice, files: ExportFile[], reports: readonly Report[], isOn: (trap: string) => boolean) {
    this.#dice = dice
    this.files = files
    this.#reports = reports
    this.#isOn = isOn
    this.#traps = this.begin(0, '')
  }

  /** Begins a group of rows that belong together. */
  begin(group: number, trap: string): Traps {
    this.#peopleIn.clear()
    this.#traps = { group, people: 0, names: new Set(trap === '' ? [] : [trap]), isOn: this.#isOn }
    return this.#traps
  }

  account(row: AccountRow): void {
    const family = this.#familyOf('accounts', ['A'])
    this.#place(family, row, { ...row, status: this.#dice.pick(['Authorized', 'Former']), signed: '1/13/2020' })
  }

  dashboard(label: Label, make: () => DashboardRow): void {
    const families = this.#generationsOf('D ids') > 0 ? (label.id === null ? ['D'] : ['D ids']) : ['D']
    const family = label.id === null ? this.#familyOf('certification_dashboard', families) : (families[0] ?? 'D')
    // Another list is of another region: within one, a newer row is taken for the older one's.
    const row = { ...make(), region: family.startsWith('D ids') || family === 'D' ? 'DE' : family.slice(2) }
    const changed = { ...row, openReqs: this.#plainAnswer(), selectReqs: this.#plainAnswer() }
    this.#place(family, row, changed, { ...make(), region: 'FR' })
  }

  people(label: Label, rows: readonly UserRow[]): void {
    const withIds = label.id !== null && this.#generationsOf('U ids') > 0
    const family = withIds ? 'U ids' : this.#familyOf('portal_users', ['U'])
    // People of one partner in a list that is old and in one that is not.
    if (this.#peopleIn.size > 0 && !this.#peopleIn.has(family) && [...this.#peopleIn, family].includes('U stale')) {
      if (!this.#isOn(TWO_AGES)) return
      this.#traps.names.add(TWO_AGES)
    }
    if (rows.length > 0) this.#peopleIn.add(family)
    for (const row of rows) this.#place(family, row, { ...row, saVerified: this.#dice.pick(['True', 'False']) })
  }

  licenses(rows: readonly LicenseRow[]): void {
    for (const row of rows) this.#place('N', row, { ...row, users: this.#dice.pick(['5', '10', '25']) })
  }

  #plainAnswer(): string {
    return this.#dice.pick(ANSWERS.slice(0, 2)).text
  }

  #generationsOf(family: string): number {
    return this.files.filter((file) => file.family === family).length
  }

  /** The report that has the rows: mostly the main one, else one that is an adversity itself. */
  #familyOf(kind: KindName, main: readonly string[]): string {
    const others = this.#reports.filter((report) => report.kind === kind && report.trap !== null)
    if (others.length === 0 || !this.#dice.chance(0.2)) return this.#dice.pick(main)
    const { family, trap } = this.#dice.pick(others)
    this.#traps.names.add(trap ?? '')
    return family
  }

  #place(family: string, row: AnyRow, changed: AnyRow, second: AnyRow = changed): void {
    const files = this.files.filter((file) => file.family === family)
    const life = files.length > 1 ? this.#lifeOf(row.kind, family) : null
    files.forEach((file, i) => {
      const newest = i === files.length - 1
      // Of a partial newer list a few rows are enough.
      const listed = !family.endsWith('partial') || !newest || row.group % 10 === 1
      file.rows.push(...(life === null ? (listed ? [row] : []) : rowsOf(life, { row, changed, second }, i, newest)))
    })
  }

  #lifeOf(kind: KindName, family: string): string | null {
    if (family.endsWith('partial')) return null
    const lives = LIVES[kind].filter((life) => this.#isOn(`${WHO[kind]}: ${LIFE[life]}`))
    if (lives.length === 0 || !this.#dice.chance(0.2)) return null
    const life = this.#dice.pick<string>(lives)
    this.#traps.names.add(`${WHO[kind]}: ${LIFE[life]}`)
    return life
  }
}
