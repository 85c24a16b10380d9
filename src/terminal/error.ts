import { type Candidate, PhdError } from '../errors.ts'
import { safeJson, safeText } from './safe-text.ts'
import { table } from './table.ts'
import { wrapText } from './wrap.ts'

/** The error as a document (phd.error/1), on one line. */
export function errorJson(error: unknown): string {
  return `${safeJson(errorDocument(error))}\n`
}

/** The document of an error; one that is not a person's to mend is a bug. */
export function errorDocument(error: unknown): object {
  if (!(error instanceof PhdError)) {
    return {
      schema: 'phd.error/1',
      error: { code: 'bug', message: String((error as Error)?.message ?? error), hint: null, candidates: [] },
    }
  }
  const { code, message, hint, candidates, detail } = error
  return { schema: 'phd.error/1', error: { code, message, hint: hint ?? null, candidates, detail } }
}

/** What is printed for an error that is not a person's to mend. */
export function bugText(error: unknown): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const lines = [`phd: a bug in phd: ${trace}`, 'Please report it with the command you ran.'].join('\n').split('\n')
  return lines.map((line) => `${safeText(line)}\n`).join('')
}

/** The error as a person reads it, in a window of so many columns: what happened, what to do next, and who might be meant. */
export function errorText({ message, hint, candidates }: PhdError, width: number): string {
  const lines = [`phd: ${safeText(message)}`]
  if (hint !== undefined) lines.push(`  ${safeText(hint)}`)
  const list =
    candidates.length > 0
      ? [
          candidateTable(candidates, width - 2)
            .replace(/^/gm, '  ')
            .trimEnd(),
        ]
      : []
  return `${[wrapText(lines.join('\n'), width), ...list].join('\n')}\n`
}

/** Partners that may be meant, as a table. */
export function candidateTable(candidates: readonly Candidate[], room: number): string {
  return table(
    ['ID', 'NAME', 'TRACK', 'STATUS'],
    candidates.map(({ id, name, track, status }) => [id, name, track ?? '', status ?? '']),
    room,
  )
}
