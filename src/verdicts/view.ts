/** Prints verdicts in every format, whatever rule gave them. */

import type { Context } from '../app/context.ts'
import type { PhdError } from '../errors.ts'
import { FOUND_BY } from '../partners/found-by.ts'
import type { Partner } from '../partners/partner.ts'
import type { Resolved } from '../partners/resolve.ts'
import type { Check, Decision, Source } from '../rules/verdict.ts'
import type { ImportEntry } from '../store/store.ts'
import { csvForPeople } from '../terminal/csv.ts'
import { errorDocument } from '../terminal/error.ts'
import type { Io } from '../terminal/io.ts'
import { lastSeen } from '../terminal/last-seen.ts'
import { showAge, showMoment } from '../terminal/moment.ts'
import { plural } from '../terminal/plural.ts'
import { print } from '../terminal/print.ts'
import { safeText } from '../terminal/safe-text.ts'
import { table } from '../terminal/table.ts'
import { headlineOf } from './headline.ts'
import type { UndoneImport } from './request-notes.ts'
import { checkName, type Missing, type Note, unknownSentence, type Wording } from './sentences.ts'

/** A verdict with its sentences. */
export interface VerdictAnswer {
  question: 'loa' | 'nfr'
  /** What is asked for: "a letter of authorization". */
  thing: string
  partner: Partner
  /** What of the partner was named; null when all were asked for. */
  by: Resolved['by'] | null
  decision: Decision
  policyVersion: string
  checks: readonly Check[]
  missing: readonly Missing[]
  notes: readonly Note[]
  nextSteps: readonly string[]
  /** What a yes without the limit being asked about says instead; null where all was asked. */
  unchecked: { word: string; rest: string; hasRoom: boolean; short: string } | null
  stale: boolean
  words: Pick<Wording, 'dashboardImported' | 'maxAgeDays' | 'subject'>
  /** The evaluated moment, ISO 8601 UTC. */
  evaluatedAt: string
  /** The moment whose knowledge was asked for, ISO 8601 UTC; null: all that is known. */
  asOf: string | null
  /** The newest import of each kind that the verdict may rest on; null where there was none. */
  sources: ReadonlyArray<{ kind: string; title: string; newest: ImportEntry | null }>
  /** Imports it might rest on that were undone, and that none has followed. */
  undone: readonly UndoneImport[]
  /** What only this rule answers: a section of the text, fields of the JSON, cells of the CSV. */
  own: {
    section: { title: string; lines: readonly string[] } | null
    json: Readonly<Record<string, unknown>>
    csv: ReadonlyArray<readonly [heading: string, cell: string]>
  }
}

/** A name of a list that is no partner's, with why. */
export interface UnresolvedName {
  line: number
  name: string
  error: PhdError
}

type Printing = Pick<Context, 'io' | 'format'>

const MARK = { pass: ['green', 'ok'], fail: ['red', 'FAILS'], unknown: ['yellow', 'UNKNOWN'] } as const

/** The verdict as the contract has it (phd.verdict/1), with the notes that do not decide. */
export function verdictJson(answer: VerdictAnswer) {
  const { question, partner, decision, policyVersion, checks, missing, notes, nextSteps, evaluatedAt, asOf, sources } = answer
  return {
    schema: 'phd.verdict/1',
    question,
    subject: { kind: 'partner', id: partner.id, name: partner.name, track: partner.account.record.track },
    decision,
    evaluatedAt,
    asOf,
    policy: { id: question, version: policyVersion },
    checks: checks.map(({ id, outcome, expected, actual, reason, detail, source, handbook, candidates }) => ({
      id,
      outcome,
      expected,
      actual,
      reason,
      detail,
      source,
      handbook,
      ...(candidates && { candidates }),
    })),
    ...answer.own.json,
    missing: missing.map(({ requirement, howTo }) => ({ requirement, howTo })),
    notes: notes.map(({ code, level, message }) => ({ code, level, message })),
    contradictions: notes.flatMap(({ code, contradicts }) => (contradicts?.decision === decision ? [code] : [])),
    nextSteps,
    stale: answer.stale,
    sources: sources.map(({ kind, newest }) => ({
      kind,
      importId: newest?.id ?? null,
      file: newest?.file ?? null,
      lastSeenAt: newest?.lastSeenAt ?? null,
      lastSeenBy: newest?.lastSeenBy ?? null,
      statedBy: newest?.statedBy ?? null,
    })),
  }
}

