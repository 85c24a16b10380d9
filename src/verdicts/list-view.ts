/** The verdicts on many partners, and verdicts as CSV. */

import type { Failure } from '../errors.ts'
import type { Decision } from '../rules/verdict.ts'
import { csvForPeople } from '../terminal/csv.ts'
import { errorDocument } from '../terminal/error.ts'
import type { Io } from '../terminal/io.ts'
import { plural } from '../terminal/plural.ts'
import type { Rendering } from '../terminal/print.ts'
import { table } from '../terminal/table.ts'
import { verdictJson } from './json.ts'
import { sentencesOf } from './sentences.ts'
import type { AnyVerdict } from './verdict.ts'

/** A name in a list that matches no partner, and why. */
export interface UnresolvedName {
  line: number
  name: string
  error: Failure
}

function verdictTable(
  question: AnyVerdict['question'],
  verdicts: readonly AnyVerdict[],
  unresolved: readonly UnresolvedName[],
  room: number,
): string {
  const rows: (string | null)[][] = verdicts.map((verdict) => {
    const { id, name, account } = verdict.partner
    const { headline, why } = sentencesOf(verdict)
    return [name, id, account.record.track, headline.word, why]
  })
  rows.push(...unresolved.map(({ name, line, error }) => [name, '', '', 'NOT FOUND', `line ${line}: ${inList(error)}`]))
  return table(['PARTNER', 'ID', 'TRACK', question.toUpperCase(), 'WHY'], rows, room)
}

/** A list has no table of candidates, so they are named here. */
function inList({ message, candidates }: Failure): string {
  if (candidates.length < 2) return message
  return `${message.replace(/; did you mean one of these\?$/, '')}; similar: ${candidates.map(({ name }) => name).join(', ')}`
}

/** Verdicts as CSV, and the names in a list that match no partner. */
export function verdictCsv(verdicts: readonly AnyVerdict[], unresolved: readonly UnresolvedName[]): string {
  const own = verdicts[0] ? ownCells(verdicts[0]).map(([heading]) => heading) : []
  return csvForPeople([
    ['id', 'name', 'track', 'decision', 'failed', 'unknown', 'missing', 'warnings', 'stale', 'policy', 'evaluated_at', ...own],
    ...verdicts.map((verdict) => {
      const { question, policy, partner, decision, checks, stale, evaluatedAt } = verdict
      const { missing, notes } = sentencesOf(verdict)
      const ids = (outcome: string): string =>
        checks
          .filter((check) => check.outcome === outcome)
          .map(({ id }) => id)
          .join(' ')
      return [
        partner.id,
        partner.name,
        partner.account.record.track ?? '',
        decision,
        ids('fail'),
        ids('unknown'),
        missing.map(({ requirement }) => requirement).join('; '),
        notes
          .filter(({ level }) => level === 'warning')
          .map(({ code }) => code)
          .join(' '),
        String(stale),
        `${question} ${policy.version}`,
        evaluatedAt,
        ...ownCells(verdict).map(([, cell]) => cell),
      ]
    }),
    ...unresolved.map(({ name, error }) => ['', name, '', error.code, '', '', '', '', '', '', '', ...own.map(() => '')]),
  ])
}

/** What only one rule answers: what the partner may do; or for each license type the most by the rule, what is held, what is left. */
function ownCells(verdict: AnyVerdict): (readonly [heading: string, cell: string])[] {
  if (verdict.question === 'authorized') return verdict.acts.map(({ act, may }) => [`may_${act}`, may])
  if (verdict.question === 'loa') return []
  return verdict.policy.types.flatMap(({ id }) => {
    const { max = 0, held = null, available = null } = verdict.limits[id] ?? {}
    return [
      [`${id}_max`, String(max)],
      [`${id}_held`, String(held ?? '')],
      [`${id}_available`, String(available ?? '')],
    ] as const
  })
}

/** The verdicts on many partners, and the names in a list that match no partner. */
export function verdictsView(
  question: AnyVerdict['question'],
  verdicts: readonly AnyVerdict[],
  unresolved: readonly UnresolvedName[],
  io: Pick<Io, 'columns' | 'prose'>,
): Rendering {
  return {
    list: { count: verdicts.length + unresolved.length, one: 'partner' },
    table: () => `${verdictTable(question, verdicts, unresolved, io.columns)}\n${io.prose(summary(verdicts, unresolved))}\n`,
    json: () => ({
      schema: 'phd.verdicts/1',
      question,
      // Made as they are printed: all of them at once take several times the memory of the text.
      verdicts: verdictObjects(verdicts),
      unresolved: unresolved.map(unresolvedJson),
    }),
    ndjson: () => verdictLines(verdicts, unresolved),
    csv: () => verdictCsv(verdicts, unresolved),
  }
}

function* verdictObjects(verdicts: readonly AnyVerdict[]): Generator<object> {
  for (const verdict of verdicts) yield verdictJson(verdict)
}

function* verdictLines(verdicts: readonly AnyVerdict[], unresolved: readonly UnresolvedName[]): Generator<object> {
  yield* verdictObjects(verdicts)
  for (const { line, name, error } of unresolved) yield { ...errorDocument(error), subject: { line, name } }
}

function unresolvedJson({ line, name, error }: UnresolvedName): object {
  const { code, message, hint, candidates } = error
  return { line, name, error: { code, message, hint, candidates } }
}

function summary(verdicts: readonly AnyVerdict[], unresolved: readonly UnresolvedName[]): string {
  const count = (decision: Decision): number => verdicts.filter((verdict) => verdict.decision === decision).length
  const names = unresolved.length > 0 ? `; ${plural(unresolved.length, 'name')} not found` : ''
  return `${plural(verdicts.length, 'partner')}: ${count('eligible')} yes, ${count('not_eligible')} no, ${count('needs_review')} cannot tell${names}`
}
