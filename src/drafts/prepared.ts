/** Drafts of mails, and texts to be pasted, as files: written whole, under safe names, never over another. */

import type { FilledReply } from '../mail/fill-reply.ts'
import type { Reply } from '../mail/reply.ts'
import type { Io } from '../terminal/io.ts'
import { safeText } from '../terminal/safe-text.ts'

/** A filled reply, with the file it is to stand in. */
export interface PreparedDraft {
  reply: Reply
  filled: FilledReply
  /** The name of the file, without its folder. */
  name: string
  content: string
}

/** A name for files about something called so: letters and digits, nothing that is special to a file system or a shell. */
export function fileSlug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 60)
      .replace(/^-+|-+$/g, '') || 'partner'
  )
}

/** A filled reply as a person reads it. */
export function filledText(
  { label, kind }: Pick<Reply, 'label' | 'kind'>,
  { subject, to, cc, body }: FilledReply,
  io: Io,
): string {
  const head =
    kind === 'text' ? [] : [`To: ${to.join(', ')}`, ...(cc.length > 0 ? [`Cc: ${cc.join(', ')}`] : []), `Subject: ${subject}`]
  if (label) head.push(`Label: ${label}`)
  const lines = [
    ...head.map((line) => io.style('bold', safeText(line))),
    ...(head.length > 0 ? [''] : []),
    ...body.trimEnd().split('\n').map(safeText),
  ]
  return `${lines.join('\n')}\n`
}
