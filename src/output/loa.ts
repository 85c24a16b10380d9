/** Prints verdicts on letters of authorization in every format. */

import type { Context } from '../context.ts'
import type { PhdError } from '../errors.ts'
import type { Partner, Resolved } from '../partners/resolve.ts'
import type { LoaVerdict } from '../rules/loa.ts'
import type { Check, Source } from '../rules/verdict.ts'
import type { ImportEntry } from '../store/store.ts'
import { csvForPeople } from './csv.ts'
import { errorDocument } from './error.ts'
import { FOUND_BY } from './found-by.ts'
import type { Io } from './io.ts'
import { checkName, type LoaWording, missingSentences, nextSteps, noteSentences, unknownSentence } from './loa-sentences.ts'
import { showAge, showMoment } from './moment.ts'
import { plural } from './plural.ts'
import { print } from './print.ts'
import { safeText } from './safe-text.ts'
import { table } from './table.ts'

export interface LoaAnswer {
  partner: Partner
  /** What of the partner was named; null when all were asked for. */
  by: Resolved['by'] | null
  verdict: LoaVerdict
  words: LoaWording
  /** The evaluated moment, ISO 8601 UTC. */
  evaluatedAt: string
  /** The moment whose knowledge was asked for, ISO 8601 UTC; null: all that is known. */
  asOf: string | null
  /** The newest import of each kind that the verdict may rest on; null where there was none. */
  sources: ReadonlyArray<{ kind: string; title: string; newest: ImportEntry | null }>
}

/** A name of a list that is no partner's, with why. */
export interface UnresolvedName {
  line: number
  name: string
  error: PhdError
}

type Printing = Pick<Context, 'io' | 'format'>

const HEADLINE = {
  eligible: ['green', 'YES: the partner may have a letter of authorization'],
  not_eligible: ['red', 'NO: the partner must not have a letter of authorization'],
  needs_review: ['yellow', 'CANNOT TELL: a person must look'],
} as const

const MARK = { pass: ['green', 'ok'], fail: ['red', 'FAILS'], unknown: ['yellow', 'UNKNOWN'] } as const

/** The verdict as the contract has it (phd.verdict/1), with the notes that do not decide. */
function loaJson({ partner, verdict, words, evaluatedAt, asOf, sources }: LoaAnswer): object {
  const { account } = partner
  return {
    schema: 'phd.verdict/1',
    question: 'loa',
    subject: { kind: 'partner', id: partner.id, name: partner.name, track: account.record.track },
    decision: verdict.decision,
    evaluatedAt,
    asOf,
    policy: { id: 'loa', version: verdict.policy.version },
    checks: verdict.checks.map(({ id, outcome, expected, actual, reason, detail, source, handbook }) => ({
      id,
      outcome,
      expected,
      actual,
      reason,
      detail,
      source,
      handbook,
    })),
    missing: missingSentences(verdict, words),
    notes: noteSentences(verdict, words),
    nextSteps: nextSteps(verdict, words),
    stale: verdict.stale,
    sources: sources.map(({ kind, newest }) => ({
      kind,
      importId: newest?.id ?? null,
      file: newest?.file ?? null,
      lastSeenAt: newest?.lastSeenAt ?? null,
    })),
  }
}

/** One verdict as a person reads it. */
function loaText(answer: LoaAnswer, io: Io): string {
  const { partner, by, verdict, words, evaluatedAt, asOf, sources } = answer
  const [color, headline] = HEADLINE[verdict.decision]
  const lines = [
    io.style('bold', safeText(`${partner.name}  (${partner.id}, track ${partner.account.record.track ?? 'blank'})`)),
    // Said where the partner was not named by its id or in full, for then the person should look twice.
    ...(by === null || by === 'id' || by === 'name' ? [] : [io.style('dim', `found by ${FOUND_BY[by]}`)]),
    io.style(color, headline),
    '',
    ...verdict.checks.flatMap((check) => checkLines(check, answer, io)),
  ]
  const section = (title: string, entries: readonly string[]): void => {
    if (entries.length > 0) lines.push('', io.style('bold', title), ...entries.map((entry) => `  ${safeText(entry)}`))
  }
  section(
    'What is missing',
    missingSentences(verdict, words).flatMap(({ requirement, howTo }) => [`- ${requirement}`, `  ${howTo}`]),
  )
  const notes = noteSentences(verdict, words)
  section(
    'Please note',
    notes.filter(({ level }) => level === 'warning').map(({ message }) => `! ${message}`),
  )
  section(
    'Also known',
    notes.filter(({ level }) => level === 'info').map(({ message }) => `- ${message}`),
  )
  section(
    'Next',
    nextSteps(verdict, words).map((step, i) => `${i + 1}. ${step}`),
  )
  lines.push('', io.style('dim', `By policy loa ${verdict.policy.version}, judged for ${showMoment(evaluatedAt)}`))
  const ages = sources.map(
    ({ title, newest }) => `${title} ${newest ? showAge(newest.lastSeenAt, evaluatedAt) : 'never imported'}`,
  )
  lines.push(io.style('dim', `Sources: ${ages.join(', ')}`))
  if (asOf !== null) lines.push(io.style('dim', `As known on ${showMoment(asOf)}`))
  return `${lines.join('\n')}\n`
}

