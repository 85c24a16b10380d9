/** The standard replies: those that came with phd, and those of the user's own, which go before them. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ExitCode, PhdError, refusal } from '../errors.ts'
import { checkDeclared, parseReply, type Reply } from '../mail/reply.ts'
import { dataFolder } from './data-files.ts'

/** A reply by its name and the file it stands in. */
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
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((file) => {
    const name = NAME.exec(file)?.[1]
    return name === undefined ? [] : [{ name, path: join(folder, file), isOwn }]
  })
}

function replyFiles(own: string | null): Map<string, ReplyFile> {
  const files = [...filesIn(join(dataFolder(), 'replies'), false), ...(own === null ? [] : filesIn(own, true))]
  return new Map(files.sort((a, b) => (a.name < b.name ? -1 : 1)).map((file) => [file.name, file]))
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
  throw new PhdError('no_such_reply', ExitCode.notFound, `there is no reply "${name}"`, {
    hint: `the replies are: ${[...files.keys()].join(', ')}`,
  })
}

function readFile({ name, path, isOwn }: ReplyFile): KnownReply {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw refusal('bad_reply', `${path} cannot be read (${(error as NodeJS.ErrnoException).code})`, 'check that you may read it')
  }
  const reply = parseReply(name, path, text)
  checkDeclared(reply)
  return { ...reply, isOwn }
}
