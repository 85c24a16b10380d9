import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { refusal } from '../errors.ts'

/** A file to import: opened once, hashed whole, read in pieces. */
export interface InputFile {
  path: string
  /** The file's name without its folder, as evidence names it. */
  name: string
  bytes: number
  sha256: string
  /** The first bytes, enough to tell what the file is. */
  head: Buffer
  /** How far the last reading is, in bytes. */
  position: number
  /** The file from its beginning; throws `file_changed` when it is not what was hashed any more. */
  chunks: () => Generator<Buffer, void, void>
  close: () => void
}

/** Small pieces leave memory with the other young values; big ones stay until the engine cleans up thoroughly. */
const CHUNK = 1 << 15

/** Opens and hashes a regular file. Throws the refusals `file_not_found`, `not_a_file`, `file_unreadable`, `empty_file`. */
export function openInput(path: string): InputFile {
  const fd = open(path)
  try {
    const stat = fstatSync(fd, { bigint: true })
    if (!stat.isFile()) throw refusal('not_a_file', `${path} is not a regular file`, 'name an export file')
    if (stat.size === 0n) throw refusal('empty_file', `${path} is empty`, 'export it again')
    const hash = createHash('sha256')
    let head = Buffer.alloc(0)
    for (const chunk of pieces(fd)) {
      if (head.length === 0) head = Buffer.from(chunk)
      hash.update(chunk)
    }
    const unchanged = (): void => {
      const now = fstatSync(fd, { bigint: true })
      if (now.size !== stat.size || now.mtimeNs !== stat.mtimeNs) {
        throw refusal(
          'file_changed',
          `${path} was changed while it was read`,
          'wait until it is written completely, then import it again',
        )
      }
    }
    unchanged()
    return {
      path,
      name: basename(path),
      bytes: Number(stat.size),
      sha256: hash.digest('hex'),
      head,
      position: 0,
      *chunks() {
        this.position = 0
        for (const piece of pieces(fd)) {
          this.position += piece.length
          yield piece
        }
        unchanged()
      },
      close: () => closeSync(fd),
    }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

function open(path: string): number {
  try {
    // Not blocking: opening a pipe by mistake must not wait for a writer.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw refusal('file_not_found', `there is no file ${path}`, 'check the name and the folder')
    throw refusal('file_unreadable', `${path} cannot be read (${code})`, 'check that you may read it')
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
