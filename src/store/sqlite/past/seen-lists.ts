/**
 * The packing of sightings. A list is kept as stretches: some of the list that it rests on, with the same step from line to line;
 * the others as versions and lines that follow one another. Numbers are kept as differences from what is expected, so that mostly
 * they are 0, and what an engine for packing makes of that is next to nothing.
 */

import Database from 'better-sqlite3'

/** Where a version was last seen. */
export interface Sighting {
  version: number
  /** The import whose file had it. */
  seenIn: number
  line: number
}

/** What a file had, in its order. */
export interface SeenList {
  versions: Float64Array
  lines: Uint32Array
}

/** The same, with the import that each was last seen in; null: all in the one whose list it is. */
interface Unpacked extends SeenList {
  seenIn: Float64Array | null
}

/** How a part of a list is kept. */
export interface Kept {
  part: number
  /** The import whose list it rests on; 0: none. Null: an older phd kept it, as three differences for each row. */
  base: number | null
}

/** So many sightings are kept unpacked, to unpack what rests on them: some 50 MB. */
const MOST_HELD = 1 << 22
/** More than any list has. */
const MOST_ROWS = 1 << 28

/** Loaded when it is needed: a question about today never does. */
const zlib = () => process.getBuiltinModule('node:zlib')

/** What reading sightings throws where they make no sense. */
export function damagedSightings(): Error {
  return new Database.SqliteError('sightings cannot be read', 'SQLITE_CORRUPT')
}

/** Packs one part of a list. */
export class ListPacker {
  readonly #importId: number
  readonly #base: SeenList | null
  /** By version: its place in the list that is rested on, counted from 1. */
  readonly #places: Int32Array
  readonly #bytes = new Bytes()
  #rows = 0
  /** The stretch that goes on: how many, whether it is of the other list, and what it begins with. */
  #length = 0
  #copies = false
  #begin: [number, number, number] = [0, 0, 0]
  #at = 0
  #shift = 0
  /** The last that is of no other list. */
  #version = 0
  #line = 0
  #seenIn: number

  constructor(importId: number, base: SeenList | null) {
    this.#importId = importId
    this.#base = base
    this.#seenIn = importId
    const versions = base?.versions ?? new Float64Array()
    this.#places = new Int32Array(versions.reduce((most, version) => Math.max(most, version + 1), 0))
    for (let i = 0; i < versions.length; i++) this.#places[versions[i] ?? 0] = i + 1
  }

  add(version: number, seenIn: number, line: number): void {
    this.#rows++
    const place = seenIn === this.#importId && version < this.#places.length ? (this.#places[version] ?? 0) - 1 : -1
    if (place >= 0) this.#copy(place, line - (this.#base?.lines[place] ?? 0))
    else this.#say(version, seenIn, line)
  }

