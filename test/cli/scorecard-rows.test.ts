/** Each figure of a scorecard's page leads to the rows that it counts, and to no others. */

import { DomUtils, parseDocument } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const USERS = ['badge-users-2026-11-10.csv', 'badge-users-2026-11-19.csv']
const FIXTURES = ['badge-accounts.csv', 'badges.csv', ...USERS].map((file) => `scorecards/${file}`)

function desk(at: Desk): Desk {
  return at
    .put(...FIXTURES)
    .imports('badge-accounts.csv', 'badges.csv')
    .imports(...USERS)
}

interface Linked {
  /** The name of its row and the heading of its column; of a figure, its label. */
  name: string
  text: string
  /** Certifications, people, and rows, of those it leads to. */
  counts: number[]
}

type Part = ReturnType<typeof DomUtils.getElementsByTagName>[number]

const parts = (of: Part, name: string): Part[] => DomUtils.getElementsByTagName(name, of)
const cellsOf = (row: Part): string[] => DomUtils.getElementsByTagName((name) => name === 'th' || name === 'td', row).map(words)
const words = (part: Part): string => DomUtils.textContent(part)

/** What a part stands in, the nearest with that name. */
function within(part: Part, name: string): Part | undefined {
  for (let at: unknown = part.parent; at; at = (at as Part).parent) if ((at as Part).name === name) return at as Part
  return undefined
}

/** The links of a page that lead to some rows of a table. */
function linksOf(html: string): Linked[] {
  const page = parseDocument(html) as unknown as Part
  return parts(page, 'a')
    .filter(({ attribs }) => attribs['data-only'] !== undefined)
    .map((link): Linked => {
      const marks = (link.attribs['data-only'] ?? '').split(' ')
      const [table] = parts(page, 'table').filter(({ attribs }) => `#${attribs.id}` === link.attribs.href)
      const [headings = [], ...rows] = table ? parts(table, 'tr').map(cellsOf) : []
      const owns = table ? parts(table, 'tr').slice(1) : []
      const some = rows.filter((_, i) => marks.every((mark) => (owns[i]?.attribs['data-marks'] ?? '').split(' ').includes(mark)))
      const pairs = new Set(some.map((row) => `${row[0]}: ${row[headings.indexOf('Badge')]}`))
      return { name: nameOf(link), text: words(link), counts: [pairs.size, new Set(some.map((row) => row[0])).size, some.length] }
    })
}

function nameOf(link: Part): string {
  const [cell, row, table] = [within(link, 'td'), within(link, 'tr'), within(link, 'table')]
  if (!cell || !row || !table) return words(parts(within(link, 'div') ?? link, 'dt')[0] ?? link)
  const place = DomUtils.getChildren(row).indexOf(cell)
  return `${cellsOf(row)[0]}, ${cellsOf(parts(table, 'tr')[0] ?? row)[place]}`
}

describe('the rows behind each figure', () => {
  it.for([
    ['partner', 'Acme GmbH'],
    ['partner', 'Beta SAS'],
    ['partner', 'Acme GmbH', '--quarter', 'FY27-Q1'],
    ['region', 'EMEA'],
    ['region', 'Global', '--quarter', 'FY26-Q4'],
    ['region', 'Global', '--country', 'AT'],
  ])('are those that it counts: %s', (args) =>
    atDesk((at) => {
      const { stdout } = desk(at).phd('scorecard', ...args, '--format', 'html')
      const links = linksOf(stdout)
      expect(links.length).toBeGreaterThan(8)
      for (const { name, text, counts } of links) {
        const [pairs, people] = counts
        expect(counts[2], name).toBeGreaterThan(0)
        if (!/^[-+]?\d+$/.test(text) || /Change$/.test(name)) continue
        expect(/People$|, Certifications$/.test(name) ? people : pairs, `${name}: ${text}`).toBe(Number(text))
      }
    }),
  )

  it('are there for every figure of the quarter that is not 0', () =>
    atDesk((at) => {
      const names = linksOf(desk(at).phd('scorecard', 'region', 'EMEA', '--format', 'html').stdout).map(({ name }) => name)
      expect(names).toEqual(
        expect.arrayContaining([
          ...['Certifications held', 'People', 'Earned in FY27-Q4', 'Duo Wizard, Lapsed', 'Germany, Gained', 'Germany, Change'],
          ...['Austria, People', 'Acme GmbH, Lapsed', 'Acme GmbH, Earned', 'Beta SAS, Gained', 'Di Eng, Badges', 'All, FY26-Q1'],
        ]),
      )
    }))
})
