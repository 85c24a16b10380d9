/** The templates of replies, in Liquid. */

import { failure } from '../errors.ts'
import { Liquid } from './packages/liquid.ts'

/** A template that was read: every value it uses, in their order, and its text. Both throw what the engine does. */
interface Template {
  names(): readonly string[]
  fill(values: Readonly<Record<string, string | string[]>>): string
}

/** Each by its text; they are the parts of the replies, which are few, and each is filled in for many mails. */
const read = new Map<string, Template>()
let engine: Liquid | null = null

/** A template by its text. Throws what the engine says of one that it cannot read. */
export function templateOf(text: string): Template {
  const known = read.get(text)
  if (known) return known
  engine ??= makeEngine()
  const liquid = engine
  const parsed = liquid.parse(text)
  let names: readonly string[] | null = null
  const template: Template = {
    names: () => {
      names ??= liquid.globalVariablesSync(parsed)
      return names
    },
    fill: (values) => liquid.renderSync(parsed, values),
  }
  read.set(text, template)
  return template
}

/** It reads no files, and a missing value is an error. */
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

/** Every value that templates use, in their order; `file`: where they come from. Throws the refusal `bad_reply`. */
export function namesIn(templates: readonly string[], file: string): string[] {
  try {
    return [...new Set(templates.flatMap((template) => templateOf(template).names()))]
  } catch (error) {
    throw badTemplate(file, error)
  }
}

/** The refusal `bad_reply` of a template that the engine cannot read. */
export function badTemplate(file: string, error: unknown): Error {
  const message = (error as Error).message.split('\n')[0] ?? ''
  return failure(
    'bad_reply',
    `${file}: ${message} (lines counted from the text below the keys)`,
    'correct the file, or move it away',
    { file },
  )
}
