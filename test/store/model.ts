/**
 * What the store promises of its history, said as simply as can be: every entry has the whole state after it. Undoing puts the state
 * before an entry back; asking as of an entry looks its state up.
 */

import type { Kind, Value } from '../../src/records/kind.ts'
import { foldName } from '../../src/records/name.ts'

/** A row of a file, as the model reads it. */
export interface ModelRow {
  line: number
  /** Null where the row must be set aside. */
  key: string | null
  values: Readonly<Record<string, Value>>
  extra: string
  /** Whose a row is that is set aside, or would be. */
  whose: { key: string | null; name: string | null; accountId: string | null }
}

export interface ModelFile {
  kind: Kind
  file: string
  /** What makes the file the same as another: its bytes and how it is read. */
  identity: string
  mode: 'merge' | 'snapshot'
  scope: { accountId: string; names: readonly string[] } | null
  allowShrink: boolean
  at: string
  /** The fields the file has columns for. */
  present: ReadonlySet<string>
  rows: readonly ModelRow[]
}

interface Held {
  values: Readonly<Record<string, Value>>
  extra: string
  seenIn: number
  line: number
  /** Where it stood in the file that opened this version. */
  openLine: number
}
type State = ReadonlyMap<string, Held>

interface Counts {
  read: number
  added: number
  changed: number
  unchanged: number
  removed: number
  rejected: number
}

interface Entry {
  id: number
  kind: string
  file: string
  status: 'imported' | 'unchanged' | 'undo'
  mode: 'merge' | 'snapshot'
  scope: string | null
  identity: string
  sameAs: number | null
  undoes: number | null
  at: string
  counts: Counts
  setAside: readonly { key: string | null; name: string | null; accountId: string | null; line: number }[]
  /** The records of its kind, and the entries of its kind that count, after it. */
  state: State
  stack: readonly number[]
  /** Which entries were undone by which, after it. */
  undoneBy: ReadonlyMap<number, number>
}

export class Refused extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

export class Model {
  readonly entries: Entry[] = []

