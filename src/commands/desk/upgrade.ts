import type { Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import type { UpgradedDesk } from '../../store/engine.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { print, type Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { sharedDesk } from './shared.ts'

/** Brings a shared desk to the schema of this phd, or says that it has it. Throws what that throws. */
export async function runUpgrade(context: Context): Promise<ExitCode> {
  const { engine, dryRun, io, format } = context
  const upgraded = await sharedDesk(context).upgrade({ dryRun, warn: io.problem })
  print(io, format, upgradeView(upgraded, engine.place))
  return ExitCode.yes
}

/** What was done (phd.desk-upgrade/1). */
function upgradeView({ status, before, after, steps, rulesBefore }: UpgradedDesk, place: string): Rendering {
  const json = () => ({
    schema: 'phd.desk-upgrade/1',
    place,
    status,
    before,
    after,
    steps,
    ...(rulesBefore === undefined ? {} : { rulesBefore }),
  })
  const by = rulesBefore === null ? 'before, it was not told by which' : `before, by those of phd ${rulesBefore?.phd}`
  const does = status === 'dry_run' ? 'would decide' : 'decides'
  const rules = rulesBefore === undefined ? [] : [`  it ${does} by the rules of this phd; ${by}`]
  const sentence = {
    unchanged: `${place} has schema ${after}, that of this phd`,
    dry_run: `dry run, nothing was changed: ${place} would be brought from schema ${before} to ${after}`,
    upgraded: `${place} was brought from schema ${before} to ${after}`,
  }[before === after ? 'unchanged' : status]
  return {
    table: () => `${[sentence, ...rules, ...steps.map(({ to, what }) => `  ${to}: ${what}`)].map(safeText).join('\n')}\n`,
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['place', 'status', 'before', 'after'],
        [place, status, String(before), String(after)],
      ]),
  }
}
