import { basename, resolve } from 'node:path'
import type { CommonFlags, Context } from '../../../app/context.ts'
import { readyForAll } from '../../../app/long-run.ts'
import { givenValue } from '../../../app/option-values.ts'
import { openForCam, readChannelManagers } from '../../../app/owners/channel-managers.ts'
import { ExitCode, PhdError, usageError } from '../../../errors.ts'
import type { Partner } from '../../../partners/partner.ts'
import { resolvePartners } from '../../../partners/resolve.ts'
import { makePlan, plannedEntries } from '../../../plans/make-plan.ts'
import { type Plan, planPieces } from '../../../plans/plan.ts'
import { didYouMean } from '../../../records/near.ts'
import { REGIONS } from '../../../rules/cam/types.ts'
import type { RecordReader, Store } from '../../../store/store.ts'
import { print } from '../../../terminal/print.ts'
import { planView, stepsAfterPlan } from './plan-view.ts'

export interface PlanFlags extends CommonFlags {
  out?: string
  html?: string
  force?: boolean
  region?: readonly string[]
  only?: readonly string[]
  without?: readonly string[]
}

/** Plans every change of an owner that the tables ask for; what needs a person is held. */
export async function runPlan(context: Context, flags: PlanFlags): Promise<ExitCode> {
  const { out, html } = filesOf(flags)
  const overwrite = flags.force ?? false
  const regions = (flags.region ?? []).map(knownRegion)
  const writer = out === undefined ? null : await openForCam(context)
  const store = writer ?? (await context.openStore('read'))
  try {
    readyForAll(context)
    const managers = await readChannelManagers(context, store)
    const scope = { regions, only: await partnersNamed(store, flags.only), without: await partnersNamed(store, flags.without) }
    const plan = await makePlan(store, managers, scope, { madeAt: context.now, madeBy: context.actor })
    const { checkFree, writeWhole } = await import('../../../files/write-file.ts')
    const files = [out, html].filter((file) => file !== undefined)
    for (const file of files) checkFree(file, overwrite)
    if (!context.dryRun) {
      if (writer && out !== undefined) await writePlan(writer, plan, out, overwrite)
      if (html !== undefined) writeWhole(html, (await import('./page-view.ts')).planPage(plan), { overwrite })
    }
    const details = { files, isDryRun: context.dryRun, since: null, next: stepsAfterPlan(plan, out ?? null) }
    print(context.io, context.format, planView(plan, details, context.io))
    return plan.held.length > 0 ? ExitCode.cannotTell : plan.changes.length > 0 ? ExitCode.no : ExitCode.yes
  } finally {
    await store.close()
  }
}

function filesOf(flags: PlanFlags): { out: string | undefined; html: string | undefined } {
  const out = givenValue('--out', flags.out)
  const html = givenValue('--html', flags.html)
  if (out !== undefined && html !== undefined && resolve(out) === resolve(html))
    throw usageError('--out and --html name the same file', 'use two files')
  return { out, html }
}

function knownRegion(name: string): string {
  const known = [...REGIONS, 'none'].find((region) => region.toLowerCase() === name.trim().toLowerCase())
  if (known) return known
  throw usageError(
    `unknown --region "${name}"${didYouMean(name, [...REGIONS, 'none'])}`,
    `use ${[...REGIONS, 'none'].join(', ')}; none: accounts without a region`,
  )
}

async function partnersNamed(store: RecordReader, names: readonly string[] | undefined): Promise<Partner[]> {
  const found = await resolvePartners(store, names ?? [])
  return found.map((each) => {
    if (each instanceof PhdError) throw each
    return each.partner
  })
}

/** Writes a plan and records it; the file gets its name only when both are done. */
async function writePlan(store: Store, plan: Plan, path: string, overwrite: boolean): Promise<void> {
  const { FileInMaking } = await import('../../../files/write-file.ts')
  const file = new FileInMaking(path)
  try {
    for (const piece of planPieces(plan)) file.write(piece)
    await store.record(plannedEntries(plan, basename(path)), { regardless: true })
    file.publish({ overwrite })
  } catch (error) {
    file.discard()
    throw error
  }
}
