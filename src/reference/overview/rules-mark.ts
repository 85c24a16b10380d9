/** What tells the rules of one phd from those of another. */

import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { dataFolder, readReference } from '../data-files.ts'

/** Beside the policies: which courses count, who may approve, and the dated rules that are kept apart. */
const ALSO = ['authorities.json', 'courses.json', 'marketplace.json', 'price-files.json', 'rebates.json']

/**
 * A mark of all that verdicts are decided by: the same for the same rules, on any machine and however their files are laid out. Throws
 * the refusal `bad_reference_data`.
 */
export function rulesMark(): string {
  const policies = readdirSync(join(dataFolder(), 'policies')).filter((name) => name.endsWith('.json'))
  const hash = createHash('sha256')
  for (const name of [...policies.sort().map((each) => `policies/${each}`), ...ALSO])
    hash.update(`${name}\n${JSON.stringify(readReference(name, v.unknown()))}\n`)
  return hash.digest('hex').slice(0, 16)
}
