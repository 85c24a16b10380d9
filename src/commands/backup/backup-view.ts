import { mebibytes } from '../../app/backups/copies-view.ts'
import { atHome } from '../../app/user-files.ts'
import type { KeptDatabase } from '../../files/kept-databases.ts'
import type { DatabaseFacts } from '../../store/backups.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { factLines, factsDocument } from './check-view.ts'

/** A backup; `facts` and `sha256` are null in a dry run, where `bytes` is what it would take. */
export interface BackupMade {
  path: string
  bytes: number
  sha256: string | null
  facts: DatabaseFacts | null
}

interface Seen extends BackupMade {
  database: string
  at: string
  /** For how long older ones are kept; null: all are. */
  keep: string | null
  kept: readonly KeptDatabase[]
  removed: readonly KeptDatabase[]
  foreign: readonly KeptDatabase[]
  failed: ReadonlyArray<{ path: string; why: string }>
  dryRun: boolean
  /** What to type after phd restore. */
  word: string
}

/** The backup that was made, and what became of older ones (phd.backup/1). A quiet table has only what needs a person. */
export function backupView(seen: Seen, quiet: boolean, io: Pick<Io, 'prose'>): Rendering {
  const json = () => documentOf(seen)
  return {
    table: () => io.prose([...(quiet ? [] : madeLines(seen)), ...troubleLines(seen)].map((line) => `${line}\n`).join('')),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['what', 'path', 'made_at', 'bytes', 'sha256', 'problem'],
        ['backup', seen.path, seen.at, String(seen.bytes), seen.sha256 ?? '', ''],
        ...seen.removed.map(({ path, madeAt, bytes }) => ['removed', path, madeAt, String(bytes), '', '']),
        ...seen.failed.map(({ path, why }) => ['not removed', path, '', '', '', why]),
      ]),
  }
}

function documentOf({ path, database, at, bytes, sha256, facts, keep, dryRun, kept, removed, foreign, failed }: Seen): object {
  const short = (copies: readonly KeptDatabase[]) =>
    copies.map(({ path: file, madeAt, bytes: size }) => ({ path: file, madeAt, bytes: size }))
  return {
    ...{ schema: 'phd.backup/1', path, database, at, bytes, sha256, ...factsDocument(facts), keep },
    kept: short(kept),
    removed: short(removed),
    notOurs: short(foreign),
    notRemoved: failed,
    dryRun,
  }
}

function madeLines({ path, database, bytes, facts, keep, kept, removed, foreign, dryRun, word }: Seen): string[] {
  const [from, to] = [database, path].map((each) => safeText(atHome(each)))
  const lines = dryRun
    ? [`would back up ${from} to ${to}`, `  ${mebibytes(bytes)}`]
    : [`backed up ${from} to ${to}`, ...(facts ? factLines(facts, bytes) : [])]
  if (keep !== null) {
    lines.push(
      `kept by age (${keep}): ${plural(kept.length, 'backup')}; ${dryRun ? 'would remove' : 'removed'} ${plural(removed.length, 'older one')}`,
    )
    for (const { path: old } of removed) lines.push(`  - ${safeText(atHome(old))}`)
  }
  for (const { path: other } of foreign)
    lines.push(`note: ${safeText(atHome(other))} is not known to be a backup of this database, and stays`)
  return dryRun ? lines : [...lines, `to restore it: phd restore ${word}`]
}

function troubleLines({ facts, failed, keep }: Seen): string[] {
  const lines = failed.map(({ path, why }) => `problem: ${safeText(path)} cannot be removed (${why})`)
  if (facts === null || facts.auditFlaws.length === 0) return lines
  const stays = keep === null ? '' : '; no older backup was removed'
  return [
    ...lines,
    `problem: the audit of the database was changed by hand or is damaged${stays}`,
    'next: see what was changed: phd audit verify',
  ]
}
