/** Sentences for rows that are not linked to the partner they may belong to. */

import type { NamedPartner, WhyUnlinked } from '../partners/links.ts'
import { foldName } from '../records/name.ts'
import type { CandidateReason, PlacedCandidate } from '../rules/verdict.ts'
import { shellWord } from '../terminal/shell-word.ts'

/** Why a row is linked to no partner, in a few words. */
export const WHY_UNLINKED: Readonly<Record<WhyUnlinked, string>> = {
  nobody: 'no account has the name',
  several: 'the name fits several partners',
  other_legal_form: 'the legal form is different',
  contradicts_its_id: 'the id and the name belong to different accounts',
  former_name: 'a partner had this name before',
  no_partner: 'the account is not a partner',
  gone: 'the account is gone from the accounts',
  unknown_id: 'no account has the id',
}

/** The command that accepts a name as a partner's. */
export function aliasCommand(name: string, partnerId: string): string {
  // Invisible characters mean nothing in a name, and cannot be typed.
  const typed = name.replace(/[\t\r\n]+/g, ' ').replace(/[\p{Cf}\p{Cc}]+/gu, '')
  return `phd partner alias add ${typed.startsWith('-') ? '-- ' : ''}${shellWord(typed)} ${partnerId}`
}

/** What the rows of a check may be, and why they do not count. */
export function candidateSentence(
  reason: CandidateReason,
  candidates: readonly PlacedCandidate[],
  detail: string | null,
): string {
  const [first] = candidates
  const where = first ? placeOf(first) : detail
  const named = first?.name ?? null
  const others = first?.of.length ? `; it may also belong to ${first.of.join(' or ')}` : ''
  switch (reason) {
    case 'other_legal_form':
      return `a row names "${named}" (${where}), with a different legal form: it may be another company${others}`
    case 'contradicts_its_id':
      return `a row has the id ${first?.accountId} and the name "${named}" (${where}), which belong to different accounts${others}`
    case 'former_name':
      return `a row has no id, and the former name "${named}" of this partner (${where})${others}`
    case 'unknown_id':
      return `a row has this partner's name, and an id that no account has (${[first?.accountId, where].filter(Boolean).join(', ')})`
    case 'ambiguous':
      return `the row also fits other partners of this name: ${detail}`
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

/** Why a row is not counted for the partner. */
export const NOT_TAKEN: Readonly<Record<CandidateReason, string>> = {
  ambiguous: 'the name also fits other partners',
  other_legal_form: 'the legal form is different, so it may be another company',
  contradicts_its_id: 'the id and the name belong to different accounts',
  former_name: 'it is a former name of this partner',
  unknown_id: 'no account has the id',
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
    message: `not counted for this partner: rows of ${listed}, because ${NOT_TAKEN[code]}${of.length > 0 ? `: ${of.join(', ')}` : ''}${accept}`,
    short: `not counted: ${names.join(', ')}`,
  }
}

function placeOf({ file, line }: PlacedCandidate): string {
  return line === null ? file : `${file}, line ${line}`
}
