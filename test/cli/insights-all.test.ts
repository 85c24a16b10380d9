/** Insights of all partners: one stream, or a folder of pages with an index. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { atDesk } from './phd.ts'

it('gives for each partner what its own command gives, in a stream and as pages with an index', () =>
  atDesk((desk) => {
    const lists = readdirSync(join(import.meta.dirname, '..', '..', 'fixtures', 'insights')).filter((file) =>
      file.endsWith('.csv'),
    )
    desk.put(...lists.map((file) => `insights/${file}`)).phd('import', ...lists)
    const cards = desk
      .phd('insights', '--all', '--format', 'ndjson')
      .stdout.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(cards.length).toBeGreaterThan(0)
    for (const card of cards) expect(card).toEqual(desk.json('insights', card.partner.id))
    expect(desk.phd('insights', '--all', '--out', 'pages').stdout).toContain(`${cards.length} page`)
    const files = readdirSync(join(desk.folder, 'pages'))
    const index = desk.read('pages/index.html')
    expect(index).toContain('review-opportunities.csv')
    for (const { partner } of cards) {
      const file = files.find((each) => each.endsWith(`-${partner.id.toLowerCase()}.html`)) ?? ''
      expect(index).toContain(`href="${file}"`)
      const page = desk.read(`pages/${file}`).replace('<meta name="generator" content="phd insights">\n', '')
      expect(page).toBe(desk.phd('insights', partner.id, '--format', 'html').stdout)
    }
    expect(desk.phd('insights', 'Acme', '--all').code).toBe(2)
  }))
