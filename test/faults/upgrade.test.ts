import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures } from '../cli/phd.ts'
import { stateOf } from './state.ts'

/*
 * A database of every older schema is upgraded, and answers as the program of its time answered on it: what that one printed is kept
 * beside each.
 */

interface Answers {
  imports: object[]
  /** The decision on each partner. */
  loa: Record<string, string>
  nfr: Record<string, string> | null
  aliases: object[] | null
  audit: object[] | null
  verify: object | null
  open: object[] | null
}

const folder = join(fixtures, 'databases')
const schemas = readdirSync(folder).flatMap((name) => /^schema-(\d+)\.db\.gz$/.exec(name)?.[1] ?? [])

function unpacked(desk: Desk, schema: string): string {
  const file = join(desk.folder, 'older.db')
  writeFileSync(file, gunzipSync(readFileSync(join(folder, `schema-${schema}.db.gz`))), { mode: 0o600 })
  return file
}

const answersOf = (schema: string): Answers => JSON.parse(readFileSync(join(folder, `schema-${schema}.answers.json`), 'utf8'))

/** How old the rows of a file are is told better since the fourth schema: by its title, its footer or its name. */
const withoutAges = (imports: object[], schema: number): object[] =>
  schema >= 4 ? imports : imports.map((each) => ({ ...each, lastSeenAt: expect.any(String) }))

describe('a database of an older schema', () => {
  it('is kept for every schema there was', () =>
    atDesk((desk) => {
      desk.imported()
      const db = new Database(desk.db, { readonly: true })
      const now = db.pragma('user_version', { simple: true }) as number
      db.close()
      expect(schemas.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: now - 1 }, (_, i) => i + 1))
    }))

  it.each(schemas)('%s has a checked copy kept, and answers as it did', (schema) =>
    atDesk((desk) => {
      const db = unpacked(desk, schema)
      const before = stateOf(db)
      const old = answersOf(schema)
      const ask = <T>(...args: string[]): T => JSON.parse(desk.phd(...args, '--json', '--db', db).stdout) as T
      const { imports } = ask<{ imports: object[] }>('imports', 'list')
      expect(imports).toMatchObject(withoutAges(old.imports, Number(schema)))
      expect(stateOf(`${db}.schema-${schema}`)).toEqual(before)
      if (old.aliases) expect(ask<{ aliases: object[] }>('partner', 'alias', 'list').aliases).toMatchObject(old.aliases)
      if (old.audit) expect(ask<{ entries: object[] }>('audit', 'list').entries).toMatchObject(old.audit)
      if (old.verify) expect(ask('audit', 'verify')).toMatchObject(old.verify)
      if (old.open) expect(ask<{ requests: object[] }>('loa', 'list').requests).toMatchObject(old.open)
      for (const question of ['loa', 'nfr'] as const) {
        const decided = old[question]
        if (!decided) continue
        const { verdicts } = ask<{ verdicts: { subject: { id: string }; decision: string }[] }>(question, 'check', '--all')
        const now = Object.fromEntries(verdicts.map(({ subject, decision }) => [subject.id, decision]))
        // No answer becomes a yes that was not one. What rests on ages or on lists that end may be in doubt by now.
        const worse = Object.entries(decided).filter(([id, was]) => now[id] !== was && now[id] !== 'needs_review')
        expect([question, Object.keys(now).sort(), worse]).toEqual([question, Object.keys(decided).sort(), []])
        if (Number(schema) >= 4) expect(now).toEqual(decided)
      }
    }),
  )

  it.each(schemas)('%s goes on: imports, decisions and the audit', (schema) =>
    atDesk((desk) => {
      const db = unpacked(desk, schema)
      desk.putAll('desk')
      expect(
        desk.phd('import', 'sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', '--db', db),
      ).toMatchObject({ code: 0 })
      expect(desk.phd('loa', 'approve', 'Lumen Labs 4 Ltd', '--requester', 'Noah', '--again', '--db', db).code).not.toBe(70)
      expect(desk.phd('audit', 'verify', '--db', db).code).toBe(0)
      // And back to what it was, with the command that the hints name.
      const before = stateOf(`${db}.schema-${schema}`)
      expect(desk.phd('restore', `older.db.schema-${schema}`, '--yes', '--db', db).code).toBe(0)
      expect(stateOf(`${db}.schema-${schema}`)).toEqual(before)
      expect(desk.json<{ imports: object[] }>('imports', 'list', '--db', db).imports).toHaveLength(
        answersOf(schema).imports.length,
      )
    }),
  )
})
