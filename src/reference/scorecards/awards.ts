/** The partner awards and their criteria, by date. */

import * as v from 'valibot'
import { readReference } from '../data-files.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const day = v.nullable(v.pipe(v.string(), v.isoDate()))
const MEASURES = [
  'revenue',
  'registrations',
  'sourced_revenue',
  'new_logos',
  'pipeline',
  'service_attach',
  'services_amount',
  'distributor_revenue',
  'open_improved',
  'open_fell_back',
  'compliant',
  'accreditations',
  'distributor_pipeline',
] as const
const criteria = v.array(
  v.object({
    label: text,
    short: v.optional(v.nullable(text), null),
    shows: v.array(v.picklist(MEASURES)),
    isBlank: v.optional(v.boolean(), false),
    isStanding: v.optional(v.boolean(), false),
  }),
)
const awardFile = v.object({
  versions: v.array(
    v.object({
      version: text,
      from: day,
      to: day,
      awards: v.array(
        v.object({
          id: text,
          title: text,
          group: text,
          regions: v.pipe(v.array(v.picklist(['AMER', 'APJ', 'EMEA', 'PubSec'])), v.minLength(1)),
          category: v.picklist(['partner', 'emerging', 'services', 'distributor']),
          isOptional: v.boolean(),
        }),
      ),
      criteria: v.object({ partner: criteria, emerging: criteria, services: criteria, distributor: criteria }),
      refused: v.array(text),
      handbook: v.object({ page: text, section: text }),
    }),
  ),
})

/** The awards with their criteria, in the order of the page. */
export type AwardRules = v.InferOutput<typeof awardFile>['versions'][number]

/** The awards: their versions, oldest first. Throws the refusal `bad_reference_data`. */
export function readAwardRules(): AwardRules[] {
  return readReference('awards.json', awardFile).versions
}
