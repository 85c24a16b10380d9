/** Where a user's own files are: settings, replies, the database. */

import { existsSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { usageError } from '../errors.ts'
import type { Settings } from './settings.ts'

/** The settings in the user's `config.json`; none where there is no such file. Throws usage errors. */
export async function readSettings(env: NodeJS.ProcessEnv): Promise<Settings> {
  const path = settingsFile(env)
  return path === null ? {} : (await import('./settings.ts')).readConfig(path)
}

/** The user's `config.json`; null where there is none. */
export function settingsFile(env: NodeJS.ProcessEnv): string | null {
  const path = configFolder(env, 'config.json')
  return path && existsSync(path) ? path : null
}

/** What the user keeps for phd under a name; null where there is no home folder. */
export function configFolder(env: NodeJS.ProcessEnv, name: string): string | null {
  const folder = userFolder(env.XDG_CONFIG_HOME, '.config')
  return folder && join(folder, 'phd', name)
}

/** Where the database is when nothing names another place. */
export function defaultDatabase(env: NodeJS.ProcessEnv): string {
  const folder = userFolder(env.XDG_DATA_HOME, '.local', 'share')
  if (folder) return join(folder, 'phd', 'phd.db')
  throw usageError('no home folder for the database', 'set the database with --db or PHD_DB, or set HOME')
}

/** The folder for backups where nothing names another: beside the database. */
export function backupFolder(db: string): string {
  return join(dirname(resolve(db)), 'backups')
}

/** What phd notes for itself under a name: logs, locks; null where the user has no home folder. */
export function stateFolder(env: NodeJS.ProcessEnv, name: string): string | null {
  const folder = userFolder(env.XDG_STATE_HOME, '.local', 'state')
  return folder && join(folder, 'phd', name)
}

/** The login name; in a container the user may have none. */
export function loginName(): string {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}

/** A folder of the user's own, by its variable or under the home folder; null where the user has none. */
function userFolder(variable: string | undefined, ...underHome: string[]): string | null {
  if (variable) return variable
  try {
    return join(homedir(), ...underHome)
  } catch {
    return null
  }
}

/** A path as a person writes it: the home folder is `~`. */
export function atHome(path: string): string {
  let home: string
  try {
    home = homedir()
  } catch {
    return path
  }
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path
}
