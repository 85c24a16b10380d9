import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from '../cli/phd.ts'

const HEADINGS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner,Billing Country'

/** A hundred accounts, the first of them without a country. */
function write(desk: Desk, owner: string, withoutCountry: number): void {
  const rows = Array.from(
    { length: 100 },
    (_, i) => `001${String(i).padStart(12, '0')},Partner ${i},Partner,Authorized,Open,${owner},${i < withoutCountry ? '' : 'DE'}`,
  )
  writeFileSync(join(desk.folder, 'accounts.csv'), `${[HEADINGS, ...rows].join('\n')}\n`)
}

describe('a column gone blank', () => {
  it('is measured by all records that had a value there, those too that changed otherwise', () =>
    atDesk((desk) => {
      write(desk, 'Ana', 0)
      expect(desk.phd('import', 'accounts.csv').code).toBe(0)
      write(desk, 'Ben', 20)
      expect(desk.phd('import', 'accounts.csv').stdout).toContain('100 changed')
      write(desk, 'Cem', 37)
      const { code, stdout } = desk.phd('import', 'accounts.csv')
      expect([code, stdout]).toEqual([5, expect.stringContaining('for 17 of the 80 records that had a value there')])
    }))
})
