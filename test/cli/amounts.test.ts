/** Amounts of an export, through the built program and a real database. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const HEAD = 'Opportunity ID,Opportunity Name,Stage,Close Date,Opportunity Currency,Net ARR Currency,Net ARR,Amount'
const IDS = ['0064M000AAAAAAI', '0064M000AAAAAAV', '0064M000AAAAAAi']
/** Rows of the cells behind the close date. */
const rowsOf = (...cells: string[]): string[] => cells.map((cell, i) => `${IDS[i]},Deal ${i},Closed Won,2026-08-31,${cell}`)

function importJson(desk: Desk, ...args: string[]) {
  const run = desk.phd('import', '--json', ...args)
  return { ...run, result: JSON.parse(run.stdout).imports?.[0] }
}
function kept(desk: Desk): [string | null, string | null][] {
  const { stdout } = desk.phd('query', 'SELECT net_arr, amount FROM current_opportunities ORDER BY name', '--json')
  return JSON.parse(stdout).rows.map((row: Record<string, string | null> | (string | null)[]) => Object.values(row))
}

describe('an export whose amounts', () => {
  it('show their mark is read by it, and kept exactly', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf('EUR,,1.234,"980,50"', 'EUR,,"99.999.999.999.999.999,99",-', 'EUR,,"(7,00)",'))
      const { result, code } = importJson(desk, 'a.csv')
      expect([result.status, result.decimal, code]).toEqual(['imported', 'comma', 0])
      expect(kept(desk)).toEqual([
        ['1234', '980.50'],
        ['99999999999999999.99', null],
        ['-7', null],
      ])
    }))

  it('could all be two numbers is refused, with the command that settles it', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf('EUR,,1.234,5'))
      const { result, code } = importJson(desk, 'a.csv')
      expect([result.reason.code, code]).toEqual(['decimal_ambiguous', 5])
      expect(result.reason.hint).toContain('phd import --decimal comma a.csv')
      expect(importJson(desk, 'a.csv', '--decimal', 'comma').result).toMatchObject({ status: 'imported', decimal: 'comma' })
      expect(kept(desk)).toEqual([['1234', '5']])
      // The same bytes read otherwise are another import.
      expect(importJson(desk, 'a.csv', '--decimal', 'comma').result.status).toBe('unchanged')
      expect(importJson(desk, 'a.csv', '--decimal', 'point').result).toMatchObject({ status: 'imported', rows: { changed: 1 } })
      expect(kept(desk)).toEqual([['1.2340', '5']])
      expect(JSON.parse(desk.phd('imports', 'show', '2', '--json').stdout).import.decimal).toBe('comma')
    }))

  it('are settled by the setting, behind the command line', () =>
    atDesk((desk) => {
      mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
      writeFileSync(join(desk.folder, '.config', 'phd', 'config.json'), '{"decimal":"point"}')
      desk.write('a.csv', HEAD, ...rowsOf('EUR,,1.234,5'))
      expect(importJson(desk, 'a.csv').result.decimal).toBe('point')
      expect(importJson(desk, 'a.csv', '--decimal', 'comma').result.decimal).toBe('comma')
    }))

  it('are no amounts have their rows rejected; corrected, they are read as the file was', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf('EUR,,1.234,twelve', 'EUR,,"2,5",12%', 'EUR,,"3,5",7'))
      const { result } = importJson(desk, 'a.csv')
      expect(result.rows).toMatchObject({ added: 1, rejected: 2 })
      expect(result.problems.map(({ code }: { code: string }) => code)).toEqual(['bad_amount', 'bad_amount'])
      const rejects = desk.read('a.rejects.csv')
      expect(rejects).toContain('amounts here have a comma before the decimals')
      desk.write(
        'a.rejects.csv',
        ...rejects
          .trimEnd()
          .split(/\r?\n/)
          .map((line) => line.replace('twelve', '12').replace('12%', '13')),
      )
      expect(importJson(desk, 'a.rejects.csv').result.rows).toMatchObject({ added: 2, rejected: 0 })
      expect(kept(desk).map(([first]) => first)).toEqual(['1234', '2.50', '3.50'])
    }))
})

describe('the currency of an amount', () => {
  it('is of its cell, else of its own column; contradicting ones reject the row with both', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, ...rowsOf('USD,USD,€5.50,1', 'EUR,EUR,5.50,EUR 7', 'EUR,USD,5.50,1'))
      const { result } = importJson(desk, 'a.csv')
      expect(result.rows).toMatchObject({ added: 1, rejected: 2 })
      expect(
        result.problems.map(({ line, code, column }: { line: number; code: string; column: string }) => [line, code, column]),
      ).toEqual([
        [2, 'other_currency', 'Net ARR'],
        [4, 'other_currency', 'Net ARR'],
      ])
      expect(result.problems[0].message).toContain(
        '"€5.50" cannot be used; expected an amount in USD, as the row says under "Net ARR Currency"',
      )
      expect(result.problems[1].message).toContain('expected an amount in EUR, as the row says under "Opportunity Currency"')
      expect(kept(desk)).toEqual([['EUR 5.50', 'EUR 7']])
    }))

  it.each(['dollars', 'usd', 'XQQ', '5'])('by the settings is a code: not %s', (currency) =>
    atDesk((desk) => {
      mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
      writeFileSync(join(desk.folder, '.config', 'phd', 'config.json'), JSON.stringify({ currency }))
      expect(desk.phd('imports', 'list').code).toBe(2)
      expect(desk.phd('config', 'set', 'currency', 'USD').code).toBe(0)
    }),
  )
})
