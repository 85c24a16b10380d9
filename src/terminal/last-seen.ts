import type { SeenBy } from '../records/seen-by.ts'
import { showAge, showMoment } from './moment.ts'
import { safeText } from './safe-text.ts'

const BY: Readonly<Record<Exclude<SeenBy, 'stated'>, string>> = {
  title: 'per its title line',
  footer: 'per its footer',
  name: 'per its name',
  file: 'per the file’s time',
  import: 'per the import time',
}

/** By what it is known when rows were last seen: "per its name", "as stated by Ana"; empty where that is not known. */
export function seenBy({ lastSeenBy, statedBy }: { lastSeenBy?: SeenBy; statedBy?: string | null }): string {
  if (lastSeenBy === undefined) return ''
  return lastSeenBy === 'stated' ? `as stated by ${statedBy ?? 'someone'}` : BY[lastSeenBy]
}

/** When rows were last seen, and by what that is known. */
export function lastSeen(seen: { lastSeenAt: string; lastSeenBy?: SeenBy; statedBy?: string | null }): string {
  const by = seenBy(seen)
  return `last seen ${showMoment(seen.lastSeenAt)}${by === '' ? '' : ` ${by}`}`
}

/** The newest list that lacks something, as a sentence adds it. */
export function goneWords({ gone }: { gone?: { file: string; importId: number } | null }): string {
  return gone ? `; gone from the newest list, ${gone.file} (import ${gone.importId})` : ''
}

/** How old a list is that answers rest on, and what to do if it is too old. */
export function listAge({ file, lastSeenAt, isOld }: { file: string; lastSeenAt: string; isOld: boolean }, now: string): string {
  return safeText(`from ${file}, ${showAge(lastSeenAt, now)}${isOld ? ': too old to rely on, export it again' : ''}`)
}
