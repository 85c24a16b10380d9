/** A view as it is declared, for whichever engine makes it. */

import type { Kind } from '../../records/kind.ts'
import type { ListedView } from './asking.ts'

/** A column of a view: its name, what it says, and what makes it. */
export type ViewColumn = readonly [name: string, about: string, made: string]

/** A view before it is made: `from` is all that follows FROM, `before` what stands before SELECT. */
export interface PlannedView {
  name: string
  about: string
  columns: readonly ViewColumn[]
  from: string
  before?: string
}

/** What the engines say differently of the same view. */
export interface Dialect {
  /** A table as a query names it. */
  table(name: string): string
  /** What a body of the audit says at a path: a text, a number, or yes and no as 1 and 0; null where it says nothing. */
  said(body: string, path: string, as: 'text' | 'number' | 'flag'): string
  /** The undo of each import that was undone: what stands before SELECT, and after FROM. */
  undone: { before: string; from: string }
  /** What the name of a table `source` follows: a table `age`, with how old (`at`) each import that counts says it is, and what says so (`by`). */
  ages: string
  /** The column of a field in the table `own` as its values are: yes and no as 1 and 0. */
  value(kind: Kind, field: string): string
  /** The same in a version that has ended. */
  valueThen(kind: Kind, field: string): string
}

/** What the views say and what their columns mean, without how they are made. Throws where two columns of one have the same name. */
export function listed(views: readonly PlannedView[]): ListedView[] {
  return views.map(({ name, about, columns }) => {
    if (new Set(columns.map(([column]) => column)).size !== columns.length)
      throw new Error(`the view ${name} has two columns of one name`)
    return { name, about, columns: columns.map(([column, meaning]) => ({ name: column, about: meaning })) }
  })
}
