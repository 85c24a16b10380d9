import { join } from 'node:path'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawChart } from '../../src/terminal/charts/draw.ts'
import type { Page } from '../../src/terminal/page.ts'
import { atDesk } from '../cli/phd.ts'
import { htmlPage } from '../terminal/html-page.ts'
import { CHROMIUM, HAS_TO_RUN, opened, PICTURES, startBrowser, wrongWith } from './browser.ts'
import { HOSTILE } from './hostile.ts'
import { sheetsOf } from './on-paper.ts'
import { pageOf, REPORTS } from './reports.ts'

const isLookedAt = CHROMIUM !== null || HAS_TO_RUN
if (!isLookedAt) process.stderr.write('pages are not looked at: no Chromium on this machine (apt-get install chromium)\n')

const SORTED: Page = {
  title: 'Sorted',
  parts: [
    {
      ...{ kind: 'table', id: 'rows', caption: 'Rows' },
      headings: ['Name', { text: 'Amount', isNumber: true }, 'Day'],
      rows: [
        ['row 10', { text: 'USD 9,007,199,254,740,993.00', number: '9007199254740993.00' }, '2026-10-01'],
        ['row 9', 'not known', '2026-09-01'],
        ['Row 1', { text: 'USD -0.50', number: '-0.50' }, '2025-12-31'],
        ['row 2', { text: 'USD 9,007,199,254,740,992', number: '9007199254740992' }, ''],
        ['row 3', { text: 'EUR 100.25', number: '100.25' }, '2026-01-31'],
      ],
    },
  ],
}