  /** The state, the entries that count and who undid what, of a kind as of an entry. */
  #last(kind: string, upTo: number): Pick<Entry, 'state' | 'stack' | 'undoneBy'> {
    return (
      this.entries.findLast((each) => each.kind === kind && each.id <= upTo) ?? {
        state: new Map(),
        stack: [],
        undoneBy: new Map(),
      }
    )
  }

  #newest(kind: string): Entry | undefined {
    return this.entries.findLast((each) => each.kind === kind)
  }

  #add(entry: Omit<Entry, 'id'>): Entry {
    const added = { ...entry, id: this.entries.length + 1 }
    this.entries.push(added)
    return added
  }

  import(file: ModelFile): Entry {
    const { kind, identity, at, mode } = file
    const newest = this.#newest(kind.kind)
    const same = newest && newest.undoes === null && newest.identity === identity ? newest : null
    const { state, stack, undoneBy } = this.#last(kind.kind, Number.POSITIVE_INFINITY)
    const id = this.entries.length + 1
    const own = {
      kind: kind.kind,
      file: file.file,
      mode,
      scope: file.scope?.accountId ?? null,
      identity,
      undoes: null,
      at,
      undoneBy,
    }
    if (same && same.counts.rejected === 0) {
      const counts = { ...same.counts, added: 0, changed: 0, removed: 0, unchanged: same.counts.read }
      const sameAs = same.sameAs ?? same.id
      return this.#add({ ...own, status: 'unchanged', sameAs, counts, setAside: [], state, stack: [...stack, id] })
    }
    const result = stored(file, state, id)
    const changes = result.counts.added + result.counts.changed + result.counts.removed
    const status = same && changes === 0 ? 'unchanged' : 'imported'
    return this.#add({ ...own, ...result, status, sameAs: null, stack: [...stack, id] })
  }

  undo(id: number, at: string): Entry {
    const target = this.entries[id - 1]
    if (!target) throw new Refused('no_such_import')
    const now = this.#last(target.kind, Number.POSITIVE_INFINITY)
    if (target.undoes === null ? !now.stack.includes(id) : now.undoneBy.has(id)) throw new Refused('already_undone')
    // Everything that came after it is undone, or only said its file again.
    const stack = [...now.stack]
    while (stack.at(-1) !== id && this.entries[(stack.at(-1) ?? 0) - 1]?.sameAs === id) stack.pop()
    if (stack.join() !== target.stack.join()) throw new Refused('not_the_newest')
    const before = this.#last(target.kind, id - 1)
    const undoneBy = new Map(now.undoneBy)
    const own = this.entries.length + 1
    undoneBy.set(id, own)
    // What an undoing undid counts again when the undoing does not, and so on down.
    for (let each = target, counts = false; each.undoes !== null; counts = !counts) {
      if (counts) undoneBy.set(each.undoes, each.id)
      else undoneBy.delete(each.undoes)
      each = this.entries[each.undoes - 1] ?? target
    }
    const { added, changed, removed } = difference(now.state, before.state).counts
    return this.#add({
      kind: target.kind,
      file: target.file,
      status: 'undo',
      mode: target.mode,
      scope: target.scope,
      identity: '',
      sameAs: null,
      undoes: id,
      at,
      counts: { read: 0, added, changed, unchanged: 0, removed, rejected: 0 },
      setAside: [],
      state: before.state,
      stack: before.stack,
      undoneBy,
    })
  }

  state(kind: string, upTo: number): State {
    return this.#last(kind, upTo).state
  }

  /** The entries of files that count as of an entry. */
  live(upTo: number): ReadonlySet<number> {
    const kinds = new Set(this.entries.map(({ kind }) => kind))
    return new Set([...kinds].flatMap((kind) => this.#last(kind, upTo).stack))
  }

  lastSeenAt(id: number, upTo: number): string {
    const live = this.live(upTo)
    const times = this.entries.filter((each) => live.has(each.id) && (each.id === id || each.sameAs === id)).map(({ at }) => at)
    return times.sort().at(-1) ?? this.entries[id - 1]?.at ?? ''
  }

  undoneBy(id: number, upTo: number): number | null {
    const entry = this.entries[id - 1]
    if (!entry) return null
    const { undoneBy, stack } = this.#last(entry.kind, upTo)
    if (entry.undoes === null && stack.includes(id)) return null
    return undoneBy.get(id) ?? (entry.sameAs === null ? null : (undoneBy.get(entry.sameAs) ?? null))
  }

  /** The newest row set aside of a record since it was last seen. */
  doubt(kind: string, key: string, seenIn: number, upTo: number): { file: string; line: number } | null {
    const live = this.live(upTo)
    const entry = this.entries.findLast(
      (each) => each.kind === kind && each.id > seenIn && live.has(each.id) && each.setAside.some((row) => row.key === key),
    )
    const lines = entry?.setAside.filter((row) => row.key === key).map(({ line }) => line) ?? []
    return entry ? { file: entry.file, line: Math.min(...lines) } : null
  }

  /** Rows set aside whose record came in no later file. */
  rowsSetAside(kind: string, upTo: number) {
    const live = this.live(upTo)
    const state = this.state(kind, upTo)
    return this.entries
      .filter((each) => each.kind === kind && live.has(each.id))
      .flatMap((each) =>
        each.setAside
          .filter(({ key }) => key === null || (state.get(key)?.seenIn ?? 0) <= each.id)
          .map((row) => ({ ...row, importId: each.id, file: each.file, importedAt: each.at })),
      )
  }

  changesOf(id: number) {
    const entry = this.entries[id - 1]
    return entry ? difference(this.state(entry.kind, id - 1), entry.state).changes : []
  }

  /** The versions of one record: each from the entry that opened it to the one that closed it. */
  versions(kind: string, key: string, upTo: number) {
    const versions: { from: number; to: number | null; line: number; values: Held['values']; extra: string }[] = []
    let before: Held | undefined
    for (const entry of this.entries) {
      if (entry.kind !== kind || entry.id > upTo) continue
      const held = entry.state.get(key)
      if (isSame(before, held)) continue
      const open = versions.at(-1)
      if (before && open) open.to = entry.id
      if (held) versions.push({ from: entry.id, to: null, line: held.openLine, values: held.values, extra: held.extra })
      before = held
    }
    return versions
  }
}

function isSame(a: Held | undefined, b: Held | undefined): boolean {
  if (!a || !b) return a === b
  return a.extra === b.extra && Object.keys(a.values).every((field) => a.values[field] === b.values[field])
}

function difference(before: State, after: State) {
  const changes: {
    change: 'added' | 'changed' | 'removed'
    key: string
    line: number | null
    before: Held | null
    after: Held | null
  }[] = []
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)]
    if (isSame(was, is)) continue
    const change = !was ? 'added' : is ? 'changed' : 'removed'
    changes.push({ change, key, line: is?.openLine ?? null, before: was ?? null, after: is ?? null })
  }
  const count = (wanted: string): number => changes.filter(({ change }) => change === wanted).length
  return { changes, counts: { added: count('added'), changed: count('changed'), removed: count('removed') } }
}

