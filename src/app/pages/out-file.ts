/** A page or a report as a file, in the format that its ending names. */

import { usageError } from '../../errors.ts'
import { type Content, checkFree, writeWhole } from '../../files/write-file.ts'
import type { Io } from '../../terminal/io.ts'
import type { Context } from '../context.ts'
import { givenValue } from '../option-values.ts'

/** What a page is written on when it goes to a file: as wide as its lines, without color. */
export const FILE_PAPER: Pick<Io, 'columns' | 'prose' | 'style'> = {
  columns: Number.POSITIVE_INFINITY,
  prose: (text) => text,
  style: (_style, text) => text,
}

/** The format of the file of --out by its ending, one of `endings`. Throws a usage error that names them. */
export function outFormat<Known extends string>(file: string, endings: Readonly<Record<string, Known>>): Known {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? ''
  const format = Object.hasOwn(endings, ending) ? endings[ending] : undefined
  if (format !== undefined) return format
  throw usageError(
    `--out ${file} has no known ending`,
    `end it with ${Object.keys(endings)
      .map((each) => `.${each}`)
      .join(', ')}`,
  )
}

/** Throws `file_exists`, `cannot_write` or `not_a_file` before anything is written. */
export function checkOut(file: string, overwrite: boolean): void {
  checkFree(file, overwrite)
}

/** Writes the file whole or not at all, and notes it; in a dry run it only notes it. Throws what {@link writeWhole} refuses. */
export function writeOut(
  { io, dryRun }: Pick<Context, 'io' | 'dryRun'>,
  file: string,
  content: Content,
  options: { overwrite: boolean },
): void {
  if (dryRun) {
    io.note(`would write ${file}`)
    return
  }
  writeWhole(file, content, options)
  io.note(`wrote ${file}`)
}

/** The folder of an option; the name of a file is refused, which would become a folder by mistake. Throws usage errors. */
export function givenFolder(option: string, value: string | undefined): string | undefined {
  const folder = givenValue(option, value)
  if (folder !== undefined && /\.(?:html?|md|csv|json|ndjson|xlsx|txt)$/i.test(folder))
    throw usageError(`${option} ${folder} looks like a file; with --all it is a folder`, `name a folder, as ${option} pages`)
  return folder
}
