/** A filled reply and the name of its file. */

import type { FilledReply } from '../mail/fill-reply.ts'
import type { Reply } from '../mail/reply.ts'
import type { Io } from '../terminal/io.ts'
import { safeText } from '../terminal/safe-text.ts'

export interface PreparedDraft {
  reply: Reply
  filled: FilledReply
  /** The name of the file, without its folder. */
  name: string
  content: string
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
