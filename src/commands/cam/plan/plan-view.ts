/** A plan of owner changes in every format, and the next steps. */

import type { CheckedPlan } from '../../../plans/check-plan.ts'
import { whyOf } from '../../../plans/ownership-sentences.ts'
import type { Plan, PlanEntry } from '../../../plans/plan.ts'
import { csvForPeople } from '../../../terminal/csv.ts'
import type { Io } from '../../../terminal/io.ts'
import { showMoment } from '../../../terminal/moment.ts'
import { plural } from '../../../terminal/plural.ts'
import type { Rendering } from '../../../terminal/print.ts'
import { safeText } from '../../../terminal/safe-text.ts'
import { shellWord } from '../../../terminal/shell-word.ts'
import { table } from '../../../terminal/table.ts'
import { type HeldGroup, heldByReason } from './held-by-reason.ts'

type Screen = Pick<Io, 'columns' | 'prose' | 'style'>

/** What is shown in addition to a plan. */
interface PlanDetails {
  /** Files that were written; of a dry run, files that would be. */
  files: readonly string[]
  isDryRun: boolean
  /** Of a saved plan: which of its changes still hold. */
  since: CheckedPlan | null
  next: readonly string[]
}

/** A plan (phd.plan/1). */
export function planView(plan: Plan, details: PlanDetails, io: Screen): Rendering {
  const entry = (part: 'changes' | 'held') => (each: PlanEntry) => ({ schema: 'phd.plan-entry/1', plan: plan.id, part, ...each })
  return {
    table: () => planText(plan, details, io),
    json: () => plan,
    ndjson: () => [...plan.changes.map(entry('changes')), ...plan.held.map(entry('held'))],
    csv: () => planCsv(plan),
  }
}

function planText(plan: Plan, { files, isDryRun, since, next }: PlanDetails, { columns, prose, style }: Screen): string {
  const lines = [
    prose(style('bold', safeText(planTitle(plan)))),
    prose(style('dim', safeText(madeFromText(plan)))),
    prose(countsText(plan)),
  ]
  if (plan.changes.length > 0) lines.push('', style('bold', 'Changes'), changesTable(plan.changes, columns))
  if (plan.held.length > 0) {
    if (plan.changes.length === 0) lines.push('')
    lines.push(style('bold', 'Held: needs review'), prose(heldByReason(plan.held).map(groupText).join('\n')), '')
  }
  if (since) lines.push(prose(sinceLines(since).join('\n')), '')
  for (const file of files) lines.push(prose(safeText(`${isDryRun ? 'would write' : 'written'}: ${file}`)))
  if (next.length > 0) {
    if (files.length > 0) lines.push('')
    lines.push(style('bold', 'Next'), ...next.map((step, i) => prose(`  ${i + 1}. ${safeText(step)}`)))
  }
  return `${lines.join('\n').trimEnd()}\n`
}

/** What to do with a new plan; `file` is where it was saved. */
export function stepsAfterPlan({ changes, held }: Plan, file: string | null): string[] {
  const steps: string[] = []
  if (changes.length > 0) steps.push(file === null ? 'save it: phd cam plan --out plan.json' : exportStep(file))
  if (held.length > 0) steps.push(`check each held account: phd cam owner ${held[0]?.subject.id}`)
  return steps
}

/** What to do with a saved plan. */
export function stepsAfterShow({ changes }: Plan, { ready }: CheckedPlan, file: string): string[] {
  if (ready.length > 0) return [exportStep(file)]
  return changes.length > 0 ? ['make a new plan: phd cam plan'] : []
}

function exportStep(file: string): string {
  return `write the files for the loader: phd cam export ${shellWord(file)} --out owner-changes`
}

/** Which plan it is, when it was made and by whom. */
export function planTitle({ id, madeAt, madeBy }: Plan): string {
  return `Plan ${id}, made ${showMoment(madeAt)} by ${madeBy}`
}

/** The files a plan was made from, and its limits. */
export function madeFromText({ madeFrom, scope }: Plan): string {
  const files = madeFrom.map(({ file, importId }) => `${file} (import ${importId})`).join(', ')
  const parts = [
    scope.regions.length > 0 ? `only regions ${scope.regions.join(', ')}` : '',
    scope.only.length > 0 ? `only ${plural(scope.only.length, 'account')}` : '',
    scope.without.length > 0 ? `without ${plural(scope.without.length, 'account')}` : '',
  ].filter(Boolean)
  return `from ${files || 'no imports'}${parts.length > 0 ? `; ${parts.join('; ')}` : ''}`
}

/** How many accounts change, are held, and are right. */
export function countsText({ counts: { accounts, right, changes, held } }: Plan): string {
  return `${plural(accounts, 'account')}: ${plural(changes, 'change')}, ${held} held, ${right} already right`
}

function changesTable(changes: readonly PlanEntry[], columns: number): string {
  const rows = changes.map(({ subject, current, owner, via }) => {
    return [subject.name, subject.id, current.name, owner?.name ?? '', via?.rule ?? '']
  })
  return table(['PARTNER', 'ID', 'FROM', 'TO', 'BY'], rows, columns)
}

function groupText({ why, decision, entries }: HeldGroup): string {
  const lines = entries.map(({ entry: { subject, current }, own }) => {
    const what = `${subject.name} (${subject.id}), now ${current.name ?? 'no one'}`
    return `    ${safeText(own === '' ? what : `${what}: ${own}`)}`
  })
  return [`- ${safeText(`${why} (${decision.replaceAll('_', ' ')}, ${plural(entries.length, 'account')})`)}`, ...lines].join('\n')
}

function sinceLines({ ready, held, right }: CheckedPlan): string[] {
  return [
    `Against the current records: ${plural(ready.length, 'change')} can be exported, ${held.length} held back, ${right.length} done`,
    ...held.map(({ entry, why }) => safeText(`  ${entry.subject.name} (${entry.subject.id}): ${whyOf(why)}`)),
  ]
}

const CSV_HEADINGS = [
  ...['part', 'id', 'name', 'decision', 'current', 'current_id', 'owner', 'owner_id'],
  ...['rule', 'contracted_now', 'contracted', 'region', 'why'],
]

function planCsv({ changes, held }: Plan): string {
  return csvForPeople([
    CSV_HEADINGS,
    ...changes.map((entry) => ['change', ...csvCells(entry)]),
    ...held.map((entry) => ['held', ...csvCells(entry)]),
  ])
}

function csvCells(entry: PlanEntry): string[] {
  const { subject, decision, owner, current, via, contractedTerritories, contractedTerritoriesNow, region, reasons } = entry
  return [
    subject.id,
    subject.name,
    decision,
    current.name ?? '',
    current.userId ?? '',
    owner?.name ?? '',
    owner?.userId ?? '',
    via?.rule ?? '',
    contractedTerritoriesNow ?? '',
    contractedTerritories.join('; '),
    region ?? '',
    reasons.join('; '),
  ]
}
