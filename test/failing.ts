import { expect } from 'vitest'
import { type CommandWith, explain } from '../src/app/failures.ts'
import { type Failure, PhdError } from '../src/errors.ts'

/** What is told of an error, where it is a failure. */
export function failureOf(error: unknown, commandWith?: CommandWith): Failure {
  if (error instanceof PhdError) return explain(error, commandWith)
  throw error
}

/** For `toThrow`: matches a failure by parts of what is told of it. */
export function failing(parts: object, commandWith?: CommandWith): Error {
  const expected = expect.objectContaining(parts) as { asymmetricMatch: (value: unknown) => boolean }
  return {
    asymmetricMatch: (error: unknown) => error instanceof PhdError && expected.asymmetricMatch(explain(error, commandWith)),
    toString: () => `a failure with ${JSON.stringify(parts)}`,
  } as unknown as Error
}
