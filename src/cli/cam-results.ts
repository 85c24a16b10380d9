import { dirname, join } from 'node:path'
import type { CommonFlags, Context } from '../context.ts'
import { ExitCode, highestCode, PhdError } from '../errors.ts'
import { printPlans, printReconciled, printVerified, type VerifiedPlan } from '../output/cam-progress.ts'
import { loaderFile, RETRY_FILE } from '../output/loader-files.ts'
import { isPartner } from '../partners/resolve.ts'
import { CAM_ACTION, planEntry } from '../plans/entries.ts'
import { type ExportedChange, isLoaded, isSettled, type PlanProgress, readProgress } from '../plans/progress.ts'
import { hasRowsOf, joinResults, type Reconciled } from '../plans/results.ts'
import { type VerifiedChange, verifyPlan } from '../plans/verify.ts'
import type { LoaderResult } from '../records/loader-result.ts'
import { isSameName } from '../rules/cam.ts'
import type { Store } from '../store/store.ts'
import { givenValue } from './command.ts'
import { recordingOf } from './decide-options.ts'

export interface ResultFlags extends CommonFlags {
  plan?: string
  out?: string
}

/** Reads what a loader did, and says what is done, what failed and what is left; writes what is to be loaded again. */
export async function runReconcile(context: Context, flags: ResultFlags, files: string[]): Promise<ExitCode> {
  const { readResultFile } = await import('../imports/result-file.ts')
  const rows = files.flatMap(readResultFile)
  const folder = givenValue('--out', flags.out) ?? dirname(files[0] ?? '.')
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const plan = await planOf(await readProgress(store), rows, givenValue('--plan', flags.plan))
    const reconciled = joinResults(plan, rows)
    const left = reconciled.changes.filter(({ state }) => state === 'open' || state === 'failed')
    const isNew = hasNews(plan, reconciled.changes)
    const retry = await writeRetry(context, folder, left, isNew)
    if (isNew && !context.dryRun) {
      const body = { plan: plan.id, ...countsOf(reconciled), left: left.length }
      const { results, unusable } = reconciled
      const evidence = {
        results,
        unusable: unusable.map(({ row, why }) => ({ file: row.file, line: row.line, id: row.id, why })),
      }
      await store.record([planEntry(CAM_ACTION.reconciled, body, evidence, recordingOf(context))], basis)
    }
    const status = isNew ? (context.dryRun ? 'dry_run' : 'reconciled') : 'unchanged'
    printReconciled(context, { ...reconciled, plan, status, retry })
    return left.length > 0 || reconciled.unusable.length > 0 ? ExitCode.no : ExitCode.yes
  } finally {
    store.close()
  }
}

/** Looks in the records for what became of every plan that was exported. */
export async function runVerify(context: Context, flags: ResultFlags): Promise<ExitCode> {
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const plans = await readProgress(store)
    const named = givenValue('--plan', flags.plan)
    const wanted = named === undefined ? plans.filter((plan) => !isSettled(plan)) : [await namedPlan(plans, named)]
    const { directory } = await import('../partners/contacts.ts')
    const people = await directory(store)
    const idOf = (id: string | null, name: string | null): string | null => id ?? people.find(null, name).user?.id ?? null
    const verified: VerifiedPlan[] = []
    for (const plan of wanted) {
      const records = await recordsOf(store, plan)
      const changes = verifyPlan(
        plan,
        (id) => records.get(id) ?? null,
        (owner, person) => {
          const id = idOf(owner.userId, owner.name)
          return id === null ? isSameName(owner.name ?? '', person.name ?? '') : id === person.userId
        },
      )
      verified.push({ plan, status: statusOf(context, plan, changes), changes })
    }
    const entries = verified.filter(({ status }) => status === 'verified').map((each) => verifiedEntry(context, each))
    if (entries.length > 0) await store.record(entries, basis)
    printVerified(context, verified)
    return highestCode(verified.flatMap(({ changes }) => changes.map(({ found }) => EXIT_OF[found])))
  } finally {
    store.close()
  }
}

const EXIT_OF: Readonly<Record<VerifiedChange['found'], ExitCode>> = {
  landed: ExitCode.yes,
  overwritten: ExitCode.no,
  open: ExitCode.no,
  not_seen: ExitCode.cannotTell,
  gone: ExitCode.cannotTell,
}

/** Lists the plans that were exported, and what became of each. */
export async function runPlans(context: Context): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    printPlans(context, await readProgress(store))
    return ExitCode.yes
  } finally {
    store.close()
  }
}

