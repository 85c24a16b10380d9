/** A folder that people and systems drop files into: what lies there, whether it is written completely, and how a file leaves it. */

import {
  accessSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  unlinkSync,
} from 'node:fs'
import { dirname, extname, join, sep } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { failure } from '../errors.ts'
import { flushFolder } from '../files/disk.ts'

/** Why something in the folder is left where it is. */
type LeftWhy = 'growing' | 'temporary' | 'symlink' | 'folder' | 'not_a_file' | 'not_reached'

export interface LeftAlone {
  file: string
  why: LeftWhy
}

/** A file in the folder, as it was when it was looked at. */
export interface DroppedFile {
  /** Its name; bytes that are not UTF-8 are shown by a replacement character. */
  name: string
  /** Whether the name is what the file system has, so that the file can be opened by it. */
  isText: boolean
  path: Buffer
  size: bigint
  modifiedNs: bigint
  inode: bigint
  device: bigint
}

/** Names of files that a browser or a copying program is still writing, and of locks beside files that are open in a spreadsheet. */
const TEMPORARY = /^~\$|~$|\.(?:part|partial|crdownload|download|opdownload|filepart|tmp|temp|lock|lck)$/i
const DOWNLOADS = ['.part', '.partial', '.crdownload', '.opdownload', '.filepart']
/** What systems put into a folder by themselves; passed over like hidden files, without a word. */
const OF_THE_SYSTEM = /^(?:desktop\.ini|thumbs\.db)$/i

export const DONE = 'done'
export const FAILED = 'failed'

/** The folder's own path, without links. Throws the refusals `folder_not_found` and `not_a_folder`. */
export function dropFolder(path: string): string {
  try {
    const real = realpathSync(path)
    if (lstatSync(real).isDirectory()) return real
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'ENOENT') throw failure('folder_not_found', `no folder ${path}`, 'create it first, or check the name')
    throw failure('not_a_folder', `${path} cannot be read as a folder (${code})`, 'name the folder that the files are put into')
  }
  throw failure('not_a_folder', `${path} is not a folder`, 'name the folder that the files are put into')
}

/** The database must not be among the files that are moved. Throws the refusal `database_in_folder`. */
export function refuseDatabaseIn(folder: string, database: string): void {
  let home: string
  try {
    home = realpathSync(dirname(database))
  } catch {
    // A folder that is not there yet is not this one.
    return
  }
  if (home !== folder) return
  throw failure(
    'database_in_folder',
    `the database ${database} is in the folder that files are moved out of`,
    'give the drop folder a folder of its own, where nothing else is kept',
  )
}

/**
 * Makes `done/` and `failed/`, for their user alone, and checks that files can leave the folder, so that nothing is imported that
 * could not be moved away. A link is not followed. Throws the refusals `not_a_folder` and `cannot_write`.
 */
export function prepareFolders(folder: string): void {
  for (const name of [DONE, FAILED]) {
    const path = join(folder, name)
    try {
      mkdirSync(path, { mode: 0o700 })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(path, error)
    }
    if (!lstatSync(path).isDirectory()) {
      throw failure('not_a_folder', `${path} is a link or a file, not a folder`, 'remove or rename it')
    }
    mayWrite(path)
  }
  mayWrite(folder)
}

function mayWrite(folder: string): void {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw cannotWrite(folder, error)
  }
}

function cannotWrite(path: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  return failure(
    'cannot_write',
    `${path} cannot be written (${code})`,
    'check that you can write to the folder, then run it again',
  )
}

/** What lies directly in the folder. Hidden files, `done/` and `failed/` are passed over without a word. */
export function look(folder: string): { files: DroppedFile[]; left: LeftAlone[] } {
  const files: DroppedFile[] = []
  const left: LeftAlone[] = []
  const names = readdirSync(folder, { encoding: 'buffer' })
  const known = new Set(names.map(String))
  for (const raw of names) {
    const name = raw.toString()
    if (name.startsWith('.') || OF_THE_SYSTEM.test(name)) continue
    const path = Buffer.concat([Buffer.from(folder + sep), raw])
    const there = lstatSync(path, { bigint: true, throwIfNoEntry: false })
    if (!there || (there.isDirectory() && (name === DONE || name === FAILED))) continue
    if (there.isSymbolicLink()) left.push({ file: name, why: 'symlink' })
    else if (there.isDirectory()) left.push({ file: name, why: 'folder' })
    else if (!there.isFile()) left.push({ file: name, why: 'not_a_file' })
    else if (TEMPORARY.test(name) || DOWNLOADS.some((end) => known.has(name + end))) left.push({ file: name, why: 'temporary' })
    else {
      const { size, mtimeNs: modifiedNs, ino: inode, dev: device } = there
      files.push({ name, isText: Buffer.from(name).equals(raw), path, size, modifiedNs, inode, device })
    }
  }
  return { files, left }
}

