import { existsSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { mebibytes } from '../../app/backups/copies-view.ts'
import { copyWord } from '../../app/backups/find-copy.ts'
import { refuseAsOf } from '../../app/backups/list-copies.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { emptied, fileOf } from '../../app/database.ts'
import { stopOnSignal } from '../../app/long-run.ts'
import { givenValue } from '../../app/option-values.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { freeBytes, refuseExposedPlace } from '../../files/disk.ts'
import { backupName, backupsIn, discardDatabase, type KeptDatabase, nameNext, newestFirst } from '../../files/kept-databases.ts'
import { makeFolder, makeTemporary, sha256Of } from '../../files/write-file.ts'
import { type Ages, keptByAge, readAges } from '../../rules/keep-by-age.ts'
import type { BackupEngine, BackupSource, DatabaseFacts, ShowPages } from '../../store/backups.ts'
import type { Engine } from '../../store/engine.ts'
import { print } from '../../terminal/print.ts'
import { type BackupMade, backupView } from './backup-view.ts'

export interface MakeFlags extends Pick<CommonFlags, 'quiet'> {
  to?: string
  keep?: string
}

/** What is left free beside a backup, for the engine's own files. */
const SPARE = 1 << 20

/** Backs up the database, checks the copy, and only then removes what is older than the ages say. */
export async function runBackup(context: Context, flags: MakeFlags): Promise<ExitCode> {
  refuseAsOf(context)
  const ages = agesOf(givenValue('--keep', flags.keep), context.backups.keep)
  const folder = resolve(givenValue('--to', flags.to) ?? context.backups.folder)
  const file = fileOf(context)
  refuseMissing(context.engine)
  const backups = await file.backups()
  const source = backups.open(file.path, context.waitSeconds)
  try {
    refuseExposedPlace(folder)
    if (!context.dryRun) makeFolder(folder)
    refuseFull(folder, source.bytes)
    const made = context.dryRun ? planned(context, folder, source.bytes) : await backUp(context, folder, source)
    const isWhole = made.facts === null || made.facts.auditFlaws.length === 0
    // An older backup may have the audit as it was.
    const swept =
      ages && isWhole ? sweep(context, folder, made.path, { ages, origin: source.origin, glance: backups.glance }) : NOTHING_SWEPT
    const asked = flags.keep ?? context.backups.keep
    const seen = {
      ...made,
      ...swept,
      database: context.engine.place,
      at: context.now,
      keep: asked,
      dryRun: context.dryRun,
      word: copyWord(made.path, context),
    }
    print(context.io, context.format, backupView(seen, flags.quiet ?? false, context.io))
    return isWhole && swept.failed.length === 0 ? ExitCode.yes : ExitCode.no
  } finally {
    source.close()
  }
}

function agesOf(flag: string | undefined, setting: string | null): Ages | null {
  const text = flag ?? setting
  if (text === null) return null
  const ages = readAges(text.trim())
  if (ages) return ages
  const where = flag === undefined ? '"backups.keep" in config.json' : '--keep'
  throw usageError(
    `${where} ${text} does not say for how long`,
    'write it as 7d,4w,12m: days, weeks, months (or y: years), each once',
  )
}

function refuseMissing({ place, state }: Engine): void {
  const found = state()
  if (found === 'absent')
    throw failure('no_database', `no database ${place} yet`, 'nothing to back up; begin with: phd import <accounts.csv>')
  if (found === 'emptied') throw emptied(place)
}

function refuseFull(folder: string, bytes: number): void {
  // In a dry run the folder may not be there yet.
  let place = folder
  while (!existsSync(place)) place = dirname(place)
  const free = freeBytes(place)
  if (free === null || free >= bytes + SPARE) return
  throw failure(
    'disk_full',
    `${folder} has ${mebibytes(free)} free (${free} bytes), and the backup needs ${mebibytes(bytes + SPARE)}`,
    'nothing was written; free some space there, or use another folder: phd backup --to <folder>',
  )
}

/** What would be made. */
function planned({ engine, now }: Context, folder: string, bytes: number): BackupMade {
  return { path: firstFree((number) => join(folder, backupName(engine.place, now, number))), bytes, sha256: null, facts: null }
}

function firstFree(pathOf: (number: number) => string): string {
  let number = 1
  while (existsSync(pathOf(number))) number++
  return pathOf(number)
}

async function backUp(context: Context, folder: string, source: BackupSource): Promise<BackupMade> {
  const { engine, now, waitSeconds } = context
  const db = engine.place
  const temporary = makeTemporary(join(folder, backupName(db, now, 1)))
  const stop = stopOnSignal()
  const bar = await context.io.progressBar()
  try {
    const showPages = shownOn(bar?.progressOf(db, { many: 'pages', done: 'copied' }))
    const facts: DatabaseFacts = await source.copyTo(temporary, { waitSeconds, showPages, signal: stop.signal })
    bar?.clear()
    const sha256 = sha256Of(temporary)
    const path = nameNext(temporary, (number) => join(folder, backupName(db, now, number)))
    return { path, bytes: statSync(path).size, sha256, facts }
  } finally {
    bar?.clear()
    stop.dispose()
    discardDatabase(temporary)
  }
}

function shownOn(progress: ((done: number, share: number) => void) | undefined): ShowPages | undefined {
  return progress && ((done, total) => progress(done, total === 0 ? 0 : done / total))
}

/** What became of the older backups. */
interface Swept {
  kept: readonly KeptDatabase[]
  removed: readonly KeptDatabase[]
  /** Too old to be kept, and not known to be a backup of this database. */
  foreign: readonly KeptDatabase[]
  failed: ReadonlyArray<{ path: string; why: string }>
}

const NOTHING_SWEPT: Swept = { kept: [], removed: [], foreign: [], failed: [] }

/** Removes the backups of this database that are older than the ages say; only files that phd made, and never the newest. */
function sweep(
  context: Context,
  folder: string,
  path: string,
  { ages, origin, glance }: { ages: Ages; origin: string | null; glance: BackupEngine['glance'] },
): Swept {
  const there = backupsIn(context.engine.place, folder)
  const made = there.find((each) => each.path === path)
  const own: KeptDatabase = made ?? { path, kind: 'backup', madeAt: context.now, bytes: 0 }
  // Every run sorts them this way, or two at once could each remove the other's.
  const dated = (made ? there : [...there, own].sort(newestFirst)).map((backup) => ({
    backup,
    day: context.dayOf(backup.madeAt),
  }))
  const wanted = new Set(keptByAge(dated, ages, context.today).map(({ backup }) => backup))
  // The one just made is kept, whatever the clock said when others were.
  wanted.add(own)
  const kept: KeptDatabase[] = []
  const removed: KeptDatabase[] = []
  const foreign: KeptDatabase[] = []
  const failed: { path: string; why: string }[] = []
  for (const { backup } of dated) {
    if (wanted.has(backup)) kept.push(backup)
    else if (origin === null || glance(backup.path)?.origin !== origin) foreign.push(backup)
    else {
      const why = context.dryRun ? null : whyNotRemoved(backup.path)
      if (why === null) removed.push(backup)
      else failed.push({ path: backup.path, why })
    }
  }
  return { kept, removed, foreign, failed }
}

function whyNotRemoved(path: string): string | null {
  try {
    // Another run may just have removed it.
    rmSync(path, { force: true })
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}
