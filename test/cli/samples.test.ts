import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pageOf, REPORTS } from '../pages/reports.ts'
import { atDesk, root } from './phd.ts'

const folder = join(root, 'docs', 'samples')
const samples = REPORTS.filter(({ isSample }) => isSample)

describe('a sample in docs/samples', () => {
  it.each(samples)('is the page that phd makes: $name', (report) =>
    atDesk((desk) => {
      const path = join(folder, `${report.name}.html`)
      const html = pageOf(desk, report)
      if (process.env.UPDATE_GOLDEN) writeFileSync(path, html)
      else expect(html).toBe(readFileSync(path, 'utf8'))
    }),
  )

  it('is one of a report, and docs/pages-and-charts.md leads to it', () => {
    const names = samples.map(({ name }) => `${name}.html`)
    expect(readdirSync(folder).sort()).toEqual(names.sort())
    const page = readFileSync(join(root, 'docs', 'pages-and-charts.md'), 'utf8')
    expect(names.filter((name) => !page.includes(`(samples/${name})`))).toEqual([])
  })

  it('needs nothing from elsewhere, and takes less than 100 KB', () => {
    for (const { name } of samples) {
      const html = readFileSync(join(folder, `${name}.html`), 'utf8')
      expect(html.length).toBeLessThan(100_000)
      expect(html).not.toMatch(/(?:src|href)="(?!#)/)
    }
  })
})
