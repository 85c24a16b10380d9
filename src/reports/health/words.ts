/** Words in fields with few values that no rule knows. */

import type { Level } from './level.ts'

/** What an unknown word does to answers. */
export type WordEffect =
  | 'never_eligible'
  | 'track_unknown'
  | 'owner_unknown'
  | 'requirements_unknown'
  | 'deal_unknown'
  | 'deal_program_unknown'
  | 'lead_unknown'
  | 'lead_owner_unknown'

/** A field, with the words that no rule knows. */
export interface UnknownWords {
  kind: string
  /** The kind as people call it. */
  title: string
  field: string
  /** The heading of the field. */
  heading: string
  effect: WordEffect
  /** The file of phd's that has the known words. */
  knownIn: string
  words: readonly UnknownWord[]
}

export interface UnknownWord {
  word: string
  rows: number
  /** One of the rows. */
  source: { importId: number; file: string; line: number }
}

export type WordFinding = { code: 'words_unknown'; level: Level; field: UnknownWords }

/** A finding for each field that has unknown words, those in the most rows first. */
export function wordFindings(fields: readonly UnknownWords[]): WordFinding[] {
  return fields
    .filter(({ words }) => words.length > 0)
    .map((field) => ({
      code: 'words_unknown',
      level: 'warning',
      field: { ...field, words: field.words.toSorted((a, b) => b.rows - a.rows || (a.word < b.word ? -1 : 1)) },
    }))
}
