/** A view as it is declared, and the statement that makes it. */

import type { ListedView } from '../../store.ts'

/** A view, with the statement that makes it. */
export interface MadeView extends ListedView {
  sql: string
}

/** A column of a view: its name, what it says, and what makes it. */
export type ViewColumn = readonly [name: string, about: string, made: string]

/** A view before it is made: `from` is all that follows FROM, `before` what stands before SELECT. */
export interface PlannedView {
  name: string
  about: string
  columns: readonly ViewColumn[]
  from: string
  before?: string
  /** Whether it is of the one who makes it alone, and not in the database. */
  isTemporary?: boolean
}

/** The statement of a view; throws where two of its columns have one name. */
export function made({ name, about, columns, from, before = '', isTemporary = false }: PlannedView): MadeView {
  const names = columns.map(([column]) => column)
  if (new Set(names).size !== names.length) throw new Error(`the view ${name} has two columns of one name`)
  return {
    name,
    about,
    columns: columns.map(([column, meaning]) => ({ name: column, about: meaning })),
    sql: `CREATE ${isTemporary ? 'TEMP ' : ''}VIEW ${name} (${names.join(', ')}) AS ${before}SELECT ${columns.map(([, , by]) => by).join(', ')} FROM ${from}`,
  }
}
