import { failure, type PhdError } from '../../errors.ts'

/** The failure `database_damaged`: what is there contradicts itself. */
export function damagedDesk(what: string): PhdError {
  return failure('database_damaged', `the desk is damaged: ${what}`)
}
