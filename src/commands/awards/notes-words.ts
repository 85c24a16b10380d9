/** How the figures of the awards are counted, and what is left out, in words. */

import { aliasCommand, whyUnlinked } from '../../app/link-sentences.ts'
import { placeOf } from '../../records/place.ts'
import type { AwardsReport } from '../../reports/awards/compile.ts'
import type { AwardTable } from '../../reports/awards/tables.ts'
import type { Measure } from '../../reports/awards/types.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import type { LinkRole, UnlinkedName } from './links.ts'

type Basis = Pick<AwardsReport, 'conversion' | 'accreditationsBy' | 'dashboards'> & { amountField: 'amount' | 'netArr' }

/** How each figure that is shown is counted. */
export function definitionTexts(tables: readonly AwardTable[], basis: Basis): string[] {
  const shown = new Set(tables.flatMap(({ criteria }) => criteria.flatMap(({ shows }) => shows)))
  const has = (...measures: readonly Measure[]): boolean => measures.some((measure) => shown.has(measure))
  const amount = basis.amountField === 'amount' ? 'Amount' : 'Net ARR'
  const by = basis.accreditationsBy === 'certification_dashboard' ? 'DASHBOARD' : 'ROWS'
  return [
    ...(has('revenue') ? [`Total revenue: the ${amount} of won deals that close in the year, by Resale Partner.`] : []),
    ...(has('distributor_revenue')
      ? [`Total revenue of a distributor: the ${amount} of won deals that close in the year and name it as Distributor.`]
      : []),
    ...(has('registrations') ? [REGISTRATIONS] : []),
    ...(has('sourced_revenue')
      ? [`Partner sourced, won: the ${amount} of won deals with DR - Partner and the source "Partner Generated".`]
      : []),
    ...(has('new_logos') ? ['New logos: won deals with the order type "1. New - First Order", by Resale Partner.'] : []),
    ...(has('pipeline', 'distributor_pipeline') ? [pipelineText(has('pipeline'), has('distributor_pipeline'), amount)] : []),
    ...(has('service_attach') ? [SERVICE_ATTACH] : []),
    ...(has('services_amount') ? [SERVICES_AMOUNT] : []),
    ...(has('compliant') ? [DISTRIBUTED, complianceText(basis)] : []),
    ...(has('accreditations') ? [ACCREDITATIONS[by]] : []),
    'Growth is the change in percent of the year before; "new" where there was nothing before, and not known from less than 0.',
    'A figure in one role is never added to one in another. The order of rows is by the first figure; it is not a rank.',
    conversionText(basis),
  ]
}

const REGISTRATIONS =
  'Approved registrations: partner-sourced registrations (Resale, MSP, Referral) approved in the year and not denied or returned since.'
const SERVICE_ATTACH =
  'Service attach registrations: approved in the year, by Service Attach Approval Date, else Approved Date, and not unqualified since.'
const SERVICES_AMOUNT =
  'Partner Services Amount: Net ARR times an attach rate, of won deals by Service Attach Partner. It is not what subcontracting brought to GitLab Services; no list has that.'
const DISTRIBUTED =
  'Partners of a distributor: those whose deals (created or closing in the year) or registrations (submitted or approved in it) name the distributor.'
const ACCREDITATIONS = {
  ROWS: 'Accreditations: badges that the people of these partners held on the last day of the year, by the partner in the row; a person counts once for a badge.',
  DASHBOARD:
    'Accreditations: people with a credential as the certification dashboard counts them, because no list of certifications was imported.',
} as const

function pipelineText(ofPartner: boolean, ofDistributor: boolean, amount: string): string {
  const partner = ofPartner ? ', by Resale Partner, else DR - Partner' : ''
  const distributor = ofDistributor ? `${ofPartner ? ', and' : ', by'} Distributor, else DR - Distributor` : ''
  return `Pipeline: the ${amount} of deals created in the year, whatever became of them, except duplicates and unqualified ones${partner}${distributor}.`
}

function complianceText({ dashboards: { start, end } }: Basis): string {
  const point = (each: typeof start): string => (each === null ? 'none' : `${each.file} of ${each.seen}`)
  return `Compliance: by the newest certification dashboard of the month up to the first day of the year (${point(start)}) and to its last (${point(end)}). A Select partner complies if it meets the Select requirements, any other if it meets the Open ones; improvements are of Open partners.`
}

/** What the figures rest on beyond the lists. */
export function sourceNotes({ amountField }: { amountField: 'amount' | 'netArr' }): string[] {
  return [
    'the awards and their criteria: Ecosystem Operations, "Partner Award Program"',
    `revenue and pipeline are counted by ${amountField === 'amount' ? 'Amount; for Net ARR: --revenue net-arr' : 'Net ARR'}`,
  ]
}

function conversionText({ conversion }: Basis): string {
  switch (conversion.code) {
    case 'none':
      return 'Money is never added across currencies; import exchange rates to see one currency.'
    case 'converted':
      return 'Every amount is converted by the imported exchange rate of the day its deal closes.'
    case 'lacking':
      return `No amount is converted: no exchange rate for ${conversion.currency ?? 'an amount without a currency'} on ${conversion.day} (${placeOf(conversion.place)}).`
  }
}

/** What was found and does not count; each with how many. */
export function leftOutTexts({ leftOut, years, noRegion }: AwardsReport): string[] {
  const { noAmount, duplicates, unknownStage, noApprovalDay, unknownType, refused } = leftOut
  const { name } = years.judged
  const some = (count: number, text: string): string[] => (count === 0 ? [] : [text])
  return [
    ...some(noAmount, `${plural(noAmount, 'won deal')} of ${name} without an amount: not in the revenue`),
    ...some(
      duplicates,
      `${plural(duplicates, 'opportunity', 'opportunities')} of ${name} marked as duplicate or merged: not counted`,
    ),
    ...some(
      unknownStage,
      `${plural(unknownStage, 'opportunity', 'opportunities')} of ${name} with a stage that says nothing: not counted`,
    ),
    ...some(
      noApprovalDay,
      `${plural(noApprovalDay, 'approved registration')} without a day of approval: not counted in any year`,
    ),
    ...some(unknownType, `${plural(unknownType, 'registration')} approved in ${name} of a type that is not known: not counted`),
    ...some(
      refused,
      `${plural(refused, 'registration')} approved in ${name} and denied, returned or unqualified since: not counted`,
    ),
    ...noRegion.map(
      ({ name: partner, country }) =>
        `${partner} has figures and no known region: its Billing Country is ${country?.trim() ? `"${country}"` : 'blank'}; correct the account`,
    ),
  ]
}

const ROLES: Readonly<Record<LinkRole, string>> = {
  resale: 'Resale Partner',
  sourced: 'DR - Partner',
  distributor: 'Distributor',
  service: 'Service Attach Partner',
  registration: 'Partner Account',
  certification: 'partner of a certification',
}

/** A name that belongs to no certain partner: the cells of its row in a table. */
export function unlinkedCells({ role, name, why, candidate, rows, file, line }: UnlinkedName): {
  cells: string[]
  command: string
} {
  return {
    cells: [name, ROLES[role], grouped(rows), whyUnlinked(why), placeOf({ file, line })],
    command: candidate === null || why === 'contradicts_its_id' ? '' : aliasCommand(name, candidate),
  }
}
