/**
 * What a desk's engine gives before a store is open: where the desk is, what is there, and the ways to open it. Nothing is opened, and
 * nothing of the engine loaded, before it is asked for.
 */

import type { SeenHead, SeenState } from '../records/heads/seen-heads.ts'
import type { ListedView, SqlAnswer, SqlQuestion } from './asking/asking.ts'
import type { AuditCheck, RecordedBy } from './audit.ts'
import type { BackupEngine } from './backups.ts'
import type { FileNames, Moving } from './moving/desk-rows.ts'
import type { AsOf, RecordReader, ShowWait, Store, UnopenedDatabase } from './store.ts'

/** What is at the place of a desk; `emptied`: something without a byte, which may have been one. */
type DeskState = 'absent' | 'emptied' | 'there'

/** How a store is opened. */
export interface OpenOptions extends RecordedBy {
  /** How long a writer waits for another one, in seconds. */
  waitSeconds: number
  asOf: AsOf | null
  /** The day on which it is opened, YYYY-MM-DD. */
  today: string
  /** Shows a person what is waited for; left out, nothing is shown. */
  showWait?: ShowWait | undefined
  /** Tells a person something beside the answer. */
  note?: ((text: string) => void) | undefined
  /** Tells what needs a person, also one who asked for results alone. */
  warn?: ((text: string) => void) | undefined
}

export interface Engine {
  /** Where the desk is, in words that are safe to print. */
  readonly place: string
  state(): DeskState
  /** Why the engine cannot be loaded, in its own words; null: it can. */
  failure(): Promise<string | null>
  /**
   * Opens the desk that is there as it is, without changing a byte of it; null where it has an older schema, which `upgrade` brings up
   * to date. Throws `database_unreadable`, `database_exposed`, `database_damaged`, `not_a_phd_database`, `foreign_schema`,
   * `newer_database`, `busy`. `hold`: from the beginning, what is read is the desk of this one moment (see `holdMoment`).
   */
  openToRead(options: OpenOptions & { hold?: true }): Promise<RecordReader | null>
  /** The same to write; also this changes nothing before something is written. */
  openToWrite(options: OpenOptions): Promise<Store | null>
  /** An empty desk that is never kept: for a question where there is none yet, and for a dry run. */
  openNone(options: OpenOptions): Promise<Store>
  /**
   * Brings the desk to this program's schema, complete or not at all, after a checked copy; makes one where there is none. Throws what
   * opening throws.
   */
  upgrade(waitSeconds: number): Promise<void>
  /**
   * The last entry of the list of imports that had come by a moment, or that has a number, with its time. The desk must be there; an
   * older one stays as it is. Throws `as_of_unknown`, `history_pruned`, and what opening throws.
   */
  findAsOf(wanted: { moment: string } | { entry: number }): Promise<AsOf>
  /** A desk of an older schema, looked over as it is; null for any other, also for one that cannot be read. */
  lookOver(): Promise<UnopenedDatabase | null>
  /** The views that a question in SQL can be about. */
  views(): Promise<ListedView[]>
  /** Asks the desk, which must be open and of this program's schema. The caller closes the answer. */
  ask(question: SqlQuestion): Promise<SqlAnswer>
  /** What reads the words that a shell completes. */
  completions(): Promise<Completions>
  /** What copies the whole desk to another engine, or makes it of such a copy. */
  moving(files: FileNames): Promise<Moving>
  /** What only a desk in a file has; null where the desk is shared: its server backs it up, and says who may read and write. */
  readonly file: DeskFile | null
  /** What only a desk on a server has; null where it is in a file. */
  readonly shared: SharedDesk | null
}

/** What a login may do on a shared desk: ask; also record and import; also prune and give roles. */
export type DeskRole = 'reader' | 'desk' | 'admin'

/** The rules that verdicts are decided by: a mark of them, and the version of the phd that they came with. */
export interface DeskRules {
  mark: string
  phd: string
}

/** The settings of a shared desk by their keys, as they were set; nothing in them is checked here. */
export type DeskSettings = Readonly<Record<string, unknown>>

/** A desk on a server, which its administrator makes. */
export interface SharedDesk {
  /** Who connects, by the address and what belongs to it. */
  readonly login: string
  /**
   * Its settings. What asks for them goes on with the connection when it opens the desk, so that they take no time of their own; where it
   * reads, it reads the desk as it was when it asked. `warn`: nothing opens it next, so that this tells what opening would. `lookAhead` is
   * given what opening to read gives if it is held, while nobody knows yet whether the desk may be read: what it asks counts once that is
   * opened. Throws what opening throws.
   */
  settings(
    options: Pick<OpenOptions, 'waitSeconds' | 'asOf' | 'warn'> & { lookAhead?: (reader: RecordReader) => void },
  ): Promise<DeskSettings>
  /** Ends that connection where nothing opened the desk. Throws nothing. */
  letGo(): Promise<void>
  /**
   * Changes its settings, which is an entry of the audit; nobody writes meanwhile. `change` gives them as they will be, and may be asked
   * again. Throws `access_refused`, `busy`, `audit_not_as_seen`, what `change` throws, and what opening throws.
   */
  changeSettings(asked: SettingsChange): Promise<{ before: DeskSettings; after: DeskSettings; entry: number | null }>
  /**
   * Makes the desk in a database that has none, and its roles where they are missing; a dry run says what would be made. Throws what
   * opening throws.
   */
  make(dryRun: boolean): Promise<MadeDesk>
  /** What it is, without opening it; null where there is none. */
  status(): Promise<SharedStatus | null>
  /**
   * Gives a login of the server one role, or none, and takes the others. Throws `login_not_found`, `access_refused`, `audit_not_as_seen`,
   * `no_database`, and what opening throws.
   */
  grant(asked: { login: string; role: DeskRole | null; dryRun: boolean }): Promise<Granted>
  /**
   * Brings it to this program's schema; a dry run says what would be done. Where an entry of its audit that was seen is gone, an older desk
   * is upgraded all the same, and that is told. Throws `no_database`, `access_refused`, `audit_not_as_seen`, and what opening throws.
   */
  upgrade(options: { dryRun: boolean } & Pick<OpenOptions, 'warn'>): Promise<UpgradedDesk>
  /**
   * Looks over all of it; `accept`: its last entry counts from now on as the one that this machine saw. Throws `no_database`, and what
   * opening throws, but nothing about an audit that is not as it was.
   */
  verify(accept: boolean): Promise<DeskCheck>
}

