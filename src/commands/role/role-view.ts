/** Roles and the people who hold them, row by row (phd.roles/1). */

import { type HeldRole, isInForce } from '../../rules/standing/holders.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { table } from '../../terminal/table.ts'

/** The rows; `day` is the one that they are in force on, null for all days. */
export function rolesView(
  rows: readonly HeldRole[],
  day: string | null,
  today: string,
  io: Pick<Io, 'columns' | 'prose'>,
): Rendering {
  return {
    list: { count: rows.length, one: 'row' },
    table: () => rolesTable(rows, today, io),
    json: () => ({ schema: 'phd.roles/1', on: day, today, roles: rows.map((row) => roleJson(row, today)) }),
    ndjson: () => rows.map((row) => ({ schema: 'phd.role/1', ...roleJson(row, today) })),
    csv: () =>
      csvForPeople([
        [
          'role',
          'for',
          'person',
          'email',
          'from',
          'to',
          'backup',
          'out_from',
          'out_to',
          'named_by',
          'where',
          'note',
          'file',
          'line',
        ],
        ...rows.map(({ role, scope, person, email, from, to, backup, out, namedBy, where, note, source }) =>
          [role, scope, person, email, from, to, backup, out?.from, out?.to, namedBy, where, note, source.file, source.line].map(
            (cell) => String(cell ?? ''),
          ),
        ),
      ]),
  }
}

function roleJson(row: HeldRole, today: string) {
  const { role, scope, person, email, from, to, backup, out, namedBy, where, note, source } = row
  return { role, for: scope, person, email, from, to, inForce: isInForce(row, today), backup, out, namedBy, where, note, source }
}

/** The days of a row: of what a page names, the page's first day. */
function daysOf({ from, to, namedBy }: Pick<HeldRole, 'from' | 'to' | 'namedBy'>): string {
  const since = namedBy === null ? `since ${from}` : `as of ${from}`
  return to === null ? since : `${since} until ${to}`
}

function rolesTable(rows: readonly HeldRole[], today: string, { columns, prose }: Pick<Io, 'columns' | 'prose'>): string {
  if (rows.length === 0) return 'no roles\n'
  const cells = rows.map((row) => {
    const { role, scope, person, email, backup, out, note } = row
    const away = out ? `${out.from} to ${out.to ?? 'open'}` : ''
    const state = isInForce(row, today) ? '' : ' (not in force)'
    return [role, scope, person ?? 'no one named', `${daysOf(row)}${state}`, backup, away, email, note]
  })
  const pages = [...new Set(rows.flatMap(({ namedBy }) => namedBy ?? []))]
  const foot = [
    plural(rows.length, 'row'),
    ...(pages.length > 0 ? [`"as of": named by a handbook page of that day: ${pages.join('; ')}`] : []),
  ]
  return `${table(['ROLE', 'FOR', 'PERSON', 'DAYS', 'BACKUP', 'OUT', 'EMAIL', 'NOTE'], cells, columns)}\n${prose(foot.join('\n'))}\n`
}
