/** What keys of several fields are made of: see `key` of a {@link Kind}. */

import { copyText } from './copy-text.ts'
import { foldName } from './name.ts'

/** Between the parts of a key: no cell that may be in one has it. */
export const KEY_MARK = '\u001f'

/** A code as it is compared: case, and spaces, hyphens and underlines for one another, mean nothing ("Mid-Market_AMER" is "MID MARKET-amer"). */
export function foldCode(code: string): string {
  const folded = FOLDED.get(code)
  if (folded !== undefined) return folded
  const made = foldedCode(code)
  if (FOLDED.size < REMEMBERED) FOLDED.set(copyText(code), made)
  return made
}

/** A file says the same few codes over and over. */
const FOLDED = new Map<string, string>()
const REMEMBERED = 256

function foldedCode(code: string): string {
  return code
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\u001f\u2010-\u2015-]+/g, '-')
    .replace(/^-/, '')
    .replace(/-$/, '')
}

/** An email address as it is compared: case means nothing; empty for none. */
export function foldAddress(address: string | null): string {
  return address?.trim().toLowerCase() ?? ''
}

/** The account a row belongs to: by its id, else by its folded name; null where it has neither. */
export function foldPartner(accountId: string | null, name: string | null): string | null {
  return accountId ?? (name === null ? null : foldName(name).folded)
}

/** The parts of a key, joined; null where one of them is not there. */
export function joinKey(...parts: readonly (string | null)[]): string | null {
  return parts.includes(null) ? null : parts.join(KEY_MARK)
}
