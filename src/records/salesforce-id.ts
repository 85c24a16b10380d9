/** Salesforce record ids: 15 case-sensitive characters, or the same 15 with a three-character check suffix. */

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

export type IdReading =
  | { ok: true; id: string }
  | { ok: false; reason: 'shape' | 'prefix' | 'suffix' | 'case_lost'; implied?: string }

/** The three check characters of a 15-character id: one a group of five, a bit for each capital. */
export function idSuffix(id15: string): string {
  let suffix = ''
  for (let group = 0; group < 15; group += 5) {
    let bits = 0
    for (let i = 0; i < 5; i++) {
      const code = id15.charCodeAt(group + i)
      if (code >= 65 && code <= 90) bits |= 1 << i
    }
    suffix += SUFFIX[bits]
  }
  return suffix
}

/**
 * Reads an id as a report (15 characters) or an API export (18) prints it and gives the 18-character form.
 * `prefix` is the object's key prefix (001 account, 005 user, 006 opportunity). Where only the case of the letters was
 * lost on the way, `implied` is the id that the suffix spells.
 */
export function readSalesforceId(text: string, prefix: string): IdReading {
  const value = text.trim()
  if (!/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(value)) return { ok: false, reason: 'shape' }
  if (!value.startsWith(prefix)) return { ok: false, reason: 'prefix' }
  const id15 = value.slice(0, 15)
  if (value.length === 15) return { ok: true, id: id15 + idSuffix(id15) }
  const suffix = value.slice(15)
  if (idSuffix(id15) === suffix) return { ok: true, id: value }
  // Letters of both cases have kept their case, so it is another letter that is wrong.
  const oneCase = value === value.toLowerCase() || value === value.toUpperCase()
  const implied = oneCase ? restoreCase(id15, suffix.toUpperCase()) : null
  return implied === null ? { ok: false, reason: 'suffix' } : { ok: false, reason: 'case_lost', implied }
}

/** The id with capitals where the suffix says, or null where the suffix puts one on a digit. */
function restoreCase(id15: string, suffix: string): string | null {
  let restored = ''
  for (let i = 0; i < 15; i++) {
    const bits = SUFFIX.indexOf(suffix[Math.floor(i / 5)] ?? '')
    const char = id15[i] ?? ''
    const capital = bits >= 0 && (bits & (1 << (i % 5))) !== 0
    if (bits < 0 || (capital && !/[A-Za-z]/.test(char))) return null
    restored += capital ? char.toUpperCase() : char.toLowerCase()
  }
  return restored + suffix
}
