/** Whether the document names what it must (Partner Help Desk, Service Attach PoE). Pure. */

import { foldName } from '../../records/name.ts'
import { type FoldedText, foldText, hasDealId, type Named, namedIn } from './names.ts'
import type { ProofCheck, ProofDocument, ProofEvidence, ProofPolicy } from './types.ts'

type NameCheckId = 'partner_named' | 'customer_named' | 'deal_id_named'

/** Finds what is meant in a text. */
type Find = (text: string) => Named

/** The three checks of what the document names: partner, customer, deal id. */
export function documentChecks(evidence: ProofEvidence, policy: ProofPolicy): ProofCheck[] {
  const { partnerNames, beside, dealId } = evidence
  // Each text is folded once, whatever is looked for in it.
  const folded = new Map<string, FoldedText>()
  const anyOf =
    (names: readonly string[]): Find =>
    (text) => {
      const page = folded.get(text) ?? foldText(text)
      folded.set(text, page)
      const found = names.map((name) => namedIn(page, name, beside))
      return found.find(({ is }) => is === 'whole') ?? found.find(({ is }) => is === 'part') ?? { is: 'absent' }
    }
  const customer = customerOf(evidence)
  return [
    check('partner_named', partnerNames[0] ?? null, anyOf(partnerNames), evidence, policy),
    otherCustomer(evidence, policy) ??
      check('customer_named', customer, customer === null ? null : anyOf([customer]), evidence, policy),
    check('deal_id_named', dealId, dealId === null ? null : (text) => idIn(text, dealId), evidence, policy),
  ]
}

function customerOf({ customer: { given, recorded } }: ProofEvidence): string | null {
  return recorded?.value?.trim() || given
}

function idIn(text: string, id: string): Named {
  return hasDealId(text, id) ? { is: 'whole' } : { is: 'absent' }
}

/** A person gave another customer than the registration has: the document is for another deal. */
function otherCustomer({ customer: { given, recorded } }: ProofEvidence, { handbook }: ProofPolicy): ProofCheck | null {
  const known = recorded?.value?.trim()
  if (!known || given === null) return null
  const [one, other] = [foldName(given), foldName(known)]
  if (one.folded === other.folded || one.core === other.folded || one.folded === other.core) return null
  return {
    id: 'customer_named',
    outcome: 'fail',
    expected: known,
    actual: given,
    reason: 'not_the_recorded',
    detail: null,
    source: recorded?.source ?? null,
    handbook: handbook.document,
  }
}

function check(
  id: NameCheckId,
  expected: string | null,
  find: Find | null,
  { documents, mail, isStated, deal, receivedOn }: ProofEvidence,
  { handbook }: ProofPolicy,
): ProofCheck {
  const plain = { id, expected: expected ?? '', actual: null, detail: null, source: null, handbook: handbook.document }
  if (expected === null || find === null) {
    // No registration as new as the proof has what it names: it does not name one.
    const isMissing = id === 'deal_id_named' && deal.found === 'none' && isAsNew(deal.asOf, receivedOn) && areRead(documents)
    return { ...plain, outcome: isMissing ? 'fail' : 'unknown', reason: isMissing ? 'missing' : 'not_given' }
  }
  if (isStated) return { ...plain, actual: expected, outcome: 'pass', reason: null }
  if (documents.length === 0) return { ...plain, outcome: 'unknown', reason: 'no_document' }
  const { whole, part } = lookThrough(documents, find)
  if (whole) return { ...plain, actual: expected, outcome: 'pass', reason: null, source: whole }
  const isInMail = mail !== null && find(mail).is === 'whole'
  if (part)
    return { ...plain, outcome: 'unknown', reason: 'part_of_name', detail: part.within, actual: part.within, source: part.place }
  const unread = documents.filter((each) => each.unread !== null)
  const detail = unread.map(({ name }) => name).join(', ') || null
  if (unread.length > 0) return { ...plain, outcome: 'unknown', reason: 'unread', detail }
  return { ...plain, outcome: 'fail', reason: isInMail ? 'only_in_mail' : 'missing' }
}

function areRead(documents: readonly ProofDocument[]): boolean {
  return documents.length > 0 && documents.every(({ unread }) => unread === null)
}

/** Whether records are as new as a proof, so that they must have what it names. `asOf`: ISO 8601; `receivedOn`: YYYY-MM-DD. */
export function isAsNew(asOf: string | null, receivedOn: string | null): boolean {
  return asOf !== null && receivedOn !== null && asOf.slice(0, 10) >= receivedOn
}

type Found = NonNullable<ProofCheck['source']>

/** The first place of all documents that has it whole, and the first that has it within something else. */
function lookThrough(documents: readonly ProofDocument[], find: Find) {
  let part: { within: string; place: Found } | null = null
  for (const { name, pages } of documents) {
    const place = (page: number | null): Found => ({ kind: 'document', file: name, page: pages.length > 1 ? page : null })
    for (const [i, text] of pages.entries()) {
      const found = find(text)
      if (found.is === 'whole') return { whole: place(i + 1), part }
      if (found.is === 'part') part ??= { within: found.within, place: place(i + 1) }
    }
    // A name may begin on one page and end on the next.
    if (pages.length > 1 && find(pages.join('\n')).is === 'whole') return { whole: place(null), part }
  }
  return { whole: null, part }
}
