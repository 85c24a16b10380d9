/** Prints the mails that were routed. */

import type { Context } from '../../app/context.ts'
import type { RememberedMail } from '../../mailbox/memory.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { table } from '../../terminal/table.ts'

/** Prints the mails that were routed, newest first (phd.mail-list/1). */
export function printMailList({ io, format }: Pick<Context, 'io' | 'format'>, mails: readonly RememberedMail[]): void {
  const whom = ({ to, actions }: RememberedMail): string => (to.length > 0 ? to.join(', ') : actions.join(', '))
  print(io, format, {
    table: () => {
      if (mails.length === 0) return 'no mail was routed; route some: phd mail route <mails> --drafts <folder>\n'
      const rows = mails.map((mail) => [
        mail.entry,
        showMoment(mail.at),
        mail.file,
        mail.kind,
        mail.partner?.name ?? mail.from ?? '',
        mail.opportunityId ?? '',
        whom(mail),
      ])
      return `${table(['ENTRY', 'ROUTED', 'FILE', 'KIND', 'FROM', 'OPPORTUNITY', 'TO'], rows, io.columns)}${plural(mails.length, 'mail')}\n`
    },
    list: { count: mails.length, one: 'mail' },
    json: () => ({ schema: 'phd.mail-list/1', mails }),
    ndjson: () => mails,
    csv: () =>
      csvForPeople([
        [
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
        ],
        ...mails.map(({ entry, at, actor, file, messageId, kind, from, partner, opportunityId, to, cc, draft }) => [
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
        ]),
      ]),
  })
}
