import type { Candidate, Failure } from '../errors.ts'
import { safeText } from './safe-text.ts'
import { table } from './table.ts'
import { wrapText } from './wrap.ts'

/** A failure as JSON (phd.error/1). */
export function errorDocument({ code, message, hint, candidates, detail }: Failure): object {
  return { schema: 'phd.error/1', error: { code, message, hint, candidates, detail } }
}

/** An error nobody expected, as JSON (phd.error/1). */
export function bugDocument(error: unknown): object {
  const message = String((error as Error)?.message ?? error)
  return { schema: 'phd.error/1', error: { code: 'bug', message, hint: null, candidates: [] } }
}

/** An error nobody expected, for a person. */
export function bugText(error: unknown): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const lines = [`phd: a bug in phd: ${trace}`, 'Please report it with the command you ran.'].join('\n').split('\n')
  return lines.map((line) => `${safeText(line)}\n`).join('')
}

/** A failure for a person, in a window of so many columns: what happened, what to do next, and the partners that may be meant. */
export function errorText({ message, hint, candidates }: Failure, width: number): string {
  const lines = [`phd: ${safeText(message)}`]
  if (hint !== null) lines.push(`  ${safeText(hint)}`)
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

/** A failure for cron, which mails it: one line. */
export function errorLine({ message, hint }: Failure): string {
  return `phd: ${safeText(hint === null ? message : `${message}; next: ${hint}`)}\n`
}

/** What a table of partners has of each. */
export const CANDIDATE_HEAD = ['ID', 'NAME', 'TRACK', 'STATUS']

/** The cells of a partner in such a table. */
export function candidateCells({ id, name, track, status }: Candidate): string[] {
  return [id, name, track ?? '', status ?? '']
}

/** Partners that may be meant, as a table. */
function candidateTable(candidates: readonly Candidate[], room: number): string {
  return table(CANDIDATE_HEAD, candidates.map(candidateCells), room)
}
