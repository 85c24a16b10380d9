/**
 * Which import saw which version, and on which line: a packed log, a few bytes a thousand rows, written once and never changed. It
 * is what lets a question be asked as of an earlier import, and an import be undone, with the very evidence there was then.
 */

import type Database from 'better-sqlite3'

/** Where a version was last seen. */
export interface Sighting {
  version: number
  /** The import whose file had it. */
  seenIn: number
  line: number
}

/** Loaded when it is needed: a question about today never does. */
const zlib = () => process.getBuiltinModule('node:zlib')

/** So many sightings are packed together: few enough that one can be looked up at a prompt. */
const PART = 4096

/** Collects the sightings of one entry in the list of imports, and writes them in parts. */
export class SightingWriter {
  readonly #insert: Database.Statement
  readonly #importId: number
  #part: number
  #held: Sighting[] = []

  /** `part` is the first that is not written yet. */
  constructor(db: Database.Database, importId: number, part = 0) {
    this.#importId = importId
    this.#part = part
    this.#insert = db.prepare('INSERT INTO sightings (import_id, part, first_version, last_version, seen) VALUES (?, ?, ?, ?, ?)')
  }

  add(sighting: Sighting): void {
    if (this.#held.push(sighting) >= PART) this.flush()
  }

  /** Writes what is held; to be called once at the end. */
  flush(): void {
    if (this.#held.length === 0) return
    let first = Number.POSITIVE_INFINITY
    let last = 0
    for (const { version } of this.#held) {
      first = Math.min(first, version)
      last = Math.max(last, version)
    }
    this.#insert.run(this.#importId, this.#part++, first, last, pack(this.#held, this.#importId))
    this.#held = []
  }
}

interface PartRow {
  importId: number
  part: number
  first: number
  last: number
}

/** Looks sightings of a kind up as they were after an entry, newest first; parts are unpacked when they are needed. */
export class SightingLog {
  readonly #parts: readonly PartRow[]
  readonly #content: Database.Statement<[number, number], Buffer>
  readonly #unpacked = new Map<PartRow, ReadonlyMap<number, Sighting>>()

  /** `upTo` is the last entry that counts. */
  constructor(db: Database.Database, kind: string, upTo: number) {
    this.#parts = db
      .prepare<[string, number], PartRow>(
        `SELECT import_id AS importId, part, seen.first_version AS first, last_version AS last
         FROM sightings seen JOIN imports ON imports.id = import_id WHERE kind = ? AND import_id <= ? ORDER BY import_id DESC, part DESC`,
      )
      .all(kind, upTo)
    this.#content = db.prepare<[number, number], Buffer>('SELECT seen FROM sightings WHERE import_id = ? AND part = ?').pluck()
  }

  /** Null where no later file than the one that opened the version had it. */
  of(version: number): Sighting | null {
    for (const part of this.#parts) {
      if (version < part.first || version > part.last) continue
      const sighting = this.#unpack(part).get(version)
      if (sighting) return sighting
    }
    return null
  }

  #unpack(part: PartRow): ReadonlyMap<number, Sighting> {
    const known = this.#unpacked.get(part)
    if (known) return known
    const seen = this.#content.get(part.importId, part.part) ?? Buffer.alloc(0)
    const unpacked = new Map(unpack(seen, part.importId).map((sighting) => [sighting.version, sighting]))
    this.#unpacked.set(part, unpacked)
    return unpacked
  }
}

/** Every sighting of one entry, part by part. */
export function* sightingsOf(db: Database.Database, importId: number): Generator<Sighting, void, void> {
  const parts = db.prepare<[number], Buffer>('SELECT seen FROM sightings WHERE import_id = ? ORDER BY part').pluck().all(importId)
  for (const seen of parts) yield* unpack(seen, importId)
}

/** As differences from one sighting to the next, which in a file of the same order are all the same, so that they pack to little. */
function pack(sightings: readonly Sighting[], importId: number): Buffer {
  const bytes: number[] = []
  let before: Sighting = { version: 0, seenIn: importId, line: 0 }
  for (const sighting of sightings) {
    putNumber(bytes, sighting.version - before.version)
    putNumber(bytes, sighting.seenIn - before.seenIn)
    putNumber(bytes, sighting.line - before.line)
    before = sighting
  }
  return zlib().deflateRawSync(Uint8Array.from(bytes), { level: 1 })
}

/** Sevens of bits, the lowest first; the sign is the lowest bit. Numbers stay below 2^40, so no bit operation of 32 is used. */
function putNumber(bytes: number[], value: number): void {
  let rest = value < 0 ? -value * 2 - 1 : value * 2
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

function unpack(packed: Buffer, importId: number): Sighting[] {
  const bytes = zlib().inflateRawSync(packed)
  const sightings: Sighting[] = []
  let at = 0
  const next = (): number => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] ?? 0
      value += (byte % 128) * scale
      if (byte < 128) return value % 2 === 1 ? -(value + 1) / 2 : value / 2
    }
  }
  let before: Sighting = { version: 0, seenIn: importId, line: 0 }
  while (at < bytes.length) {
    before = { version: before.version + next(), seenIn: before.seenIn + next(), line: before.line + next() }
    sightings.push(before)
  }
  return sightings
}
