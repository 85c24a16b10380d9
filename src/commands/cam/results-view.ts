/** Prints what became of plans: what a loader did, and what the records say since. */

import type { Context } from '../../app/context.ts'
import type { Held, PlanEntry } from '../../plans/plan.ts'
import { type ExportedChange, isLoaded, isSettled, type PlanProgress } from '../../plans/progress.ts'
import type { Reconciled, Unusable } from '../../plans/results.ts'
import { sentenceOf } from '../../plans/sentences.ts'
import type { VerifiedChange } from '../../plans/verify.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

type Printing = Pick<Context, 'io' | 'format'>

export interface ReconcileResult extends Reconciled {
  plan: PlanProgress
  status: 'reconciled' | 'unchanged' | 'dry_run'
  /** The file of what is to be loaded again; null where nothing is. */
  retry: string | null
  /** Changes that are left, and are kept out of that file: they do not hold any more, or are in the records already. */
  held: readonly Held[]
  right: readonly PlanEntry[]
}

const UNUSABLE: Readonly<Record<Unusable['why'], string>> = {
  not_in_plan: 'the account is not in the plan',
  no_id: 'it has no Salesforce id of an account',
  other_owner: 'it has another owner than the plan',
  created: 'the loader made a new record instead of updating one',
  unknown_status: 'its status is none that a loader gives for an update',
  ids_disagree: 'its columns name two accounts',
  contradictory: 'the files say both that it was done and that it failed',
  done_before: 'it failed, but an earlier file said that it was done',
}

/** What to do about what loaders say most often when an owner is refused. */
const REMEDIES: ReadonlyArray<readonly [said: RegExp, remedy: string]> = [
  [/UNABLE_TO_LOCK_ROW/i, 'somebody was changing the account at that moment: load the retry file'],
  [
    /INACTIVE_OWNER|inactive user|OP_WITH_INVALID_USER_TYPE/i,
    'the new owner is not active any more: import the users again, and plan anew',
  ],
  [
    /INSUFFICIENT_ACCESS|TRANSFER_REQUIRES_READ|NO_ACCESS/i,
    'whoever loads it lacks the right to transfer these accounts: ask the Salesforce administrator',
  ],
  [
    /ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY|MALFORMED_ID/i,
    'the account or the user is not there: import both exports again, and plan anew',
  ],
  [
    /FIELD_CUSTOM_VALIDATION|FIELD_INTEGRITY|RESTRICTED_PICKLIST/i,
    'Salesforce has a rule against this value: correct the account there, then load the retry file',
  ],
]

/** What to do about a failure; null where what the loader said is not known. */
function remedyOf(said: string): string | null {
  return REMEDIES.find(([pattern]) => pattern.test(said))?.[1] ?? null
}

function changeJson({ id, name, from, to, state, detail }: ExportedChange) {
  return { id, name, from, to, state, detail }
}

