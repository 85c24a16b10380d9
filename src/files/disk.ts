/** What every file of phd's needs of the disk: that it is really there, and that no one else can replace it. */

import {
  closeSync,
  existsSync,
  fsync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statfsSync,
} from 'node:fs'
import { dirname, join, parse, resolve, sep } from 'node:path'
import { failure, type PhdError } from '../errors.ts'

/** What a file system answers that has no such thing as flushing; every other answer means that the content may be lost. */
const UNKNOWN_THERE = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/** Waits until what was written is on the disk. Throws what the system says, unless its file system knows no flushing. */
export function flush(fd: number): void {
  try {
    fsyncSync(fd)
  } catch (error) {
    if (!UNKNOWN_THERE.has((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/**
 * The same without stopping the program: what is flushed at the same time is written together, which takes a fraction of the time of
 * one after the other.
 */
export function flushMeanwhile(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fsync(fd, (error) => (error === null || UNKNOWN_THERE.has(error.code ?? '') ? resolve() : reject(error)))
  })
}

/** The same for a file that something else wrote, as the engine does a database. Throws as {@link flush}, and where it cannot be opened. */
export function flushFile(path: string): void {
  const fd = openSync(path, 'r+')
  try {
    flush(fd)
  } finally {
    closeSync(fd)
  }
}

/** The name of a new or moved file is on the disk only when its folder is. Throws as {@link flush}. */
export function flushFolder(folder: string): void {
  // A folder cannot be opened there.
  if (process.platform === 'win32') return
  const fd = openSync(folder, 'r')
  try {
    flush(fd)
  } finally {
    closeSync(fd)
  }
}

/** Makes a folder that only its owner can look into, where there is none. Throws what the system says. */
export function makeFolders(folder: string): void {
  const path = resolve(folder)
  if (existsSync(path)) return
  // One by one, for where a file system makes no folders the engine would try for ever.
  if (dirname(path) !== path) makeFolders(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  flushFolder(dirname(path))
}

/** Bytes that may still be written to a folder; null where the file system does not say. */
export function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

/** More links than this in one path are a circle. */
const MOST_LINKS = 40

/**
 * Refuses a folder where others can replace phd's files: they may write to it or to one it is in, or it is a link. A folder above
 * with the sticky bit, as /tmp has, keeps others from renaming what is in it; links above are followed if they are the user's own
 * or the system's (a home on another disk, /var on a Mac), and where they lead is checked as well. Throws the refusals
 * `exposed_folder` (or another `kind`) and `linked_folder` (for a circle of links too); a folder that is not there yet is judged by
 * those above it.
 */
export function refuseExposedPlace(folder: string, kind: 'exposed_folder' | 'database_exposed' = 'exposed_folder'): void {
  if (process.platform === 'win32') return
  const path = resolve(folder)
  const there = lookAt(path)
  if (there?.isSymbolicLink()) throw linked(folder, path)
  const found = exposedAbove(path, MOST_LINKS) ?? (there && isWritableByOthers(there) ? asExposed(path, there) : null)
  if (found) throw exposed(kind, folder, found)
}

/** A folder that others may write to, or that is another user's: `mode` is null. */
interface Exposed {
  folder: string
  mode: number | null
  /** Whether the user may close it to others: it is the user's, and not open to everyone on purpose, as /tmp is. */
  isOwn: boolean
}

function asExposed(folder: string, { mode, uid }: Stats): Exposed {
  return { folder, mode, isOwn: uid === process.getuid?.() && (mode & 0o1000) === 0 }
}

/** The first of the folders above one, from the root on, in which others can put something in its place; null: there is none. */
function exposedAbove(path: string, links: number): Exposed | null {
  const { root } = parse(path)
  const names = path.slice(root.length).split(sep).filter(Boolean)
  let at = root
  for (const [i, name] of names.entries()) {
    const above = lookAt(at)
    const isOpenToAll = above !== undefined && isWritableByOthers(above)
    if (isOpenToAll && (above.mode & 0o1000) === 0) return asExposed(at, above)
    const next = join(at, name)
    const there = lookAt(next)
    if (!there) return null
    // In a folder open to everyone, the owner of a file can remove it and put another in its place.
    if ((isOpenToAll || there.isSymbolicLink()) && !isTrusted(there)) return { folder: next, mode: null, isOwn: false }
    if (there.isSymbolicLink()) {
      if (links === 0) throw circular(next)
      return exposedAbove(resolve(at, readlinkSync(next), ...names.slice(i + 1)), links - 1)
    }
    at = next
  }
  return null
}

/** A group with its user's own number has no other members. */
function isWritableByOthers({ mode, gid }: Stats): boolean {
  const isOwnGroup = gid === process.getgid?.() && gid === process.getuid?.()
  return (mode & (isOwnGroup ? 0o002 : 0o022)) !== 0
}

function isTrusted({ uid }: Stats): boolean {
  return uid === 0 || uid === process.getuid?.()
}

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    // Opening it says why it cannot be read.
    return undefined
  }
}

function exposed(kind: 'exposed_folder' | 'database_exposed', asked: string, { folder, mode, isOwn }: Exposed): PhdError {
  if (mode === null) {
    const message = `${folder} belongs to another user, who could replace the files in ${asked}`
    return failure(kind, message, { chmod: null }, { folder })
  }
  const message = `other users of this machine may write to ${folder}`
  const facts = { chmod: isOwn ? { mode: 'go-w', path: folder } : null }
  return failure(kind, message, facts, { folder, mode: (mode & 0o7777).toString(8) })
}

function linked(asked: string, link: string): PhdError {
  let target: string | null = null
  try {
    target = realpathSync(link)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') return circular(link)
  }
  return failure('linked_folder', `${asked} is a link, and links to folders are not followed`, { target }, { folder: link })
}

function circular(link: string): PhdError {
  return failure('linked_folder', `${link} is a link that leads back to itself`, { target: null }, { folder: link })
}
