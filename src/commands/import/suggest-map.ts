import { givenValue } from '../../app/command.ts'
import type { Context } from '../../app/context.ts'
import { typedAs } from '../../app/failures.ts'
import { readOptions } from '../../app/read-options.ts'
import { ExitCode, usageError } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import type { ImportFlags } from './command.ts'
import { importCommand } from './command-line.ts'
import { printSuggestedMap } from './import-view.ts'

/** Prints or writes a mapping for a file, whatever its headings. No database is opened. */
export async function suggestMapping(
  context: Context,
  flags: ImportFlags,
  kinds: readonly Kind[],
  [path, ...others]: readonly string[],
): Promise<ExitCode> {
  if (!path || others.length > 0) throw usageError('--suggest-map takes one file', 'make a map for each report')
  if (flags.map !== undefined) throw usageError('--suggest-map does not go with --map', 'leave out one of them')
  const { suggestMap } = await import('../../imports/mapping.ts')
  const { openFirstRows } = await import('../../imports/read/open-table.ts')
  const out = givenValue('--out', flags.out)
  const reading = await readOptions(context, flags)
  const { name, readings } = await typedAs(
    (option) => importCommand({ ...flags, suggestMap: true }, option, path),
    () => openFirstRows(path, reading),
  )
  const { encoding, dateOrder } = flags
  const next = `phd import --map ${out === undefined ? '<file>' : shellWord(out)} ${shellWord(path)}`
  const { map, missing } = suggestMap(name, readings, kinds)
  printSuggestedMap(context, { ...map, encoding, dateOrder }, missing, { next, out, force: flags.force ?? false })
  return ExitCode.yes
}
