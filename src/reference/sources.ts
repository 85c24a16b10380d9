import * as v from 'valibot'
import type { SourcePolicy } from '../rules/sources/types.ts'
import { readReference } from './data-files.ts'
import type { PolicyText } from './reference.ts'

const day = v.pipe(v.string(), v.isoDate())
const text = v.pipe(v.string(), v.nonEmpty())
const citation = v.object({ page: text, section: text })
const named = v.object({ value: text, words: v.pipe(v.array(text), v.minLength(1)) })
const sources = v.object({
  versions: v.array(
    v.object({
      version: text,
      from: v.nullable(day),
      to: v.nullable(day),
      about: text,
      source: text,
      partnerGenerated: named,
      partnerQualified: named,
      partnerPath: named,
      handbook: v.object({
        registration: citation,
        noOpportunity: citation,
        initialSource: citation,
        dealPath: citation,
        dealType: citation,
      }),
      ask: text,
    }),
  ),
})

/** The rule for the source fields of opportunities: its versions, oldest first. */
export function readSourcePolicies(): (SourcePolicy & PolicyText)[] {
  return readReference('policies/sources.json', sources).versions
}
