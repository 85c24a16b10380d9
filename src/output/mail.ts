/** Prints what mails are: their kind, whose they are, what they are about, and why a person must look. */

import type { Context } from '../context.ts'
import type { RoutedMail } from '../jobs/mail-router.ts'
import type { QuarantinedMail, SortedMail } from '../jobs/mailbox.ts'
import type { MailKind } from '../mail/classify.ts'
import type { MailRouting } from '../rules/mail-route.ts'
import type { RowSource } from '../store/store.ts'
import { csvForPeople } from './csv.ts'
import { actionSentence, doubtSentence, flagSentence, quarantineStep } from './mail-sentences.ts'
import { showAge, showMoment } from './moment.ts'
import { plural } from './plural.ts'
import { print } from './print.ts'
import { safeText } from './safe-text.ts'
import { table } from './table.ts'

type Printing = Pick<Context, 'io' | 'format' | 'now'>
type Handbook = Readonly<Partial<Record<MailKind, { page: string; section: string }>>>
export type MailReport = ReturnType<typeof reportOf>

/** What is told of a mail: an object of phd.mail/1. What the mail holds is not kept. `routed`: where it goes. */
export function reportOf(sorted: SortedMail | QuarantinedMail, handbook: Handbook, routed: RoutedMail | null = null) {
  if ('quarantined' in sorted) {
    const { code, message } = sorted.quarantined
    return {
      ...NOTHING,
      file: sorted.name,
      outcome: 'quarantine' as const,
      flags: [code as string],
      reasons: [`it was not interpreted: ${message}`],
      nextSteps: [quarantineStep(code)],
    }
  }
  const { name, mail, classified, sender, includesPartnerOrderOps, flags } = sorted
  const { kind, confidence, signals, runnerUp } = classified
  return {
    ...NOTHING,
    file: name,
    messageId: mail.messageId,
    sentAt: mail.sentAt,
    sha256: mail.sha256,
    kind,
    confidence,
    signals,
    runnerUp,
    from: mail.from,
    sender: senderJson(sorted),
    partner:
      sender?.role === 'partner' ? { id: sender.partner.id, name: sender.partner.name, matchedBy: sender.matchedBy } : null,
    opportunity: opportunityJson(sorted),
    includesPartnerOrderOps,
    attachments: mail.attachments.map((each) => ({
      name: each.name,
      safeName: each.safeName,
      type: each.type,
      bytes: each.bytes,
      sha256: each.sha256,
      reattach: each.reattach,
    })),
    route: routed?.draft ? { to: [...routed.draft.filled.to], cc: [...routed.draft.filled.cc] } : null,
    actions: routed && !routed.stopped ? actionsOf(sorted, routed.routing, null) : [],
    outcome: sorted.needsPerson || routed?.stopped ? ('review' as const) : ('route' as const),
    flags: [...flags, ...(routed?.stopped ? [routed.stopped.code] : [])] as readonly string[],
    reasons: [...reasonsOf(sorted), ...(routed?.stopped ? [doubtSentence(routed.stopped).why] : [])],
    nextSteps: [
      ...new Set([
        ...flags.map((flag) => flagSentence(flag).next),
        ...(routed?.stopped ? [doubtSentence(routed.stopped).next] : []),
      ]),
    ],
    thread: sorted.thread,
    evidence: evidenceOf(sorted),
    handbook: routed?.routing.handbook ?? handbook[kind] ?? null,
  }
}

/** What is to be done, in order. */
export function actionsOf(
  { sender, opportunity }: SortedMail,
  { actions }: MailRouting,
  draft: string | null,
  request: number | null = null,
) {
  const reference = opportunity.found === 'one' ? opportunity.reference : null
  const facts = {
    draft: draft ?? '',
    request,
    dealId: reference && (reference.by === 'registration' || reference.by === 'deal_id') ? reference.text : null,
    customer: opportunity.found === 'one' ? opportunity.opportunity.record.customer : null,
    partner: sender?.role === 'partner' ? sender.partner.id : '',
    opportunity: opportunity.found === 'one' ? (opportunity.opportunity.record.id ?? '') : '',
  }
  return actions.map((id) => ({ id: id as string, text: actionSentence(id, facts) }))
}

