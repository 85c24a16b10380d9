/** Prints standard replies: the list, one unfilled, one filled in. */

import type { Context } from '../../app/context.ts'
import { filledText, type PreparedDraft } from '../../drafts/prepared.ts'
import type { KnownReply } from '../../reference/replies.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { print } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

type Printing = Pick<Context, 'io' | 'format'>

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

export function printReplies({ io, format }: Printing, replies: readonly KnownReply[]): void {
  print(io, format, {
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
  })
}

export function printReply({ io, format }: Printing, reply: KnownReply, provided: readonly string[]): void {
  print(io, format, {
    table: () => {
      const { name, kind, when, subject, to, cc, label, source, declared, used, body, file, isOwn } = reply
      const mail =
        kind === 'mail' ? [`To: ${to.join(', ')}`, ...(cc.length > 0 ? [`Cc: ${cc.join(', ')}`] : []), `Subject: ${subject}`] : []
      const lines = [
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
        io.style('bold', 'Values to give with --set'),
      ]
      const values = declared.map(({ name: value, isList, isOptional, about }) => [
        `  ${value}`,
        [isOptional ? 'optional' : '', isList ? 'a list' : ''].filter(Boolean).join(', '),
        about,
      ])
      const known = used.filter((value) => provided.includes(value))
      return `${io.prose(lines.join('\n'))}\n${values.length > 0 ? table(['  NAME', '', 'WHAT IT IS'], values, io.columns) : '  none\n'}${reply.needs.length > 0 ? io.prose(`\nat least one of: ${reply.needs.join(', ')}\n`) : ''}${
        known.length > 0 ? io.prose(`\nphd provides: ${known.join(', ')}\n`) : ''
      }`
    },
    json: () => ({ schema: 'phd.reply/1', ...replyJson(reply), file: reply.file, body: reply.body, filled: null }),
    ndjson: () => [{ schema: 'phd.reply/1', ...replyJson(reply), file: reply.file, body: reply.body, filled: null }],
    csv: () =>
      csvForPeople([
        ['name', 'subject', 'body'],
        [reply.name, reply.subject ?? '', reply.body],
      ]),
  })
}

/** A reply filled in; `written` is the file it was written to. */
export function printFilled({ io, format }: Printing, { reply, filled }: PreparedDraft, written: string | null): void {
  const json = () => ({
    schema: 'phd.reply/1',
    name: reply.name,
    kind: reply.kind,
    label: reply.label,
    filled: { to: filled.to, cc: filled.cc, subject: filled.subject, body: filled.body },
    draft: written,
  })
  print(io, format, {
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
  })
}
