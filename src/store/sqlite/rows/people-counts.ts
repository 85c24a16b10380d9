/** Counting people by the spelling of their partner's name. */

import type { Kind } from '../../../records/kind.ts'
import type { PartnerRows, PeopleCount, PeopleNumbers } from '../../store.ts'
import { goneFrom, ofPartner, sourcesOf } from '../records.ts'
import { columnOf, seenTable } from '../tables.ts'
import type { View } from '../view.ts'

type Named = [name: string | null, accountId: string | null]
type CountRow = [...Named, seenIn: number, people: number, ...numbers: (number | null)[]]
/** Of the people who were seen again: the first and the last import that saw one; of the others, the first and the last version. */
type Spread = [seenFirst: number | null, seenLast: number | null, openedFirst: number | null, openedLast: number | null]
type SpreadRow = [...Named, ...Spread, people: number, ...numbers: (number | null)[]]

/** What to count: fields of the kind that show a credential, by the name it is counted under. */
type Holding = Readonly<Record<string, readonly string[]>>

/** Counts current people by spelling of their partner's name; `holding` names fields of the kind, which the declaration checks. */
export function countPeople(view: View, kind: Kind, holding: Holding, of?: PartnerRows, lines = false): PeopleCount[] {
  const counts: PeopleCount[] = []
  const ids = Object.keys(holding)
  eachPeopleCount(view, kind, holding, { of, lines }, ({ numbers, ...count }) =>
    counts.push({ ...count, ...byName(ids, numbers) }),
  )
  return counts
}

/** The numbers of a count by the names that were asked under. */
function byName(ids: readonly string[], numbers: PeopleNumbers['numbers']): Pick<PeopleCount, 'holding' | 'inactive' | 'lines'> {
  const named = <T>(numberOf: (i: number) => T): Record<string, T> => Object.fromEntries(ids.map((id, i) => [id, numberOf(i)]))
  return {
    holding: named((i) => numbers[2 * i] ?? 0),
    inactive: named((i) => numbers[2 * i + 1] ?? 0),
    lines: named((i) => numbers[2 * ids.length + i] ?? null),
  }
}

/** The same, one count at a time; those of one import share their source. */
export function eachPeopleCount(
  view: View,
  kind: Kind,
  holding: Holding,
  { of, lines }: { of?: PartnerRows | undefined; lines: boolean },
  visit: (count: PeopleNumbers) => void,
): void {
  const sourceOf = countSources(view, kind)
  const visitRow = ([name, accountId, seenIn, people, ...numbers]: CountRow): void =>
    visit({ name, accountId, people, numbers, source: sourceOf(seenIn, name) })
  const asked = askedOf(view, kind, holding, lines)
  if (of || lines || asked.needsImport || view.upTo !== null) {
    const { condition, values } = of ? ofPartner(view, kind, of) : { condition: 'TRUE', values: [] }
    for (const row of rowsByImport(view, kind, asked.numbers, condition).iterate(...values)) visitRow(row)
  } else eachByName(view, kind, asked.numbers, visitRow)
}

/** The numbers to count, as expressions; `needsImport`: they depend on the import that had a row last. */
function askedOf(view: View, kind: Kind, holding: Holding, lines: boolean): { numbers: string; needsImport: boolean } {
  const wanted = Object.values(holding)
  for (const field of wanted.flat()) if (!(field in kind.fields)) throw new Error(`${kind.kind} has no field ${field}`)
  const lacks = columnsLacked(view, kind, ['activated', ...wanted.flat()])
  const isTrue = (field: string): string => `coalesce(${columnOf(field)}, 0)`
  // What an older file said in a column that the newer one lacks may be outdated.
  const isKnown = (field: string): string => {
    const without = lacks.get(field) ?? []
    return without.length === 0 ? isTrue(field) : `(${isTrue(field)} AND seen_in NOT IN (${without.join(', ')}))`
  }
  const isActive = isKnown('activated')
  const holds = wanted.map((fields) => `(${fields.map(isTrue).join(' OR ')})`)
  const actives = wanted.map((fields) => `((${fields.map(isKnown).join(' OR ')}) AND ${isActive})`)
  const sums = holds.map((held, i) => `, sum(${actives[i]}), sum(${held} AND NOT ${actives[i]})`)
  // A line is not part of the index that counting needs, so it is read only where it is asked for.
  const firsts = holds.map(
    (held, i) => `, coalesce(min(CASE WHEN ${actives[i]} THEN seen_line END), min(CASE WHEN ${held} THEN seen_line END))`,
  )
  return { numbers: [...sums, ...(lines ? firsts : [])].join(''), needsImport: lacks.size > 0 }
}