function checkLines(check: Check, { words, evaluatedAt }: LoaAnswer, io: Io): string[] {
  const [color, mark] = MARK[check.outcome]
  const name = check.source?.column ?? checkName(check.id)
  const actual = check.actual === null || check.actual.trim() === '' ? 'blank' : `"${check.actual}"`
  const found = check.source ? `is ${actual} (expected "${check.expected}")` : `is not known (expected "${check.expected}")`
  const why = unknownSentence(check, words)
  return [
    `  ${io.style(color, mark.padEnd(7))}  ${safeText(`${name} ${found}`)}`,
    ...(why === '' ? [] : [`           ${safeText(why)}`]),
    ...(check.source ? [`           ${io.style('dim', safeText(place(check.source, evaluatedAt)))}`] : []),
    `           ${io.style('dim', `handbook: ${check.handbook.page}, "${check.handbook.section}"`)}`,
  ]
}

function place({ file, line, column, lastSeenAt }: Source, now: string): string {
  return `${file}, line ${line}, column "${column}", last seen ${showMoment(lastSeenAt)} (${showAge(lastSeenAt, now)})`
}

/** Why a verdict is not a plain yes, in a few words. */
function why({ verdict, words }: LoaAnswer): string {
  const parts = verdict.checks.flatMap((check) => {
    if (check.outcome === 'pass') return []
    const found = check.actual?.trim() ? check.actual.trim() : 'blank'
    return check.outcome === 'fail'
      ? [`${checkName(check.id)} ${found}`]
      : [`${checkName(check.id)}: ${unknownSentence(check, words)}`]
  })
  const warned = verdict.notes.flatMap((note) => {
    if (note.code === 'restricted_party') return ['RESTRICTED PARTY']
    if (note.code === 'other_legal_form') return [`other legal form: ${note.names.join(', ')}`]
    return note.code === 'older_row_disagrees' ? ['an older row of the dashboard disagrees'] : []
  })
  return [...warned, ...parts].join('; ')
}

function loaTable(answers: readonly LoaAnswer[], unresolved: readonly UnresolvedName[]): string {
  const words = { eligible: 'yes', not_eligible: 'NO', needs_review: 'CANNOT TELL' }
  const rows = answers.map((answer) => [
    answer.partner.name,
    answer.partner.id,
    answer.partner.account.record.track,
    words[answer.verdict.decision],
    why(answer),
  ])
  rows.push(...unresolved.map(({ name, line, error }) => [name, '', '', 'NOT FOUND', `line ${line}: ${error.message}`]))
  return table(['PARTNER', 'ID', 'TRACK', 'LOA', 'WHY'], rows)
}

function loaCsv(answers: readonly LoaAnswer[], unresolved: readonly UnresolvedName[]): string {
  return csvForPeople([
    ['id', 'name', 'track', 'decision', 'failed', 'unknown', 'missing', 'warnings', 'stale', 'policy', 'evaluated_at'],
    ...answers.map(({ partner, verdict, words, evaluatedAt }) => {
      const ids = (outcome: string): string =>
        verdict.checks
          .filter((check) => check.outcome === outcome)
          .map(({ id }) => id)
          .join(' ')
      const missing = missingSentences(verdict, words)
        .map(({ requirement }) => requirement)
        .join('; ')
      const warnings = noteSentences(verdict, words)
        .filter(({ level }) => level === 'warning')
        .map(({ code }) => code)
        .join(' ')
      const { track } = partner.account.record
      return [
        partner.id,
        partner.name,
        track ?? '',
        verdict.decision,
        ids('fail'),
        ids('unknown'),
        missing,
        warnings,
        String(verdict.stale),
        `loa ${verdict.policy.version}`,
        evaluatedAt,
      ]
    }),
    ...unresolved.map(({ name, error }) => ['', name, '', error.code, '', '', '', '', '', '', '']),
  ])
}

/** Prints the verdict on one partner. */
export function printLoa({ io, format }: Printing, answer: LoaAnswer): void {
  print(io, format, {
    table: () => io.prose(loaText(answer, io)),
    json: () => loaJson(answer),
    ndjson: () => [loaJson(answer)],
    csv: () => loaCsv([answer], []),
  })
}

/** Prints the verdicts on many partners, and the names of a list that are no partner's. */
export function printLoaList(
  { io, format }: Printing,
  answers: readonly LoaAnswer[],
  unresolved: readonly UnresolvedName[],
): void {
  print(io, format, {
    table: () => `${loaTable(answers, unresolved)}\n${summary(answers, unresolved)}\n`,
    json: () => ({
      schema: 'phd.verdicts/1',
      question: 'loa',
      verdicts: answers.map(loaJson),
      unresolved: unresolved.map(unresolvedJson),
    }),
    ndjson: () => [
      ...answers.map(loaJson),
      ...unresolved.map((each) => ({ ...errorDocument(each.error), subject: { line: each.line, name: each.name } })),
    ],
    csv: () => loaCsv(answers, unresolved),
  })
}

function unresolvedJson({ line, name, error }: UnresolvedName): object {
  const { code, message, hint, candidates } = error
  return { line, name, error: { code, message, hint: hint ?? null, candidates } }
}

function summary(answers: readonly LoaAnswer[], unresolved: readonly UnresolvedName[]): string {
  const count = (decision: LoaVerdict['decision']): number =>
    answers.filter(({ verdict }) => verdict.decision === decision).length
  const names = unresolved.length > 0 ? `; ${plural(unresolved.length, 'name is', 'names are')} no partner's` : ''
  return `${plural(answers.length, 'partner')}: ${count('eligible')} yes, ${count('not_eligible')} no, ${count('needs_review')} cannot tell${names}`
}
