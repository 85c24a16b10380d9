/** Sentences for what the rule on letters of authorization answers with as codes. */

import type { LoaNote, LoaPolicy, LoaVerdict, MissingTraining } from '../rules/loa.ts'
import type { Check } from '../rules/verdict.ts'

/** What sentences name that is data: addresses, labels, delays. */
export interface LoaWording {
  mailbox: string
  loaLabel: string
  portal: string
  badgeDays: readonly [number, number]
  maxAgeDays: number
  channelManager: string | null
  partnerName: string
  dashboardImported: boolean
  slaBusinessDays: number
}

export interface Missing {
  requirement: string
  howTo: string
}

export interface Note {
  code: LoaNote['code']
  level: 'info' | 'warning'
  message: string
}

/** The name a check goes by in a sentence. */
const CHECK_NAME: Readonly<Record<string, string>> = {
  partner_authorized: 'Partner Status',
  open_reqs_met: 'Open Reqs Met?',
}

/** The name a check goes by in a sentence; its id where it has none. */
export function checkName(id: string): string {
  return CHECK_NAME[id] ?? id
}

/** Why a check could not be answered; empty when it could. */
export function unknownSentence(check: Check, words: LoaWording): string {
  switch (check.reason) {
    case 'missing':
      return words.dashboardImported
        ? 'the partner is not on the certification dashboard that was imported, neither under this name nor under an alias'
        : 'no certification dashboard has been imported'
    case 'ambiguous':
      return check.detail === null
        ? 'a newer row of the dashboard has the name that this partner had there beside its id, but no id, and says otherwise'
        : `the row on the dashboard fits other partners of this name as well: ${check.detail}`
    case 'contradictory':
      return `the dashboard contradicts itself: ${check.detail}`
    case 'stale':
      return `the evidence is older than ${words.maxAgeDays} days`
    case 'set_aside':
      return `a newer row of it was set aside when it was imported (${check.detail}), so this may be true no more`
    case 'unreadable':
      return 'the dashboard says neither Yes nor No'
    case null:
      return ''
  }
}

/** What the partner lacks, and how to get it. */
export function missingSentences({ checks, missing }: LoaVerdict, words: LoaWording): Missing[] {
  const list: Missing[] = []
  const status = checks.find(({ id, outcome }) => id === 'partner_authorized' && outcome === 'fail')
  if (status) {
    list.push({
      requirement: `Partner Status must be "${status.expected}"; it is ${status.actual?.trim() ? `"${status.actual.trim()}"` : 'blank'}`,
      howTo: `ask the channel manager${words.channelManager ? ` (${words.channelManager})` : ''} what is open in the partner's agreement; once Salesforce says "${status.expected}", import the accounts again`,
    })
  }
  for (const training of missing) list.push(trainingSentence(training, words))
  const reqs = checks.find(({ id, outcome }) => id === 'open_reqs_met' && outcome === 'fail')
  if (reqs && missing.length === 0) {
    list.push({
      requirement: `Open Reqs Met? must be "${reqs.expected}"; it is "${reqs.actual?.trim()}"`,
      howTo: 'which trainings are missing cannot be told from the counts that were imported: look at the row of the dashboard',
    })
  }
  return list
}

function trainingSentence({ requirement, have, need, from }: MissingTraining, { badgeDays, portal }: LoaWording): Missing {
  const { people, courses, credential } = requirement
  const source = from === 'portal_users' ? 'portal users' : 'the dashboard'
  return {
    requirement: `${need} more ${need === 1 ? 'person' : 'people'} with the ${credential} training: ${courses.join(' or ')} (${have} of ${people} by ${source})`,
    howTo: `the partner's people take the course in the portal (${portal}); a badge shows after ${badgeDays[0]} to ${badgeDays[1]} business days`,
  }
}

/** What a person should know besides, each with its code and weight. */
export function noteSentences({ notes, policy }: LoaVerdict, words: LoaWording): Note[] {
  return notes.map((note) => ({ code: note.code, ...noteSentence(note, policy, words) }))
}

