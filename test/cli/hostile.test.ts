import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures } from './phd.ts'

interface Expect {
  outcome: 'imported' | 'refused'
  rows_imported: number
  rows_rejected?: number
  rows_duplicate?: number
  rows_ignored?: number
  /** A part of the message. */
  reason?: string
}
interface Case {
  file: string
  what: string
  /** What is imported before, with the same options. */
  setup?: string[]
  args?: string[]
  expect: Expect
  also_ok?: Partial<Expect>[]
}
const { cases }: { cases: Case[] } = JSON.parse(readFileSync(join(fixtures, 'hostile', 'manifest.json'), 'utf8'))

/** Everything the database holds, as one number. */
function signature(desk: Desk): string {
  const db = new Database(desk.db, { readonly: true })
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all() as string[]
  const hash = createHash('sha256')
  for (const table of tables) hash.update(JSON.stringify([table, db.prepare(`SELECT * FROM ${table}`).all()]))
  db.close()
  return hash.digest('hex')
}

describe('an odd export of partner accounts', () => {
  it.each(cases)('$file: $what', ({ file, setup = [], args = [], expect: wanted, also_ok: alsoOk = [] }) =>
    atDesk((desk) => {
      desk.put(`hostile/${file}`)
      for (const earlier of setup) expect(desk.put(`hostile/${earlier}`).phd('import', ...args, earlier).code).toBe(0)
      if (wanted.outcome === 'refused' && setup.length === 0) desk.imported()
      const before = existsSync(desk.db) ? signature(desk) : ''
      const { stdout, code } = desk.phd('import', '--json', ...args, file)
      const [result] = JSON.parse(stdout).imports
      const { rows } = result
      expect(rows.read).toBe(rows.added + rows.changed + rows.unchanged + rows.rejected)
      if (wanted.outcome === 'refused') {
        expect(result.status).toBe('refused')
        expect(result.reason.message).not.toBe('')
        const figures = /would remove \d+ of \d+/.exec(wanted.reason ?? '')?.[0]
        if (figures) expect(result.reason.message).toContain(figures)
        expect(code).toBe(5)
        expect(signature(desk)).toBe(before)
        return
      }
      // What was known before and comes again unchanged is imported too, and is not a duplicate within the file.
      const known = setup.length > 0 ? rows.unchanged : 0
      const actual = {
        outcome: result.status,
        rows_imported: rows.added + rows.changed + known,
        rows_rejected: rows.rejected,
        rows_duplicate: rows.unchanged - known,
        rows_ignored: rows.ignored,
      }
      expect([wanted, ...alsoOk.map((other) => ({ ...wanted, ...other, if: undefined }))]).toContainEqual(actual)
      expect(code).toBe(rows.rejected > 0 ? 1 : 0)
      expect(existsSync(join(desk.folder, file.replace('.csv', '.rejects.csv')))).toBe(rows.rejected > 0)
    }),
  )

  it('that is complete closes the records it lacks, names them, and can be undone', () =>
    atDesk((desk) => {
      desk.put('hostile/full_40.csv', 'hostile/full_37_of_40.csv', 'hostile/cut_at_record_boundary.csv')
      const accounts = (): number => JSON.parse(desk.phd('loa', 'check', '--all', '--json').stdout).verdicts.length
      expect(desk.phd('import', '--snapshot', 'full_40.csv').code).toBe(0)
      const [result] = JSON.parse(desk.phd('import', '--snapshot', '--json', 'full_37_of_40.csv').stdout).imports
      expect([result.rows.removed, result.gone.length, accounts()]).toEqual([3, 3, 37])
      expect(desk.phd('imports', 'undo', '2', '--yes').code).toBe(0)
      expect(accounts()).toBe(40)
      expect(desk.phd('import', 'cut_at_record_boundary.csv').code).toBe(0)
      expect(accounts()).toBe(40)
      expect(desk.phd('import', '--snapshot', '--allow-shrink', 'cut_at_record_boundary.csv').code).toBe(0)
      expect(accounts()).toBe(20)
      expect(desk.phd('imports', 'undo', '5', '--yes').code).toBe(0)
      expect(accounts()).toBe(40)
    }))

  it('keeps its values as they were written', () =>
    atDesk((desk) => {
      desk.put(
        'hostile/val_looks_like_number_or_date.csv',
        'hostile/val_proto_values.csv',
        'hostile/ok_quotes_commas_newlines.csv',
      )
      desk.phd('import', 'val_looks_like_number_or_date.csv', 'val_proto_values.csv')
      const db = new Database(desk.db, { readonly: true })
      const names = db.prepare('SELECT name FROM accounts').pluck().all()
      db.close()
      expect(names).toEqual(expect.arrayContaining(['007', '1/2', '0x1F', '2026-02-30', '__proto__', 'null', 'NaN', 'true']))
    }))

  it('imported twice changes nothing and says so', () =>
    atDesk((desk) => {
      for (const { file, expect: wanted } of cases.filter((each) => each.expect.outcome === 'imported').slice(0, 12)) {
        desk.put(`hostile/${file}`)
        desk.phd('import', file)
        const { stdout } = desk.phd('import', '--json', file)
        const [result] = JSON.parse(stdout).imports
        expect([result.status, result.rows.added, result.rows.changed]).toEqual(['unchanged', 0, 0])
        expect(result.rows.unchanged).toBe(wanted.rows_imported + (wanted.rows_duplicate ?? 0))
      }
    }))
})
