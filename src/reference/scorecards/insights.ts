/** The thresholds of partner insights, and the words of influence records, as their files in `data/` have them. */

import * as v from 'valibot'
import type { InfluenceWords } from '../../rules/insights/influence-words.ts'
import type { Thresholds } from '../../rules/insights/thresholds.ts'
import type { Dated } from '../../rules/policy.ts'
import { readReference } from '../data-files.ts'

const day = v.pipe(v.string(), v.isoDate())
const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const percent = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))
const share = { least: count, well: percent, improve: percent }

const thresholdFile = v.object({
  versions: v.array(
    v.object({
      ...{ version: v.string(), from: v.nullable(day), to: v.nullable(day), about: v.string(), source: v.string() },
      thresholds: v.object({
        revenue: v.object({ least: count, change: percent, withoutAmount: percent }),
        winRate: v.object({ ...share, change: percent }),
        sourced: v.object(share),
        newLogos: v.object({ well: count, noneOf: count }),
        pastCloseDates: v.object({ share: percent }),
        registrations: v.object(share),
        approvalDays: v.object({ least: count, improve: count }),
        serviceAttach: v.object(share),
        leads: v.object(share),
        endsWithin: count,
      }),
    }),
  ),
})

/** One version of the thresholds. */
export interface ThresholdVersion extends Dated {
  about: string
  source: string
  thresholds: Thresholds
}

/** Reads every version of the thresholds, oldest first. Throws the refusal `bad_reference_data`. */
export function readThresholds(): ThresholdVersion[] {
  return readReference('insights.json', thresholdFile).versions
}

const word = v.object({ name: v.string(), also: v.array(v.string()) })
const influenceFile = v.object({ types: v.array(word), details: v.array(word) })

/** Reads the types and details of influence records. Throws the refusal `bad_reference_data`. */
export function readInfluenceWords(): InfluenceWords {
  return readReference('influence.json', influenceFile)
}
