/** Where phd's files are, who may reach them, and how much room there is. */

import type { Level } from './level.ts'

/** What a place is to phd. */
export type PlaceOf =
  | 'database'
  | 'database_log'
  | 'database_folder'
  | 'settings'
  | 'settings_folder'
  | 'drafts'
  | 'backups'
  | 'log'

/** A file or folder of phd's, as it is on the disk. */
export interface Place {
  path: string
  of: PlaceOf
  isFolder: boolean
  /** The bits of its rights. */
  mode: number
  /** Its owner's number where that is not the user who asks; null: it is. */
  otherOwner: number | null
  /** Where it leads; null: it is not a link. */
  leadsTo: string | null
}

/** The disk that the database is on. */
export interface DiskHealth {
  free: number
  /** What an upgrade or a backup may need. */
  needed: number
  /** The kind of network it is reached over; null: it is not known to be on one. */
  network: string | null
}

/** Files that runs of phd left behind. */
export interface Leftovers {
  /** Temporary files that no run will come back for. */
  temporary: readonly { path: string; bytes: number }[]
  /** Copies that were made before an upgrade or a repair. */
  copies: readonly { path: string; bytes: number }[]
}

export type PlaceFinding =
  | { code: 'place_exposed' | 'place_readable_by_others' | 'place_of_another_user' | 'place_is_link'; level: Level; place: Place }
  | { code: 'disk_nearly_full'; level: Level; file: string; free: number; needed: number }
  | { code: 'database_on_network'; level: Level; file: string; network: string }
  | { code: 'leftover_files' | 'old_copies'; level: Level; files: readonly string[]; bytes: number }

const OTHERS_WRITE = 0o022
const OTHERS = 0o077

/** Folders that phd makes for itself alone; another one may be a person's own, and hold more. */
const MADE_BY_PHD: ReadonlySet<PlaceOf> = new Set(['settings_folder', 'drafts', 'backups'])

/** The rights that a place should have; null: those it has. A folder that phd did not make stays readable to others. */
export function closedMode({ of, isFolder, mode }: Place): number | null {
  const open = isFolder && !MADE_BY_PHD.has(of) ? mode & OTHERS_WRITE : mode & OTHERS
  return open === 0 ? null : mode & ~open
}

/** What is wrong with the places; the database's own rights have a finding of their own. */
export function placeFindings(places: readonly Place[]): PlaceFinding[] {
  return places.flatMap((place): PlaceFinding[] => {
    const { of, mode, otherOwner, leadsTo } = place
    const findings: PlaceFinding[] = []
    if (closedMode(place) !== null && of !== 'database') {
      const isExposed = (mode & OTHERS_WRITE) !== 0
      // Settings say little; what was drafted, logged or kept says all.
      const isNote = !isExposed && (of === 'settings' || of === 'settings_folder')
      const code = isExposed ? 'place_exposed' : 'place_readable_by_others'
      findings.push({ code, level: isNote ? 'note' : 'warning', place })
    }
    if (otherOwner !== null) findings.push({ code: 'place_of_another_user', level: 'warning', place })
    if (leadsTo !== null) findings.push({ code: 'place_is_link', level: 'note', place })
    return findings
  })
}

/** What is wrong with the disk. */
export function diskFindings(file: string, disk: DiskHealth | null): PlaceFinding[] {
  if (!disk) return []
  const { free, needed, network } = disk
  const findings: PlaceFinding[] = []
  if (free < needed) findings.push({ code: 'disk_nearly_full', level: 'warning', file, free, needed })
  if (network !== null) findings.push({ code: 'database_on_network', level: 'warning', file, network })
  return findings
}

/** What was left behind, and may go. */
export function leftoverFindings({ temporary, copies }: Leftovers): PlaceFinding[] {
  return [['leftover_files', temporary] as const, ['old_copies', copies] as const].flatMap(([code, files]): PlaceFinding[] =>
    files.length === 0
      ? []
      : [{ code, level: 'note', files: files.map(({ path }) => path), bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }],
  )
}