/** Prints what the results of a loader say (phd.cam-reconcile/1). */
export function printReconciled(
  { io, format }: Printing,
  { plan, status, changes, unusable, retry, held, right }: ReconcileResult,
): void {
  const of = (...states: ExportedChange['state'][]): ExportedChange[] => changes.filter(({ state }) => states.includes(state))
  const [done, failed, left] = [of('done', 'landed', 'overwritten', 'superseded'), of('failed'), of('open')]
  const state = isLoaded({ ...plan, changes }) ? 'closed' : 'open'
  const json = () => ({
    schema: 'phd.cam-reconcile/1',
    plan: plan.id,
    status,
    state,
    done: done.map(changeJson),
    failed: failed.map((change) => ({ ...changeJson(change), remedy: remedyOf(change.detail ?? '') })),
    notAttempted: left.map(changeJson),
    unusable: unusable.map(({ row, why }) => ({ file: row.file, line: row.line, id: row.id, code: why, message: UNUSABLE[why] })),
    heldBack: held.map(({ entry, why }) => ({
      id: entry.subject.id,
      name: entry.subject.name,
      code: why.code,
      message: sentenceOf(why).why,
    })),
    alreadyRight: right.map(({ subject }) => subject),
    retry,
  })
  print(io, format, {
    table: () => {
      const lines = [
        io.style('bold', `plan ${plan.id}: ${done.length} done, ${failed.length} failed, ${left.length} not attempted`),
        ...(status === 'unchanged' ? ['nothing in these files is new'] : []),
        ...(state === 'closed' ? [io.style('green', 'the plan is closed: every change was loaded')] : []),
      ]
      const section = (title: string, entries: readonly string[]): void => {
        if (entries.length > 0) lines.push('', io.style('bold', title), ...entries.map((entry) => `- ${safeText(entry)}`))
      }
      section(
        'Failed',
        failed.map(({ id, name, detail }) => {
          const remedy = remedyOf(detail ?? '')
          return `${name} (${id}): ${detail}${remedy === null ? '' : `; ${remedy}`}`
        }),
      )
      section(
        'Not attempted',
        left.map(({ id, name }) => `${name} (${id}): no result file has it`),
      )
      section(
        'Rows that could not be used',
        unusable.map(({ row, why }) => `${row.file}, line ${row.line}, ${row.id || 'no id'}: ${UNUSABLE[why]}`),
      )
      section('Kept out of the retry file', [
        ...held.map(({ entry, why }) => `${entry.subject.name} (${entry.subject.id}): ${sentenceOf(why).why}`),
        ...right.map(({ subject }) => `${subject.name} (${subject.id}): the record has the planned owner already`),
      ])
      lines.push('', io.style('bold', 'Next'))
      const steps = [
        ...(retry === null
          ? []
          : [
              `load what is left: ${safeText(retry)} has ${plural(failed.length + left.length - held.length - right.length, 'account')}; then reconcile its results too`,
            ]),
        'export the accounts again, import them, and see whether it landed: phd cam verify',
      ]
      lines.push(...steps.map((step, i) => `  ${i + 1}. ${step}`))
      return io.prose(`${lines.join('\n')}\n`)
    },
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['id', 'name', 'state', 'from', 'to', 'why'],
        ...changes.map((change) => cells(change, change.state === 'open' ? 'not attempted' : change.state, change.detail ?? '')),
        ...unusable.map(({ row, why }) => [
          row.id,
          '',
          'unusable',
          '',
          row.ownerId,
          `${row.file}, line ${row.line}: ${UNUSABLE[why]}`,
        ]),
      ]),
  })
}

function cells({ id, name, from, to }: ExportedChange, state: string, why: string): string[] {
  return [id, name, state, from.name ?? '', to.name, why]
}

export interface VerifiedPlan {
  plan: PlanProgress
  status: 'verified' | 'unchanged' | 'dry_run'
  changes: readonly VerifiedChange[]
}

const FOUND: Readonly<Record<VerifiedChange['found'], string>> = {
  landed: 'landed',
  overwritten: 'overwritten by somebody',
  open: 'still open',
  not_seen: 'not seen since',
  gone: 'no partner any more',
  unclear: 'cannot be told',
  superseded: 'in a later plan',
}

/** Prints what the records say of the plans that were exported (phd.cam-verify/1). */
export function printVerified({ io, format }: Printing, plans: readonly VerifiedPlan[]): void {
  const json = () => ({
    schema: 'phd.cam-verify/1',
    plans: plans.map(({ plan, status, changes }) => ({
      plan: plan.id,
      exportedAt: plan.exportedAt,
      status,
      state: changes.every(({ found }) => found === 'landed' || found === 'superseded') ? 'closed' : 'open',
      changes: changes.map(({ change, found, owner, territoriesMissing }) => ({
        id: change.id,
        name: change.name,
        from: change.from,
        to: change.to,
        found,
        owner,
        contractedTerritories: change.entry.contractedTerritories,
        territoriesMissing,
      })),
    })),
  })
  print(io, format, {
    table: () => {
      if (plans.length === 0) return 'no plan waits to be verified\n'
      const steps = [...new Set(plans.flatMap(stepsOf))]
      const next =
        steps.length === 0 ? [] : [[io.style('bold', 'Next'), ...steps.map((step, i) => `  ${i + 1}. ${step}`)].join('\n')]
      return io.prose(`${[...plans.map((plan) => verifiedText(plan, io.style)), ...next].join('\n\n')}\n`)
    },
    json,
    ndjson: () => json().plans.map((plan) => ({ ...plan, schema: 'phd.cam-verified-plan/1' })),
    csv: () =>
      csvForPeople([
        ['plan', 'id', 'name', 'found', 'from', 'to', 'owner_now', 'contracted_territories'],
        ...plans.flatMap(({ plan, changes }) =>
          changes.map(({ change, found, owner, territoriesMissing }) => [
            plan.id,
            change.id,
            change.name,
            found,
            change.from.name ?? '',
            change.to.name,
            owner ?? '',
            territoriesMissing === null
              ? ''
              : territoriesMissing
                ? `missing: ${change.entry.contractedTerritories.join('; ')}`
                : 'named',
          ]),
        ),
      ]),
  })
}

