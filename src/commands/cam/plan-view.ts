/** Prints a plan of owner changes in every format. */

import type { Context } from '../../app/context.ts'
import type { CheckedPlan, Plan, PlanEntry } from '../../plans/plan.ts'
import { sentenceOf } from '../../plans/sentences.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import { type HeldGroup, heldGroups } from './held-groups.ts'

type Printing = Pick<Context, 'io' | 'format'>

/** What is said beside a plan. */
interface Beside {
  /** Files that were written, or would be in a dry run. */
  files: readonly string[]
  isDryRun: boolean
  /** Of a saved plan: how it stands against the records of now. */
  since: CheckedPlan | null
  next: readonly string[]
}

/** Prints a plan (phd.plan/1). */
export function printPlan({ io, format }: Printing, plan: Plan, { files, isDryRun, since, next }: Beside): void {
  print(io, format, {
    table: () => {
      const lines = [
        io.style('bold', safeText(planTitle(plan))),
        io.prose(io.style('dim', safeText(madeFromText(plan)))),
        countsText(plan),
      ]
      if (plan.changes.length > 0) {
        lines.push('', io.style('bold', 'Changes'), changesTable(plan.changes))
      }
      if (plan.held.length > 0) {
        if (plan.changes.length === 0) lines.push('')
        lines.push(io.style('bold', 'Held: a person must look'), io.prose(heldGroups(plan.held).map(groupText).join('\n')), '')
      }
      if (since) lines.push(...sinceLines(since), '')
      for (const file of files) lines.push(safeText(`${isDryRun ? 'would write' : 'written'}: ${file}`))
      if (next.length > 0)
        lines.push(
          ...(files.length > 0 ? [''] : []),
          io.style('bold', 'Next'),
          ...next.map((step, i) => `  ${i + 1}. ${safeText(step)}`),
        )
      return `${lines.join('\n').trimEnd()}\n`
    },
    json: () => plan,
    ndjson: () => [
      ...plan.changes.map((entry) => ({ schema: 'phd.plan-entry/1', plan: plan.id, part: 'changes', ...entry })),
      ...plan.held.map((entry) => ({ schema: 'phd.plan-entry/1', plan: plan.id, part: 'held', ...entry })),
    ],
    csv: () => planCsv(plan),
  })
}

/** Which plan it is, when it was made and by whom. */
export function planTitle({ id, madeAt, madeBy }: Plan): string {
  return `Plan ${id}, made ${showMoment(madeAt)} by ${madeBy}`
}

/** The files a plan was made from, in words. */
export function madeFromText({ madeFrom, scope }: Plan): string {
  const files = madeFrom.map(({ file, importId }) => `${file} (import ${importId})`).join(', ')
  const parts = [
    scope.regions.length > 0 ? `regions ${scope.regions.join(', ')} alone` : '',
    scope.only.length > 0 ? `${plural(scope.only.length, 'account')} alone` : '',
    scope.without.length > 0 ? `without ${plural(scope.without.length, 'account')}` : '',
  ].filter(Boolean)
  return `from ${files || 'no imports'}${parts.length > 0 ? `; ${parts.join('; ')}` : ''}`
}

/** How many accounts change, wait, and are right. */
export function countsText({ counts: { accounts, right, changes, held } }: Plan): string {
  return `${plural(accounts, 'account')}: ${plural(changes, 'change')}, ${held} held, ${right} right already`
}

function changesTable(changes: readonly PlanEntry[]): string {
  const rows = changes.map(({ subject, current, owner, via }) => [
    subject.name,
    subject.id,
    current.name,
    owner?.name ?? '',
    via?.rule ?? '',
  ])
  return table(['PARTNER', 'ID', 'FROM', 'TO', 'BY'], rows)
}

function groupText({ why, decision, entries }: HeldGroup): string {
  const lines = entries.map(({ entry: { subject, current }, own }) => {
    const what = `${subject.name} (${subject.id}), now ${current.name ?? 'nobody'}`
    return `    ${safeText(own === '' ? what : `${what}: ${own}`)}`
  })
  return [`- ${safeText(`${why} (${decision.replaceAll('_', ' ')}, ${plural(entries.length, 'account')})`)}`, ...lines].join('\n')
}

function sinceLines({ ready, held, right }: CheckedPlan): string[] {
  const lines = [
    `Against the records of now: ${ready.length} of its changes may be exported, ${held.length} are held back, ${right.length} are done`,
  ]
  return [
    ...lines,
    ...held.map(({ entry, why }) => safeText(`  ${entry.subject.name} (${entry.subject.id}): ${sentenceOf(why).why}`)),
  ]
}

function planCsv({ changes, held }: Plan): string {
  const row = (
    part: string,
    { subject, decision, owner, current, via, contractedTerritories, contractedTerritoriesNow, region, reasons }: PlanEntry,
  ) => [
    part,
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
  return csvForPeople([
    [
      'part',
      'id',
      'name',
      'decision',
      'current',
      'current_id',
      'owner',
      'owner_id',
      'rule',
      'contracted_now',
      'contracted',
      'region',
      'why',
    ],
    ...changes.map((entry) => row('change', entry)),
    ...held.map((entry) => row('held', entry)),
  ])
}
