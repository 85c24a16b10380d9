/** A standard reply: what stands in its file, read and checked; and filled in, strictly. */

import { failure } from '../errors.ts'
import { isAddress } from './address.ts'
import { Liquid } from './packages/liquid.ts'
import { cleanLine, cleanText } from './read/clean.ts'
import { NO_PARTNER, PROVIDED } from './values.ts'

/** A value that a reply declares beside those that phd knows by itself. */
interface DeclaredValue {
  name: string
  isList: boolean
  /** Whether it may have several lines; any other is one line, whatever is given. */
  isText: boolean
  isOptional: boolean
  about: string
}

export interface Reply {
  name: string
  /** The file it was read from. */
  file: string
  /** `text`: no mail, but a text for a box. */
  kind: 'mail' | 'text'
  subject: string | null
  to: readonly string[]
  cc: readonly string[]
  label: string | null
  when: string
  source: string | null
  declared: readonly DeclaredValue[]
  /** Optional values of which at least one must be given; none: no such rule. */
  needs: readonly string[]
  /** The text, in Liquid; what came between the file's marks is left out. */
  body: string
  /** Every value it uses, in the order of its file. */
  used: readonly string[]
}

/** What a reply is filled with. Blank is the same as not there. */
export type ReplyValues = Readonly<Record<string, string | readonly string[] | undefined>>

export interface FilledReply {
  subject: string | null
  to: readonly string[]
  cc: readonly string[]
  body: string
}

const SINGLE = ['kind', 'subject', 'to', 'cc', 'label', 'when', 'source', 'needs'] as const
type SingleKey = (typeof SINGLE)[number]
const DECLARES = /^(optional )?(value|text|list) ([a-z][a-z0-9_]*)$/

/** Reads the file of a reply. Throws the refusal `bad_reply`, naming file and line. */
export function parseReply(name: string, file: string, text: string): Reply {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
  const bad = (line: number, message: string): Error =>
    failure('bad_reply', `${file}, line ${line}: ${message}`, 'correct the file; how one is written: data/replies/README.txt', {
      file,
      line,
    })
  const end = lines.indexOf('---', 1)
  if (lines[0]?.trim() !== '---' || end === -1) throw bad(1, 'a reply begins with a line ---, its keys, and a second line ---')
  const keys = new Map<SingleKey, string>()
  const declared: DeclaredValue[] = []
  for (const [i, line] of lines.slice(1, end).entries()) {
    if (line.trim() === '') continue
    const colon = line.indexOf(':')
    const [key, rest] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
    if (colon === -1 || rest === '') throw bad(i + 2, `expected "key: text", found "${line}"`)
    const value = DECLARES.exec(key)
    const single = SINGLE.find((each) => each === key)
    if (value) {
      const [, optional, what, named = ''] = value
      declared.push({
        name: named,
        isList: what === 'list',
        isText: what === 'text',
        isOptional: optional !== undefined,
        about: rest,
      })
    } else if (single && !keys.has(single)) keys.set(single, rest)
    else
      throw bad(
        i + 2,
        single
          ? `"${key}" stands here a second time`
          : `"${key}" is not known; the keys are ${SINGLE.join(', ')}, value, text, list`,
      )
  }
  const kind = keys.get('kind') === 'text' ? 'text' : 'mail'
  for (const needed of kind === 'mail' ? (['subject', 'to', 'when'] as const) : (['when'] as const)) {
    if (!keys.has(needed)) throw bad(1, `"${needed}" is missing`)
  }
  const addresses = (key: 'to' | 'cc'): string[] =>
    (keys.get(key) ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
  const reply = {
    name,
    file,
    kind,
    subject: keys.get('subject') ?? null,
    to: addresses('to'),
    cc: addresses('cc'),
    label: keys.get('label') ?? null,
    when: keys.get('when') ?? '',
    source: keys.get('source') ?? null,
    declared,
    needs: (keys.get('needs') ?? '')
      .split(/ or |,/)
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    body: lines
      .slice(end + 1)
      .join('\n')
      .replace(/^\n+|\s+$/g, ''),
  } as const
  if (kind === 'mail' && reply.to.length === 0) throw bad(1, '"to" names nobody')
  return { ...reply, used: valuesUsed(reply, file) }
}

/**
 * That a reply declares what it uses and uses what it declares, so that what a person is asked for is what can be said.
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
    if (!used.includes(name)) throw bad(`"${name}" is declared, and the text does not use it`, 'use it, or take the line away')
  }
  for (const name of needs) {
    if (declared.some((each) => each.name === name && each.isOptional)) continue
    throw bad(`"needs" names "${name}", which is no optional value`, `declare it: optional value ${name}: what it is`)
  }
}

/** Nothing is read from files, and a value that is not there is an error. */
function makeEngine(): Liquid {
  const nothing = {
    exists: async () => false,
    existsSync: () => false,
    readFile: async () => '',
    readFileSync: () => '',
    resolve: () => '',
  }
  return new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    fs: nothing,
    relativeReference: false,
    parseLimit: 100_000,
    renderLimit: 2_000,
    memoryLimit: 10_000_000,
  })
}

