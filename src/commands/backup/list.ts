import { printCopies } from '../../app/backups/list-copies.ts'
import type { Context } from '../../app/context.ts'
import { fileOf } from '../../app/database.ts'
import type { ExitCode } from '../../errors.ts'
import { newestBackups } from '../../jobs/backups.ts'

/** Prints every copy that the database can be restored from. */
export function runList(context: Context): Promise<ExitCode> {
  return printCopies(context, newestBackups(fileOf(context).path, context.backups.folder, context.now))
}
