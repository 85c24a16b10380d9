/** Sentences for the codes of the rule on letters of authorization. */

import type { LoaNote } from '../rules/loa.ts'
import { unknownSteps } from './check-sentences.ts'
import {
  countedWords,
  denialOptions,
  disagreement,
  letterSentence,
  type Missing,
  type Note,
  partnerArgument,
  sharedNote,
  statusMissing,
  trainingSentence,
} from './shared-sentences.ts'
import { isRestricted, isTrainingUnknown, type LetterVerdict } from './verdict.ts'

/** What the partner lacks, and how to get it. */
export function letterMissing(verdict: LetterVerdict): Missing[] {
  const { checks, missing } = verdict
  const status = checks.find(({ id, outcome }) => id === 'partner_authorized' && outcome === 'fail')
  const list = status ? [statusMissing(status, verdict)] : []
  for (const training of missing) list.push(trainingSentence(training, verdict.desk))
  const reqs = checks.find(({ id, outcome }) => id === 'open_reqs_met' && outcome === 'fail')
  if (reqs && isTrainingUnknown(verdict)) {
    list.push({
      requirement: `Open Reqs Met? must be "${reqs.expected}"; it is "${reqs.actual?.trim()}"`,
      howTo: 'the imported counts do not show which trainings are missing: check the dashboard row',
      forPartner: null,
    })
  }
  return list
}

/** What else a person should know, each with its code and weight. */
export function letterNotes(verdict: LetterVerdict): Note[] {
  return verdict.notes.map((note) => ({ code: note.code, ...noteSentence(note, verdict) }))
}

function noteSentence(note: LoaNote, { partner, policy, desk }: LetterVerdict): Omit<Note, 'code'> {
  switch (note.code) {
    case 'older_row_disagrees':
      return {
        level: 'warning',
        message: `a row no longer on the dashboard said "${note.actual?.trim() ?? ''}" (${note.source.file}, line ${note.source.line}, last seen ${note.source.lastSeenAt.slice(0, 10)}): make sure it was removed on purpose`,
        short: 'an older dashboard row disagrees',
      }
    case 'no_agreement_shown':
      return {
        level: 'warning',
        message:
          'authorized, but the export shows no signed contract date and no click-through agreement: check the account’s documents for a manual contract',
      }
    case 'agreement':
      return {
        level: 'info',
        message: `agreement: ${[note.signedContract && `contract signed ${note.signedContract}`, note.clickThrough && 'click-through agreement accepted'].filter(Boolean).join(', ')}`,
      }
    case 'counts_agree':
      return {
        level: 'info',
        message: `portal users agree with the dashboard: ${countedWords(note.people, policy.requirements)} (${note.file})`,
      }
    case 'counts_disagree':
      return disagreement(note, policy.requirements, 'the Open requirements', desk)
    case 'counts_satisfy_despite_no':
      return {
        level: 'warning',
        message: 'the dashboard says No, but its own counts meet the Open requirements: have the row checked',
        short: 'the dashboard’s counts say yes',
      }
    case 'last_letter': {
      const { letter, lastDay, runs } = note
      const { file, line } = letter.source
      return { level: 'info', message: letterSentence({ date: letter.date, lastDay, runs }, `${file}, line ${line}`) }
    }
    default:
      return sharedNote(note, partner)
  }
}

/** What to do now, step by step (Partner Help Desk, Approving and Denying Letters of Authorization). */
export function letterSteps(verdict: LetterVerdict): string[] {
  const { policy, desk, channelManager } = verdict
  const label = `put the label "${desk.loaLabel}" on the mail`
  const inTime = `within ${policy.slaBusinessDays} business days of the request`
  switch (verdict.decision) {
    case 'eligible': {
      const approve = `${inTime}, open the document in DocuSign, compare its company name with this partner, and click "Approve"`
      const record = `record it: phd loa approve ${partnerArgument(verdict)}`
      if (!isRestricted(verdict)) return [approve, label, record]
      return [
        'do not approve yet: ask Legal about this restricted party',
        `if Legal agrees: ${approve}`,
        label,
        `${record} --override --reason "…" --approved-by "…"`,
      ]
    }
    case 'not_eligible':
      return [
        'in DocuSign choose "Other Actions", then "Deny to Sign", and give the reason',
        `${inTime}, mail the requester what is missing, with ${desk.mailbox} and the channel manager${channelManager ? ` (${channelManager})` : ''} in copy`,
        label,
        `record it and draft the text for DocuSign and the mail: phd loa deny ${partnerArgument(verdict)}${denialOptions(verdict)}`,
      ]
    case 'needs_review':
      return [
        ...verdict.checks.flatMap((check) => (check.outcome === 'unknown' ? unknownSteps(check, verdict) : [])),
        'then check again; until then do not approve or deny',
      ]
  }
}
