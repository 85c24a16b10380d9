/** Prints which mails would go elsewhere by other rules. */

import type { Context } from '../../app/context.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { table } from '../../terminal/table.ts'
import type { MailReport } from './report.ts'

type Way = Pick<MailReport, 'kind' | 'confidence' | 'outcome' | 'flags' | 'route'> & { actions: readonly string[] }

/** A mail that would go elsewhere: how it goes now, and how then. */
export interface MailMoved {
  file: string
  now: Way
  then: Way
}

/** Prints mails that would go elsewhere, of so many (phd.mail-rules/1). */
export function printMoved({ io, format }: Pick<Context, 'io' | 'format'>, moved: readonly MailMoved[], all: number): void {
  print(io, format, {
    table: () => {
      const said = moved.length === 0 ? 'none of them' : plural(moved.length, 'mail')
      const summary = `${plural(all, 'mail')}: ${said} would go elsewhere\n`
      const rows = moved.map(({ file, now, then }) => [file, inWords(now), inWords(then)])
      return moved.length === 0 ? summary : `${table(['FILE', 'NOW', 'BY THE OTHER RULES'], rows)}${summary}`
    },
    json: () => ({ schema: 'phd.mail-rules/1', mails: all, moved }),
    ndjson: () => moved,
    csv: () =>
      csvForPeople([['file', 'now', 'then'], ...moved.map(({ file, now, then }) => [file, inWords(now), inWords(then)])]),
  })
}

/** How a mail goes, in a line. */
function inWords({ kind, outcome, flags, route, actions }: Way): string {
  if (outcome === 'quarantine') return 'not read'
  if (outcome === 'review') return `${kind}, a person looks: ${flags.join(', ')}`
  return `${kind}, ${route ? `to ${route.to.join(', ')}` : actions.join(', ')}`
}
