import { dirname, join } from 'node:path'
import { camDesk, openForCam } from '../../app/channel-managers.ts'
import { givenValue } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { readOptions } from '../../app/read-options.ts'
import { recordingOf } from '../../decisions/options.ts'
import { ExitCode, highestCode, PhdError, refusal, usageError } from '../../errors.ts'
import type { Directory } from '../../partners/contacts.ts'
import { isPartner } from '../../partners/partner.ts'
import { CAM_ACTION, planEntry } from '../../plans/entries.ts'
import { lastSeenIn } from '../../plans/ownership.ts'
import { type ExportedChange, isLoaded, isSettled, type PlanProgress, readProgress } from '../../plans/progress.ts'
import { hasRowsOf, joinResults } from '../../plans/results.ts'
import { type SamePerson, type SeenRecord, type VerifiedChange, verifyPlan } from '../../plans/verify.ts'
import type { LoaderResult } from '../../records/kinds/loader-result.ts'
import { isSameName } from '../../rules/cam.ts'
import { loaderFile, RETRY_FILE } from './loader-files.ts'
import { accountsById, checkedNow } from './plan.ts'
import { printPlans, printReconciled, printVerified, type VerifiedPlan } from './results-view.ts'

export interface ResultFlags extends CommonFlags {
  plan?: string
  out?: string
  encoding?: string
  reason?: string
}