/** What importing a file makes of the records of its kind. */
function stored(file: ModelFile, state: State, id: number): Pick<Entry, 'state' | 'counts' | 'setAside'> {
  const { rows, kind } = file
  const full = (row: ModelRow): Held => {
    const before = row.key === null ? undefined : state.get(row.key)
    const values = Object.fromEntries(
      Object.keys(kind.fields).map((field) => [
        field,
        (file.present.has(field) ? row.values[field] : before?.values[field]) ?? null,
      ]),
    )
    return { values, extra: row.extra, seenIn: id, line: row.line, openLine: row.line }
  }
  // Rows of a record that do not agree, or of which one cannot be used, are all set aside.
  const spoilt = new Set(rows.flatMap(({ key, whose }) => (key === null && whose.key !== null ? [whose.key] : [])))
  const first = new Map<string, Held>()
  for (const row of rows) {
    if (row.key === null) continue
    const known = first.get(row.key)
    if (!known) first.set(row.key, full(row))
    else if (!isSame(known, full(row))) spoilt.add(row.key)
  }
  const isTaken = (row: ModelRow): boolean => row.key !== null && !spoilt.has(row.key)
  const taken = rows.filter(isTaken)
  const aside = rows.filter((row) => !isTaken(row))
  const scopeNames = scopeOf(file)

  const after = new Map(state)
  const counts: Counts = { read: rows.length, added: 0, changed: 0, unchanged: 0, removed: 0, rejected: aside.length }
  const met = new Set<string>()
  const changed = new Set<string>()
  const blanked = new Map<string, number>()
  for (const row of taken) {
    const key = row.key ?? ''
    if (met.has(key)) {
      counts.unchanged++
      continue
    }
    met.add(key)
    const before = state.get(key)
    const held = full(row)
    if (before && isSame(before, held)) {
      counts.unchanged++
      after.set(key, { ...before, seenIn: id, line: row.line })
      continue
    }
    counts[before ? 'changed' : 'added']++
    changed.add(key)
    after.set(key, held)
    for (const field of Object.keys(held.values)) {
      if (before && isBlank(held.values[field]) && !isBlank(before.values[field]))
        blanked.set(field, (blanked.get(field) ?? 0) + 1)
    }
  }
  if (file.mode === 'snapshot') {
    const known = [...state].filter(([key]) => met.has(key)).length
    const missing = [...state].filter(([key, held]) => !met.has(key) && isInScope(file, scopeNames, held))
    const gone = missing.filter(([key, held]) => !aside.some((row) => mayBe(kind, row, key, held)))
    if (!file.allowShrink && gone.length > Math.max(5, (known + missing.length) * 0.1)) throw new Refused('would_remove_too_much')
    for (const [key] of gone) after.delete(key)
    counts.removed = gone.length
  }
  if (!file.allowShrink) {
    for (const [field, lost] of blanked) {
      const had = [...state].filter(([key, held]) => (after.has(key) || changed.has(key)) && !isBlank(held.values[field])).length
      if (lost > 5 && lost > had * 0.2) throw new Refused('column_blanked')
    }
  }
  if (aside.length === rows.length) throw new Refused('no_usable_row')
  const setAside = aside
    .filter(({ whose }) => whose.key !== null || whose.name !== null)
    .map(({ whose, line }) => ({ ...whose, line }))
  return { state: after, counts, setAside }
}

function isBlank(value: Value | undefined): boolean {
  return value === null || value === undefined || value === ''
}

/** Every spelling of the account whose complete list a file is; throws where a row is another account's. */
function scopeOf({ scope, kind, rows }: ModelFile): ReadonlySet<string> {
  const names = new Set(scope?.names)
  if (!scope) return names
  const folded = new Set([...names].map((name) => foldName(name).folded))
  for (const { key, values } of rows) {
    if (key === null) continue
    const id = values[kind.partnerId ?? ''] ?? null
    const name = String(values[kind.partnerName ?? ''])
    if (id === scope.accountId) continue
    if (id !== null || !folded.has(foldName(name).folded)) throw new Refused('other_account')
    names.add(name)
  }
  return names
}

function isInScope({ scope, kind }: ModelFile, names: ReadonlySet<string>, { values }: Held): boolean {
  if (!scope) return true
  const id = values[kind.partnerId ?? ''] ?? null
  return id === null ? names.has(String(values[kind.partnerName ?? ''])) : id === scope.accountId
}

/** Whether a row that was set aside may be a record's. */
function mayBe(kind: Kind, { whose }: ModelRow, key: string, { values }: Held): boolean {
  if (whose.key !== null) return whose.key === key
  if (whose.name === null) return true
  const name = kind.partnerName === null ? null : values[kind.partnerName]
  return typeof name === 'string' && foldName(name).folded === foldName(whose.name).folded
}
