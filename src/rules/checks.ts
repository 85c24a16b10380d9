/** Checks that more than one rule asks, each of evidence and what a policy expects of it. */

import { type Check, type Citation, type Fact, isStale, type Source, type UnknownReason } from './verdict.ts'

/** What a policy expects of one value, and where the handbook says so. */
export interface ExpectedValue {
  expected: string
  handbook: Citation
}

/** A newer row that had to be set aside; `lastSeenAt` is when. */
export interface RowSetAside {
  file: string
  line: number
  lastSeenAt: string
}

/** Whether a source is too old to decide anything. */
export type IsOld = (source: Pick<Source, 'lastSeenAt'>) => boolean

/** Sources last seen more than so many days before `now` (ISO 8601) are old. */
export function olderThan(now: string, maxAgeDays: number): IsOld {
  return (source) => isStale(source, now, maxAgeDays)
}

/** What is too old speaks neither for nor against. */
export function fresh<T extends Pick<Source, 'lastSeenAt'>>(value: T | null, isOld: IsOld): T | null {
  return value && !isOld(value) ? value : null
}

/** Case and outer space apart. */
export function sameWord(value: string | null, word: string): boolean {
  return (value ?? '').trim().toLowerCase() === word.trim().toLowerCase()
}

/** Why a fact decides nothing, if it does not. */
export function unusable(
  { source, doubt }: Fact<unknown>,
  isOld: IsOld,
): { reason: UnknownReason; detail: string | null } | null {
  if (doubt) return { reason: 'set_aside', detail: placeOf(doubt) }
  return isOld(source) ? { reason: 'stale', detail: null } : null
}

/** A file and a line, as a detail of a check names them. */
export function placeOf({ file, line }: { file: string; line: number }): string {
  return `${file}, line ${line}`
}

/** Whether the account's Partner Status is the word expected; blank or any other word fails. */
export function partnerAuthorized(
  { status, accountSetAside }: { status: Fact<string | null>; accountSetAside: RowSetAside | null },
  { expected, handbook }: ExpectedValue,
  isOld: IsOld,
): Check {
  const check = { id: 'partner_authorized', expected, actual: status.value, source: status.source, handbook }
  const why = unusable({ ...status, doubt: status.doubt ?? accountSetAside }, isOld)
  if (why) return { ...check, outcome: 'unknown', ...why }
  return { ...check, outcome: sameWord(status.value, expected) ? 'pass' : 'fail', reason: null, detail: null }
}

/** What the dashboard says of a partner in one of its columns. */
export interface DashboardAnswers {
  /** The answers of the partner's own rows; null where a row's file has no such column. */
  answers: readonly (Fact<string | null> | null)[]
  setAside: RowSetAside | null
  /** Partners that rows with this partner's name may mean as well. */
  sharedWith: readonly string[]
  /** What rows answer that may be the partner's, where they are newer than all that certainly are. */
  sharedNewer: readonly (string | null)[]
}

/** Whether the dashboard says Yes in a column; anything but Yes and No is no answer. */
export function dashboardSaysYes(
  id: string,
  { answers, setAside, sharedWith, sharedNewer }: DashboardAnswers,
  { expected, handbook }: ExpectedValue,
  isOld: IsOld,
): Check {
  const check = { id, expected, handbook, actual: null, source: null, detail: null }
  const unknown = (reason: UnknownReason, rest: Partial<Check> = {}): Check => ({ ...check, outcome: 'unknown', reason, ...rest })
  const known = answers.filter((answer) => answer !== null)
  const [first] = known
  if (setAside) {
    const found = first && { actual: first.value, source: first.source }
    return unknown('set_aside', { ...found, detail: placeOf(setAside) })
  }
  const disagrees = sharedNewer.some((answer) => !sameWord(answer, first?.value ?? ''))
  if (disagrees || (sharedWith.length > 0 && answers.length === 0)) {
    return unknown('ambiguous', { detail: sharedWith.join(', ') || null })
  }
  if (!first) return unknown(answers.length > 0 ? 'no_column' : 'missing')
  const { value, source } = first
  const found = { actual: value, source }
  for (const answer of known) {
    const why = unusable(answer, isOld)
    if (why) return unknown(why.reason, { actual: answer.value, source: answer.source, detail: why.detail })
  }
  if (known.some((answer) => !sameWord(answer.value, value ?? ''))) {
    const said = known.map((answer) => `${answer.value ?? 'blank'} (line ${answer.source.line})`)
    return unknown('contradictory', { source, detail: said.join(', ') })
  }
  if (sameWord(value, expected)) return { ...check, ...found, outcome: 'pass', reason: null }
  return sameWord(value, 'No') ? { ...check, ...found, outcome: 'fail', reason: null } : unknown('unreadable', found)
}

/** The mark of a restricted party on an account; null where it has none. It decides nothing, but nobody may pass over it. */
export function restrictedMark(restricted: Fact<string | null> | null): string | null {
  const mark = restricted?.value?.trim() ?? ''
  return mark === '' || /^(?:no?|false|0|none|not restricted)$/i.test(mark) ? null : mark
}
