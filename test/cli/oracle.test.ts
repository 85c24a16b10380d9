import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, fixtures, NOW } from './phd.ts'

interface Expected {
  rows: Record<string, number>
  partners: { id: string; name: string; loa: { decision: string; failed: string[] }; users: number | null }[]
}
const expected: Expected = JSON.parse(readFileSync(join(fixtures, 'desk', 'expected.json'), 'utf8'))
const EXIT: Record<string, number> = { eligible: 0, not_eligible: 1, needs_review: 4 }

interface Verdict {
  subject: { id: string }
  decision: string
  checks: { id: string; outcome: string }[]
}
const failedOf = ({ checks }: Verdict): string[] => checks.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)

describe('the exports of the desk', () => {
  it('are imported to the row', () =>
    atDesk((desk) => {
      desk.putAll('desk')
      const { stdout } = desk.phd('import', '--json', ...Object.keys(expected.rows))
      const read = JSON.parse(stdout).imports.map(({ file, rows }: { file: string; rows: { read: number; added: number } }) => [
        file,
        rows.read,
        rows.added,
      ])
      expect(read).toEqual(Object.entries(expected.rows).map(([file, rows]) => [file, rows, rows]))
    }))

  it('give the expected verdict for every partner, asked together', () =>
    atDesk((desk) => {
      const { stdout, code } = desk.imported().phd('loa', 'check', '--all', '--format', 'ndjson')
      const verdicts = new Map(
        stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Verdict)
          .map((verdict) => [verdict.subject.id, verdict]),
      )
      const actual = expected.partners.map(({ id }) => {
        const verdict = verdicts.get(id)
        return { id, decision: verdict?.decision, failed: verdict && failedOf(verdict) }
      })
      expect(actual).toEqual(expected.partners.map(({ id, loa }) => ({ id, ...loa })))
      expect(verdicts.size).toBe(expected.partners.length)
      expect(code).toBe(4)
    }))

  it('give the same verdict for each partner asked alone, with its exit code', () =>
    atDesk((desk) => {
      desk.imported()
      const all = new Map(
        desk
          .phd('loa', 'check', '--all', '--format', 'ndjson')
          .stdout.trim()
          .split('\n')
          .map((line) => [(JSON.parse(line) as Verdict).subject.id, line]),
      )
      for (const { id, loa } of expected.partners) {
        const { stdout, code } = desk.phd('loa', 'check', id, '--format', 'ndjson')
        expect(stdout.trim()).toBe(all.get(id))
        expect(code).toBe(EXIT[loa.decision])
      }
    }))

  it('give a certification report that is the same from the database and from the file, row order apart', () =>
    atDesk((desk) => {
      desk.imported()
      const sorted = (csv: string): string[] => csv.split('\r\n').sort()
      for (const { name, users } of expected.partners.filter((partner) => (partner.users ?? 0) > 0)) {
        const fromDatabase = desk.phd('cert-report', name)
        const fromFile = desk.phd('cert-report', name, '--from', 'impartner-users.csv')
        expect(sorted(fromDatabase.stdout)).toEqual(sorted(fromFile.stdout))
        expect(fromDatabase.stdout.split('\r\n').length).toBe((users ?? 0) + 2)
      }
    }))

  it('are evidence only until they are too old', () =>
    atDesk((desk) => {
      desk.imported()
      const [eligible] = expected.partners.filter(({ loa }) => loa.decision === 'eligible')
      const later = new Date(Date.parse(NOW) + 8 * 86_400_000).toISOString()
      expect(desk.phd('loa', 'check', eligible?.id ?? '').code).toBe(0)
      expect(desk.phd('loa', 'check', eligible?.id ?? '', '--now', later).code).toBe(4)
      // The same bytes again are as old as they were, unless a person says that they were exported again.
      const again = ['import', 'sfdc-accounts.csv', 'certification-dashboard.csv']
      expect(desk.run(again, { PHD_NOW: later }).code).toBe(0)
      expect(desk.phd('loa', 'check', eligible?.id ?? '', '--now', later).code).toBe(4)
      expect(desk.run([...again, '--exported-at', later], { PHD_NOW: later }).code).toBe(0)
      expect(desk.phd('loa', 'check', eligible?.id ?? '', '--now', later).code).toBe(0)
    }))
})
