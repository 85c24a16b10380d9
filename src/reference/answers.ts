/** The answers of the handbook: those that came with phd, and those of the user's own, which go before them. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as v from 'valibot'
import { failure } from '../errors.ts'
import { type Answer, parseAnswer } from '../handbook/answer.ts'
import type { DeskWords } from '../handbook/question.ts'
import { dataFolder, readReference } from './data-files.ts'

export interface KnownAnswer extends Answer {
  /** Whether it is the user's own. */
  isOwn: boolean
}

const NAME = /^([a-z0-9]+(?:-[a-z0-9]+)*)\.txt$/
/** No answer is longer. */
const LARGEST = 1 << 16

/** Every answer, by name; `own` is the folder of the user's own. Throws the refusal `bad_answer`. */
export function readAnswers(own: string | null): KnownAnswer[] {
  const answers = new Map<string, KnownAnswer>()
  for (const [folder, isOwn] of [
    [join(dataFolder(), 'answers'), false],
    [own, true],
  ] as const) {
    if (folder === null) continue
    for (const path of filesIn(folder)) {
      const name = NAME.exec(basename(path))?.[1]
      if (name !== undefined) answers.set(name, { ...parseAnswer(name, path, contentOf(path)), isOwn })
    }
  }
  return [...answers.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The files of a folder and of the folders in it. */
function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((each) => {
      const path = join(folder, each.name)
      if (!each.isDirectory()) return [path]
      return readdirSync(path)
        .sort()
        .map((name) => join(path, name))
    })
}

function contentOf(path: string): string {
  const bad = (why: string, next: string): Error => failure('bad_answer', `${path} ${why}`, next)
  const there = statSync(path, { throwIfNoEntry: false })
  // Opened without a look, a pipe or a device would never end.
  if (!there?.isFile()) throw bad('is not a regular file', 'move it away')
  if (there.size > LARGEST) throw bad(`has ${there.size.toLocaleString('en-US')} bytes, too many for an answer`, 'move it away')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
      ? bad('is not in UTF-8', 'save it again as UTF-8')
      : bad(`cannot be read (${code})`, 'check that you can read it')
  }
}

/** The words of the desk that mean the same, in four languages, and those that mean nothing by themselves. */
export function readDeskWords(): DeskWords {
  const words = v.array(v.pipe(v.string(), v.nonEmpty()))
  return readReference('handbook-words.json', v.object({ concepts: v.record(v.string(), words), stopWords: words }))
}
