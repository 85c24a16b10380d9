import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Sighting, SightingLog, SightingWriter, sightingsOf } from '../../src/store/sqlite/sightings.ts'

function logOf(imports: ReadonlyArray<readonly Sighting[]>): Database.Database {
  const db = new Database(':memory:')
  db.exec(`CREATE TABLE imports (id INTEGER PRIMARY KEY, kind TEXT);
    CREATE TABLE sightings (import_id INTEGER, part INTEGER, first_version INTEGER, last_version INTEGER, seen BLOB)`)
  imports.forEach((sightings, i) => {
    db.prepare("INSERT INTO imports VALUES (?, 'k')").run(i + 1)
    const writer = new SightingWriter(db, i + 1)
    for (const sighting of sightings) writer.add(sighting)
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
})
