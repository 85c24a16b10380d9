/** Counting people by the spelling of their partner's name. */

import type { Kind } from '../../../records/kind.ts'
import type { PartnerRows, PeopleCount, PeopleNumbers } from '../../store.ts'
import { Bound } from '../bound.ts'
import type { ImportList } from '../imports/import-list.ts'
import { columnOf } from '../tables.ts'
import type { View } from '../view.ts'
import { fieldOf, ofPartner } from './records.ts'
import { type Sources, sourcesOf } from './sources.ts'

/** What to count: fields of the kind that show a credential, by the name it is counted under. */
type Holding = Readonly<Record<string, readonly string[]>>

type CountRow = [name: string | null, accountId: string | null, seenIn: number, people: number, ...numbers: (number | null)[]]

/** Counts current people by spelling of their partner's name; `holding` names fields of the kind, which the declaration checks. */
export async function countPeople(
  view: View,
  kind: Kind,
  holding: Holding,
  { of, lines }: { of?: PartnerRows | undefined; lines: boolean },
): Promise<PeopleCount[]> {
  const ids = Object.keys(holding)
  const counts: PeopleCount[] = []
  await eachPeopleCount(view, kind, holding, { of, lines }, ({ numbers, ...count }) => {
    const named = <T>(numberOf: (i: number) => T): Record<string, T> => Object.fromEntries(ids.map((id, i) => [id, numberOf(i)]))
    counts.push({
      ...count,
      holding: named((i) => numbers[2 * i] ?? 0),
      inactive: named((i) => numbers[2 * i + 1] ?? 0),
      lines: named((i) => numbers[2 * ids.length + i] ?? null),
    })
  })
  return counts
}

/** The same, one count at a time; those of one import share their source. */
export async function eachPeopleCount(
  view: View,
  kind: Kind,
  holding: Holding,
  { of, lines }: { of?: PartnerRows | undefined; lines: boolean },
  visit: (count: PeopleNumbers) => void,
): Promise<void> {
  const imports = await view.imports()
  const [name, id] = [columnOf(kind.partnerName ?? ''), columnOf(kind.partnerId ?? '')]
  const bound = new Bound()
  const where = of ? ofPartner(kind, of)(bound) : 'TRUE'
  const asked = `SELECT ${name}, ${id}, seen_in, count(*)::integer ${numbersOf(kind, holding, imports, lines)}
     FROM ${view.source(kind)} own WHERE ${where} GROUP BY 1, 2, 3 ORDER BY 1 NULLS FIRST, 2 NULLS FIRST, 3`
  // Those of some partners are few: they need not wait until it is known where they are from.
  const few = of && view.link.lists<CountRow>(asked, bound.values)
  const [sources, counted] = await Promise.all([sourcesOf(view), few])
  const sourceOf = countSources(kind, sources)
  const count = ([text, accountId, seenIn, people, ...numbers]: CountRow): void =>
    visit({ name: text, accountId, people, numbers, source: sourceOf(seenIn, text) })
  if (counted) counted.forEach(count)
  else await view.link.visit<CountRow>(asked, bound.values, count)
}

/** The numbers to count, as expressions. */
function numbersOf(kind: Kind, holding: Holding, imports: ImportList, lines: boolean): string {
  const wanted = Object.values(holding)
  const isTrue = (field: string): string => `coalesce(${fieldOf(kind, field)}, FALSE)`
  // What an older file said in a column that the newer one lacks may be outdated.
  const isKnown = (field: string): string => {
    const without = imports.rows.filter((row) => row.kind === kind.kind && !(field in imports.layout(row).headings))
    if (without.length === 0) return isTrue(field)
    return `(${isTrue(field)} AND seen_in <> ALL('{${without.map(({ id }) => id).join(',')}}'::integer[]))`
  }
  const anyOf = (conditions: string[]): string => `(${conditions.join(' OR ') || 'FALSE'})`
  const holds = wanted.map((fields) => anyOf(fields.map(isTrue)))
  const actives = wanted.map((fields) => `(${anyOf(fields.map(isKnown))} AND ${isKnown('activated')})`)
  const count = (condition: string): string => `(count(*) FILTER (WHERE ${condition}))::integer`
  const sums = holds.map((held, i) => `, ${count(actives[i] ?? '')}, ${count(`${held} AND NOT ${actives[i]}`)}`)
  const first = (condition: string): string => `min(seen_line) FILTER (WHERE ${condition})`
  const firsts = holds.map((held, i) => `, coalesce(${first(actives[i] ?? '')}, ${first(held)})`)
  return [...sums, ...(lines ? firsts : [])].join('')
}

/** The source of people by the import that had them last and their partner's name, made once for each. */
function countSources({ kind }: Kind, sources: Sources): (seenIn: number, name: string | null) => PeopleCount['source'] {
  const known = new Map<string, PeopleCount['source']>()
  return (seenIn, name) => {
    const source = sources.of(seenIn)
    const gone = sources.gone(source, name, null)
    const place = `${seenIn} ${gone?.importId}`
    const { lacking: _, headings: __, extraHeadings: ___, ...seen } = source
    const made = known.get(place) ?? { kind, ...seen, gone }
    known.set(place, made)
    return made
  }
}
