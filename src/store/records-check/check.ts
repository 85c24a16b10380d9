/** Whether the versions of records are what each import left: compared with what its entry of the audit says of them. */

import type { Kind, Value } from '../../records/kind.ts'
import { FOLD_VERSION } from '../../records/name.ts'
import type { RawAuditEntry } from '../audit.ts'
import type { AuditAction } from '../audit-bodies.ts'
import type { DeskRows, Row } from '../moving/desk-rows.ts'
import { EndedDigest, NONE_ENDED, NONE_OPENED, OpenedDigest, type VersionHashes } from './digest.ts'

/** The entries that it rests on. */
export const OF_VERSIONS = [
  'imported',
  'import_undone',
  'history_pruned',
  'person_forgotten',
] as const satisfies readonly AuditAction[]

/** An import that did not leave what there is. `opened`: versions that it opened are not as they were; `ended`: other ones are ended by it. */
interface ChangedImport {
  import: number
  kind: string
  /** What the audit says of it, and its entry; null where the audit has none. */
  file: string | null
  at: string | null
  entry: number | null
  flaw: 'opened' | 'ended' | 'opened_and_ended' | 'not_in_audit'
}

/** Imports of which it cannot tell, because of an entry of the audit; `fold`, `kind`: because of this phd. */
interface UntoldImports {
  why: 'pruned' | 'forgotten' | 'fold' | 'kind'
  by: number | null
  imports: number[]
}

export interface RecordsCheck {
  /** Imports whose versions are what they left, and how many versions there are. */
  checked: number
  versions: number
  /** Imports that recorded no hash. */
  older: number
  changed: ChangedImport[]
  untold: UntoldImports[]
}

/** Reads every version of a desk, at one moment, some at a time. `entries`: all of {@link OF_VERSIONS}, oldest first. */
export async function checkRecords(
  kinds: readonly Kind[],
  entries: readonly RawAuditEntry[],
  desk: DeskRows,
): Promise<RecordsCheck> {
  const found = new Map<number, FoundImport>()
  let versions = 0
  for (const kind of kinds) {
    const reading = new KindReading(kind, found)
    for await (const part of desk.rows({ name: kind.kind, about: { of: 'versions', kind } })) {
      versions += part.length
      for (const row of part) reading.add(row)
    }
    reading.end()
  }
  return { ...judged(found, entries, new Set(kinds.map(({ kind }) => kind))), versions }
}

/** What the tables have of an import. */
class FoundImport {
  readonly kind: string
  /** Null: it opened none. An empty text: what it can not have left. */
  opened: string | null = null
  #ended: EndedDigest | null = null

  constructor(kind: string) {
    this.kind = kind
  }

  end(version: number): void {
    this.#ended ??= new EndedDigest()
    this.#ended.add(version)
  }

  /** Asked for once. */
  ended(): string | null {
    return this.#ended?.end() ?? null
  }
}

/** Hashes the versions of a kind. They are numbered import by import, so that those of one come together. */
class KindReading {
  readonly #kind: Kind
  readonly #found: Map<number, FoundImport>
  #now: { of: FoundImport; id: number; digest: OpenedDigest } | null = null

  constructor(kind: Kind, found: Map<number, FoundImport>) {
    this.#kind = kind
    this.#found = found
  }

  add([version, key, from, to, line, extra, ...values]: Row): void {
    if (this.#now?.id !== from) this.#begin(from as number)
    const digest = this.#now?.digest
    digest?.add(version as number, key as string, line as number, extra as string | null, values as Value[])
    // No import writes it, and to the hash it is the end of a text.
    if ([key, extra, ...values].some((cell) => typeof cell === 'string' && cell.includes('\0'))) digest?.spoil()
    if (to !== null) this.#of(to as number).end(version as number)
  }

  end(): void {
    if (this.#now === null) return
    const { of, digest } = this.#now
    // What does not come together was numbered by someone else.
    of.opened = of.opened === null && of.kind === this.#kind.kind ? digest.end() : ''
    this.#now = null
  }

  #begin(id: number): void {
    this.end()
    this.#now = { of: this.#of(id), id, digest: new OpenedDigest(this.#kind) }
  }

  #of(id: number): FoundImport {
    const known = this.#found.get(id) ?? new FoundImport(this.#kind.kind)
    this.#found.set(id, known)
    return known
  }
}

