/**
 * What the store promises of its history, said as simply as can be: every entry has the whole state after it. Undoing puts the state
 * before an entry back; asking as of an entry looks its state up.
 */

import type { Kind, Value } from '../../../src/records/kind.ts'
import { foldName } from '../../../src/records/name.ts'

/** A row of a file, as the model reads it. */
export interface ModelRow {
  line: number
  /** Null if the row must be rejected. */
  key: string | null
  values: Readonly<Record<string, Value>>
  extra: string
  /** Which record a rejected row is about, or would be. */
  whose: { key: string | null; name: string | null; accountId: string | null }
}

export interface ModelFile {
  kind: Kind
  file: string
  /** What makes the file the same as another: its bytes and how it is read. */
  identity: string
  content: string
  mode: 'merge' | 'snapshot'
  scope: { accountId: string; names: readonly string[] } | null
  allowShrink: boolean
  at: string
  /** When the file was last changed. */
  modifiedAt: string
  /** What makes two files exports of one report. */
  report: string
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
  /** How old its rows are. */
  seenAt: string
  bytes: string
  report: string
  /** The records of its file. */
  keys: ReadonlySet<string>
  /** Where each of them was seen. */
  lines: ReadonlyMap<string, number>
  /** Lists that it replaces, and those that replaced it before it came. */
  replaces: ReadonlySet<number>
  replacedBy: ReadonlySet<number>
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
    const { kind, identity, at, mode, report } = file
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
      seenAt: this.#seenAt(file),
      bytes: file.content,
      report,
      keys: new Set<string>(),
      lines: new Map<string, number>(),
      replaces: new Set<number>(),
      replacedBy: new Set<number>(),
      undoneBy,
    }
    if (same && same.counts.rejected === 0) {
      const counts = { ...same.counts, added: 0, changed: 0, removed: 0, unchanged: same.counts.read }
      const sameAs = same.sameAs ?? same.id
      return this.#add({ ...own, status: 'unchanged', sameAs, counts, setAside: [], state, stack: [...stack, id] })
    }
    const { keys, ...result } = stored(file, state, id)
    const lists = this.#lists({ ...own, id, keys }, state, result.state)
    const changes = result.counts.added + result.counts.changed + result.counts.removed
    const status = same && changes === 0 ? 'unchanged' : 'imported'
    return this.#add({ ...own, ...result, ...lists, keys, status, sameAs: null, stack: [...stack, id] })
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
    // What an undo undid counts again when the undo does not, and so on down.
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
      seenAt: at,
      bytes: '',
      report: '',
      keys: new Set(),
      lines: new Map(),
      replaces: new Set(),
      replacedBy: new Set(),
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
    const last = this.entries.findLast((each) => live.has(each.id) && (each.id === id || each.sameAs === id))
    return last?.seenAt ?? this.entries[id - 1]?.seenAt ?? ''
  }

  /** The same bytes are never younger than they were known to be. */
  #seenAt({ content, modifiedAt, at }: ModelFile): string {
    const known = this.entries.filter(({ bytes }) => bytes === content).map(({ seenAt }) => seenAt)
    return [...known, modifiedAt < at ? modifiedAt : at].sort()[0] ?? at
  }

  /** Whether an entry's rows are newer than another's. */
  isNewer(one: number, other: number, upTo: number): boolean {
    const [a, b] = [this.lastSeenAt(one, upTo), this.lastSeenAt(other, upTo)]
    return a === b ? one > other : a > b
  }

  /** The list that ends what another had last, as of an entry. */
  lackedBy(id: number, upTo: number): number | null {
    const live = this.live(upTo)
    const isReplaced = (each: Entry): boolean => each.replaces.has(id) || (this.entries[id - 1]?.replacedBy.has(each.id) ?? false)
    return this.entries.findLast((each) => live.has(each.id) && isReplaced(each))?.id ?? null
  }

  /**
   * Which lists of its report a new one replaces, and which it is replaced by; and the state in which what newer files had is last seen
   * there, and what a replaced list had is not last seen in a file of another report since.
   */
  #lists(
    { id, kind, report, mode, seenAt, keys }: Pick<Entry, 'id' | 'kind' | 'report' | 'mode' | 'seenAt' | 'keys'>,
    before: State,
    after: State,
  ): { state: State; replaces: ReadonlySet<number>; replacedBy: ReadonlySet<number> } {
    const all = Number.POSITIVE_INFINITY
    const live = this.live(all)
    const isNewer = (each: number): boolean => this.lastSeenAt(each, all) > seenAt
    const lists = this.entries.filter(
      (each) =>
        each.kind === kind &&
        each.report === report &&
        live.has(each.id) &&
        each.sameAs === null &&
        this.lackedBy(each.id, all) === null,
    )
    const overlap = (some: Iterable<string>): number => [...some].filter((key) => keys.has(key)).length
    const hadLast = (list: number): string[] => [...before].filter(([, held]) => held.seenIn === list).map(([key]) => key)
    const replacedBy = lists.filter((list) => isNewer(list.id) && overlap(hadLast(list.id)) * 2 >= keys.size)
    const hasOthers = [...after.values()].some(
      ({ seenIn }) => seenIn !== id && !isNewer(seenIn) && !lists.some((list) => list.id === seenIn),
    )
    const replaced = lists.filter(
      (list) =>
        !isNewer(list.id) &&
        (hasOthers || [...after.values()].some(({ seenIn }) => seenIn === list.id)) &&
        (mode === 'snapshot' || overlap(list.keys) * 2 >= list.keys.size),
    )
    const state = new Map<string, Held>()
    for (const [key, held] of after) {
      const was = before.get(key)
      state.set(key, held.seenIn === id && was && isSame(was, held) && isNewer(was.seenIn) ? was : held)
      const isStray = held.seenIn !== id && !isNewer(held.seenIn) && !lists.some((list) => list.id === held.seenIn)
      // Gone by a list that is newer than those that are replaced only now.
      const isGone = (list: number): boolean => this.lackedBy(held.seenIn, all) !== null && this.isNewer(held.seenIn, list, all)
      for (const list of isStray ? replaced : []) {
        const line = isGone(list.id) ? undefined : list.lines.get(key)
        if (line !== undefined) state.set(key, { ...held, seenIn: list.id, line })
      }
    }
    return {
      state,
      replaces: new Set(replaced.map((list) => list.id)),
      replacedBy: new Set(replacedBy.map((list) => list.id)),
    }
  }

  undoneBy(id: number, upTo: number): number | null {
    const entry = this.entries[id - 1]
    if (!entry) return null
    const { undoneBy, stack } = this.#last(entry.kind, upTo)
    if (entry.undoes === null && stack.includes(id)) return null
    return undoneBy.get(id) ?? (entry.sameAs === null ? null : (undoneBy.get(entry.sameAs) ?? null))
  }

  /** The list that a record is gone from; null where that list, or a newer one, only rejected a row that may be its own. */
  gone(kind: Kind, key: string, seenIn: number, upTo: number): number | null {
    const list = this.lackedBy(seenIn, upTo)
    const rejected = this.#doubted(kind.kind, key, seenIn, upTo)
    if (list === null || (rejected && rejected.id >= list)) return null
    const name = kind.partnerName === null ? null : this.state(kind.kind, upTo).get(key)?.values[kind.partnerName]
    const isNamed = this.entries[list - 1]?.setAside.some(
      (row) =>
        row.key === null && typeof name === 'string' && row.name !== null && foldName(row.name).folded === foldName(name).folded,
    )
    return isNamed ? null : list
  }

  /** The newest rejected row of a record since it was last seen. */
  doubt(kind: string, key: string, seenIn: number, upTo: number): { file: string; line: number } | null {
    const entry = this.#doubted(kind, key, seenIn, upTo)
    const lines = entry?.setAside.filter((row) => row.key === key).map(({ line }) => line) ?? []
    return entry ? { file: entry.file, line: Math.min(...lines) } : null
  }

  #doubted(kind: string, key: string, seenIn: number, upTo: number): Entry | null {
    const live = this.live(upTo)
    const [entry] = this.entries
      .filter((each) => each.kind === kind && live.has(each.id) && each.setAside.some((row) => row.key === key))
      .filter((each) => this.isNewer(each.id, seenIn, upTo))
      .sort((a, b) => (this.isNewer(a.id, b.id, upTo) ? -1 : 1))
    return entry ?? null
  }

  /** Rejected rows whose record was in no later file. */
  rejectedRows(kind: string, upTo: number) {
    const live = this.live(upTo)
    const state = this.state(kind, upTo)
    return this.entries
      .filter((each) => each.kind === kind && live.has(each.id))
      .flatMap((each) =>
        each.setAside
          .filter(({ key }) => {
            const held = key === null ? undefined : state.get(key)
            return !held || !this.isNewer(held.seenIn, each.id, upTo)
          })
          .map((row) => ({
            ...row,
            importId: each.id,
            file: each.file,
            importedAt: each.at,
            lastSeenAt: this.lastSeenAt(each.id, upTo),
          })),
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
function stored(file: ModelFile, state: State, id: number): Pick<Entry, 'state' | 'counts' | 'setAside' | 'keys' | 'lines'> {
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
  // Rows of a record that do not agree, or of which one cannot be used, are all rejected.
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
  const lines = new Map<string, number>()
  // Of rows that say the same, the first is where the record stands.
  for (const { key, line } of taken) if (!lines.has(key ?? '')) lines.set(key ?? '', line)
  return { state: after, counts, setAside, keys: met, lines }
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

/** Whether a rejected row may be a record's. */
function mayBe(kind: Kind, { whose }: ModelRow, key: string, { values }: Held): boolean {
  if (whose.key !== null) return whose.key === key
  if (whose.name === null) return true
  const name = kind.partnerName === null ? null : values[kind.partnerName]
  return typeof name === 'string' && foldName(name).folded === foldName(whose.name).folded
}
