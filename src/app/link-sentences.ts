/** Sentences for rows that are not linked to the partner they may belong to. */

import type { NamedPartner, WhyUnlinked } from '../partners/linking/links.ts'
import { foldName } from '../records/name.ts'
import { placeOf } from '../records/place.ts'
import type { CandidateReason, PlacedCandidate } from '../rules/verdict.ts'
import { shellWord } from '../terminal/shell-word.ts'

/** Why a row is linked to no partner: in short; and at length where it may be a partner's, and does not count for that one. */
const WHY = {
  nobody: { short: 'no account has this name' },
  no_partner: { short: 'the account is not a partner' },
  gone: { short: 'the account is no longer in the accounts list' },
  several: { short: 'the name matches several partners', long: 'the name also matches other partners' },
  other_legal_form: {
    short: 'the legal form is different',
    long: 'the legal form is different, so it may be another company',
  },
  contradicts_its_id: {
    short: 'the id and the name belong to different accounts',
    long: 'the id and the name belong to different accounts',
  },
  former_name: { short: 'a partner had this name before', long: 'the name is a former name of this partner' },
  unknown_id: { short: 'no account has the id', long: 'no account has the id' },
} as const satisfies Readonly<Record<WhyUnlinked, { short: string; long?: string }>>

/** Why a row is linked to no partner, in a few words. */
export function whyUnlinked(why: WhyUnlinked): string {
  return WHY[why].short
}

/** Why a row that may be a partner's does not count for that one. */
export function whyNotCounted(reason: CandidateReason): string {
  return WHY[reason === 'ambiguous' ? 'several' : reason].long
}

/** The command that accepts a name as a partner's. */
export function aliasCommand(name: string, partnerId: string): string {
  // Invisible characters mean nothing in a name, and cannot be typed.
  const typed = name.replace(/[\t\r\n]+/g, ' ').replace(/[\p{Cf}\p{Cc}]+/gu, '')
  return `phd partner alias add ${typed.startsWith('-') ? '-- ' : ''}${shellWord(typed)} ${partnerId}`
}

/** What the rows of a check may be, and why they do not count. */
export function candidateSentence(reason: CandidateReason, [first]: readonly PlacedCandidate[], detail: string | null): string {
  if (reason === 'ambiguous') return `${whyNotCounted(reason)}: ${detail}`
  const where = first ? placeOf(first) : detail
  const others = first?.of.length ? `; it may also belong to ${first.of.join(' or ')}` : ''
  return `a row ${cellsOf(reason, first)} (${where}): ${whyNotCounted(reason)}${others}`
}

function cellsOf(reason: Exclude<CandidateReason, 'ambiguous'>, row: PlacedCandidate | undefined): string {
  const id = `the id ${row?.accountId ?? ''}`
  switch (reason) {
    case 'other_legal_form':
      return `names "${row?.name}"`
    case 'contradicts_its_id':
      return `has ${id} and the name "${row?.name}"`
    case 'former_name':
      return `has no id, and the name "${row?.name}"`
    case 'unknown_id':
      return `has this partner's name and ${id}`
  }
}

/** So many rows are listed one by one. */
const MOST_STEPS = 5

/** What to do about such rows. */
export function candidateSteps(candidates: readonly PlacedCandidate[], partner: NamedPartner): string[] {
  const steps = candidates.map((candidate) => {
    const { name, accountId, why, of } = candidate
    const place = placeOf(candidate)
    if (why === 'contradicts_its_id' && (of.length > 0 || accountId !== partner.id))
      return `find out which partner the row belongs to (${place}), correct the id or the name there, export it again and import the file`
    if (why === 'unknown_id') return `correct the id (${place}), or import an accounts export that has it`
    if (name === null || foldName(name).folded === foldName(partner.name).folded)
      return `find out which partner the row belongs to (${place}), and add the account id next to the name there; then import the file again`
    return `check that "${name}" is this partner; if so: ${aliasCommand(name, partner.id)}`
  })
  const each = [...new Set(steps)]
  const more = each.length - MOST_STEPS
  return more > 0 ? [...each.slice(0, MOST_STEPS), `and ${more} more like these; all of them: phd partner unlinked`] : each
}

/** That rows or people were not counted for the partner. */
export function notLinkedNote(
  { code, names, of }: { code: CandidateReason; names: readonly string[]; of: readonly string[] },
  { id }: NamedPartner,
): { level: 'warning'; message: string; short: string } {
  const listed = names.map((name) => `"${name}"`).join(', ')
  const accept =
    (code === 'other_legal_form' || code === 'former_name') && of.length === 0
      ? `; if it is this partner: ${names.map((name) => aliasCommand(name, id)).join('; ')}`
      : ''
  return {
    level: 'warning',
    message: `not counted for this partner: rows of ${listed}, because ${whyNotCounted(code)}${of.length > 0 ? `: ${of.join(', ')}` : ''}${accept}`,
    short: `not counted: ${names.join(', ')}`,
  }
}

/** The partner of a row, as lists have it; of a row without one, what the row says. */
export function partnerWords(partner: { name: string } | null, named: string | null): string {
  return partner?.name ?? `${named ?? ''} (no partner)`
}
