/** Evaluation licenses in every format. */

import type { FoundRegistration, ReadEvaluation, ReadEvaluations } from '../../app/lists/evaluations.ts'
import { placeOf } from '../../records/place.ts'
import type { EvaluationAnswer, EvaluationDoubt } from '../../rules/leads/evaluation.ts'
import type { Citation, Source } from '../../rules/verdict.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { lastSeen } from '../../terminal/last-seen.ts'
import { showAge, showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { rejectedWords } from '../../terminal/rejected-words.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import { doubtText, headline, nextSteps, ordinal, registrationWords, termWords } from './sentences.ts'

type SourceList = ReadEvaluations['list']

export interface CheckPage extends Pick<ReadEvaluations, 'policy' | 'list'> {
  customer: string
  answer: EvaluationAnswer
  own: readonly ReadEvaluation[]
  partner: { id: string; name: string } | null
  registrations: readonly FoundRegistration[]
  registrationList: SourceList
  /** Names that differ from the customer's in the legal form alone, and do not count. */
  otherForms: readonly string[]
  /** Whether any list has the customer; if none has, the names that are spelled nearly so. */
  isKnown: boolean
  near: readonly string[]
  now: string
  asOf: string | null
  maxAgeDays: number
}

interface CheckLine {
  id: 'evaluations_counted' | 'deal_registered'
  outcome: 'pass' | 'fail' | 'unknown'
  expected: string
  actual: string | null
  reason: string | null
  source: Source | null
  handbook: Citation
}

/** Doubts about the number of evaluations; the others are about registrations. */
const OF_LIST: ReadonlySet<EvaluationDoubt> = new Set(['no_list', 'stale_list', 'set_aside', 'unknown_customer', 'other_form'])

function checksOf({ answer, own, policy, registrations }: CheckPage): CheckLine[] {
  const { counted, registered, doubts } = answer
  const listDoubt = doubts.find((doubt) => OF_LIST.has(doubt))
  const dealDoubt = doubts.find((doubt) => doubt !== listDoubt) ?? doubts.find((doubt) => doubt === 'unknown_customer')
  const checks: CheckLine[] = [
    {
      id: 'evaluations_counted',
      outcome: counted,
      expected: `fewer than ${policy.managedFrom - 1}`,
      actual: String(own.length),
      reason: counted === 'unknown' && listDoubt ? doubtText(listDoubt) : null,
      source: own.at(-1)?.source ?? null,
      handbook: policy.handbook.evaluations,
    },
  ]
  if (registered === null) return checks
  const best = registrations.find(({ state }) => state === 'registered') ?? registrations[0]
  checks.push({
    id: 'deal_registered',
    outcome: registered,
    expected: 'an approved registration of the customer that has not ended',
    actual: best ? `${best.name} ${best.status ?? ''}`.trim() : null,
    reason: registered === 'unknown' && dealDoubt ? doubtText(dealDoubt) : null,
    source: best?.source ?? null,
    handbook: policy.handbook.evaluations,
  })
  return checks
}

function evaluationJson({ record, partner, term, source }: ReadEvaluation) {
  const { evaluation, customer, startDate, licenseType, plan, dealId, architect } = record
  return {
    evaluation,
    customer,
    partner,
    partnerText: record.partner,
    ...{ start: startDate, end: term.end, endCounted: term.isCounted, state: term.state },
    ...{ type: licenseType, plan, dealId, architect, source },
  }
}

/** What the next evaluation license of a customer is (phd.answer/1, question "evaluation"). */
export function checkView(page: CheckPage, io: Io): Rendering {
  const { customer, answer, own, policy, partner, registrations, otherForms, now, asOf } = page
  const json = () => ({
    schema: 'phd.answer/1',
    question: 'evaluation',
    subject: { kind: 'customer', name: customer },
    partner: partner && { id: partner.id, name: partner.name },
    decision: answer.decision,
    next: { number: answer.number, step: answer.step },
    issued: own.length,
    ...{ evaluatedAt: now, asOf },
    policy: { id: 'evaluations', version: policy.version },
    checks: checksOf(page),
    evaluations: own.map(evaluationJson),
    registrations,
    ...{ otherForms, known: page.isKnown, near: page.near },
    nextSteps: stepsFor(page),
  })
  return {
    table: () => checkText(page, io),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['customer', 'decision', 'number', 'step', 'check', 'outcome', 'expected', 'actual', 'file', 'line'],
        ...checksOf(page).map(({ id, outcome, expected, actual, source }) => [
          ...[customer, answer.decision, String(answer.number), answer.step, id, outcome, expected, actual ?? ''],
          ...[source?.file ?? '', String(source?.line ?? '')],
        ]),
      ]),
  }
}

