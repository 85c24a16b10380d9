/** What the desk taught about the kinds of mail. */

import { isMailKind, type MailKind } from '../../mail/kinds.ts'
import type { TaughtLesson } from '../../mailbox/lessons.ts'
import type { TaughtMail } from '../../mailbox/teach.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { table } from '../../terminal/table.ts'
import { KIND_WORDS } from './words.ts'

/** What was taught just now (phd.mail-teach/1). */
export function taughtView(kind: MailKind, mails: readonly TaughtMail[], io: Pick<Io, 'prose'>): Rendering {
  const lessons = mails.map((mail) => ({ ...mail, kind }))
  return {
    table: () => {
      const [first] = mails
      const lines = mails.flatMap(({ entry, file, words, was, replaces, status }) => {
        const what = `${file} is of the kind ${KIND_WORDS[kind]}`
        if (status === 'unchanged') return [`already taught: ${what} (audit entry ${entry})`]
        return [
          status === 'dry_run' ? `would be taught: ${what}` : `taught: ${what} (audit entry ${entry})`,
          `  before: ${KIND_WORDS[was.kind]}, ${was.confidence.toFixed(2)}`,
          `  kept: hashes of ${plural(words, 'word')}, no text`,
          ...(replaces === null ? [] : [`  replaces the lesson in audit entry ${replaces}`]),
        ]
      })
      const next = first && mails.length === 1 ? [`next: phd mail classify --explain ${shellWord(first.file)}`] : []
      return io.prose(`${[...lines, ...next].map((line) => safeText(line)).join('\n')}\n`)
    },
    json: () => ({ schema: 'phd.mail-teach/1', lessons }),
    ndjson: () => lessons,
    csv: () =>
      csvForPeople([
        ['entry', 'status', 'file', 'kind', 'was', 'replaces', 'sha256'],
        ...lessons.map(({ entry, status, file, was, replaces, sha256 }) => [
          String(entry ?? ''),
          status,
          file,
          kind,
          was.kind,
          String(replaces ?? ''),
          sha256,
        ]),
      ]),
  }
}

/** A lesson that no longer counts (phd.mail-teach/1). */
export function forgottenView(lesson: TaughtLesson, status: 'forgotten' | 'dry_run', io: Pick<Io, 'prose'>): Rendering {
  const { entry, file, kind, sha256 } = lesson
  const json = { entry, file, kind, sha256, status }
  const kindWords = isMailKind(kind) ? KIND_WORDS[kind] : kind
  const would = status === 'dry_run' ? 'would be forgotten' : 'forgotten'
  return {
    table: () =>
      io.prose(`${safeText(`${would}: the lesson in audit entry ${entry}, that ${file} is of the kind ${kindWords}`)}\n`),
    json: () => ({ schema: 'phd.mail-teach/1', lessons: [json] }),
    ndjson: () => [json],
    csv: () =>
      csvForPeople([
        ['entry', 'status', 'file', 'kind', 'sha256'],
        [String(entry), status, file, kind, sha256],
      ]),
  }
}

/** The lessons in force, oldest first (phd.mail-lessons/1). */
export function lessonsView(lessons: readonly TaughtLesson[]): Rendering {
  const rows = lessons.map(({ entry, at, actor, file, sha256, kind, was, words }) => ({
    entry,
    at,
    actor,
    file,
    sha256,
    kind,
    was,
    words: words.length,
  }))
  return {
    table: () => {
      if (rows.length === 0) return 'nothing taught yet; teach a kind with a mail: phd mail teach <mail> --kind <kind>\n'
      const cells = rows.map(({ entry, at, actor, kind, was, file }) => [entry, showMoment(at), actor, kind, was.kind, file])
      return `${table(['ENTRY', 'TAUGHT', 'BY', 'KIND', 'WAS', 'FILE'], cells)}${plural(rows.length, 'lesson')}; forget one: phd mail teach --forget <entry>\n`
    },
    json: () => ({ schema: 'phd.mail-lessons/1', lessons: rows }),
    ndjson: () => rows,
    csv: () =>
      csvForPeople([
        ['entry', 'taught', 'by', 'kind', 'was', 'file', 'words', 'sha256'],
        ...rows.map(({ entry, at, actor, kind, was, file, words, sha256 }) => [
          String(entry),
          at,
          actor,
          kind,
          was.kind,
          file,
          String(words),
          sha256,
        ]),
      ]),
  }
}
