/** A mail that was routed: where it goes and why, and the audit entry it is recorded as. */

import type { FilledReply } from '../mail/fill-reply.ts'
import type { Notice } from '../mail/notice.ts'
import type { OpportunityManager } from '../rules/cam/opportunity.ts'
import type { Reason } from '../rules/cam/types.ts'
import type { MailDoubt, MailRouting } from '../rules/mail-route.ts'
import type { ProofDoubt } from '../rules/proof/proof.ts'
import type { NewEntryOf } from '../store/store.ts'
import { MAIL_ACTION } from './memory.ts'
import type { CheckedProof } from './proof.ts'
import type { SortedMail } from './sort.ts'

export interface RoutedMail {
  routing: MailRouting
  draft: { reply: string; filled: FilledReply; content: string } | null
  /** The channel manager of the opportunity, where the reply goes to that person too. */
  manager: OpportunityManager | null
  /** The names of the files that the draft attaches again and phd could not read. */
  unread: readonly string[]
  /** The proof of execution, checked, where the mail is one. */
  proof: CheckedProof | null
  /** The DocuSign notice, where the mail is one that asks for a letter. */
  notice: Notice | null
  /** Why a person must decide where it goes; null where it is routed. */
  stopped: Stopped | null
}

export interface Stopped {
  code:
    | MailDoubt
    | 'draft_not_filled'
    | 'address_of_another'
    | 'stale_staff'
    | 'staff_inactive'
    | 'staff_unreachable'
    | 'distributor_named'
    | ProofDoubt
    | 'managers_differ'
    | 'manager_unclear'
    | 'notice_refused'
  /** The name, status or reason that the sentence for the code mentions. */
  message: string | null
  reasons?: readonly Reason[]
}

/** The audit entry of a routed mail; `file`: the file of its draft, and its hash. */
export function routedEntry(
  { name, mail, classified, sender, opportunity }: SortedMail,
  { routing, draft }: RoutedMail,
  file: { file: string; sha256: string } | null,
): NewEntryOf<typeof MAIL_ACTION> {
  const partner = sender?.role === 'partner' ? sender.partner : null
  const body = {
    file: name,
    // DocuSign's Message-IDs are never kept as they are.
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
  return { action: MAIL_ACTION, partnerId: partner?.id ?? null, request: null, body, evidence: null }
}
