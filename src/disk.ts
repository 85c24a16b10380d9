/** What every file of phd's needs of the disk: that it is really there, and that nobody else can put another in its place. */

import { closeSync, existsSync, fsyncSync, lstatSync, mkdirSync, openSync, readlinkSync, type Stats } from 'node:fs'
import { dirname, join, parse, resolve, sep } from 'node:path'
import { type PhdError, refusal } from './errors.ts'
import { shellWord } from './shell-word.ts'

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

/** More links than this in one path are a circle. */
const MOST_LINKS = 40

/**
 * Refuses a folder in which others can put files of theirs in the place of phd's: they may write to it or to one it lies in, or it is a
 * link. A folder above with the sticky bit, as /tmp has, keeps others from renaming what is in it; links above are followed if they are
 * the user's own or the system's (a home on another disk, /var on a Mac), and where they lead is looked at as well.
 * Throws the refusals `exposed_folder` and `linked_folder`; a folder that is not there yet is judged by those above it.
 */
export function refuseExposedPlace(folder: string): void {
  if (process.platform === 'win32') return
  const path = resolve(folder)
  if (lookAt(path)?.isSymbolicLink()) throw linked(folder, path)
  walk(path, folder, MOST_LINKS)
  const there = lookAt(path)
  if (there && (there.mode & 0o022) !== 0) throw exposed(path, there.mode)
}

/** Looks at a folder and every one above it, from the root on. */
function walk(path: string, asked: string, links: number): void {
  const { root } = parse(path)
  const names = path.slice(root.length).split(sep).filter(Boolean)
  let at = root
  let isSticky = checked(at)
  for (const [i, name] of names.entries()) {
    const next = join(at, name)
    const there = lookAt(next)
    if (!there) return
    // In a folder that everybody may write to, what is another's can be taken away and put back as he likes.
    if ((isSticky || there.isSymbolicLink()) && !isTrusted(there)) throw foreign(next, asked)
    if (there.isSymbolicLink()) {
      if (links === 0) throw linked(asked, next)
      walk(resolve(at, readlinkSync(next), ...names.slice(i + 1)), asked, links - 1)
      return
    }
    at = next
    // The folder itself is judged by who asked.
    if (i < names.length - 1) isSticky = checked(at)
  }
}

/** Whether a folder is everybody's, with the sticky bit. Throws where it is without. */
function checked(folder: string): boolean {
  const there = lookAt(folder)
  if (!there || !isWritableByOthers(there)) return false
  if ((there.mode & 0o1000) === 0) throw exposed(folder, there.mode)
  return true
}

/** A group that has its user's own number has nobody else in it. */
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
    // Whoever opens it will be told why it cannot be looked at.
    return undefined
  }
}

function exposed(folder: string, mode: number): PhdError {
  const hint = `take their right away: chmod go-w ${shellWord(folder)}`
  return refusal('exposed_folder', `other users of this machine may write to ${folder}`, hint, {
    folder,
    mode: (mode & 0o7777).toString(8),
  })
}

function foreign(path: string, asked: string): PhdError {
  const message = `${path} belongs to another user, who could put other files in the place of those in ${asked}`
  return refusal('exposed_folder', message, 'name a folder of your own', { folder: path })
}

function linked(asked: string, link: string): PhdError {
  return refusal('linked_folder', `${asked} is a link, and links to folders are not followed`, 'name the folder it leads to', {
    folder: link,
  })
}
