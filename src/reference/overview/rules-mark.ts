/** What tells the rules of one phd from those of another. */

import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { dataFolder, readData, readReference } from '../data-files.ts'

/**
 * What decides nothing: texts to send or to read, what says which mail or question is meant, words that doctor knows, and hidden files, which
 * the system makes.
 */
const NOT_RULES = /^(?:answers|replies)\/|^(?:handbook-words|known-words|mail-rules|mail-topics|nfr-help)\.json$|(?:^|\/)\./

/** The rules that are code, by a hash that the build makes of them. */
declare const RULES_IN_CODE: string | undefined

/**
 * A mark of all that verdicts are decided by, in files and in code: the same for the same rules, on any machine and however their files
 * are laid out. Throws the refusal `bad_reference_data`.
 */
export function rulesMark(folder = dataFolder(), code = typeof RULES_IN_CODE === 'string' ? RULES_IN_CODE : 'not built'): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'))
  const hash = createHash('sha256')
  for (const name of names.filter((each) => /\.(?:json|csv)$/.test(each) && !NOT_RULES.test(each)).sort())
    hash.update(`${name}\n${JSON.stringify(read(join(folder, name)))}\n`)
  return hash.update(code).digest('hex').slice(0, 16)
}

function read(path: string): unknown {
  if (path.endsWith('.json')) return readReference(path, v.unknown())
  return readData(path, v.string(), (text) => text.replaceAll('\r\n', '\n'))
}
