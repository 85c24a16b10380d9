import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Kind, Value } from '../../src/records/kind.ts'
import { kinds } from '../../src/records/kinds.ts'
import { Opener } from '../../src/store/sqlite/imports/opener.ts'
import { columnsOf, kindSchema, toColumn } from '../../src/store/sqlite/tables.ts'

/** The one with the most fields has more than fit in a statement's shape. */
const widest = kinds.reduce((most, each) => (columnsOf(each).length > columnsOf(most).length ? each : most))

/** A value of each field of a kind: text, yes or no, a count, or blank. */
function valuesOf(kind: Kind) {
  const fields = Object.values(kind.fields).map(({ type }): fc.Arbitrary<Value> => {
    if (type === 'boolean') return fc.option(fc.boolean(), { nil: null })
    return fc.option<Value>(type === 'count' ? fc.nat(99) : fc.string(), { nil: null })
  })
  return fc.tuple(...fields)
}

it('a version holds just what its row says, however many rows of different blanks there are', () => {
  expect(columnsOf(widest).length).toBeGreaterThan(25)
  const row = fc.record({ extra: fc.option(fc.string(), { nil: null }), values: valuesOf(widest) })
  fc.assert(
    fc.property(fc.array(row, { minLength: 150, maxLength: 200 }), (rows) => {
      const db = new Database(':memory:')
      for (const sql of kindSchema(widest).tables) db.exec(sql)
      const opener = new Opener(db, widest, 7)
      const opened = rows.map(({ extra, values }, i) => opener.open(`key ${i}`, i + 2, extra, values))
      expect(opened).toEqual(rows.map((_, i) => i + 1))
      const stored = db
        .prepare(`SELECT key, valid_from, valid_to, line, extra, ${columnsOf(widest).join(', ')} FROM ${widest.kind}`)
        .raw()
        .all()
      expect(stored).toEqual(rows.map(({ extra, values }, i) => [`key ${i}`, 7, null, i + 2, extra, ...values.map(toColumn)]))
      db.close()
    }),
    { numRuns: 8 },
  )
})
