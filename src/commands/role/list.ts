import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue, readDay } from '../../app/option-values.ts'
import { ExitCode } from '../../errors.ts'
import { foldName } from '../../records/name.ts'
import { type HeldRole, isInForce, rowsWith } from '../../rules/standing/holders.ts'
import { print } from '../../terminal/print.ts'
import { noteRejected, readRoles } from './read-roles.ts'
import { rolesView } from './role-view.ts'

export interface RoleListFlags extends CommonFlags {
  role?: string
  for?: string
  person?: string
  on?: string
}

/** Lists roles with the people who hold them. */
export async function runRoleList(context: Context, flags: RoleListFlags): Promise<ExitCode> {
  const words = givenValue('--role', flags.role)
  const scope = givenValue('--for', flags.for)
  const person = givenValue('--person', flags.person)
  const day = readDay('--on', flags.on, '2026-11-20')
  const store = await context.openStore('read')
  try {
    const known = await readRoles(store)
    const { rows } = known
    noteRejected(context, known)
    const ofRole = words === undefined ? rows : rowsWith(rows, words)
    const chosen = ofRole.filter(
      (row) =>
        (scope === undefined || begins(row.scope, scope)) &&
        (person === undefined || isNamed(row, person)) &&
        (day === undefined || isInForce(row, day)),
    )
    print(context.io, context.format, rolesView(chosen, day ?? null, context.today, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

const folded = (text: string | null): string => foldName(text ?? '').folded

function begins(text: string | null, typed: string): boolean {
  return folded(text).startsWith(folded(typed))
}

function isNamed({ person, backup }: HeldRole, typed: string): boolean {
  return [person, backup].some((name) => name !== null && folded(name).includes(folded(typed)))
}