/** The plan that result files are of: the one that was named, else the one whose accounts they have. */
async function planOf(
  plans: readonly PlanProgress[],
  rows: readonly LoaderResult[],
  named: string | undefined,
): Promise<PlanProgress> {
  if (named !== undefined) return namedPlan(plans, named)
  const fitting = plans.filter((plan) => hasRowsOf(plan, rows))
  const waiting = fitting.filter((plan) => !isLoaded(plan))
  const candidates = waiting.length > 0 ? waiting : fitting
  const [only] = candidates
  if (only && candidates.length === 1) return only
  if (!only) {
    throw new PhdError('no_such_plan', ExitCode.notFound, 'these results are of no plan that was exported', {
      hint: 'see: phd cam plans; if it is one of them, name it: --plan <plan>',
    })
  }
  throw new PhdError(
    'plan_ambiguous',
    ExitCode.notFound,
    `these results may be of ${candidates.length} plans: ${candidates.map(({ id }) => id).join(', ')}`,
    { hint: 'say which: --plan <plan>; see: phd cam plans' },
  )
}

/** A plan by its number, or by the file it was kept in. */
async function namedPlan(plans: readonly PlanProgress[], named: string): Promise<PlanProgress> {
  const id = /^[0-9a-f]{12}$/.test(named) ? named : (await (await import('./cam-plan.ts')).readPlan(named)).id
  const plan = plans.find((each) => each.id === id)
  if (plan) return plan
  throw new PhdError('no_such_plan', ExitCode.notFound, `plan ${id} was never exported from this database`, {
    hint: 'see: phd cam plans',
  })
}

function hasNews({ changes }: PlanProgress, after: readonly ExportedChange[]): boolean {
  return after.some((change, i) => change.state !== changes[i]?.state || change.detail !== changes[i]?.detail)
}

function countsOf({ results, unusable }: Reconciled): { done: number; failed: number; unusable: number } {
  const done = results.filter(({ state }) => state === 'done').length
  return { done, failed: results.length - done, unusable: unusable.length }
}

async function writeRetry(
  context: Context,
  folder: string,
  left: readonly ExportedChange[],
  isNew: boolean,
): Promise<string | null> {
  if (left.length === 0 || !isNew) return null
  const path = join(folder, RETRY_FILE)
  if (context.dryRun) return path
  const { writeBeside } = await import('../output/write-file.ts')
  const field = left.some(({ territoryValue }) => territoryValue !== null) ? (context.contractedTerritories?.field ?? null) : null
  const rows = left.map(({ id, to, territoryValue }) => ({ id, ownerId: to.userId, territories: territoryValue }))
  return writeBeside(path, loaderFile(rows, field))
}

async function recordsOf(store: Store, { changes }: PlanProgress) {
  const records = new Map<
    string,
    { owner: { name: string | null; userId: string | null }; contractedTerritories: string | null; importId: number }
  >()
  for (const { id } of changes) {
    const account = await store.account(id)
    if (!account || !isPartner(account)) continue
    const { owner, ownerId, contractedTerritories } = account.record
    records.set(id, { owner: { name: owner, userId: ownerId }, contractedTerritories, importId: account.source.importId })
  }
  return records
}

/** Whether anything is known now that the audit does not have. */
function statusOf({ dryRun }: Context, { changes }: PlanProgress, found: readonly VerifiedChange[]): VerifiedPlan['status'] {
  const isNews = resultsOf(found).some(({ id, state, detail }) => {
    const change = changes.find((each) => each.id === id)
    return change?.state !== state || change.detail !== detail
  })
  return isNews ? (dryRun ? 'dry_run' : 'verified') : 'unchanged'
}

/** What is recorded of a verification: what landed, and what somebody overwrote. */
function resultsOf(changes: readonly VerifiedChange[]): { id: string; state: 'landed' | 'overwritten'; detail: string | null }[] {
  return changes.flatMap(({ change, found, owner }) => {
    if (found !== 'landed' && found !== 'overwritten') return []
    return [{ id: change.id, state: found, detail: found === 'overwritten' ? owner : null }]
  })
}

function verifiedEntry(context: Context, { plan, changes }: VerifiedPlan) {
  const count = (found: VerifiedChange['found']): number => changes.filter((each) => each.found === found).length
  const body = {
    plan: plan.id,
    landed: count('landed'),
    overwritten: count('overwritten'),
    open: count('open'),
    notSeen: count('not_seen') + count('gone'),
  }
  return planEntry(CAM_ACTION.verified, body, { results: resultsOf(changes) }, recordingOf(context))
}
