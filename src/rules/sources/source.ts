/** The Sales Qualified Source of an opportunity (Ecosystem Operations, Partner Reporting and Tagging: Default Logic). Without evidence that the page names there is no answer. */

import { type IsOld, sameWord, unusable } from '../checks.ts'
import type { Fact } from '../verdict.ts'
import { answer, isBlank, type SourceFrame } from './field-answer.ts'
import { otherFields } from './other-fields.ts'
import type { FieldAnswer, LinkedRegistration, SourceEvidence, SourceFinding, SourceReason } from './types.ts'

/** What the source fields must say by the evidence, and whether they do. */
export function sourceOf(evidence: SourceEvidence, frame: SourceFrame): SourceFinding {
  const { policy, isOld } = frame
  const judged = evidence.registrations.map((each) => ({ registration: each, reasons: judge(each, evidence, frame) }))
  const approved = judged
    .filter(({ reasons }) => reasons.some(({ weight }) => weight === 'shows'))
    .map((each) => each.registration)
  const reasons: SourceReason[] = [
    ...judged.flatMap((each) => each.reasons),
    ...several(approved),
    ...byOpportunity(evidence, frame),
    ...byInitialSource(evidence, frame),
  ]
  const isShown = reasons.some(({ weight }) => weight === 'shows')
  const { partnerGenerated } = policy
  const source = answer('Sales Qualified Source', isShown ? partnerGenerated : null, evidence.fields.salesQualifiedSource, {
    handbook: policy.handbook.registration,
    isOld,
  })
  return {
    source,
    others: otherFields(evidence, approved, frame),
    because: [...reasons, ...(isShown ? [] : unshown(evidence, reasons)), ...aboutRecord(source, partnerGenerated.words)],
  }
}

/** What one registration says about the source. */
function judge(
  registration: LinkedRegistration,
  evidence: SourceEvidence,
  { policy, partnerSourced, isOld }: SourceFrame,
): SourceReason[] {
  const { name, type, status, approved, link } = registration
  const told = { weight: 'told' as const, handbook: null }
  const why = unusable(status, isOld) ?? unusable(type, isOld)
  if (why) return [{ ...told, code: 'unusable_registration', name, facts: [status], ...why }]
  const typeWord = partnerSourced.types.find((each) => sameWord(type.value, each))
  if (typeWord === undefined) return [{ ...told, code: 'not_partner_sourced', name, type: type.value, facts: [type] }]
  if (!partnerSourced.approved.some((each) => sameWord(status.value, each))) {
    if (approved.value === null) return [{ ...told, code: 'not_approved', name, status: status.value, facts: [status] }]
    return [{ ...told, code: 'was_approved', name, status: status.value, approved: approved.value, facts: [status, approved] }]
  }
  const said = saidOf(registration, evidence, isOld)
  if (said !== null && !partnerSourced.approved.some((each) => sameWord(said.value, each))) {
    const words = { status: status.value ?? '', said: said.value ?? '' }
    return [{ code: 'opportunity_disagrees', weight: 'contradicts', name, ...words, facts: [status, said], handbook: null }]
  }
  const facts = [status, link, ...(approved.value === null ? [] : [approved])]
  return [{ code: 'approved_registration', weight: 'shows', name, type: typeWord, facts, handbook: policy.handbook.registration }]
}

/** The status that the opportunity has for a registration; null where it has none, or is too old to say. */
function saidOf(
  { dealId }: LinkedRegistration,
  { fields: { drStatus, dealId: own } }: SourceEvidence,
  isOld: IsOld,
): Fact<string | null> | null {
  if (drStatus === null || unusable(drStatus, isOld) || isBlank(drStatus)) return null
  const isOfAnother = own !== null && !isBlank(own) && dealId !== null && !sameWord(own.value, dealId)
  return isOfAnother ? null : drStatus
}

function several(approved: readonly LinkedRegistration[]): SourceReason[] {
  if (approved.length < 2) return []
  return [
    {
      code: 'several_approved',
      weight: 'told',
      names: approved.map(({ name }) => name),
      facts: approved.map(({ status }) => status),
      handbook: null,
    },
  ]
}

/**
 * The opportunity's own section has the approved registration (GitLab Sales FAQ - Selling with Partners, SFDC Opportunity). Where the
 * registration itself was imported, it decides.
 */
function byOpportunity(evidence: SourceEvidence, { policy, partnerSourced, isOld }: SourceFrame): SourceReason[] {
  const { drStatus, dealId } = evidence.fields
  if (drStatus === null || isBlank(drStatus)) return []
  const why = unusable(drStatus, isOld)
  if (why) return [{ code: 'unusable_field', weight: 'told', field: 'DR - Status', ...why, facts: [drStatus], handbook: null }]
  const isOneOf = (word: string | null, words: readonly string[]): boolean => words.some((each) => sameWord(word, each))
  if (!isOneOf(drStatus.value, partnerSourced.approved)) return []
  const named = dealId !== null && !isBlank(dealId) ? dealId : null
  const meant = evidence.registrations.filter(({ dealId: own, type, status }) => {
    if (unusable(status, isOld)) return false
    return named === null ? isOneOf(type.value, partnerSourced.types) : own !== null && sameWord(named.value, own)
  })
  const [first] = meant
  if (first && !meant.some(({ status }) => isOneOf(status.value, partnerSourced.approved))) {
    const words = { name: first.name, status: first.status.value ?? '', said: drStatus.value ?? '' }
    return [{ code: 'opportunity_disagrees', weight: 'contradicts', ...words, facts: [first.status, drStatus], handbook: null }]
  }
  const facts = [drStatus, ...(named ? [named] : [])]
  return [{ code: 'opportunity_says_approved', weight: 'shows', facts, handbook: policy.handbook.registration }]
}

function byInitialSource({ fields: { initialSource } }: SourceEvidence, { policy, isOld }: SourceFrame): SourceReason[] {
  if (initialSource === null || isBlank(initialSource)) return []
  const why = unusable(initialSource, isOld)
  if (why)
    return [{ code: 'unusable_field', weight: 'told', field: 'Initial Source', ...why, facts: [initialSource], handbook: null }]
  if (!policy.partnerQualified.words.some((each) => sameWord(initialSource.value, each))) return []
  return [{ code: 'initial_source_pql', weight: 'shows', facts: [initialSource], handbook: policy.handbook.initialSource }]
}

function unshown({ hasRegistrations }: SourceEvidence, reasons: readonly SourceReason[]): SourceReason[] {
  const told = { weight: 'told' as const, facts: [], handbook: null }
  const isContradicted = reasons.some(({ weight }) => weight === 'contradicts')
  return [
    ...(hasRegistrations ? [] : [{ ...told, code: 'no_registrations_imported' as const }]),
    ...(isContradicted ? [] : [{ ...told, code: 'no_evidence' as const }]),
  ]
}

function aboutRecord(
  { field, recorded, agrees, unusable: reason, fact }: FieldAnswer,
  [value = '', ...former]: readonly string[],
): SourceReason[] {
  const told = { weight: 'told' as const, facts: fact ? [fact] : [], handbook: null }
  if (reason !== null) return [{ ...told, code: 'unusable_field', field, reason, detail: null }]
  const isFormer = recorded !== null && agrees !== false && former.some((each) => sameWord(recorded, each))
  return isFormer ? [{ ...told, code: 'former_name', field, recorded, value }] : []
}
