import * as v from 'valibot'
import type { RebateWords } from '../../rules/programs/rebate-exception.ts'
import { readReference } from '../data-files.ts'

const words = v.pipe(v.array(v.pipe(v.string(), v.trim(), v.nonEmpty())), v.minLength(1))
const fund = v.picklist(['global_ecosystem', 'account_team'])
const rebateWords = v.object({
  about: v.string(),
  source: v.string(),
  outcomes: v.array(v.object({ outcome: v.picklist(['rejected', 'approved', 'not_yet']), fund: v.nullable(fund), words })),
  funds: v.array(v.object({ fund, words })),
})

/** What the words of a list of rebate exceptions mean: its outcomes, and whose budget pays. */
export function readRebateWords(): RebateWords {
  return readReference('rebate-words.json', rebateWords)
}
