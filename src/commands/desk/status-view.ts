import { sameRulesAgain } from '../../app/desks/same-rules.ts'
import type { SharedStatus } from '../../store/engine.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { seenSentence } from './seen.ts'
import { MAY } from './shared.ts'

type Status = SharedStatus & { place: string }

/** Where a shared desk is, who asks, and how much it holds (phd.desk/1). */
export function statusView(status: Status, io: Pick<Io, 'prose'>): Rendering {
  const { place, server, encrypted, login, may, roles, schema, current, imports, entries, lastAt, bytes } = status
  const json = () => ({
    ...{ schema: 'phd.desk/1', place, server, encrypted, login, may, roles },
    ...{ deskSchema: { desk: schema, program: current }, rules: status.rules },
    ...{ imports, audit: { entries, lastAt }, seen: status.seen && { ...status.seen.seen, state: status.seen.state }, bytes },
  })
  return {
    table: () => io.prose(`${linesOf(status).map(safeText).join('\n')}\n`),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        [
          ...[
            'place',
            'server',
            'encrypted',
            'login',
            'may',
            'roles',
            'desk_schema',
            'program_schema',
            'desk_rules',
            'program_rules',
          ],
          ...['imports', 'audit_entries', 'audit_last_at', 'bytes', 'seen_entry', 'seen_state'],
        ],
        [
          ...[place, server, encrypted === null ? 'socket' : String(encrypted), login, may, String(roles)],
          ...[String(schema), String(current), status.rules.desk?.mark ?? '', status.rules.program.mark],
          ...[imports, entries].map(String),
          ...[lastAt ?? '', String(bytes)],
          ...[String(status.seen?.seen.entry ?? ''), status.seen?.state ?? ''],
        ],
      ]),
  }
}

function linesOf(status: Status): string[] {
  const { place, server, login, may, roles, imports, entries, lastAt, bytes } = status
  const rows: (readonly [name: string, value: string])[] = [
    ['place', place],
    ['server', `PostgreSQL ${server}`],
    ['connection', connectionOf(status)],
    ['login', `${login}, which may ${MAY[may]}`],
    ...(roles ? [] : [['roles', 'not made yet; to make them: phd desk init'] as const]),
    ['schema', schemaOf(status)],
    ['rules', rulesOf(status)],
    ['imports', grouped(imports)],
    ['audit', lastAt === null ? 'no entry yet' : `${plural(entries, 'entry', 'entries')}, the last at ${showMoment(lastAt)}`],
    ['seen', seenOf(status)],
    ['size', `${(bytes / 1e6).toFixed(1)} MB`],
  ]
  return rows.map(([name, value]) => `${name.padEnd(WIDTH)}${value}`)
}

const WIDTH = 12

function connectionOf({ encrypted }: Status): string {
  if (encrypted === null) return 'by a socket of this machine, so nothing crosses a network'
  return encrypted ? 'encrypted (TLS)' : 'in plain text: whoever can read the network between here and the server can read it'
}

function schemaOf({ schema, current }: Status): string {
  if (schema === current) return `${schema}, that of this phd`
  return schema > current
    ? `${schema}, newer than this phd knows (${current}): update phd`
    : `${schema}, older than that of this phd (${current}): its administrator brings it up to date: phd desk upgrade`
}

function seenOf({ seen }: Status): string {
  const todo = seen === null || seen.state === 'there' ? '' : ', so nothing is recorded from here: phd desk verify'
  return `${seenSentence(seen)}${todo}`
}

function rulesOf({ rules: { desk, program, newer } }: Status): string {
  if (desk === null) return 'not told yet by which it decides, so nothing is decided: its administrator runs phd desk upgrade'
  if (desk.mark === program.mark) return `${desk.mark}, those of this phd`
  const todo = sameRulesAgain({ newer, phd: desk.phd })
  return `${desk.mark} of phd ${desk.phd}, and this phd ${program.phd} has others (${program.mark}): it can ask, and not decide; ${todo}`
}
