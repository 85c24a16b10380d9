import type { Context } from '../../app/context.ts'
import { typedAs } from '../../app/failures.ts'
import { givenValue } from '../../app/option-values.ts'
import { readOptions } from '../../app/read-options.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { checkFree, writeWhole } from '../../files/write-file.ts'
import type { Kind } from '../../records/kind.ts'
import { print } from '../../terminal/print.ts'
import { safeJson } from '../../terminal/safe-text.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { type ImportFlags, importCommand } from './command-line.ts'
import { mapNotes, writtenMapView } from './map-view.ts'

/** Prints or writes a mapping for a file, whatever its headings. No database is opened. */
export async function suggestMapping(
  context: Context,
  flags: ImportFlags,
  kinds: readonly Kind[],
  [path, ...others]: readonly string[],
): Promise<ExitCode> {
  if (!path || others.length > 0) throw usageError('--suggest-map takes one file', 'make a map for each report')
  if (flags.map !== undefined) throw usageError('--suggest-map cannot be combined with --map', 'remove one of them')
  const { suggestMap } = await import('../../imports/mapping.ts')
  const { openFirstRows } = await import('../../imports/read/open-table.ts')
  const out = givenValue('--out', flags.out)
  const reading = await readOptions(context, flags)
  const { name, readings } = await typedAs(
    (option) => importCommand({ ...flags, suggestMap: true }, option, path),
    () => openFirstRows(path, reading),
  )
  const { encoding, dateOrder, decimal, force = false } = flags
  const next = `phd import --map ${out === undefined ? '<file>' : shellWord(out)} ${shellWord(path)}`
  const { map, missing } = suggestMap(name, readings, kinds)
  const saved = { ...map, encoding, dateOrder, decimal }
  if (out === undefined) context.io.result(`${safeJson(saved, context.format === 'ndjson' ? undefined : 2)}\n`)
  else {
    if (context.dryRun) checkFree(out, force)
    else writeWhole(out, `${safeJson(saved, 2)}\n`, { overwrite: force })
    print(context.io, context.format, writtenMapView(saved, out, context.dryRun))
  }
  for (const note of mapNotes(saved, missing, next)) context.io.note(`note: ${note}`)
  return ExitCode.yes
}