describe.runIf(isLookedAt)('a page in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
  })

  it('can be read by everyone in light, dark, narrow and on paper, and fetches nothing, whatever names it has', async () => {
    expect(await wrongWith(browser, 'hostile', htmlPage(HOSTILE, drawChart))).toEqual([])
  })

  it.each(REPORTS)('of phd $name too', (report) =>
    atDesk(async (desk) => {
      const html = pageOf(desk, report)
      expect(html).toContain('</html>')
      expect(await wrongWith(browser, report.name, html)).toEqual([])
    }),
  )

  it.each([
    ['A4', 'with its script', true],
    ['Letter', 'without it', false],
  ] as const)('has every row and chart whole on %s %s, also what is folded', async (format, _, hasScript) => {
    const { tab } = await opened(browser, 'paper', htmlPage(HOSTILE, drawChart), hasScript)
    const { texts, outside } = await sheetsOf(await tab.pdf({ format, path: join(PICTURES, `hostile-${format}.pdf`) }))
    expect(outside).toEqual([])
    const isOnOne = (...words: string[]): boolean => texts.some((text) => words.every((word) => text.includes(word)))
    for (let i = 0; i < 24; i++)
      expect({ row: i + 1, isWhole: isOnOne(`Row${i + 1}of`, `show${1000 + i}`) }).toEqual({ row: i + 1, isWhole: true })
    for (let i = 0; i < 48; i++) expect(isOnOne(`FoldedRow${i + 1}of`, `show${1000 + i}`)).toBe(true)
    expect(isOnOne('Heldbyquarter(people)', 'Notknown:Sales,FY26-Q1')).toBe(true)
    expect(isOnOne('Dealsbyquarter(deals)', 'Notknown:Won,FY26-Q3')).toBe(true)
    expect(isOnOne('Wonbyrole(USD)', 'Notknown:Resale,FY27-Q2')).toBe(true)
    // Each sheet with rows of a table has its headings.
    const withRows = texts.filter((text) => /Row\d+of/.test(text))
    // How many there are depends on the fonts of the machine.
    expect(withRows.length).toBeGreaterThan(1)
    expect(withRows.filter((text) => !/Name(?:NetARR|Amount)/.test(text))).toEqual([])
    await tab.close()
  })

  it('sorts by keyboard: numbers by exact value, days, text; what has no value stays last', async () => {
    const { tab, errors } = await opened(browser, 'sorted', htmlPage(SORTED))
    const names = (): Promise<unknown> =>
      tab.evaluate('[...document.querySelectorAll("tbody th")].map((cell) => cell.textContent)')
    const states = (): Promise<unknown> => tab.evaluate('[...document.querySelectorAll("thead th")].map((cell) => cell.ariaSort)')
    const focused = (): Promise<unknown> => tab.evaluate('document.activeElement.textContent')
    const tabTo = async (text: string): Promise<void> => {
      for (let i = 0; i < 9 && (await focused()) !== text; i++) await tab.keyboard.press('Tab')
      expect(await focused()).toBe(text)
    }
    await tab.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to Rows')
    await tabTo('Amount')
    await tab.keyboard.press('Enter')
    expect(await names()).toEqual(['Row 1', 'row 3', 'row 2', 'row 10', 'row 9'])
    expect(await states()).toEqual([null, 'ascending', null])
    await tab.keyboard.press('Space')
    expect(await names()).toEqual(['row 10', 'row 2', 'row 3', 'Row 1', 'row 9'])
    await tabTo('Day')
    await tab.keyboard.press('Enter')
    expect(await names()).toEqual(['Row 1', 'row 3', 'row 9', 'row 10', 'row 2'])
    expect(await states()).toEqual([null, null, 'ascending'])
    await tab.keyboard.down('Shift')
    await tabTo('Name')
    await tab.keyboard.up('Shift')
    await tab.keyboard.press('Enter')
    expect(await names()).toEqual(['Row 1', 'row 2', 'row 3', 'row 9', 'row 10'])
    expect(errors).toEqual([])
    await tab.close()
  })

  it('is whole without its script, and opens the rows that a figure leads to', async () => {
    const without = await opened(browser, 'without', htmlPage(HOSTILE, drawChart), false)
    expect(await without.tab.$$eval('button', (all) => all.length)).toBe(0)
    expect(await without.tab.$$eval('#part-10-rows-behind tbody tr, table tbody tr', (all) => all.length)).toBeGreaterThan(72)
    await without.tab.close()
    const { tab } = await opened(browser, 'with', htmlPage(HOSTILE, drawChart))
    const isOpen = (): Promise<unknown> =>
      tab.evaluate('[...document.querySelectorAll("details")].map((box) => box.open).filter(Boolean).length')
    expect(await isOpen()).toBe(0)
    await tab.click('.figures a')
    expect(await isOpen()).toBe(1)
    await tab.close()
  })

  it('shows the rows that a figure leads to, all of them when asked, and all of them on paper', async () => {
    const rows = ['Ann', 'Bo', 'Cy'].map((name, i) => [name, String(i)])
    const page: Page = {
      title: 'Rows',
      parts: [
        { kind: 'figures', figures: [{ label: 'Held', value: '2', change: '', href: 'rows', only: ['h'] }] },
        {
          ...{ kind: 'table', id: 'badges', caption: 'Badges', headings: ['Badge', { text: 'Gained', isNumber: true }] },
          rows: [['PSE', { text: '1', number: '1', href: 'rows', only: ['h', 'g'] }]],
        },
        {
          ...{ kind: 'table', id: 'rows', caption: 'Rows', headings: ['Person', 'Row'], rows, isFolded: true },
          marks: [['h'], ['h', 'g'], ['l']],
        },
      ],
    }
    const { tab, errors } = await opened(browser, 'some-rows', htmlPage(page))
    const seen = (): Promise<unknown> =>
      tab.evaluate(
        '[...document.querySelectorAll("details tbody tr")].filter((row) => row.checkVisibility()).map((row) => row.cells[0].textContent)',
      )
    expect(await seen()).toEqual([])
    await tab.click('.figures a')
    expect(await seen()).toEqual(['Ann', 'Bo'])
    expect(await tab.$eval('[role=status]', (note) => note.textContent)).toBe('Held: 2 of 3 rows Show all')
    await tab.click('td a')
    expect(await seen()).toEqual(['Bo'])
    expect(await tab.$eval('[role=status]', (note) => note.textContent)).toBe('PSE, Gained: 1 of 3 rows Show all')
    await tab.emulateMediaType('print')
    expect(await seen()).toEqual(['Ann', 'Bo', 'Cy'])
    await tab.emulateMediaType('screen')
    await tab.click('[role=status] button')
    expect(await seen()).toEqual(['Ann', 'Bo', 'Cy'])
    expect(errors).toEqual([])
    await tab.close()
  })

  it('runs no script but its own', async () => {
    const html = htmlPage(HOSTILE, drawChart).replace(
      '</main>',
      '<script>document.title = "taken"</script><img src="http://127.0.0.1:9/x"></main>',
    )
    const { tab, errors } = await opened(browser, 'taken', html)
    expect(await tab.title()).not.toBe('taken')
    expect(errors.join()).toMatch(/Content Security Policy/)
    await tab.close()
  })
})
