/** What is remembered of the mails that were routed: hashes and what was read out of them, never their text. */

import type { EntryOf, NewAuditEntry, Recording } from '../store/store.ts'
import type { RoutedMail } from './route.ts'
import type { SortedMail } from './sort.ts'

export const MAIL_ACTION = 'mail_routed'

/** A mail that was routed, as its entry says it. */
export interface RememberedMail {
  /** The number of its entry. */
  entry: number
  /** When it was routed, ISO 8601, UTC, and by whom. */
  at: string
  actor: string
  file: string
  messageId: string | null
  sha256: string
  contentSha256: string
  sentAt: string | null
  kind: string
  from: string | null
  partner: { id: string; name: string } | null
  opportunityId: string | null
  to: readonly string[]
  cc: readonly string[]
  draft: { reply: string; file: string; sha256: string } | null
  actions: readonly string[]
}

/** The entry of a mail that was routed; `draft`: the file it was drafted in, and the hash of it. */
export function routedEntry(
  { name, mail, classified, sender, opportunity }: SortedMail,
  { routing, draft }: RoutedMail,
  file: { file: string; sha256: string } | null,
  recording: Recording,
): NewAuditEntry {
  const partner = sender?.role === 'partner' ? sender.partner : null
  const body = {
    file: name,
    // Of DocuSign's mails it is kept nowhere as it is.
    messageId: sender?.role === 'docusign' ? null : mail.messageId,
    sha256: mail.sha256,
    contentSha256: mail.contentSha256,
    sentAt: mail.sentAt,
    kind: classified.kind,
    from: mail.from.address,
    partnerName: partner?.name ?? null,
    opportunityId: opportunity.found === 'one' ? opportunity.opportunity.record.id : null,
    to: draft?.filled.to ?? [],
    cc: draft?.filled.cc ?? [],
    draft: draft && file ? { reply: draft.reply, file: file.file, sha256: file.sha256 } : null,
    actions: routing.actions,
  }
  return { ...recording, action: MAIL_ACTION, partnerId: partner?.id ?? null, request: null, body, evidence: null }
}

/** The mails that entries tell of, oldest first. */
export function rememberedMails(entries: readonly EntryOf<typeof MAIL_ACTION>[]): RememberedMail[] {
  return entries.map(({ id, at, actor, partnerId, body }) => {
    const { partnerName, timeStated: _, ...said } = body
    return { entry: id, at, actor, ...said, partner: partnerId === null ? null : { id: partnerId, name: partnerName ?? '' } }
  })
}
