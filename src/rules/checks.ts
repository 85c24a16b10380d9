/** Checks that more than one rule asks, each of evidence and what a policy expects of it. */

import { bareWord, isDamagedWord } from '../records/damaged-word.ts'
import { placeOf } from '../records/place.ts'
import {
  type Candidate,
  type CandidateReason,
  type Check,
  type CheckId,
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

/** A newer row that was rejected; `lastSeenAt` is when. */
export interface RejectedRow {
  file: string
  line: number
  lastSeenAt: string
}

/** People missing from the newest list: how many, how many hold each credential, and that list. */
export interface PeopleGone {
  people: number
  holding: Readonly<Record<string, number>>
  file: string
}

/** Whether a source is too old to decide anything, or left its list. */
export type IsOld = (source: Lasting) => boolean

/** Sources last seen more than `maxAgeDays` before `now` (ISO 8601) are old. */
export function olderThan(now: string, maxAgeDays: number): IsOld {
  // The sources of a partner were last seen at a few moments; each is compared once.
  const known = new Map<string, boolean>()
  return ({ lastSeenAt, gone }) => {
    if (gone != null) return true
    const isOld = known.get(lastSeenAt) ?? isStale({ lastSeenAt }, now, maxAgeDays)
    known.set(lastSeenAt, isOld)
    return isOld
  }
}

/** Old evidence counts neither for nor against. */
export function fresh<T extends Lasting>(value: T | null, isOld: IsOld): T | null {
  return value && !isOld(value) ? value : null
}

/** A count is as old as its oldest part; if that is too old, only the fresher part counts. */
export function freshPart<T extends Lasting & { fresher?: T | null }>(value: T | null, isOld: IsOld): T | null {
  if (!value || !isOld(value)) return value
  return value.fresher ? freshPart(value.fresher, isOld) : null
}

/** Compares words without case and invisible characters. */
export function sameWord(value: string | null, word: string): boolean {
  return foldWord(value ?? '') === foldWord(word)
}

function foldWord(word: string): string {
  return bareWord(word).trim().toLowerCase()
}

/** Why a fact cannot decide; null if it can. */
export function unusable(
  { source, doubt }: Fact<unknown>,
  isOld: IsOld,
): { reason: UnknownReason; detail: string | null } | null {
  if (doubt) return { reason: 'set_aside', detail: placeOf(doubt) }
  if (isOld(source)) return whyOld(source)
  // A value from a column that the newer file lacks is as old as the older file: the current one is unknown.
  return source.column === null ? { reason: 'no_column', detail: null } : null
}

/** Why an old source cannot decide: the newest list lacks it, or it is older than evidence may be. */
export function whyOld({ gone }: Lasting): { reason: 'stale' | 'gone_from_list'; detail: string | null } {
  return gone ? { reason: 'gone_from_list', detail: gone.file } : { reason: 'stale', detail: null }
}

/** Whether the account's Partner Status is the expected word; blank or any other word fails. */
export function partnerAuthorized(
  { status, rejectedAccountRow }: { status: Fact<string | null>; rejectedAccountRow: RejectedRow | null },
  { expected, handbook }: ExpectedValue,
  isOld: IsOld,
): Check {
  const check = { id: 'partner_authorized' as const, expected, actual: status.value, source: status.source, handbook }
  const why = unusable({ ...status, doubt: status.doubt ?? rejectedAccountRow }, isOld)
  if (why) return { ...check, outcome: 'unknown', ...why }
  if (isDamagedWord(status.value)) return { ...check, outcome: 'unknown', reason: 'unreadable', detail: null }
  return { ...check, outcome: sameWord(status.value, expected) ? 'pass' : 'fail', reason: null, detail: null }
}

/** A contract that a person saw on the account's record and no export shows. */
export interface NotedContract {
  /** The date on the contract, YYYY-MM-DD, and where it is. */
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
  rejectedAccountRow: RejectedRow | null
}

/**
 * Whether the partner has signed a contract: the account has its date, or a person saw a manual contract. A blank cell is not a no:
 * the contract may be on the record only. Null if the policy does not ask, if the status already fails, or if the export has no
 * such column and no one noted a contract (Ecosystem Operations, Unauthorized Partners).
 */
export function agreement(
  { signedContract, contractNoted, rejectedAccountRow }: AgreementEvidence,
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
  const why = signedContract && unusable({ ...signedContract, doubt: signedContract.doubt ?? rejectedAccountRow }, isOld)
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
export const AGREEMENT = 'agreement' as const

/** What else to know about the agreement of an authorized partner. */
export type AgreementNote = { code: 'agreement_not_exported' } | { code: 'manual_contract'; hasColumn: boolean }

/** Notes on the agreement: no export shows it, or the contract is a manual one (Ecosystem Operations, Unauthorized Partners). */
export function agreementNotes(
  check: Check | undefined,
  { clickThrough }: Pick<AgreementEvidence, 'clickThrough'>,
): AgreementNote[] {
  if (!check) return [{ code: 'agreement_not_exported' }]
  // A contract that a person saw on the record needs no note.
  if (check.outcome !== 'pass' || check.source === null || clickThrough?.value === true) return []
  return [{ code: 'manual_contract', hasColumn: clickThrough !== null }]
}

/** What the dashboard says of a partner in one of its columns. */
export interface DashboardAnswers {
  /** The answers of the partner's own rows; null where a row's file has no such column. */
  answers: readonly (Fact<string | null> | null)[]
  setAside: RejectedRow | null
  /** Answers of rows that may be the partner's. */
  candidates: readonly CandidateAnswer[]
}

/** The answer of a row that may be the partner's; null if its file has no such column. */
export type CandidateAnswer = Candidate & { answer: Fact<string | null> | null; source: Source }

/** Whether the dashboard says Yes in a column; only Yes and No are answers. */
export function dashboardSaysYes(
  id: CheckId,
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
 * The candidates that leave an answer in doubt: all, if the partner has no row of its own; else those that may count beside it and
 * say something else. If all rows agree, it does not matter which company each belongs to.
 */
function doubting(candidates: readonly CandidateAnswer[], own: string | null, isOld: IsOld): readonly CandidateAnswer[] {
  if (own === null) return candidates
  return candidates.filter(
    ({ counts, answer, source }) => counts && !isOld(source) && answer !== null && !sameWord(answer.value, own),
  )
}

/** Candidates as a check shows them: where they are, and which partners they may belong to. */
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

/** The mark of a restricted party on an account; null where it has none. It decides nothing, but must not be overlooked. */
export function restrictedMark(restricted: Fact<string | null> | null): string | null {
  const mark = restricted?.value?.trim() ?? ''
  return mark === '' || /^(?:no?|false|0|none|not restricted)$/i.test(mark) ? null : mark
}

/** Rows that were not counted as the partner's, by the names in them. */
export interface NotLinked {
  code: CandidateReason
  names: readonly string[]
  of: readonly string[]
}

/** Notes, one for each reason, on rows that may be the partner's and that no check shows already. */
export function notLinked(candidates: readonly Omit<Candidate, 'counts'>[], checks: readonly Check[] = []): NotLinked[] {
  if (candidates.length === 0) return []
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
