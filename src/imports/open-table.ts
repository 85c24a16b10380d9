import { refusal } from '../errors.ts'
import { refuseOtherContainers } from './container.ts'
import { type DecodedFile, decodeFile } from './decode.ts'
import { type InputFile, openInput } from './input.ts'
import { findLayout, type Layout, type LayoutOptions } from './layout.ts'

/** The headings stand within so many characters. */
const HEAD = 1 << 16

/** A file whose table was found; the caller closes it. */
export interface OpenTable {
  file: InputFile
  decoded: DecodedFile
  layout: Layout
}

/** A file and the first part of its text; the caller closes it. */
type OpenText = Omit<OpenTable, 'layout'> & { head: string }

/** Opens a file and finds the table in it. Throws the refusals of every step; then the file is closed again. */
export function openTable(path: string, encoding: string | undefined, options: LayoutOptions): OpenTable {
  const { file, decoded, head } = openText(path, encoding)
  try {
    return { file, decoded, layout: findLayout(file.name, head, options) }
  } catch (error) {
    file.close()
    throw error
  }
}

/** Opens a file of whatever headings. Throws the refusals of opening and decoding it; then the file is closed again. */
export function openText(path: string, encoding: string | undefined): OpenText {
  const file = openInput(path)
  try {
    refuseOtherContainers(file)
    const decoded = decodeFile(file, encoding)
    const head = firstText(decoded)
    if (head.trim() === '') {
      throw refusal('no_heading', `${file.name} has nothing but blank lines: no headings and no data`, 'export it again')
    }
    return { file, decoded, head }
  } catch (error) {
    file.close()
    throw error
  }
}

/** Enough text to find the headings in. */
function firstText(decoded: DecodedFile): string {
  let text = ''
  for (const part of decoded.text()) {
    text += part
    if (text.length >= HEAD) break
  }
  return text
}
