import { copyWord, findCopy } from '../../app/backups/find-copy.ts'
import type { Context } from '../../app/context.ts'
import { fileOf } from '../../app/database.ts'
import { explain } from '../../app/failures.ts'
import { ExitCode, failure, PhdError } from '../../errors.ts'
import { sha256Of } from '../../files/write-file.ts'
import { newestBackups } from '../../jobs/backups.ts'
import type { CheckedDatabase } from '../../store/backups.ts'
import { print } from '../../terminal/print.ts'
import { checkView } from './check-view.ts'

/** Checks a backup whole, and prints what it holds. What is wrong with it is the answer "no". */
export async function runVerify(context: Context, typed: string | undefined): Promise<ExitCode> {
  const path = typed === undefined ? newestOf(context) : findCopy(typed, context)
  const { check } = await fileOf(context).backups()
  const checked = await context.io.waiting('Checking the backup', async () => ({
    ...checkedBy(check, path),
    sha256: sha256Of(path),
  }))
  const problems = [
    ...checked.signs,
    ...((checked.facts?.auditFlaws.length ?? 0) > 0 ? ['the audit was changed by hand or is damaged'] : []),
  ]
  print(context.io, context.format, checkView({ path, word: copyWord(path, context), ...checked, problems }, context.io))
  return problems.length > 0 ? ExitCode.no : ExitCode.yes
}

/** A file that this phd cannot restore is a bad backup, whatever the reason. */
function checkedBy(check: (path: string) => CheckedDatabase, path: string): CheckedDatabase {
  try {
    return check(path)
  } catch (error) {
    if (error instanceof PhdError && explain(error).exitCode === ExitCode.refused) return { facts: null, signs: [error.message] }
    throw error
  }
}

function newestOf({ engine, backups, now }: Context): string {
  const newest = newestBackups(fileOf({ engine }).path, backups.folder, now).find(({ kind }) => kind === 'backup')
  if (newest) return newest.path
  throw failure('no_such_backup', `no backup in ${backups.folder}`, 'make one: phd backup')
}