/** What the audit says of an import. */
interface Told {
  id: number
  entry: number
  at: string
  kind: string
  file: string
  hashes: VersionHashes | null
}

function judged(
  found: ReadonlyMap<number, FoundImport>,
  entries: readonly RawAuditEntry[],
  kinds: ReadonlySet<string>,
): Omit<RecordsCheck, 'versions'> {
  const told = toldImports(entries)
  const check = { checked: 0, older: 0, changed: [] as ChangedImport[], untold: [] as UntoldImports[] }
  const untold = (id: number, why: UntoldImports['why'], by: number | null): void => {
    const known = check.untold.find((each) => each.why === why && each.by === by)
    if (known) known.imports.push(id)
    else check.untold.push({ why, by, imports: [id] })
  }
  for (const { hashes, ...each } of told.values()) {
    const { id, kind, file, at, entry } = each
    const own = found.get(id)
    if (!kinds.has(kind)) untold(id, 'kind', null)
    else if (hashes === null) check.older++
    else {
      const flaw = flawOf(hashes, kind, own)
      const reason = flaw && reasonFor(flaw, hashes, each, entries)
      if (flaw === null) check.checked++
      else if (reason) untold(id, reason.why, reason.by)
      else check.changed.push({ import: id, kind, file, at, entry, flaw })
    }
  }
  // Imports from before there was an audit are in none.
  const first = Math.min(...told.keys())
  for (const [id, { kind }] of [...found].sort(([a], [b]) => a - b))
    if (!told.has(id) && id > first)
      check.changed.push({ import: id, kind, file: null, at: null, entry: null, flaw: 'not_in_audit' })
  return check
}

/** What is not as it was left; null where all is. */
function flawOf(hashes: VersionHashes, kind: string, own: FoundImport | undefined): ChangedImport['flaw'] | null {
  const isOpened = (own?.opened ?? NONE_OPENED) === hashes.opened && (own?.kind ?? kind) === kind
  const isEnded = (own?.ended() ?? NONE_ENDED) === hashes.ended
  if (isOpened) return isEnded ? null : 'ended'
  return isEnded ? 'opened' : 'opened_and_ended'
}

/** Why it cannot tell whether anybody changed what is not as it was left: what phd itself did since, by the audit; null: it did nothing. */
function reasonFor(
  flaw: ChangedImport['flaw'],
  { fold }: VersionHashes,
  { id, entry }: Pick<Told, 'id' | 'entry'>,
  entries: readonly RawAuditEntry[],
): Pick<UntoldImports, 'why' | 'by'> | null {
  const later = entries.filter((each) => each.id > entry)
  const pruned = later.find(({ action, body }) => action === 'history_pruned' && Number(body.lastImport) >= id)
  if (pruned) return { why: 'pruned', by: pruned.id }
  // Which versions were ended changes with nothing else.
  if (flaw !== 'opened') return null
  // An older phd does not say of which imports the person was.
  const forgotten = later.find(
    ({ action, body }) => action === 'person_forgotten' && (!Array.isArray(body.imports) || body.imports.includes(id)),
  )
  if (forgotten) return { why: 'forgotten', by: forgotten.id }
  return fold === FOLD_VERSION ? null : { why: 'fold', by: null }
}

/** The first entry of each import counts: what comes later was not there when it was imported. */
function toldImports(entries: readonly RawAuditEntry[]): Map<number, Told> {
  const told = new Map<number, Told>()
  for (const { id: entry, action, at, body } of entries) {
    const { import: id, kind, file, versions } = body
    if ((action !== 'imported' && action !== 'import_undone') || typeof id !== 'number' || told.has(id)) continue
    told.set(id, { id, entry, at, kind: String(kind), file: String(file), hashes: hashesIn(versions) })
  }
  return told
}

function hashesIn(said: unknown): VersionHashes | null {
  if (typeof said !== 'object' || said === null) return null
  const { opened, ended, fold } = said as Partial<VersionHashes>
  return typeof opened === 'string' && typeof ended === 'string' && typeof fold === 'number' ? { opened, ended, fold } : null
}
