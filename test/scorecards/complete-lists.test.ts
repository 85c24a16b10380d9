import { describe, expect, it } from 'vitest'
import { atDesk } from '../cli/phd.ts'

interface Imports {
  imports: { status: string; rows: { removed: number; rejected: number } }[]
}

describe('a complete list of certifications with a row that cannot be read', () => {
  it.for([
    ['2026-03-04', '2025-02-01', '2026-05-13'],
    ['3/4/2026', '2/1/2025', '5/13/2026'],
    ['04.03.2026', '01.02.2025', '13.05.2026'],
  ])('keeps that record alone, however the file writes its days: %s', (days) =>
    atDesk((desk) => {
      const [first, second, third] = days
      desk.write(
        'accounts-2026-11-01.csv',
        'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner',
        '0014M000AAAAAAM,Cobalt Labs,Partner,Authorized,Open,Ida Berg',
      )
      const headings = 'Name,Email,Partner,Badge,Earned,Expires'
      const row = (day: string | undefined, end: string): string =>
        `Mei Ng,mei@cobalt.example,Cobalt Labs,Sales Core,${day},${end}`
      desk.write('certifications-2026-11-01.csv', headings, row(first, ''), row(second, ''), row(third, ''))
      desk.write('certifications-2026-11-20.csv', headings, row(first, 'next spring'), row(third, ''))
      desk.imports('accounts-2026-11-01.csv', 'certifications-2026-11-01.csv')
      const { imports } = desk.json<Imports & Record<string, unknown>>(
        ...['import', '--snapshot', '--allow-shrink', 'certifications-2026-11-20.csv'],
      )
      expect(imports[0]).toMatchObject({ status: 'imported', rows: { removed: 1, rejected: 1 } })
    }),
  )
})
