/** One registration, in every format. */

import type { DealList } from '../../app/lists/deals.ts'
import { type Deal, opportunityIdOf } from '../../partners/deals/deal.ts'
import { sourceOf } from '../../partners/facts.ts'
import type { Account } from '../../records/kinds/accounts.ts'
import { placeOf } from '../../records/place.ts'
import type { Entitlement } from '../../rules/deals/types.ts'
import type { Citation, Source } from '../../rules/verdict.ts'
import type { Stored } from '../../store/store.ts'
import type { Io } from '../../terminal/io.ts'
import { goneWords, lastSeen } from '../../terminal/last-seen.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { dealCsv, phaseWords, sourceLines } from './deals-view.ts'
import { endJson } from './expiring-view.ts'
import { dealJson, listJson } from './json.ts'
import { nextSteps } from './next-steps.ts'
import { problemText } from './problem-sentences.ts'
import { noteText } from './sentences.ts'

/** The status a registration had from an import on. */
export interface StatusEvent {
  day: string
  status: string | null
  serviceAttachStatus: string | null
  file: string
  line: number
  importId: number
}

/** What is shown of a registration beside what the rules say: the statuses it had, and the account of its partner. */
interface Shown {
  history: readonly StatusEvent[]
  account: Stored<Account> | null
}

/** All that is known of one registration (phd.deals/1). */
export function showView(list: DealList, deal: Deal, { history, account }: Shown, io: Io): Rendering {
  const json = () => ({
    ...dealJson(deal),
    ...(deal.finding.rule?.term ? endJson(deal, list.today, list.policy) : {}),
    history,
    nextSteps: nextSteps(deal, list.policy, list.today),
  })
  return {
    table: () => io.prose(showText(list, deal, { history, account }, io)),
    json: () => ({ ...listJson(list), deals: [json()] }),
    ndjson: () => [{ schema: 'phd.deal/1', ...json() }],
    csv: () => dealCsv(deal),
  }
}

function showText(list: DealList, deal: Deal, { history, account }: Shown, io: Io): string {
  const { row, record, partner, finding } = deal
  const { dealId } = row.record
  const title = [record.name, dealId, record.type ?? 'no type', partner?.name ?? 'no partner'].filter(Boolean).join(', ')
  const steps = nextSteps(deal, list.policy, list.today)
  const lines = [
    io.style('bold', safeText(title)),
    io.style(finding.late || finding.phase === null ? 'red' : 'bold', headline(deal, list)),
    '',
    ...factLines(deal, account, io),
    ...(finding.rule ? [io.style('dim', `  handbook: ${citation(finding.rule.handbook)}`)] : []),
    ...(finding.problems.length > 0 ? ['', 'Problems'] : []),
    ...finding.problems.flatMap((problem) => [
      safeText(`  ! ${problemText(problem)}`),
      ...problem.evidence.flatMap(({ what, source }) =>
        source ? [io.style('dim', safeText(`    ${what}: ${placeWords(source)}`))] : [],
      ),
      io.style('dim', `    handbook: ${citation(problem.handbook)}`),
    ]),
    ...(finding.notes.length > 0 ? ['', 'Notes'] : []),
    ...finding.notes.map((note) => safeText(`  - ${noteText(note)}`)),
    '',
    'Status',
    ...history.map(({ day, status, serviceAttachStatus, file, line, importId }) =>
      safeText(
        `  ${day}  ${[status ?? 'blank', serviceAttachStatus].filter(Boolean).join(' / ')} (${placeOf({ file, line })}, import ${importId})`,
      ),
    ),
    ...(steps.length > 0 ? ['', 'Next', ...steps.map((step, i) => safeText(`  ${i + 1}. ${step}`))] : []),
    '',
    ...sourceLines(list),
    `Policy deals ${list.policy.version}, evaluated at ${showMoment(list.now)}`,
  ]
  return `${lines.join('\n')}\n`
}

/** The answer in one line. */
function headline({ finding: { rule, due, late, isAwaited, phase, expires } }: Deal, { today, days }: DealList): string {
  const who = phase === 'operations' ? 'operations' : `the ${phaseWords(phase)}`
  if (phase === null) return 'CANNOT TELL: the rule in force does not have this status'
  if (due !== null && late)
    return `LATE: waiting for ${who}; due on ${due}, ${plural(-days.between(today, due), 'business day')} ago`
  if (due !== null)
    return due === today
      ? `DUE TODAY: waiting for ${who}`
      : `OPEN: waiting for ${who}, due on ${due}, ${plural(days.between(today, due), 'business day')} left`
  if (isAwaited) return `OPEN: waiting for ${who}, due day unknown`
  if (phase === 'partner') return 'OPEN: waiting for the partner'
  if (phase === 'running') return expires === null ? 'RUNNING' : `RUNNING: last day ${expires}`
  // A final status ends it, whatever its last day is.
  return rule?.term && expires !== null && expires < today ? `ENDED: its last day was ${expires}` : 'ENDED: by its status'
}

/** Every fact with its line. */
function factLines(deal: Deal, account: Stored<Account> | null, io: Io): string[] {
  const { row, record, partner, entitlement, opportunity, opportunityName, finding } = deal
  const { manager, customer, partner: named } = row.record
  const id = opportunityIdOf(deal)
  const stage = opportunity.found === 'one' ? `, stage ${opportunity.stage ?? 'blank'}` : ''
  const facts: [what: string, value: string, source: Source | null][] = [
    ['status', [record.status ?? 'blank', record.serviceAttachStatus].filter(Boolean).join(' / '), sourceOf(row, 'status')],
    [
      'partner',
      partner ? `${partner.name} (${partner.id})` : `${named ?? 'blank'} (no partner)`,
      account && sourceOf(account, 'status'),
    ],
    ...(account ? [['', `Partner Status: ${account.record.status ?? 'blank'}`, null] as [string, string, null]] : []),
    ...(entitlement ? [['', trainingWords(entitlement.training), null] as [string, string, null]] : []),
    ['customer', customer ?? 'blank', null],
    [
      'opportunity',
      id === null && !opportunityName ? 'none' : `${[id, opportunityName].filter(Boolean).join(' ')}${stage}`,
      opportunity.found === 'one' ? opportunity.source : null,
    ],
    ['manager', manager ?? 'blank', null],
    ['submitted', record.submitted ?? 'blank', null],
    ['approved', record.approved ?? 'blank', null],
    ['expires', expiresWords(record.expires, finding.expires), null],
  ]
  return facts.flatMap(([what, value, source]) => [
    safeText(`  ${what.padEnd(11)}  ${value}`),
    ...(source ? [io.style('dim', safeText(`               ${placeWords(source)}`))] : []),
  ])
}

function trainingWords(training: Entitlement['training']): string {
  if (training.outcome === 'unknown') return 'sales training: unknown'
  const by = `${training.from === 'portal_users' ? 'portal users' : 'dashboard'}, ${training.file}`
  return `sales training: ${training.have === 0 ? 'no one' : plural(training.have, 'person', 'people')} (${by})`
}

function expiresWords(stated: string | null, last: string | null): string {
  if (last === null) return 'blank'
  return stated === null ? `${last} (blank in the record; counted from the approval)` : last
}

function placeWords(source: Source): string {
  return `${placeOf(source)}, ${lastSeen(source)}${goneWords(source)}`
}

function citation({ page, section }: Citation): string {
  return `${page}, "${section}"`
}
