import { readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** Files beside a database that begin with its name: copies that were kept, not the engine's own log. */
export function filesBeside(db: string): string[] {
  const [folder, name] = [dirname(resolve(db)), basename(db)]
  return readdirSync(folder)
    .filter((file) => file.startsWith(`${name}.`) && !/-(?:wal|shm|journal)$/.test(file))
    .sort()
    .map((file) => join(folder, file))
}
