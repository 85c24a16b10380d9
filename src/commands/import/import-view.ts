import { IMPORT_HEADINGS, type ImportResult, importCells, importJson, importProblem, importText } from '../../app/import-view.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'

/** Prints what became of each file (phd.import/1). `again` holds the options that a rejects file needs as well. */
export function importsView(results: readonly ImportResult[], again: readonly string[], io: Io): Rendering {
  return {
    table: () => io.prose(results.map((result) => importText(result, io, again)).join('\n')),
    problems: () => results.map(importProblem).filter((problem) => problem !== null),
    json: () => ({ schema: 'phd.import/1', imports: results.map(importJson) }),
    ndjson: () => results.map((result) => ({ schema: 'phd.import/1', ...importJson(result) })),
    csv: () => csvForPeople([IMPORT_HEADINGS, ...results.map(importCells)]),
  }
}
