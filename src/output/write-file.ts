import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { refusal } from '../errors.ts'

/**
 * Writes a file whole or not at all: a temporary file of ours in the same folder, on disk, then renamed.
 * Without `overwrite` a file that is there already is left alone. Throws the refusals `file_exists` and `cannot_write`.
 */
export function writeWhole(path: string, content: string, options: { overwrite: boolean }): void {
  const temporary = join(dirname(path), `.phd-${randomBytes(6).toString('hex')}`)
  try {
    const fd = openSync(temporary, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0), 0o600)
    try {
      const bytes = Buffer.from(content)
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    if (options.overwrite) renameSync(temporary, path)
    else {
      // A link fails where the name is taken, be it since a moment ago.
      linkSync(temporary, path)
      rmSync(temporary)
    }
  } catch (error) {
    rmSync(temporary, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw fileExists(path)
    throw refusal(
      'cannot_write',
      `${path} cannot be written (${code ?? (error as Error).message})`,
      'name a folder you may write to',
    )
  }
}

/** Says in a dry run what {@link writeWhole} would: throws the refusal `file_exists`. */
export function checkFree(path: string, overwrite: boolean): void {
  if (!overwrite && lstatSync(path, { throwIfNoEntry: false })) throw fileExists(path)
}

function fileExists(path: string): Error {
  return refusal('file_exists', `${path} is there already, and was left alone`, 'name another file, or say --force')
}

/**
 * Writes a file beside others without ever touching one that says something else: `name.csv`, else `name.2.csv`, and so on.
 * A file that already holds this very text is kept. Gives the path.
 */
export function writeBeside(path: string, content: string): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? path : path.replace(/(\.[^.]*)?$/, `.${number}$1`)
    if (!lstatSync(free, { throwIfNoEntry: false })) {
      writeWhole(free, content, { overwrite: false })
      return free
    }
    if (statSync(free, { throwIfNoEntry: false })?.isFile() && readFileSync(free, 'utf8') === content) return free
  }
}
