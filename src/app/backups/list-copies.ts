import { ExitCode, failure } from '../../errors.ts'
import type { KeptDatabase } from '../../files/kept-databases.ts'
import { print } from '../../terminal/print.ts'
import type { Context } from '../context.ts'
import { fileOf } from '../database.ts'
import { copiesView } from './copies-view.ts'
import { copyWord } from './find-copy.ts'

/** Prints every copy that the database can be restored from, newest first. */
export async function printCopies(
  context: Context,
  copies: ReadonlyArray<KeptDatabase & { ageDays: number }>,
): Promise<ExitCode> {
  const file = fileOf(context)
  const { glance } = await file.backups()
  const own = glance(file.path)?.origin ?? null
  const listed = copies.map((copy) => {
    const holds = glance(copy.path)
    const theirs = holds?.origin ?? null
    const sharesAudit = own === null || theirs === null ? null : own === theirs
    return { ...copy, word: copyWord(copy.path, context), holds, sharesAudit }
  })
  print(context.io, context.format, copiesView(listed, context.backups.folder, context.io))
  return ExitCode.yes
}

/** Refuses what makes no sense where whole databases are copied: an answer as of an earlier time. */
export function refuseAsOf({ asOf }: Pick<Context, 'asOf'>): void {
  if (asOf !== null) throw failure('usage', '--as-of only works with commands that read', 'run it without --as-of')
}
