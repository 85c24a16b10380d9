/** Drafts of mails, and texts to be pasted, as files: written whole, under safe names, never over another. */

import { basename, join } from 'node:path'
import type { FilledReply, Reply } from '../mail/reply.ts'
import type { Io } from './io.ts'
import { safeText } from './safe-text.ts'
import { FileInMaking, makeFolder } from './write-file.ts'

/** A filled reply, with the file it is to stand in. */
export interface PreparedDraft {
  reply: Reply
  filled: FilledReply
  /** The name of the file, without its folder. */
  name: string
  content: string
}

/** A name for files about something called so: letters and digits, nothing a file system or a shell could take amiss. */
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

/** Drafts that are written, and stand under their names only when they are published; until then they can be thrown away. */
export class DraftsInMaking {
  readonly #files: { draft: PreparedDraft; path: string; file: FileInMaking; sha256: string }[] = []

  /** Makes the folder where there is none. Throws the refusals `cannot_write` and `not_a_folder`. */
  constructor(folder: string, drafts: readonly PreparedDraft[]) {
    makeFolder(folder)
    const { hash } = process.getBuiltinModule('node:crypto')
    try {
      for (const draft of drafts) {
        const path = join(folder, draft.name)
        const file = new FileInMaking(path)
        this.#files.push({ draft, path, file, sha256: hash('sha256', draft.content) })
        file.write(draft.content)
      }
    } catch (error) {
      this.discard()
      throw error
    }
  }

  /** What the record says of them: the reply, the name asked for and the hash of the content. */
  get records(): { reply: string; file: string; sha256: string }[] {
    return this.#files.map(({ draft, sha256 }) => ({ reply: draft.reply.name, file: draft.name, sha256 }))
  }

  /** Puts every draft in its place; gives the paths. */
  publish(): { reply: string; file: string }[] {
    return this.#files.map(({ draft, file }) => ({ reply: draft.reply.name, file: file.publishBeside() }))
  }

  discard(): void {
    for (const { file } of this.#files) file.discard()
  }
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

/** The name of a file without its folder, as it is told. */
export function shortName(path: string): string {
  return basename(path)
}
