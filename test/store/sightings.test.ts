import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sighting } from '../../src/store/sqlite/past/seen-lists.ts'
import { SightingLog, SightingWriter, sightingsOf } from '../../src/store/sqlite/past/sightings.ts'

function logOf(imports: ReadonlyArray<readonly Sighting[]>): Database.Database {
  const db = new Database(':memory:')
  db.exec(`CREATE TABLE imports (id INTEGER PRIMARY KEY, kind TEXT, records INTEGER);
    CREATE TABLE sightings (import_id INTEGER, part INTEGER, first_version INTEGER, last_version INTEGER, base INTEGER, seen BLOB)`)
  imports.forEach((sightings, i) => {
    db.prepare("INSERT INTO imports (id, kind) VALUES (?, 'k')").run(i + 1)
    const writer = new SightingWriter(db, i + 1)
    for (const sighting of sightings) writer.add(sighting, sighting.seenIn === i + 1 && i > 0 ? i : undefined)
    writer.flush()
  })
  return db
}

const sighting = fc.record({
  version: fc.integer({ min: 1, max: 2 ** 38 }),
  seenIn: fc.integer({ min: 1, max: 2 ** 31 }),
  line: fc.integer({ min: 0, max: 2 ** 31 }),
})

describe('the log of sightings', () => {
  it('gives back what was written, in its order', () => {
    fc.assert(
      fc.property(fc.array(sighting), (sightings) => {
        expect([...sightingsOf(logOf([sightings]), 1)]).toEqual(sightings)
      }),
    )
  })

  it('gives the newest sighting up to an import, over many parts', () => {
    const all = (seenIn: number): Sighting[] =>
      Array.from({ length: 10_000 }, (_, i) => ({ version: i + 1, seenIn, line: i + seenIn }))
    const db = logOf([all(1), [{ version: 7, seenIn: 2, line: 99 }], all(3)])
    expect(new SightingLog(db, 'k', 3).of(7)).toEqual({ version: 7, seenIn: 3, line: 9 })
    expect(new SightingLog(db, 'k', 2).of(7)).toEqual({ version: 7, seenIn: 2, line: 99 })
    expect(new SightingLog(db, 'k', 2).of(9_999)).toEqual({ version: 9_999, seenIn: 1, line: 9_999 })
    expect(new SightingLog(db, 'k', 0).of(7)).toBeNull()
    expect(new SightingLog(db, 'other', 3).of(7)).toBeNull()
  })

  it('keeps a file of the same order in a few bytes a thousand rows', () => {
    const db = logOf([Array.from({ length: 100_000 }, (_, i) => ({ version: i + 500, seenIn: 1, line: i + 2 }))])
    expect(db.prepare('SELECT sum(length(seen)) FROM sightings').pluck().get()).toBeLessThan(10_000)
  })

  it('gives back lists that rest on one another, whatever was added, dropped and moved', () => {
    const change = fc.record({ drop: fc.nat(60), add: fc.nat(5), at: fc.nat(60), shift: fc.nat(3), turn: fc.boolean() })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 40 }), (changes) => {
        let next = 51
        let list = Array.from({ length: 50 }, (_, i) => i + 1)
        const imports: Sighting[][] = [list.map((version, i) => ({ version, seenIn: 1, line: i + 2 }))]
        for (const { drop, add, at, shift, turn } of changes) {
          const added = Array.from({ length: add }, () => next++)
          list = [...list.slice(0, at), ...added, ...list.slice(at)].filter((_, i) => i !== drop)
          if (turn) list = [...list.slice(9), ...list.slice(0, 9)]
          const seenIn = imports.length + 1
          imports.push(list.map((version, i) => ({ version, seenIn, line: i + 2 + (i > at ? shift : 0) })))
        }
        const db = logOf(imports)
        imports.forEach((sightings, i) => {
          expect([...sightingsOf(db, i + 1)]).toEqual(sightings)
        })
        const log = new SightingLog(db, 'k', imports.length)
        for (let version = 1; version < next; version++) {
          const last = imports.flat().findLast((each) => each.version === version)
          expect(log.of(version)).toEqual(last ?? null)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('keeps a list of which one row in a hundred differs as little more than those rows', () => {
    const first = Array.from({ length: 100_000 }, (_, i) => ({ version: i + 1, seenIn: 1, line: i + 2 }))
    const second = first.map(({ version, line }, i) => ({
      version: i % 100 === 7 ? 100_001 + Math.floor(i / 100) : version,
      seenIn: 2,
      line,
    }))
    const db = logOf([first, second])
    expect(db.prepare('SELECT base FROM sightings ORDER BY import_id').pluck().all()).toEqual([0, 1])
    expect(db.prepare('SELECT sum(length(seen)) FROM sightings').pluck().get()).toBeLessThan(3_000)
  })
})
