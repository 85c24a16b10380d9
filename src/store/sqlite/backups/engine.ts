import type { Kind } from '../../../records/kind.ts'
import type { BackupEngine } from '../../backups.ts'
import { openSource, takeBackup } from './backup.ts'
import { checkWhole, glanceAt } from './facts.ts'
import { lookAtPresent, putInPlace } from './restore.ts'

/** What copies, checks and restores databases with records of these kinds. */
export function backupEngine(kinds: readonly Kind[]): BackupEngine {
  return {
    open: (file, waitSeconds) => openSource(file, kinds, waitSeconds),
    check: (file) => checkWhole(file, kinds),
    glance: glanceAt,
    take: (backup, to, options) => takeBackup(backup, to, kinds, options),
    lookAtPresent,
    putInPlace,
  }
}