/** One verdict as a person reads it. */
export function verdictText(answer: VerdictAnswer, io: Io): string {
  const { partner, by, evaluatedAt, asOf, sources, own } = answer
  const headline = headlineOf(answer)
  const first = io.style(headline.color, safeText(headline.text))
  const lines = [
    io.style('bold', safeText(`${partner.name}  (${partner.id}, track ${partner.account.record.track ?? 'blank'})`)),
    // Said where the partner was not named by its id or in full, for then the person should look twice.
    ...(by === null || by === 'id' || by === 'name' ? [] : [io.style('dim', `found by ${FOUND_BY[by]}`)]),
    first,
    '',
    ...answer.checks.flatMap((check) => checkLines(check, answer, io)),
  ]
  const section = (title: string, entries: readonly string[]): void => {
    if (entries.length > 0) lines.push('', io.style('bold', title), ...entries.map((entry) => `  ${safeText(entry)}`))
  }
  if (own.section) section(own.section.title, own.section.lines)
  section(
    'What is missing',
    answer.missing.flatMap(({ requirement, howTo }) => [`- ${requirement}`, `  ${howTo}`]),
  )
  const notes = (level: Note['level'], mark: string): string[] =>
    answer.notes.filter((note) => note.level === level).map(({ message }) => `${mark} ${message}`)
  section('Please note', notes('warning', '!'))
  section('Also known', notes('info', '-'))
  section(
    'Next',
    answer.nextSteps.map((step, i) => `${i + 1}. ${step}`),
  )
  lines.push('', io.style('dim', `By policy ${answer.question} ${answer.policyVersion}, judged for ${showMoment(evaluatedAt)}`))
  lines.push(io.style('dim', safeText(`Sources: ${sources.flatMap((source) => agesOf(source, answer)).join(', ')}`)))
  if (asOf !== null) lines.push(io.style('dim', `As known on ${showMoment(asOf)}`))
  const text = `${lines.join('\n')}\n`
  // Where the first line has left the screen, it is said again where the eye is.
  return io.isLonger(text) ? `${text}\n${first}\n` : text
}

/** The age of each source, once: of its newest file, and of each older one that a check rests on. */
function agesOf({ kind, title, newest }: VerdictAnswer['sources'][number], { checks, evaluatedAt }: VerdictAnswer): string[] {
  if (!newest) return [`${title} never imported`]
  const older = new Map(
    checks.flatMap(({ source }) =>
      source?.kind === kind && source.lastSeenAt !== newest.lastSeenAt ? [[source.importId, source] as const] : [],
    ),
  )
  return [
    `${title} ${showAge(newest.lastSeenAt, evaluatedAt)}`,
    ...[...older.values()].map(({ file, lastSeenAt }) => `${file} ${showAge(lastSeenAt, evaluatedAt)}`),
  ]
}

function checkLines(check: Check, { words }: VerdictAnswer, io: Io): string[] {
  const [color, mark] = MARK[check.outcome]
  const why = unknownSentence(check, words)
  return [
    `  ${io.style(color, mark.padEnd(7))}  ${safeText(foundSentence(check))}`,
    ...(why === '' ? [] : [`           ${safeText(why)}`]),
    ...(check.source ? [`           ${io.style('dim', safeText(place(check.source)))}`] : []),
    `           ${io.style('dim', `handbook: ${check.handbook.page}, "${check.handbook.section}"`)}`,
  ]
}

/** The checks that failed, in words; undefined where none did. */
export function failedWords(checks: readonly Check[]): string | undefined {
  const failed = checks.filter(({ outcome }) => outcome === 'fail').map(foundSentence)
  return failed.length > 0 ? failed.join('; ') : undefined
}

/** What was found, and what is expected. A word that stands in a file is quoted; what phd counted is not. */
function foundSentence({ id, source, actual, expected, detail, candidates }: Check): string {
  if (id === 'agreement' && !source) return `contract of ${actual}: ${detail}`
  if (id === 'agreement') return `${source?.column ?? checkName(id)} is ${actual ?? 'blank'} (expected ${expected})`
  if (COUNTED.has(id)) return `${checkName(id)}: ${actual ?? 'not known'} (expected ${expected})`
  const name = source?.column ?? checkName(id)
  const found = actual === null || actual.trim() === '' ? 'blank' : `"${actual}"`
  // What a row says that may be another's is not said of the partner.
  return source && !candidates ? `${name} is ${found} (expected "${expected}")` : `${name} is not known (expected "${expected}")`
}

const COUNTED: ReadonlySet<string> = new Set(['technical_certification', 'within_limit'])

function place(source: Source): string {
  const { file, line, column } = source
  const at = [file, line === null ? '' : `line ${line}`, column === null ? '' : `column "${column}"`].filter(Boolean).join(', ')
  return `${at}, ${lastSeen(source)}`
}

