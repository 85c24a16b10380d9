/** Words that fields are known to hold, beside those that a rule names: `data/known-words.json`, typed. */

import * as v from 'valibot'
import { readReference } from '../data-files.ts'

/** The file, as people call it. */
export const KNOWN_WORDS_FILE = 'data/known-words.json'

const words = v.pipe(v.array(v.pipe(v.string(), v.trim(), v.nonEmpty())), v.minLength(1))
const knownWords = v.object({
  about: v.string(),
  fields: v.array(v.object({ kind: v.string(), field: v.string(), words, source: v.string() })),
})

/** The known words of a field of a kind; none where the file has no such field. Throws the refusal `bad_reference_data`. */
export function readKnownWords(kind: string, field: string): readonly string[] {
  const { fields } = readReference('known-words.json', knownWords)
  return fields.filter((each) => each.kind === kind && each.field === field).flatMap((each) => each.words)
}
