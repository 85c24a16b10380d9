/** The templates of replies, in Liquid. */

import { failure } from '../errors.ts'
import { Liquid } from './packages/liquid.ts'

/** It reads no files, and a missing value is an error. */
export function templateEngine(): Liquid {
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
  const engine = templateEngine()
  try {
    return [...new Set(templates.flatMap((template) => engine.globalVariablesSync(template)))]
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
