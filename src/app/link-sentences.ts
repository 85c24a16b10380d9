/** Sentences for rows that are not linked to the partner they may be of. */

import type { NamedPartner, WhyUnlinked } from '../partners/links.ts'
import { foldName } from '../records/name.ts'
import type { CandidateReason, PlacedCandidate } from '../rules/verdict.ts'
import { shellWord } from '../terminal/shell-word.ts'

/** Why a row is linked to nobody, in a few words. */
export const WHY_UNLINKED: Readonly<Record<WhyUnlinked, string>> = {
  nobody: 'no account has the name',
  several: 'the name fits several partners',
  other_legal_form: 'the legal form is another',
  contradicts_its_id: 'the id and the name are not one account’s',
  former_name: 'a partner was called so before',
  no_partner: 'the account is no partner',
  gone: 'the account left the accounts',
  unknown_id: 'no account has the id',
}

/** The command that accepts a name as a partner's. */
export function aliasCommand(name: string, partnerId: string): string {
  // What nobody sees means nothing to a name, and cannot be typed.
  const typed = name.replace(/[\t\r\n]+/g, ' ').replace(/[\p{Cf}\p{Cc}]+/gu, '')
  return `phd partner alias add ${typed.startsWith('-') ? '-- ' : ''}${shellWord(typed)} ${partnerId}`
}

/** What the rows of a check may be, and why they decide nothing. */
export function candidateSentence(
  reason: CandidateReason,
  candidates: readonly PlacedCandidate[],
  detail: string | null,
): string {
  const [first] = candidates
  const where = first ? placeOf(first) : detail
  const named = first?.name ?? null
  const others = first?.of.length ? `; it may be of ${first.of.join(' or ')} as well` : ''
  switch (reason) {
    case 'other_legal_form':
      return `a row is of "${named}" (${where}), whose legal form is another: it may be another company${others}`
    case 'contradicts_its_id':
      return `a row has the id ${first?.accountId} beside the name "${named}" (${where}), and they are not one account's${others}`
    case 'former_name':
      return `a row has no id, and the name "${named}" that this partner had before (${where})${others}`
    case 'unknown_id':
      return `a row has this partner's name, and an id that no account has (${[first?.accountId, where].filter(Boolean).join(', ')})`
    case 'ambiguous':
      return `the row fits other partners of this name as well: ${detail}`
  }
}

/** So many rows are told one by one. */
const MOST_STEPS = 5

/** What to do about such rows. */
export function candidateSteps(candidates: readonly PlacedCandidate[], partner: NamedPartner): string[] {
  const steps = candidates.map((candidate) => {
    const { name, accountId, why, of } = candidate
    const place = placeOf(candidate)
    if (why === 'contradicts_its_id' && (of.length > 0 || accountId !== partner.id))
      return `find out whose row it is (${place}), have the id or the name corrected there, export it again and import the file`
    if (why === 'unknown_id') return `have the id corrected (${place}), or import an accounts export that has it`
    if (name === null || foldName(name).folded === foldName(partner.name).folded)
      return `find out whose row it is (${place}), and have the account id put beside the name there; then import the file again`
    return `make sure that "${name}" is this partner; if so: ${aliasCommand(name, partner.id)}`
  })
  const each = [...new Set(steps)]
  const more = each.length - MOST_STEPS
  return more > 0 ? [...each.slice(0, MOST_STEPS), `and ${more} more of the kind; all of them: phd partner unlinked`] : each
}

/** Why a row is not taken for the partner's. */
export const NOT_TAKEN: Readonly<Record<CandidateReason, string>> = {
  ambiguous: 'the name fits other partners as well',
  other_legal_form: 'the legal form is another, so it may be another company',
  contradicts_its_id: 'the id and the name are not one account’s',
  former_name: 'it is the name this partner had before',
  unknown_id: 'no account has the id',
}

/** That rows or people were not taken for the partner's. */
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
    message: `not counted for this partner: rows of ${listed}, for ${NOT_TAKEN[code]}${of.length > 0 ? `: ${of.join(', ')}` : ''}${accept}`,
    short: `not counted: ${names.join(', ')}`,
  }
}

function placeOf({ file, line }: PlacedCandidate): string {
  return line === null ? file : `${file}, line ${line}`
}
