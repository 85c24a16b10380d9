/** Help with licenses, in every format. */

import type { ReplyValues } from '../../mail/fill-reply.ts'
import { placeOf } from '../../records/place.ts'
import type { NfrHelpTopic } from '../../reference/nfr-help.ts'
import type { License } from '../../rules/nfr-types.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { rejectedWords } from '../../terminal/rejected-words.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

/** A running SaaS license of the partner, as the list has it. */
export interface HeldLicense {
  license: License
  namespace: string | null
  email: string | null
  isStale: boolean
}

interface HelpPage {
  topic: NfrHelpTopic
  partner: { id: string; name: string } | null
  held: readonly HeldLicense[]
  /** Rejected rows of the list, which may be further licenses of the partner. */
  rejected: { rows: number; file: string } | null
  /** Values of the replies that are known. */
  known: ReplyValues
  drafts: readonly { reply: string; file: string }[]
  /** Whether a list of licenses was ever imported. */
  isListed: boolean
  now: string
}

/** The topics there are (phd.nfr-help/1). */
export function helpTopicsView(topics: readonly NfrHelpTopic[], io: Io): Rendering {
  const rows = topics.map(({ id, title, replies }) => [id, title, replies.map(({ reply }) => reply).join(', ')])
  return {
    table: () =>
      `${table(['TOPIC', 'WHEN', 'REPLIES'], rows, io.columns)}\none topic: phd nfr help <topic> [partner]\nhelp with a command: phd nfr check --help\n`,
    list: { count: topics.length, one: 'topic' },
    json: () => ({ schema: 'phd.nfr-help/1', topics }),
    ndjson: () => topics.map((topic) => ({ schema: 'phd.nfr-help/1', ...topic })),
    csv: () => csvForPeople([['topic', 'when', 'replies'], ...rows]),
  }
}

/** What to tell about one topic (phd.answer/1, question "nfr_help"). */
export function helpView(page: HelpPage, io: Io): Rendering {
  const { topic, partner, held, rejected, known, drafts, now } = page
  const json = () => ({
    schema: 'phd.answer/1',
    question: 'nfr_help',
    topic: topic.id,
    title: topic.title,
    partner: partner && { id: partner.id, name: partner.name },
    evaluatedAt: now,
    ...{ steps: topic.steps, links: topic.links, replies: topic.replies, also: topic.also, handbook: topic.handbook },
    licenses: held.map(({ license, namespace, email, isStale }) => ({
      ...{ type: license.type, users: license.users, start: license.start, end: license.end, addOn: license.addOn },
      ...{ namespace, email, stale: isStale, source: license.source },
    })),
    ...{ rejectedRows: rejected, known, drafts },
  })
  return {
    table: () => helpText(page, io),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['topic', 'step', 'text'],
        ...topic.steps.map((step, i) => [topic.id, String(i + 1), step]),
        ...topic.links.map(({ title, url }) => [topic.id, title, url]),
      ]),
  }
}

function helpText({ topic, partner, held, rejected, known, drafts, isListed }: HelpPage, io: Io): string {
  const { title, steps, links, replies, also, handbook } = topic
  const lines = [io.style('bold', title), `handbook: ${handbook.page}, "${handbook.section}"`, '', 'Steps']
  lines.push(...steps.map((step, i) => `  ${i + 1}. ${step}`), '', 'Links')
  lines.push(...links.map((link) => `  - ${link.title}: ${link.url}`))
  for (const each of also)
    lines.push('', `${each.text}: ${each.command}`, `  handbook: ${each.handbook.page}, "${each.handbook.section}"`)
  if (partner) {
    lines.push('', safeText(`Running SaaS licenses of ${partner.name}`))
    if (held.length === 0)
      lines.push(isListed ? '  - none in the list of licenses' : '  - unknown: no list of licenses was ever imported')
    lines.push(...held.map((each) => safeText(`  - ${heldLine(each)}`)))
    if (rejected) lines.push(safeText(`  - there may be more: ${rejectedWords(rejected)}`))
  }
  const names = Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  lines.push('', 'Replies')
  lines.push(...replies.map((each) => `  - ${each.reply}, to a ${each.for}`))
  if (names.length > 0) lines.push(safeText(`  known: ${names.join(', ')}`))
  if (drafts.length === 0) {
    const subject = partner ? ` "${partner.name}"` : ' <partner>'
    lines.push(safeText(`  to draft it: phd nfr help ${topic.id}${subject} --draft drafts`))
  }
  lines.push(...drafts.map(({ file }) => safeText(`wrote ${file}`)))
  return `${io.prose(lines.join('\n'))}\n`
}

function heldLine({ license, namespace, isStale }: HeldLicense): string {
  const { users, typeName, start, end, addOn, source } = license
  const where = source ? ` (${placeOf(source)})` : ''
  const old = isStale ? '; the list is too old to rely on' : ''
  return `${users} ${typeName}${addOn ? ' (add-on)' : ''}, ${start} to ${end}${namespace ? `, namespace ${namespace}` : ''}${where}${old}`
}
