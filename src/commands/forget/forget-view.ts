/** What was removed of a person, and what is left to do by hand. */

import { atHome } from '../../app/user-files.ts'
import type { Forgotten } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

interface Done extends Forgotten {
  /** Files beside the database. */
  copies: readonly string[]
  /** Backups, the newest first. */
  backups: readonly string[]
  /** Whether the old bytes are gone from the file; null in a dry run, and where the desk is on a server. */
  isErased: boolean | null
}

/** A forgotten person (phd.forgotten/1). The address is in none of it. */
export function forgottenView(done: Done, io: Io): Rendering {
  const { isErased, ...rest } = done
  const json = () => ({ schema: 'phd.forgotten/1', dryRun: done.entry === null, ...rest, erased: isErased })
  return {
    table: () => io.prose(forgottenText(done, io)),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['place', 'kind', 'records', 'versions'],
        ...done.records.map(({ kind, records, versions }) => ['records', kind, String(records), String(versions)]),
        ['rejected_rows', '', String(done.rejected), ''],
        ['other_texts', '', String(done.mentions), ''],
        ['audit_entries', '', String(done.entries.length), ''],
      ]),
  }
}

function forgottenText(done: Done, io: Io): string {
  const { id, entry, isErased } = done
  const head =
    entry === null
      ? 'dry run, nothing was written; would be removed:'
      : `forgotten: recorded as audit entry ${entry}; ${id} stands in place of the person`
  const erased =
    isErased === false ? ['', 'NOT ERASED: another program has the database open; the old bytes go when it closes'] : []
  const written = isErased === true ? ['  the database file was rewritten without it'] : []
  const left = leftLines(done)
  return `${[
    io.style('bold', head),
    ...placeLines(done).map((line) => `  ${safeText(line)}`),
    ...written,
    ...erased,
    '',
    io.style('bold', 'Left to do by hand'),
    ...left.map((line, i) => `  ${i + 1}. ${safeText(line)}`),
  ].join('\n')}\n`
}

function placeLines({ records, rejected, mentions, entries, sameName }: Done): string[] {
  const others = [
    ...sameName.records.map(({ kind, records: count }) => `${plural(count, 'record')} of ${kind.replaceAll('_', ' ')}`),
    ...(sameName.entries.length > 0 ? [`audit entries ${sameName.entries.join(', ')}`] : []),
  ]
  return [
    ...records.map(
      ({ kind, records: count, versions }) =>
        `${kind.replaceAll('_', ' ')}: ${plural(count, 'record')}, ${plural(versions, 'version')}`,
    ),
    ...(rejected > 0 ? [`rejected rows: ${rejected}`] : []),
    ...(mentions > 0 ? [`notes and other texts: ${mentions}`] : []),
    ...(entries.length > 0 ? [`audit entries: ${entries.join(', ')}`] : []),
    ...(others.length > 0 ? [`left, because the same name may be someone else: ${others.join(', ')}`] : []),
  ]
}

/** How many backups a person is shown; the other formats have all. */
const BACKUPS = 3

function backupLines(backups: readonly string[]): string[] {
  if (backups.length <= BACKUPS)
    return backups.map((path) => `delete this backup, or keep it no longer than needed: ${atHome(path)}`)
  return [
    `delete the ${backups.length} backups made before now, or keep them no longer than needed; to list them: phd backup list`,
  ]
}

function leftLines({ entry, isErased, imports, drafts, copies, backups }: Done): string[] {
  const files = [...new Set(imports.map(({ file }) => file))]
  const isOnServer = entry !== null && isErased === null
  return [
    'remove the person in the systems that the lists come from, or the next import brings them back',
    ...(files.length > 0
      ? [`delete the exports that have the person, also in the folders of phd inbox: ${files.join(', ')}`]
      : []),
    ...drafts.map((path) => `look at this draft: ${path}`),
    ...copies.map((path) => `delete this copy of the database, or keep it no longer than needed: ${atHome(path)}`),
    ...backupLines(backups),
    ...(isOnServer
      ? ['ask the administrator of the server to run VACUUM FULL: the old bytes are in its files until then, and in its backups']
      : []),
    `the same for ${backups.length === 0 ? 'backups' : 'backups elsewhere'}, reports and logs made before now`,
  ]
}
