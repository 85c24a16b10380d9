import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { CommonFlags, Context } from '../../../app/context.ts'
import { givenValue, readCount } from '../../../app/option-values.ts'
import { openForCam, readChannelManagers } from '../../../app/owners/channel-managers.ts'
import { ExitCode, failure, type PhdError, usageError } from '../../../errors.ts'
import { StagedFiles } from '../../../files/staged-files.ts'
import type { Content } from '../../../files/write-file.ts'
import { checkPlan, type Held } from '../../../plans/check-plan.ts'
import { CAM_ACTION } from '../../../plans/entries.ts'
import { type CheckedExport, checkExport, exportedEntries } from '../../../plans/export.ts'
import type { Plan } from '../../../plans/plan.ts'
import type { RecordReader, Store } from '../../../store/store.ts'
import { print } from '../../../terminal/print.ts'
import { shellWord } from '../../../terminal/shell-word.ts'
import { readPlan } from '../plan-file.ts'
import { checklist } from './checklist.ts'
import { exportView } from './export-view.ts'
import { exportFiles } from './files.ts'

export interface ExportFlags extends CommonFlags {
  out?: string
  maxChanges?: string
}

/**
 * Writes the files that bring Salesforce in line with a plan. Every change is first compared with the current records; what no
 * longer holds is kept out of the loader's file. With no change left, or too many, nothing is written.
 */
export async function runExport(context: Context, flags: ExportFlags, [path = '']: string[]): Promise<ExitCode> {
  const folder = givenValue('--out', flags.out)
  if (folder === undefined) throw usageError('the export needs a folder', 'add --out owner-changes')
  const plan = await readPlan(path)
  const store = await openForCam(context)
  try {
    const { imports: afterImport } = await store.lastNumbers()
    const { ownerships, policy } = await readChannelManagers(context, store)
    const most = mostChanges(flags.maxChanges, policy.mostChanges)
    const checked = checkExport(await checkPlan(store, ownerships, plan.changes), context.contractedTerritories)
    const { ready, held } = checked
    if (ready.length > most) throw tooManyChanges(ready.length, most, path)
    if (ready.length === 0 && held.length > 0) throw nothingHolds(plan, held)
    let files: string[] = []
    if (ready.length > 0) {
      const field = context.contractedTerritories?.field ?? null
      const list = checklist(plan, ready, { policy, field, planFile: path })
      const contents = exportFiles(ready, held, { field, checklist: list })
      await noteEarlierExport(context, store, plan)
      files = Object.keys(contents).map((name) => join(folder, name))
      if (!context.dryRun) files = await writeFiles(store, { plan, checked, contents, folder, afterImport })
    }
    print(context.io, context.format, exportView({ ...checked, plan, folder, files, isDryRun: context.dryRun }, context.io))
    return held.length > 0 ? ExitCode.cannotTell : ExitCode.yes
  } finally {
    await store.close()
  }
}

function mostChanges(given: string | undefined, usual: number): number {
  if (given === undefined) return usual
  return readCount('--max-changes', given, { what: 'number of changes', least: 1, digits: 7, example: '--max-changes 400' })
}

function tooManyChanges(changes: number, most: number, path: string): PhdError {
  return failure(
    'too_many_changes',
    `the plan would change the owners of ${changes} accounts; at most ${most} are exported without --max-changes`,
    `check it first (phd cam show ${shellWord(path)}); then add --max-changes ${changes}, or plan a part of it: phd cam plan --region <region>`,
    { changes, most },
  )
}

function nothingHolds({ id }: Plan, held: readonly Held[]): PhdError {
  const [first] = held
  return failure(
    'plan_stale',
    `no change of plan ${id} still holds: ${held.length} of its accounts differ now (the first: ${first?.entry.subject.name ?? ''})`,
    'see why: phd cam show <plan.json>; then make a new plan: phd cam plan --out plan.json --force',
    { held: held.map(({ entry, why }) => ({ id: entry.subject.id, why: why.code })) },
  )
}

async function noteEarlierExport({ io }: Context, store: RecordReader, plan: Plan): Promise<void> {
  const before = (await store.entriesOf([CAM_ACTION.exported])).findLast(({ body }) => body.plan === plan.id)
  if (!before) return
  io.note(`plan ${plan.id} was already exported on ${before.at.slice(0, 10)} by ${before.actor}; see: phd cam plans`)
}

interface Writing {
  plan: Plan
  checked: CheckedExport
  /** The files by name. */
  contents: Readonly<Record<string, Content>>
  folder: string
  /** The last import before anything was compared. */
  afterImport: number
}

/** Writes the files and records the export; gives their paths. */
async function writeFiles(store: Store, { plan, checked, contents, folder, afterImport }: Writing): Promise<string[]> {
  const staged = new StagedFiles(folder)
  const taken = Object.keys(contents)
    .map((name) => join(folder, name))
    .find((path) => lstatSync(path, { throwIfNoEntry: false }))
  if (taken !== undefined) throw failure('file_exists', `${taken} already exists; not overwritten`, 'use another folder')
  const files = Object.entries(contents).map(([name, content]) => staged.add(name, content, `plan ${plan.id}: ${name}`))
  const [first, ...others] = exportedEntries(plan, checked, afterImport)
  const { paths } = await staged.record(store, [...(first ? [{ ...first, files }] : []), ...others])
  return files.map(({ staged: name }) => paths.get(name) ?? '')
}
