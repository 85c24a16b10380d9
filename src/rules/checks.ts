/** Checks that more than one rule asks, each of evidence and what a policy expects of it. */

import { bareWord, isDamagedWord } from '../records/word.ts'
import {
  type Candidate,
  type CandidateReason,
  type Check,
  type Citation,
  type Fact,
  isStale,
  type Lasting,
  type Source,
  type UnknownReason,
} from './verdict.ts'

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

/** People whom the newest list lacks: how many, how many of them hold each credential, and that list. */
export interface PeopleGone {
  people: number
  holding: Readonly<Record<string, number>>
  file: string
}

/** Whether a source is too old to decide anything, or left its list. */
export type IsOld = (source: Lasting) => boolean

/** Sources last seen more than so many days before `now` (ISO 8601) are old. */
export function olderThan(now: string, maxAgeDays: number): IsOld {
  return (source) => isStale(source, now, maxAgeDays)
}

/** What is too old speaks neither for nor against. */
export function fresh<T extends Lasting>(value: T | null, isOld: IsOld): T | null {
  return value && !isOld(value) ? value : null
}

/** What is counted together is as old as its oldest part; where that is too old, what was seen since speaks alone. */
export function freshPart<T extends Lasting & { fresher?: T | null }>(value: T | null, isOld: IsOld): T | null {
  if (!value || !isOld(value)) return value
  return value.fresher ? freshPart(value.fresher, isOld) : null
}

/** Case apart, and what stands around it unseen. */
export function sameWord(value: string | null, word: string): boolean {
  return foldWord(value ?? '') === foldWord(word)
}

function foldWord(word: string): string {
  return bareWord(word).trim().toLowerCase()
}

/** Why a fact decides nothing, if it does not. */
export function unusable(
  { source, doubt }: Fact<unknown>,
  isOld: IsOld,
): { reason: UnknownReason; detail: string | null } | null {
  if (doubt) return { reason: 'set_aside', detail: placeOf(doubt) }
  if (isOld(source)) return whyOld(source)
  // What an older file said in a column that the newer one lacks is kept, and as old as that file: nobody knows it now.
  return source.column === null ? { reason: 'no_column', detail: null } : null
}

/** Why a source that is old decides nothing: the newest list lacks it, or it is older than evidence may be. */
export function whyOld({ gone }: Lasting): { reason: 'stale' | 'gone_from_list'; detail: string | null } {
  return gone ? { reason: 'gone_from_list', detail: gone.file } : { reason: 'stale', detail: null }
}

/** A file and a line, as a detail of a check names them. */
export function placeOf({ file, line }: { file: string; line: number }): string {
  return `${file}, line ${line}`
}

/** Where a value stands, as far as its line is known. */
export function placeIn({ file, line }: Source): string {
  return line === null ? file : placeOf({ file, line })
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
  if (isDamagedWord(status.value)) return { ...check, outcome: 'unknown', reason: 'unreadable', detail: null }
  return { ...check, outcome: sameWord(status.value, expected) ? 'pass' : 'fail', reason: null, detail: null }
}

/** A contract that a person saw on the account's record, where no export shows it. */
export interface NotedContract {
  /** The date on the contract, YYYY-MM-DD, and where it lies. */
  date: string
  where: string
  /** Who noted it, when (ISO 8601, UTC), and the audit entry. */
  by: string
  at: string
  entry: number
}

/** What shows that a partner has signed a contract. */
export interface AgreementEvidence {
  /** Null where the export has no such column. */
  signedContract: Fact<string | null> | null
  clickThrough: Fact<boolean | null> | null
  contractNoted: NotedContract | null
  accountSetAside: RowSetAside | null
}

/**
 * Whether the partner has signed a contract: the account has its date, or a person saw a manual contract. No blank cell is a no, for the
 * contract may lie on the record alone. Null where the policy does not ask, where the status fails already, and where the export has no
 * such column and nobody noted a contract (Ecosystem Operations, Unauthorized Partners).
 */
export function agreement(
  { signedContract, contractNoted, accountSetAside }: AgreementEvidence,
  asked: ExpectedValue | undefined,
  authorized: Check,
  today: string,
  isOld: IsOld,
): Check | null {
  if (!asked || authorized.outcome === 'fail') return null
  const { expected, handbook } = asked
  const check = {
    id: AGREEMENT,
    expected,
    handbook,
    actual: signedContract?.value ?? null,
    source: signedContract?.source ?? null,
  }
  const why = signedContract && unusable({ ...signedContract, doubt: signedContract.doubt ?? accountSetAside }, isOld)
  const isAhead = (signedContract?.value ?? '') > today
  if (signedContract && signedContract.value !== null && !why && !isAhead) {
    return { ...check, outcome: 'pass', reason: null, detail: null }
  }
  if (contractNoted && contractNoted.date <= today) {
    const { date, where, by, at, entry } = contractNoted
    const detail = `${where}; noted by ${by} on ${at.slice(0, 10)}, audit entry ${entry}`
    return { ...check, actual: date, source: null, outcome: 'pass', reason: null, detail }
  }
  if (!signedContract) return null
  if (why) return { ...check, outcome: 'unknown', ...why }
  return { ...check, outcome: 'unknown', reason: isAhead ? 'unreadable' : 'missing', detail: null }
}

