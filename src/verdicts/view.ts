/** The verdict on one partner, whatever rule gave it. */

import { FOUND_BY } from '../partners/found-by.ts'
import type { Check } from '../rules/verdict.ts'
import type { Io } from '../terminal/io.ts'
import { showAge, showMoment } from '../terminal/moment.ts'
import type { Rendering } from '../terminal/print.ts'
import { safeText } from '../terminal/safe-text.ts'
import { foundSentence, MARK, placeSentence, unknownSentence } from './check-sentences.ts'
import { verdictJson } from './json.ts'
import { verdictCsv } from './list-view.ts'
import { sentencesOf } from './sentences.ts'
import type { Note } from './shared-sentences.ts'
import type { AnyVerdict } from './verdict.ts'

const COLOR = { pass: 'green', fail: 'red', unknown: 'yellow' } as const

/** One verdict in every format. */
export function verdictView(verdict: AnyVerdict, io: Io): Rendering {
  return {
    table: () => io.prose(verdictText(verdict, io)),
    json: () => verdictJson(verdict),
    ndjson: () => [verdictJson(verdict)],
    csv: () => verdictCsv(verdict),
  }
}

/** One verdict as a person reads it; without its next steps if a decision follows and names its own. */
export function verdictText(verdict: AnyVerdict, io: Io, { withSteps = true } = {}): string {
  const { question, policy, partner, by, evaluatedAt, asOf, sources } = verdict
  const { headline, section: own, missing, notes, nextSteps } = sentencesOf(verdict)
  const first = io.style(headline.color, safeText(headline.text))
  const lines = [
    io.style('bold', safeText(`${partner.name}  (${partner.id}, track ${partner.account.record.track ?? 'blank'})`)),
    // Where the partner was not named by its id or in full, the person should look twice.
    ...(by === null || by === 'id' || by === 'name' ? [] : [io.style('dim', `found by ${FOUND_BY[by]}`)]),
    first,
    '',
    ...verdict.checks.flatMap((check) => checkLines(check, verdict, io)),
  ]
  const section = (title: string, entries: readonly string[]): void => {
    if (entries.length > 0) lines.push('', io.style('bold', title), ...entries.map((entry) => `  ${safeText(entry)}`))
  }
  if (own) section(own.title, own.lines)
  section(
    'Missing',
    missing.flatMap(({ requirement, howTo }) => [`- ${requirement}`, `  ${howTo}`]),
  )
  const notesOf = (level: Note['level'], mark: string): string[] =>
    notes.filter((note) => note.level === level).map(({ message }) => `${mark} ${message}`)
  section('Please note', notesOf('warning', '!'))
  section('Also known', notesOf('info', '-'))
  if (withSteps) {
    section(
      'Next',
      nextSteps.map((step, i) => `${i + 1}. ${step}`),
    )
  }
  lines.push('', io.style('dim', `Policy ${question} ${policy.version}, evaluated at ${showMoment(evaluatedAt)}`))
  lines.push(io.style('dim', safeText(`Sources: ${sources.flatMap((source) => agesOf(source, verdict)).join(', ')}`)))
  if (asOf !== null) lines.push(io.style('dim', `As known on ${showMoment(asOf)}`))
  const text = `${lines.join('\n')}\n`
  // The first line has scrolled off the screen: repeat it at the end.
  return io.isLonger(text) ? `${text}\n${first}\n` : text
}

/** The age of each source, once: of its newest file, and of each older one that a check uses. */
function agesOf({ kind, title, newest }: AnyVerdict['sources'][number], { checks, evaluatedAt }: AnyVerdict): string[] {
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

function checkLines(check: Check, verdict: AnyVerdict, io: Io): string[] {
  const why = unknownSentence(check, verdict)
  return [
    `  ${io.style(COLOR[check.outcome], MARK[check.outcome].padEnd(7))}  ${safeText(foundSentence(check))}`,
    ...(why === '' ? [] : [`           ${safeText(why)}`]),
    ...(check.source ? [`           ${io.style('dim', safeText(placeSentence(check.source)))}`] : []),
    `           ${io.style('dim', `handbook: ${check.handbook.page}, "${check.handbook.section}"`)}`,
  ]
}
