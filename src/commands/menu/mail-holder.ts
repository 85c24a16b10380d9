import type { Context } from '../../app/context.ts'
import { takenOf } from '../../decisions/claims.ts'
import type { Taken } from '../../decisions/lists/rows.ts'
import { PhdError } from '../../errors.ts'
import { subjectOfMail } from '../../mailbox/claims.ts'
import { oneMail } from '../../mailbox/one-mail.ts'
import { setUpSorting } from '../../mailbox/set-up.ts'
import { reading } from './desk.ts'

/** Who works on the mail of a file; null where it cannot be taken: it is not one mail that can be read, or it was routed before. */
export async function mailHolder(context: Context, path: string): Promise<{ taken: Taken | null } | null> {
  try {
    return await reading(context, async (store) => {
      const sorted = await oneMail(await setUpSorting(store, context), path)
      if (sorted.repeats?.isDone) return null
      const [taken = null] = await takenOf(store, [subjectOfMail(sorted)])
      return { taken }
    })
  } catch (error) {
    // The command that was run said what is wrong with it.
    if (error instanceof PhdError) return null
    throw error
  }
}
