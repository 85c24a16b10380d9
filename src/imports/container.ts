import { refusal } from '../errors.ts'
import type { InputFile } from './input.ts'

/** Files that a download may turn out to be, by their first bytes. */
const BINARY: ReadonlyArray<[bytes: readonly number[], code: string, what: string, hint: string]> = [
  [[0x50, 0x4b, 0x03, 0x04], 'zip', 'a zip or Excel workbook (.xlsx)', 'open it in the spreadsheet and save it as "CSV UTF-8"'],
  [[0x1f, 0x8b], 'gzip', 'a gzip archive', 'unpack it, then import what is inside'],
  [[0x25, 0x50, 0x44, 0x46], 'pdf', 'a PDF document', 'export the report as CSV'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'xls', 'an old Excel workbook (.xls)', 'open it in the spreadsheet and save it as "CSV UTF-8"'],
]

/** Refuses, by content, what is no table of separated values, whatever its name says. */
export function refuseOtherContainers(file: InputFile): void {
  for (const [bytes, code, what, hint] of BINARY) {
    if (bytes.every((byte, i) => file.head[i] === byte))
      throw refusal('not_csv', `${file.name} is ${what}, not CSV`, hint, { container: code })
  }
  const start = file.head
    .subarray(0, 512)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (/^<(?:!doctype|html|head|body|table|\?xml|[a-z!])/i.test(start)) {
    throw refusal(
      'not_csv',
      `${file.name} is a web page or XML, not CSV`,
      'a log-in page is saved when the session has ended: log in, then export again',
      { container: 'html' },
    )
  }
  if (/^(?:\{\s*["}]|\[\s*(?:[{["\d\]]|true|false|null))/.test(start)) {
    throw refusal('not_csv', `${file.name} is JSON, not CSV`, 'export the report as CSV', { container: 'json' })
  }
}
