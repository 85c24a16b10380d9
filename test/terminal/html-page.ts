import { type DrawChart, htmlPieces } from '../../src/terminal/html.ts'
import type { Page } from '../../src/terminal/page.ts'

/** A whole page as one text. */
export function htmlPage(page: Page, draw?: DrawChart): string {
  return [...htmlPieces(page, draw)].join('')
}
