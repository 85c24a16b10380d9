/** What an export of a plan wrote, and what to know before it is loaded. */

import type { Held, Ready } from '../../../plans/check-plan.ts'
import type { CheckedExport } from '../../../plans/export.ts'
import { whyOf } from '../../../plans/ownership-sentences.ts'
import type { Plan, PlanEntry } from '../../../plans/plan.ts'
import { csvPieces } from '../../../terminal/csv.ts'
import type { Io } from '../../../terminal/io.ts'
import { plural } from '../../../terminal/plural.ts'
import type { Rendering } from '../../../terminal/print.ts'
import { safeText } from '../../../terminal/safe-text.ts'
import { CONSEQUENCES } from '../sentences.ts'
import { LOAD_COMMAND } from './files.ts'

interface ExportResult extends CheckedExport {
  plan: Plan
  folder: string
  /** The files that were written; of a dry run, those that would be. */
  files: readonly string[]
  isDryRun: boolean
}

/** What an export did (phd.cam-export/1). */
export function exportView(result: ExportResult, io: Pick<Io, 'prose'>): Rendering {
  const json = () => exportJson(result)
  return {
    table: () => io.prose(exportText(result)),
    json,
    ndjson: () => [json()],
    csv: () => csvPieces(csvRows(result)),
  }
}

function exportJson({ plan, folder, files, ready, held, right, isDryRun }: ExportResult) {
  return {
    schema: 'phd.cam-export/1',
    plan: plan.id,
    status: ready.length === 0 ? 'nothing_to_do' : isDryRun ? 'dry_run' : 'exported',
    // Made as they are printed.
    changes: ready.values().map(changeJson),
    conflicts: held.values().map(heldJson),
    alreadyRight: right.values().map(({ subject }) => subject),
    folder,
    files,
    command: ready.length > 0 ? LOAD_COMMAND : null,
    consequences: CONSEQUENCES,
  }
}

function* csvRows({ ready, held, right }: ExportResult): Generator<string[]> {
  yield ['part', 'id', 'name', 'from', 'from_id', 'to', 'to_id', 'why']
  for (const { entry, from, to } of ready) {
    const { subject } = entry
    yield ['change', subject.id, subject.name, from.name ?? '', from.userId, to.name, to.userId, '']
  }
  for (const { entry, why } of held) yield ['conflict', ...cellsOf(entry), whyOf(why)]
  for (const entry of right) yield ['already right', ...cellsOf(entry), '']
}

function cellsOf({ subject, current, owner }: PlanEntry): string[] {
  return [subject.id, subject.name, current.name ?? '', current.userId ?? '', owner?.name ?? '', owner?.userId ?? '']
}

function changeJson({ entry, from, to }: Ready) {
  return { subject: entry.subject, from, to, contractedTerritories: entry.contractedTerritories }
}

function heldJson({ entry, why }: Held) {
  return { subject: entry.subject, code: why.code, message: whyOf(why) }
}

function exportText({ plan, files, ready, held, right, isDryRun }: ExportResult): string {
  if (ready.length === 0) {
    const done = right.length === 0 ? 'it has no changes' : `${plural(right.length, 'change')} already in the records`
    return `plan ${plan.id}: nothing to do, ${done}\n`
  }
  const counts = [
    `plan ${plan.id}: ${plural(ready.length, 'change')} ${isDryRun ? 'would be exported' : 'exported'}`,
    held.length > 0 ? `${held.length} held back` : '',
    right.length > 0 ? `${right.length} already in the records` : '',
  ].filter(Boolean)
  const lines = [counts.join(', '), ...files.map((file) => `  ${isDryRun ? 'would write' : 'written'}: ${safeText(file)}`)]
  if (held.length > 0)
    lines.push(
      '',
      'Held back',
      ...held.map(({ entry, why }) => `- ${safeText(`${entry.subject.name} (${entry.subject.id}): ${whyOf(why)}`)}`),
    )
  lines.push('', 'What else the change does', ...CONSEQUENCES.map((each) => `- ${each}`))
  lines.push(
    '',
    'Next',
    '  1. read checklist.txt',
    '  2. load the file with Data Loader, or in its folder with:',
    `     ${LOAD_COMMAND}`,
    '  3. read the results back: phd cam reconcile <success file> <error file>',
    '  4. after the next accounts export: phd cam verify',
  )
  return `${lines.join('\n')}\n`
}
