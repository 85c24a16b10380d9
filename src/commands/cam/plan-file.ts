/** Saved plans: read from their files, and named on the command line by number or file. */

import { basename } from 'node:path'
import type { Plan } from '../../plans/plan.ts'

/** Reads a saved plan. Throws the refusals of reading a file, and `not_a_plan`, `other_plan_version` and `plan_edited`. */
export async function readPlan(path: string): Promise<Plan> {
  const { readTextPieces } = await import('../../imports/read/read-text.ts')
  const { parsePlan } = await import('../../plans/read-plan.ts')
  return parsePlan(basename(path), readTextPieces(path))
}

/** The number of the plan that is named: by its number, or by its file. */
export async function planNumber(named: string): Promise<string> {
  return /^[0-9a-f]{12}$/.test(named) ? named : (await readPlan(named)).id
}
