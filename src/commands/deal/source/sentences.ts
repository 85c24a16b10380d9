/** The source of an opportunity in words. */

import type { FieldAnswer, SourceReason } from '../../../rules/sources/types.ts'
import type { UnknownReason } from '../../../rules/verdict.ts'

/** Why the source is what it is, or is not known. */
export function reasonText(reason: SourceReason): string {
  switch (reason.code) {
    case 'approved_registration':
      return `${reason.name} (${reason.type}) is approved and linked to it`
    case 'opportunity_says_approved':
      return 'the opportunity has an approved Partner Sourced Deal Registration: DR - Status is Approved'
    case 'initial_source_pql':
      return 'the Initial Source is Partner Qualified Lead (PQL)'
    case 'not_approved':
      return `${reason.name} does not count: its status is ${reason.status ?? 'blank'}`
    case 'was_approved':
      return `${reason.name} was approved on ${reason.approved} and is now ${reason.status ?? 'blank'}: the handbook does not say whether the source stays`
    case 'not_partner_sourced':
      return `${reason.name} does not count: its type is ${reason.type ?? 'blank'}, not a Partner Sourced Deal Registration`
    case 'unusable_registration':
      return `${reason.name} does not count: ${unusableText(reason.reason, 'registrations')}${detailText(reason.detail)}`
    case 'opportunity_disagrees':
      return `the registration ${reason.name} is ${reason.status}, but the opportunity says DR - Status ${reason.said}: check both in Salesforce`
    case 'several_approved':
      return `${reason.names.length} approved registrations are linked to it (${reason.names.join(', ')}); only one may be`
    case 'former_name':
      return `${reason.field} is "${reason.recorded}": the former name of ${reason.value}`
    case 'unusable_field':
      return `${reason.field} cannot be compared: ${unusableText(reason.reason, 'opportunities')}${detailText(reason.detail)}`
    case 'no_registrations_imported':
      return 'no list of deal registrations was ever imported: phd import <registrations.csv>'
    case 'no_evidence':
      return 'nothing shows that a partner is the source: no approved Partner Sourced Deal Registration, no Initial Source PQL; the handbook does not say what else the source can be'
  }
}

function detailText(detail: string | null): string {
  return detail === null ? '' : ` (${detail})`
}

function unusableText(reason: UnknownReason, what: string): string {
  switch (reason) {
    case 'no_column':
      return 'the export has no such column; add it to the report'
    case 'stale':
      return `it is too old; export the ${what} again`
    case 'gone_from_list':
      return `the newest list of ${what} lacks it`
    case 'set_aside':
      return 'a newer row of it was rejected; correct it and import it again'
    default:
      return 'it cannot be read'
  }
}

const WHY: Readonly<Record<NonNullable<FieldAnswer['why']>, string>> = {
  registered_before_it_was_made: 'the approved registration was submitted before the opportunity was created',
  approved_registration: 'by the approved registration',
  transacted_by_partner: 'a Resale Partner transacts it',
  influenced_by_partner: 'it has an Influence Partner',
}

/** Why a field must say what is expected; empty where nothing is. */
export function whyText({ why }: FieldAnswer): string {
  return why === null ? '' : WHY[why]
}

/** A field in one line. */
export function fieldText({ field, recorded, expected, agrees, unusable }: FieldAnswer): string {
  const is = unusable === 'no_column' ? 'not in the export' : (recorded ?? 'blank')
  return `${field}: ${is}${expected === null || agrees === true ? '' : `; expected: ${expected}`}`
}