export interface SettingsChange {
  /** The key that is changed, and its value in the words of a command; null: it has none. */
  key: string
  words(settings: DeskSettings): string | null
  change(before: DeskSettings): Promise<DeskSettings>
  dryRun: boolean
  by: RecordedBy
}

/** The last entry that this machine saw of the audit of a desk, what became of it, and what the last entry is now; null: there is none. */
export interface SeenCheck {
  seen: SeenHead
  state: SeenState
  last: SeenHead | null
}

/** What was found of a whole desk. */
export interface DeskCheck {
  audit: AuditCheck
  /** Null: this machine has not seen it before. */
  seen: SeenCheck | null
  /** The last entry, where it counts from now on as the one that was seen. */
  accepted: SeenHead | null
  parts: CheckedPart[]
}

/** A part of a desk that was looked over: how much of it there is, and what is wrong, in sentences. */
export interface CheckedPart {
  part: DeskPart
  checked: number
  flaws: string[]
}

/** `imports`: each is in the audit, and the other way around; `versions`: of records; `sightings`: which import saw which version. */
export type DeskPart = 'imports' | 'versions' | 'sightings'

/** What was done to bring a desk up to date, step by step; each has the number of the schema it makes, and what it is for. */
export interface UpgradedDesk {
  status: 'upgraded' | 'unchanged' | 'dry_run'
  /** The number of its schema before, and after. */
  before: number
  after: number
  steps: { to: number; what: string }[]
  /** By whose rules it decided before, where it decides by those of this program now; null: it was not told. Undefined: they are the same. */
  rulesBefore?: DeskRules | null
}

/** What was made of a desk on a server, or was there before. */
export interface MadeDesk {
  desk: 'made' | 'there'
  /** `refused`: the login may not make roles. */
  roles: 'made' | 'there' | 'refused'
  /** Where that was refused: the statements that an administrator of the server has to run. */
  toRun: string[]
}

/** What a login of a server was given. */
export interface Granted {
  status: 'granted' | 'unchanged' | 'dry_run'
  login: string
  /** Null: none, and what it had was taken. */
  role: DeskRole | null
  /** The most it had been given before. */
  before: DeskRole | null
  /** The most it may now, also by what the server gave it in another way: as a superuser, or by a group; null: nothing. */
  may: DeskRole | null
}

/** The rules a desk decides by, null: it was not told yet; and those of this program. */
export interface BothRules {
  desk: DeskRules | null
  program: DeskRules
  /** Which of both came with a newer program; null: they came with one version, and one of them was changed, or is another build. */
  newer: 'desk' | 'program' | null
}

/** What a shared desk is. */
export interface SharedStatus {
  /** The version of the server: "15.18". */
  server: string
  /** Whether what goes to the server and back is encrypted; null: by a socket of this machine. */
  encrypted: boolean | null
  /** Who is connected, by the server's name, and what that login may do. */
  login: string
  may: DeskRole
  /** Whether the roles were made, so that logins can be given them. */
  roles: boolean
  /** The number of its schema, and of this program's. */
  schema: number
  current: number
  rules: BothRules
  bytes: number
  imports: number
  /** Entries of the audit, and when the last was made (ISO 8601, UTC); null: none was. */
  entries: number
  lastAt: string | null
  /** Null: this machine has not seen its audit before. */
  seen: SeenCheck | null
}

/** The file of a desk: it has rights and a size, files beside it, and copies that can be put in its place. */
export interface DeskFile {
  readonly path: string
  /** What copies, checks and restores whole databases. */
  backups(): Promise<BackupEngine>
}

/** A word that completes, and what it is. */
export interface Completion {
  value: string
  about: string
}

/**
 * The words of a desk, read soon or not at all: each throws where that would take a wait, and where the desk has to be upgraded. Each gives at
 * most so many.
 */
export interface Completions {
  /** The partners whose name has a text in it, both folded as the dictionary has them. */
  partnersLike(light: string, most: number): Promise<{ id: string; name: string; light: string }[]>
  /** The newest requests that were recorded. */
  newestRequests(most: number): Promise<Completion[]>
  /** The newest plans of owners. */
  newestPlans(most: number): Promise<Completion[]>
}
