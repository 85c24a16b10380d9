/** How text is encoded, by the Encoding Standard. Node’s own decoders lack half of the Korean syllables and a quarter of Big5. */

type Decoder = Pick<InstanceType<typeof TextDecoder>, 'decode' | 'encoding'>
type Tables = typeof import('./packages/encoding.ts')

/** What Node reads rightly, without tables. */
const WITHOUT_TABLES: ReadonlySet<string> = new Set(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])

let tables: Tables | null = null

/** Reads the tables, without which only Unicode and Windows-1252 are known. */
export async function loadEncodings(): Promise<void> {
  tables ??= await import('./packages/encoding.ts')
}

/**
 * The name of an encoding in the Encoding Standard, by any of its names or one that mail programs write; null where it is not one
 * that can be read. The tables must have been loaded.
 */
export function encodingNamed(label: string): string | null {
  const wanted = label.trim().toLowerCase()
  if (WITHOUT_TABLES.has(wanted)) return wanted
  if (tables === null) throw new Error('the encodings are not loaded')
  const name = tables.normalizeEncoding(wanted) ?? tables.normalizeEncoding(otherName(wanted))
  // What the standard reads as nothing at all.
  return name === 'replacement' || name === 'x-user-defined' ? null : name
}

/** Code pages by number, in all the ways to write them, and names that only mail programs use. */
function otherName(label: string): string {
  const bare = label.replace(/^(?:x-ms-|x-|cs)/, '').replaceAll(/[\s._-]/g, '')
  const page = /^(?:cp|windows|ms|ibm)(\d{3,5})$/.exec(bare)?.[1]
  return (page === undefined ? NAMES.get(bare) : PAGES.get(page)) ?? (page === undefined ? bare : `windows-${page}`)
}

const PAGES: ReadonlyMap<string, string> = new Map([
  ['932', 'shift_jis'],
  ['936', 'gbk'],
  ['949', 'euc-kr'],
  ['950', 'big5'],
  ['20932', 'euc-jp'],
  ['50220', 'iso-2022-jp'],
  ['50221', 'iso-2022-jp'],
  ['51932', 'euc-jp'],
  ['51949', 'euc-kr'],
  ['54936', 'gb18030'],
  ['65001', 'utf-8'],
])
const NAMES: ReadonlyMap<string, string> = new Map([
  ['eucjp', 'euc-jp'],
  ['euckr', 'euc-kr'],
  ['iso2022jp', 'iso-2022-jp'],
  ['iso88598e', 'iso-8859-8'],
  ['iso88598i', 'iso-8859-8-i'],
  ['mskanji', 'shift_jis'],
  ['shiftjis', 'shift_jis'],
  ['uhc', 'euc-kr'],
])

/** A decoder of an encoding of the standard; a strict one throws at bytes that are not in it. */
export function decoderOf(encoding: string, { strict }: { strict: boolean }): Decoder {
  if (WITHOUT_TABLES.has(encoding)) return new TextDecoder(encoding, { fatal: strict })
  if (tables === null) throw new Error('the encodings are not loaded')
  return new tables.TextDecoder(encoding, { fatal: strict })
}