/** Reads what a loader did, and says what is done, what failed and what is left; writes what is to be loaded again. */
export async function runReconcile(context: Context, flags: ResultFlags, files: string[]): Promise<ExitCode> {
  const { readResultFile } = await import('../../imports/result-file.ts')
  const { encoding } = await readOptions(context, flags)
  const rows = files.flatMap((file) => readResultFile(file, encoding))
  const folder = givenValue('--out', flags.out) ?? dirname(files[0] ?? '.')
  const store = await openForCam(context, 'change')
  try {
    const basis = await store.basis()
    const plan = await planOf(await readProgress(store), rows, givenValue('--plan', flags.plan))
    const reconciled = joinResults(plan, rows)
    const left = reconciled.changes.filter(({ state }) => state === 'open' || state === 'failed')
    // What is loaded again must still be right now, as it had to be for the export.
    const { ownerships } = await camDesk(context, store)
    const now = await checkedNow(
      store,
      ownerships,
      left.map(({ entry }) => entry),
    )
    const again = new Set(now.ready.map(({ entry }) => entry.subject.id))
    const retry = await writeRetry(
      context,
      folder,
      left.filter(({ id }) => again.has(id)),
    )
    const { results, unusable } = reconciled
    const isNew = results.some(({ id, state, detail }) => {
      const change = plan.changes.find((each) => each.id === id)
      return change?.state !== state || change.detail !== detail
    })
    if ((isNew || unusable.length > 0) && !context.dryRun) {
      const done = results.filter(({ state }) => state === 'done').length
      const body = {
        plan: plan.id,
        done,
        failed: results.length - done,
        unusable: unusable.length,
        left: left.length,
        afterImport: basis.imports,
      }
      const evidence = { results, unusable: unusable.map(({ row, why }) => ({ ...row, why })) }
      await store.record([planEntry(CAM_ACTION.reconciled, body, evidence, recordingOf(context))], basis)
    }
    const status = isNew ? (context.dryRun ? 'dry_run' : 'reconciled') : 'unchanged'
    printReconciled(context, { ...reconciled, plan, status, retry, held: now.held, right: now.right })
    return highestCode([
      left.length > 0 || unusable.some(({ why }) => why !== 'done_before') ? ExitCode.no : ExitCode.yes,
      now.held.length > 0 ? ExitCode.cannotTell : ExitCode.yes,
    ])
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
    const { directory } = await import('../../partners/contacts.ts')
    const isSame = samePerson(await directory(store))
    const seenIn = lastSeenIn(await store.listImports())
    const verified: VerifiedPlan[] = []
    for (const plan of wanted) {
      const records = await accountsById(
        store,
        plan.changes.map(({ id }) => id),
      )
      const recordOf = (id: string): SeenRecord | null => {
        const account = records.get(id)
        if (!account || !isPartner(account)) return null
        const { owner, ownerId, contractedTerritories } = account.record
        return { owner: { name: owner, userId: ownerId }, contractedTerritories, seenIn: seenIn(account.source.importId) }
      }
      const changes = verifyPlan(plan, recordOf, isSame)
      verified.push({ plan, status: statusOf(context, changes), changes })
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
  superseded: ExitCode.yes,
  overwritten: ExitCode.no,
  open: ExitCode.no,
  not_seen: ExitCode.cannotTell,
  gone: ExitCode.cannotTell,
  unclear: ExitCode.cannotTell,
}

/** Compares by id where the record has one; a name that several users have tells nothing. */
function samePerson(people: Directory): SamePerson {
  return ({ userId, name }, person) => {
    if (userId !== null) return userId === person.userId
    const [user, another] = people.named(name ?? '')
    if (another) return [user, another].some((each) => isSameName(each?.name ?? '', person.name ?? '')) ? null : false
    return user ? user.id === person.userId : isSameName(name ?? '', person.name ?? '')
  }
}

/** Closes a plan that is not to be followed any more; nothing in Salesforce changes by it. */
export async function runClose(context: Context, { reason: stated }: ResultFlags, [named = '']: string[]): Promise<ExitCode> {
  const reason = givenValue('--reason', stated)?.trim()
  if (reason === undefined) throw usageError('a reason is needed', 'say --reason "the rest was done by hand"')
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const plan = await namedPlan(await readProgress(store), named)
    if (plan.closed)
      throw refusal('plan_closed', `plan ${plan.id} was closed already, by ${plan.closed.actor}`, 'see: phd cam plans')
    const entry = planEntry(CAM_ACTION.closed, { plan: plan.id, reason }, null, recordingOf(context))
    if (!context.dryRun) await store.record([entry], basis)
    printPlans(context, [{ ...plan, closed: { at: context.now, actor: context.actor, reason } }])
    return ExitCode.yes
  } finally {
    store.close()
  }
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
  const id = /^[0-9a-f]{12}$/.test(named) ? named : (await (await import('./plan.ts')).readPlan(named)).id
  const plan = plans.find((each) => each.id === id)
  if (plan) return plan
  throw new PhdError('no_such_plan', ExitCode.notFound, `plan ${id} was never exported from this database`, {
    hint: 'see: phd cam plans',
  })
}

/** Never over a file that says something else; the same once more is the same file. */
async function writeRetry(context: Context, folder: string, changes: readonly ExportedChange[]): Promise<string | null> {
  if (changes.length === 0) return null
  const path = join(folder, RETRY_FILE)
  if (context.dryRun) return path
  const { makeFolder, writeBeside } = await import('../../files/write-file.ts')
  makeFolder(folder)
  const field = changes.some(({ territoryValue }) => territoryValue !== null)
    ? (context.contractedTerritories?.field ?? null)
    : null
  const rows = changes.map(({ id, to, territoryValue }) => ({ id, ownerId: to.userId, territories: territoryValue }))
  return writeBeside(path, loaderFile(rows, field))
}

/** Whether anything is known now that the audit does not have. */
function statusOf({ dryRun }: Context, found: readonly VerifiedChange[]): VerifiedPlan['status'] {
  const isNews = found.some((each) => {
    const [result] = resultsOf([each])
    return result && (each.change.state !== result.state || each.change.detail !== result.detail)
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
    notSeen: count('not_seen') + count('gone') + count('unclear'),
  }
  return planEntry(CAM_ACTION.verified, body, { results: resultsOf(changes) }, recordingOf(context))
}
