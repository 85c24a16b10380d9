/** Standard replies: the list, one unfilled, one filled in. */

import { filledText, type PreparedDraft } from '../../drafts/prepared.ts'
import type { KnownReply } from '../../reference/replies.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

type Screen = Pick<Io, 'columns' | 'prose' | 'style'>

function replyJson({ name, kind, subject, to, cc, label, when, source, declared, needs, isOwn }: KnownReply) {
  return {
    name,
    kind,
    when,
    subject,
    to,
    cc,
    label,
    source,
    values: declared.map(({ name: value, isList, isOptional, about }) => ({
      name: value,
      list: isList,
      optional: isOptional,
      about,
    })),
    needs,
    own: isOwn,
  }
}

/** Every reply (phd.replies/1). */
export function repliesView(replies: readonly KnownReply[], io: Pick<Io, 'style' | 'prose'>): Rendering {
  return {
    table: () => {
      const lines = replies.flatMap(({ name, when, isOwn }) => [
        io.style('bold', safeText(name)) + (isOwn ? ' (your own)' : ''),
        `    ${safeText(when)}`,
      ])
      return io.prose(`${lines.join('\n')}\n\nsee one, with the values it needs: phd reply show <name>\n`)
    },
    json: () => ({ schema: 'phd.replies/1', replies: replies.map(replyJson) }),
    ndjson: () => replies.map((reply) => ({ schema: 'phd.reply/1', ...replyJson(reply) })),
    csv: () =>
      csvForPeople([
        ['name', 'kind', 'when', 'subject', 'label', 'values', 'source', 'own'],
        ...replies.map(({ name, kind, when, subject, label, declared, source, isOwn }) => [
          name,
          kind,
          when,
          subject ?? '',
          label ?? '',
          declared.map((value) => value.name).join(' '),
          source ?? '',
          String(isOwn),
        ]),
      ]),
  }
}

/** One reply (phd.reply/1); `provided`: the values that phd provides. */
export function replyView(reply: KnownReply, provided: readonly string[], io: Screen): Rendering {
  const json = () => ({ schema: 'phd.reply/1', ...replyJson(reply), file: reply.file, body: reply.body, filled: null })
  return {
    table: () => `${io.prose(replyLines(reply, io).join('\n'))}\n${valuesText(reply, provided, io)}`,
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['name', 'subject', 'body'],
        [reply.name, reply.subject ?? '', reply.body],
      ]),
  }
}

function replyLines({ name, kind, when, subject, to, cc, label, source, body, file, isOwn }: KnownReply, io: Screen): string[] {
  const copy = cc.length > 0 ? [`Cc: ${cc.join(', ')}`] : []
  const mail = kind === 'mail' ? [`To: ${to.join(', ')}`, ...copy, `Subject: ${subject}`] : []
  return [
    io.style('bold', safeText(name)),
    safeText(`use it when ${when}`),
    ...(source ? [io.style('dim', safeText(`handbook: ${source}`))] : []),
    io.style('dim', safeText(`${isOwn ? 'your own file' : 'file'}: ${file}`)),
    '',
    ...mail.map(safeText),
    ...(label ? [safeText(`Label: ${label}`)] : []),
    '',
    ...body.split('\n').map(safeText),
    '',
  ]
}

function valuesText({ declared, used, needs }: KnownReply, provided: readonly string[], io: Screen): string {
  const rows = declared.map(({ name, isList, isOptional, about }) => [
    `  ${name}`,
    [isOptional ? 'optional' : '', isList ? 'a list' : ''].filter(Boolean).join(', '),
    about,
  ])
  const known = used.filter((value) => provided.includes(value))
  return [
    `${io.style('bold', 'Values to give with --set')}\n`,
    rows.length > 0 ? table(['  NAME', '', 'WHAT IT IS'], rows, io.columns) : '  none\n',
    needs.length > 0 ? io.prose(`\nat least one of: ${needs.join(', ')}\n`) : '',
    known.length > 0 ? io.prose(`\nphd provides: ${known.join(', ')}\n`) : '',
  ].join('')
}

/** A reply filled in (phd.reply/1); `written`: the file of the draft. */
export function filledView({ reply, filled }: PreparedDraft, written: string | null, io: Io): Rendering {
  const json = () => ({
    schema: 'phd.reply/1',
    name: reply.name,
    kind: reply.kind,
    label: reply.label,
    filled: { to: filled.to, cc: filled.cc, subject: filled.subject, body: filled.body },
    draft: written,
  })
  return {
    table: () => {
      const text = filledText(reply, filled, io)
      if (written === null) return text
      const next = reply.kind === 'text' ? 'paste it where you need it' : 'open it in your mail program, check it, and send it'
      return `${text}\nwrote ${safeText(written)}; next: ${next}\n`
    },
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['name', 'to', 'cc', 'subject', 'body', 'draft'],
        [reply.name, filled.to.join(', '), filled.cc.join(', '), filled.subject ?? '', filled.body, written ?? ''],
      ]),
  }
}
