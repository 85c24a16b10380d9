/** Records as the store gives them, and where they are. */

import type { FoldedName } from '../records/name.ts'
import type { SeenBy } from '../records/seen-by.ts'

/** How old evidence is, and how that is known. */
export interface Seen {
  /** When the rows were last seen, by what their file says of its own time; ISO 8601, UTC. */
  lastSeenAt: string
  lastSeenBy: SeenBy
  /** Who stated it, where a person did. */
  statedBy: string | null
}

/** A newer file of the same report, complete as far as phd knows, that lacks what the one before had. */
export interface LackingFile {
  importId: number
  file: string
}

/** Where a record is in the newest file that had it. */
export interface RowSource extends Seen {
  kind: string
  importId: number
  file: string
  line: number
  /** The newest list of the same report, which lacks the record; null: none does. */
  gone: LackingFile | null
  /** The heading each field had in that file. */
  headings: Readonly<Record<string, string>>
  /** Headings of the columns that file had beyond the kind's fields. */
  extraHeadings: readonly string[]
}

export interface Stored<R> {
  record: R
  source: RowSource
  /** A newer row of this record that was rejected: what is stored may be outdated. */
  doubt: { file: string; line: number } | null
  /** Columns phd has no field for: heading and text. */
  extra: ReadonlyArray<readonly [heading: string, text: string]>
}

/** People of one spelling of a partner's name, counted. */
export interface PeopleCount {
  name: string | null
  accountId: string | null
  people: number
  /**
   * People who hold any of the fields asked for, by the name asked under: those whose account is activated, and the others; and the
   * first line that shows one (of the former, if there is one), where lines were asked for.
   */
  holding: Readonly<Record<string, number>>
  inactive: Readonly<Record<string, number>>
  lines: Readonly<Record<string, number | null>>
  source: Omit<RowSource, 'line' | 'headings' | 'extraHeadings'>
}

/** People counted, as plain numbers: where there are very many counts, objects take longer to make than counting takes. */
export interface PeopleNumbers extends Pick<PeopleCount, 'name' | 'accountId' | 'people' | 'source'> {
  /** `holding` and `inactive` of each name asked under, in turn, then the lines of all, where lines were asked for. */
  numbers: readonly (number | null)[]
}

export interface Alias {
  name: string
  /** The name as it is compared; see foldName. */
  folded: string
  accountId: string
  addedAt: string
  addedBy: string
}

/** How many current rows of a kind have a name and id, and where the newest of them is. */
export interface NamedRows {
  name: string | null
  accountId: string | null
  rows: number
  file: string
  line: number
}

/** What an account was called before. */
export interface FormerName {
  id: string
  name: string
}

/** An account of any type as an index of all accounts holds it: without the rest of its record. */
export interface AccountName extends FoldedName {
  version: number
  id: string
  name: string
  type: string | null
  /** Its number in the order of all accounts, by name, then id. */
  place: number
}

/** The partner that a record names, and whether a newer list lacks the record. */
export interface KeyedName {
  name: string | null
  accountId: string | null
  isGone: boolean
}

/** The fields by which a row names a partner; null: the kind has no such field. */
export interface NameFields {
  name: string | null
  id: string | null
}

/** A folded form of a name to look accounts up by. */
export type NameTier = Exclude<keyof FoldedName, 'light'>

/** A rejected row: the record and partner it was of, and where it was. */
export interface RejectedRow {
  /** Null where the record is not known. */
  key: string | null
  name: string | null
  accountId: string | null
  importId: number
  file: string
  line: number
  /** When the file was imported, and of when its rows are; ISO 8601, UTC. */
  importedAt: string
  lastSeenAt: string
}

/** An account by its id, and by the spellings of its name. */
export interface SpelledAccount {
  accountId: string
  names: readonly string[]
}

/** Rows that name a partner by one of these ids, or by one of these spellings and no id. */
export interface PartnerRows {
  names: readonly string[]
  accountIds: readonly string[]
  /** Also rows of these spellings that have any other id. */
  whateverId?: true
  /** Also rows whose key begins with one of these parts: those of some people, in a list with a row for each of their badges. */
  keysFrom?: readonly string[]
}

/** Since when a record has had the value of a field that it has now. */
export interface ValueSince {
  /** The first import that had it, as of its own file: when its rows were seen (ISO 8601, UTC), and the line. */
  importId: number
  file: string
  line: number
  seenAt: string
  /** The value before, and the import that first had that one; null where the history of the record begins with the value. */
  before: { value: string | null; seenAt: string } | null
  /** When the rows of the import of the kind before that one were seen; null where there was none. */
  importBefore: string | null
}
