import * as v from 'valibot'
import { failure } from '../errors.ts'
import { readSalesforceId } from '../records/salesforce-id.ts'
import { isAsMade, type Plan } from './plan.ts'

const idOf = (prefix: string) =>
  v.pipe(
    v.string(),
    v.check((text) => {
      const reading = readSalesforceId(text, prefix)
      return reading.ok && reading.id === text
    }, `not a Salesforce id of 18 characters that begins with ${prefix}`),
  )
const userId = v.nullable(idOf('005'))
const entry = v.looseObject({
  subject: v.object({ kind: v.literal('account'), id: idOf('001'), name: v.string() }),
  decision: v.string(),
  owner: v.nullable(v.object({ name: v.string(), email: v.nullable(v.string()), userId })),
  current: v.object({ name: v.nullable(v.string()), userId }),
  change: v.boolean(),
  via: v.nullable(v.object({ mapping: v.string(), territory: v.nullable(v.string()), rule: v.string() })),
  contractedTerritories: v.array(v.string()),
  reasons: v.array(v.string()),
  reasonCodes: v.optional(v.array(v.string())),
  region: v.nullable(v.string()),
  blocked: v.nullable(v.object({ code: v.string(), message: v.string() })),
  contractedTerritoriesNow: v.nullable(v.string()),
})
const plan = v.looseObject({
  schema: v.literal('phd.plan/1'),
  version: v.literal(1),
  id: v.string(),
  madeAt: v.pipe(v.string(), v.isoTimestamp()),
  madeBy: v.string(),
  policy: v.object({ id: v.literal('cam'), version: v.string() }),
  madeFrom: v.array(
    v.object({ kind: v.string(), importId: v.number(), file: v.string(), sha256: v.string(), lastSeenAt: v.string() }),
  ),
  scope: v.object({ regions: v.array(v.string()), only: v.array(v.string()), without: v.array(v.string()) }),
  counts: v.object({ accounts: v.number(), right: v.number(), changes: v.number(), held: v.number() }),
  changes: v.array(entry),
  held: v.array(entry),
  hash: v.string(),
})

/**
 * Reads a saved plan. Throws the refusals `not_a_plan`, `other_plan_version` and `plan_edited`: no one has checked what
 * was changed by hand.
 */
export function parsePlan(path: string, text: string): Plan {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw notAPlan(path, `it is not JSON (${(error as Error).message})`)
  }
  const { schema, version } = (typeof content === 'object' && content !== null ? content : {}) as Record<string, unknown>
  if (typeof schema === 'string' && schema.startsWith('phd.plan/') && (schema !== 'phd.plan/1' || version !== 1)) {
    throw failure('other_plan_version', `${path} is a plan of another version of phd (${schema})`)
  }
  const checked = v.safeParse(plan, content)
  if (!checked.success) {
    const [issue] = checked.issues
    throw notAPlan(path, `at ${v.getDotPath(issue) ?? 'its beginning'}: ${issue.message}`)
  }
  const made = checked.output as Plan
  const ids = made.changes.map(({ subject }) => subject.id)
  if (!isAsMade(made) || new Set(ids).size !== ids.length) {
    throw failure('plan_edited', `${path} was changed by hand or damaged since phd made it`)
  }
  return made
}

function notAPlan(path: string, why: string): Error {
  return failure('not_a_plan', `${path} is not a plan of phd: ${why}`)
}
