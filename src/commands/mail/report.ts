/** The report of a mail, an object of phd.mail/1. It holds nothing of the mail's text. */

import type { KindExplained, MailKind } from '../../mail/kinds.ts'
import type { DecidedMail, ProcessedMail } from '../../mailbox/process-mails.ts'
import type { RoutedMail } from '../../mailbox/routed.ts'
import type { QuarantinedMail, SortedMail } from '../../mailbox/sort.ts'
import { whyOf } from '../../plans/ownership-sentences.ts'
import { type Claim, minuteOf } from '../../records/claims/claim.ts'
import type { RowSource } from '../../store/store.ts'
import { actionsOf } from './action-sentences.ts'
import { doubtSentence } from './doubt-sentences.ts'
import { flagSentence, quarantineStep, reasonsOf } from './flag-sentences.ts'

type Handbook = Readonly<Partial<Record<MailKind, { page: string; section: string }>>>
export type MailReport = ReturnType<typeof reportOf> & {
  /** Why it is of its kind, with --explain. */
  explanation?: KindExplained
}

type Decided = Omit<DecidedMail, 'taken'> & Partial<ProcessedMail>

/** The report of a mail; `handbook`: the page for its kind, where there is one. */
export function reportOf({ sorted, routed, taken = null, recorded = null }: Decided, handbook: Handbook) {
  if ('quarantined' in sorted) return notInterpreted(sorted)
  const { name, mail, classified, sender, orderOperations, flags } = sorted
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
    includesPartnerOrderOps: orderOperations.is === 'recipient',
    orderOperationsShownBy: orderOperations.by,
    channelManager: managerJson(routed),
    attachments: mail.attachments.map((each) => ({
      name: each.name,
      safeName: each.safeName,
      type: each.type,
      bytes: each.bytes,
      sha256: each.sha256,
      reattach: each.reattach,
    })),
    route: routed?.draft ? { to: [...routed.draft.filled.to], cc: [...routed.draft.filled.cc] } : null,
    actions: routed && !routed.stopped ? actionsOf(sorted, routed, recorded) : [],
    draft: recorded?.draft ?? null,
    outcome: taken || sorted.needsPerson || routed?.stopped ? ('review' as const) : ('route' as const),
    flags: [...flags, ...(routed?.stopped ? [routed.stopped.code] : []), ...(taken ? ['taken'] : [])] as readonly string[],
    reasons: [
      ...reasonsOf(sorted),
      ...(routed?.stopped ? [doubtSentence(routed.stopped).why] : []),
      ...(taken ? [takenSentence(taken)] : []),
    ],
    nextSteps: [
      ...new Set([
        ...flags.map((flag) => flagSentence(flag).next),
        ...(routed?.stopped ? [doubtSentence(routed.stopped).next] : []),
        ...(taken ? ['leave it to them, or take it over: phd mail claim <mail> --take-over'] : []),
      ]),
    ],
    taken: taken && { by: taken.holder, since: taken.since, until: taken.until },
    proof: proofJson(routed),
    entry: recorded?.entry ?? null,
    thread: sorted.thread,
    evidence: evidenceOf(sorted),
    topic: sorted.topic?.id ?? null,
    handbook: routed?.routing.handbook ?? sorted.topic?.handbook ?? handbook[kind] ?? null,
  }
}

function takenSentence({ holder, until }: Claim): string {
  return `taken by ${holder} until ${minuteOf(until)}`
}

function notInterpreted({ name, quarantined: { code, message } }: QuarantinedMail) {
  return {
    ...NOTHING,
    file: name,
    outcome: 'quarantine' as const,
    flags: [code as string],
    reasons: [`not interpreted: ${message}`],
    nextSteps: [quarantineStep(code)],
  }
}

/** The report of a mail that was not read. */
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
  /** What suggests Partner Order Operations as a recipient where To and Cc do not name it. */
  orderOperationsShownBy: null as string | null,
  channelManager: null as { name: string | null; from: 'tables' | 'record'; rule: string | null; notes: string[] } | null,
  attachments: [] as { name: string; safeName: string; type: string; bytes: number; sha256: string; reattach: boolean }[],
  route: null as { to: string[]; cc: string[] } | null,
  actions: [] as { id: string; text: string }[],
  draft: null as string | null,
  outcome: 'route' as 'route' | 'review' | 'quarantine',
  flags: [] as readonly string[],
  reasons: [] as string[],
  nextSteps: [] as string[],
  /** Which colleague has it. */
  taken: null as { by: string; since: string; until: string } | null,
  /** What was found of a proof of execution. */
  proof: null as ReturnType<typeof proofJson>,
  /** Its audit entry. */
  entry: null as number | null,
  thread: [] as readonly number[],
  evidence: [] as ({ what: string } & Omit<RowSource, 'headings' | 'extraHeadings'>)[],
  /** What it asks for within its kind. */
  topic: null as string | null,
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

/** The verdict on a proof of execution, as `phd poe check` gives it in full. */
function proofJson(routed: RoutedMail | null) {
  if (!routed?.proof) return null
  const { registration, dealId, customerName, verdict, documents } = routed.proof
  return {
    decision: verdict.decision,
    policy: { id: 'proof', version: verdict.policy.version },
    registration: registration?.record.name ?? null,
    dealId,
    customer: customerName,
    status: verdict.status?.status ?? null,
    checks: verdict.checks.map(({ id, outcome, reason }) => ({ id, outcome, reason })),
    documents: documents.map(({ name, unread }) => ({ name, unread })),
  }
}

/** The channel manager that a draft goes to, and where the name comes from. */
function managerJson(routed: RoutedMail | null) {
  if (!routed?.manager || routed.manager.doubt !== null) return null
  const { name, from, rule, reasons } = routed.manager
  return { name, from, rule, notes: reasons.map((reason) => whyOf(reason)) }
}

function evidenceOf({ sender, opportunity }: SortedMail) {
  const place = (what: string, { headings, extraHeadings, ...source }: RowSource) => ({ what, ...source })
  return [
    ...(sender?.role === 'partner' ? [place('sender', sender.source)] : []),
    ...(sender?.role === 'customer' ? [place('sender', sender.account.source)] : []),
    ...(opportunity.found === 'one' ? [place('opportunity', opportunity.opportunity.source)] : []),
  ]
}
