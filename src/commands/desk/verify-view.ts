import { FLAW } from '../../app/desks/audit-flaws.ts'
import type { CheckedPart, DeskCheck, DeskPart } from '../../store/engine.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { entryOf, seenSentence } from './seen.ts'

type Check = DeskCheck & { place: string }

/** What no look at the desk can tell. */
const NOT_CHECKED = [
  'whether a record still says what its import wrote: phd audit verify --records',
  'the pages and indexes of the server: its administrator has pg_amcheck for that',
] as const

/** Whether nothing is wrong. What lacks an entry that was seen is as good as whole once that is accepted. */
export function isWhole({ audit, seen, accepted, parts }: DeskCheck): boolean {
  const isSeen = seen === null || seen.state === 'there' || accepted !== null
  return audit.flaws.length === 0 && isSeen && parts.every(({ flaws }) => flaws.length === 0)
}

/** What was looked over of a shared desk, and what was found (phd.desk-check/1). */
export function verifyView(check: Check, io: Pick<Io, 'prose' | 'style'>): Rendering {
  const { place, audit, seen, accepted, parts } = check
  const { head, flaws, redacted } = audit
  const json = () => ({
    ...{ schema: 'phd.desk-check/1', place, whole: isWhole(check) },
    audit: { entries: head.entries, head: head.hash, flaws, redacted },
    seen: seen && { ...seen.seen, state: seen.state },
    ...{ accepted, parts, notChecked: NOT_CHECKED },
  })
  const said = [...auditFlaws(check).map((flaw) => ['audit', flaw]), ...seenFlaws(check).map((flaw) => ['seen', flaw])]
  return {
    table: () => io.prose(`${[headline(check, io), ...linesOf(check).map(safeText)].join('\n')}\n`),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([['part', 'flaw'], ...said, ...parts.flatMap(({ part, flaws }) => flaws.map((flaw) => [part, flaw]))]),
  }
}

function headline(check: Check, io: Pick<Io, 'style'>): string {
  const place = safeText(check.place)
  return isWhole(check)
    ? io.style('green', `the desk at ${place} is whole`)
    : io.style('red', `THE DESK AT ${place} IS NOT WHOLE`)
}

const NAMES: Readonly<Record<DeskPart, readonly [name: string, whole: string]>> = {
  imports: ['imports', 'each is in the audit as it is in the list, and the other way around'],
  versions: ['versions', 'of records; each import has as many as it counted'],
  sightings: ['sightings', 'notes of which import saw which record; each is of an import in the list'],
}

function linesOf(check: Check): string[] {
  const { audit, parts } = check
  const chained = `${plural(audit.head.entries, 'entry', 'entries')}, each chained to the one before; it ends as was noted`
  const redacted =
    audit.redacted.length > 0 ? [`a person was replaced in ${plural(audit.redacted.length, 'entry', 'entries')}`] : []
  const audited = audit.flaws.length > 0 ? auditFlaws(check) : [chained, ...redacted]
  const seen = seenFlaws(check)
  return [
    ...rowsOf('audit', audited),
    ...rowsOf('seen', seen.length > 0 ? seen : [seenLine(check)]),
    ...parts.flatMap((each) => rowsOf(NAMES[each.part][0], saidOf(each))),
    ...rowsOf('not checked', NOT_CHECKED),
    ...(isWhole(check) ? [] : ['  next: its administrator compares it with a dump from before; keep this desk as it is']),
  ]
}

const WIDTH = 13

function rowsOf(name: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => `  ${(i === 0 ? name : '').padEnd(WIDTH)}${line}`)
}

function saidOf({ part, checked, flaws }: CheckedPart): readonly string[] {
  return flaws.length > 0 ? flaws : [`${grouped(checked)}: ${NAMES[part][1]}`]
}

function auditFlaws({ audit }: Check): string[] {
  return audit.flaws.map(({ entry, flaw }) => `${entry === null ? 'at the end' : `entry ${entry}`}: ${FLAW[flaw]}`)
}

/** What is wrong with the entry that was seen; nothing where its loss was accepted. */
function seenFlaws({ seen, accepted }: Check): string[] {
  return seen === null || seen.state === 'there' || accepted !== null ? [] : [seenSentence(seen)]
}

function seenLine({ seen, accepted }: Check): string {
  return accepted ? `from now on, this machine goes on from ${entryOf(accepted)}` : seenSentence(seen)
}
