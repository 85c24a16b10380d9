import { createHash, randomBytes } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { failure } from '../../errors.ts'
import { STDIN_NAME } from './standard-input.ts'

/** A file to import: opened once, hashed whole, read in pieces. */
export interface InputFile {
  path: string
  /** The file's name without its folder, as evidence names it. */
  name: string
  bytes: number
  /** When it was last changed; null where it came without such a time. ISO 8601, UTC. */
  modifiedAt: string | null
  sha256: string
  /** The first bytes, enough to tell what the file is. */
  head: Buffer
  /** How far the last reading is, in bytes. */
  position: number
  /** The file from its beginning; throws `file_changed` when it is no longer what was hashed. */
  chunks: () => Generator<Buffer, void, void>
  /** Some bytes of the middle, as many as there are. */
  readAt: (position: number, length: number) => Buffer
  /** Throws `file_changed` when the file is no longer what was hashed. */
  checkUnchanged: () => void
  close: () => void
}

/** Small pieces leave memory with the other young values; big ones stay until the engine cleans up thoroughly. */
const CHUNK = 1 << 15

/** Opens and hashes a regular file. Throws the refusals `file_not_found`, `not_a_file`, `file_unreadable`, `empty_file`. */
export function openInput(path: string): InputFile {
  return inputOf(open(path), path, basename(path))
}

/**
 * Copies standard input to a file that only this user may read and that has lost its name before the first byte is written, so that
 * nothing is left behind whatever happens; then it can be hashed and read twice like any other.
 * Throws a usage error at a terminal, and the refusals `no_room` and those of a file.
 */
export async function openStandardInput(): Promise<InputFile> {
  if (process.stdin.isTTY) throw failure('nothing_piped', 'standard input is empty', { what: 'export' })
  const path = join(tmpdir(), `phd-${randomBytes(12).toString('hex')}`)
  let fd: number
  try {
    fd = openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | (constants.O_NOFOLLOW ?? 0), 0o600)
    rmSync(path)
  } catch (error) {
    throw noRoom(error)
  }
  try {
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at)
    }
  } catch (error) {
    closeSync(fd)
    throw noRoom(error)
  }
  return inputOf(fd, STDIN_NAME, STDIN_NAME, redirectedAt())
}

/** When the file was last changed that standard input comes from (`< accounts.csv`); null where it comes from another program. */
function redirectedAt(): string | null {
  const stat = fstatSync(0)
  return stat.isFile() ? momentOf(stat.mtimeMs) : null
}

function noRoom(error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException
  return failure(
    'no_room',
    `standard input cannot be kept in ${tmpdir()} (${code ?? message})`,
    'free some space there, or use another folder in TMPDIR',
  )
}

/** Takes over the open file; closes it when it throws. `modifiedAt` is left out where the open file says it itself. */
function inputOf(fd: number, path: string, name: string, modifiedAt?: string | null): InputFile {
  try {
    const stat = fstatSync(fd, { bigint: true })
    if (!stat.isFile()) throw failure('not_a_file', `${path} is not a regular file`, 'name an export file')
    if (stat.size === 0n) throw failure('empty_file', `${path} is empty`, 'export it again')
    const hash = createHash('sha256')
    let head = Buffer.alloc(0)
    for (const chunk of pieces(fd)) {
      if (head.length === 0) head = Buffer.from(chunk)
      hash.update(chunk)
    }
    const checkUnchanged = (): void => {
      const now = fstatSync(fd, { bigint: true })
      if (now.size !== stat.size || now.mtimeNs !== stat.mtimeNs) {
        throw failure(
          'file_changed',
          `${path} was changed while it was read`,
          'wait until it is written completely, then import it again',
        )
      }
    }
    checkUnchanged()
    return {
      path,
      name,
      bytes: Number(stat.size),
      modifiedAt: modifiedAt === undefined ? momentOf(Number(stat.mtimeMs)) : modifiedAt,
      sha256: hash.digest('hex'),
      head,
      position: 0,
      *chunks() {
        this.position = 0
        for (const piece of pieces(fd)) {
          this.position += piece.length
          yield piece
        }
        checkUnchanged()
      },
      readAt(position, length) {
        const buffer = Buffer.allocUnsafe(length)
        let filled = 0
        while (filled < length) {
          const read = readSync(fd, buffer, filled, length - filled, position + filled)
          if (read === 0) break
          filled += read
        }
        return buffer.subarray(0, filled)
      },
      checkUnchanged,
      close: () => closeSync(fd),
    }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

/** ISO 8601, UTC; null for a time that no calendar has, as a broken file system may say. */
function momentOf(milliseconds: number): string | null {
  const isYear = Math.abs(milliseconds) < Date.UTC(9999, 0)
  return isYear ? `${new Date(milliseconds).toISOString().slice(0, 19)}Z` : null
}

function open(path: string): number {
  try {
    // Not blocking: opening a pipe by mistake must not wait for a writer.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw failure('file_not_found', `no file ${path}`, 'check the name and the folder')
    throw failure('file_unreadable', `${path} cannot be read (${code})`, 'check that you can read it')
  }
}

function* pieces(fd: number): Generator<Buffer, void, void> {
  const buffer = Buffer.allocUnsafe(CHUNK)
  for (let position = 0; ; ) {
    const read = readSync(fd, buffer, 0, CHUNK, position)
    if (read === 0) return
    position += read
    yield buffer.subarray(0, read)
  }
}
