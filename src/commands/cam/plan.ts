import { basename, resolve } from 'node:path'
import { type CamDesk, camDesk, openForCam } from '../../app/channel-managers.ts'
import { givenValue } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { recordingOf } from '../../decisions/options.ts'
import { ExitCode, highestCode, usageError } from '../../errors.ts'
import { isPartner, type Partner, toPartner } from '../../partners/partner.ts'
import { resolvePartner } from '../../partners/resolve.ts'
import { CAM_ACTION, planEntry } from '../../plans/entries.ts'
import type { OwnedAccount, Ownerships } from '../../plans/ownership.ts'
import { type CheckedPlan, checkChanges, type Plan, type PlanEntry, type PlanSource, sealPlan } from '../../plans/plan.ts'
import { type Account, accounts } from '../../records/kinds/accounts.ts'
import { camAccountsByTerritory, camByPartner, territories } from '../../records/kinds/channel-managers.ts'
import { salesforceUsers } from '../../records/kinds/salesforce-users.ts'
import { didYouMean } from '../../records/near.ts'
import { REGIONS } from '../../rules/cam.ts'
import { shellWord } from '../../shell-word.ts'
import type { RecordReader, Store, Stored } from '../../store/store.ts'
import { partnersInOrder } from './owner.ts'
import { findingJson } from './owner-view.ts'
import { printPlan } from './plan-view.ts'

export interface PlanFlags extends CommonFlags {
  out?: string
  html?: string
  force?: boolean
  region?: readonly string[]
  only?: readonly string[]
  without?: readonly string[]
}

export interface ShowFlags extends CommonFlags {
  html?: string
  force?: boolean
}

/** The kinds a plan rests on. */
const MADE_FROM = [accounts, salesforceUsers, camAccountsByTerritory, territories, camByPartner]

/** Plans every change of an owner that the tables ask for; what a person must look at stands apart. */
export async function runPlan(context: Context, flags: PlanFlags): Promise<ExitCode> {
  const out = givenValue('--out', flags.out)
  const html = givenValue('--html', flags.html)
  if (out !== undefined && html !== undefined && resolve(out) === resolve(html))
    throw usageError('--out and --html name the same file', 'name two')
  const regions = (flags.region ?? []).map(knownRegion)
  const store = await openForCam(context, out === undefined ? 'read' : 'change')
  try {
    const desk = await camDesk(context, store)
    const [only, without] = [await named(store, flags.only), await named(store, flags.without)]
    const plan = await makePlan(context, store, desk, { regions, only, without })
    const { checkFree } = await import('../../files/write-file.ts')
    const targets = [out, html].filter((file) => file !== undefined)
    for (const file of targets) checkFree(file, flags.force ?? false)
    if (!context.dryRun) {
      if (out !== undefined) await writePlan(context, store as Store, plan, out, flags.force ?? false)
      if (html !== undefined) await writePage(plan, html, flags.force ?? false)
    }
    printPlan(context, plan, { files: targets, isDryRun: context.dryRun, since: null, next: nextSteps(plan, out) })
    return exitOfPlan(plan)
  } finally {
    store.close()
  }
}

/** Shows a saved plan, and how it stands against the records of now. */
export async function runShowPlan(context: Context, flags: ShowFlags, [path = '']: string[]): Promise<ExitCode> {
  const html = givenValue('--html', flags.html)
  const plan = await readPlan(path)
  const store = await openForCam(context, 'read')
  try {
    const desk = await camDesk(context, store)
    const since = await checkedNow(store, desk.ownerships, plan.changes)
    if (html !== undefined && !context.dryRun) await writePage(plan, html, flags.force ?? false)
    const next = since.ready.length > 0 ? [exportStep(path)] : plan.changes.length > 0 ? ['make a new plan: phd cam plan'] : []
    printPlan(context, plan, { files: html === undefined ? [] : [html], isDryRun: context.dryRun, since, next })
    return exitOfPlan(plan)
  } finally {
    store.close()
  }
}

/** Reads a saved plan. Throws the refusals of reading a file, and those of {@link parsePlan}. */
export async function readPlan(path: string): Promise<Plan> {
  const { readText } = await import('../../imports/read/read-text.ts')
  const { parsePlan } = await import('../../plans/read-plan.ts')
  return parsePlan(basename(path), readText(path))
}

/** How planned changes stand against the records of now. */
export async function checkedNow(
  store: RecordReader,
  ownerships: Ownerships,
  changes: readonly PlanEntry[],
): Promise<CheckedPlan> {
  const accounts = await accountsById(
    store,
    changes.map(({ subject }) => subject.id),
  )
  return checkChanges(changes, (id) => {
    const account = accounts.get(id)
    if (!account || !isPartner(account)) return null
    const owned = ownerships.account(toPartner(account))
    return { entry: entryOf(owned), finding: owned.finding }
  })
}

/** More accounts than this are faster read all at once. */
const MANY = 200