/** Why a verdict is not a plain yes, in a few words. */
function why({ checks, notes, words, unchecked, decision }: VerdictAnswer): string {
  const parts = checks.flatMap((check) => {
    if (check.outcome === 'pass') return []
    const found = check.actual?.trim() ? check.actual.trim() : 'blank'
    const name = COUNTED.has(check.id) ? checkName(check.id) : (check.source?.column ?? checkName(check.id))
    return check.outcome === 'fail' ? [`${name} ${found}`] : [`${checkName(check.id)}: ${unknownSentence(check, words)}`]
  })
  const room = unchecked && decision === 'eligible' ? [unchecked.short] : []
  return [...notes.flatMap(({ short }) => short ?? []), ...parts, ...room].join('; ')
}

function verdictTable(
  question: string,
  answers: readonly VerdictAnswer[],
  unresolved: readonly UnresolvedName[],
  room: number,
): string {
  const rows: (string | null)[][] = answers.map((answer) => [
    answer.partner.name,
    answer.partner.id,
    answer.partner.account.record.track,
    headlineOf(answer).word,
    why(answer),
  ])
  rows.push(...unresolved.map(({ name, line, error }) => [name, '', '', 'NOT FOUND', `line ${line}: ${inList(error)}`]))
  return table(['PARTNER', 'ID', 'TRACK', question.toUpperCase(), 'WHY'], rows, room)
}

/** In a list no table of candidates follows: they are named. */
function inList({ message, candidates }: PhdError): string {
  if (candidates.length < 2) return message
  return `${message.replace(/; did you mean one of these\?$/, '')}; like it: ${candidates.map(({ name }) => name).join(', ')}`
}

function verdictCsv(answers: readonly VerdictAnswer[], unresolved: readonly UnresolvedName[]): string {
  const own = answers[0]?.own.csv.map(([heading]) => heading) ?? []
  return csvForPeople([
    ['id', 'name', 'track', 'decision', 'failed', 'unknown', 'missing', 'warnings', 'stale', 'policy', 'evaluated_at', ...own],
    ...answers.map((answer) => {
      const { partner, checks, missing, notes } = answer
      const ids = (outcome: string): string =>
        checks
          .filter((check) => check.outcome === outcome)
          .map(({ id }) => id)
          .join(' ')
      return [
        partner.id,
        partner.name,
        partner.account.record.track ?? '',
        answer.decision,
        ids('fail'),
        ids('unknown'),
        missing.map(({ requirement }) => requirement).join('; '),
        notes
          .filter(({ level }) => level === 'warning')
          .map(({ code }) => code)
          .join(' '),
        String(answer.stale),
        `${answer.question} ${answer.policyVersion}`,
        answer.evaluatedAt,
        ...answer.own.csv.map(([, cell]) => cell),
      ]
    }),
    ...unresolved.map(({ name, error }) => ['', name, '', error.code, '', '', '', '', '', '', '', ...own.map(() => '')]),
  ])
}

/** Prints the verdict on one partner. */
export function printVerdict({ io, format }: Printing, answer: VerdictAnswer): void {
  print(io, format, {
    table: () => io.prose(verdictText(answer, io)),
    json: () => verdictJson(answer),
    ndjson: () => [verdictJson(answer)],
    csv: () => verdictCsv([answer], []),
  })
}

/** Prints the verdicts on many partners, and the names of a list that are no partner's. */
export function printVerdicts(
  { io, format }: Printing,
  question: VerdictAnswer['question'],
  answers: readonly VerdictAnswer[],
  unresolved: readonly UnresolvedName[],
): void {
  print(io, format, {
    list: { count: answers.length + unresolved.length, one: 'partner' },
    table: () => `${verdictTable(question, answers, unresolved, io.columns)}\n${io.prose(summary(answers, unresolved))}\n`,
    json: () => ({
      schema: 'phd.verdicts/1',
      question,
      verdicts: answers.map(verdictJson),
      unresolved: unresolved.map(unresolvedJson),
    }),
    ndjson: () => [
      ...answers.map(verdictJson),
      ...unresolved.map((each) => ({ ...errorDocument(each.error), subject: { line: each.line, name: each.name } })),
    ],
    csv: () => verdictCsv(answers, unresolved),
  })
}

function unresolvedJson({ line, name, error }: UnresolvedName): object {
  const { code, message, hint, candidates } = error
  return { line, name, error: { code, message, hint: hint ?? null, candidates } }
}

function summary(answers: readonly VerdictAnswer[], unresolved: readonly UnresolvedName[]): string {
  const count = (decision: Decision): number => answers.filter((answer) => answer.decision === decision).length
  const names = unresolved.length > 0 ? `; ${plural(unresolved.length, 'name is', 'names are')} no partner's` : ''
  return `${plural(answers.length, 'partner')}: ${count('eligible')} yes, ${count('not_eligible')} no, ${count('needs_review')} cannot tell${names}`
}
