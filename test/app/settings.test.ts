/** The settings are declared once; what follows from that is held here. */

import { expect, it } from 'vitest'
import { readPage, refreshed } from '../../scripts/docs.ts'

it('the page on settings has the table of the declared ones', () => {
  const page = readPage('docs/settings.md')
  expect(page).toBe(refreshed('docs/settings.md'))
  const changed = page.replace('`PHD_MAX_AGE`', '`PHD_AGE`')
  expect(changed).not.toBe(page)
  expect(refreshed('docs/settings.md', changed)).toBe(page)
})
