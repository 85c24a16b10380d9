/** A digest as a file. */

import type { Digest } from '../../agenda/digest.ts'
import type { Context } from '../../app/context.ts'
import { usageError } from '../../errors.ts'
import { checkFree, writeWhole } from '../../files/write-file.ts'
import { type Format, textIn } from '../../terminal/print.ts'
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
export function outFormat(file: string): Format {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? ''
  const format = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined
  if (format) return format
  throw usageError(
    `--out ${file} has no known ending`,
    `end it with ${Object.keys(ENDINGS)
      .map((each) => `.${each}`)
      .join(', ')}`,
  )
}

/** Throws `file_exists`, `cannot_write` before anything is written. */
export function checkOut(file: string, overwrite: boolean): void {
  checkFree(file, overwrite)
}

/** What a digest is in a format, whole lines for a file. */
export function digestText(digest: Digest, format: Format): string {
  const plain = { columns: Number.POSITIVE_INFINITY, prose: (text: string) => text, style: (_: unknown, text: string) => text }
  return textIn(format, digestView(digest, plain))
}

/** Writes a digest to a file, and notes it. Throws what {@link writeWhole} refuses. */
export function writeDigest(
  { io, dryRun }: Pick<Context, 'io' | 'dryRun'>,
  digest: Digest,
  { out, format, overwrite }: { out: string; format: Format; overwrite: boolean },
): void {
  if (dryRun) {
    io.note(`would write ${out}`)
    return
  }
  writeWhole(out, digestText(digest, format), { overwrite })
  io.note(`wrote ${out}`)
}
