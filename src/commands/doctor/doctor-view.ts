import { WHY_UNLINKED } from '../../app/link-sentences.ts'
import { atHome } from '../../app/places.ts'
import type { Failure } from '../../errors.ts'
import type { UnlinkedName } from '../../partners/unlinked.ts'
import type { DatabaseHealth, Finding, Level, LostFile, SourceHealth } from '../../reports/health.ts'
import type { AuditFlaw, AuditHead } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { seenBy } from '../../terminal/last-seen.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { table } from '../../terminal/table.ts'

interface Examination {
  version: string
  node: string
  settings: string | null
  now: string
  asOf: string | null
  maxAgeDays: number
  database: DatabaseHealth
  sources: readonly SourceHealth[]
  unlinked: readonly UnlinkedName[]
  audit: { head: AuditHead | null; flaws: readonly AuditFlaw[] }
  lostFiles: readonly LostFile[]
  findings: readonly Finding[]
  /** Why the database could not be read. */
  error: Failure | null
}

interface Said {
  code: string
  level: Level
  message: string
  hint: string | null
}

/** How many unlinked names a table lists; the other formats have all. */
const NAMES = 10

/** Prints how the database is (phd.doctor/1). A quiet table has only what needs a person. */
export function doctorView(seen: Examination, quiet: boolean, io: Io): Rendering {
  const said = sentences(seen)
  return {
    table: () => (quiet ? troubleText(said, io) : wholeText(seen, said, io)),
    json: () => documentOf(seen, said),
    ndjson: () => said.map((finding) => ({ schema: 'phd.doctor/1', ...finding })),
    csv: () =>
      csvForPeople([
        ['level', 'code', 'message', 'hint'],
        ...said.map((each) => [each.level, each.code, each.message, each.hint ?? '']),
      ]),
  }
}

function documentOf({ error, findings, ...seen }: Examination, said: readonly Said[]): object {
  const sources = seen.sources.map(({ from, ...source }) => source)
  const lostFiles = seen.lostFiles.map(({ folder, ...file }) => file)
  return { schema: 'phd.doctor/1', ...seen, sources, lostFiles, findings: said }
}

function sentences({ error, findings, maxAgeDays }: Examination): Said[] {
  const said = findings.map((finding) => ({
    code: finding.code,
    level: finding.level,
    ...sentence(finding, maxAgeDays),
  }))
  if (!error) return said
  return [{ code: error.code, level: 'problem', message: error.message, hint: error.hint }, ...said]
}

function sentence(finding: Finding, maxAgeDays: number): Pick<Said, 'message' | 'hint'> {
  switch (finding.code) {
    case 'no_database':
      return {
        message: `there is no database ${finding.file} yet`,
        hint: 'import the first exports: phd import <accounts.csv> <users.csv> <dashboard.csv>; or name another file with --db',
      }
    case 'database_damaged':
      return {
        message: `${finding.file} is damaged: ${finding.signs.join('; ')}`,
        hint: 'do not write to it: restore a copy from before the damage, or import the exports again into a new one',
      }
    case 'database_readable_by_others':
      return {
        message: `${finding.file} can be read by other users of this machine (mode ${finding.mode})`,
        hint: `remove their access: chmod 600 ${shellWord(finding.file)}`,
      }
    case 'database_sound':
      return { message: 'the database is sound', hint: null }
    case 'audit_broken':
      return {
        message: 'the audit was changed by hand or is damaged',
        hint: 'find the entries: phd audit verify; keep this database as it is, and compare it with a backup',
      }
    case 'recorded_file_missing':
      return missingFileSentence(finding)
    case 'sources_fresh':
      return { message: 'every required source is fresh, and no rejected row waits for a correction', hint: null }
    case 'names_unlinked':
      return unlinkedSentence(finding)
    default:
      return ofSource(finding, maxAgeDays)
  }
}

/** What to do about a file that was recorded and is not there depends on what it holds. */
function missingFileSentence({ entry, path, folder, about, waits }: Extract<Finding, { code: 'recorded_file_missing' }>) {
  if (waits) {
    const message = `audit entry ${entry} names ${path}, which is written but does not have its name yet`
    return { message, hint: 'any command that records something gives it its name' }
  }
  const [, request, reply] = /^request (\d+): (.+)$/.exec(about) ?? []
  const again =
    request !== undefined
      ? `write it again: phd reply render ${reply} --request ${request} --draft ${shellWord(folder)}`
      : about.startsWith('plan ')
        ? 'export the plan again: phd cam export <plan.json> --out <folder>'
        : `write it again: phd mail route <file> --again --drafts ${shellWord(folder)}`
  return { message: `audit entry ${entry} names ${path}, which was never written`, hint: again }
}

