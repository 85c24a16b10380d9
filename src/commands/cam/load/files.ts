/**
 * The files that a person loads into Salesforce, exact to the byte: UTF-8 without a mark, LF, ids of 18 characters, API names, and
 * no empty cell, which would mean "keep" in one loader and "clear" in another.
 */

import { stepsFor } from '../../../app/owners/ownership-steps.ts'
import type { Content } from '../../../files/write-file.ts'
import type { Held } from '../../../plans/check-plan.ts'
import { whyOf } from '../../../plans/ownership-sentences.ts'
import type { RecordedChange } from '../../../plans/progress.ts'
import { csvForLoaders, csvForPeople, csvPieces } from '../../../terminal/csv.ts'
import { inPieces } from '../../../terminal/print.ts'

/** What clears a field, in place of an empty cell. */
const CLEAR = '#N/A'

export const LOADER_FILE = 'account-owners.csv'
export const ROLLBACK_FILE = 'account-owners.rollback.csv'
export const MAP_FILE = 'account-owners.sdl'
const CONFLICTS_FILE = 'conflicts.csv'
const CHECKLIST_FILE = 'checklist.txt'
export const RETRY_FILE = 'account-owners.retry.csv'

/** The command of the Salesforce command line that loads the file. */
export const LOAD_COMMAND = `sf data update bulk --sobject Account --file ${LOADER_FILE} --line-ending LF --column-delimiter COMMA --wait 30 --target-org <your org>`

interface LoaderRow {
  id: string
  ownerId: string
  /** The value of the field of contracted territories; null where it is blank. */
  territories: string | null
}

/** The files of an export by name, made as they are written; `field` is the API name of the contracted territories, where they are written too. */
export function exportFiles(
  ready: readonly RecordedChange[],
  held: readonly Held[],
  { field, checklist }: { field: string | null; checklist: Iterable<string> },
): Record<string, Content> {
  const before = ready.values().map(({ entry, from }) => ({
    id: entry.subject.id,
    ownerId: from.userId,
    territories: entry.contractedTerritoriesNow,
  }))
  return {
    [LOADER_FILE]: loaderFile(ready, field),
    [ROLLBACK_FILE]: csvOf(before, field),
    [MAP_FILE]: fieldMap(field),
    [CHECKLIST_FILE]: inPieces(checklist),
    ...(held.length > 0 ? { [CONFLICTS_FILE]: conflictsCsv(held) } : {}),
  }
}

/** The file that gives accounts their new owners. */
export function loaderFile(changes: readonly RecordedChange[], field: string | null): Iterable<string> {
  const rows = changes.values().map(({ entry, to, territoryValue }) => {
    return { id: entry.subject.id, ownerId: to.userId, territories: territoryValue }
  })
  return csvOf(rows, field)
}

function csvOf(rows: Iterable<LoaderRow>, field: string | null): Iterable<string> {
  return csvForLoaders(cellsOf(rows, field))
}

function* cellsOf(rows: Iterable<LoaderRow>, field: string | null): Generator<string[]> {
  yield headings(field)
  for (const { id, ownerId, territories } of rows) {
    const cells = [id, ownerId, ...(field === null ? [] : [territories?.trim() || CLEAR])]
    if (cells.includes('')) throw new Error('a loader file has no empty cell')
    yield cells
  }
}

/** The map of Data Loader from columns to fields. */
function fieldMap(field: string | null): string {
  return `#Mapping values\n${headings(field)
    .map((name) => `${name}=${name}`)
    .join('\n')}\n`
}

function headings(field: string | null): string[] {
  return ['Id', 'OwnerId', ...(field === null ? [] : [field])]
}

/** The changes that are held back, for people. */
function* conflictsCsv(held: readonly Held[]): Generator<string> {
  yield csvForPeople([['id', 'name', 'owner when planned', 'planned owner', 'why it is held back', 'what to do']], { mark: true })
  const rows = held
    .values()
    .map(({ entry, why }) => [
      entry.subject.id,
      entry.subject.name,
      entry.current.name ?? '',
      entry.owner?.name ?? '',
      whyOf(why),
      stepsFor([why], entry.subject.id).join('; '),
    ])
  yield* csvPieces(rows)
}