function valuesUsed(reply: Omit<Reply, 'used'>, file: string): string[] {
  const engine = makeEngine()
  const parts = [...reply.to, ...reply.cc, reply.subject ?? '', reply.body]
  try {
    return [...new Set(parts.flatMap((part) => engine.globalVariablesSync(part)))]
  } catch (error) {
    throw badLiquid(file, error)
  }
}

function badLiquid(file: string, error: unknown): Error {
  const message = (error as Error).message.split('\n')[0] ?? ''
  return failure(
    'bad_reply',
    `${file}: ${message} (lines counted from the text below the keys)`,
    'correct the file, or move it away',
    { file },
  )
}

/**
 * Fills a reply in. `why` says of a value why phd does not know it.
 * Throws the refusals `missing_values`, which names every one, `not_an_address` and `bad_reply`.
 */
export function fillReply(
  reply: Reply,
  given: ReplyValues,
  { why = {}, neverWriteTo = [] }: { why?: Readonly<Record<string, string>>; neverWriteTo?: readonly string[] } = {},
): FilledReply {
  const values = cleaned(given, new Set(reply.declared.flatMap(({ name, isText }) => (isText ? [name] : []))))
  const missing = missingValues(reply, values)
  if (missing.length > 0) throw valuesMissing(reply, missing, why)
  if (reply.needs.length > 0 && reply.needs.every((name) => values[name] === undefined)) {
    throw failure(
      'missing_values',
      `the reply "${reply.name}" cannot be written: it needs ${reply.needs.join(' or ')}`,
      { names: reply.needs, isAnyEnough: true, isPartnerNamed: true },
      { reply: reply.name, missing: reply.needs },
    )
  }
  const engine = makeEngine()
  const render = (part: string): string => {
    try {
      return engine.parseAndRenderSync(part, values)
    } catch (error) {
      throw badLiquid(reply.file, error)
    }
  }
  const optional = new Set(reply.declared.filter(({ isOptional }) => isOptional).map(({ name }) => name))
  const seen = new Set<string>()
  // Each part is filled in by itself, so that no value can bring a second address with it.
  const addresses = (parts: readonly string[]): string[] =>
    parts.flatMap((part) => {
      const leftOut = engine.globalVariablesSync(part).some((name) => optional.has(name) && values[name] === undefined)
      if (leftOut) return []
      const address = render(part).trim()
      checkAddress(reply, part, address, neverWriteTo)
      if (seen.has(address.toLowerCase())) return []
      seen.add(address.toLowerCase())
      return [address]
    })
  return {
    subject: reply.subject === null ? null : cleanLine(render(reply.subject)),
    to: addresses(reply.to),
    cc: addresses(reply.cc),
    body: `${render(reply.body)
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .trim()}\n`,
  }
}

/** The values a reply needs and does not have. */
function missingValues({ used, declared }: Reply, values: Record<string, string | string[]>): string[] {
  const optional = new Set(declared.filter(({ isOptional }) => isOptional).map(({ name }) => name))
  return used.filter((name) => values[name] === undefined && !optional.has(name))
}

/** Every value as one clean line, but texts; a list as so many. What is blank is left out. */
function cleaned(given: ReplyValues, texts: ReadonlySet<string>): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'string') {
      const text = texts.has(name) ? cleanText(value) : cleanLine(value)
      if (text !== '') values[name] = text
    } else if (value) {
      const items = value.map(cleanLine).filter((item) => item !== '')
      if (items.length > 0) values[name] = items
    }
  }
  return values
}

function valuesMissing(reply: Reply, names: readonly string[], why: Readonly<Record<string, string>>): Error {
  const of = (name: string): string =>
    (Object.hasOwn(why, name) ? why[name] : undefined) ?? reply.declared.find((each) => each.name === name)?.about ?? ''
  const told = names.map((name) => (of(name) === '' ? name : `${name} (${of(name)})`))
  return failure(
    'missing_values',
    `the reply "${reply.name}" cannot be written: not known ${names.length === 1 ? 'is' : 'are'} ${told.join('; ')}`,
    { names, isAnyEnough: false, isPartnerNamed: !names.some((name) => why[name] === NO_PARTNER) },
    { reply: reply.name, missing: names },
  )
}

function checkAddress(reply: Reply, part: string, address: string, neverWriteTo: readonly string[]): void {
  if (!isAddress(address)) {
    const message = `the reply "${reply.name}" would go to "${address}", which is not one plain address (${part})`
    throw failure('not_an_address', message, 'give the address alone, as name@company.example', { reply: reply.name })
  }
  if (neverWriteTo.some((each) => each.toLowerCase() === address.toLowerCase())) {
    throw failure('forbidden_address', `nothing is ever written to ${address}`, 'it is a misprint of the desk’s own address', {
      reply: reply.name,
    })
  }
}
