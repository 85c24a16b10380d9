import type { Context } from '../../app/context.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import type { DeskRole, Granted } from '../../store/engine.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { print, type Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { MAY, sharedDesk } from './shared.ts'

/** What takes a role from a login. */
const NONE = 'none'

/** Gives a login one role, or takes what it has. Throws a usage error for a role there is not, and what giving throws. */
export async function runGrant(context: Context, login: string, typed: string): Promise<ExitCode> {
  const { dryRun, engine, io, format } = context
  const shared = sharedDesk(context)
  const granted = await shared.grant({ login, role: roleOf(typed), dryRun })
  print(io, format, grantView(granted, engine.place))
  return ExitCode.yes
}

function roleOf(typed: string): DeskRole | null {
  if (typed === NONE) return null
  const roles = Object.keys(MAY) as DeskRole[]
  const role = roles.find((each) => each === typed.replace(/^phd_/, ''))
  if (role) return role
  const known = [...roles, NONE]
  throw usageError(`unknown role "${typed}"${didYouMean(typed, known)}`, `use one of: ${known.join(', ')}`)
}

/** What a login was given (phd.desk-grant/1). */
function grantView(granted: Granted, place: string): Rendering {
  const { status, login, role, before, may } = granted
  const json = () => ({ schema: 'phd.desk-grant/1', place, status, login, role, before, may })
  return {
    table: () => `${safeText(sentenceOf(granted))}\n  ${mayOf(granted)}\n`,
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['place', 'status', 'login', 'role', 'before', 'may'],
        [place, status, login, role ?? '', before ?? '', may ?? ''],
      ]),
  }
}

function sentenceOf({ status, login, role, before }: Granted): string {
  const has = role === null ? 'no role of the desk' : `the role phd_${role}`
  if (status === 'unchanged') return `${login} has ${has} already`
  const had = before === null || before === role ? '' : role === null ? `, and had phd_${before}` : ` in place of phd_${before}`
  return status === 'dry_run' ? `dry run, nothing was changed: ${login} would have ${has}${had}` : `${login} has ${has} now${had}`
}

/** What a login may, which can be more than its role says. */
function mayOf({ status, role, may }: Granted): string {
  const it = status === 'dry_run' ? 'then it may' : 'it may'
  if (may === null) return `${it} do nothing at this desk`
  return may === role ? `${it} ${MAY[may]}` : `${it} still ${MAY[may]}: as a superuser, or by another role of the server`
}
