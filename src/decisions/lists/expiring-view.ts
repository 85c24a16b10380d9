/** What expires, in every format. */

import { partnerWords } from '../../app/link-sentences.ts'
import type { NewestList } from '../../partners/list-state.ts'
import type { Ending } from '../../requests/expiring.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { listAge } from '../../terminal/last-seen.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

export interface ExpiringList {
  question: 'loa' | 'nfr'
  within: number
  today: string
  items: readonly Ending[]
  /** The newest list; null: none was imported. */
  list: NewestList | null
  now: string
  asOf: string | null
  drafts: readonly { reply: string; file: string }[]
  /** Licenses without a reminder, with why. */
  undrafted: readonly string[]
}

function expiringJson({ what, partner, partnerText, about, type, users, start, end, daysLeft, addOn, place, remarks }: Ending) {
  return { what, partner, partnerText, about, type, users, start, end, daysLeft, addOn, place, remarks }
}

/** What ends within some days, soonest first (phd.expiring/1). */
export function expiringView(list: ExpiringList, io: Io): Rendering {
  const { question, within, today, items, asOf, drafts } = list
  return {
    table: () => expiringText(list, io),
    list: { count: items.length, one: question === 'loa' ? 'letter' : 'license' },
    json: () => ({
      schema: 'phd.expiring/1',
      question,
      today,
      asOf,
      within,
      expiring: items.map(expiringJson),
      drafts,
      undrafted: list.undrafted,
    }),
    ndjson: () => items.map((item) => ({ schema: 'phd.expiring/1', ...expiringJson(item) })),
    csv: () =>
      csvForPeople([
        ['end', 'days_left', 'partner_id', 'partner', 'about', 'start', 'add_on', 'place', 'remarks'],
        ...items.map(({ end, daysLeft, partner, partnerText, about, start, addOn, place, remarks }) => [
          end,
          String(daysLeft),
          partner?.id ?? '',
          partner?.name ?? partnerText,
          about,
          start ?? '',
          String(addOn),
          place,
          remarks.join('; '),
        ]),
      ]),
  }
}

function expiringText({ question, within, items, list, now, drafts, undrafted }: ExpiringList, io: Io): string {
  const rows = items.map(({ end, daysLeft, partner, partnerText, about, addOn, place, remarks }) => [
    end,
    String(daysLeft),
    partnerWords(partner, partnerText),
    addOn ? `  + ${about}` : about,
    place,
    remarks.join('; '),
  ])
  const what = question === 'loa' ? 'letter' : 'license'
  const headings = [
    question === 'loa' ? 'LAST DAY' : 'ENDS',
    'DAYS',
    'PARTNER',
    question === 'loa' ? 'REQUESTER' : 'LICENSE',
    'WHERE',
    '',
  ]
  const lines = [`${plural(items.length, what)} expiring within ${plural(within, 'day')}`]
  if (!list) lines.push(`no list of ${what}s was ever imported: only those recorded in phd are shown`)
  else lines.push(listAge(list, now))
  for (const { file } of drafts) lines.push(safeText(`wrote ${file}`))
  for (const each of undrafted) lines.push(safeText(`no reminder for ${each}`))
  return `${rows.length > 0 ? `${table(headings, rows, io.columns)}\n` : ''}${io.prose(lines.join('\n'))}\n`
}
