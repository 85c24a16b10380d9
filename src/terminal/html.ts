/** Text made safe for a page. It stands alone because only pages need the library. */

import { escapeUTF8 } from 'entities'
import { safeText } from './safe-text.ts'

/** Escapes markup, and shows characters that a reader could not see by their number. */
export function htmlText(value: string): string {
  return escapeUTF8(safeText(value))
}
