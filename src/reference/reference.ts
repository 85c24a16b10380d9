/** The reference data in `data/`, typed. Rules get it as values; they never read it themselves. */

import * as v from 'valibot'
import type { LoaPolicy } from '../rules/loa.ts'
import { readReference } from './data-files.ts'

const day = v.pipe(v.string(), v.isoDate())
const check = v.object({ expected: v.string(), handbook: v.object({ page: v.string(), section: v.string() }) })

const loaPolicies = v.object({
  versions: v.array(
    v.object({
      version: v.string(),
      from: v.nullable(day),
      to: v.nullable(day),
      checks: v.object({ partner_authorized: check, open_reqs_met: v.optional(check) }),
      requirements: v.array(
        v.object({
          id: v.string(),
          credential: v.string(),
          people: v.pipe(v.number(), v.integer(), v.minValue(1)),
          shownBy: v.array(v.string()),
          countedBy: v.array(v.string()),
          courses: v.array(v.string()),
        }),
      ),
      slaBusinessDays: v.number(),
    }),
  ),
})

/** The versions of the rule for letters of authorization, oldest first. */
export function readLoaPolicies(): (LoaPolicy & { slaBusinessDays: number })[] {
  return readReference('policies/loa.json', loaPolicies).versions
}

const courses = v.object({
  courses: v.record(v.string(), v.string()),
  badgeDelay: v.object({ businessDays: v.tuple([v.number(), v.number()]) }),
})

/** Course names by portal user field, and how many business days a badge takes to show. */
export function readCourses(): v.InferOutput<typeof courses> {
  return readReference('courses.json', courses)
}

const desk = v.object({ mailbox: v.pipe(v.string(), v.email()), loaLabel: v.string(), portal: v.string() })
export type Desk = v.InferOutput<typeof desk>

/** Addresses and labels of the help desk. */
export function readDesk(): Desk {
  return readReference('desk.json', desk)
}
