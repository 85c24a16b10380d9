/** Prints reports of mails: their kind, whose they are, what they are about, and why a person must look. */

import type { Context } from '../../app/context.ts'
import type { MailKind } from '../../mail/classify.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { goneWords, lastSeen } from '../../terminal/last-seen.ts'
import { showAge } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import { explainLines } from './explain.ts'
import type { MailReport } from './report.ts'

type Printing = Pick<Context, 'io' | 'format' | 'now'>

/** Prints what mails are (phd.mail/1). */
export function printMails({ io, format, now }: Printing, reports: readonly MailReport[]): void {
  print(io, format, {
    table: () => {
      const [only] = reports
      return only && reports.length === 1 ? io.prose(detail(only, io, now)) : list(reports, io)
    },
    json: () => ({ schema: 'phd.mail/1', messages: reports }),
    ndjson: () => reports,
    csv: () => csvForPeople([CSV_HEAD, ...reports.map(csvCells)]),
  })
}

const CSV_HEAD = [
  'file',
  'outcome',
  'kind',
  'confidence',
  'from',
  'role',
  'partner',
  'partner_id',
  'opportunity',
  'opportunity_id',
  'attachments',
  'flags',
  'why',
]

function csvCells(report: MailReport): string[] {
  const { file, outcome, kind, confidence, from, sender, partner, opportunity, attachments, flags, reasons } = report
  return [
    file,
    outcome,
    kind,
    String(confidence),
    from?.address ?? '',
    sender?.role ?? '',
    sender?.name ?? '',
    partner?.id ?? '',
    opportunity?.name ?? '',
    opportunity?.id ?? '',
    attachments.map(({ name }) => name).join('; '),
    flags.join('; '),
    reasons.join('; '),
  ]
}

export const KIND_WORDS: Readonly<Record<MailKind, string>> = {
  po_submission: 'purchase order',
  quote_request: 'quote request',
  order_status: 'order status',
  loa_request: 'LoA request',
  loa_completed: 'LoA completed',
  nfr_question: 'NFR question',
  service_attach_poe: 'service attach PoE',
  portal_access: 'portal access',
  certification_question: 'certification question',
  auto_reply: 'automatic answer',
  bounce: 'bounce',
  other: 'other',
}

const OUTCOME_WORDS = { route: 'sorted', review: 'LOOK AT IT', quarantine: 'NOT READ' } as const
const COLORS = { route: 'green', review: 'yellow', quarantine: 'red' } as const

function whose({ sender, from }: MailReport): string {
  if (sender === null) return 'nobody that can be told'
  if (sender.role === 'unknown') return `unknown: ${from?.address ?? ''}`
  return sender.name === null ? sender.role : `${sender.name} (${sender.role})`
}

/** Many mails: a row each, and below why a person must look at some. */
function list(reports: readonly MailReport[], io: Printing['io']): string {
  const rows = reports.map((report) => {
    const { file, kind, confidence, opportunity, outcome } = report
    const isRead = outcome !== 'quarantine'
    return [
      file,
      OUTCOME_WORDS[outcome],
      isRead ? KIND_WORDS[kind] : '',
      isRead ? confidence.toFixed(2) : '',
      isRead ? whose(report) : '',
      opportunity?.name ?? '',
    ]
  })
  const doubtful = reports.filter(({ outcome }) => outcome !== 'route')
  const details = [
    ...reports
      .filter(({ outcome, actions }) => outcome === 'route' && actions.length > 0)
      .flatMap(({ file, actions, route }) => [
        '',
        safeText(file),
        ...(route ? [`  to ${safeText(route.to.join(', '))}; copy to ${safeText(route.cc.join(', ') || 'nobody')}`] : []),
        ...actions.map(({ text }, i) => `  ${i + 1}. ${safeText(text)}`),
      ]),
    ...doubtful.flatMap(({ file, reasons, nextSteps }) => [
      '',
      safeText(file),
      ...reasons.map((reason) => `  - ${safeText(reason)}`),
      ...nextSteps.map((step) => `  next: ${safeText(step)}`),
    ]),
  ]
  const why = reports.flatMap((report) => {
    const own = explained(report)
    return own.length === 0 ? [] : ['', safeText(report.file), ...own.map((line) => `  ${safeText(line)}`)]
  })
  if (why.length > 0) details.unshift(...why)
  const lines = [totals(reports), ...(details.length > 0 ? [...details, '', ...byRecordAlone(reports), totals(reports)] : [])]
  return `${table(['FILE', 'OUTCOME', 'KIND', 'SURE', 'FROM', 'OPPORTUNITY'], rows, io.columns)}\n${io.prose(`${lines.join('\n')}\n`)}`
}

/** How many mails go which way. */
function totals(reports: readonly MailReport[]): string {
  const count = (is: (report: MailReport) => boolean): number => reports.filter(is).length
  const sorted = reports.filter(({ outcome }) => outcome === 'route')
  const isRouted = sorted.some(({ route, actions }) => route !== null || actions.length > 0)
  const drafts = count(({ route }) => route !== null)
  const nothing = sorted.filter(({ actions }) => actions[0]?.id === 'nothing').length
  const before = isRouted ? sorted.filter(({ actions }) => actions.length === 0).length : 0
  const ways = isRouted
    ? [
        plural(drafts, 'draft'),
        `${sorted.length - drafts - nothing - before} to be done by hand`,
        `${nothing} with nothing to do`,
        ...(before > 0 ? [`${before} dealt with before`] : []),
      ]
    : [`${sorted.length} sorted`]
  const doubtful = [
    `${count(({ outcome }) => outcome === 'review')} for a person to look at`,
    `${count(({ outcome }) => outcome === 'quarantine')} not read`,
  ]
  return `${plural(reports.length, 'mail')}: ${[...ways, ...doubtful].join(', ')}`
}

