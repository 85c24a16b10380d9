/** What the fields beside the source must say, where a page settles it (Ecosystem Operations, Partner Reporting and Tagging). */

import { unusable } from '../checks.ts'
import { answer, isBlank, type SourceFrame } from './field-answer.ts'
import type { FieldAnswer, LinkedRegistration, SourceEvidence } from './types.ts'

/** Initial Source, Deal Path and the type of the registration. */
export function otherFields(
  evidence: SourceEvidence,
  approved: readonly LinkedRegistration[],
  frame: SourceFrame,
): FieldAnswer[] {
  return [initialSource(evidence, approved, frame), dealPath(evidence, approved, frame), dealType(evidence, approved, frame)]
}

/** A registration that was submitted before the opportunity was made came when there was none; on the same day that is not known. */
function initialSource(
  { fields }: SourceEvidence,
  approved: readonly LinkedRegistration[],
  { policy, isOld }: SourceFrame,
): FieldAnswer {
  const created = fields.created && !unusable(fields.created, isOld) ? fields.created.value : null
  const isFirst = created !== null && approved.some(({ submitted }) => submitted.value !== null && submitted.value < created)
  return answer('Initial Source', isFirst ? policy.partnerQualified : null, fields.initialSource, {
    handbook: policy.handbook.noOpportunity,
    isOld,
    why: 'registered_before_it_was_made',
  })
}

/** The path is Partner where a partner transacts, referred or influenced the deal. */
function dealPath(
  { fields }: SourceEvidence,
  approved: readonly LinkedRegistration[],
  { policy, isOld }: SourceFrame,
): FieldAnswer {
  const { resalePartner, influencePartner } = fields
  const isThere = (fact: typeof resalePartner): boolean => fact !== null && !unusable(fact, isOld) && !isBlank(fact)
  const why =
    approved.length > 0
      ? 'approved_registration'
      : isThere(resalePartner)
        ? 'transacted_by_partner'
        : isThere(influencePartner)
          ? 'influenced_by_partner'
          : null
  return answer('Deal Path', why && policy.partnerPath, fields.dealPath, { handbook: policy.handbook.dealPath, isOld, why })
}

/** The type is that of the one approved registration. Whether there is none, no list of registrations shows for certain. */
function dealType(
  { fields }: SourceEvidence,
  approved: readonly LinkedRegistration[],
  { policy, partnerSourced, isOld }: SourceFrame,
): FieldAnswer {
  const types = new Set(approved.map(({ type }) => (type.value ?? '').trim().toLowerCase()))
  const word = types.size === 1 ? partnerSourced.types.find((each) => types.has(each.toLowerCase())) : undefined
  return answer('DR - Partner Deal Type', word === undefined ? null : { value: word, words: [word] }, fields.drDealType, {
    handbook: policy.handbook.dealType,
    isOld,
    why: 'approved_registration',
  })
}
