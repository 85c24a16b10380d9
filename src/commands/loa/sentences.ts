/** Sentences for what the rule on letters of authorization answers with as codes. */

import { notLinkedNote } from '../../partners/link-sentences.ts'
import type { LoaNote, LoaPolicy, LoaVerdict } from '../../rules/loa.ts'
import {
  agreementNote,
  countedWords,
  denialOptions,
  disagreement,
  type Missing,
  type Note,
  peopleGoneNote,
  restrictedNote,
  statusMissing,
  trainingSentence,
  unknownSteps,
  type Wording,
} from '../../verdicts/sentences.ts'

/** What the partner lacks, and how to get it. */
export function missingSentences({ checks, missing }: LoaVerdict, words: Wording): Missing[] {
  const status = checks.find(({ id, outcome }) => id === 'partner_authorized' && outcome === 'fail')
  const list = status ? [statusMissing(status, words)] : []
  for (const training of missing) list.push(trainingSentence(training, words))
  const reqs = checks.find(({ id, outcome }) => id === 'open_reqs_met' && outcome === 'fail')
  if (reqs && missing.length === 0) {
    list.push({
      requirement: `Open Reqs Met? must be "${reqs.expected}"; it is "${reqs.actual?.trim()}"`,
      howTo: 'which trainings are missing cannot be told from the counts that were imported: look at the row of the dashboard',
      forPartner: { what: 'training', text: null },
    })
  }
  return list
}

/** What a person should know besides, each with its code and weight. */
export function noteSentences({ notes, policy }: LoaVerdict, words: Wording): Note[] {
  return notes.map((note) => ({ code: note.code, ...noteSentence(note, policy, words) }))
}

function noteSentence(note: LoaNote, policy: LoaPolicy, words: Wording): Omit<Note, 'code'> {
  switch (note.code) {
    case 'restricted_party':
      return restrictedNote(note.value)
    case 'people_gone':
      return peopleGoneNote(note)
    case 'ambiguous':
    case 'other_legal_form':
    case 'contradicts_its_id':
    case 'former_name':
    case 'unknown_id':
      return notLinkedNote(note, { id: words.partnerId, name: words.partnerName })
    case 'older_row_disagrees':
      return {
        level: 'warning',
        message: `a row that the newer dashboard no longer has said "${note.actual?.trim() ?? ''}" (${note.source.file}, line ${note.source.line}, last seen ${note.source.lastSeenAt.slice(0, 10)}): make sure that it was taken off for good`,
        short: 'an older row of the dashboard disagrees',
        contradicts: { decision: 'eligible', what: 'an older row of the dashboard disagrees' },
      }
    case 'no_agreement_shown':
      return {
        level: 'warning',
        message:
          'authorized, but the export shows neither a signed contract date nor a click-through agreement: look for a manual contract in the account’s documents',
      }
    case 'agreement_not_exported':
    case 'manual_contract':
      return agreementNote(note)
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
      return disagreement(note, policy.requirements, 'the Open requirements', words)
    case 'counts_satisfy_despite_no':
      return {
        level: 'warning',
        message: 'the dashboard says No although its own counts would meet the Open requirements: have the row looked at',
        short: 'the dashboard’s counts say yes',
        contradicts: { decision: 'not_eligible', what: 'the dashboard’s own counts say yes' },
      }
    case 'last_letter': {
      const { letter, lastDay, runs } = note
      const dated = letter.date === null ? 'a letter' : `the letter of ${letter.date}`
      const { file, line } = letter.source
      return { level: 'info', message: `${dated} ${runs ? 'is good until' : 'ended on'} ${lastDay} (${file}, line ${line})` }
    }
  }
}

/** What to do now, step by step (Partner Help Desk, Approving and Denying Letters of Authorization). */
export function nextSteps(verdict: LoaVerdict, words: Wording): string[] {
  const label = `put the label "${words.loaLabel}" on the mail`
  switch (verdict.decision) {
    case 'eligible': {
      const approve = `within ${words.slaBusinessDays} business days of the request, open the document in DocuSign, compare the company name on it with this partner, and click "Approve"`
      const record = `record it: phd loa approve ${words.subject}`
      if (!isRestricted(verdict)) return [approve, label, record]
      return [
        'do not approve yet: ask Legal whether this restricted party may have a letter',
        `if so: ${approve}`,
        label,
        `${record} --override --reason "…" --approved-by "…"`,
      ]
    }
    case 'not_eligible':
      return [
        'in DocuSign choose "Other Actions", then "Deny to Sign", and give the reason',
        `within ${words.slaBusinessDays} business days of the request, mail the requester, with ${words.mailbox} and the channel manager${words.channelManager ? ` (${words.channelManager})` : ''} in copy; name what is missing`,
        label,
        `record it, with the text for DocuSign and the mail: phd loa deny ${words.subject}${denialOptions(words)}`,
      ]
    case 'needs_review':
      return [
        ...verdict.checks.flatMap((check) => (check.outcome === 'unknown' ? unknownSteps(check, words) : [])),
        'then ask again; until then neither approve nor deny',
      ]
  }
}

/** Whether Salesforce marks the account as a restricted party: no check of the rule, but nobody may pass over it. */
export function isRestricted({ notes }: { notes: ReadonlyArray<{ code: string }> }): boolean {
  return notes.some(({ code }) => code === 'restricted_party')
}
