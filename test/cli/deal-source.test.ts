import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Answer {
  schema: string
  opportunity: { id: string; name: string }
  expected: string | null
  recorded: string | null
  agrees: boolean | null
  because: { code: string; text: string; facts: { file: string; line: number; column: string | null }[] }[]
  fields: { field: string; expected: string | null; agrees: boolean | null }[]
}

const OPPORTUNITIES = 'sources/opportunities-with-sources.csv'
const REGISTRATIONS = 'sources/registrations-with-sources.csv'

/** A desk with both exports. */
function withSources(desk: Desk): Desk {
  return desk.put(OPPORTUNITIES, REGISTRATIONS).imports('opportunities-with-sources.csv', 'registrations-with-sources.csv')
}

/** The right answer for each opportunity of the fixture, by the handbook. */
const RIGHT: readonly [name: string, expected: string | null, agrees: boolean | null, code: string, exit: number][] = [
  ['Atlas Motors - New', 'Partner Generated', true, 'approved_registration', 0],
  ['Borealis Bank - Add-On', 'Partner Generated', false, 'approved_registration', 1],
  ['Cirrus Energy - New', 'Partner Generated', true, 'initial_source_pql', 0],
  ['Delta Foods - New', null, null, 'was_approved', 4],
  ['Echo Health - New', null, null, 'no_evidence', 4],
  ['Fjord Rail - New', 'Partner Generated', true, 'opportunity_says_approved', 0],
  ['Gamma Retail - New', 'Partner Generated', true, 'initial_source_pql', 0],
]

describe('phd deal source', () => {
  it('answers what the source must be, with every fact and its line', () =>
    atDesk((desk) => {
      withSources(desk)
      for (const [name, expected, agrees, code, exit] of RIGHT) {
        const answer = desk.json<Answer>('deal', 'source', name)
        expect(answer, name).toMatchObject({ schema: 'phd.source/1', expected, agrees })
        expect(answer.because.map((each) => each.code)).toContain(code)
        expect(desk.phd('deal', 'source', name).code, name).toBe(exit)
      }
      const [because] = desk.json<Answer>('deal', 'source', '0064M000ABAAAAA').because
      expect(because?.facts.map(({ file, line, column }) => [file, line, column])).toEqual([
        ['registrations-with-sources.csv', 2, 'DR-Status'],
        ['registrations-with-sources.csv', 2, 'Linked Opportunity ID'],
        ['registrations-with-sources.csv', 2, 'Approved Date'],
      ])
    }))

  it('lists all, those that differ first, each as it is alone', () =>
    atDesk((desk) => {
      withSources(desk)
      const { opportunities } = desk.json<{ opportunities: Answer[] }>('deal', 'source', '--all')
      expect(opportunities.map(({ opportunity }) => opportunity.name)).toEqual([
        'Borealis Bank - Add-On',
        'Delta Foods - New',
        'Echo Health - New',
        'Atlas Motors - New',
        'Cirrus Energy - New',
        'Fjord Rail - New',
        'Gamma Retail - New',
      ])
      for (const each of opportunities) expect(desk.json('deal', 'source', each.opportunity.id)).toEqual(each)
      const lines = desk.phd('deal', 'source', '--all', '--format', 'ndjson').stdout.trim().split('\n')
      expect(lines.map((line) => JSON.parse(line))).toEqual(opportunities)
      expect(desk.phd('deal', 'source', '--all').code).toBe(4)
      const csv = desk.phd('deal', 'source', '--all', '--format', 'csv').stdout.split('\r\n')
      expect(csv[0]).toBe('id,name,customer,state,expected,recorded,agrees,field,because,file,line')
      expect(csv[1]).toContain('DIFFERS,Partner Generated,AE Generated,false,Sales Qualified Source')
    }))

  it('cannot tell where the export has no source, whatever it must be', () =>
    atDesk((desk) => {
      desk
        .put('desk/sfdc-opportunities.csv', 'desk/sfdc-registrations.csv')
        .imports('sfdc-opportunities.csv', 'sfdc-registrations.csv')
      const { opportunities } = desk.json<{ opportunities: Answer[] }>('deal', 'source', '--all')
      expect(opportunities).toHaveLength(72)
      expect(new Set(opportunities.map(({ agrees }) => agrees))).toEqual(new Set([null]))
      expect(desk.phd('deal', 'source', '--all').code).toBe(4)
    }))

  it('goes by what was known then', () =>
    atDesk((desk) => {
      withSources(desk)
      expect(desk.phd('deal', 'source', 'Atlas Motors - New', '--as-of', 'import:1').code).toBe(0)
      const then = desk.json<Answer>('deal', 'source', 'Atlas Motors - New', '--as-of', 'import:1')
      expect(then.because.map(({ code }) => code)).not.toContain('approved_registration')
      expect(desk.json<Answer>('deal', 'source', 'Borealis Bank - Add-On', '--as-of', 'import:1')).toMatchObject({
        expected: null,
      })
    }))

  it('counts no evidence that is too old', () =>
    atDesk((desk) => {
      withSources(desk)
      expect(desk.json('deal', 'source', 'Atlas Motors - New', '--now', '2026-12-01')).toMatchObject({
        expected: null,
        agrees: null,
      })
      expect(desk.json('deal', 'source', 'Atlas Motors - New', '--now', '2026-12-01', '--max-age', '30')).toMatchObject({
        agrees: true,
      })
    }))

  it('asks for an opportunity', () =>
    atDesk((desk) => {
      withSources(desk)
      expect(desk.phd('deal', 'source').code).toBe(2)
      expect(desk.phd('deal', 'source', 'Atlas Motors - New', '--all').code).toBe(2)
      expect(desk.phd('deal', 'source', 'Nobody').code).toBe(3)
    }))

  it('cannot tell without opportunities', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')
      expect(desk.phd('deal', 'source', '--all').code).toBe(4)
    }))
})
