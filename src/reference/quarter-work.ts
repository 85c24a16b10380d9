import * as v from 'valibot'
import type { Dated } from '../rules/policy.ts'
import type { StepRule } from '../rules/quarters/steps.ts'
import { readReference } from './data-files.ts'

const day = v.pipe(v.string(), v.isoDate())
const words = v.pipe(v.array(v.string()), v.minLength(1))
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(366))
const ifClosed = v.picklist(['before', 'after'])
const due = v.union([
  v.object({
    of: v.picklist(['quarter', 'quarter_before']),
    month: v.picklist([1, 2, 3]),
    // Every month has it.
    day: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(28)),
    ifClosed,
  }),
  v.object({ daysBefore: count, ifClosed }),
  v.object({ daysAfterEnd: count, ifClosed }),
])
const citation = v.object({ page: v.string(), section: v.string() })
const step = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z]+(?:-[a-z]+)*$/)),
  title: v.string(),
  due: v.nullable(due),
  basis: v.optional(v.nullable(v.string()), null),
  recorded: v.optional(v.boolean(), true),
  approximate: v.optional(v.boolean(), false),
  instead: v.optional(v.array(v.string()), []),
  handbook: v.pipe(v.array(citation), v.minLength(1)),
})
const version = {
  version: v.string(),
  from: v.nullable(day),
  to: v.nullable(day),
  about: v.string(),
  source: v.string(),
  steps: v.pipe(v.array(step), v.minLength(1)),
  notes: v.array(v.object({ text: v.string(), handbook: citation })),
}

const priceFiles = v.object({
  versions: v.array(
    v.object({
      ...version,
      departments: v.array(
        v.object({
          name: v.string(),
          role: v.picklist(['input', 'information']),
          about: v.optional(v.nullable(v.string()), null),
        }),
      ),
      distributors: v.array(v.object({ name: v.string(), listedAs: words })),
    }),
  ),
})
const rebates = v.object({ versions: v.array(v.object({ ...version, collectedBy: words, reviewedBy: words, outcomes: words })) })

/** How a quarter's work is done, by one version of its policy. */
export interface QuarterPolicy extends Dated {
  source: string
  steps: readonly StepRule[]
  notes: ReadonlyArray<{ text: string; handbook: { page: string; section: string } }>
}
export type PriceFilePolicy = v.InferOutput<typeof priceFiles>['versions'][number]
export type RebatePolicy = v.InferOutput<typeof rebates>['versions'][number]

/** The versions of how price files are updated, oldest first (Ecosystem Operations, Price File Update Process). */
export function readPriceFilePolicies(): PriceFilePolicy[] {
  return readReference('price-files.json', priceFiles).versions
}

/** The versions of how rebates are reviewed and paid, oldest first (Ecosystem Operations, Partner Rebate Exception Review Process). */
export function readRebatePolicies(): RebatePolicy[] {
  return readReference('rebates.json', rebates).versions
}
