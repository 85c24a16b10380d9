import {
  accessSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { failure, PhdError } from '../errors.ts'
import { flush, flushFolder, flushMeanwhile, makeFolders } from './disk.ts'

/**
 * A file that is written in pieces, and gets its own name only when it is complete: until then it is a temporary file of
 * ours in the same folder. Every method throws the refusal `cannot_write`, and nothing is left behind.
 */
export class FileInMaking {
  readonly #path: string
  readonly #temporary: string
  readonly #fd: number
  readonly #hash = crypto().createHash('sha256')
  #isOpen = true

  constructor(path: string) {
    this.#path = path
    const made = openTemporary(path)
    this.#temporary = made.path
    this.#fd = made.fd
  }

  write(content: string | Uint8Array): void {
    this.#orDiscard(() => {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at)
      this.#hash.update(bytes)
    })
  }

  /** Puts the file in place. Without `overwrite`, a file that already exists is refused: `file_exists`. */
  publish({ overwrite }: { overwrite: boolean }): void {
    this.#orDiscard(() => {
      this.#finish()
      checkFree(this.#path, overwrite)
      if (overwrite) renameSync(this.#temporary, this.#path)
      else giveName(this.#temporary, this.#path)
      flushFolder(dirname(this.#path))
    })
  }

  /**
   * Puts the file beside others without ever touching one that says something else: `name.csv`, else `name.2.csv`, and so on. A
   * file that already holds the very same is kept. Gives the path.
   */
  publishBeside(): string {
    return this.#orDiscard(() => {
      this.#finish()
      return placeBeside(this.#temporary, this.#path, this.#hash.digest('hex')) ?? this.#path
    })
  }

  /**
   * Leaves the file, whole and on the disk, under a name at which no run takes it for a leftover soon: until {@link placeBeside}
   * gives it its own. Gives that name and the hash of what it holds at once; it is there once `done` is.
   */
  stage(): { staged: string; sha256: string; done: Promise<void> } {
    const staged = `${this.#temporary}.staged`
    const done = flushMeanwhile(this.#fd).then(
      () =>
        this.#orDiscard(() => {
          this.#close()
          renameSync(this.#temporary, staged)
        }),
      (error: unknown) =>
        this.#orDiscard(() => {
          throw error
        }),
    )
    return { staged: basename(staged), sha256: this.#hash.digest('hex'), done }
  }

  discard(): void {
    this.#close()
    rmSync(this.#temporary, { force: true })
  }

  #finish(): void {
    flush(this.#fd)
    this.#close()
  }

  #close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    closeSync(this.#fd)
  }

  #orDiscard<T>(step: () => T): T {
    try {
      return step()
    } catch (error) {
      this.discard()
      if (error instanceof PhdError) throw error
      throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? fileExists(this.#path) : cannotWrite(this.#path, error)
    }
  }
}

/** A new file of ours in the folder of the one it is to become, that only this user may read. Throws the refusal `cannot_write`. */
function openTemporary(path: string): { path: string; fd: number } {
  const temporary = join(dirname(path), `.phd-${crypto().randomBytes(6).toString('hex')}`)
  removeLeftovers(dirname(path))
  try {
    const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)
    return { path: temporary, fd: openSync(temporary, flags, 0o600) }
  } catch (error) {
    throw cannotWrite(path, error)
  }
}

/** An empty temporary file for what something else fills, as the engine does a database. Throws the refusal `cannot_write`. */
export function makeTemporary(path: string): string {
  const made = openTemporary(path)
  closeSync(made.fd)
  return made.path
}

/** Gives a file that is written and on the disk its name, unless there is one already: false. Throws what the system says. */
export function nameIfFree(written: string, path: string): boolean {
  const outcome = tryName(written, path)
  if (outcome === 'gone') throw cannotWrite(path, new Error('it was removed'))
  if (outcome === 'taken') return false
  flushFolder(dirname(path))
  return true
}

/** What a file is to hold: as a whole, or in pieces that are made as they are written. */
export type Content = string | Uint8Array | Iterable<string | Uint8Array>

/** Writes a file whole or not at all; see {@link FileInMaking}. */
export function writeWhole(path: string, content: Content, options: { overwrite: boolean }): void {
  fileOf(path, content).publish(options)
}

/** A file that holds all that it is to, and has no name of its own yet. Throws what making a piece throws. */
export function fileOf(path: string, content: Content): FileInMaking {
  const file = new FileInMaking(path)
  const isWhole = typeof content === 'string' || content instanceof Uint8Array
  try {
    for (const piece of isWhole ? [content] : content) file.write(piece)
  } catch (error) {
    file.discard()
    throw error
  }
  return file
}

/**
 * Gives a file that is written its own name, without ever touching one that says something else: `name.csv`, else `name.2.csv`, and
 * so on. Where one of them holds the very same, that is it, and so it may be done again by whoever comes next. Gives the path; null
 * where the content is nowhere. Throws what the system says.
 */
export function placeBeside(written: string, path: string, sha256: string): string | null {
  const placed = nameBeside(written, path, sha256)
  if (placed?.isNew) flushFolder(dirname(path))
  return placed?.path ?? null
}

