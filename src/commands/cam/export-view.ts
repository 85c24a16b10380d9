/** Prints what an export of a plan wrote, and what is to be known before it is loaded. */

import type { Context } from '../../app/context.ts'
import type { CheckedPlan, Held, Plan, PlanEntry, Ready } from '../../plans/plan.ts'
import { sentenceOf, stepsFor } from '../../plans/sentences.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { CONSEQUENCES, loadCommand } from './checklist.ts'

export interface ExportResult extends CheckedPlan {
  plan: Plan
  folder: string
  /** The files that were written, or would be. */
  files: readonly string[]
  isDryRun: boolean
}

/** The changes that were held back, for people. */
export function conflictsCsv(held: readonly Held[]): string {
  const rows = held.map(({ entry, why }) => [
    entry.subject.id,
    entry.subject.name,
    entry.current.name ?? '',
    entry.owner?.name ?? '',
    sentenceOf(why).why,
    stepsFor([why], entry.subject.id).join('; '),
  ])
  return csvForPeople([['id', 'name', 'owner when planned', 'planned owner', 'why it is held back', 'what to do'], ...rows], {
    mark: true,
  })
}

/** Prints it (phd.cam-export/1). */
export function printExport({ io, format }: Pick<Context, 'io' | 'format'>, result: ExportResult): void {
  const { plan, folder, files, ready, held, right, isDryRun } = result
  const status = ready.length === 0 ? 'nothing_to_do' : isDryRun ? 'dry_run' : 'exported'
  const json = () => ({
    schema: 'phd.cam-export/1',
    plan: plan.id,
    status,
    changes: ready.map(changeJson),
    conflicts: held.map(heldJson),
    alreadyRight: right.map(({ subject }) => subject),
    folder,
    files,
    command: ready.length > 0 ? loadCommand() : null,
    consequences: CONSEQUENCES,
  })
  print(io, format, {
    table: () => io.prose(exportText(result)),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['part', 'id', 'name', 'from', 'from_id', 'to', 'to_id', 'why'],
        ...ready.map(({ entry, from, to }) => [
          'change',
          entry.subject.id,
          entry.subject.name,
          from.name ?? '',
          from.userId,
          to.name,
          to.userId,
          '',
        ]),
        ...held.map(({ entry, why }) => ['conflict', ...cellsOf(entry), sentenceOf(why).why]),
        ...right.map((entry) => ['already right', ...cellsOf(entry), '']),
      ]),
  })
}

function cellsOf({ subject, current, owner }: PlanEntry): string[] {
  return [subject.id, subject.name, current.name ?? '', current.userId ?? '', owner?.name ?? '', owner?.userId ?? '']
}

function changeJson({ entry, from, to }: Ready) {
  return { subject: entry.subject, from, to, contractedTerritories: entry.contractedTerritories }
}

function heldJson({ entry, why }: Held) {
  return { subject: entry.subject, code: why.code, message: sentenceOf(why).why }
}

function exportText({ plan, files, ready, held, right, isDryRun }: ExportResult): string {
  if (ready.length === 0) {
    return `plan ${plan.id}: nothing to do, ${right.length === 0 ? 'it has no change' : `${plural(right.length, 'change')} of it ${right.length === 1 ? 'is' : 'are'} in the records already`}\n`
  }
  const told = [
    `plan ${plan.id}: ${plural(ready.length, 'change')} ${isDryRun ? 'would be exported' : 'exported'}`,
    held.length > 0 ? `${held.length} held back` : '',
    right.length > 0 ? `${right.length} in the records already` : '',
  ].filter(Boolean)
  const lines = [told.join(', '), ...files.map((file) => `  ${isDryRun ? 'would write' : 'written'}: ${safeText(file)}`)]
  if (held.length > 0)
    lines.push(
      '',
      'Held back',
      ...held.map(({ entry, why }) => `- ${safeText(`${entry.subject.name} (${entry.subject.id}): ${sentenceOf(why).why}`)}`),
    )
  lines.push('', 'What else the change does', ...CONSEQUENCES.map((each) => `- ${each}`))
  lines.push(
    '',
    'Next',
    '  1. look through checklist.txt',
    '  2. load the file in its folder, by Data Loader or so:',
    `     ${loadCommand()}`,
  )
  lines.push(
    '  3. read the results back: phd cam reconcile <success file> <error file>',
    '  4. after the next accounts export: phd cam verify',
  )
  return `${lines.join('\n')}\n`
}
