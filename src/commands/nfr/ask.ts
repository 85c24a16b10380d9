import type { Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { unknownValue } from '../../app/usage.ts'
import type { DecideFlags } from '../../decisions/options.ts'
import { usageError } from '../../errors.ts'
import { typeOf } from '../../partners/nfr-evidence.ts'
import type { NfrAsk } from '../../rules/nfr-types.ts'
import { licensePolicy } from '../../verdicts/license-rule.ts'

export interface AskFlags {
  type?: string
  users?: string
  renewal?: boolean
}

/** What the command line says of a decision on a license. */
export type DecideNfrFlags = DecideFlags & AskFlags & { justification?: string }

/** What the command line asks for; null where it names neither type nor users. Throws usage errors. */
export async function askOf(context: Context, flags: AskFlags): Promise<NfrAsk | null> {
  const type = givenValue('--type', flags.type)
  const users = givenValue('--users', flags.users)
  const { renewal = false } = flags
  if (type === undefined && users === undefined) {
    if (renewal)
      throw usageError('--renewal needs --type and --users', 'add --type saas or --type self-managed, and --users <number>')
    return null
  }
  if (type === undefined || users === undefined) {
    throw usageError('--type and --users go together', 'use both: --type saas --users 10')
  }
  if (!/^[1-9]\d{0,5}$/.test(users)) throw usageError(`--users ${users} is not a number of users`, 'write it as --users 10')
  return { type: await licenseType(context, type), users: Number(users), renewal }
}

/** The id of a license type, by any word for it. Throws a usage error. */
async function licenseType(context: Context, word: string): Promise<string> {
  const policy = await licensePolicy(context)
  const id = typeOf(word, policy)
  if (id !== null) return id
  const known = policy.types.map((type) => type.id.replace('_', '-'))
  throw unknownValue(`unknown --type "${word}"`, word, known)
}
