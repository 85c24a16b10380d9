/** The standard replies: those that came with phd, and those of the user's own, which go before them. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '../errors.ts'
import { checkDeclared, parseReply, type Reply } from '../mail/reply.ts'
import { didYouMean } from '../records/near.ts'
import { dataFolder } from './data-files.ts'

/** A reply by its name and the file it is in. */
interface ReplyFile {
  name: string
  path: string
  /** Whether it is the user's own. */
  isOwn: boolean
}

export interface KnownReply extends Reply {
  isOwn: boolean
}

const NAME = /^([a-z0-9]+(?:-[a-z0-9]+)*)\.txt$/

function filesIn(folder: string, isOwn: boolean): ReplyFile[] {
  const there = statSync(folder, { throwIfNoEntry: false })
  if (!there) return []
  if (!there.isDirectory())
    throw failure('bad_reply', `${folder} is not a folder`, 'move it away, or make it a folder of replies')
  return readdirSync(folder).flatMap((file) => {
    const name = NAME.exec(file)?.[1]
    return name === undefined ? [] : [{ name, path: join(folder, file), isOwn }]
  })
}

function replyFiles(own: string | null): Map<string, ReplyFile> {
  const files = [...filesIn(join(dataFolder(), 'replies'), false), ...(own === null ? [] : filesIn(own, true))]
  return new Map(
    files
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : Number(a.isOwn) - Number(b.isOwn)))
      .map((file) => [file.name, file]),
  )
}

/** Every reply, in order of name; `own` is the folder of the user's own. Throws the refusal `bad_reply`. */
export function readReplies(own: string | null): KnownReply[] {
  return [...replyFiles(own).values()].map(readFile)
}

/** One reply by its name. Throws `no_such_reply` (exit code 3) and the refusal `bad_reply`. */
export function readReply(name: string, own: string | null): KnownReply {
  const files = replyFiles(own)
  const file = files.get(name)
  if (file) return readFile(file)
  throw failure(
    'no_such_reply',
    `unknown reply "${name}"${didYouMean(name, files.keys())}`,
    `the replies are: ${[...files.keys()].join(', ')}`,
  )
}

/** No reply is longer. */
const LARGEST = 1 << 18

function readFile({ name, path, isOwn }: ReplyFile): KnownReply {
  const bad = (why: string, next: string): Error => failure('bad_reply', `${path} ${why}`, next)
  const there = statSync(path, { throwIfNoEntry: false })
  // Opened without a look, a pipe or a device would never end.
  if (!there?.isFile()) throw bad('is not a regular file', 'move it away')
  if (there.size > LARGEST) throw bad(`has ${there.size.toLocaleString('en-US')} bytes, too many for a reply`, 'move it away')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
      ? bad('is not in UTF-8', 'save it again as UTF-8')
      : bad(`cannot be read (${code})`, 'check that you can read it')
  }
  const reply = parseReply(name, path, text)
  checkDeclared(reply)
  return { ...reply, isOwn }
}
