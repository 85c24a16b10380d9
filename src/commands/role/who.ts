import type { CommonFlags, Context } from '../../app/context.ts'
import { readDay } from '../../app/option-values.ts'
import { ExitCode, failure } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import { readRolePolicyFile } from '../../reference/roles.ts'
import { policyFor } from '../../rules/policy.ts'
import { type HeldRole, holdersOn, type RolePolicy, rowsWith, wordsOf } from '../../rules/standing/holders.ts'
import { print } from '../../terminal/print.ts'
import { noteRejected, readRoles } from './read-roles.ts'
import { whoView } from './who-view.ts'

export interface RoleWhoFlags extends CommonFlags {
  on?: string
}

/** Says who holds a role on a day, and who covers. Throws `role_not_found`. */
export async function runRoleWho(context: Context, { on }: RoleWhoFlags, words: string[]): Promise<ExitCode> {
  // As people ask it: "phd role who who approves exceptions".
  const typed = words
    .flat()
    .join(' ')
    .replace(/^\s*who\s+(?=\S)/i, '')
  const day = readDay('--on', on, '2026-11-20') ?? context.today
  const policy = policyFor<RolePolicy>(readRolePolicyFile().versions, context.today, 'roles', 'see data/policies/roles.json')
  const store = await context.openStore('read')
  try {
    const known = await readRoles(store)
    const { rows, people, hasLeft, hasRejected } = known
    noteRejected(context, known)
    const found = rowsWith(rows, typed)
    if (found.length === 0) throw notFound(typed, rows)
    const answers = holdersOn(found, day, policy, hasLeft, rows).map((answer) => {
      const isRejected = hasRejected(answer.role)
      return { ...answer, isRejected, isCertain: answer.isCertain && !isRejected }
    })
    const addressOf = (name: string): string | null => people.find(null, name).address
    print(context.io, context.format, whoView(answers, { typed, day, context, addressOf }, context.io))
    return answers.every(({ isCertain }) => isCertain) ? ExitCode.yes : ExitCode.cannotTell
  } finally {
    await store.close()
  }
}

/** What the longest part of the words finds, else a role that is spelled nearly so. */
function notFound(typed: string, rows: readonly HeldRole[]): Error {
  const words = typed.split(/\s+/).filter((word) => word !== '')
  for (let length = words.length - 1; length > 0; length--) {
    const part = words.slice(0, length).join(' ')
    const found = rowsWith(rows, part)
    if (found.length === 0) continue
    const [first] = found
    const scopes = [...new Set(found.filter(({ role }) => role === first?.role).map(({ scope }) => scope ?? 'all'))]
    const rest = words.slice(length).join(' ')
    return failure('role_not_found', `"${first?.role}" has no row for "${rest}"; it has: ${scopes.join(', ')}`)
  }
  return failure('role_not_found', `no role with the words "${typed}"${didYouMean(typed, rows.flatMap(wordsOf))}`)
}
