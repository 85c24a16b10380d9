import type { CsvRecord } from './csv.ts'
import { type InputFile, openStandardInput } from './input.ts'
import type { Layout } from './layout.ts'

/** A row of any file, with its line, or its row number as the spreadsheet shows it. */
export interface TableRow extends CsvRecord {
  /** Places of the cells in which the spreadsheet shows an error instead of a value. */
  errors?: readonly number[]
}

/** What the text of a file is known to hold, so that rows need not be searched where there is nothing to find. */
export interface TextTraits {
  controls: boolean
  /** Bidirectional marks and zero-width characters: kept, but said. */
  invisible: boolean
  /** Text that was encoded twice, as `MÃ¼ller`. */
  mojibake: boolean
}

/** A file whose table was found, whatever it came in. */
export interface TableSource {
  /** How the text is encoded, by the name the Encoding Standard gives it. */
  encoding: string
  /** Known of the rows read so far. */
  traits: TextTraits
  layout: Layout
  /** The rows from the beginning of the table's part of the file. Throws the refusals of reading it. */
  rows: () => Iterable<TableRow>
}

/** How a person wants a file read. */
export interface ReadOptions {
  encoding?: string | undefined
  delimiter?: string | undefined
  sheet?: string | undefined
  /** The encoding a file of a kind may have where it is not Unicode, by the settings. */
  encodings?: Readonly<Record<string, string>> | undefined
  /** Shows a person that standard input is read, which may take as long as another program likes. */
  showWait?: (<T>(work: () => Promise<T>) => Promise<T>) | undefined
}

/** What another program writes to standard input, once all of it is there. */
export function standardInput({ showWait }: ReadOptions): Promise<InputFile> {
  return showWait ? showWait(openStandardInput) : openStandardInput()
}

/** What any trait would need; text without it is not looked at again. */
const ANY_TRAIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009fÂÃâ\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/
export const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]/
export const MOJIBAKE = /Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|â€|Ã[ƒ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/

/** Adds to what is known of a text. */
export function note(traits: TextTraits, text: string): void {
  if (!ANY_TRAIT.test(text)) return
  traits.controls ||= CONTROLS.test(text)
  traits.invisible ||= INVISIBLE.test(text)
  traits.mojibake ||= MOJIBAKE.test(text)
}

/** The traits of a text of which nothing was read yet. */
export function noTraits(): TextTraits {
  return { controls: false, invisible: false, mojibake: false }
}
