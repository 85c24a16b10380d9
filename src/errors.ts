/** What a process ends with; the meaning of each code is part of the command-line contract. */
export const ExitCode = {
  yes: 0,
  no: 1,
  usage: 2,
  notFound: 3,
  cannotTell: 4,
  refused: 5,
  busy: 6,
  bug: 70,
  /** What a shell expects of a program that Ctrl-C ended. */
  interrupted: 130,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** What several answers at once end with. */
export function highestCode(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>((worst, code) => (code > worst ? code : worst), ExitCode.yes)
}

/** A partner that a name might mean, as an error and a search list it. */
export interface Candidate {
  id: string
  name: string
  track: string | null
  status: string | null
}

interface ErrorDetail {
  hint?: string
  candidates?: readonly Candidate[]
  /** Facts a caller may want to print or test: file, line, what was found. */
  detail?: Readonly<Record<string, unknown>>
}

/**
 * The one error a person can act on: what happened, what to do next, and the exit code.
 * A finding (not eligible, rows rejected) is a result, not an error.
 */
export class PhdError extends Error {
  override readonly name = 'PhdError'
  readonly code: string
  readonly exitCode: ExitCode
  readonly hint: string | undefined
  readonly candidates: readonly Candidate[]
  readonly detail: Readonly<Record<string, unknown>>

  constructor(code: string, exitCode: ExitCode, message: string, detail: ErrorDetail = {}) {
    super(message)
    this.code = code
    this.exitCode = exitCode
    this.hint = detail.hint
    this.candidates = detail.candidates ?? []
    this.detail = detail.detail ?? {}
  }
}

/** A person, or the system, asked phd to stop; what was begun is undone. */
export function interrupted(): PhdError {
  const hint = 'the database is as it was before; run the command again when you like'
  return new PhdError('interrupted', ExitCode.interrupted, 'stopped: nothing of this file was imported', { hint })
}

/** An unusable option or argument. */
export function usageError(message: string, hint: string): PhdError {
  return new PhdError('usage', ExitCode.usage, message, { hint })
}

/** An input that is not what it should be; nothing of it was used. */
export function refusal(code: string, message: string, hint: string, detail: Record<string, unknown> = {}): PhdError {
  return new PhdError(code, ExitCode.refused, message, { hint, detail })
}
