/** Which mails other rules would send elsewhere (phd.mail-rules/1). */

import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { table } from '../../terminal/table.ts'
import type { MailReport } from './report.ts'

/** Where a mail goes. */
export type Way = Pick<MailReport, 'kind' | 'confidence' | 'outcome' | 'flags' | 'route'> & { actions: readonly string[] }

/** A mail that would go elsewhere. */
export interface MovedMail {
  file: string
  now: Way
  then: Way
}

/** `all`: how many mails were tried. */
export function movedView(moved: readonly MovedMail[], all: number, io: Pick<Io, 'columns'>): Rendering {
  const rows = moved.map(({ file, now, then }) => [file, inWords(now), inWords(then)])
  return {
    table: () => {
      const said = moved.length === 0 ? 'none' : String(moved.length)
      const summary = `${plural(all, 'mail')}: ${said} would go elsewhere\n`
      return moved.length === 0 ? summary : `${table(['FILE', 'NOW', 'OTHER RULES'], rows, io.columns)}${summary}`
    },
    json: () => ({ schema: 'phd.mail-rules/1', mails: all, moved }),
    ndjson: () => moved,
    csv: () => csvForPeople([['file', 'now', 'then'], ...rows]),
  }
}

/** The way of a mail in a line. */
function inWords({ kind, outcome, flags, route, actions }: Way): string {
  if (outcome === 'quarantine') return 'not read'
  if (outcome === 'review') return `${kind}, needs review: ${flags.join(', ')}`
  return `${kind}, ${route ? `to ${route.to.join(', ')}` : actions.join(', ')}`
}
