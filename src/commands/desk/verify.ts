import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { print } from '../../terminal/print.ts'
import { sharedDesk } from './shared.ts'
import { isWhole, verifyView } from './verify-view.ts'

export interface VerifyFlags extends CommonFlags {
  accept?: boolean
}

/**
 * Looks over a whole shared desk. Exit code 1 where it is not whole, or lacks the entry of the audit that this machine saw last;
 * `--accept`: what it ends with counts from now on. Throws usage errors, and what looking throws.
 */
export async function runVerify(context: Context, { accept = false }: VerifyFlags): Promise<ExitCode> {
  const { engine, dryRun, io, format } = context
  const shared = sharedDesk(context, 'a desk in a file is looked over by: phd doctor, and phd audit verify')
  const check = await shared.verify(accept && !dryRun)
  print(io, format, verifyView({ place: engine.place, ...check }, io))
  return isWhole(check) ? ExitCode.yes : ExitCode.no
}