/** The same for one of several files; the new name is on the disk once the caller has flushed the folder. */
export function nameBeside(written: string, path: string, sha256: string): { path: string; isNew: boolean } | null {
  for (let number = 1; ; number++) {
    const wanted = number === 1 ? path : path.replace(/(\.[^.]*)?$/, `.${number}$1`)
    if (!lstatSync(wanted, { throwIfNoEntry: false })) {
      const outcome = tryName(written, wanted)
      if (outcome === 'gone') return null
      if (outcome === 'named') return { path: wanted, isNew: true }
    }
    if (holds(wanted, sha256)) {
      rmSync(written, { force: true })
      return { path: wanted, isNew: false }
    }
  }
}

function holds(path: string, sha256: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true && sha256Of(path) === sha256
}

function giveName(written: string, path: string): void {
  if (tryName(written, path) === 'taken') throw fileExists(path)
}

/** A link fails where the name is taken, be it since a moment ago. Where a file system has no links, the name is taken first. */
function tryName(written: string, path: string): 'named' | 'taken' | 'gone' {
  try {
    linkSync(written, path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'EEXIST') return 'taken'
    if (code === 'ENOENT' && !lstatSync(written, { throwIfNoEntry: false })) return 'gone'
    if (!/^(?:EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK)$/.test(code)) throw error
    closeSync(openSync(path, 'wx', 0o600))
    renameSync(written, path)
    return 'named'
  }
  rmSync(written, { force: true })
  return 'named'
}

/** Makes a folder that only its owner can look into, where there is none. Throws the refusal `cannot_write`. */
export function makeFolder(folder: string): void {
  try {
    makeFolders(folder)
    if (statSync(folder).isDirectory()) return
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw failure('cannot_write', `the folder ${folder} cannot be created (${code})`, 'use a folder you can write to')
  }
  throw failure('not_a_folder', `${folder} is not a folder`, 'use another')
}

/** Writes a file whole beside others, never over one that says something else; gives its path. See {@link FileInMaking}. */
export function writeBeside(path: string, content: Content): string {
  return fileOf(path, content).publishBeside()
}

/** Says what {@link writeWhole} would: throws the refusals `file_exists`, and `not_a_file` where there is a device or a folder. */
export function checkFree(path: string, overwrite: boolean): void {
  const there = orCannotWrite(path, () => lstatSync(path, { throwIfNoEntry: false }))
  if (!there) orCannotWrite(path, () => accessSync(dirname(path), constants.W_OK))
  else if (!overwrite) throw fileExists(path)
  else if (!there.isFile() && !there.isSymbolicLink())
    throw failure('not_a_file', `${path} is not a regular file; not overwritten`, 'use another file')
}

/** Loaded when it is needed, because it takes longer than the rest of a small command. */
const crypto = () => process.getBuiltinModule('node:crypto')

const DAY = 86_400_000
/** What a run that was killed left, and after how long no one can still be writing it, or come back to give it its name. */
const LEFTOVERS: ReadonlyArray<readonly [RegExp, days: number]> = [
  [/^\.phd-[0-9a-f]{12}(?:-(?:journal|wal|shm|mark))?$/, 1],
  [/^\.phd-[0-9a-f]{12}\.staged$/, 30],
]
/** Folders that this run looked through already. */
const swept = new Set<string>()

/** Whether a file with this name, last changed then, is one that a run of ours left behind and that no run will need again. */
export function isLeftover(name: string, changedAt: number, now: number): boolean {
  const days = LEFTOVERS.find(([pattern]) => pattern.test(name))?.[1]
  return days !== undefined && changedAt < now - days * DAY
}

/** Removes what a run of ours that was killed left behind; it need not succeed. */
function removeLeftovers(folder: string): void {
  const place = resolve(folder)
  if (swept.has(place)) return
  swept.add(place)
  try {
    for (const name of readdirSync(folder)) {
      if (!LEFTOVERS.some(([pattern]) => pattern.test(name))) continue
      const there = lstatSync(join(folder, name))
      if (there.isFile() && there.uid === process.getuid?.() && isLeftover(name, there.mtimeMs, Date.now()))
        rmSync(join(folder, name))
    }
  } catch {
    // What is in the way is reported when the file itself is written.
  }
}

function orCannotWrite<T>(path: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    throw cannotWrite(path, error)
  }
}

/** The hash of what a file holds. Throws what the system says. */
export function sha256Of(path: string): string {
  const hash = crypto().createHash('sha256')
  const piece = Buffer.allocUnsafe(1 << 20)
  const fd = openSync(path, 'r')
  try {
    for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) hash.update(piece.subarray(0, read))
  } finally {
    closeSync(fd)
  }
  return hash.digest('hex')
}

function fileExists(path: string): Error {
  return failure('file_exists', `${path} already exists; not overwritten`)
}

/** The failure where a file cannot be written. */
export function cannotWrite(path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException
  const hint =
    code === 'ENOENT' || code === 'ENOTDIR'
      ? `no folder ${dirname(path)}: create it first, or use another`
      : code === 'ENOSPC' || code === 'EFBIG' || code === 'EDQUOT'
        ? 'free some space, then try again'
        : 'use a folder you can write to'
  return failure('cannot_write', `${path} cannot be written (${code ?? message})`, hint)
}
