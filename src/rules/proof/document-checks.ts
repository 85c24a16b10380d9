/** Whether the document names what it must (Partner Help Desk, Service Attach PoE). Pure. */

import { foldName } from '../../records/name.ts'
import { type FoldedText, foldText, idIn, type Named, namedIn } from './names.ts'
import type { ProofCheck, ProofDocument, ProofEvidence, ProofPolicy } from './types.ts'

/** A check of a name, and the documents that have it whole. */
type NameCheck = ProofCheck & { in: readonly string[] }
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
  const checks = [
    check('partner_named', partnerNames[0] ?? null, anyOf(partnerNames), evidence, policy),
    otherCustomer(evidence, policy) ??
      check('customer_named', customer, customer === null ? null : anyOf([customer]), evidence, policy),
    check('deal_id_named', dealId, dealId === null ? null : (text) => idIn(text, dealId), evidence, policy),
  ]
  return inOneDocument(checks, evidence.documents)
}

/** One document has to name all: what only another one names is not clear. */
function inOneDocument(checks: readonly NameCheck[], documents: readonly ProofDocument[]): ProofCheck[] {
  const has = (check: NameCheck, document: ProofDocument): boolean => check.source === null || check.in.includes(document.name)
  const passed = checks.filter(({ outcome }) => outcome === 'pass')
  const [main] = documents
    .map((document) => ({ document, count: passed.filter((check) => has(check, document)).length }))
    .sort((a, b) => b.count - a.count)
  return checks.map(({ in: _, ...check }, i) => {
    const found = checks[i]
    if (!main || !found || check.outcome !== 'pass' || has(found, main.document)) return check
    return { ...check, outcome: 'unknown', reason: 'in_another', detail: main.document.name }
  })
}

function customerOf({ customer: { given, recorded } }: ProofEvidence): string | null {
  return recorded?.value?.trim() || given
}

/** A person gave another customer than the registration has: the document is for another deal. */
function otherCustomer({ customer: { given, recorded } }: ProofEvidence, { handbook }: ProofPolicy): NameCheck | null {
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
    in: [],
  }
}

function check(
  id: NameCheckId,
  expected: string | null,
  find: Find | null,
  { documents, mail, isStated, deal, receivedOn }: ProofEvidence,
  { handbook }: ProofPolicy,
): NameCheck {
  const plain = { in: [], id, expected: expected ?? '', actual: null, detail: null, source: null, handbook: handbook.document }
  if (expected === null || find === null) {
    // No registration as new as the proof has what it names: it does not name one.
    const isMissing = id === 'deal_id_named' && deal.found === 'none' && isAsNew(deal.asOf, receivedOn) && areRead(documents)
    return { ...plain, outcome: isMissing ? 'fail' : 'unknown', reason: isMissing ? 'missing' : 'not_given' }
  }
  if (isStated) return { ...plain, actual: expected, outcome: 'pass', reason: null }
  if (documents.length === 0) return { ...plain, outcome: 'unknown', reason: 'no_document' }
  const { whole, part, having } = lookThrough(documents, find)
  if (whole) return { ...plain, in: having, actual: expected, outcome: 'pass', reason: null, source: whole }
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

/** The documents that have it whole, where the first does, and the first that has it within something else. */
function lookThrough(documents: readonly ProofDocument[], find: Find) {
  let whole: Found | null = null
  let part: { within: string; place: Found } | null = null
  const having: string[] = []
  for (const { name, pages } of documents) {
    const place = (page: number): Found => ({ kind: 'document', file: name, page: pages.length > 1 && page > 0 ? page : null })
    // A name may begin on one page and end on the next, or be short for a longer one on another.
    const found = find(pages.join('\n'))
    if (found.is === 'absent') continue
    const page = pages.length > 1 ? 1 + pages.findIndex((text) => find(text).is === found.is) : 0
    if (found.is === 'part') part ??= { within: found.within, place: place(page) }
    else {
      whole ??= place(page)
      having.push(name)
    }
  }
  return { whole, part, having }
}
