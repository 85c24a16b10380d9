/** Fills standard replies in, strictly. */

import { failure } from '../errors.ts'
import { isAddress } from './address.ts'
import { cleanLine, cleanText } from './read/clean.ts'
import type { Reply } from './reply.ts'
import { badTemplate, templateOf } from './template.ts'
import { NO_PARTNER } from './values.ts'

/** What a reply is filled with. A blank value counts as missing. */
export type ReplyValues = Readonly<Record<string, string | readonly string[] | undefined>>

export interface FilledReply {
  subject: string | null
  to: readonly string[]
  cc: readonly string[]
  body: string
}

/**
 * Fills a reply in. `why`: for a value that phd does not know, the reason.
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
      `reply "${reply.name}" cannot be written; it needs ${reply.needs.join(' or ')}`,
      { names: reply.needs, isAnyEnough: true, isPartnerNamed: true },
      { reply: reply.name, missing: reply.needs },
    )
  }
  const render = (part: string): string => {
    try {
      return templateOf(part).fill(values)
    } catch (error) {
      throw badTemplate(reply.file, error)
    }
  }
  const optional = new Set(reply.declared.filter(({ isOptional }) => isOptional).map(({ name }) => name))
  const seen = new Set<string>()
  // Each part is filled in alone, so that no value can add a second address.
  const addresses = (parts: readonly string[]): string[] =>
    parts.flatMap((part) => {
      const isDropped = templateOf(part)
        .names()
        .some((name) => optional.has(name) && values[name] === undefined)
      if (isDropped) return []
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

/** Cleans the values: texts keep their lines, every other value becomes one line. Drops what is blank. */
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
  const described = names.map((name) => {
    const reason = Object.hasOwn(why, name) ? why[name] : undefined
    return reason ? `${name} (${reason})` : reply.declared.find((each) => each.name === name)?.about || name
  })
  return failure(
    'missing_values',
    `reply "${reply.name}" cannot be written; missing: ${described.join('; ')}`,
    { names, isAnyEnough: false, isPartnerNamed: !names.some((name) => why[name] === NO_PARTNER) },
    { reply: reply.name, missing: names },
  )
}

function checkAddress(reply: Reply, part: string, address: string, neverWriteTo: readonly string[]): void {
  if (!isAddress(address)) {
    const message = `reply "${reply.name}" would go to "${address}", which is not one plain address (${part})`
    throw failure('not_an_address', message, 'give the address alone, as name@company.example', { reply: reply.name })
  }
  if (neverWriteTo.some((each) => each.toLowerCase() === address.toLowerCase())) {
    throw failure('forbidden_address', `phd never writes to ${address}`, 'it is a misspelling of the desk’s own address', {
      reply: reply.name,
    })
  }
}