function stepsFor({ answer, policy, customer, isKnown, near }: CheckPage): string[] {
  return nextSteps(answer, policy, { customer, isKnown, near })
}

const MARK = { pass: 'ok', fail: 'FAILS', unknown: 'UNKNOWN' } as const

function checkText(page: CheckPage, io: Io): string {
  const { customer, answer, own, policy, registrations, otherForms, list, registrationList, now } = page
  const lines = [io.style('bold', safeText(customer)), io.style('bold', headline(answer, policy)), '']
  for (const check of checksOf(page)) {
    const what =
      check.id === 'evaluations_counted'
        ? `evaluation licenses so far: ${own.length} (expected ${check.expected})`
        : `registered deal: ${check.actual ?? 'none'} (expected ${check.expected})`
    lines.push(`  ${MARK[check.outcome].padEnd(9)}${safeText(what)}`)
    if (check.reason) lines.push(`           ${check.reason}`)
    if (check.source) lines.push(safeText(`           ${placeOf(check.source)}, ${lastSeen(check.source)}`))
    lines.push(`           handbook: ${check.handbook.page}, "${check.handbook.section}"`)
  }
  if (own.length > 0) {
    lines.push('', 'Evaluation licenses')
    for (const [i, each] of own.entries()) lines.push(safeText(`  ${i + 1}. ${evaluationLine(each, policy)}`))
  }
  if (registrations.length > 0) {
    lines.push('', 'Registrations of the customer')
    for (const each of registrations) lines.push(safeText(`  - ${registrationLine(each)}`))
  }
  if (otherForms.length > 0)
    lines.push('', safeText(`Not counted, because the legal form is different: ${otherForms.join(', ')}`))
  lines.push('', 'Next', ...stepsFor(page).map((step, i) => safeText(`  ${i + 1}. ${step}`)))
  lines.push(
    '',
    `Policy evaluations ${policy.version}, evaluated at ${showMoment(now)}`,
    sourcesLine({ list, registrationList, now }),
  )
  return `${io.prose(lines.join('\n'))}\n`
}

function evaluationLine({ record, term, source }: ReadEvaluation, policy: CheckPage['policy']): string {
  const { evaluation, startDate, partner } = record
  return `${evaluation}${partner ? `, ${partner}` : ''}: from ${startDate ?? 'an unknown day'}, ${termWords(term, policy)} (${placeOf(source)})`
}

function registrationLine({ name, dealId, status, partnerText, expires, state, source }: FoundRegistration): string {
  return `${name}${dealId ? ` (${dealId})` : ''}, ${partnerText ?? 'no partner'}: "${status ?? ''}"${expires ? ` until ${expires}` : ''}: ${registrationWords(state)} (${placeOf(source)})`
}

function sourcesLine({ list, registrationList, now }: Pick<CheckPage, 'list' | 'registrationList' | 'now'>): string {
  const age = (what: string, source: SourceList): string =>
    `${what} ${source ? showAge(source.lastSeenAt, now) : 'never imported'}`
  return `Sources: ${age('evaluation licenses', list)}, ${age('deal registrations', registrationList)}`
}

/** A customer with its evaluations. */
export interface CustomerRow {
  customer: string
  evaluations: readonly ReadEvaluation[]
  /** The next evaluation of this customer, as far as the list tells. */
  number: number
  step: EvaluationAnswer['step']
  /** False where a name with another legal form, or none, may be the same customer. */
  isCertain: boolean
}

