/** What a generated desk is made of: rows that say for themselves which partner they are meant for, in files that say when they were made. */

export type Outcome = 'pass' | 'fail' | 'unknown'
export type Decision = 'eligible' | 'not_eligible' | 'needs_review'
export type KindName = 'accounts' | 'certification_dashboard' | 'portal_users' | 'nfr_licenses'

/** A legal form as it is written, and which one that is: "Ltd" and "Limited" are of one kind. */
export interface Form {
  kind: string
  text: string
}

/** A company's name as a cell has it. Two names are of one company where core and legal form are the same, however they are spelled. */
export interface Name {
  core: string
  form: Form | null
  text: string
}

interface Row {
  /** The row belongs with these others; the smallest thing that can be looked at alone. */
  group: number
  /** What is wrong with a cell, so that the row is rejected. */
  broken: 'date' | 'number' | 'answer' | null
}

export interface AccountRow extends Row {
  kind: 'accounts'
  id: string
  name: Name
  type: string
  status: string
  track: string
  signed: string
  clickThrough: string
}

/** The partner a row of another source says it is of. */
export interface Label {
  id: string | null
  name: Name
}

export interface DashboardRow extends Row, Label {
  kind: 'certification_dashboard'
  region: string
  openReqs: string
  /** Null where the report has no such column. */
  selectReqs: string | null
  saCore: string
  pse: string
}

export interface UserRow extends Row, Label {
  kind: 'portal_users'
  email: string
  activated: string
  saVerified: string
  pse2020: string
  pse2021: string
}

export interface LicenseRow extends Row, Label {
  kind: 'nfr_licenses'
  type: string
  users: string
  start: string
  end: string
}

export type AnyRow = AccountRow | DashboardRow | UserRow | LicenseRow

/** When the content of a file is of: a moment, or the first and last that what the file says can mean. */
export interface Told {
  from: number
  to: number
}

export interface ExportFile {
  kind: KindName
  /** Files of one family are generations of one report. */
  family: string
  name: string
  /** The lines above the headings. */
  titles: string[]
  /** The lines below the data. */
  footer: string[]
  /** Headings that this report does not have. */
  without: string[]
  told: Told
  modifiedAt: number
  /** When it is imported; twice where the same bytes come again. */
  importAt: number[]
  /** Imported as the complete list. */
  complete: boolean
  /** Options of its import. */
  options: string[]
  /** Imported last of all, and undone again. */
  undone: boolean
  rows: AnyRow[]
}

export interface Alias {
  text: string
  account: string
  group: number
}

export interface World {
  seed: number
  files: ExportFile[]
  aliases: Alias[]
  /** The named adversities of each account, by id. */
  traps: Map<string, string[]>
}

export const NOW = Date.UTC(2026, 10, 20, 9)
export const DAY = 86_400_000
/** Evidence last seen longer ago than this many days is stale (cli.md, --max-age). */
export const MAX_AGE = 7 * DAY
