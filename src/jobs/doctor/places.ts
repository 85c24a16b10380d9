/** Looks at where phd's files are: their rights, their owners, their disk. */

import { lstatSync, readlinkSync, type Stats, statfsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { DiskHealth, Place, PlaceOf } from '../../reports/health/places.ts'

/** File systems of the network by the number that the kernel of Linux gives them; other systems number them otherwise. */
const NETWORK: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x00c36400, 'Ceph'],
])

/** A disk that has less may be full tomorrow. */
const LEAST_FREE = 200 * 2 ** 20

/** A place as it is; null where there is nothing, or where it cannot be looked at. */
export function lookAt(path: string, of: PlaceOf): Place | null {
  // There the bits say nothing about other users.
  if (process.platform === 'win32') return null
  try {
    const own = lstatSync(path, { throwIfNoEntry: false })
    const there = own && statSync(path, { throwIfNoEntry: false })
    if (!there) return null
    const leadsTo = own.isSymbolicLink() ? resolve(dirname(path), readlinkSync(path)) : null
    return { path, of, isFolder: there.isDirectory(), mode: there.mode & 0o777, otherOwner: otherOwner(there), leadsTo }
  } catch {
    // Who needs it says why it cannot be reached.
    return null
  }
}

function otherOwner({ uid }: Stats): number | null {
  return uid === process.getuid?.() ? null : uid
}

/** The disk that a database is on, or will be; null where that is unknown. */
export function diskOf(file: string, bytes: number): DiskHealth | null {
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    try {
      const { bavail, bsize, type } = statfsSync(folder)
      const network = process.platform === 'linux' ? networkOf(type) : null
      return { free: bavail * bsize, needed: Math.max(2 * bytes, LEAST_FREE), network }
    } catch (error) {
      // A folder that is not there yet is made on the disk of the one above.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) return null
    }
  }
}

/** The kind of network that a file system of this number is reached over; null: it is not known as one. */
export function networkOf(type: number): string | null {
  return NETWORK.get(type >>> 0) ?? null
}
