/** A standard reply, as its file has it: read and checked. */

import { failure } from '../errors.ts'
import { namesIn } from './template.ts'
import { PROVIDED } from './values.ts'

/** A value that a reply declares, in addition to those that phd provides. */
interface DeclaredValue {
  name: string
  isList: boolean
  /** Whether it may have several lines; every other value becomes one line. */
  isText: boolean
  isOptional: boolean
  about: string
}

export interface Reply {
  name: string
  /** The file it was read from. */
  file: string
  /** `text`: a text to paste, not a mail. */
  kind: 'mail' | 'text'
  subject: string | null
  to: readonly string[]
  cc: readonly string[]
  label: string | null
  when: string
  source: string | null
  declared: readonly DeclaredValue[]
  /** Optional values of which at least one must be given; may be empty. */
  needs: readonly string[]
  /** The text below the keys, in Liquid. */
  body: string
  /** Every value it uses, in the order of its file. */
  used: readonly string[]
}

const SINGLE = ['kind', 'subject', 'to', 'cc', 'label', 'when', 'source', 'needs'] as const
type SingleKey = (typeof SINGLE)[number]
const DECLARES = /^(optional )?(value|text|list) ([a-z][a-z0-9_]*)$/

/** What stands above the text of a reply. */
interface Head {
  keys: ReadonlyMap<SingleKey, string>
  declared: readonly DeclaredValue[]
}

/** Makes a refusal for a line of the file. */
type Refuse = (line: number, message: string) => Error

/** Reads the file of a reply. Throws the refusal `bad_reply`, naming file and line. */
export function parseReply(name: string, file: string, text: string): Reply {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
  const bad: Refuse = (line, message) =>
    failure('bad_reply', `${file}, line ${line}: ${message}`, 'correct the file; how to write one: data/replies/README.txt', {
      file,
      line,
    })
  const end = lines.indexOf('---', 1)
  if (lines[0]?.trim() !== '---' || end === -1) throw bad(1, 'a reply begins with a line ---, its keys, and a second line ---')
  const { keys, declared } = parseHead(lines.slice(1, end), bad)
  const kind = keys.get('kind') === 'text' ? 'text' : 'mail'
  for (const needed of kind === 'mail' ? (['subject', 'to', 'when'] as const) : (['when'] as const)) {
    if (!keys.has(needed)) throw bad(1, `"${needed}" is missing`)
  }
  const listed = (key: SingleKey, separator: string | RegExp): string[] =>
    (keys.get(key) ?? '')
      .split(separator)
      .map((each) => each.trim())
      .filter((each) => each !== '')
  const reply = {
    name,
    file,
    kind,
    subject: keys.get('subject') ?? null,
    to: listed('to', ','),
    cc: listed('cc', ','),
    label: keys.get('label') ?? null,
    when: keys.get('when') ?? '',
    source: keys.get('source') ?? null,
    declared,
    needs: listed('needs', / or |,/),
    body: lines
      .slice(end + 1)
      .join('\n')
      .replace(/^\n+|\s+$/g, ''),
  } as const
  if (kind === 'mail' && reply.to.length === 0) throw bad(1, '"to" has no address')
  return { ...reply, used: namesIn([...reply.to, ...reply.cc, reply.subject ?? '', reply.body], file) }
}

/** Reads the lines between the marks, of which the first is line 2 of the file. */
function parseHead(lines: readonly string[], bad: Refuse): Head {
  const keys = new Map<SingleKey, string>()
  const declared: DeclaredValue[] = []
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue
    const colon = line.indexOf(':')
    const [key, rest] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
    if (colon === -1 || rest === '') throw bad(i + 2, `expected "key: text", found "${line}"`)
    const value = declaredBy(key, rest)
    const single = SINGLE.find((each) => each === key)
    if (value) declared.push(value)
    else if (!single) throw bad(i + 2, `unknown key "${key}"; the keys are ${SINGLE.join(', ')}, value, text, list`)
    else if (keys.has(single)) throw bad(i + 2, `"${key}" is given twice`)
    else keys.set(single, rest)
  }
  return { keys, declared }
}

/** The value that a key declares; null where it declares none. */
function declaredBy(key: string, about: string): DeclaredValue | null {
  const [, optional, what, name] = DECLARES.exec(key) ?? []
  if (name === undefined) return null
  return { name, isList: what === 'list', isText: what === 'text', isOptional: optional !== undefined, about }
}

/**
 * Checks that a reply declares what it uses and uses what it declares, so that a person is asked for just the values it takes.
 * Throws the refusal `bad_reply`.
 */
export function checkDeclared({ file, declared, used, needs }: Reply): void {
  const bad = (message: string, next: string): Error => failure('bad_reply', `${file}: ${message}`, next, { file })
  const names = declared.map(({ name }) => name)
  for (const name of used) {
    if (names.includes(name) || (PROVIDED as readonly string[]).includes(name)) continue
    throw bad(`the text uses "${name}", which is not declared`, `add a line to its keys: value ${name}: what it is`)
  }
  for (const name of names) {
    if (!used.includes(name)) throw bad(`"${name}" is declared but not used in the text`, 'use it, or remove the line')
  }
  for (const name of needs) {
    if (declared.some((each) => each.name === name && each.isOptional)) continue
    throw bad(`"needs" names "${name}", which is not an optional value`, `declare it: optional value ${name}: what it is`)
  }
}