/** The accounts of some ids, as far as they are there. */
export async function accountsById(store: RecordReader, ids: readonly string[]): Promise<Map<string, Stored<Account>>> {
  const found: (Stored<Account> | null)[] = []
  if (ids.length > MANY) {
    const wanted = new Set(ids)
    found.push(...(await store.accounts()).filter(({ record }) => wanted.has(record.id ?? '')))
  } else for (const id of ids) found.push(await store.account(id))
  return new Map(found.flatMap((account) => (account ? [[account.record.id ?? '', account] as const] : [])))
}

function exitOfPlan({ changes, held }: Plan): ExitCode {
  return highestCode([changes.length > 0 ? ExitCode.no : ExitCode.yes, held.length > 0 ? ExitCode.cannotTell : ExitCode.yes])
}

async function makePlan(
  context: Context,
  store: RecordReader,
  { ownerships, policy }: CamDesk,
  scope: { regions: readonly string[]; only: readonly Partner[]; without: readonly Partner[] },
): Promise<Plan> {
  const [only, without] = [new Set(scope.only.map(({ id }) => id)), new Set(scope.without.map(({ id }) => id))]
  const wanted = (await partnersInOrder(store)).filter(({ id }) => (only.size === 0 || only.has(id)) && !without.has(id))
  const owned = wanted
    .map((partner) => ownerships.account(partner))
    .filter(({ finding }) => scope.regions.length === 0 || scope.regions.includes(finding.ownership.region ?? 'none'))
  const changes: PlanEntry[] = []
  const held: PlanEntry[] = []
  for (const each of owned) {
    const { change, blocked, ownership } = each.finding
    if (ownership.decision !== 'assigned') held.push(entryOf(each))
    // The tables say one thing and Salesforce another: for the plan that is a conflict.
    else if (blocked) held.push({ ...entryOf(each), decision: 'conflict' })
    else if (change) changes.push(entryOf(each))
  }
  return sealPlan({
    schema: 'phd.plan/1',
    version: 1,
    madeAt: context.now,
    madeBy: context.actor,
    policy: { id: 'cam', version: policy.version },
    madeFrom: await sourcesOf(store),
    scope: { regions: scope.regions, only: [...only].sort(), without: [...without].sort() },
    counts: {
      accounts: owned.length,
      right: owned.length - changes.length - held.length,
      changes: changes.length,
      held: held.length,
    },
    changes,
    held,
  })
}

function entryOf({ partner, finding }: OwnedAccount): PlanEntry {
  return {
    ...findingJson({ subject: { kind: 'account', partner, by: null }, finding }),
    contractedTerritoriesNow: partner.account.record.contractedTerritories,
  }
}

async function sourcesOf(store: RecordReader): Promise<PlanSource[]> {
  const newest = await store.newestImports()
  return MADE_FROM.flatMap(({ kind }) => {
    const entry = newest.find((each) => each.kind === kind)
    return entry ? [{ kind, importId: entry.id, file: entry.file, sha256: entry.sha256, lastSeenAt: entry.lastSeenAt }] : []
  })
}

async function writePlan(context: Context, store: Store, plan: Plan, path: string, overwrite: boolean): Promise<void> {
  const { FileInMaking } = await import('../../files/write-file.ts')
  const file = new FileInMaking(path)
  try {
    file.write(`${JSON.stringify(plan, null, 2)}\n`)
    const { id, hash, counts, madeFrom, scope } = plan
    const body = { plan: id, file: basename(path), changes: counts.changes, held: counts.held, right: counts.right }
    const changes = plan.changes.map(({ subject, current, owner, via }) => ({
      id: subject.id,
      name: subject.name,
      from: current,
      to: owner,
      via,
    }))
    await store.record([planEntry(CAM_ACTION.planned, body, { hash, madeFrom, scope, changes }, recordingOf(context))], null)
    file.publish({ overwrite })
  } catch (error) {
    file.discard()
    throw error
  }
}

async function writePage(plan: Plan, path: string, overwrite: boolean): Promise<void> {
  const { planPage } = await import('./plan-html.ts')
  const { writeWhole } = await import('../../files/write-file.ts')
  writeWhole(path, planPage(plan), { overwrite })
}

function nextSteps({ changes, held }: Plan, out: string | undefined): string[] {
  const steps: string[] = []
  if (changes.length > 0) {
    steps.push(out === undefined ? 'keep it: phd cam plan --out plan.json' : exportStep(out))
  }
  if (held.length > 0) steps.push(`look at what is held, one by one: phd cam owner ${held[0]?.subject.id}`)
  return steps
}

function exportStep(path: string): string {
  return `write the files for the loader: phd cam export ${shellWord(path)} --out owner-changes`
}

function knownRegion(name: string): string {
  const known = [...REGIONS, 'none'].find((region) => region.toLowerCase() === name.trim().toLowerCase())
  if (known) return known
  throw usageError(
    `--region ${name} is not known${didYouMean(name, [...REGIONS, 'none'])}`,
    `the regions are ${[...REGIONS, 'none'].join(', ')}; none: accounts of no region`,
  )
}

async function named(store: RecordReader, names: readonly string[] | undefined): Promise<Partner[]> {
  if (!names) return []
  const partners: Partner[] = []
  for (const name of names) partners.push((await resolvePartner(store, name)).partner)
  return partners
}