  /** What was added, packed. */
  packed(): Buffer {
    this.#end()
    const head = new Bytes()
    head.put(this.#rows)
    return zlib().deflateRawSync(Buffer.concat([head.written(), this.#bytes.written()]), { level: 6 })
  }

  #copy(place: number, shift: number): void {
    if (!this.#copies || place !== this.#at || shift !== this.#shift || this.#length === 0) {
      this.#end()
      this.#copies = true
      this.#begin = [place - this.#at, shift - this.#shift, 0]
    }
    this.#length++
    this.#at = place + 1
    this.#shift = shift
  }

  #say(version: number, seenIn: number, line: number): void {
    const [first, second, third] = [version - this.#version - 1, line - this.#line - 1, seenIn - this.#seenIn]
    if (this.#copies || this.#length === 0 || first !== 0 || second !== 0 || third !== 0) {
      this.#end()
      this.#copies = false
      this.#begin = [first, second, third]
    }
    this.#length++
    this.#version = version
    this.#line = line
    this.#seenIn = seenIn
  }

  #end(): void {
    if (this.#length === 0) return
    this.#bytes.put(this.#length * 2 + (this.#copies ? 0 : 1))
    this.#bytes.putSigned(this.#begin[0])
    this.#bytes.putSigned(this.#begin[1])
    if (!this.#copies) this.#bytes.putSigned(this.#begin[2])
    this.#length = 0
  }
}

/** Unpacks lists, each from those that it rests on. */
export class ListReader {
  readonly #parts: Database.Statement<[number], Kept & { seen: Buffer }>
  readonly #base: Database.Statement<[number], number | null>
  readonly #lists = new Map<number, SeenList>()
  #held = 0

  constructor(db: Database.Database) {
    this.#parts = db.prepare('SELECT part, base, seen FROM sightings WHERE import_id = ? ORDER BY part')
    this.#base = db.prepare<[number], number | null>('SELECT base FROM sightings WHERE import_id = ? AND part = 0').pluck()
  }

  /** How many lists one rests on, one behind the other. */
  resting(importId: number): number {
    let count = 0
    for (let base = this.#base.get(importId); base; base = this.#base.get(base)) count++
    return count
  }

  /** What the file of an import had, as far as its sightings say. */
  listOf(importId: number): SeenList {
    const known = this.#lists.get(importId)
    if (known) return known
    const list = ownOf(this.partsOf(importId), importId)
    if (this.#held + list.versions.length > MOST_HELD) {
      this.#lists.clear()
      this.#held = 0
    }
    this.#lists.set(importId, list)
    this.#held += list.versions.length
    return list
  }

  /** The sightings of an import, part by part. */
  partsOf(importId: number): Unpacked[] {
    return this.#parts.all(importId).map(({ seen, ...kept }) => this.unpack(importId, kept, seen))
  }

  /** One part. */
  unpack(importId: number, { base }: Kept, seen: Buffer): Unpacked {
    // An import can only rest on an earlier one.
    if (base !== null && base >= importId) throw damagedSightings()
    const bytes = zlib().inflateRawSync(seen)
    if (base === null) return unpackRows(bytes, importId)
    return unpackStretches(bytes, importId, base === 0 ? null : this.listOf(base))
  }
}

function ownOf(parts: readonly Unpacked[], importId: number): SeenList {
  const [only] = parts
  if (parts.length === 1 && only && only.seenIn === null) return only
  const versions: number[] = []
  const lines: number[] = []
  for (const part of parts) {
    for (let i = 0; i < part.versions.length; i++) {
      if (part.seenIn && part.seenIn[i] !== importId) continue
      versions.push(part.versions[i] ?? 0)
      lines.push(part.lines[i] ?? 0)
    }
  }
  return { versions: Float64Array.from(versions), lines: Uint32Array.from(lines) }
}

function unpackStretches(bytes: Buffer, importId: number, base: SeenList | null): Unpacked {
  const numbers = new Numbers(bytes)
  const rows = numbers.next()
  if (rows > MOST_ROWS) throw damagedSightings()
  const versions = new Float64Array(rows)
  const lines = new Uint32Array(rows)
  let seenIn: Float64Array | null = null
  let [row, at, shift] = [0, 0, 0]
  let last: Sighting = { version: 0, seenIn: importId, line: 0 }
  while (row < rows) {
    const head = numbers.next()
    const length = Math.floor(head / 2)
    if (length === 0 || length > rows - row) throw damagedSightings()
    if (head % 2 === 0) {
      at += numbers.nextSigned()
      shift += numbers.nextSigned()
      if (!base || at < 0 || at + length > base.versions.length) throw damagedSightings()
      versions.set(base.versions.subarray(at, at + length), row)
      for (let i = 0; i < length; i++) lines[row + i] = (base.lines[at + i] ?? 0) + shift
      seenIn?.fill(importId, row, row + length)
      at += length
    } else {
      const version = last.version + 1 + numbers.nextSigned()
      const line = last.line + 1 + numbers.nextSigned()
      const import_ = last.seenIn + numbers.nextSigned()
      if (version < 0 || line < 0) throw damagedSightings()
      for (let i = 0; i < length; i++) {
        versions[row + i] = version + i
        lines[row + i] = line + i
      }
      if (import_ !== importId) seenIn ??= new Float64Array(rows).fill(importId)
      seenIn?.fill(import_, row, row + length)
      last = { version: version + length - 1, seenIn: import_, line: line + length - 1 }
    }
    row += length
  }
  return { versions, lines, seenIn }
}

/** So many sightings were kept as one part. */
const FIRST_PART = 4096

/** Writes sightings as the second schema had them; a later step of the upgrade knows them as such. */
export function writeFirstSightings(db: Database.Database, importId: number, sightings: readonly Sighting[]): void {
  const insert = db.prepare('INSERT INTO sightings (import_id, part, first_version, last_version, seen) VALUES (?, ?, ?, ?, ?)')
  for (let part = 0; part * FIRST_PART < sightings.length; part++) {
    const rows = sightings.slice(part * FIRST_PART, (part + 1) * FIRST_PART)
    const bytes = new Bytes()
    let before: Sighting = { version: 0, seenIn: importId, line: 0 }
    for (const row of rows) {
      bytes.putSigned(row.version - before.version)
      bytes.putSigned(row.seenIn - before.seenIn)
      bytes.putSigned(row.line - before.line)
      before = row
    }
    const first = rows.reduce((least, { version }) => Math.min(least, version), Number.POSITIVE_INFINITY)
    const last = rows.reduce((most, { version }) => Math.max(most, version), 0)
    insert.run(importId, part, first, last, zlib().deflateRawSync(bytes.written(), { level: 1 }))
  }
}

/** As an older phd kept them: for each row what it differs by from the one before. */
function unpackRows(bytes: Buffer, importId: number): Unpacked {
  const numbers = new Numbers(bytes)
  const versions: number[] = []
  const lines: number[] = []
  const seenIn: number[] = []
  let [version, import_, line] = [0, importId, 0]
  while (!numbers.isAtEnd) {
    version += numbers.nextSigned()
    import_ += numbers.nextSigned()
    line += numbers.nextSigned()
    versions.push(version)
    seenIn.push(import_)
    lines.push(line)
  }
  return { versions: Float64Array.from(versions), lines: Uint32Array.from(lines), seenIn: Float64Array.from(seenIn) }
}

/** Numbers in sevens of bits, the lowest first. They stay below 2^40, so no bit operation of 32 is used. */
class Bytes {
  #bytes = new Uint8Array(64)
  #length = 0

  put(value: number): void {
    if (this.#length + 16 > this.#bytes.length) {
      const more = new Uint8Array(this.#bytes.length * 2)
      more.set(this.#bytes)
      this.#bytes = more
    }
    let rest = value
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#length++] = rest
  }

  /** The sign is the lowest bit. */
  putSigned(value: number): void {
    this.put(value < 0 ? -value * 2 - 1 : value * 2)
  }

  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}

/** Reads what {@link Bytes} wrote. */
class Numbers {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  next(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw damagedSightings()
      value += (byte % 128) * scale
      if (byte < 128) return value
    }
  }

  nextSigned(): number {
    const value = this.next()
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2
  }
}
