import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { PhdError, refusal } from '../errors.ts'

/**
 * A file that is written in pieces, and stands under its own name only when it is complete: until then it is a temporary file of
 * ours in the same folder. Every method throws the refusal `cannot_write`, and nothing is left behind.
 */
export class FileInMaking {
  readonly #path: string
  readonly #temporary: string
  readonly #fd: number
  readonly #hash = crypto().createHash('sha256')
  #bytes = 0
  #isOpen = true

  constructor(path: string) {
    this.#path = path
    this.#temporary = join(dirname(path), `.phd-${crypto().randomBytes(6).toString('hex')}`)
    removeLeftovers(dirname(path))
    try {
      const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)
      this.#fd = openSync(this.#temporary, flags, 0o600)
    } catch (error) {
      throw cannotWrite(path, error)
    }
  }

  write(text: string): void {
    this.#orDiscard(() => {
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at)
      this.#hash.update(bytes)
      this.#bytes += bytes.length
    })
  }

  /** Puts the file in its place. Without `overwrite` a file that is there already is left alone: the refusal `file_exists`. */
  publish({ overwrite }: { overwrite: boolean }): void {
    this.#orDiscard(() => {
      this.#finish()
      checkFree(this.#path, overwrite)
      if (overwrite) renameSync(this.#temporary, this.#path)
      else this.#linkTo(this.#path)
      syncFolder(dirname(this.#path))
    })
  }

  /**
   * Puts the file beside others without ever touching one that says something else: `name.csv`, else `name.2.csv`, and so on. A file
   * that already holds the very same is kept. Gives the path.
   */
  publishBeside(): string {
    return this.#orDiscard(() => {
      this.#finish()
      const sha256 = this.#hash.digest('hex')
      for (let number = 1; ; number++) {
        const path = number === 1 ? this.#path : this.#path.replace(/(\.[^.]*)?$/, `.${number}$1`)
        if (!lstatSync(path, { throwIfNoEntry: false })) {
          this.#linkTo(path)
          syncFolder(dirname(path))
          return path
        }
        const there = statSync(path, { throwIfNoEntry: false })
        if (there?.isFile() && there.size === this.#bytes && sha256Of(path) === sha256) {
          rmSync(this.#temporary)
          return path
        }
      }
    })
  }

  discard(): void {
    this.#close()
    rmSync(this.#temporary, { force: true })
  }

  #finish(): void {
    fsyncSync(this.#fd)
    this.#close()
  }

  #close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    closeSync(this.#fd)
  }

  /** A link fails where the name is taken, be it since a moment ago; some file systems have no links. */
  #linkTo(path: string): void {
    try {
      linkSync(this.#temporary, path)
    } catch (error) {
      if (!/^(?:EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error
      copyFileSync(this.#temporary, path, constants.COPYFILE_EXCL)
    }
    rmSync(this.#temporary)
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

/** Writes a file whole or not at all; see {@link FileInMaking}. */
export function writeWhole(path: string, content: string, options: { overwrite: boolean }): void {
  const file = new FileInMaking(path)
  file.write(content)
  file.publish(options)
}

/** Files that are written together: each is on disk before the first has its name, and where one cannot be put in its place none stays. */
export class FilesInMaking {
  readonly #files: { path: string; file: FileInMaking }[] = []

  /** Makes the folder where there is none. Throws the refusals `cannot_write`, `file_exists` and `not_a_file`. */
  constructor(folder: string, contents: Readonly<Record<string, string>>) {
    makeFolder(folder)
    try {
      for (const name of Object.keys(contents)) {
        if (lstatSync(join(folder, name), { throwIfNoEntry: false }))
          throw refusal('file_exists', `${join(folder, name)} is there already, and was left alone`, 'name another folder')
      }
      for (const [name, content] of Object.entries(contents)) {
        const path = join(folder, name)
        const file = new FileInMaking(path)
        this.#files.push({ path, file })
        file.write(content)
      }
    } catch (error) {
      this.discard()
      throw error
    }
  }

  /** Puts every file in its place; gives the paths. */
  publish(): string[] {
    const published: string[] = []
    try {
      for (const { path, file } of this.#files) {
        file.publish({ overwrite: false })
        published.push(path)
      }
      return published
    } catch (error) {
      for (const path of published) rmSync(path, { force: true })
      this.discard()
      throw error
    }
  }

  discard(): void {
    for (const { file } of this.#files) file.discard()
  }
}

/** Makes a folder that only its owner can look into, where there is none. Throws the refusal `cannot_write`. */
export function makeFolder(folder: string): void {
  const path = resolve(folder)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  // One by one, for where a file system makes no folders the engine would try for ever.
  if (dirname(path) !== path) makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
    throw refusal('cannot_write', `the folder ${folder} cannot be made (${code})`, 'name a folder you may write to')
  }
}

/** Writes a file whole beside others, never over one that says something else; gives its path. See {@link FileInMaking}. */
export function writeBeside(path: string, content: string): string {
  const file = new FileInMaking(path)
  file.write(content)
  return file.publishBeside()
}

/** Says what {@link writeWhole} would: throws the refusals `file_exists`, and `not_a_file` where a device or a folder stands. */
export function checkFree(path: string, overwrite: boolean): void {
  const there = orCannotWrite(path, () => lstatSync(path, { throwIfNoEntry: false }))
  if (!there) orCannotWrite(path, () => accessSync(dirname(path), constants.W_OK))
  else if (!overwrite) throw fileExists(path)
  else if (!there.isFile() && !there.isSymbolicLink())
    throw refusal('not_a_file', `${path} is not a regular file, and was left alone`, 'name another file')
}

/** The name of a new file is on disk only when its folder is; not every file system lets one ask for that. */
function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, 'r')
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  } catch {
    // The content is on disk by now, which is what is promised.
  }
}

/** Loaded when it is needed, for it takes longer than the rest of a small command. */
const crypto = () => process.getBuiltinModule('node:crypto')

const DAY = 86_400_000

/** Removes what a run of ours that was killed left behind, once nobody can be writing it any more; it need not succeed. */
function removeLeftovers(folder: string): void {
  try {
    for (const name of readdirSync(folder).filter((each) => /^\.phd-[0-9a-f]{12}$/.test(each))) {
      const there = lstatSync(join(folder, name))
      if (there.isFile() && there.uid === process.getuid?.() && there.mtimeMs < Date.now() - DAY) rmSync(join(folder, name))
    }
  } catch {
    // What stands in the way will be told when the file itself is written.
  }
}

function orCannotWrite<T>(path: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    throw cannotWrite(path, error)
  }
}

function sha256Of(path: string): string {
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
  return refusal('file_exists', `${path} is there already, and was left alone`, 'name another file, or say --force')
}

function cannotWrite(path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException
  const hint =
    code === 'ENOENT' || code === 'ENOTDIR'
      ? `there is no folder ${dirname(path)}: make it first, or name another`
      : code === 'ENOSPC' || code === 'EFBIG' || code === 'EDQUOT'
        ? 'make room, then try again'
        : 'name a folder you may write to'
  return refusal('cannot_write', `${path} cannot be written (${code ?? message})`, hint)
}
