import { failure, type PhdError } from '../../errors.ts'

/** The failure `only_in_file`, for what a shared desk cannot do yet. */
export function onlyInFile(what: string): PhdError {
  return failure('only_in_file', `${what} is not there yet for a shared desk`)
}
