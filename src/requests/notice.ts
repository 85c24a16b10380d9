/** Which request a notice of DocuSign opens, or opened before. Of the mail only hashes are kept. */

import type { Notice } from '../mail/notice.ts'
import type { NewRequestEntry, RecordReader } from '../store/store.ts'
import { openedEntry } from './entries.ts'
import type { Requester } from './request.ts'

/** A notice, and the name of the file it was read from. */
export interface NoticeFile {
  notice: Notice
  name: string
}

interface LetterAsked {
  partner: { id: string; name: string } | null
  requester: Requester
  received: string
  /** The notice it came by; null where there is none. */
  read: NoticeFile | null
}

/** The entry that opens a request for a letter. */
export function letterRequestEntry({ partner, requester, received, read }: LetterAsked): NewRequestEntry {
  return openedEntry({
    question: 'loa',
    partnerId: partner?.id ?? null,
    partnerName: partner?.name ?? null,
    requester,
    received,
    envelopeId: read?.notice.envelopeId ?? null,
    ask: null,
    formKey: null,
    notice: read && { file: read.name, messageId: hashed(read.notice.messageId), sha256: read.notice.sha256 },
  })
}

/** The request that a notice opened before, or the entry that opens one. */
export async function requestOfNotice(
  store: Pick<RecordReader, 'requestEntries'>,
  read: NoticeFile,
): Promise<{ known: number } | { opens: NewRequestEntry }> {
  const known = await requestOpenedBy(store, read.notice)
  if (known !== null) return { known }
  const { requester, received } = read.notice
  return { opens: letterRequestEntry({ partner: null, requester, received, read }) }
}

/** The number of the request that this very mail opened, or another mail about the same envelope; null where there is none. */
export async function requestOpenedBy(
  store: Pick<RecordReader, 'requestEntries'>,
  { messageId, sha256, envelopeId }: Notice,
): Promise<number | null> {
  const [opening] = await store.requestEntries({ notice: { messageId: hashed(messageId), sha256, envelopeId } })
  return opening?.id ?? null
}

/** The ID of a mail is kept as its hash: what a stranger wrote there is of no use to anyone. */
function hashed(messageId: string | null): string | null {
  return messageId === null ? null : process.getBuiltinModule('node:crypto').hash('sha256', messageId)
}
