/** What is told of a mail in every format: an object of phd.mail/1. What the mail holds is not kept. */

import type { KindExplained, MailKind } from '../../mail/classify.ts'
import type { RoutedMail } from '../../mailbox/route.ts'
import type { QuarantinedMail, SortedMail } from '../../mailbox/sort.ts'
import { sentenceOf } from '../../plans/ownership-sentences.ts'
import type { RowSource } from '../../store/store.ts'
import { actionSentence, doubtSentence, flagSentence, quarantineStep } from './sentences.ts'

type Handbook = Readonly<Partial<Record<MailKind, { page: string; section: string }>>>
export type MailReport = ReturnType<typeof reportOf> & {
  /** Why it is of its kind, where that was asked. */
  explanation?: KindExplained
}

/** The report of a mail; `routed`: where it goes. */
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
    actions: routed && !routed.stopped ? actionsOf(sorted, routed, null) : [],
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
    topic: sorted.topic?.id ?? null,
    handbook: routed?.routing.handbook ?? sorted.topic?.handbook ?? handbook[kind] ?? null,
  }
}

/** What is to be done, in order. */
export function actionsOf(
  { sender, opportunity }: SortedMail,
  { routing, unread, proof }: Pick<RoutedMail, 'routing' | 'unread' | 'proof'>,
  draft: string | null,
  request: number | null = null,
) {
  const reference = opportunity.found === 'one' ? opportunity.reference : null
  const facts = {
    unread,
    proof,
    draft: draft ?? '',
    request,
    dealId: reference && (reference.by === 'registration' || reference.by === 'deal_id') ? reference.text : null,
    customer: opportunity.found === 'one' ? opportunity.opportunity.record.customer : null,
    partner: sender?.role === 'partner' ? sender.partner.id : '',
    opportunity: opportunity.found === 'one' ? (opportunity.opportunity.record.id ?? '') : '',
  }
  const actions = routing.actions.flatMap((id) =>
    id === 'send_draft' && unread.length > 0 ? (['look_into_files', id] as const) : [id],
  )
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
  /** What hints at Partner Order Operations as a recipient where To and Cc do not name it. */
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
  /** The entry it was recorded as. */
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

/** The channel manager that a draft is for, and by what. */
function managerJson(routed: RoutedMail | null) {
  if (!routed?.manager || routed.manager.doubt !== null) return null
  const { name, from, rule, reasons } = routed.manager
  return { name, from, rule, notes: reasons.map((reason) => sentenceOf(reason).why) }
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
  const place = (what: string, { headings, extraHeadings, ...source }: RowSource) => ({ what, ...source })
  return [
    ...(sender?.role === 'partner' ? [place('sender', sender.source)] : []),
    ...(sender?.role === 'customer' ? [place('sender', sender.account.source)] : []),
    ...(opportunity.found === 'one' ? [place('opportunity', opportunity.opportunity.source)] : []),
  ]
}
