import type { CsvRecord } from './csv/csv.ts'
import { type InputFile, openStandardInput } from './input.ts'
import type { Layout } from './layout.ts'
import type { TextTraits } from './traits.ts'

/** A row of any file, with its line, or its row number as the spreadsheet shows it. */
export interface TableRow extends CsvRecord {
  /** Places of the cells in which the spreadsheet shows an error instead of a value. */
  errors?: readonly number[]
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
