/** The mails that were routed, as the audit remembers them: hashes and facts, never their text. */

import type { EntryOf } from '../store/store.ts'

export const MAIL_ACTION = 'mail_routed'

/** A routed mail, as its audit entry has it. */
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

/** How a person is told of a mail that was routed before. */
export function rememberedName({ file, at, actor, entry }: RememberedMail): string {
  return `${file} (routed on ${at.slice(0, 10)} by ${actor}, audit entry ${entry})`
}

/** The mails of audit entries, oldest first. */
export function rememberedMails(entries: readonly EntryOf<typeof MAIL_ACTION>[]): RememberedMail[] {
  return entries.map(({ id, at, actor, partnerId, body }) => {
    const { partnerName, timeStated: _, ...said } = body
    return { entry: id, at, actor, ...said, partner: partnerId === null ? null : { id: partnerId, name: partnerName ?? '' } }
  })
}
