/** What the records say about exported plans. */

import type { VerifiedChange, VerifiedPlan } from '../../../plans/verify.ts'
import { csvPieces } from '../../../terminal/csv.ts'
import type { Io } from '../../../terminal/io.ts'
import { showMoment } from '../../../terminal/moment.ts'
import type { Rendering } from '../../../terminal/print.ts'
import { safeText } from '../../../terminal/safe-text.ts'
import { FOUND } from '../sentences.ts'

interface ShownPlan extends VerifiedPlan {
  status: 'verified' | 'unchanged' | 'dry_run'
}

/** The states of plans (phd.cam-verify/1). */
export function verifyView(plans: readonly ShownPlan[], io: Pick<Io, 'prose' | 'style'>): Rendering {
  return {
    table: () => io.prose(verifyText(plans, io.style)),
    json: () => ({ schema: 'phd.cam-verify/1', plans: plans.map(planJson) }),
    ndjson: () => plans.map((plan) => ({ ...planJson(plan), schema: 'phd.cam-verified-plan/1' })),
    csv: () => csvPieces(csvRows(plans)),
  }
}

function planJson({ plan, status, changes }: ShownPlan) {
  return {
    plan: plan.id,
    exportedAt: plan.exportedAt,
    status,
    state: changes.every(({ found }) => found === 'landed' || found === 'superseded') ? 'closed' : 'open',
    // Made as they are printed.
    changes: changes.values().map(({ change, found, owner, territoriesMissing }) => ({
      id: change.id,
      name: change.name,
      from: change.from,
      to: change.to,
      found,
      owner,
      contractedTerritories: change.entry.contractedTerritories,
      territoriesMissing,
    })),
  }
}

function* csvRows(plans: readonly ShownPlan[]): Generator<string[]> {
  yield ['plan', 'id', 'name', 'found', 'from', 'to', 'owner_now', 'contracted_territories']
  for (const { plan, changes } of plans)
    for (const { change, found, owner, territoriesMissing } of changes) {
      const missing = `missing: ${change.entry.contractedTerritories.join('; ')}`
      const territories = territoriesMissing === null ? '' : territoriesMissing ? missing : 'named'
      yield [plan.id, change.id, change.name, found, change.from.name ?? '', change.to.name, owner ?? '', territories]
    }
}

function verifyText(plans: readonly ShownPlan[], style: Io['style']): string {
  if (plans.length === 0) return 'no plans to verify\n'
  const steps = [...new Set(plans.flatMap(stepsOf))]
  const next = steps.length === 0 ? [] : [[style('bold', 'Next'), ...steps.map((step, i) => `  ${i + 1}. ${step}`)].join('\n')]
  return `${[...plans.map((plan) => planText(plan, style)), ...next].join('\n\n')}\n`
}

function planText({ plan, changes }: ShownPlan, style: Io['style']): string {
  const counts = Object.entries(FOUND).flatMap(([found, words]) => {
    const { length } = changes.filter((each) => each.found === found)
    return length > 0 || found === 'landed' ? [`${length} ${words}`] : []
  })
  const title = `plan ${plan.id}, exported ${showMoment(plan.exportedAt)} by ${safeText(plan.exportedBy)}: ${counts.join(', ')}`
  const sections = sectionsOf(changes).filter(({ entries }) => entries.length > 0)
  return [
    style('bold', title),
    ...sections.flatMap(({ title, entries }) => ['', style('bold', title), ...entries.map((entry) => `- ${safeText(entry)}`)]),
  ].join('\n')
}

function sectionsOf(changes: readonly VerifiedChange[]): { title: string; entries: string[] }[] {
  const of = (found: VerifiedChange['found']): VerifiedChange[] => changes.filter((each) => each.found === found)
  const named = ({ change }: VerifiedChange): string => `${change.name} (${change.id})`
  const withOwner = (each: VerifiedChange): string => `${named(each)}: ${each.owner ?? 'no one'}`
  const instead = (each: VerifiedChange): string => `${withOwner(each)}, not ${each.change.to.name}`
  const territories = (each: VerifiedChange): string => `${named(each)}: ${each.change.entry.contractedTerritories.join('; ')}`
  return [
    {
      title: 'Overwritten: the record has an owner that was not planned',
      entries: of('overwritten').map(instead),
    },
    { title: 'Still open: the record has the former owner', entries: of('open').map(instead) },
    {
      title: 'Not seen since: not in any accounts export imported since',
      entries: of('not_seen').map(named),
    },
    {
      title: 'Unclear: several Salesforce users have the name in the record',
      entries: of('unclear').map(withOwner),
    },
    { title: 'No longer a partner', entries: of('gone').map(named) },
    {
      title: 'Contracted Territories still to update',
      entries: changes.filter(({ territoriesMissing }) => territoriesMissing).map(territories),
    },
  ]
}

/** What to do next about a plan; several plans may need the same step. */
function stepsOf({ plan, changes }: ShownPlan): string[] {
  const has = (wanted: VerifiedChange['found']): boolean => changes.some(({ found }) => found === wanted)
  return [
    ...(has('not_seen') ? ['export the accounts again and import them: phd import <accounts.csv>; then phd cam verify'] : []),
    ...(has('open') ? ['load what is still open (the retry file of phd cam reconcile), or make a new plan: phd cam plan'] : []),
    ...(has('overwritten')
      ? [
          `ask who changed it; if on purpose: phd cam set <partner> --owner <name> --reason "…", and phd cam close ${plan.id} --reason "…"; if not: phd cam plan`,
        ]
      : []),
  ]
}