/** Whether a file is there as it was when it was looked at; null: it is gone. */
export function isAsItWas(file: DroppedFile): boolean | null {
  const there = lstatSync(file.path, { bigint: true, throwIfNoEntry: false })
  if (!there) return null
  const { size, mtimeNs, ino, dev } = there
  return there.isFile() && size === file.size && mtimeNs === file.modifiedNs && ino === file.inode && dev === file.device
}

/** Waits once for all files, and tells those that are written completely from those that still grow; one that vanished is neither. */
export async function settled(
  files: readonly DroppedFile[],
  seconds: number,
  signal: AbortSignal | undefined,
): Promise<{ ready: DroppedFile[]; growing: DroppedFile[] }> {
  if (files.length > 0 && seconds > 0) await wait(seconds * 1000, undefined, { signal }).catch(() => undefined)
  const now = BigInt(Date.now()) * 1_000_000n
  // A file touched within the wait, on a clock that may be another machine's; a time to come says nothing.
  const isFresh = ({ modifiedNs }: DroppedFile): boolean =>
    modifiedNs <= now && now - modifiedNs < BigInt(seconds) * 1_000_000_000n
  const ready: DroppedFile[] = []
  const growing: DroppedFile[] = []
  for (const file of files) {
    const same = isAsItWas(file)
    if (same === true && !isFresh(file)) ready.push(file)
    else if (same !== null) growing.push(file)
  }
  return { ready, growing }
}

/** The time stamp of an earlier run in a name, and the number behind it. */
const STAMPS = /(?:\.\d{8}T\d{6}Z(?:\.\d{1,3})?)+$/
/** The longest name a file system takes, in bytes, less what is put behind a name: stamp, number, `.rejects.csv`, `.reason.txt`. */
const LONGEST = 255 - '.20261120T090000Z'.length - '.999'.length - '.rejects.csv'.length - '.reason.txt'.length
const LONGEST_END = 16

interface NameParts {
  /** The name without its end and without the stamps of earlier runs, short enough for what is put behind it. */
  stem: string
  /** What is behind the last dot, with the dot; "" where there is none. */
  end: string
}

/** A name in its parts; what its rejects file is called after is the `stem` without `.rejects`. */
function nameParts(name: string): NameParts {
  const said = extname(name)
  const end = Buffer.byteLength(said) <= LONGEST_END ? said : ''
  return { stem: cut(name.slice(0, name.length - end.length).replace(STAMPS, ''), LONGEST - LONGEST_END), end }
}

/** The name that the rejects file of a file is made of. */
export function rejectsStem(name: string): string {
  return nameParts(name)
    .stem.replace(/\.rejects(?:\.\d+)?$/, '')
    .replace(STAMPS, '')
}

function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let short = ''
  let length = 0
  for (const char of text) {
    length += Buffer.byteLength(char)
    if (length > bytes) break
    short += char
  }
  return short
}

/** A moment (ISO 8601, UTC) as it stands in a name: 20261120T090000Z. */
export function stampOf(moment: string): string {
  return moment.replace(/[-:]/g, '').replace(/\.\d+/, '')
}

/**
 * Moves a file into a folder of the drop folder, with the stamp in its name, never over another: `name.<stamp>.csv`, else
 * `name.<stamp>.2.csv`, and so on. Gives its new name; null where the file has changed; then nothing was moved.
 * Throws the refusal `not_moved`.
 */
export function moveTo(folder: string, file: DroppedFile, stamp: string): string | null {
  const { stem, end } = nameParts(file.name)
  try {
    for (let number = 1; ; number++) {
      const name = `${stem}.${stamp}${number === 1 ? '' : `.${number}`}${end}`
      if (isAsItWas(file) !== true) return null
      const outcome = tryMove(file, join(folder, name))
      if (outcome === 'moved') {
        // The new name first: between the two the file may have both names, but never none.
        flushFolder(folder)
        flushFolder(dirname(file.path.toString()))
      }
      if (outcome !== 'taken') return outcome === 'moved' ? name : null
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    throw failure(
      'not_moved',
      `${file.name} could not be moved to ${folder} (${code})`,
      'check that you can write to the folder; the next run recognizes the file and moves it',
    )
  }
}

/** A link fails where the name is taken; some file systems have no links. */
function tryMove(file: DroppedFile, to: string): 'moved' | 'taken' | 'gone' {
  try {
    linkSync(file.path, to)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'EEXIST') return 'taken'
    if (code === 'ENOENT' && isAsItWas(file) === null) return 'gone'
    if (!/^(?:EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK)$/.test(code)) throw error
    if (lstatSync(to, { throwIfNoEntry: false })) return 'taken'
    renameSync(file.path, to)
    return 'moved'
  }
  // The file has two names now. If another stands in its place, or another run took it meanwhile, the new name is given back.
  const isOurs = isAsItWas(file) === true && lstatSync(to, { bigint: true }).ino === file.inode
  if (isOurs && removed(file.path)) return 'moved'
  rmSync(to)
  return 'gone'
}

/** Whether it was this process that took the name away: `rmSync` would not say when another was quicker by a moment. */
function removed(path: Buffer): boolean {
  try {
    unlinkSync(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
