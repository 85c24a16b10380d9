/** Finds mails: files, folders of them, mbox archives, standard input. One mail at a time is held, and none longer than a mail may be. */

import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { failure } from '../errors.ts'
import { STDIN, STDIN_NAME } from '../imports/read/standard-input.ts'

/** A mail as it was found. */
export interface FoundMail {
  /** What people find it by: its file, or its archive and number. */
  name: string
  /** The path of its own file, as it was given; null in an archive or from standard input. */
  path: string | null
  /** Its bytes; where it is too long, how many there are. */
  content: Buffer | { tooLong: number }
}

const MAIL_FILE = /\.(?:eml|mbox|mbx)$/i
const CHUNK = 1 << 16
const NEWLINE = 0x0a

/**
 * The mails of files, folders (their .eml and .mbox files, in order of name; not those in folders within) and standard input ("-").
 * `most`: how many bytes a mail may have. `skipped` is told what else a folder has. Throws the refusals `file_not_found`,
 * `file_unreadable`, `not_a_file`, `no_mails`, and a usage error at a terminal.
 */
export async function* findMails(
  paths: readonly string[],
  most: number,
  skipped: (name: string) => void,
): AsyncGenerator<FoundMail> {
  for (const path of paths) {
    if (path === STDIN) {
      if (process.stdin.isTTY) throw failure('nothing_piped', 'standard input is empty', { what: 'mail' })
      yield* mailsIn(process.stdin as AsyncIterable<Buffer>, { name: STDIN_NAME, path: null }, most)
    } else if (isFolder(path)) {
      const names = readdirSync(path).sort()
      const mails = names.filter((name) => MAIL_FILE.test(name))
      if (mails.length === 0)
        throw failure(
          'no_mails',
          `no .eml or .mbox files in ${path}`,
          'save mail there as .eml ("Download message"), or use another folder',
        )
      for (const name of names) {
        const file = join(path, name)
        if (MAIL_FILE.test(name)) yield* mailsIn(pieces(file), { name, path: file }, most)
        else skipped(name)
      }
    } else yield* mailsIn(pieces(path), { name: basename(path), path }, most)
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw failure('file_not_found', `no file ${path}`, 'check the name and the folder')
    throw failure('file_unreadable', `${path} cannot be read (${code})`, 'check that you can read it')
  }
}

function* pieces(path: string): Generator<Buffer> {
  let fd: number
  try {
    // Not blocking: opening a pipe by mistake must not wait for a writer.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw failure('file_unreadable', `${path} cannot be read (${code})`, 'check that you can read it')
  }
  try {
    if (!fstatSync(fd).isFile())
      throw failure('not_a_file', `${path} is not a regular file`, 'name an .eml or .mbox file, or a folder of them')
    for (;;) {
      const buffer = Buffer.allocUnsafe(CHUNK)
      const read = readSync(fd, buffer, 0, CHUNK, null)
      if (read === 0) return
      yield buffer.subarray(0, read)
    }
  } finally {
    closeSync(fd)
  }
}

/** The mails of some bytes: one, or those of an mbox archive, which begins with a line "From ". */
async function* mailsIn(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  { name, path }: Pick<FoundMail, 'name' | 'path'>,
  most: number,
): AsyncGenerator<FoundMail> {
  let isArchive: boolean | null = null
  let mail = new Mail(most)
  let number = 1
  let line: Buffer = Buffer.alloc(0)
  let lineBegins = true
  let isFirst = true
  for await (const chunk of chunks) {
    const bytes = line.length === 0 ? chunk : Buffer.concat([line, chunk])
    line = Buffer.alloc(0)
    if (isArchive === null) {
      const head = bytes.subarray(0, HEAD).toString('latin1')
      if (bytes.length < HEAD && BLANKS.test(head)) {
        line = bytes
        continue
      }
      isArchive = BEGINS.test(head)
    }
    if (!isArchive) {
      mail.add(bytes)
      continue
    }
    let at = 0
    while (at < bytes.length) {
      const end = bytes.indexOf(NEWLINE, at)
      // A line without an end may go on in the next chunk; one longer than any line is taken in pieces.
      if (end === -1 && bytes.length - at < LONGEST_LINE) {
        line = Buffer.from(bytes.subarray(at))
        break
      }
      const piece = bytes.subarray(at, end === -1 ? bytes.length : end + 1)
      at += piece.length
      // Not every program writes a blank line before it; a mail that is cut in two is safer than two that are taken for one.
      if (isFirst && !BEGINS.test(piece.subarray(0, HEAD).toString('latin1'))) continue
      const isMark = lineBegins && (isFirst || MARK.test(piece.subarray(0, 200).toString('latin1')))
      isFirst = false
      if (isMark) {
        if (!mail.isEmpty) yield mail.found(`${name}#${number++}`, null)
        mail = new Mail(most)
      } else mail.add(lineBegins && /^>+From /.test(piece.subarray(0, 100).toString('latin1')) ? piece.subarray(1) : piece)
      lineBegins = end !== -1
    }
  }
  if (line.length > 0) mail.add(line)
  if (!isArchive) yield mail.found(name, path)
  else if (!mail.isEmpty) yield mail.found(`${name}#${number}`, null)
}

/** An archive may begin with a mark of its encoding, and blank lines. */
const HEAD = 64
const BEGINS = /^(?:\xef\xbb\xbf)?\s*From /
const BLANKS = /^(?:\xef\xbb\xbf)?\s*(?:F|Fr|Fro|From)?$/
/** "From sender Thu Nov 19 09:00:00 2026": what a person writes at the beginning of a line has no day and time of this form. */
const MARK = /^From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .{0,60}\b\d{1,2}:\d{2}/
const LONGEST_LINE = 1 << 16

/** The bytes of a mail; of one that is too long they are counted and not kept. */
class Mail {
  readonly #most: number
  #chunks: Buffer[] = []
  #bytes = 0

  constructor(most: number) {
    this.#most = most
  }

  get isEmpty(): boolean {
    return this.#bytes === 0
  }

  add(bytes: Buffer): void {
    this.#bytes += bytes.length
    if (this.#bytes > this.#most) this.#chunks = []
    else this.#chunks.push(bytes)
  }

  found(name: string, path: string | null): FoundMail {
    return { name, path, content: this.#bytes > this.#most ? { tooLong: this.#bytes } : Buffer.concat(this.#chunks) }
  }
}
