/** What of a mail tells whether another is the same. */
export interface MailMarks {
  sha256: string
  contentSha256: string
  /** Null where it has none, or where it is not kept. */
  messageId: string | null
}

/** By what two mails are the same: the whole file, the text and files in it, or the Message-ID; null: they are two. */
export function sameBy(one: MailMarks, other: MailMarks): 'file' | 'content' | 'message_id' | null {
  if (one.sha256 === other.sha256) return 'file'
  if (one.contentSha256 === other.contentSha256) return 'content'
  return one.messageId !== null && one.messageId === other.messageId ? 'message_id' : null
}