function verifiedText({ plan, changes }: VerifiedPlan, style: Context['io']['style']): string {
  const of = (found: VerifiedChange['found']): VerifiedChange[] => changes.filter((each) => each.found === found)
  const counts = Object.entries(FOUND).flatMap(([found, words]) => {
    const { length } = of(found as VerifiedChange['found'])
    return length > 0 || found === 'landed' ? [`${length} ${words}`] : []
  })
  const lines = [
    style(
      'bold',
      `plan ${plan.id}, exported ${showMoment(plan.exportedAt)} by ${safeText(plan.exportedBy)}: ${counts.join(', ')}`,
    ),
  ]
  const list = (title: string, entries: readonly string[]): void => {
    if (entries.length > 0) lines.push('', style('bold', title), ...entries.map((entry) => `- ${safeText(entry)}`))
  }
  const named = ({ change }: VerifiedChange): string => `${change.name} (${change.id})`
  const instead = (each: VerifiedChange): string => `${named(each)}: ${each.owner ?? 'nobody'}, not ${each.change.to.name}`
  list('Overwritten by somebody: the record has another owner than planned', of('overwritten').map(instead))
  list('Still open: the record has the former owner', of('open').map(instead))
  list('Not seen since: no accounts export has them that was imported since', of('not_seen').map(named))
  list(
    'Cannot be told: several Salesforce users have the name that the record has',
    of('unclear').map((each) => `${named(each)}: ${each.owner ?? 'nobody'}`),
  )
  list('No partner any more', of('gone').map(named))
  const missing = changes.filter(({ territoriesMissing }) => territoriesMissing)
  list(
    'Contracted Territories still to be updated',
    missing.map((each) => `${named(each)}: ${each.change.entry.contractedTerritories.join('; ')}`),
  )
  return lines.join('\n')
}

/** What to do next about a plan; the same step may be asked for by several. */
function stepsOf({ plan, changes }: VerifiedPlan): string[] {
  const has = (wanted: VerifiedChange['found']): boolean => changes.some(({ found }) => found === wanted)
  return [
    ...(has('not_seen') ? ['export the accounts again and import them: phd import <accounts.csv>; then phd cam verify'] : []),
    ...(has('open')
      ? ['load what is still open: see the retry file of phd cam reconcile, or make a new plan: phd cam plan']
      : []),
    ...(has('overwritten')
      ? [
          `ask who changed it; if it was meant: phd cam set <partner> --owner <name> --reason "…", and phd cam close ${plan.id} --reason "…"; if not: phd cam plan`,
        ]
      : []),
  ]
}

/** Prints the plans that were exported (phd.cam-plans/1). */
export function printPlans({ io, format }: Printing, plans: readonly PlanProgress[]): void {
  const rows = plans.map((plan) => {
    const count = (state: ExportedChange['state']): number => plan.changes.filter((change) => change.state === state).length
    const state = plan.closed ? 'closed' : isSettled(plan) ? 'settled' : isLoaded(plan) ? 'loaded' : 'open'
    return {
      plan: plan.id,
      exportedAt: plan.exportedAt,
      exportedBy: plan.exportedBy,
      state,
      changes: plan.changes.length,
      open: count('open'),
      done: count('done'),
      failed: count('failed'),
      landed: count('landed'),
      overwritten: count('overwritten'),
      superseded: count('superseded'),
      closed: plan.closed,
    }
  })
  print(io, format, {
    table: () => {
      if (rows.length === 0) return 'no plan was exported yet; make one: phd cam plan --out plan.json\n'
      const cells = rows.map((row) => [
        row.plan,
        showMoment(row.exportedAt),
        row.exportedBy,
        row.state,
        ...COUNTS.map((name) => row[name]),
        row.closed ? `by ${row.closed.actor}: ${row.closed.reason}` : '',
      ])
      return table(['PLAN', 'EXPORTED', 'BY', 'STATE', ...COUNTS.map((name) => name.toUpperCase()), ''], cells)
    },
    json: () => ({ schema: 'phd.cam-plans/1', plans: rows }),
    ndjson: () => rows.map((row) => ({ schema: 'phd.cam-plan-state/1', ...row })),
    csv: () =>
      csvForPeople([
        ['plan', 'exported_at', 'exported_by', 'state', ...COUNTS, 'closed'],
        ...rows.map((row) => [
          row.plan,
          row.exportedAt,
          row.exportedBy,
          row.state,
          ...COUNTS.map((name) => String(row[name])),
          row.closed?.reason ?? '',
        ]),
      ]),
  })
}

const COUNTS = ['changes', 'open', 'failed', 'done', 'landed', 'overwritten', 'superseded'] as const