function ofSource(
  { code, source }: Extract<Finding, { source: SourceHealth }>,
  maxAgeDays: number,
): Pick<Said, 'message' | 'hint'> {
  const { title, from, newest, ageDays, records, stale, gone, goneFrom, setAside } = source
  const old = `${title}: the newest file, ${newest?.file}, is ${plural(ageDays ?? 0, 'day')} old${newest ? ` ${seenBy(newest)}` : ''}`
  switch (code) {
    case 'never_imported':
      return {
        message: `never imported, but answers need it: ${title}`,
        hint: `get it from ${from}, then: phd import <file>`,
      }
    case 'source_stale':
      return {
        message: `${old}; evidence older than ${plural(maxAgeDays, 'day')} does not count`,
        hint: `export it again from ${from}, then: phd import <file>`,
      }
    case 'source_old':
      return { message: old, hint: 'import a newer one before you rely on it' }
    case 'records_stale':
      return {
        message: `${title}: ${stale} of ${plural(records, 'record')} were in no file for more than ${plural(maxAgeDays, 'day')}, although the source is fresh`,
        hint: 'they may have left the exports; find out why, or import one complete export with --snapshot',
      }
    case 'records_gone':
      return {
        message: `${title}: ${plural(gone, 'record is', 'records are')} missing from the newest list, ${goneFrom?.file} (import ${goneFrom?.importId}), and ${gone === 1 ? 'does' : 'do'} not count`,
        hint: 'if one should be there, find out why the list lacks it; if they are gone for good, import a complete export with --snapshot',
      }
    case 'rows_set_aside':
      return {
        message: `${title}: ${plural(setAside?.rows ?? 0, 'rejected row')} not corrected yet, the newest in ${setAside?.file} (import ${setAside?.importId})`,
        hint: 'correct the rows in its rejects file and import that, or import a newer export',
      }
  }
}

function unlinkedSentence({ names, rows }: { names: number; rows: number }) {
  return {
    message: `${plural(rows, 'row')} under ${plural(names, 'name')} ${rows === 1 ? 'belongs' : 'belong'} to no partner`,
    hint: 'list them with the commands that link them: phd partner unlinked',
  }
}

/** The names with the most rows, for a reader. */
function unlinkedLines(unlinked: readonly UnlinkedName[]): string[] {
  const lines = unlinked.slice(0, NAMES).map(({ kind, name, accountId, rows, why }) => {
    const what = name === null ? (accountId ?? '') : `"${name}"`
    return `  - ${safeText(what)} (${kind.replaceAll('_', ' ')}, ${plural(rows, 'row')}): ${WHY_UNLINKED[why]}`
  })
  return unlinked.length > NAMES ? [...lines, `  and ${plural(unlinked.length - NAMES, 'more name')}`] : lines
}

function wholeText(seen: Examination, said: readonly Said[], io: Io): string {
  const { database, sources, settings } = seen
  const parts = [
    `phd ${seen.version} on Node ${seen.node}`,
    `database  ${safeText(atHome(database.file))}${aboutDatabase(database)}`,
    `settings  ${settings === null ? 'none' : safeText(atHome(settings))}`,
    ...(seen.asOf === null ? [] : [`as of     ${showMoment(seen.asOf)}`]),
  ]
  const head = `${parts.join('\n')}\n`
  const rows = sources.map(({ kind, records, newest, ageDays, stale, setAside }) => [
    kind,
    records,
    newest?.file ?? 'never imported',
    newest ? showMoment(newest.lastSeenAt) : '',
    ageDays === null ? '' : plural(ageDays, 'day'),
    stale,
    setAside?.rows ?? 0,
  ])
  const ages =
    rows.length === 0
      ? []
      : [table(['KIND', 'RECORDS', 'NEWEST FILE', 'LAST SEEN', 'AGE', 'STALE', 'REJECTED'], rows, io.columns)]
  return [io.prose(head), ...ages, findingsText(said, seen.unlinked, io)].join('\n')
}

function aboutDatabase({ bytes, mode, schema, state }: DatabaseHealth): string {
  if (state === 'absent') return ' (none yet)'
  const size = bytes === null ? '' : `, ${(bytes / (1 << 20)).toFixed(1)} MiB`
  return `${size}, mode ${mode}${schema === null ? '' : `, schema ${schema}`}, ${state}`
}

function troubleText(said: readonly Said[], io: Io): string {
  return findingsText(
    said.filter(({ level }) => level === 'problem' || level === 'warning'),
    [],
    io,
  )
}

const STYLE: Readonly<Record<Level, 'red' | 'yellow' | 'dim' | 'green'>> = {
  problem: 'red',
  warning: 'yellow',
  note: 'dim',
  ok: 'green',
}

function findingsText(said: readonly Said[], unlinked: readonly UnlinkedName[], io: Io): string {
  const lines = said.flatMap(({ code, level, message, hint }) => [
    `${io.style(STYLE[level], level)}: ${safeText(message)}`,
    ...(code === 'names_unlinked' ? unlinkedLines(unlinked) : []),
    ...(hint === null ? [] : [`  next: ${safeText(hint)}`]),
  ])
  return io.prose(lines.map((line) => `${line}\n`).join(''))
}