/** A report of a mail of which nothing is known. */
const NOTHING = {
  file: '',
  messageId: null as string | null,
  sentAt: null as string | null,
  sha256: null as string | null,
  kind: 'other' as MailKind,
  confidence: 0,
  signals: [] as SortedMail['classified']['signals'],
  runnerUp: null as SortedMail['classified']['runnerUp'],
  from: null as { name: string; address: string | null } | null,
  sender: null as { role: string; name: string | null } | null,
  partner: null as { id: string; name: string; matchedBy: string } | null,
  opportunity: null as { id: string; name: string; matchedBy: string; where: string } | null,
  includesPartnerOrderOps: false,
  attachments: [] as { name: string; safeName: string; type: string; bytes: number; sha256: string; reattach: boolean }[],
  route: null as { to: string[]; cc: string[] } | null,
  actions: [] as { id: string; text: string }[],
  draft: null as string | null,
  outcome: 'route' as 'route' | 'review' | 'quarantine',
  flags: [] as readonly string[],
  reasons: [] as string[],
  nextSteps: [] as string[],
  /** The entry it was recorded as. */
  entry: null as number | null,
  thread: [] as readonly number[],
  evidence: [] as { what: string; kind: string; importId: number; file: string; line: number; lastSeenAt: string }[],
  handbook: null as { page: string; section: string } | null,
}

function senderJson({ sender }: SortedMail): { role: string; name: string | null } | null {
  if (sender === null) return null
  const name =
    sender.role === 'partner'
      ? sender.partner.name
      : sender.role === 'distributor'
        ? sender.distributor.name
        : sender.role === 'customer'
          ? sender.account.record.name
          : null
  return { role: sender.role, name }
}

function opportunityJson({ opportunity }: SortedMail) {
  if (opportunity.found !== 'one') return null
  const { record } = opportunity.opportunity
  const { by, where } = opportunity.reference
  return { id: record.id ?? '', name: record.name ?? '', matchedBy: by, where }
}

/** What must be said of a mail: why a person must look, then what else was seen. */
function reasonsOf({ flags, sender, opportunity, repeats, mail }: SortedMail): string[] {
  const reasons = flags.map((flag) => {
    const { why } = flagSentence(flag)
    if (flag === 'came_before' && repeats) return `${why}: ${REPEATS[repeats.by]} ${repeats.name}`
    if (flag === 'lookalike_domain' && sender?.role === 'unknown' && sender.why.like)
      return `the sender’s domain, ${sender.why.domain}, is made to look like ${sender.why.like}`
    if (flag === 'unknown_sender' && sender?.role === 'unknown' && sender.why.isUser)
      return 'a portal user has the sender’s address, and which partner that is cannot be told from the row'
    if (flag === 'unknown_sender' && sender?.role === 'unknown' && sender.why.isPublic)
      return `anybody may have an address of ${sender.why.domain}, and no portal user has this one`
    if (flag === 'several_partners' && sender?.role === 'unknown')
      return `${why}: ${sender.why.several.map(({ id, name }) => `${name} (${id})`).join(', ')}`
    if (flag === 'several_opportunities' && opportunity.found === 'several')
      return `${why}: ${opportunity.opportunities.map(({ record }) => `${record.name} (${record.id})`).join(', ')}`
    if (flag === 'opportunity_of_another' && opportunity.found === 'of_another')
      return `${why}: ${opportunity.reference.text} is ${opportunity.opportunity.record.name} (${opportunity.opportunity.record.id})`
    return why
  })
  if (mail.forwardedFrom !== null) reasons.push(`what it forwards says it is from ${mail.forwardedFrom}; nothing proves that`)
  if (repeats?.isDone) reasons.push(`it was dealt with before, as ${repeats.name}`)
  if ('unknown' in opportunity && opportunity.unknown.length > 0) {
    const named = opportunity.unknown.map(({ text }) => text).join(', ')
    reasons.push(`no opportunity that was imported has ${named}`)
  }
  if (opportunity.found === 'one' && opportunity.reference.where === 'older')
    reasons.push(`only the text that it quotes names ${opportunity.reference.text}`)
  if (opportunity.found === 'one' && opportunity.otherDistributor !== null)
    reasons.push(`the opportunity names another distributor, ${opportunity.otherDistributor}`)
  return reasons
}