/** Says once where the channel manager is not the one of the tables. */
function byRecordAlone(reports: readonly MailReport[]): string[] {
  const own = reports.filter(({ channelManager }) => channelManager?.from === 'record').length
  if (own === 0) return []
  return [
    `in ${plural(own, 'draft')} the channel manager is the one of the opportunity’s own column, for no table tells who it is; see one: phd cam owner <opportunity>`,
  ]
}

/** One mail in full. */
function detail(report: MailReport, io: Printing['io'], now: string): string {
  const { file, kind, confidence, signals, runnerUp, from, partner, opportunity, outcome, handbook } = report
  const lines = [io.style('bold', safeText(file)), io.style(COLORS[outcome], headline(report))]
  const section = (label: string, text: string): void => void lines.push(`  ${label.padEnd(11)}  ${safeText(text)}`)
  if (outcome !== 'quarantine') {
    lines.push('')
    const name = from?.name ? `${from.name} ` : ''
    section('from', from?.address ? `${name}<${from.address}>` : `${name}(no one address)`)
    section('whose', `${whose(report)}${partner ? `, ${partner.id}, found by ${MATCHED[partner.matchedBy]}` : ''}`)
    section(
      'opportunity',
      opportunity ? `${opportunity.name}, ${opportunity.id}, ${REFERENCES[opportunity.matchedBy]}` : 'not found for certain',
    )
    section(
      'Order Ops',
      report.includesPartnerOrderOps
        ? 'is among the recipients'
        : report.orderOperationsShownBy === null
          ? 'is not among the recipients'
          : `is not in To or Cc; only ${report.orderOperationsShownBy} names it`,
    )
    section('kind', `${KIND_WORDS[kind]}, ${confidence.toFixed(2)}${runnerUp ? `; next best: ${KIND_WORDS[runnerUp.kind]}` : ''}`)
    for (const signal of signals.filter((each) => each.for === kind)) section('', `${signal.where}: ${signal.text}`)
    for (const [i, line] of explained(report).entries()) section(i === 0 ? 'explained' : '', line)
    for (const [i, { name: given, safeName, bytes }] of report.attachments.entries())
      section(
        i === 0 ? 'attached' : '',
        `${given === '' || given === safeName ? safeName : `${given} (to be saved as ${safeName})`}, ${bytes} bytes`,
      )
    for (const [i, { what, file: source, line, lastSeenAt, ...seen }] of report.evidence.entries())
      section(
        i === 0 ? 'evidence' : '',
        `${what}: ${source}, line ${line}, ${lastSeen({ lastSeenAt, ...seen })} (${showAge(lastSeenAt, now)})${goneWords(seen)}`,
      )
    if (report.thread.length > 0) section('thread', `of audit entry ${report.thread.join(', ')}, routed before`)
    if (report.route) {
      section('draft to', report.route.to.join(', '))
      if (report.route.cc.length > 0) section('copy to', report.route.cc.join(', '))
    }
    if (report.channelManager) section('manager', managerWords(report.channelManager))
    if (handbook) section('handbook', `${handbook.page}, "${handbook.section}"`)
  }
  if (report.actions.length > 0)
    lines.push('', io.style('bold', 'To do'), ...report.actions.map(({ text }, i) => `  ${i + 1}. ${safeText(text)}`))
  if (report.reasons.length > 0)
    lines.push('', io.style('bold', 'Why'), ...report.reasons.map((reason) => `  - ${safeText(reason)}`))
  if (report.nextSteps.length > 0)
    lines.push('', io.style('bold', 'Next'), ...report.nextSteps.map((step, i) => `  ${i + 1}. ${safeText(step)}`))
  return `${lines.join('\n')}\n`
}

/** Why a mail is of its kind, where that was asked. */
function explained({ explanation }: MailReport): string[] {
  return explanation ? explainLines(explanation, (kind) => KIND_WORDS[kind]) : []
}

/** The channel manager in copy, and by what. */
function managerWords({ name, from, rule, notes }: NonNullable<MailReport['channelManager']>): string {
  const by = from === 'tables' ? `by the tables (${rule})` : 'by the opportunity’s own column'
  return [`${name ?? 'nobody'}, ${by}`, ...notes].join('; ')
}

function headline({ outcome, kind }: MailReport): string {
  if (outcome === 'quarantine') return 'NOT READ: the file is as it was'
  if (outcome === 'review') return `A PERSON MUST LOOK: it may be ${KIND_WORDS[kind]}`
  return `SORTED: ${KIND_WORDS[kind]}`
}

const MATCHED: Readonly<Record<string, string>> = { portal_user: 'the address of a portal user', domain: 'the domain' }
const REFERENCES: Readonly<Record<string, string>> = {
  id: 'named by its id',
  quote_number: 'named by its quote number',
  registration: 'named by its registration',
  deal_id: 'named by its deal id',
}