/** People by spelling and the import that had them last. */
function rowsByImport(view: View, kind: Kind, numbers: string, condition: string) {
  const [name, accountId] = namesOf(kind)
  return view.prepare<unknown[], CountRow>(
    `SELECT ${name}, ${accountId}, seen_in, count(*) ${numbers}
     FROM ${view.source(kind)} WHERE ${condition} GROUP BY ${name}, ${accountId}, seen_in`,
    'raw',
  )
}

/**
 * Visits the people of all partners, as of now, in the order of an index that has all that is counted. The import that had a row last is not in it,
 * and mostly it is the same for all people of a name; only where it is not, their rows are read.
 */
function eachByName(view: View, kind: Kind, numbers: string, visit: (row: CountRow) => void): void {
  const [name, accountId] = namesOf(kind)
  const opened = 'CASE WHEN seen.seen_in IS NULL THEN version END'
  const rows = view.prepare<[], SpreadRow>(
    `SELECT ${name}, ${accountId}, min(seen.seen_in), max(seen.seen_in), min(${opened}), max(${opened}), count(*) ${numbers}
     FROM ${kind.kind} LEFT JOIN ${seenTable(kind)} seen USING (version) WHERE valid_to IS NULL GROUP BY ${name}, ${accountId}`,
    'raw',
  )
  const precise = rowsByImport(view, kind, numbers, `${name} IS ? AND ${accountId} IS ?`)
  const importOf = openingImports(view, kind)
  for (const [named, id, seenFirst, seenLast, openedFirst, openedLast, people, ...rest] of rows.iterate()) {
    const opening = importOf(openedFirst)
    const first = seenFirst ?? opening
    const isOne = [seenLast, opening, importOf(openedLast)].every((each) => each === null || each === first)
    if (isOne && first !== null) visit([named, id, first, people, ...rest])
    else for (const row of precise.all(named, id)) visit(row)
  }
}

/** Finds the import that opened a version: versions are numbered in the order they are opened. */
function openingImports(view: View, { kind }: Kind): (version: number | null) => number | null {
  const imports = view
    .prepare<[string], [id: number, first: number]>(
      'SELECT id, first_version FROM imports WHERE kind = ? AND first_version IS NOT NULL ORDER BY id',
      'raw',
    )
    .all(kind)
  return (version) => (version === null ? null : (imports.findLast(([, first]) => first <= version)?.[0] ?? null))
}

function namesOf({ partnerName, partnerId }: Kind): readonly [name: string, accountId: string] {
  return [columnOf(partnerName ?? ''), columnOf(partnerId ?? '')]
}

/** The imports of a kind whose files had no column for a field, of those fields that some file lacked. */
function columnsLacked(view: View, kind: Kind, fields: readonly string[]): Map<string, number[]> {
  const lacked = new Map<string, number[]>()
  const imports = view.prepare<[string], { id: number; headings: string }>('SELECT id, headings FROM imports WHERE kind = ?')
  for (const { id, headings } of imports.all(kind.kind)) {
    const has = JSON.parse(headings) as Record<string, string>
    for (const field of new Set(fields)) if (!(field in has)) lacked.set(field, [...(lacked.get(field) ?? []), id])
  }
  return lacked
}

/** The source of people by the import that had them last and their partner's name, made once for each. */
function countSources(view: View, { kind }: Kind): (seenIn: number, name: string | null) => PeopleCount['source'] {
  const sources = sourcesOf(view)
  const known = new Map<string, PeopleCount['source']>()
  return (seenIn, name) => {
    const { lacking, headings, extraHeadings, ...seen } = sources.of(seenIn)
    const gone = goneFrom(lacking, name, null)
    const place = `${seenIn} ${gone?.importId}`
    const source = known.get(place) ?? { kind, ...seen, gone }
    known.set(place, source)
    return source
  }
}
