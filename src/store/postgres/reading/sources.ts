/** Where records are, by the import that had them last. */

import type { Kind } from '../../../records/kind.ts'
import { foldName } from '../../../records/name.ts'
import type { LackingFile, RowSource, Stored } from '../../store.ts'
import { damagedDesk } from '../damage.ts'
import type { ImportList } from '../imports/import-list.ts'
import type { View } from '../view.ts'

/** A rejected row of a record: the import and the line. */
export type Rejected = readonly [importId: number, line: number]

/** What an import says of the rows that it had last. */
type Source = Omit<RowSource, 'kind' | 'line' | 'gone'> & { lacking: LackingFile | null }

export class Sources {
  readonly #imports: ImportList
  /** The partners' names, folded, that rejected rows without a key had, by import. */
  readonly #rejectedNames: ReadonlyMap<number, ReadonlySet<string>>
  readonly #known = new Map<number, Source>()

  constructor(imports: ImportList, rejectedNames: ReadonlyMap<number, ReadonlySet<string>>) {
    this.#imports = imports
    this.#rejectedNames = rejectedNames
  }

  of(importId: number): Source {
    const known = this.#known.get(importId)
    if (known) return known
    const row = this.#imports.row(importId)
    // No entry is ever removed.
    if (!row) throw damagedDesk(`import ${importId} is not in the list of imports`)
    const { headings, extraHeadings } = this.#imports.layout(row)
    const seen = this.#imports.seenIn(importId) ?? { lastSeenAt: row.imported_at, lastSeenBy: 'import' as const, statedBy: null }
    const source = {
      importId,
      file: row.file,
      ...seen,
      lacking: this.#imports.replacedBy(importId),
      headings,
      extraHeadings,
    } as const
    this.#known.set(importId, source)
    return source
  }

  /** The list that lacks a record; null where the list, or a newer one, only rejected a row of it. */
  gone({ lacking }: Source, name: string | null, rejectedIn: number | null): LackingFile | null {
    if (lacking === null || (rejectedIn !== null && rejectedIn >= lacking.importId)) return null
    const names = this.#rejectedNames.get(lacking.importId)
    return name !== null && names?.has(foldName(name).folded) ? null : lacking
  }

  /** The newest rejected row of a record since it was last seen. */
  doubt(rejected: readonly Rejected[], seenIn: number): { importId: number; file: string; line: number } | null {
    const newer = rejected.filter(([id]) => this.#imports.counts(id) && this.#imports.isNewer(id, seenIn))
    const at = (id: number): string => this.#imports.seenIn(id)?.lastSeenAt ?? ''
    const [first] = newer.toSorted(([a, one], [b, other]) => (at(a) === at(b) ? b - a || one - other : at(a) < at(b) ? 1 : -1))
    return first ? { importId: first[0], file: this.#imports.row(first[0])?.file ?? '', line: first[1] } : null
  }

  /** What is stored of a record beside its values. */
  stored<R>(
    kind: Kind,
    record: R,
    place: { seenIn: number; line: number; rejected: readonly Rejected[] },
  ): Omit<Stored<R>, 'extra'> {
    const source = this.of(place.seenIn)
    const doubt = this.doubt(place.rejected, place.seenIn)
    const name = kind.partnerName === null ? null : ((record as Record<string, string | null>)[kind.partnerName] ?? null)
    const { lacking: _, ...seen } = source
    return {
      record,
      source: { kind: kind.kind, line: place.line, ...seen, gone: this.gone(source, name, doubt?.importId ?? null) },
      doubt: doubt && { file: doubt.file, line: doubt.line },
    }
  }
}

/** The sources of a view's records. */
export function sourcesOf(view: View): Promise<Sources> {
  return view.once('sources', async () => {
    const imports = await view.imports()
    const lists = imports.rows.filter(({ id, rows_rejected: rejected }) => rejected > 0 && imports.counts(id))
    const named = new Map<number, Set<string>>()
    // Mostly nothing was rejected, and then nothing is asked.
    const names =
      lists.length === 0
        ? []
        : await view.link.lists<[importId: number, name: string]>(
            `SELECT DISTINCT import_id, name FROM set_aside JOIN replaced_lists ON by_list = import_id
             WHERE key IS NULL AND name IS NOT NULL`,
          )
    for (const [importId, name] of names) {
      const known = named.get(importId) ?? new Set()
      named.set(importId, known.add(foldName(name).folded))
    }
    return new Sources(imports, named)
  })
}
