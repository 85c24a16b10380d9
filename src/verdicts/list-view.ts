/** The verdicts on many partners, and one as CSV. */

import type { Failure } from '../errors.ts'
import type { Decision } from '../rules/verdict.ts'
import { csvForPeople } from '../terminal/csv.ts'
import { errorDocument } from '../terminal/error.ts'
import type { Io } from '../terminal/io.ts'
import { plural } from '../terminal/plural.ts'
import type { Listing } from '../terminal/print-rows.ts'
import { headlineOf } from './headline.ts'
import { verdictJson } from './json.ts'
import { missingOf, notesOf, whyOf } from './sentences.ts'
import type { AnyVerdict } from './verdict.ts'

/** A name in a list that matches no partner, and why. */
export interface UnresolvedName {
  line: number
  name: string
  error: Failure
}

/** A row of the list: a verdict, or a name that matches no partner. */
type Listed = AnyVerdict | UnresolvedName

function isVerdict(row: Listed): row is AnyVerdict {
  return 'question' in row
}

function tableCells(row: Listed): (string | null)[] {
  if (!isVerdict(row)) return [row.name, '', '', 'NOT FOUND', `line ${row.line}: ${inList(row.error)}`]
  const { id, name, account } = row.partner
  return [name, id, account.record.track, headlineOf(row).word, whyOf(row)]
}

/** A list has no table of candidates, so they are named here. */
function inList({ message, candidates }: Failure): string {
  if (candidates.length < 2) return message
  return `${message.replace(/; did you mean one of these\?$/, '')}; similar: ${candidates.map(({ name }) => name).join(', ')}`
}

const CSV_HEADINGS = [
  'id',
  'name',
  'track',
  'decision',
  'failed',
  'unknown',
  'missing',
  'warnings',
  'stale',
  'policy',
  'evaluated_at',
] as const

/** The headings, with those of the columns that only the rule of the verdicts has. */
function csvHeadings(first: Listed | undefined): string[] {
  return [...CSV_HEADINGS, ...(first && isVerdict(first) ? ownCells(first).map(([heading]) => heading) : [])]
}

function csvCells(verdict: AnyVerdict): string[] {
  const { question, policy, partner, decision, checks, stale, evaluatedAt } = verdict
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
    missingOf(verdict)
      .map(({ requirement }) => requirement)
      .join('; '),
    notesOf(verdict)
      .filter(({ level }) => level === 'warning')
      .map(({ code }) => code)
      .join(' '),
    String(stale),
    `${question} ${policy.version}`,
    evaluatedAt,
    ...ownCells(verdict).map(([, cell]) => cell),
  ]
}

/** One verdict as CSV. */
export function verdictCsv(verdict: AnyVerdict): string {
  return csvForPeople([csvHeadings(verdict), csvCells(verdict)])
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

/**
 * The verdicts on many partners, and after them the names in a list that match no partner. Each is counted and dropped once it is
 * printed: all of them at once take several times the memory of the text.
 */
export function verdictsListing(
  question: AnyVerdict['question'],
  rows: AsyncIterable<Iterable<Listed>>,
  io: Pick<Io, 'prose'>,
): Listing<Listed> {
  const tally: Tally = { eligible: 0, not_eligible: 0, needs_review: 0 }
  const unresolved: UnresolvedName[] = []
  let width: number = CSV_HEADINGS.length
  return {
    rows,
    each: (row) => {
      if (isVerdict(row)) tally[row.decision]++
      else unresolved.push(row)
    },
    list: { one: 'partner' },
    waiting: 'Checking all partners',
    table: {
      headings: ['PARTNER', 'ID', 'TRACK', question.toUpperCase(), 'WHY'],
      cells: tableCells,
      after: () => `\n${io.prose(summary(tally, unresolved.length))}\n`,
    },
    csv: {
      headings: (first) => {
        const headings = csvHeadings(first)
        width = headings.length
        return headings
      },
      cells: (row) => (isVerdict(row) ? csvCells(row) : ['', row.name, '', row.error.code, ...Array(width - 4).fill('')]),
    },
    json: (verdicts) => ({
      schema: 'phd.verdicts/1',
      question,
      verdicts,
      unresolved: () => unresolved.map(unresolvedJson),
    }),
    object: (row) => (isVerdict(row) ? verdictJson(row) : null),
    line: (row) => (isVerdict(row) ? verdictJson(row) : unresolvedLine(row)),
  }
}

function unresolvedLine({ line, name, error }: UnresolvedName): object {
  return { ...errorDocument(error), subject: { line, name } }
}

function unresolvedJson({ line, name, error }: UnresolvedName): object {
  const { code, message, hint, candidates } = error
  return { line, name, error: { code, message, hint, candidates } }
}

/** How many verdicts there are of each decision. */
type Tally = Record<Decision, number>

function summary({ eligible, not_eligible, needs_review }: Tally, unresolved: number): string {
  const names = unresolved > 0 ? `; ${plural(unresolved, 'name')} not found` : ''
  const all = eligible + not_eligible + needs_review
  return `${plural(all, 'partner')}: ${eligible} yes, ${not_eligible} no, ${needs_review} cannot tell${names}`
}
