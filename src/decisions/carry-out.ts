import type { Context } from '../app/context.ts'
import { recordWithDrafts, type WrittenDraft } from '../drafts/write.ts'
import type { NewRequestEntry, RequestEntry, Store } from '../store/store.ts'
import { rulingSentence } from '../verdicts/request-sentences.ts'
import type { DecisionCase } from './case.ts'
import type { DecisionDrafts } from './drafts.ts'
import type { DecisionPlan } from './plan.ts'

/** What was recorded of a decision. */
export interface CarriedOut {
  /** The numbers of the request and of the audit entry. */
  request: number | null
  entry: number | null
  /** When it was recorded, ISO 8601 UTC, and by whom. */
  at: string
  actor: string
  drafts: readonly WrittenDraft[]
  remarks: readonly string[]
}

/** Records a decision and writes its drafts: both or neither. Throws `changed_meanwhile` where what was read changed. */
export async function carryOut(
  store: Store,
  about: DecisionCase,
  plan: DecisionPlan,
  drafts: DecisionDrafts | null,
): Promise<CarriedOut> {
  const { recorded, written } = drafts
    ? await recordWithDrafts(store, drafts.folder, drafts.prepared, plan.entries)
    : { recorded: await store.record(plan.entries([])), written: [] }
  const decision = recorded.at(-1)
  if (!decision) throw new Error('a decision that was recorded is in the audit')
  const { id: entry, request, at, actor } = decision
  return {
    request,
    entry,
    at,
    actor,
    drafts: written,
    remarks: [
      ...requestRemarks(about, request),
      ...(drafts
        ? []
        : plan.replies.map((reply) => `for the text: phd reply render ${reply} --request ${request} --draft <folder>`)),
    ],
  }
}

function requestRemarks({ request, form }: DecisionCase, opened: number | null): string[] {
  if (request) return request.ruling ? [`it replaces a decision: ${rulingSentence(request.id, request.ruling)}`] : []
  return [form ? `the row of the request form is now request ${opened}` : `no request was open; opened as request ${opened}`]
}

/** Records entries of requests; in a dry run gives them as they would be in the audit. */
export async function recordOrTry(
  { dryRun, now: at, actor }: Pick<Context, 'dryRun' | 'now' | 'actor'>,
  store: Store,
  entries: readonly NewRequestEntry[],
): Promise<RequestEntry[]> {
  if (!dryRun) return store.record(entries)
  const { audit: last } = await store.lastNumbers()
  return entries.map((entry, i) => {
    const request = typeof entry.request === 'number' ? entry.request : last + 1
    return { ...entry, at, actor, id: last + 1 + i, login: null, request, previous: '', hash: '' }
  })
}
