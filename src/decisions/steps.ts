/** What is left to do by hand after a decision (Partner Help Desk, Approving and Denying Letters of Authorization; Partner Support, NFR Licenses). */

import type { PartnerVerdict } from '../verdicts/verdict.ts'
import type { HandStep } from './view.ts'

interface About {
  partnerName: string
  /** The partner as a command names it. */
  subject: string
  /** The options that name who must approve an exception. */
  exceptionBy: string
  envelopeId: string | null
  /** What was asked for: "10 users of SaaS, from … to …". */
  licence: string | null
  /** Where the request stands in the licence request form: "nfr-requests.csv, line 4"; null where it did not come by it. */
  formRow: string | null
}

type Words = Pick<PartnerVerdict['desk'], 'loaLabel' | 'nfrLabel' | 'mailbox'> &
  Pick<PartnerVerdict, 'channelManager'> &
  Pick<PartnerVerdict['policy'], 'slaBusinessDays'>

/** The steps of each decision; each names the system it is done in. */
export function handSteps(
  question: 'loa' | 'nfr',
  decision: 'approved' | 'denied' | 'exception',
  about: About,
  words: Words,
): HandStep[] {
  return question === 'loa' ? loaSteps(decision, about, words) : nfrSteps(decision, about, words)
}

function loaSteps(
  decision: string,
  { partnerName, subject, envelopeId }: About,
  { loaLabel, mailbox, channelManager }: Words,
): HandStep[] {
  const envelope = envelopeId === null ? 'the document' : `the document (envelope ${envelopeId})`
  const label: HandStep = { where: 'mailbox', step: `put the label "${loaLabel}" on the mail` }
  if (decision === 'approved') {
    return [
      { where: 'DocuSign', step: `open ${envelope}, compare the company name on it with "${partnerName}", and click "Approve"` },
      {
        where: 'Salesforce',
        step: 'nothing to change; for other wording the channel manager opens a "Legal Request" on the account',
      },
      label,
      {
        where: 'DocuSign',
        step: `when the completed letter comes, note the date on it: phd loa letter ${subject} --date <date>`,
      },
    ]
  }
  return [
    {
      where: 'DocuSign',
      step: `open ${envelope}, choose "Other Actions", then "Deny to Sign", confirm, and paste the text for the box`,
    },
    { where: 'Salesforce', step: 'nothing to change' },
    {
      where: 'mailbox',
      step: `from ${mailbox}, send the denial to the person who asked, with ${mailbox} and the channel manager${channelManager ? ` (${channelManager})` : ''} in copy`,
    },
    label,
  ]
}

function nfrSteps(
  decision: string,
  { partnerName, subject, exceptionBy, licence, formRow }: About,
  { nfrLabel, mailbox, channelManager, slaBusinessDays }: Words,
): HandStep[] {
  const manager = `the channel manager${channelManager ? ` (${channelManager})` : ''}`
  const label: HandStep =
    nfrLabel === null
      ? {
          where: 'mailbox',
          step: 'the handbook names no label for mail on licences; use the one of your desk ("nfrLabel" in data/desk.json)',
        }
      : { where: 'mailbox', step: `put the label "${nfrLabel}" on the mail` }
  const row = (word: string): HandStep => ({
    where: 'licence request form',
    step:
      formRow === null
        ? `if the request came by the form, mark its row "${word}"`
        : `mark the row of the request "${word}" (${formRow})`,
  })
  if (decision === 'approved') {
    return [
      {
        where: 'licence team',
        step: `submit the request for "${partnerName}": ${licence}; within ${slaBusinessDays} business days of the request`,
      },
      row('Approved'),
      { where: 'Salesforce', step: 'nothing to change' },
      { where: 'mailbox', step: 'send the person who asked the word that the request was submitted' },
      label,
    ]
  }
  if (decision === 'denied') {
    return [
      row('Denied'),
      { where: 'Salesforce', step: 'nothing to change' },
      {
        where: 'mailbox',
        step: `from ${mailbox}, send the denial to the person who asked, with ${mailbox} and ${manager} in copy`,
      },
      label,
    ]
  }
  return [
    {
      where: 'mailbox',
      step: `send the request to both approvers, with ${manager} and ${mailbox} in copy, and wait for both answers`,
    },
    row('Waiting for approval'),
    { where: 'Salesforce', step: 'nothing to change' },
    {
      where: 'licence team',
      step: `only when both have approved: phd nfr approve ${subject} --exception ${exceptionBy}`,
    },
    label,
  ]
}
