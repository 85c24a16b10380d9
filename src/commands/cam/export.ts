import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { camDesk, openForCam } from '../../app/channel-managers.ts'
import { givenValue } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { recordingOf } from '../../decisions/options.ts'
import { ExitCode, type PhdError, refusal, usageError } from '../../errors.ts'
import { StagedFiles } from '../../files/staged-files.ts'
import { CAM_ACTION, planEntry } from '../../plans/entries.ts'
import type { CheckedPlan, Plan, Ready } from '../../plans/plan.ts'
import { type RecordedChange, readProgress } from '../../plans/progress.ts'
import { shellWord } from '../../shell-word.ts'
import { checklist } from './checklist.ts'
import { conflictsCsv, printExport } from './export-view.ts'
import { CHECKLIST_FILE, CONFLICTS_FILE, fieldMap, LOADER_FILE, loaderFile, MAP_FILE, ROLLBACK_FILE } from './loader-files.ts'
import { checkedNow, readPlan } from './plan.ts'

export interface ExportFlags extends CommonFlags {
  out?: string
  maxChanges?: string
}

/**
 * Writes the files that bring Salesforce in line with a plan. Every change is compared with the records of now first; what does not hold
 * any more is kept out of the loader's file. Nothing is written where nothing is left, or where there is too much.
 */
export async function runExport(context: Context, flags: ExportFlags, [path = '']: string[]): Promise<ExitCode> {
  const folder = givenValue('--out', flags.out)
  if (folder === undefined) throw usageError('the files need a folder', 'say where: --out owner-changes')
  const plan = await readPlan(path)
  const store = await openForCam(context, 'change')
  try {
    const basis = await store.basis()
    const { ownerships, policy } = await camDesk(context, store)
    const most = mostChanges(flags.maxChanges, policy.mostChanges)
    const { ready, held, right } = withTerritories(context, await checkedNow(store, ownerships, plan.changes))
    if (ready.length > most) {
      throw refusal(
        'too_many_changes',
        `the plan would change the owner of ${ready.length} accounts, and ${most} is the most that is exported unasked`,
        `look through it first (phd cam show ${shellWord(path)}); then say --max-changes ${ready.length}, or plan a part of it: phd cam plan --region <region>`,
        { changes: ready.length, most },
      )
    }
    const frame = { plan, folder, held, right, isDryRun: context.dryRun }
    if (ready.length === 0) {
      if (held.length > 0) throw nothingHolds(plan, held)
      printExport(context, { ...frame, ready, files: [] })
      return ExitCode.yes
    }
    const field = context.contractedTerritories?.field ?? null
    const files = filesOf(context, ready, held, checklist(plan, ready, { policy, field, planFile: path }))
    const before = (await readProgress(store)).find(({ id }) => id === plan.id)
    if (before) {
      context.io.note(
        `plan ${plan.id} was exported before, on ${before.exportedAt.slice(0, 10)} by ${before.exportedBy}; see: phd cam plans`,
      )
    }
    const paths = Object.keys(files).map((name) => join(folder, name))
    let written = paths
    if (!context.dryRun) {
      const staged = new StagedFiles(folder)
      const taken = paths.find((each) => lstatSync(each, { throwIfNoEntry: false }))
      if (taken !== undefined) throw refusal('file_exists', `${taken} already exists; not overwritten`, 'name another folder')
      const promised = Object.entries(files).map(([name, content]) => staged.add(name, content, `plan ${plan.id}: ${name}`))
      const entry = exportedEntry(context, plan, ready, { held, right }, basis.imports)
      const { paths: given } = await staged.record(store, [{ ...entry, files: promised }], basis)
      written = promised.map(({ staged: name }) => given.get(name) ?? '')
    }
    printExport(context, { ...frame, ready, files: written })
    return held.length > 0 ? ExitCode.cannotTell : ExitCode.yes
  } finally {
    store.close()
  }
}

function mostChanges(given: string | undefined, usual: number): number {
  if (given === undefined) return usual
  if (!/^[1-9]\d{0,6}$/.test(given))
    throw usageError(`--max-changes ${given} is not a number of changes`, 'write it as --max-changes 400')
  return Number(given)
}

function nothingHolds({ id }: Plan, held: CheckedPlan['held']): PhdError {
  const [first] = held
  return refusal(
    'plan_stale',
    `not one change of plan ${id} holds any more: ${held.length} of its accounts are otherwise now (the first is ${first?.entry.subject.name ?? ''})`,
    'see why: phd cam show <plan.json>; then make a new plan: phd cam plan --out plan.json --force',
    { held: held.map(({ entry, why }) => ({ id: entry.subject.id, why: why.code })) },
  )
}

/** The value written for the territories of a change; undefined where the settings have none. */
function territoryValue(
  { contractedTerritories }: Pick<Context, 'contractedTerritories'>,
  { entry }: Ready,
): string | null | undefined {
  if (!contractedTerritories) return null
  const { values } = contractedTerritories
  const fieldValue = (territory: string): string | undefined => {
    if (values === null) return territory
    return Object.hasOwn(values, territory) ? values[territory] : undefined
  }
  const written = entry.contractedTerritories.map(fieldValue)
  return written.includes(undefined) || written.length === 0 ? undefined : written.join(';')
}

/** Where the field of the territories is written, what it would hold must be known of every account. */
function withTerritories(context: Context, plan: CheckedPlan): CheckedPlan {
  const isKnown = (ready: Ready): boolean => territoryValue(context, ready) !== undefined
  const unknown = plan.ready
    .filter((ready) => !isKnown(ready))
    .map(({ entry }) => ({
      entry,
      why: { code: 'no_territory_value', facts: { territory: entry.contractedTerritories.join('; ') } },
    }))
  return { ...plan, ready: plan.ready.filter(isKnown), held: [...plan.held, ...unknown] }
}

function filesOf(context: Context, ready: readonly Ready[], held: CheckedPlan['held'], list: string): Record<string, string> {
  const field = context.contractedTerritories?.field ?? null
  const rows = ready.map((each) => ({
    id: each.entry.subject.id,
    ownerId: each.to.userId,
    territories: territoryValue(context, each) ?? null,
  }))
  const before = ready.map(({ entry, from }) => ({
    id: entry.subject.id,
    ownerId: from.userId,
    territories: entry.contractedTerritoriesNow,
  }))
  return {
    [LOADER_FILE]: loaderFile(rows, field),
    [ROLLBACK_FILE]: loaderFile(before, field),
    [MAP_FILE]: fieldMap(field),
    [CHECKLIST_FILE]: list,
    ...(held.length > 0 ? { [CONFLICTS_FILE]: conflictsCsv(held) } : {}),
  }
}

function exportedEntry(
  context: Context,
  { id, hash }: Plan,
  ready: readonly Ready[],
  { held, right }: Pick<CheckedPlan, 'held' | 'right'>,
  afterImport: number,
) {
  const changes = ready.map((each): RecordedChange => ({ ...each, territoryValue: territoryValue(context, each) ?? null }))
  const body = { plan: id, changes: changes.length, held: held.length, right: right.length, afterImport }
  const evidence = { hash, changes, held: held.map(({ entry, why }) => ({ id: entry.subject.id, why })) }
  return planEntry(CAM_ACTION.exported, body, evidence, recordingOf(context))
}
