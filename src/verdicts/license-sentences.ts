/** Sentences for what the rule on not-for-resale licenses answers with as codes. */

import { notLinkedNote } from '../app/link-sentences.ts'
import type { AgreementNote } from '../rules/checks.ts'
import type { NfrNote, NfrPolicy, NfrVerdict } from '../rules/nfr-types.ts'
import type { CandidateReason } from '../rules/verdict.ts'
import { unknownSteps } from './check-sentences.ts'
import { askOptions, licenseWords, limitLines, placeWords, termLimitSentence, termSentence, typeName } from './license-words.ts'
import {
  agreementNote,
  denialOptions,
  disagreement,
  type Missing,
  type Note,
  partnerArgument,
  peopleGoneNote,
  quotedOrBlank,
  restrictedNote,
  statusMissing,
  trainingForPartner,
  trainingHowTo,
  trainingSentence,
} from './shared-sentences.ts'
import { isRestricted, type LicenseVerdict } from './verdict.ts'

/** What the partner lacks, and how to get it. */
export function licenseMissing(verdict: LicenseVerdict): Missing[] {
  const { checks, missing, missingTechnical, policy, ask, limits, channelManager, desk } = verdict
  const failed = (id: string) => checks.find((check) => check.id === id && check.outcome === 'fail')
  const list: Missing[] = []
  const status = failed('partner_authorized')
  if (status) list.push(statusMissing(status, verdict))
  const track = failed('track_open_or_select')
  if (track) {
    list.push({
      requirement: `Partner Track must be ${track.expected}; it is ${quotedOrBlank(track.actual)}`,
      howTo: `the program is for those tracks alone; if the track in Salesforce is wrong, ask the channel manager${channelManager ? ` (${channelManager})` : ''}, then import the accounts again`,
      forPartner: {
        what: 'other',
        text: `The program is for partners of the track ${track.expected}; yours is ${quotedOrBlank(track.actual)}`,
      },
    })
  }
  for (const training of missing) list.push(trainingSentence(training, desk))
  const reqs = failed('track_reqs_met')
  if (reqs && missing.length === 0) {
    list.push({
      requirement: `${reqs.source?.column ?? 'the requirements of the track'} must be "${reqs.expected}"; it is "${reqs.actual?.trim()}"`,
      howTo: 'which trainings are missing cannot be told from the counts that were imported: look at the row of the dashboard',
      forPartner: { what: 'training', text: null },
    })
  }
  if (missingTechnical > 0) {
    const { courses } = policy.checks.technical_certification
    // Whoever is trained for the track may hold it by that.
    const isCovered = missing.some(({ requirement }) => requirement.courses.every((course) => courses.includes(course)))
    list.push({
      requirement: `${missingTechnical} person with a technical certification: ${courses.join(' or ')}`,
      howTo: trainingHowTo(desk),
      forPartner: isCovered ? null : { what: 'training', text: trainingForPartner(missingTechnical, courses) },
    })
  }
  const limit = failed('within_limit')
  if (limit && ask) {
    const { available } = limits[ask.type] ?? { available: null }
    const left = available === null ? 'what can still be had is not known' : `${available} can still be had`
    list.push({
      requirement: `${limit.expected} users of ${typeName(ask.type, policy)}; ${limit.actual}`,
      howTo: `ask for fewer (${left}), or have the channel manager ask for an exception: phd nfr exception`,
      forPartner: {
        what: 'other',
        text: `${ask.users} users of ${typeName(ask.type, policy)} are more than the program gives (${limit.expected}, ${available === null ? 'less those held' : `${available} left`})`,
      },
    })
  }
  return list
}

/** How many users the partner may have, and when the license would run. */
export function licenseSection(verdict: LicenseVerdict): { title: string; lines: string[] } {
  const { term } = verdict
  const lines = [...limitLines(verdict), ...(term ? [termSentence(term)] : []), termLimitSentence(verdict)]
  return { title: 'Users', lines: lines.filter((line) => line !== '').map((line) => `- ${line}`) }
}

/** What a person should know besides, each with its code and weight. */
export function licenseNotes(verdict: LicenseVerdict): Note[] {
  return verdict.notes.map((note) => ({ code: note.code, ...noteSentence(note, verdict) }))
}

/** Notes on the partner itself, its people and its agreement. */
type PartnerNoteCode =
  | CandidateReason
  | AgreementNote['code']
  | 'restricted_party'
  | 'people_gone'
  | 'counts_disagree'
  | 'technical_certification_advised'
  | 'portal_ahead_of_dashboard'

function noteSentence(note: NfrNote, { partner, policy, track, desk }: LicenseVerdict): Omit<Note, 'code'> {
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
      return notLinkedNote(note, partner)
    case 'agreement_not_exported':
    case 'manual_contract':
      return agreementNote(note)
    case 'counts_disagree':
      return disagreement(note, track?.requirements ?? [], 'the requirements of the track', desk)
    case 'technical_certification_advised':
      return {
        level: 'warning',
        message: `nobody with a technical certification (${policy.checks.technical_certification.courses.join(' or ')}); by the rule of that time the licence may be sent all the same, and the partner is asked to have somebody trained`,
        short: 'nobody with a technical certification',
      }
    case 'portal_ahead_of_dashboard':
      return {
        level: 'info',
        message: `the portal shows ${note.people} with a technical certification (${note.file}), the dashboard none yet; the portal users decide`,
      }
    default:
      return licenseNote(note, policy)
  }
}