const REPEATS = {
  file: 'the same file as',
  content: 'the same text and files as',
  message_id: 'the same Message-ID, with another text, as',
} as const

function evidenceOf({ sender, opportunity }: SortedMail) {
  const place = (what: string, { kind, importId, file, line, lastSeenAt }: RowSource) => ({
    what,
    kind,
    importId,
    file,
    line,
    lastSeenAt,
  })
  return [
    ...(sender?.role === 'partner' ? [place('sender', sender.source)] : []),
    ...(sender?.role === 'customer' ? [place('sender', sender.account.source)] : []),
    ...(opportunity.found === 'one' ? [place('opportunity', opportunity.opportunity.source)] : []),
  ]
}

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

const KIND_WORDS: Readonly<Record<MailKind, string>> = {
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
  const count = (outcome: MailReport['outcome']): number => reports.filter((report) => report.outcome === outcome).length
  const lines = [
    `${plural(reports.length, 'mail')}: ${count('route')} sorted, ${count('review')} for a person to look at, ${count('quarantine')} not read`,
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
  return `${table(['FILE', '', 'KIND', '', 'FROM', 'OPPORTUNITY'], rows)}\n${io.prose(`${lines.join('\n')}\n`)}`
}

/** One mail in full. */
function detail(report: MailReport, io: Printing['io'], now: string): string {
  const { file, kind, confidence, signals, runnerUp, from, partner, opportunity, outcome, handbook } = report
  const lines = [io.style('bold', safeText(file)), io.style(COLORS[outcome], headline(report)), '']
  const section = (label: string, text: string): void => void lines.push(`  ${label.padEnd(11)}  ${safeText(text)}`)
  if (outcome !== 'quarantine') {
    const name = from?.name ? `${from.name} ` : ''
    section('from', from?.address ? `${name}<${from.address}>` : `${name}(no one address)`)
    section('whose', `${whose(report)}${partner ? `, ${partner.id}, found by ${MATCHED[partner.matchedBy]}` : ''}`)
    section(
      'opportunity',
      opportunity ? `${opportunity.name}, ${opportunity.id}, ${REFERENCES[opportunity.matchedBy]}` : 'none that can be told',
    )
    section('Order Ops', report.includesPartnerOrderOps ? 'is among the recipients' : 'is not among the recipients')
    section('kind', `${KIND_WORDS[kind]}, ${confidence.toFixed(2)}${runnerUp ? `; next best: ${KIND_WORDS[runnerUp.kind]}` : ''}`)
    for (const signal of signals.filter((each) => each.for === kind)) section('', `${signal.where}: ${signal.text}`)
    for (const [i, { name: given, safeName, bytes }] of report.attachments.entries())
      section(
        i === 0 ? 'attached' : '',
        `${given === '' || given === safeName ? safeName : `${given} (to be saved as ${safeName})`}, ${bytes} bytes`,
      )
    for (const [i, { what, file: source, line, lastSeenAt }] of report.evidence.entries())
      section(
        i === 0 ? 'evidence' : '',
        `${what}: ${source}, line ${line}, last seen ${showMoment(lastSeenAt)} (${showAge(lastSeenAt, now)})`,
      )
    if (report.thread.length > 0) section('thread', `of entry ${report.thread.join(', ')}, routed before`)
    if (report.route) {
      section('draft to', report.route.to.join(', '))
      if (report.route.cc.length > 0) section('copy to', report.route.cc.join(', '))
    }
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