function noteSentence(note: LoaNote, policy: LoaPolicy, words: LoaWording): Omit<Note, 'code'> {
  switch (note.code) {
    case 'restricted_party':
      return {
        level: 'warning',
        message: `RESTRICTED PARTY: Salesforce marks the account "${note.value}". Do not approve anything before Legal was asked`,
      }
    case 'other_legal_form':
      return {
        level: 'warning',
        message: `taken for this partner's although the legal form differs: ${note.names.map((name) => `"${name}"`).join(', ')}. Make sure that it is the same company; if so: phd partner alias add "<that name>" "${words.partnerName}"`,
      }
    case 'older_row_disagrees':
      return {
        level: 'warning',
        message: `a row that the newer dashboard no longer has said "${note.actual?.trim() ?? ''}" (${note.source.file}, line ${note.source.line}, last seen ${note.source.lastSeenAt.slice(0, 10)}): make sure that it was taken off for good`,
      }
    case 'no_agreement_shown':
      return {
        level: 'warning',
        message:
          'authorized, but the export shows neither a signed contract date nor a click-through agreement: look for a manual contract in the account’s documents',
      }
    case 'agreement':
      return {
        level: 'info',
        message: `agreement: ${[note.signedContract && `contract signed ${note.signedContract}`, note.clickThrough && 'click-through agreement accepted'].filter(Boolean).join(', ')}`,
      }
    case 'counts_agree':
      return { level: 'info', message: `portal users agree with the dashboard: ${counted(note.people, policy)} (${note.file})` }
    case 'counts_disagree':
      return {
        level: 'warning',
        message: `portal users disagree with the dashboard: it says "${note.dashboard}", but the users counted ${note.met ? 'meet' : 'do not meet'} the Open requirements: ${counted(note.people, policy)} (${note.file}). A badge takes ${words.badgeDays[0]} to ${words.badgeDays[1]} business days to show; the dashboard decides`,
      }
    case 'counts_satisfy_despite_no':
      return {
        level: 'warning',
        message: 'the dashboard says No although its own counts would meet the Open requirements: have the row looked at',
      }
  }
}

function counted(people: Readonly<Record<string, number>>, { requirements }: LoaPolicy): string {
  return requirements
    .map(({ id, credential, people: needed }) => `${people[id] ?? 0} with the ${credential} training (${needed} needed)`)
    .join(', ')
}

/** What to do now, step by step (Partner Help Desk, Approving and Denying Letters of Authorization). */
export function nextSteps(verdict: LoaVerdict, words: LoaWording): string[] {
  const label = `put the label "${words.loaLabel}" on the mail`
  switch (verdict.decision) {
    case 'eligible': {
      const approve = `within ${words.slaBusinessDays} business days of the request, open the document in DocuSign, compare the company name on it with this partner, and click "Approve"`
      if (!isRestricted(verdict)) return [approve, label]
      return ['do not approve yet: ask Legal whether this restricted party may have a letter', `if so: ${approve}`, label]
    }
    case 'not_eligible':
      return [
        'in DocuSign choose "Other Actions", then "Deny to Sign", and give the reason',
        `within ${words.slaBusinessDays} business days of the request, mail the requester, with ${words.mailbox} and the channel manager${words.channelManager ? ` (${words.channelManager})` : ''} in copy; name what is missing`,
        label,
      ]
    case 'needs_review':
      return [
        ...verdict.checks.flatMap((check) => (check.outcome === 'unknown' ? unknownSteps(check, words) : [])),
        'then ask again; until then neither approve nor deny',
      ]
  }
}

/** Whether Salesforce marks the account as a restricted party: no check of the rule, but nobody may pass over it. */
function isRestricted({ notes }: LoaVerdict): boolean {
  return notes.some(({ code }) => code === 'restricted_party')
}

function unknownSteps(check: Check, { partnerName, dashboardImported }: LoaWording): string[] {
  const file = check.source?.kind === 'accounts' ? 'the Salesforce accounts' : 'the certification dashboard'
  switch (check.reason) {
    case 'missing':
      return dashboardImported
        ? [
            `search the dashboard by hand; if the partner stands there under another name: phd partner alias add "<that name>" "${partnerName}"`,
          ]
        : ['import the certification dashboard: phd import <certification-dashboard.csv>']
    case 'ambiguous':
      return [
        'find out whose row of the dashboard it is; unless the partners share the whole name, remember it: phd partner alias add "<its name there>" <that partner>',
      ]
    case 'contradictory':
    case 'unreadable':
      return ['have the row of the dashboard corrected, then import it again']
    case 'stale':
      return [`export ${file} again and import the file`]
    case 'set_aside':
      return ['correct the row in its rejects file and import that file']
    case null:
      return []
  }
}
