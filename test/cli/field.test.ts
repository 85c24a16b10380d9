import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk } from './phd.ts'

const HEADINGS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner,Signed Contract Date'
const ROW = '0014M000AAAAAAM,Kiesel GmbH,Partner,Authorized,Open,Ida Berg,4/30/2023'

describe('a list as desks get them', () => {
  it.each(['euc-kr', 'windows-949', 'ks_c_5601-1987', 'cp949'])('of Korea is read as %s, every syllable of it', (encoding) =>
    atDesk((desk) => {
      desk.put('field/accounts-korean-windows-949.csv')
      const args = ['import', '--json', '--encoding', encoding, 'accounts-korean-windows-949.csv', '--date-order', 'mdy']
      expect(desk.phd(...args).code).toBe(0)
      const { partners } = desk.json<{ partners: { name: string }[] }>('partner', 'find', '0014M000AAAAAAM')
      expect(partners.map(({ name }) => name)).toEqual(['\ub620\ubc29\uac01\ud558 \ud3b2'])
    }),
  )

  it('has its headings in the first row, though a row below holds the code of Idaho', () =>
    atDesk((desk) => {
      const { stdout, code } = desk
        .put('field/report-with-state-codes.csv')
        .phd('import', '--suggest-map', '--kind', 'accounts', 'report-with-state-codes.csv')
      expect(code).toBe(0)
      expect(Object.keys(JSON.parse(stdout).columns)).toEqual(['Company', 'Situation', 'Level', 'State'])
    }))

  it('has its headings below titles and filters', () =>
    atDesk((desk) => {
      desk.write(
        'titled.csv',
        'Partner List',
        '"Filtered by","Type = Partner"',
        'Company,Situation,Level,State',
        'Kiesel Inc.,A,Open,ID',
      )
      const { stdout } = desk.phd('import', '--suggest-map', '--kind', 'accounts', 'titled.csv')
      expect(Object.keys(JSON.parse(stdout).columns)).toEqual(['Company', 'Situation', 'Level', 'State'])
    }))

  it.each([
    ['behind its last line', `${HEADINGS}\r\n${ROW}\r\n\u001a`],
    ['behind its last cell', `${HEADINGS}\r\n${ROW}\u001a`],
    ['up to the end of a block', `${HEADINGS}\r\n${ROW}\r\n${'\u001a'.repeat(300)}`],
    ['with blanks and lines behind it', `${HEADINGS}\r\n${ROW}\r\n\u001a \t\r\n\r\n`],
  ])('may end with Ctrl-Z, as old programs write it: %s', (_what, text) =>
    atDesk((desk) => {
      writeFileSync(join(desk.folder, 'dos.csv'), text)
      const { stdout, code } = desk.phd('import', '--json', 'dos.csv', '--date-order', 'mdy')
      const [result] = JSON.parse(stdout).imports
      expect({ code, rows: result.rows.read, rejected: result.rows.rejected, warnings: result.warnings }).toEqual({
        code: 0,
        rows: 1,
        rejected: 0,
        warnings: [],
      })
    }),
  )

  it('does not end at a Ctrl-Z in its middle', () =>
    atDesk((desk) => {
      writeFileSync(
        join(desk.folder, 'middle.csv'),
        `${HEADINGS}\r\n${ROW}\r\n\u001a\r\n${ROW.replace('AAAAAAM', 'AAAAABY').replace('Kiesel', 'Basalt')}\r\n`,
      )
      const { stdout, code } = desk.phd('import', '--json', 'middle.csv', '--date-order', 'mdy')
      const [result] = JSON.parse(stdout).imports
      expect(code).not.toBe(0)
      expect(result.problems.length + (result.reason ? 1 : 0)).toBeGreaterThan(0)
    }))
})
