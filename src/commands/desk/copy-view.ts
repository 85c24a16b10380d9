import type { CopiedDesk } from '../../store/moving/desk-rows.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

type Copy = CopiedDesk & { from: string; to: string; dryRun: boolean; keepOpen: boolean }

/** What was copied, and what was compared (phd.desk-copy/1). */
export function copyView(copy: Copy, io: Pick<Io, 'prose'>): Rendering {
  const { from, to, dryRun, keepOpen, tables, audit } = copy
  const status = dryRun ? 'dry_run' : 'copied'
  const json = () => ({ schema: 'phd.desk-copy/1', status, from, to, oldTakesRecords: dryRun || keepOpen, tables, audit })
  return {
    table: () => io.prose(`${linesOf(copy).map(safeText).join('\n')}\n`),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([['table', 'rows', 'sha256'], ...tables.map(({ table, rows, sha256 }) => [table, String(rows), sha256])]),
  }
}

const LEFT = 'the old one is marked as moved: it answers, and takes no more records'
const STILL_OPEN = 'next, work with one of them alone: what is recorded in one from now on is not in the other'

function linesOf({ from, to, dryRun, keepOpen, tables, audit }: Copy): string[] {
  const filled = tables.filter(({ rows }) => rows > 0)
  const [name, rows] = [filled.map(({ table }) => table), filled.map((each) => grouped(each.rows))].map((cells) =>
    Math.max(0, ...cells.map((cell) => cell.length)),
  ) as [number, number]
  const entries = audit.entries === 0 ? 'no entry' : `${plural(audit.entries, 'entry', 'entries')}, the last ${audit.hash}`
  return [
    dryRun ? `dry run, nothing was written: ${from} would be copied to ${to}` : `copied the desk at ${from} to ${to}`,
    dryRun ? '  what it holds, rows and SHA-256 of each table:' : '  the same in both, rows and SHA-256 of each table:',
    ...filled.map((each) => `    ${each.table.padEnd(name)}  ${grouped(each.rows).padStart(rows)}  ${each.sha256}`),
    `  its audit holds: ${entries}`,
    ...(dryRun ? [] : [`  ${keepOpen ? STILL_OPEN : LEFT}`]),
  ]
}
