/** An answer of the handbook, as its file has it: read and checked. Pure. */

import { failure } from '../errors.ts'

/** The pages of the handbook that answers come from. */
export const PAGES = [
  'Partner Support',
  'Partner Help Desk',
  'GitLab Sales FAQ - Selling with Partners',
  'Channel Partners: Working with GitLab',
  'Ecosystem Operations',
] as const

interface AnswerLink {
  label: string
  address: string
}

export interface Answer {
  /** The name of its file, without the ending. */
  name: string
  /** The file it was read from. */
  file: string
  /** The title of the handbook page, and the heading on it. */
  page: string
  section: string
  title: string
  /** Since when it holds, as exactly as the page says: a year, a month or a day. */
  since: string
  /** Of a retired way: until when it held, and what to do today. */
  ended: string | null
  instead: string | null
  /** Who does it. */
  who: string | null
  /** Commands that answer it for one case. */
  commands: readonly string[]
  links: readonly AnswerLink[]
  /** Questions that it answers, in any language. */
  asked: readonly string[]
  /** Further words that people use for it. */
  words: readonly string[]
  /** The answer itself, in lines. */
  text: string
}

/** Whether it no longer holds on a day, YYYY-MM-DD; a month or a year ends with its last day. */
export function isRetired({ ended }: Pick<Answer, 'ended'>, today: string): boolean {
  return ended !== null && ended < today.slice(0, ended.length)
}

const SINGLE = ['page', 'section', 'title', 'since', 'ended', 'instead', 'who', 'words'] as const
const REPEATED = ['command', 'link', 'asked'] as const
type SingleKey = (typeof SINGLE)[number]
type RepeatedKey = (typeof REPEATED)[number]

/** What stands above the text of an answer. */
interface Head {
  single: ReadonlyMap<SingleKey, string>
  repeated: ReadonlyMap<RepeatedKey, readonly string[]>
}

/** Makes a refusal for a line of the file. */
type Refuse = (line: number, message: string) => Error

const LANGUAGE = /^asked (?:de|es|ja)$/
/** A year, a month or a day. */
const DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/

/** Reads the file of an answer. Throws the refusal `bad_answer`, naming file and line. */
export function parseAnswer(name: string, file: string, content: string): Answer {
  const lines = content.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
  const bad: Refuse = (line, message) =>
    failure('bad_answer', `${file}, line ${line}: ${message}`, 'correct the file; how to write one: data/answers/README.txt')
  const end = lines.indexOf('---', 1)
  if (lines[0]?.trim() !== '---' || end === -1) throw bad(1, 'an answer begins with a line ---, its keys, and a second line ---')
  const { single, repeated } = parseHead(lines.slice(1, end), bad)
  const text = lines
    .slice(end + 1)
    .join('\n')
    .replace(/^\n+|\s+$/g, '')
  if (text === '') throw bad(end + 1, 'the answer itself is missing')
  const needed = (key: SingleKey): string => {
    const value = single.get(key)
    if (value === undefined) throw bad(1, `"${key}" is missing`)
    return value
  }
  for (const key of ['since', 'ended'] as const) {
    const date = single.get(key)
    if (date !== undefined && !DATE.test(date)) throw bad(1, `"${key}" is "${date}", not a year, a month or a day (2025-02-01)`)
  }
  if (single.has('ended') !== single.has('instead')) throw bad(1, '"ended" and "instead" belong together; one of them is missing')
  return {
    ...{ name, file, text },
    page: needed('page'),
    section: needed('section'),
    title: needed('title'),
    since: needed('since'),
    ended: single.get('ended') ?? null,
    instead: single.get('instead') ?? null,
    who: single.get('who') ?? null,
    commands: repeated.get('command') ?? [],
    links: (repeated.get('link') ?? []).map((link) => parseLink(link, bad)),
    asked: repeated.get('asked') ?? [],
    words: (single.get('words') ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  }
}

/** Reads the lines between the marks, of which the first is line 2 of the file. */
function parseHead(lines: readonly string[], bad: Refuse): Head {
  const single = new Map<SingleKey, string>()
  const repeated = new Map<RepeatedKey, string[]>()
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue
    const colon = line.indexOf(':')
    const [key, rest] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
    if (colon === -1 || rest === '') throw bad(i + 2, `expected "key: text", found "${line}"`)
    const one = SINGLE.find((each) => each === key)
    const many = LANGUAGE.test(key) ? 'asked' : REPEATED.find((each) => each === key)
    if (many) repeated.set(many, [...(repeated.get(many) ?? []), rest])
    else if (!one)
      throw bad(i + 2, `unknown key "${key}"; the keys are ${[...SINGLE, ...REPEATED].join(', ')}, asked de, asked es, asked ja`)
    else if (single.has(one)) throw bad(i + 2, `"${one}" is given twice`)
    else single.set(one, rest)
  }
  return { single, repeated }
}

function parseLink(link: string, bad: Refuse): AnswerLink {
  const [, label, address] = /^(.+?)\s*\|\s*(https?:\/\/\S+|mailto:\S+)$/.exec(link) ?? []
  if (label === undefined || address === undefined) throw bad(1, `link "${link}" is not "label | address"`)
  return { label, address }
}
