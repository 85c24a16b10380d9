import { whyUnlinked } from '../../app/link-sentences.ts'
import { atHome } from '../../app/user-files.ts'
import type { Failure } from '../../errors.ts'
import type { UnlinkedList } from '../../partners/unlinked.ts'
import type { CalendarFacts, ReplacedTable } from '../../reports/health/data.ts'
import type { UpkeepFacts } from '../../reports/health/upkeep.ts'
import type { UnknownWords } from '../../reports/health/words.ts'
import type { DatabaseHealth, Finding, Level, LostFile, SourceHealth, WaitingPlan } from '../../reports/health.ts'
import type { RunFinding } from '../../reports/runs.ts'
import type { AuditFlaw, AuditHead } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import type { FixResult } from './fix.ts'
import { fixWords } from './fix-sentences.ts'
import { findingSentence } from './sentences.ts'

interface Examination {
  version: string
  node: string
  settings: string | null
  now: string
  asOf: string | null
  maxAgeDays: number
  database: DatabaseHealth
  sources: readonly SourceHealth[]
  /** The kinds of lists that the settings say are not used. */
  notUsed: readonly string[]
  unlinked: UnlinkedList
  audit: { head: AuditHead | null; flaws: readonly AuditFlaw[] }
  lostFiles: readonly LostFile[]
  runs: readonly RunFinding[]
  words: readonly UnknownWords[]
  plans: readonly WaitingPlan[]
  tables: readonly ReplacedTable[]
  calendar: CalendarFacts | null
  upkeep: UpkeepFacts
  findings: readonly Finding[]
  /** What was done about findings; null where that was not asked for. */
  fixes: readonly FixResult[] | null
  /** Why the database could not be read. */
  error: Failure | null
}

interface Said {
  code: string
  level: Level
  message: string
  details: readonly string[]
  hint: string | null
}

/** How many unlinked names a table lists; the other formats have all. */
const NAMES = 10

/** Prints how the database is (phd.doctor/1). A quiet table has only what needs a person. */
export function doctorView(seen: Examination, quiet: boolean, io: Io): Rendering {
  const said = sentences(seen)
  return {
    table: () => (quiet ? troubleText(seen.fixes, said, io) : wholeText(seen, said, io)),
    problems: () => [
      ...(seen.fixes ?? []).flatMap(({ state, failure }) => (state === 'failed' ? [`not fixed: ${failure}`] : [])),
      ...said.filter(needsPerson).map(({ message, hint }) => (hint === null ? message : `${message}; next: ${hint}`)),
    ],
    json: () => documentOf(seen, said),
    ndjson: () => said.map((finding) => ({ schema: 'phd.doctor/1', ...finding })),
    csv: () =>
      csvForPeople([
        ['level', 'code', 'message', 'hint'],
        ...said.map((each) => [each.level, each.code, each.message, each.hint ?? '']),
      ]),
  }
}

function documentOf({ error, findings, fixes, runs, ...seen }: Examination, said: readonly Said[]): object {
  const sources = seen.sources.map(({ from, ...source }) => source)
  const lostFiles = seen.lostFiles.map(({ folder, ...file }) => file)
  const words = seen.words.filter((field) => field.words.length > 0)
  const fixed = fixes?.map(({ fix, ...outcome }) => ({ ...fix, ...outcome })) ?? null
  return { schema: 'phd.doctor/1', ...seen, sources, lostFiles, words, fixes: fixed, findings: said }
}

function sentences({ error, findings, maxAgeDays }: Examination): Said[] {
  const said = findings.map((finding) => ({
    code: finding.code,
    level: finding.level,
    details: [],
    ...findingSentence(finding, maxAgeDays),
  }))
  if (!error) return said
  return [{ code: error.code, level: 'problem', message: error.message, details: [], hint: error.hint }, ...said]
}

/** The names with the most rows, for a reader. */
function unlinkedLines(unlinked: UnlinkedList): string[] {
  const lines = unlinked.slice(0, NAMES).map(({ kind, name, accountId, rows, why }) => {
    const what = name === null ? (accountId ?? '') : `"${name}"`
    return `  - ${safeText(what)} (${kind.replaceAll('_', ' ')}, ${plural(rows, 'row')}): ${whyUnlinked(why)}`
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
  return [io.prose(head), ...ages, ...fixesText(seen.fixes, io), findingsText(said, { unlinked: seen.unlinked }, io)].join('\n')
}

function aboutDatabase({ bytes, mode, schema, state }: DatabaseHealth): string {
  if (state === 'absent') return ' (none yet)'
  const size = bytes === null ? '' : `, ${(bytes / (1 << 20)).toFixed(1)} MiB`
  const rights = mode === null ? '' : `, mode ${mode}`
  return `${size}${rights}${schema === null ? '' : `, schema ${schema}`}, ${state.replaceAll('_', ' ')}`
}

function needsPerson({ level }: Said): boolean {
  return level === 'problem' || level === 'warning'
}

/** What was done, and what needs a person: a line and its next step each, as cron mails it. */
function troubleText(fixes: readonly FixResult[] | null, said: readonly Said[], io: Io): string {
  return [...fixesText(fixes?.length === 0 ? null : fixes, io), findingsText(said.filter(needsPerson), null, io)].join('')
}

/** What was done, in its own part; nothing where it was not asked for. */
function fixesText(fixes: readonly FixResult[] | null, io: Io): string[] {
  if (fixes === null) return []
  if (fixes.length === 0) return ['nothing that phd can fix by itself\n']
  const lines = fixes.flatMap(({ fix, state, failure, copy }) => {
    if (state === 'failed')
      return [`${io.style('red', 'not fixed')}: ${failure}`, ...fixWords(fix, 'would').map((line) => `  ${line}`)]
    const [first = '', ...rest] = fixWords(fix, state === 'done' ? 'did' : 'would')
    return [`${io.style('green', 'fix')}: ${first}`, ...rest, ...(copy === null ? [] : [`  the copy: ${copy}`])]
  })
  return [io.prose(lines.map((line) => `${line}\n`).join(''))]
}

const STYLE: Readonly<Record<Level, 'red' | 'yellow' | 'dim' | 'green'>> = {
  problem: 'red',
  warning: 'yellow',
  note: 'dim',
  ok: 'green',
}

/** With `all`, what a finding is about is listed one by one. */
function findingsText(said: readonly Said[], all: { unlinked: UnlinkedList } | null, io: Io): string {
  const lines = said.flatMap(({ code, level, message, details, hint }) => [
    `${io.style(STYLE[level], level)}: ${safeText(message)}`,
    ...(all && code === 'names_unlinked' ? unlinkedLines(all.unlinked) : []),
    ...(all ? details.map((detail) => `  - ${safeText(detail)}`) : []),
    ...(hint === null ? [] : [`  next: ${safeText(hint)}`]),
  ])
  return io.prose(lines.map((line) => `${line}\n`).join(''))
}
