import * as v from 'valibot'
import { failure } from '../errors.ts'
import { jsonParts } from '../records/json-parts.ts'
import { readSalesforceId } from '../records/salesforce-id.ts'
import { entryInOrder, isAsMade, type Plan, type PlanEntry } from './plan.ts'
import { sharedParts } from './shared-parts.ts'

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
const head = v.looseObject({
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
  changes: v.array(v.any()),
  held: v.array(v.any()),
})
const end = v.looseObject({ hash: v.string() })

const LISTS = ['changes', 'held']

/**
 * Reads a saved plan, whose text comes in pieces. Throws the refusals `not_a_plan`, `other_plan_version` and `plan_edited`: no one has
 * checked what was changed by hand.
 */
export function parsePlan(path: string, pieces: Iterable<string>): Plan {
  const { content, badEntry } = readContent(path, pieces)
  const { schema, version } = content
  if (typeof schema === 'string' && schema.startsWith('phd.plan/') && (schema !== 'phd.plan/1' || version !== 1)) {
    throw failure('other_plan_version', `${path} is a plan of another version of phd (${schema})`)
  }
  const begun = checked(path, head, content)
  if (badEntry !== null) throw notAPlan(path, badEntry)
  const made = { ...begun, ...checked(path, end, content) } as Plan
  const ids = new Set(made.changes.map(({ subject }) => subject.id))
  if (!isAsMade(made) || ids.size !== made.changes.length) {
    throw failure('plan_edited', `${path} was changed by hand or damaged since phd made it`)
  }
  return made
}

/** What a file says, its entries checked as they are read; `badEntry`: what is wrong with the first that is not an entry. */
function readContent(path: string, pieces: Iterable<string>): { content: Record<string, unknown>; badEntry: string | null } {
  const content: Record<string, unknown> = {}
  const shared = sharedParts()
  let badEntry: string | null = null
  let list: PlanEntry[] = []
  try {
    for (const part of jsonParts(pieces, (name) => LISTS.includes(name))) {
      if (part.kind === 'member') content[part.name] = part.value
      else if (part.kind === 'list') content[part.name] = list = []
      else if (badEntry === null) {
        const result = v.safeParse(entry, part.value)
        if (result.success) list.push(shared.entry(entryInOrder(result.output)))
        else badEntry = wrong(result.issues[0], [part.name, list.length])
      }
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw notAPlan(path, `it is not JSON of a plan (${error.message})`)
    throw error
  }
  return { content, badEntry }
}

function checked<Schema extends v.GenericSchema>(path: string, schema: Schema, content: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, content)
  if (result.success) return result.output
  throw notAPlan(path, wrong(result.issues[0]))
}

function wrong(issue: v.BaseIssue<unknown>, within: readonly (string | number)[] = []): string {
  const place = [...within, v.getDotPath(issue) ?? []].flat().join('.')
  return `at ${place || 'its beginning'}: ${issue.message}`
}

function notAPlan(path: string, why: string): Error {
  return failure('not_a_plan', `${path} is not a plan of phd: ${why}`)
}