export interface EvaluationListPage extends Pick<ReadEvaluations, 'policy' | 'list' | 'rejected'> {
  customers: readonly CustomerRow[]
  today: string
  now: string
  asOf: string | null
}

const NEXT = { first: 'first', renewal: 'renewal', managed: 'managed by a Solutions Architect' } as const

function nextWords(number: number, step: EvaluationAnswer['step'], isCertain: boolean): string {
  return isCertain ? `${ordinal(number)}: ${NEXT[step]}` : 'unknown: phd evaluation check'
}

/** Why the list may lack evaluations; null where it has all. */
function listDoubt(list: EvaluationListPage['list'], rejected: EvaluationListPage['rejected']): string | null {
  if (list === null) return 'no list of evaluation licenses was ever imported'
  if (list.isOld) return 'the list of evaluation licenses is too old to rely on'
  if (rejected === null) return null
  return `there may be more: ${rejectedWords(rejected)}`
}

/** Evaluation licenses by customer (phd.evaluations/1). */
export function evaluationListView(page: EvaluationListPage, io: Io): Rendering {
  const { customers, policy, today, asOf, list, rejected } = page
  const json = ({ customer, evaluations, number, step, isCertain }: CustomerRow) => ({
    ...{ customer, issued: evaluations.length, next: { number, step, certain: isCertain } },
    evaluations: evaluations.map(evaluationJson),
  })
  return {
    table: () => listText(page, io),
    list: { count: customers.length, one: 'customer' },
    json: () => ({
      schema: 'phd.evaluations/1',
      ...{ today, asOf },
      policy: { id: 'evaluations', version: policy.version },
      customers: customers.map(json),
      ...{ list, rejectedRows: rejected },
    }),
    ndjson: () => customers.map((each) => ({ schema: 'phd.evaluations/1', ...json(each) })),
    csv: () =>
      csvForPeople([
        ['customer', 'evaluation', 'number', 'partner_id', 'partner', 'start', 'end', 'state', 'next', 'file', 'line'],
        ...customers.flatMap(({ evaluations, step }) =>
          evaluations.map(({ record, partner, term, source }, i) => [
            ...[record.customer ?? '', record.evaluation ?? '', String(i + 1), partner?.id ?? '', record.partner ?? ''],
            ...[record.startDate ?? '', term.end ?? '', term.state, step, source.file, String(source.line ?? '')],
          ]),
        ),
      ]),
  }
}

function listText({ customers, policy, list, rejected, now }: EvaluationListPage, io: Io): string {
  const rows = customers.flatMap(({ evaluations, number, step, isCertain }) =>
    evaluations.map(({ record, term, source }, i) => [
      ...[i === 0 ? record.customer : '', ordinal(i + 1), record.evaluation, record.partner, termWords(term, policy)],
      ...[i === evaluations.length - 1 ? nextWords(number, step, isCertain) : '', placeOf(source)],
    ]),
  )
  const issued = customers.reduce((sum, { evaluations }) => sum + evaluations.length, 0)
  const doubt = listDoubt(list, rejected)
  const lines = [
    ...(doubt === null ? [] : [io.style('yellow', safeText(`CANNOT TELL: ${doubt}`))]),
    ...(list === null
      ? []
      : [io.style('bold', `${plural(issued, 'evaluation license')} of ${plural(customers.length, 'customer')}`)]),
    list
      ? safeText(`from ${list.file}, ${showAge(list.lastSeenAt, now)}${list.isOld ? ': export it again, and import it' : ''}`)
      : 'export the list of evaluation licenses, then: phd import --kind evaluation_licenses <file>',
    `handbook: ${policy.handbook.evaluations.page}, "${policy.handbook.evaluations.section}"`,
    `Policy evaluations ${policy.version}, evaluated at ${showMoment(now)}`,
  ]
  const head = ['CUSTOMER', 'NUMBER', 'LICENSE', 'PARTNER', 'DAYS', 'NEXT', 'WHERE']
  return `${rows.length > 0 ? `${table(head, rows, io.columns)}\n` : ''}${io.prose(lines.join('\n'))}\n`
}
