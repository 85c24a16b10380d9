/** A plan of owner changes in every format, and the next steps. */

import type { CheckedPlan } from '../../../plans/check-plan.ts'
import { whyOf } from '../../../plans/ownership-sentences.ts'
import type { Plan, PlanEntry } from '../../../plans/plan.ts'
import { csvPieces } from '../../../terminal/csv.ts'
import type { Io } from '../../../terminal/io.ts'
import { showMoment } from '../../../terminal/moment.ts'
import { plural } from '../../../terminal/plural.ts'
import type { Rendering } from '../../../terminal/print.ts'
import { safeText } from '../../../terminal/safe-text.ts'
import { shellWord } from '../../../terminal/shell-word.ts'
import { TableRows } from '../../../terminal/table.ts'
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
    table: () => trimmedLines(planLines(plan, details, io)),
    json: () => plan,
    ndjson: function* () {
      for (const each of plan.changes) yield entry('changes')(each)
      for (const each of plan.held) yield entry('held')(each)
    },
    csv: () => csvPieces(planRows(plan)),
  }
}

/** Lines as a text, without what is blank at its end. */
function* trimmedLines(lines: Iterable<string>): Generator<string> {
  let blank = ''
  let before = ''
  for (const line of lines) {
    const text = `${before}${line}`
    before = '\n'
    const own = text.trimEnd()
    if (own === '') {
      blank += text
      continue
    }
    yield `${blank}${own}`
    blank = text.slice(own.length)
  }
  yield '\n'
}

function* planLines(
  plan: Plan,
  { files, isDryRun, since, next }: PlanDetails,
  { columns, prose, style }: Screen,
): Generator<string> {
  yield prose(style('bold', safeText(planTitle(plan))))
  yield prose(style('dim', safeText(madeFromText(plan))))
  yield prose(countsText(plan))
  if (plan.changes.length > 0) yield* ['', style('bold', 'Changes')]
  if (plan.changes.length > 0) yield* changeLines(plan.changes, columns)
  if (plan.held.length > 0) {
    if (plan.changes.length === 0) yield ''
    yield style('bold', 'Held: needs review')
    for (const group of heldByReason(plan.held)) for (const line of groupLines(group)) yield prose(line)
    yield ''
  }
  if (since) yield* [prose(sinceLines(since).join('\n')), '']
  for (const file of files) yield prose(safeText(`${isDryRun ? 'would write' : 'written'}: ${file}`))
  if (next.length > 0) {
    if (files.length > 0) yield ''
    yield* [style('bold', 'Next'), ...next.map((step, i) => prose(`  ${i + 1}. ${safeText(step)}`))]
  }
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

/** A table of the changes, with a blank line after it. */
function* changeLines(changes: readonly PlanEntry[], columns: number): Generator<string> {
  const rows = new TableRows(['PARTNER', 'ID', 'FROM', 'TO', 'BY'])
  for (const { subject, current, owner, via } of changes)
    rows.add([subject.name, subject.id, current.name, owner?.name ?? '', via?.rule ?? ''])
  for (const line of rows.lines(columns)) yield line.slice(0, -1)
  yield ''
}

function* groupLines({ why, decision, entries }: HeldGroup): Generator<string> {
  yield `- ${safeText(`${why} (${decision.replaceAll('_', ' ')}, ${plural(entries.length, 'account')})`)}`
  for (const { entry, own } of entries) {
    const { subject, current } = entry
    const what = `${subject.name} (${subject.id}), now ${current.name ?? 'no one'}`
    yield `    ${safeText(own === '' ? what : `${what}: ${own}`)}`
  }
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

function* planRows({ changes, held }: Plan): Generator<string[]> {
  yield CSV_HEADINGS
  for (const entry of changes) yield ['change', ...csvCells(entry)]
  for (const entry of held) yield ['held', ...csvCells(entry)]
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
