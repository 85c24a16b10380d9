/** Who works on a request: read before anything is judged, so that nobody answers what a colleague is answering. */

import { type Claim, formSubject, type Named, requestSubject, takenBy, type Wanted } from '../records/claims/claim.ts'
import type { FormRequest } from '../requests/form.ts'
import type { DeskRequest, Question } from '../requests/request.ts'
import type { RecordReader } from '../store/store.ts'
import type { ListedRequest, Taken } from './lists/rows.ts'

/** A request, or a row of the license request form, that can be taken. */
export interface Takeable {
  wanted: Wanted
  named: Named
}

/** A recorded request, to be taken. */
export function takeable({ id, question, partner }: Pick<DeskRequest, 'id' | 'question' | 'partner'>): Takeable {
  const what = `request ${id}`
  return {
    wanted: { subject: requestSubject(id), what, partner, request: id },
    named: { what, by: { group: question, reference: String(id) } },
  }
}

/** A row of the license request form, to be taken. */
export function takeableForm({ key, reference, partner }: Pick<FormRequest, 'key' | 'reference' | 'partner'>): Takeable {
  return {
    wanted: {
      subject: formSubject(key),
      what: reference,
      partner: partner && { id: partner.id, name: partner.name },
      request: null,
    },
    named: { what: reference, by: { group: 'nfr' satisfies Question, reference } },
  }
}

/** Throws `taken` (6) where someone else has it. The store looks again when something is recorded. */
export async function refuseTaken(
  store: Pick<RecordReader, 'claims'>,
  { wanted: { subject }, named }: Takeable,
  actor: string,
): Promise<void> {
  const [claim] = await store.claims([subject])
  if (claim && claim.holder !== actor) throw takenBy(claim, named)
}

/** The same of the requests that a command line names, before a person is asked for a partner. */
export async function refuseTakenNamed(
  store: Pick<RecordReader, 'claims'>,
  requests: readonly DeskRequest[],
  actor: string,
): Promise<void> {
  for (const request of requests) await refuseTaken(store, takeable(request), actor)
}

/** The requests of a list, with who has which of them: one question for all. */
export async function withClaims(
  store: Pick<RecordReader, 'claims'>,
  requests: readonly ListedRequest[],
): Promise<ListedRequest[]> {
  const bySubject = new Map((await store.claims()).map((claim) => [claim.subject, claim]))
  if (bySubject.size === 0) return [...requests]
  return requests.map((request) => ({ ...request, taken: takenJson(bySubject.get(subjectOf(request)) ?? null) }))
}

/** A request as a list has it, with who has it. */
export async function withClaim(store: Pick<RecordReader, 'claims'>, request: ListedRequest): Promise<ListedRequest> {
  const [taken = null] = await takenOf(store, [subjectOf(request)])
  return { ...request, taken }
}

/** Who has what claims may be of, in its order; null: nobody. One question for all. */
export async function takenOf(store: Pick<RecordReader, 'claims'>, subjects: readonly string[]): Promise<(Taken | null)[]> {
  if (subjects.length === 0) return []
  const bySubject = new Map((await store.claims(subjects)).map((claim) => [claim.subject, claim]))
  return subjects.map((subject) => takenJson(bySubject.get(subject) ?? null))
}

function subjectOf({ reference, lasting }: Pick<ListedRequest, 'reference' | 'lasting'>): string {
  return /^\d+$/.test(reference) ? requestSubject(Number(reference)) : formSubject(lasting)
}

/** A claim as JSON prints it. */
function takenJson(claim: Claim | null): Taken | null {
  return claim && { by: claim.holder, since: claim.since, until: claim.until }
}
