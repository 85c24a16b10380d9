import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { certifications } from '../../records/kinds/certifications.ts'
import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { portalUsers } from '../../records/kinds/portal-users.ts'
import { pspEligibility } from '../../records/kinds/psp-eligibility.ts'
import { answerOf } from '../../reports/psp/psp.ts'
import { type Desk, readDesk } from '../../scorecards/desk.ts'
import { eachLinked } from '../../scorecards/linked-rows.ts'
import { listIfThere } from '../../scorecards/list-rows.ts'
import { checkPublish, type PublishFlags, publish } from '../../scorecards/publish.ts'
import { leftOutOf, sourcesOf } from '../../scorecards/sources.ts'
import type { RecordReader } from '../../store/store.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { readPsp } from './read.ts'
import { pspReport } from './report.ts'
import type { CheckedPartner } from './shown.ts'

export interface PspFlags extends CommonFlags, PublishFlags {
  all?: boolean
  withAddresses?: boolean
}

/** Checks one partner, or all on the list. Ends with 0 for yes, 1 for no, 4 where the list cannot say; of several with the highest. */
export async function runPspCheck(context: Context, flags: PspFlags, named: string | undefined): Promise<ExitCode> {
  const { now, today, maxAgeDays } = context
  const { all: isAll = false, withAddresses = false } = flags
  if (isAll && named !== undefined)
    throw usageError('--all cannot be combined with a partner', 'name the partner, or use --all alone')
  checkPublish(flags)
  const store = await context.openStore('read')
  try {
    const only = isAll ? null : (await choosePartner(context, store, named)).partner
    const desk = await readDesk(context, store, only)
    const checked = await readPsp(context, desk, store)
    const lists = await listsOf(desk, store)
    const subject = only === null ? '--all' : shellWord(only.name)
    const report = pspReport({
      ...{ checked, only, withAddresses, maxAgeDays, now, today },
      sources: sourcesOf(lists),
      leftOut: leftOutOf(lists),
      rules: (checked.slice(0, 1)[0]?.versions ?? []).map(
        ({ version, inForce }) => `psp ${version} (${inForce ? 'in force' : 'background'})`,
      ),
      command: ['phd psp check', subject, ...(withAddresses ? ['--with-addresses'] : []), `--as-of ${now}`].join(' '),
    })
    const code = await publish(context, flags, report)
    const own = new Set(checked.map(exitOf))
    return Math.max(code, ...own, own.size === 0 ? ExitCode.cannotTell : ExitCode.yes) as ExitCode
  } finally {
    await store.close()
  }
}

function exitOf({ finding, versions }: CheckedPartner): ExitCode {
  return { yes: ExitCode.yes, no: ExitCode.no, unknown: ExitCode.cannotTell }[answerOf(finding, versions)]
}

/** The lists that the answer and what stands beside it rest on; what the list of PSPs itself lacks is told. */
async function listsOf(desk: Desk, store: RecordReader): Promise<Parameters<typeof leftOutOf>[0]> {
  const sheet = await eachLinked(desk, store, pspEligibility)
  const others = await Promise.all([certifications, portalUsers, dealRegistrations].map((kind) => listIfThere(desk, store, kind)))
  return [sheet, ...others.flat()]
}