/** What is to be known of the licenses the partner holds or asks for. */
function licenseNote(note: Exclude<NfrNote, { code: PartnerNoteCode }>, policy: NfrPolicy): Omit<Note, 'code'> {
  switch (note.code) {
    case 'licences_never_imported':
      return {
        level: 'info',
        message: 'what the partner holds is not known: no list of not-for-resale licences has been imported',
      }
    case 'licence_of_unknown_type':
      return {
        level: 'warning',
        message: `a licence is of the type "${note.name}", which phd does not know (${note.source.file}, line ${note.source.line}): it may count for either`,
        short: `licence of type ${note.name}`,
      }
    case 'licence_uncertain':
      return {
        level: 'warning',
        message: `not certain: ${licenseWords(note.license)} (${placeWords(note.license)}); ${UNCERTAIN[note.license.uncertain ?? ''] ?? ''}`,
        short: 'a licence is not certain',
      }
    case 'approved_not_listed':
      return {
        level: 'info',
        message: `counted though no list has it yet: ${licenseWords(note.license)}, approved as request ${note.license.approvedAs}`,
      }
    case 'over_limit':
      return {
        level: 'warning',
        message: `holds ${note.held} users of ${policy.limitPer === 'partner' ? 'all types' : note.type.name}, and the limit is ${note.max}`,
        short: `holds ${note.held} of ${note.max} ${note.type.name}`,
      }
    case 'add_on_ends_otherwise':
      return {
        level: 'warning',
        message: `the add-on ${licenseWords(note.license)} (${placeWords(note.license)}) should end with the oldest running licence, on ${note.oldest.end}`,
      }
    case 'nothing_to_renew':
      return { level: 'info', message: `no ${note.type.name} licence runs that could be renewed: it would be a new one` }
    case 'runs_already':
      return {
        level: 'info',
        message: `a licence of this type runs already: ${licenseWords(note.license)} (${placeWords(note.license)}); if it is to be followed, say --renewal`,
      }
  }
}

const UNCERTAIN: Readonly<Record<string, string>> = {
  ambiguous: 'its row fits another partner of this name as well',
  other_legal_form: 'its row has another legal form, so it may be another company’s',
  contradicts_its_id: 'the id and the name in its row are not one account’s',
  former_name: 'its row has a name that the partner had before',
  unknown_id: 'no account has the id in its row',
  stale: 'the newer lists do not have it any more; if it has ended, import the complete list with --snapshot',
  gone_from_list: 'it is gone from the newest list, and may have ended',
  set_aside: 'a newer row of it was set aside when it was imported',
  unreadable: 'in the list it ends before it begins',
}

/** A licence type that has room, as an option names it; the first where none has. */
function roomyType({ limits, policy }: NfrVerdict): string {
  const types = policy.types.map(({ id }) => id)
  return (types.find((id) => limits[id]?.available !== 0) ?? types[0] ?? '').replace('_', '-')
}

/** What to do now, step by step (Partner Support, NFR Licenses and NFR Requests Outside of Program Guidelines). */
export function licenseSteps(verdict: LicenseVerdict): string[] {
  const { decision, checks, ask, policy, desk, channelManager } = verdict
  const subject = partnerArgument(verdict)
  const days = `within ${policy.slaBusinessDays} business days of the request`
  const manager = channelManager ? ` (${channelManager})` : ''
  switch (decision) {
    case 'eligible': {
      const wanted = ask ? `${ask.users} users of ${typeName(ask.type, policy)}` : 'the licence'
      const approve = ask
        ? `record the approval: phd nfr approve ${subject} ${askOptions(ask)}; then submit the request for ${wanted}, level ${policy.level}, to the licence team, ${days}`
        : `ask again with what is requested: phd nfr check ${subject} --type ${roomyType(verdict)} --users <number>`
      if (!isRestricted(verdict)) return [approve]
      return ['do not approve yet: ask Legal whether this restricted party may have a licence', `if so: ${approve}`]
    }
    case 'not_eligible': {
      const onlyLimit = checks.every(({ id, outcome }) => id === 'within_limit' || outcome === 'pass')
      if (onlyLimit) {
        return [
          `more than the program gives needs an exception, which the channel manager${manager} asks for: ${exceptionCommand(verdict)}`,
          `or, ${days}, answer that fewer users can be had`,
        ]
      }
      const excepting = exceptionSteps(verdict)
      return [
        ...excepting,
        `${excepting.length > 0 ? 'or, without an exception, ' : ''}${days}, mail the person who asked what is missing and how to get it, with ${desk.mailbox} and the channel manager${manager} in copy: phd nfr deny ${subject}${denialOptions(verdict)}`,
      ]
    }
    case 'needs_review': {
      const steps = checks.flatMap((check) => (check.outcome === 'unknown' ? unknownSteps(check, verdict) : []))
      return [...new Set(steps), 'then ask again; until then neither approve nor deny']
    }
  }
}

function exceptionCommand(verdict: LicenseVerdict): string {
  const { ask } = verdict
  return `phd nfr exception ${partnerArgument(verdict)}${ask ? ` ${askOptions(ask)}` : ''} --justification "…"`
}

/** What must be known before an exception can be judged, where what fails can be excepted and another check cannot be answered. */
function exceptionSteps(verdict: LicenseVerdict): string[] {
  const { checks, ask, policy } = verdict
  const failed = checks.filter(({ outcome }) => outcome === 'fail')
  const unknown = checks.filter(({ outcome }) => outcome === 'unknown')
  if (!ask || unknown.length === 0 || failed.some(({ id }) => policy.exception.barredBy.includes(id))) return []
  const steps = new Set(unknown.flatMap((check) => unknownSteps(check, verdict)))
  return [...[...steps].map((step) => `for an exception, first: ${step}`), `then ask for it: ${exceptionCommand(verdict)}`]
}
