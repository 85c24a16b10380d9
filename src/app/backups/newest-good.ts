import { backupsIn } from '../../files/kept-databases.ts'
import type { BackupEngine } from '../../store/backups.ts'
import type { Context } from '../context.ts'
import { fileOf } from '../database.ts'
import { copyWord } from './find-copy.ts'

/** Each is read whole; where so many are bad, none is named. */
const MOST = 5

/** The newest backup that is sound, as it is typed after phd restore; null where none of the newest is. */
export async function newestGoodBackup(context: Pick<Context, 'engine' | 'backups'>): Promise<string | null> {
  try {
    const file = fileOf(context)
    const { check } = await file.backups()
    const made = backupsIn(file.path, context.backups.folder)
    const good = made.slice(0, MOST).find(({ path }) => isGood(check, path))
    return good ? copyWord(good.path, context) : null
  } catch {
    return null
  }
}

function isGood(check: BackupEngine['check'], path: string): boolean {
  try {
    const { facts } = check(path)
    return facts !== null && facts.auditFlaws.length === 0
  } catch {
    return false
  }
}

/** What to do about a damaged database, where there is a backup to go back to. */
export function restoreGood(word: string): string {
  return `do not write to it; restore the newest good backup: phd restore ${word}; then import what came in since`
}
