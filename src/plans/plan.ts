/** A plan of owner changes: what should change, why, and from which records it was made. It can be saved, shown and checked again. */

/** An account in a plan: phd.cam/1 without the name of the schema. */
export interface PlanEntry {
  subject: { kind: string; id: string; name: string }
  decision: string
  owner: { name: string; email: string | null; userId: string | null } | null
  current: { name: string | null; userId: string | null }
  change: boolean
  via: { mapping: string; territory: string | null; rule: string } | null
  contractedTerritories: readonly string[]
  reasons: readonly string[]
  /** The codes of the reasons; plans of earlier versions have none. */
  reasonCodes?: readonly string[] | undefined
  region: string | null
  blocked: { code: string; message: string } | null
  /** What the record names as contracted territories now. */
  contractedTerritoriesNow: string | null
}

/** A file that a plan was made from. */
export interface PlanSource {
  kind: string
  importId: number
  file: string
  sha256: string
  lastSeenAt: string
}

export interface PlanBody {
  schema: 'phd.plan/1'
  version: 1
  /** ISO 8601, UTC. */
  madeAt: string
  madeBy: string
  policy: { id: 'cam'; version: string }
  /** The newest import of each kind that it depends on. */
  madeFrom: readonly PlanSource[]
  scope: { regions: readonly string[]; only: readonly string[]; without: readonly string[] }
  counts: { accounts: number; right: number; changes: number; held: number }
  changes: readonly PlanEntry[]
  held: readonly PlanEntry[]
}

/** A plan, its number, and the hash of all of it. */
export interface Plan extends PlanBody {
  id: string
  hash: string
}

/**
 * Numbers a plan by its content: the same content gives the same number, in whatever words a later phd gives the reasons. Its entries
 * are as {@link entryInOrder} has them; they are not copied, for a plan of all accounts has many.
 */
export function sealPlan(content: PlanBody): Plan {
  const body = inOrder(content)
  const { schema, version, ...rest } = body
  return { schema, version, id: numberOf(body), ...rest, hash: hashOf(body) }
}

/** So much of a plan is written at a time, in characters. */
const PIECE = 1 << 18

/** A plan as its file has it, in pieces: all of it in one text takes several times the memory of the plan. */
export function* planPieces({ changes, held, hash, ...head }: Plan): Generator<string> {
  let text = JSON.stringify(head, null, 2).slice(0, -'\n}'.length)
  for (const [name, entries] of [['changes', changes] as const, ['held', held] as const]) {
    text += `,\n  "${name}": [`
    for (const [i, entry] of entries.entries()) {
      text += `${i === 0 ? '' : ','}\n    ${JSON.stringify(entry, null, 2).replaceAll('\n', '\n    ')}`
      if (text.length < PIECE) continue
      yield text
      text = ''
    }
    text += entries.length === 0 ? ']' : '\n  ]'
  }
  yield `${text},\n  "hash": ${JSON.stringify(hash)}\n}\n`
}

/** Whether a plan is unchanged since it was made. Earlier versions took the beginning of its hash as its number. */
export function isAsMade({ id, hash, ...body }: Plan): boolean {
  return hash === hashOf(body) && (id === numberOf(body) || id === hash.slice(0, NUMBER_LENGTH))
}

const NUMBER_LENGTH = 12

/** The number of a plan, from all but the words of its reasons, which their codes stand for. */
function numberOf(body: PlanBody): string {
  const wordless = (entry: PlanEntry): object => ({
    ...entryInOrder(entry),
    ...(entry.reasonCodes ? { reasons: [] } : {}),
    blocked: entry.blocked?.code ?? null,
  })
  return sha256(inOrder(body), wordless).slice(0, NUMBER_LENGTH)
}

function hashOf(body: PlanBody): string {
  return sha256(inOrder(body), entryInOrder)
}

/** The hash of a plan as JSON, with each entry as a function has it; entry by entry, for all in one text take as much memory again. */
function sha256({ changes, held, ...rest }: PlanBody, entryAs: (entry: PlanEntry) => object): string {
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256')
  hash.update(JSON.stringify(rest).slice(0, -1))
  for (const [name, entries] of [['changes', changes] as const, ['held', held] as const]) {
    hash.update(`,"${name}":[`)
    for (const [i, entry] of entries.entries()) hash.update(`${i === 0 ? '' : ','}${JSON.stringify(entryAs(entry))}`)
    hash.update(']')
  }
  return hash.update('}').digest('hex')
}

/**
 * The content of a plan in a fixed order, so that reformatting keeps its hash; other content of the file is ignored. Its entries are as
 * they come: a copy of all takes as much memory again.
 */
function inOrder({ schema, version, madeAt, madeBy, policy, madeFrom, scope, counts, changes, held }: PlanBody): PlanBody {
  const { regions, only, without } = scope
  const { accounts, right } = counts
  return {
    schema,
    version,
    madeAt,
    madeBy,
    policy: { id: policy.id, version: policy.version },
    madeFrom: madeFrom.map(({ kind, importId, file, sha256, lastSeenAt }) => ({ kind, importId, file, sha256, lastSeenAt })),
    scope: { regions, only, without },
    counts: { accounts, right, changes: counts.changes, held: counts.held },
    changes,
    held,
  }
}

/** An entry in a fixed order. */
export function entryInOrder(entry: PlanEntry): PlanEntry {
  const { subject, decision, owner, current, change, via, contractedTerritories, reasons, reasonCodes, region, blocked } = entry
  return {
    subject: { kind: subject.kind, id: subject.id, name: subject.name },
    decision,
    owner: owner && { name: owner.name, email: owner.email, userId: owner.userId },
    current: { name: current.name, userId: current.userId },
    change,
    via: via && { mapping: via.mapping, territory: via.territory, rule: via.rule },
    contractedTerritories,
    reasons,
    // A plan without them keeps the hash it was made with.
    ...(reasonCodes ? { reasonCodes } : {}),
    region,
    blocked: blocked && { code: blocked.code, message: blocked.message },
    contractedTerritoriesNow: entry.contractedTerritoriesNow,
  }
}
