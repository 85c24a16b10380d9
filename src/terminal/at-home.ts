import { homedir } from 'node:os'
import { sep } from 'node:path'

/** A path as a person says it: the home folder is `~`. */
export function atHome(path: string): string {
  let home: string
  try {
    home = homedir()
  } catch {
    return path
  }
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path
}
