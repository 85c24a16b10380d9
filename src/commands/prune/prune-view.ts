import type { PruneOutcome } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'

/** Prints what pruning removed, or would remove (phd.prune/1). */
export function pruneView(outcome: PruneOutcome, io: Pick<Io, 'prose'>): Rendering {
  const json = () => ({ schema: 'phd.prune/1', ...outcome })
  return {
    table: () => io.prose(`${linesOf(outcome).join('\n')}\n`),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['status', 'before', 'last_import', 'imports', 'versions', 'bytes_before', 'bytes_after'],
        [
          outcome.status,
          outcome.before,
          String(outcome.lastImport),
          String(outcome.imports),
          String(outcome.versions),
          String(outcome.bytesBefore),
          String(outcome.bytesAfter),
        ],
      ]),
  }
}

function linesOf(outcome: PruneOutcome): string[] {
  const { status, before, lastImport } = outcome
  if (status === 'unchanged') {
    return lastImport === 0
      ? [`nothing to prune: no import came before ${before}`]
      : [`nothing to prune: the history before ${before} is pruned already`]
  }
  const isDry = status === 'dry_run'
  return [
    isDry
      ? `dry run, nothing was written: the history before ${before} would be pruned`
      : `the history before ${before} was pruned`,
    `  ${whatGoes(outcome)}`,
    ...costLines(outcome).map((line) => `  ${line}`),
  ]
}

/** The size of a smaller database is of no interest. */
const WORTH_SAYING = 10_000_000

/** How much goes, and what that frees. */
export function whatGoes({ status, versions, imports, allImports, bytesBefore, bytesAfter }: PruneOutcome): string {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
  const counted = `${plural(versions, 'earlier version')} of records, from ${grouped(imports)} of ${plural(allImports, 'import')}`
  if (bytesBefore < WORTH_SAYING) return counted
  const size =
    status === 'pruned'
      ? `the database had ${megabytes(bytesBefore)}, and has ${megabytes(bytesAfter)}`
      : `the database has ${megabytes(bytesBefore)}, and would have about ${megabytes(bytesAfter)}`
  return `${counted}; ${size}`
}

/** What can no longer be asked, and what stays. */
export function costLines({ before, lastImport }: PruneOutcome): string[] {
  const imports = lastImport === 1 ? 'import 1' : `imports 1 to ${lastImport}`
  return [
    `gone: --as-of a time before ${before}, partner history before that, and what ${imports} changed; these cannot be undone`,
    'kept: every current record, all history since, the list of imports, the audit with its evidence, aliases',
  ]
}
