/** A digest as a file. */

import type { Digest } from '../../agenda/digest.ts'
import { FILE_PAPER, outFormat } from '../../app/pages/out-file.ts'
import { type Format, pieces } from '../../terminal/print.ts'
import { digestView } from './digest-view.ts'

const ENDINGS: Readonly<Record<string, Format>> = {
  html: 'html',
  md: 'md',
  json: 'json',
  ndjson: 'ndjson',
  csv: 'csv',
  txt: 'table',
}

/** The format of a file by its ending. Throws a usage error. */
export function digestFormat(file: string): Format {
  return outFormat(file, ENDINGS)
}

/** What a digest is in a format, whole lines for a file, in pieces. */
export function digestPieces(digest: Digest, format: Format): Iterable<string> {
  return pieces(format, digestView(digest, FILE_PAPER))
}
