import type { Context } from '../../app/context.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import type { DeskRole, Granted } from '../../store/engine.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { print, type Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { MAY, sharedDesk } from './shared.ts'

/** Gives a login one role. Throws a usage error for a role there is not, and what giving throws. */
export async function runGrant(context: Context, login: string, typed: string): Promise<ExitCode> {
  const { dryRun, engine, io, format } = context
  const shared = sharedDesk(context)
  const granted = await shared.grant({ login, role: roleOf(typed), dryRun })
  print(io, format, grantView(granted, engine.place))
  return ExitCode.yes
}

function roleOf(typed: string): DeskRole {
  const roles = Object.keys(MAY) as DeskRole[]
  const role = roles.find((each) => each === typed.replace(/^phd_/, ''))
  if (role) return role
  throw usageError(`unknown role "${typed}"${didYouMean(typed, roles)}`, `use one of: ${roles.join(', ')}`)
}

/** What a login was given (phd.desk-grant/1). */
function grantView({ status, login, role, before }: Granted, place: string): Rendering {
  const json = () => ({ schema: 'phd.desk-grant/1', place, status, login, role, before })
  return {
    table: () => `${safeText(sentenceOf({ status, login, role, before }))}\n  it may ${MAY[role]}\n`,
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['place', 'status', 'login', 'role', 'before'],
        [place, status, login, role, before ?? ''],
      ]),
  }
}

function sentenceOf({ status, login, role, before }: Granted): string {
  if (status === 'unchanged') return `${login} has the role phd_${role} already`
  const instead = before === null || before === role ? '' : ` in place of phd_${before}`
  return status === 'dry_run'
    ? `dry run, nothing was changed: ${login} would get the role phd_${role}${instead}`
    : `${login} has the role phd_${role} now${instead}`
}
