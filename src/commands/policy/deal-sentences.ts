/** The rule for deal registrations in words, made from the figures that decide. */

import type { DealPolicy, StatusRule } from '../../rules/deals/types.ts'
import { plural } from '../../terminal/plural.ts'
import type { Clause } from './clause.ts'

const TURN: Readonly<Record<StatusRule['phase'], string>> = {
  operations: 'waiting for Ecosystem Operations',
  channel_manager: 'waiting for the channel manager',
  area_manager: 'waiting for the area sales manager',
  partner: 'waiting for the partner',
  running: 'running',
  ended: 'ended',
}

/** A version of the rule, sentence by sentence. */
export function dealClauses(version: DealPolicy): Clause[] {
  const { statuses, partnerSourced, serviceAttach, term, register } = version
  return [
    ...statuses.map((rule) => statusClause(rule, '')),
    ...serviceAttach.statuses.map((rule) => statusClause(rule, 'service attach, ')),
    {
      text: `an approved registration runs for ${plural(term.days, 'day')} from its original approval; the one standard extension adds ${plural(term.extensionDays, 'day')}: ${term.extension}`,
      handbook: term.handbook,
    },
    { text: `longer: ${term.longer}`, handbook: term.handbook },
    {
      text: `an opportunity has one approved registration of the types ${partnerSourced.types.join(', ')}`,
      handbook: partnerSourced.handbook,
    },
    {
      text: `an opportunity has one approved service attach registration (${serviceAttach.approved.map((word) => `"${word}"`).join(' or ')})`,
      handbook: serviceAttach.handbook,
    },
    {
      text: `to register a deal, Partner Status must be "${register.partner_authorized.expected}"`,
      handbook: register.partner_authorized.handbook,
    },
    {
      text: `to register a deal, at least ${plural(register.training.people, 'person', 'people')} at the partner must have the ${register.training.credential} training: ${register.training.courses.join(' or ')}`,
      handbook: register.training.handbook,
    },
  ]
}

function statusClause({ status, phase, answer, hours, term, handbook }: StatusRule, of: string): Clause {
  const within = hours === null ? '' : ` (${plural(hours, 'working hour')} for the first action)`
  const due =
    answer &&
    `; due ${plural(answer.businessDays, 'business day')} after ${answer.after === 'submitted' ? 'it was submitted' : 'the status was first seen'}`
  return { text: `${of}"${status}": ${TURN[phase]}${term ? ' until its last day' : ''}${within}${due ?? ''}`, handbook }
}
