/**
 * Which import saw which version, and on which line: a packed log, written once and never changed. It is what lets a question be
 * asked as of an earlier import, and an import be undone, with the very evidence there was then. It holds the versions that an import
 * opened too, so that a later import of nearly the same list is kept as what differs from this one: a few bytes for each change.
 */

import type Database from 'better-sqlite3'
import { damagedSightings, type Kept, ListPacker, ListReader, type SeenList, type Sighting } from './seen-lists.ts'

/** So many sightings are held before it is decided which earlier list they are compared with. */
const HELD = 4096
/** A list that is so many times as long as an import is not worth unpacking for it. */
const MOST_TIMES_LONGER = 16
/** So many lists may rest on one another: what is read is unpacked from the first of them on. */
const MOST_RESTING = 32

/** Collects the sightings of one entry in the list of imports, and writes them at the end. */
export class SightingWriter {
  readonly #db: Database.Database
  readonly #importId: number
  readonly #part: number
  #held: Sighting[] = []
  /** How many of those held each earlier import had last. */
  readonly #before = new Map<number, number>()
  #base = 0
  #packer: ListPacker | null = null
  #first = Number.POSITIVE_INFINITY
  #last = 0

  /** `part` is the first that is not written yet. */
  constructor(db: Database.Database, importId: number, part = 0) {
    this.#db = db
    this.#importId = importId
    this.#part = part
  }

  /** `before` is the import that had the version last. */
  add({ version, seenIn, line }: Sighting, before = 0): void {
    this.#add(version, seenIn, line, before)
  }

  /** A version that the import itself saw; `before` is the import that had it last. */
  see(version: number, line: number, before = 0): void {
    this.#add(version, this.#importId, line, before)
  }

  #add(version: number, seenIn: number, line: number, before: number): void {
    if (version < this.#first) this.#first = version
    if (version > this.#last) this.#last = version
    if (this.#packer) {
      this.#packer.add(version, seenIn, line)
      return
    }
    if (before !== 0) this.#before.set(before, (this.#before.get(before) ?? 0) + 1)
    if (this.#held.push({ version, seenIn, line }) >= HELD) this.#packHeld()
  }

  /** Writes what was added; to be called once at the end. */
  flush(): void {
    if (!this.#packer && this.#held.length === 0) return
    const packer = this.#packer ?? this.#packHeld()
    this.#db
      .prepare('INSERT INTO sightings (import_id, part, first_version, last_version, base, seen) VALUES (?, ?, ?, ?, ?, ?)')
      .run(this.#importId, this.#part, this.#first, this.#last, this.#base, packer.packed())
  }

  #packHeld(): ListPacker {
    const base = this.#findBase()
    this.#base = base?.id ?? 0
    this.#packer = new ListPacker(this.#importId, base?.list ?? null)
    for (const { version, seenIn, line } of this.#held) this.#packer.add(version, seenIn, line)
    this.#held = []
    return this.#packer
  }

  /** The list that had most of what is held, if it helps to compare with it. */
  #findBase(): { id: number; list: SeenList } | null {
    const [most] = [...this.#before].sort(([, a], [, b]) => b - a)
    if (!most || most[1] * 2 < this.#held.length) return null
    const [id] = most
    const reader = new ListReader(this.#db)
    if (reader.resting(id) >= MOST_RESTING) return null
    const records = this.#db.prepare<[number], number | null>('SELECT records FROM imports WHERE id = ?').pluck().get(id)
    if (this.#held.length < HELD && (records ?? 0) > this.#held.length * MOST_TIMES_LONGER) return null
    const list = reader.listOf(id)
    return list.versions.length === 0 ? null : { id, list }
  }
}

interface PartRow extends Kept {
  importId: number
  first: number
  last: number
}

/** Looks sightings of a kind up as they were after an entry; imports are unpacked when they are needed, the newest first. */
export class SightingLog {
  /** Those not unpacked yet, the next one last. */
  readonly #parts: PartRow[]
  readonly #content: Database.Statement<[number, number], Buffer>
  readonly #lists: ListReader
  /** By version: the import that saw it last, 0 where none is known yet, and the line. */
  readonly #seenIn: Float64Array
  readonly #lines: Uint32Array

  /** `upTo` is the last entry that counts. */
  constructor(db: Database.Database, kind: string, upTo: number) {
    this.#parts = db
      .prepare<[string, number], PartRow>(
        `SELECT import_id AS importId, part, seen.first_version AS first, last_version AS last, base
         FROM sightings seen JOIN imports ON imports.id = import_id WHERE kind = ? AND import_id <= ? ORDER BY import_id, part`,
      )
      .all(kind, upTo)
    this.#content = db.prepare<[number, number], Buffer>('SELECT seen FROM sightings WHERE import_id = ? AND part = ?').pluck()
    this.#lists = new ListReader(db)
    const size = this.#parts.reduce((most, { last }) => Math.max(most, last + 1), 0)
    this.#seenIn = new Float64Array(size)
    this.#lines = new Uint32Array(size)
  }

  /** Null where no file had it. */
  of(version: number): Sighting | null {
    while (!this.#seenIn[version]) {
      const next = this.#parts.findLastIndex(({ first, last }) => first <= version && version <= last)
      if (next === -1) return null
      while (this.#parts.length > next) this.#unpackNext()
    }
    return { version, seenIn: this.#seenIn[version] ?? 0, line: this.#lines[version] ?? 0 }
  }

  #unpackNext(): void {
    const part = this.#parts.pop()
    if (!part) return
    const seen = this.#content.get(part.importId, part.part)
    if (seen === undefined) throw damagedSightings()
    const { versions, lines, seenIn } = this.#lists.unpack(part.importId, part, seen)
    // Of two sightings of one version the later counts.
    for (let i = versions.length - 1; i >= 0; i--) {
      const version = versions[i] ?? 0
      if (version >= this.#seenIn.length) throw damagedSightings()
      if (this.#seenIn[version] !== 0) continue
      this.#seenIn[version] = seenIn?.[i] ?? part.importId
      this.#lines[version] = lines[i] ?? 0
    }
  }
}

/** Every sighting of one entry, in the order they were written; and the versions it opened, unless an older phd wrote them. */
export function* sightingsOf(db: Database.Database, importId: number): Generator<Sighting, void, void> {
  const reader = new ListReader(db)
  for (const { versions, lines, seenIn } of reader.partsOf(importId)) {
    for (let i = 0; i < versions.length; i++) {
      yield { version: versions[i] ?? 0, seenIn: seenIn?.[i] ?? importId, line: lines[i] ?? 0 }
    }
  }
}
