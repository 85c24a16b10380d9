/** What is left to do by hand after a decision (Partner Help Desk, Approving and Denying Letters of Authorization; Partner Support, NFR Licenses). */

import { askedLicenseWords } from '../verdicts/license-words.ts'
import { partnerArgument } from '../verdicts/shared-sentences.ts'
import { exceptionOptions } from './authorities.ts'
import type { DecisionCase } from './case.ts'

/** A step that phd cannot do, and the system it is done in. */
export interface HandStep {
  where: 'DocuSign' | 'Salesforce' | 'license request form' | 'license team' | 'mailbox'
  step: string
}

const NOTHING_IN_SALESFORCE: HandStep = { where: 'Salesforce', step: 'nothing to change' }

/** The steps of a decision, in order. */
export function handSteps(about: DecisionCase): HandStep[] {
  if (about.verdict.question === 'loa') return about.decision === 'approved' ? letterApproved(about) : letterDenied(about)
  const steps = { approved: licenseApproved, denied: licenseDenied, exception: exceptionAsked }[about.decision]
  return [...steps(about), licenseLabel(about)]
}

function letterApproved({ verdict, request }: DecisionCase): HandStep[] {
  return [
    {
      where: 'DocuSign',
      step: `open ${envelopeOf(request)}, compare the company name on it with "${verdict.partner.name}", and click "Approve"`,
    },
    {
      where: 'Salesforce',
      step: 'nothing to change; for other wording the channel manager opens a "Legal Request" on the account',
    },
    letterLabel(verdict),
    {
      where: 'DocuSign',
      step: `when the completed letter arrives, record its date: phd loa letter ${partnerArgument(verdict)} --date <date>`,
    },
  ]
}

function letterDenied({ verdict, request }: DecisionCase): HandStep[] {
  return [
    {
      where: 'DocuSign',
      step: `open ${envelopeOf(request)}, choose "Other Actions", then "Deny to Sign", confirm, and paste the text for the box`,
    },
    NOTHING_IN_SALESFORCE,
    sendDenial(verdict, verdict.channelManager),
    letterLabel(verdict),
  ]
}

function envelopeOf(request: DecisionCase['request']): string {
  const id = request?.envelopeId ?? null
  return id === null ? 'the document' : `the document (envelope ${id})`
}

function letterLabel({ desk }: DecisionCase['verdict']): HandStep {
  return { where: 'mailbox', step: `put the label "${desk.loaLabel}" on the mail` }
}

function sendDenial({ desk: { mailbox } }: DecisionCase['verdict'], channelManager: string | null): HandStep {
  return {
    where: 'mailbox',
    step: `from ${mailbox}, send the denial to the requester, with ${mailbox} and ${managerWords(channelManager)} in copy`,
  }
}

function managerWords(channelManager: string | null): string {
  return `the channel manager${channelManager ? ` (${channelManager})` : ''}`
}

function licenseApproved(about: DecisionCase): HandStep[] {
  const { verdict, ask } = about
  const { partner, policy } = verdict
  const asked = verdict.question === 'nfr' && verdict.term && ask && askedLicenseWords(ask, verdict.term, verdict.policy)
  return [
    {
      where: 'license team',
      step: `submit the request for "${partner.name}": ${asked}; within ${policy.slaBusinessDays} business days of the request`,
    },
    markRow(about, 'Approved'),
    NOTHING_IN_SALESFORCE,
    { where: 'mailbox', step: 'tell the requester that the request was submitted' },
  ]
}

function licenseDenied(about: DecisionCase): HandStep[] {
  return [markRow(about, 'Denied'), NOTHING_IN_SALESFORCE, sendDenial(about.verdict, about.authorities.channelManager)]
}

function exceptionAsked(about: DecisionCase): HandStep[] {
  const { verdict, authorities } = about
  const copied = `${managerWords(authorities.channelManager)} and ${verdict.desk.mailbox}`
  return [
    { where: 'mailbox', step: `send the request to both approvers, with ${copied} in copy, and wait for both answers` },
    markRow(about, 'Waiting for approval'),
    NOTHING_IN_SALESFORCE,
    {
      where: 'license team',
      step: `only when both have approved: phd nfr approve ${partnerArgument(verdict)} --exception ${exceptionOptions(authorities)}`,
    },
  ]
}

function markRow({ form }: DecisionCase, word: string): HandStep {
  const step = form
    ? `mark the row of the request "${word}" (${form.source.file}, line ${form.source.line})`
    : `if the request came through the form, mark its row "${word}"`
  return { where: 'license request form', step }
}

function licenseLabel({ verdict: { desk } }: DecisionCase): HandStep {
  const step =
    desk.nfrLabel === null
      ? 'the handbook names no label for mail about licenses; use the one of your desk ("nfrLabel" in data/desk.json)'
      : `put the label "${desk.nfrLabel}" on the mail`
  return { where: 'mailbox', step }
}
