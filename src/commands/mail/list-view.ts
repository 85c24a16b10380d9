/** The mails that were routed (phd.mail-list/1). */

import type { RememberedMail } from '../../mailbox/memory.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { table } from '../../terminal/table.ts'

/** The mails that phd routed (phd.mail-list/1). */
export function listView(mails: readonly RememberedMail[], io: Pick<Io, 'columns'>): Rendering {
  return {
    table: () => listTable(mails, io),
    list: { count: mails.length, one: 'mail' },
    json: () => ({ schema: 'phd.mail-list/1', mails }),
    ndjson: () => mails,
    csv: () => csvForPeople([CSV_HEAD, ...mails.map(csvCells)]),
  }
}

function listTable(mails: readonly RememberedMail[], { columns }: Pick<Io, 'columns'>): string {
  if (mails.length === 0) return 'no mail routed yet; route some: phd mail route <mails> --drafts <folder>\n'
  const rows = mails.map(({ entry, at, file, kind, partner, from, opportunityId, to, actions }) => [
    entry,
    showMoment(at),
    file,
    kind,
    partner?.name ?? from ?? '',
    opportunityId ?? '',
    (to.length > 0 ? to : actions).join(', '),
  ])
  return `${table(['ENTRY', 'ROUTED', 'FILE', 'KIND', 'FROM', 'OPPORTUNITY', 'TO'], rows, columns)}${plural(mails.length, 'mail')}\n`
}

const CSV_HEAD = [
  'entry',
  'routed',
  'by',
  'file',
  'message_id',
  'kind',
  'from',
  'partner',
  'partner_id',
  'opportunity_id',
  'to',
  'cc',
  'draft',
]

function csvCells(mail: RememberedMail): string[] {
  const { entry, at, actor, file, messageId, kind, from, partner, opportunityId, to, cc, draft } = mail
  return [
    String(entry),
    at,
    actor,
    file,
    messageId ?? '',
    kind,
    from ?? '',
    partner?.name ?? '',
    partner?.id ?? '',
    opportunityId ?? '',
    to.join('; '),
    cc.join('; '),
    draft?.file ?? '',
  ]
}
