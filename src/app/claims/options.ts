/** The options of the commands that take a request or a mail. */

import type { Command } from 'commander'
import { usageError } from '../../errors.ts'
import type { CommonFlags } from '../context.ts'

export interface ClaimFlags extends CommonFlags {
  release?: boolean
  takeOver?: boolean
}

/** What a person does with a claim. */
export type ClaimAct = 'take' | 'take_over' | 'release'

/** Adds the options to a command. */
export function withClaimOptions(command: Command): Command {
  return command.option('--release', 'give it back').option('--take-over', 'take it from a colleague; the audit shows that')
}

/** What the options ask for. Throws a usage error. */
export function claimAct({ release = false, takeOver = false }: ClaimFlags): ClaimAct {
  if (release && takeOver) throw usageError('use --release or --take-over, not both', 'to take it from a colleague: --take-over')
  return release ? 'release' : takeOver ? 'take_over' : 'take'
}
