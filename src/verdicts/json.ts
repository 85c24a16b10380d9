/** A verdict as the contract has it (phd.verdict/1), with the notes that do not decide. */

import { sentencesOf } from './sentences.ts'
import { type AnyVerdict, contradictionsOf, type LicenseVerdict, type StandingVerdict } from './verdict.ts'

/** The verdict as one object, with its sentences. */
export function verdictJson(verdict: AnyVerdict) {
  const { question, partner, decision, policy, checks, evaluatedAt, asOf, sources, stale } = verdict
  const { missing, notes, nextSteps } = sentencesOf(verdict)
  return {
    schema: 'phd.verdict/1',
    question,
    subject: { kind: 'partner', id: partner.id, name: partner.name, track: partner.account.record.track },
    decision,
    evaluatedAt,
    asOf,
    policy: { id: question, version: policy.version },
    checks: checks.map(checkJson),
    ...(verdict.question === 'authorized' ? actFields(verdict) : {}),
    ...(verdict.question === 'nfr' ? licenseFields(verdict) : {}),
    missing: missing.map(({ requirement, howTo }) => ({ requirement, howTo })),
    notes: notes.map(({ code, level, message }) => ({ code, level, message })),
    contradictions: contradictionsOf(verdict),
    nextSteps,
    stale,
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

function checkJson({
  id,
  outcome,
  expected,
  actual,
  reason,
  detail,
  source,
  handbook,
  candidates,
}: AnyVerdict['checks'][number]) {
  return { id, outcome, expected, actual, reason, detail, source, handbook, ...(candidates && { candidates }) }
}

/** What the partner may do, and the checks of each act: in full only those that stand neither among the checks of the verdict nor in an act before. */
function actFields({ acts, checks: shown }: StandingVerdict) {
  const inFull = new Set(shown.map(({ id }) => id))
  const actCheck = (check: AnyVerdict['checks'][number]) => {
    const { id, outcome, handbook } = check
    if (inFull.has(id)) return { id, outcome, handbook }
    inFull.add(id)
    return checkJson(check)
  }
  return {
    may: Object.fromEntries(acts.map(({ act, may }) => [act, may])),
    acts: acts.map(({ act, may, checks }) => ({ act, may, checks: checks.map(actCheck) })),
  }
}

function licenseFields({ ask, limits, term }: LicenseVerdict) {
  return {
    asked: ask && { type: ask.type, users: ask.users, renewal: ask.renewal },
    limitChecked: ask !== null,
    limits,
    term: term && { kind: term.kind, start: term.start, end: term.end },
  }
}
