import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { kinds } from '../../src/records/kinds.ts'
import { SeenNow } from '../../src/store/sqlite/imports/seen-now.ts'
import { kindSchema, seenTable } from '../../src/store/sqlite/tables.ts'

const kind = kinds.find((each) => each.kind === 'portal_users') ?? kinds[0]
if (!kind) throw new Error('no kinds')
const seenBy = seenTable(kind)

/** A version from before: open or closed, seen in a later file or not, and whether the import sees it, how many lines further on. */
const version = fc.record({
  isOpen: fc.boolean(),
  wasSeen: fc.boolean(),
  moves: fc.option(fc.constantFrom(0, 0, 0, 1, -3), { freq: 4 }),
})

it('what an import saw is written as if each record had been written alone', () => {
  const { tables, indexes } = kindSchema(kind)
  fc.assert(
    fc.property(fc.array(version, { minLength: 1, maxLength: 40 }), fc.nat(5), (versions, opened) => {
      const db = new Database(':memory:')
      for (const sql of [...tables, ...indexes.map((index) => index.sql)]) db.exec(sql)
      const open = db.prepare(`INSERT INTO ${kind.kind} (key, valid_from, valid_to, line) VALUES (?, 1, ?, ?)`)
      const see = db.prepare(`INSERT INTO ${seenBy} (version, seen_in, line) VALUES (?, 2, ?)`)
      const expected: [version: number, seenIn: number, line: number][] = []
      versions.forEach(({ isOpen, wasSeen }, i) => {
        open.run(`key ${i}`, isOpen ? null : 2, 100 + i)
        if (isOpen && wasSeen) see.run(i + 1, 200 + i)
      })
      const now = new SeenNow(db, kind, 3)
      versions.forEach(({ isOpen, wasSeen, moves }, i) => {
        const line = (wasSeen ? 200 : 100) + i
        if (isOpen && moves !== null) {
          now.note(i + 1, line + moves, line * 2 + Number(wasSeen))
          expected.push([i + 1, 3, line + moves])
        } else if (isOpen && wasSeen) expected.push([i + 1, 2, line])
        expect(now.has(i + 1)).toBe(isOpen && moves !== null)
      })
      for (let i = 0; i < opened; i++) open.run(`new ${i}`, null, i)
      now.flush(opened)
      expect(db.prepare(`SELECT version, seen_in, line FROM ${seenBy} ORDER BY version`).raw().all()).toEqual(expected)
      db.close()
    }),
  )
})
