import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { mebibytes } from '../../app/backups/copies-view.ts'
import { copyWord, findCopy } from '../../app/backups/find-copy.ts'
import { printCopies, refuseAsOf } from '../../app/backups/list-copies.ts'
import { type CommonFlags, type Context, recordedBy } from '../../app/context.ts'
import { fileOf } from '../../app/database.ts'
import { stopOnSignal } from '../../app/long-run.ts'
import { givenValue } from '../../app/option-values.ts'
import { ExitCode, failure, PhdError, usageError } from '../../errors.ts'
import { freeBytes, makeFolders, refuseExposedPlace } from '../../files/disk.ts'
import { discardDatabase, nameNext, replacedName } from '../../files/kept-databases.ts'
import { checkFree, makeTemporary, nameIfFree, sha256Of } from '../../files/write-file.ts'
import { newestBackups } from '../../jobs/backups.ts'
import type { DatabaseFacts, Present } from '../../store/backups.ts'
import { print } from '../../terminal/print.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { planLines, restoreView, writtenView } from './restore-view.ts'

export interface RestoreFlags extends Pick<CommonFlags, 'yes'> {
  to?: string
}

/** A copy of the backup that was checked and has this program's schema, in a temporary file beside the database. */
interface Ready {
  path: string
  sha256: string
  /** What the backup holds. */
  facts: DatabaseFacts
}

/** Lists the backups, writes one to another file, or puts it in place of the database. */
export async function runRestore(context: Context, flags: RestoreFlags, [typed]: string[]): Promise<ExitCode> {
  refuseAsOf(context)
  const to = givenValue('--to', flags.to)
  if (typed === undefined && to !== undefined)
    throw usageError('--to needs a backup', `name the one to write there: phd restore <backup> --to ${shellWord(to)}`)
  if (typed === undefined) return printCopies(context, newestBackups(fileOf(context).path, context.backups.folder, context.now))
  const backup = findCopy(typed, context)
  if (to !== undefined) return writeTo(context, backup, to)
  return putBack(context, backup, flags.yes ?? false)
}

/** Writes a backup as it is to a file that is not there yet. */
async function writeTo(context: Context, backup: string, to: string): Promise<ExitCode> {
  if (lstatSync(to, { throwIfNoEntry: false })) throw taken(to)
  refuseForeignLog(to)
  checkFree(to, false)
  refuseExposedPlace(dirname(resolve(to)))
  const temporary = makeTemporary(to)
  try {
    const { facts, sha256 } = await checkedCopy(context, backup, temporary, false)
    if (!context.dryRun && !nameIfFree(temporary, to)) throw taken(to)
    print(context.io, context.format, writtenView({ backup, to, sha256, facts, dryRun: context.dryRun }, context.io))
    return ExitCode.yes
  } finally {
    discardDatabase(temporary)
  }
}

/** The engine would take the log of a database that is gone for that of the new file, and damage it. */
function refuseForeignLog(to: string): void {
  const log = [`${to}-wal`, `${to}-journal`].find((path) => lstatSync(path, { throwIfNoEntry: false }))
  if (log !== undefined)
    throw failure('file_exists', `${log} is there, the log of another database`, 'use another file, or move that one away')
}

function taken(to: string): PhdError {
  return failure('file_exists', `${to} already exists; not overwritten`, 'use another file')
}

/** Copies and checks a backup; throws the refusal `file_changed` where it is changed meanwhile. */
async function checkedCopy(
  { engine, io, waitSeconds }: Context,
  backup: string,
  to: string,
  upgrade: boolean,
): Promise<Omit<Ready, 'path'>> {
  const { take } = await fileOf({ engine }).backups()
  const stop = stopOnSignal()
  try {
    return await io.waiting('Checking the backup', async () => {
      const sha256 = sha256Of(backup)
      const facts = await take(backup, to, { upgrade, waitSeconds, signal: stop.signal })
      if (existsSync(backup) && sha256Of(backup) === sha256) return { sha256, facts }
      throw failure('file_changed', `${backup} was changed while it was read`, 'try again when nobody writes to it')
    })
  } catch (error) {
    const isOther = error instanceof PhdError && error.kind === 'not_a_phd_database'
    throw isOther ? error.withHint('name a backup; to list them: phd restore') : error
  } finally {
    stop.dispose()
  }
}

async function putBack(context: Context, backup: string, yes: boolean): Promise<ExitCode> {
  // What a link leads to is replaced, not the link.
  const file = fileOf(context)
  const db = existsSync(file.path) ? realpathSync(file.path) : resolve(file.path)
  refuseExposedPlace(dirname(db), 'database_exposed')
  makeFolders(dirname(db))
  refuseFull(db, backup)
  const { lookAtPresent } = await file.backups()
  const ready = makeTemporary(db)
  try {
    const { facts, sha256 } = await checkedCopy(context, backup, ready, true)
    const look = (): Present => lookAtPresent(db, ready)
    const present = look()
    const plan = { backup, word: copyWord(backup, context), sha256, database: file.path, facts, present, dryRun: context.dryRun }
    if (context.dryRun) {
      print(context.io, context.format, restoreView({ ...plan, kept: null, keptWord: null }, context.io))
      return ExitCode.yes
    }
    if (!yes) await confirm(context, plan)
    if (JSON.stringify(look()) !== JSON.stringify(present))
      throw failure(
        'changed_meanwhile',
        'someone else just changed the database',
        'nothing was restored; look again: phd restore',
      )
    const { kept } = await replaced(context, db, { path: ready, sha256, facts }, backup)
    print(context.io, context.format, restoreView({ ...plan, kept, keptWord: kept && copyWord(kept, context) }, context.io))
    return ExitCode.yes
  } finally {
    discardDatabase(ready)
  }
}

/** The copy that is prepared, the database that is kept, and the log that the pages go through. */
function refuseFull(db: string, backup: string): void {
  const [coming, present] = [backup, db].map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0)
  const needed = 2 * (coming ?? 0) + (present ?? 0) + (1 << 20)
  const free = freeBytes(dirname(db))
  if (free === null || free >= needed) return
  throw failure(
    'disk_full',
    `${dirname(db)} has ${mebibytes(free)} free (${free} bytes), and restoring needs ${mebibytes(needed)}`,
    'nothing was changed; free some space there, then try again',
  )
}

/** Asks a person; where phd cannot ask, throws the usage error that names --yes. */
async function confirm(context: Context, plan: Parameters<typeof planLines>[0] & { word: string }): Promise<void> {
  if (!context.interactive) {
    throw usageError(
      'restoring a backup needs --yes when phd cannot prompt',
      `see what would change: phd restore ${plan.word} --dry-run; then: phd restore ${plan.word} --yes`,
    )
  }
  for (const line of planLines(plan)) context.io.note(line)
  const { askToGoOn } = await import('../../terminal/prompts.ts')
  await askToGoOn('Restore this backup?')
}

async function replaced(context: Context, db: string, ready: Ready, backup: string): Promise<{ kept: string | null }> {
  const { putInPlace } = await fileOf(context).backups()
  const { waitSeconds, now, io } = context
  return io.waiting('Restoring the backup', () =>
    putInPlace(db, ready.path, {
      copying: { waitSeconds },
      by: recordedBy(context),
      backup: { file: resolve(backup), sha256: ready.sha256 },
      keep: {
        temporary: () => makeTemporary(db),
        name: (written) => nameNext(written, (number) => join(dirname(db), replacedName(db, now, number))),
        drop: discardDatabase,
      },
    }),
  )
}
