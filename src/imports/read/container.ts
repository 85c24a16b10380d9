import { failure } from '../../errors.ts'
import { unmarkedUtf16 } from './decode.ts'
import type { InputFile } from './input.ts'

/** What a file is by its first bytes, whatever its name says. */
export type Container = 'text' | 'zip' | 'html' | 'spreadsheetml'

const SAVE_AS = 'open it in the spreadsheet and save it as .xlsx or "CSV UTF-8"'

const BINARY: ReadonlyArray<[bytes: readonly number[], code: string, what: string, hint: string]> = [
  [[0x1f, 0x8b], 'gzip', 'a gzip archive', 'unpack it, then import what is inside'],
  [[0x25, 0x50, 0x44, 0x46], 'pdf', 'a PDF document', 'export the report as CSV'],
]
const ZIP: readonly number[] = [0x50, 0x4b, 0x03, 0x04]
const EMPTY_ZIP: readonly number[] = [0x50, 0x4b, 0x05, 0x06]
const OLE: readonly number[] = [0xd0, 0xcf, 0x11, 0xe0]

/** Finds out by content what a file is. Throws the refusal `not_csv` for what holds no table, and `encrypted`. */
export function containerOf(file: InputFile): Container {
  const { head } = file
  const begins = (bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte)
  if (begins(ZIP) || begins(EMPTY_ZIP)) return 'zip'
  if (begins(OLE)) throw oldWorkbook(file)
  for (const [bytes, code, what, hint] of BINARY) {
    if (begins(bytes)) throw failure('not_csv', `${file.name} is ${what}, not a table`, hint, { container: code })
  }
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  const wide = isWide ? new TextDecoder(head[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(head.subarray(0, 8192)) : null
  const start = (wide ?? head.subarray(0, 4096).toString('latin1').replace(/^ï»¿/, '')).trimStart()
  if (/^<\?xml|^<(?:\w{1,10}:)?workbook\b/i.test(start)) {
    if (start.includes('urn:schemas-microsoft-com:office:spreadsheet')) return 'spreadsheetml'
    if (!/<(?:html|table)\b/i.test(start)) {
      throw failure('not_csv', `${file.name} is XML, but not that of a spreadsheet`, 'export the report as CSV', {
        container: 'xml',
      })
    }
  }
  if (/^<(?:!|\?|[a-z])/i.test(start)) return 'html'
  if (/^(?:\{\s*["}]|\[\s*(?:[{["\d\]]|true|false|null))/.test(start)) {
    throw failure('not_csv', `${file.name} is JSON, not a table`, 'export the report as CSV', { container: 'json' })
  }
  if (wide === null && isBinary(head)) {
    throw failure('not_csv', `${file.name} is not text or a workbook`, undefined, { container: 'binary' })
  }
  return 'text'
}

/** Characters that no text of an export is made of, whatever its encoding; an escape begins a word of ISO-2022-JP. */
const CONTROLS = /[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]/g

/** A tenth or more of pictures, programs and packed data are such characters; UTF-16 has every other byte zero, and is recognized elsewhere. */
function isBinary(head: Buffer): boolean {
  const sample = head.subarray(0, 4096)
  const odd = sample.toString('latin1').match(CONTROLS)?.length ?? 0
  return odd >= 4 && odd > sample.length / 20 && unmarkedUtf16(sample) === null
}

/** The refusal for a file that needs a password. */
export function encrypted(file: Pick<InputFile, 'name'>): Error {
  return failure(
    'encrypted',
    `${file.name} is protected with a password`,
    'open it in the spreadsheet, remove the password, and save it as .xlsx or "CSV UTF-8"',
  )
}

/** A workbook with a password comes in the same container as one of the years before 2007. */
function oldWorkbook(file: InputFile): Error {
  const mark = Buffer.from('EncryptedPackage', 'utf16le')
  let rest: Buffer = Buffer.alloc(0)
  for (const chunk of file.chunks()) {
    const text = Buffer.concat([rest, chunk])
    if (text.includes(mark)) return encrypted(file)
    rest = Buffer.from(text.subarray(-mark.length))
  }
  return failure('not_csv', `${file.name} is an old Excel workbook (.xls)`, SAVE_AS, { container: 'xls' })
}

/** Refuses an archive that is not an .xlsx workbook, naming what it is or holds; `names`: of its parts. */
export function refuseOtherArchives(file: InputFile, names: readonly string[]): void {
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name))
  const refuse = (what: string, hint: string, container: string): Error =>
    failure('not_csv', `${file.name} is ${what}`, hint, { container })
  if (has(/^xl\/workbook\.bin$/)) throw refuse('an Excel binary workbook (.xlsb)', SAVE_AS, 'xlsb')
  if (has(/^xl\/.*\.xml$/) && has(/^\[Content_Types\]\.xml$/)) return
  if (has(/^Index\/|^Index\.zip$|\.iwa$/)) {
    throw refuse('a Numbers document', 'in Numbers, choose File, Export To, CSV, with the encoding Unicode (UTF-8)', 'numbers')
  }
  if (has(/^mimetype$/) && has(/^content\.xml$/)) throw refuse('an OpenDocument file (.ods)', SAVE_AS, 'ods')
  if (has(/^word\/|^ppt\//)) throw refuse('an Office document without a table', 'export the report as CSV', 'office')
  const files = names.filter((name) => !name.endsWith('/') && !name.startsWith('__MACOSX/'))
  const inside =
    files.length === 0
      ? 'nothing inside'
      : `${files.slice(0, 5).join(', ')}${files.length > 5 ? ` and ${files.length - 5} more` : ''} inside`
  throw refuse(`a zip archive with ${inside}`, 'unpack it, then import what is inside', 'zip')
}

/** The refusal for text in UTF-16 that does not say so. */
export function unmarked(file: InputFile, encoding: string): Error {
  return failure(
    'bad_encoding',
    `${file.name} looks like UTF-16, but has no byte order mark`,
    { encoding, by: 'zeros' },
    { encoding },
  )
}
