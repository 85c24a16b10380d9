import type { Context } from '../../app/context.ts'
import { atHome } from '../../app/user-files.ts'
import { usageError } from '../../errors.ts'
import type { DeskRole, SharedDesk } from '../../store/engine.ts'

/** What a login with each role may do. */
export const MAY: Readonly<Record<DeskRole, string>> = {
  reader: 'ask everything, record nothing',
  desk: 'ask, import, decide and record',
  admin: 'ask, import, decide and record; prune the history, give roles',
}

const OF_A_FILE = 'a desk in a file is made by the first import: phd import <accounts.csv>'

/** The desk on a server that is named. Throws the usage error where it is in a file, which says what to do there. */
export function sharedDesk({ engine }: Context, ofAFile: string = OF_A_FILE): SharedDesk {
  if (engine.shared) return engine.shared
  throw usageError(
    `${atHome(engine.place)} is a file, and phd desk is for a desk on a server`,
    `name one: --db postgres://host/database; ${ofAFile}`,
  )
}
