import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, fixtures } from './phd.ts'

interface Expected {
  partners: { id: string; loa: { decision: string }; nfr: { decision: string } }[]
}
const expected: Expected = JSON.parse(readFileSync(join(fixtures, 'desk', 'expected.json'), 'utf8'))
const MAY: Readonly<Record<string, string>> = { eligible: 'yes', not_eligible: 'no', needs_review: 'unknown' }

interface Standing {
  schema: string
  question: string
  subject: { id: string }
  decision: string
  may: Record<'transact' | 'register' | 'quote' | 'letter' | 'nfr', string>
  acts: { act: string; may: string; checks: { id: string; outcome: string; handbook: { section: string } }[] }[]
  nextSteps: string[]
}

describe('phd authorized', () => {
  it('answers for letters and licenses as their own checks do, for every partner', () =>
    atDesk((desk) => {
      const lines = desk.equipped().phd('authorized', '--all', '--format', 'ndjson').stdout.trim().split('\n')
      const may = new Map(lines.map((line) => JSON.parse(line) as Standing).map((each) => [each.subject.id, each.may]))
      expect(expected.partners.map(({ id }) => [id, may.get(id)?.letter, may.get(id)?.nfr])).toEqual(
        expected.partners.map(({ id, loa, nfr }) => [id, MAY[loa.decision], MAY[nfr.decision]]),
      )
      expect(may.size).toBe(expected.partners.length)
    }))

  it('gives the same for each partner asked alone, with its exit code', () =>
    atDesk((desk) => {
      const all = desk.equipped().phd('authorized', '--all', '--format', 'ndjson').stdout.trim().split('\n')
      const exit: Readonly<Record<string, number>> = { eligible: 0, not_eligible: 1, needs_review: 4 }
      for (const line of all.filter((_, i) => i % 5 === 0)) {
        const verdict = JSON.parse(line) as Standing
        const { stdout, code } = desk.phd('authorized', verdict.subject.id, '--format', 'ndjson')
        expect(stdout.trim()).toBe(line)
        expect(code).toBe(exit[verdict.decision])
      }
    }))

  it('says what to do about a partner that is not authorized, and by which sections', () =>
    atDesk((desk) => {
      const answer = desk.imported().json<Standing & Record<string, unknown>>('authorized', 'Mistral Labs Pvt. Ltd.')
      expect(answer).toMatchObject({
        schema: 'phd.verdict/1',
        question: 'authorized',
        decision: 'not_eligible',
        may: { transact: 'no', register: 'no', quote: 'no', letter: 'no', nfr: 'no' },
      })
      expect(answer.nextSteps[0]).toMatch(/signs up in the portal/)
      expect(answer.nextSteps.join(' ')).toMatch(/#partner-programs-ops/)
      expect(answer.acts[2]?.checks[0]?.handbook.section).toMatch(/^A prospect\/unauthorized reseller is requesting a quote/)
    }))

  it('takes a list of names, and tables for spreadsheets', () =>
    atDesk((desk) => {
      desk.imported().write('names.txt', 'Cobalt Labs 1 GmbH', 'Nobody Ltd')
      const { stdout, code } = desk.phd('authorized', '--file', 'names.txt', '--format', 'csv')
      expect(code).toBe(3)
      expect(stdout).toMatch(/^id,name,.*may_transact,may_register,may_quote,may_letter,may_nfr\r?$/m)
      expect(stdout).toMatch(/Cobalt Labs 1 GmbH,Open,eligible,.*,yes,yes,yes,no,no\r?$/m)
      expect(stdout).toMatch(/Nobody Ltd,,partner_not_found/)
      expect(desk.phd('authorized', 'Cobalt Labs 1 GmbH', '--all').code).toBe(2)
    }))
})
