/**
 * The files that a person loads into Salesforce, exact to the byte: UTF-8 without a mark, LF, ids of 18 characters, API names, and
 * never an empty cell, for an empty one means "leave" in one loader and "clear" in another.
 */

import { stringify } from 'csv-stringify/sync'

/** What stands for an empty value where a loader is to clear a field. */
const CLEAR = '#N/A'

export const LOADER_FILE = 'account-owners.csv'
export const ROLLBACK_FILE = 'account-owners.rollback.csv'
export const MAP_FILE = 'account-owners.sdl'
export const CONFLICTS_FILE = 'conflicts.csv'
export const CHECKLIST_FILE = 'checklist.txt'
export const RETRY_FILE = 'account-owners.retry.csv'

export interface LoaderRow {
  id: string
  ownerId: string
  /** The value of the field of contracted territories; null where it is not written. */
  territories: string | null
}

/** A file of owners; `field` is the API name of the contracted territories, where they are written too. */
export function loaderFile(rows: readonly LoaderRow[], field: string | null): string {
  const cells = rows.map(({ id, ownerId, territories }) => [
    id,
    ownerId,
    ...(field === null ? [] : [territories?.trim() || CLEAR]),
  ])
  for (const cell of cells.flat()) if (cell === '') throw new Error('a loader file has no empty cell')
  return stringify([headings(field), ...cells], { record_delimiter: 'unix' })
}

/** The map of Data Loader from columns to fields. */
export function fieldMap(field: string | null): string {
  return `#Mapping values\n${headings(field)
    .map((name) => `${name}=${name}`)
    .join('\n')}\n`
}

function headings(field: string | null): string[] {
  return ['Id', 'OwnerId', ...(field === null ? [] : [field])]
}