/** The check of the signed contract. */
export const AGREEMENT = 'agreement'

/** What is to be known of the agreement besides, of a partner whose status is right; by either rule that asks for it. */
export type AgreementNote = { code: 'agreement_not_exported' } | { code: 'manual_contract'; hasColumn: boolean }

/** Notes on the agreement: that no export shows it, or that the contract is a manual one (Ecosystem Operations, Unauthorized Partners). */
export function agreementNotes(
  check: Check | undefined,
  { clickThrough }: Pick<AgreementEvidence, 'clickThrough'>,
): AgreementNote[] {
  if (!check) return [{ code: 'agreement_not_exported' }]
  // What a person saw on the record needs no second look.
  if (check.outcome !== 'pass' || check.source === null || clickThrough?.value === true) return []
  return [{ code: 'manual_contract', hasColumn: clickThrough !== null }]
}

/** What the dashboard says of a partner in one of its columns. */
export interface DashboardAnswers {
  /** The answers of the partner's own rows; null where a row's file has no such column. */
  answers: readonly (Fact<string | null> | null)[]
  setAside: RowSetAside | null
  /** What rows answer that may be the partner's; null where a row's file has no such column. */
  candidates: readonly CandidateAnswer[]
}

/** What a row answers that may be the partner's. */
export type CandidateAnswer = Candidate & { answer: Fact<string | null> | null; source: Source }

/** Whether the dashboard says Yes in a column; anything but Yes and No is no answer. */
export function dashboardSaysYes(
  id: string,
  { answers, setAside, candidates }: DashboardAnswers,
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
  const unsure = doubting(candidates, answers.length > 0 ? (first?.value ?? '') : null, isOld)
  if (unsure[0]) {
    const { answer, source } = unsure[0]
    return unknown(unsure[0].why, { ...ofCandidates(unsure), source: answer?.source ?? source })
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

/**
 * The candidates that leave an answer in doubt: all, where the partner has no row of its own; else those that may speak beside it and
 * say otherwise, for whichever company's they are, an answer that all of them give is the answer.
 */
function doubting(candidates: readonly CandidateAnswer[], own: string | null, isOld: IsOld): readonly CandidateAnswer[] {
  if (own === null) return candidates
  return candidates.filter(
    ({ counts, answer, source }) => counts && !isOld(source) && answer !== null && !sameWord(answer.value, own),
  )
}

/** Candidates as a check shows them: where they stand, and in words whose they may be. */
export function ofCandidates(
  candidates: readonly (Omit<Candidate, 'counts'> & { source: Pick<Source, 'file' | 'line'> })[],
): Pick<Check, 'detail' | 'candidates'> {
  const others = new Set(candidates.flatMap(({ of }) => of))
  const named = new Set(candidates.map(({ name, accountId }) => name ?? accountId ?? ''))
  return {
    detail: [...(others.size > 0 ? others : named)].sort().join(', ') || null,
    candidates: candidates.map(({ name, accountId, why, of, source: { file, line } }) => ({
      name,
      accountId,
      why,
      of,
      file,
      line,
    })),
  }
}

/** The mark of a restricted party on an account; null where it has none. It decides nothing, but nobody may pass over it. */
export function restrictedMark(restricted: Fact<string | null> | null): string | null {
  const mark = restricted?.value?.trim() ?? ''
  return mark === '' || /^(?:no?|false|0|none|not restricted)$/i.test(mark) ? null : mark
}

/** Rows that were not taken for the partner's, by the names they stand under. */
export interface NotLinked {
  code: CandidateReason
  names: readonly string[]
  of: readonly string[]
}

/** What is to be said of rows that may be the partner's, but for those that a check shows already: a note for each reason. */
export function notLinked(candidates: readonly Omit<Candidate, 'counts'>[], checks: readonly Check[] = []): NotLinked[] {
  const shown = checks.flatMap((check) => check.candidates ?? [])
  const isShown = ({ name, accountId }: Omit<Candidate, 'counts'>): boolean =>
    shown.some((each) => each.name === name && each.accountId === accountId)
  const others = candidates.filter((candidate) => !isShown(candidate))
  return [...Map.groupBy(others, ({ why }) => why)].map(([code, alike]) => ({
    code,
    names: [...new Set(alike.map(({ name, accountId }) => name ?? accountId ?? ''))].sort(),
    of: [...new Set(alike.flatMap(({ of }) => of))].sort(),
  }))
}
