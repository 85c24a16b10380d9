/** Whatever cites the handbook names its page and heading letter by letter, so that a person finds it. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fixtures, root } from '../cli/phd.ts'

const { pages } = JSON.parse(readFileSync(join(fixtures, 'handbook', 'headings.json'), 'utf8')) as {
  pages: Record<string, string[]>
}
/** Older pages, which only versions before 2023 cite. */
const OLDER = ['Channel Operations', 'Channel Programs Operations']

interface Citation {
  page: string
  section: string
}

function citationsIn(value: unknown): Citation[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'page' in value && 'section' in value ? [value as Citation] : []
  return [...own, ...Object.values(value).flatMap(citationsIn)]
}

const files = readdirSync(join(root, 'data'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'))

it.each(files)('data/%s cites headings that there are', (file) => {
  const citations = citationsIn(JSON.parse(readFileSync(join(root, 'data', file), 'utf8')))
  const wrong = citations.filter(({ page, section }) => !OLDER.includes(page) && !pages[page]?.includes(section))
  expect(wrong).toEqual([])
})
