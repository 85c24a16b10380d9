/** What to do next about a registration, in words. */

import { aliasCommand } from '../../app/link-sentences.ts'
import type { Deal } from '../../partners/deals/deal.ts'
import { extensionOf } from '../../rules/deals/term.ts'
import type { DealPolicy, DealProblem } from '../../rules/deals/types.ts'
import { extensionWords } from './extension-words.ts'
import { rivalWords } from './problem-sentences.ts'

/** The steps, the one that its status asks for first. */
export function nextSteps(deal: Deal, policy: DealPolicy, today: string): string[] {
  const { finding, record } = deal
  const { rule, phase } = finding
  const own = rule?.next && phase !== 'ended' ? [rule.next] : []
  const taken = finding.notes.flatMap((note) =>
    note.code === 'another_approved' ? [`deny it unless the other one should not be approved: ${rivalWords(note.others)}`] : [],
  )
  const runs = rule?.term && phase === 'running'
  const term = runs ? [`to let it run longer: ${extensionWords(extensionOf(record, policy, today), policy)}`] : []
  return [...taken, ...own, ...finding.problems.flatMap((problem) => stepOf(problem, deal, { policy, today })), ...term]
}

function stepOf(
  problem: DealProblem,
  { record, unlinked, row }: Deal,
  { policy, today }: { policy: DealPolicy; today: string },
): string[] {
  const { term, register } = policy
  switch (problem.code) {
    case 'expired_still_approved':
      return [
        `have operations set it to Expired${term.extendsExpired ? `, or have it extended: ${extensionWords(extensionOf(record, policy, today), policy)}` : `; if the deal goes on, ${extensionWords(extensionOf(record, policy, today), policy)}`}`,
      ]
    case 'expires_before_90_days':
      return [`check the Expiration Date in Salesforce: ${term.days} days from the original approval end on ${problem.standard}`]
    case 'long_extension':
      return ['check on the record that operations granted the longer extension']
    case 'second_approved':
      return ['find out which partner sourced the opportunity; only that registration stays approved']
    case 'second_service_attach':
      return ['find out which registration the statement of work is for; deny the others']
    case 'partner_unknown':
      return [partnerStep(unlinked, row.record.partner)]
    case 'partner_not_authorized':
      return [
        `ask the channel manager what is open in the partner's agreement; once Salesforce says "${problem.expected}", import the accounts again`,
      ]
    case 'training_unmet':
      return [`one person at the partner takes the course in the portal: ${register.training.courses.join(' or ')}`]
    case 'opportunity_unknown':
      return [
        problem.named === null
          ? 'link the opportunity to the registration in Salesforce'
          : 'export the opportunities again with it, and import them; or correct the link in Salesforce',
      ]
    case 'opportunity_closed':
      return [
        problem.state === 'won'
          ? 'check that the registration is closed with its opportunity'
          : 'check that the registration ends with its opportunity: it should be Closed Lost, or of a service attach Closed',
      ]
    case 'status_unknown':
      return ['look the status up on the record in Salesforce; the statuses in force: phd policy show deals']
    case 'approved_without_date':
      return ['look up when it was approved, and export the registrations with Approved Date']
  }
}

function partnerStep(unlinked: Deal['unlinked'], named: string | null): string {
  const [only, ...others] = unlinked?.candidates ?? []
  if (only && others.length === 0 && named !== null && unlinked?.why !== 'contradicts_its_id')
    return `check that "${named}" is ${only.name} (${only.id}); if so: ${aliasCommand(named, only.id)}`
  if (only) return `find out which partner it is: ${[only, ...others].map(({ id, name }) => `${name} (${id})`).join(' or ')}`
  return 'correct the partner on the registration, or import an accounts export that has it'
}
