/** What a designated Professional Services Partner must have, and what the words of its list mean, typed. */

import * as v from 'valibot'
import type { PspFigures, PspWords } from '../../rules/programs/psp.ts'
import { readReference } from '../data-files.ts'

const day = v.pipe(v.string(), v.isoDate())
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999))
const figures = { people: count, servicesPerQuarter: count, servicesPerYear: count, warningDays: count } satisfies Record<
  keyof PspFigures,
  unknown
>
const policies = v.object({
  about: v.string(),
  versions: v.array(
    v.object({
      version: v.string(),
      from: v.nullable(day),
      to: v.nullable(day),
      about: v.string(),
      source: v.string(),
      pspFigures: v.object(figures),
      handbook: v.object({ page: v.string(), section: v.string() }),
    }),
  ),
  background: v.array(
    v.object({
      version: v.string(),
      known: v.string(),
      source: v.string(),
      rule: v.array(v.string()),
      figures: v.object(figures),
    }),
  ),
})
export type PspPolicyFile = v.InferOutput<typeof policies>

/** The figures for designated partners: versions that a person put in force, oldest first, and what is only background. */
export function readPspPolicyFile(): Pick<PspPolicyFile, 'versions' | 'background'> {
  const { versions, background } = readReference('policies/psp.json', policies)
  return { versions, background }
}

const words = v.pipe(v.array(v.pipe(v.string(), v.trim(), v.nonEmpty())), v.minLength(1))
const answers = v.object({ yes: words, no: words })
const pspWords = v.object({ about: v.string(), source: v.string(), designated: answers, compliant: answers })

/** What the words of the list of PSP eligibility mean. */
export function readPspWords(): PspWords {
  return readReference('psp-words.json', pspWords)
}
