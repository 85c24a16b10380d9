/** Values of a row as each format has them. */

import type { Cell } from '../../store/store.ts'

/** Names that occur once each: the second `id` is `id_2`. */
export function keptApart(names: readonly string[]): string[] {
  const taken = new Set(names)
  const used = new Set<string>()
  return names.map((name) => {
    let own = name
    for (let number = 2; used.has(own); number++) {
      const numbered = `${name}_${number}`
      if (!taken.has(numbered)) own = numbered
    }
    used.add(own)
    return own
  })
}

/** In JSON: bytes as hexadecimal digits; as text too what a number of JSON cannot hold, so that no digit is lost. */
export function jsonCell(cell: Cell): string | number | null {
  if (typeof cell === 'bigint') return String(cell)
  if (cell instanceof Uint8Array) return hex(cell)
  return typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell
}

/** As text; null where there is no value. */
export function textCell(cell: Cell): string | null {
  if (cell === null) return null
  return cell instanceof Uint8Array ? hex(cell) : String(cell)
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
