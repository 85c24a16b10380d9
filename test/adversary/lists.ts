import { type AnyRow, type ExportFile, type KindName, MAX_AGE, NOW, type Told } from './model.ts'

/** A record as the lists have it by now. */
export interface Seen<R extends AnyRow> {
  row: R
  told: Told
  file: ExportFile
  /** In the newest list of its report; gone from it; there in a row that could not be used; or never in one that could. */
  state: 'listed' | 'gone' | 'set aside' | 'never usable'
}

export type Freshness = 'fresh' | 'stale' | 'either'

/** Evidence last seen longer ago than seven days is stale (cli.md); its age is the age of the export (domain rules, "Letter of Authorization"). */
export function freshness({ told }: { told: Told }): Freshness {
  const limit = NOW - MAX_AGE
  return told.from >= limit ? 'fresh' : told.to < limit ? 'stale' : 'either'
}

const nameKey = ({ name }: { name: { core: string; form: { kind: string } | null } }): string =>
  `${name.core}|${name.form?.kind ?? ''}`

/** What makes a record the same one in two files. */
function keyOf(row: AnyRow): string {
  switch (row.kind) {
    case 'accounts':
      return row.id
    case 'portal_users':
      return row.email
    case 'certification_dashboard':
      return [row.id?.slice(0, 15), nameKey(row), row.region].join('|')
    case 'nfr_licenses':
      return [row.id?.slice(0, 15), nameKey(row), row.type, row.start].join('|')
  }
}

/** When the content of a file is of, never later than its import. */
const toldOf = ({ told, importAt: [first = NOW] }: ExportFile): Told => ({
  from: Math.min(told.from, first),
  to: Math.min(told.to, first),
})

/**
 * What is known of the records of a kind, from the files that were taken in.
 *
 * A record that a newer list of the same report lacks is no longer evidence, unless that list is plainly partial: fewer than
 * half of the records of the one before (domain rules, "Letter of Authorization"). Lists of other reports end nothing.
 */
export function recordsOf<K extends KindName>(kind: K, files: readonly ExportFile[]): Seen<Extract<AnyRow, { kind: K }>>[] {
  const records = new Map<string, Seen<AnyRow>>()
  const sizes = new Map<string, number>()
  const ofKind = files.filter((file) => file.kind === kind).map((file) => ({ file, told: toldOf(file) }))
  for (const { file, told } of ofKind.sort((a, b) => a.told.from - b.told.from)) {
    const rows = Map.groupBy(file.rows, keyOf)
    for (const [key, [row, ...more]] of rows) {
      if (row === undefined) continue
      const usable = row.broken === null && more.every((other) => JSON.stringify(other) === JSON.stringify(row))
      const before = records.get(key)
      if (usable) records.set(key, { row, told, file, state: 'listed' })
      else {
        const state = before === undefined || before.state === 'never usable' ? 'never usable' : 'set aside'
        records.set(key, { row: before?.row ?? row, told, file: before?.file ?? file, state })
      }
    }
    const before = sizes.get(file.family) ?? 0
    if (file.complete || rows.size * 2 >= before) endMissing(records, file, rows)
    sizes.set(file.family, rows.size)
  }
  return [...records.values()] as Seen<Extract<AnyRow, { kind: K }>>[]
}

function endMissing(records: Map<string, Seen<AnyRow>>, file: ExportFile, rows: ReadonlyMap<string, unknown>): void {
  for (const [key, seen] of records) {
    if ((file.complete || seen.file.family === file.family) && !rows.has(key) && seen.state !== 'never usable')
      records.set(key, { ...seen, state: 'gone' })
  }
}
