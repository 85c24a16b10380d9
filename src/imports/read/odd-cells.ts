/** Why the text of a file cannot be read, shown by its cells, and the encoding that reads it. */

import { isUtf8 } from 'node:buffer'
import { failure, PhdError } from '../../errors.ts'
import { decoderOf, encodingNamed } from '../../records/encoding.ts'
import { readCsv } from './csv/csv.ts'
import { markOf, notIn } from './decode.ts'
import type { InputFile } from './input.ts'
import { findLayout, type LayoutOptions } from './layout.ts'

const SHOWN = 3
/** A cell is shown no longer than this. */
const WIDTH = 60
/** How far the first odd cells are looked for. */
const SEARCHED = 64 << 20

/** The refusal for a text file that is not what it is read as. `stated` is the encoding the file itself claims to have. */
export function badEncoding(
  file: InputFile,
  encoding: string,
  line: number,
  layoutOptions: LayoutOptions,
  stated: string | null,
): Error {
  if (encoding !== 'utf-8') return notIn(file.name, encoding, line)
  if (markOf(file.head) !== null) {
    const message = `${file.name}, line ${line}: not valid UTF-8, though the file begins with the mark of UTF-8: two encodings are mixed in it`
    return failure('bad_encoding', message, 'export it again as UTF-8', { line })
  }
  const likely = stated ?? 'windows-1252'
  const cells = oddCells(file, likely, layoutOptions)
  const shown = cells.map(({ place, text }) => `${place}: "${text}"`).join('; ')
  const name = stated ?? 'Windows-1252'
  return failure(
    'bad_encoding',
    `${file.name}, line ${line}: not valid UTF-8${shown === '' ? '' : `; read as ${name} it would be ${shown}`}`,
    { encoding: likely, by: shown === '' ? 'guess' : 'cells' },
    { line },
  )
}

interface OddCell {
  place: string
  text: string
}

/** The first cells that are not UTF-8, as they would read in the likely encoding; none where the cells are not known. */
function oddCells(file: InputFile, likely: string, options: LayoutOptions): OddCell[] {
  // Byte by byte, so that each cell gives back the bytes it was made of.
  const bytes = function* (): Generator<string, void, void> {
    let read = 0
    for (const chunk of file.chunks()) {
      yield chunk.toString('latin1')
      read += chunk.length
      if (read > SEARCHED) return
    }
  }
  const found: OddCell[] = []
  try {
    const head = file.head.toString('latin1')
    const { delimiter, headings } = layoutOf(file, head, options)
    for (const { fields, line } of readCsv(bytes(), delimiter, file.name)) {
      fields.forEach((cell, i) => {
        const raw = Buffer.from(cell, 'latin1')
        if (found.length >= SHOWN || isUtf8(raw)) return
        const heading = headings[i]?.trim()
        const text = decoderOf(encodingNamed(likely) ?? 'windows-1252', { strict: false }).decode(raw)
        found.push({ place: `line ${line}, ${heading ? heading : `column ${i + 1}`}`, text: around(text) })
      })
      if (found.length >= SHOWN) break
    }
  } catch (error) {
    if (!(error instanceof PhdError)) throw error
  }
  return found
}

function layoutOf(file: InputFile, head: string, options: LayoutOptions): { delimiter: string; headings: readonly string[] } {
  try {
    const { delimiter, headings } = findLayout(file.name, head, options)
    return { delimiter, headings: headings.every((heading) => isUtf8(Buffer.from(heading, 'latin1'))) ? headings : [] }
  } catch (error) {
    if (!(error instanceof PhdError)) throw error
    return { delimiter: ',', headings: [] }
  }
}

/** The part of a text that has its first letter beyond ASCII. */
function around(text: string): string {
  if (text.length <= WIDTH) return text
  const at = Math.max(0, text.search(/[^\u0000-\u007f]/) - WIDTH / 2)
  return `${at > 0 ? '…' : ''}${text.slice(at, at + WIDTH)}${at + WIDTH < text.length ? '…' : ''}`
}
