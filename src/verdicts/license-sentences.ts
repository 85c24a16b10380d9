/** Sentences for the codes of the rule on not-for-resale licenses. */

import { whyNotCounted } from '../app/link-sentences.ts'
import type { License, NfrNote, NfrPolicy, NfrVerdict } from '../rules/nfr-types.ts'
import { unknownSteps } from './check-sentences.ts'
import {
  askOptions,
  licenseWords,
  limitLines,
  placeWords,
  termLimitSentence,
  termSentence,
  typeName,
  usersWords,
} from './license-words.ts'
import {
  denialOptions,
  disagreement,
  type Missing,
  type Note,
  partnerArgument,
  quotedOrBlank,
  sharedNote,
  statusMissing,
  trainingForPartner,
  trainingHowTo,
  trainingSentence,
} from './shared-sentences.ts'
import { isRestricted, isTrainingUnknown, type LicenseVerdict } from './verdict.ts'

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
      howTo: `only those tracks are in the program; if the track in Salesforce is wrong, ask the channel manager${channelManager ? ` (${channelManager})` : ''}, then import the accounts again`,
      forPartner: {
        what: 'other',
        text: `The program is for partners of the track ${track.expected}; yours is ${quotedOrBlank(track.actual)}`,
      },
    })
  }
  for (const training of missing) list.push(trainingSentence(training, desk))
  const reqs = failed('track_reqs_met')
  if (reqs && isTrainingUnknown(verdict)) {
    list.push({
      requirement: `${reqs.source?.column ?? 'the track requirements'} must be "${reqs.expected}"; it is "${reqs.actual?.trim()}"`,
      howTo: 'the imported counts do not show which trainings are missing: check the dashboard row',
      forPartner: null,
    })
  }
  if (missingTechnical > 0) {
    const { courses } = policy.checks.technical_certification
    // The training for the track may give it too.
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
    const left = available === null ? 'number left unknown' : `${available} left`
    list.push({
      requirement: `${limit.expected} ${typeName(ask.type, policy)} users; this would be ${limit.actual}`,
      howTo: `ask for fewer (${left}), or have the channel manager ask for an exception: phd nfr exception`,
      forPartner: {
        what: 'other',
        text: `${usersWords(ask, policy)} are more than the program allows (${limit.expected}, ${available === null ? 'less those held' : `${available} left`})`,
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

/** What else a person should know, each with its code and weight. */
export function licenseNotes(verdict: LicenseVerdict): Note[] {
  return verdict.notes.map((note) => ({ code: note.code, ...noteSentence(note, verdict) }))
}

function noteSentence(note: NfrNote, { partner, policy, track, desk }: LicenseVerdict): Omit<Note, 'code'> {
  switch (note.code) {
    case 'counts_disagree':
      return disagreement(note, track?.requirements ?? [], 'the track requirements', desk)
    case 'technical_certification_advised':
      return {
        level: 'warning',
        message: `no one with a technical certification (${policy.checks.technical_certification.courses.join(' or ')}); under the rule of that time the license may be sent anyway, and the partner is asked to train someone`,
        short: 'no one with a technical certification',
      }
    case 'portal_ahead_of_dashboard':
      return {
        level: 'info',
        message: `the portal shows ${note.people} with a technical certification (${note.file}), the dashboard none yet; the portal users decide`,
      }
    default:
      return licenseNote(note, policy, partner)
  }
}

type TrainingNoteCode = 'counts_disagree' | 'technical_certification_advised' | 'portal_ahead_of_dashboard'

/** Notes on the licenses that the partner holds or asks for, and those that letters have too. */
function licenseNote(
  note: Exclude<NfrNote, { code: TrainingNoteCode }>,
  policy: NfrPolicy,
  partner: LicenseVerdict['partner'],
): Omit<Note, 'code'> {
  switch (note.code) {
    case 'licences_never_imported':
      return {
        level: 'info',
        message: 'unknown what the partner holds: no list of not-for-resale licenses imported',
      }
    case 'licence_of_unknown_type':
      return {
        level: 'warning',
        message: `a license has an unknown type "${note.name}" (${note.source.file}, line ${note.source.line}): it may count as either type`,
        short: `license of type ${note.name}`,
      }
    case 'licence_uncertain':
      return {
        level: 'warning',
        message: `uncertain: ${licenseWords(note.license)} (${placeWords(note.license)}); ${uncertainWords(note.license.uncertain)}`,
        short: 'an uncertain license',
      }
    case 'approved_not_listed':
      return {
        level: 'info',
        message: `counted, but not in a list yet: ${licenseWords(note.license)}, approved as request ${note.license.approvedAs}`,
      }
    case 'over_limit':
      return {
        level: 'warning',
        message: `holds ${note.held} ${policy.limitPer === 'partner' ? 'users of all types' : `${note.type.name} users`}; the limit is ${note.max}`,
        short: `holds ${note.held} of ${note.max} ${note.type.name}`,
      }
    case 'add_on_ends_otherwise':
      return {
        level: 'warning',
        message: `the add-on ${licenseWords(note.license)} (${placeWords(note.license)}) should end with the oldest running license, on ${note.oldest.end}`,
      }
    case 'nothing_to_renew':
      return { level: 'info', message: `no running ${note.type.name} license to renew: it would be a new one` }
    case 'runs_already':
      return {
        level: 'info',
        message: `a license of this type is already running: ${licenseWords(note.license)} (${placeWords(note.license)}); to follow it, add --renewal`,
      }
    default:
      return sharedNote(note, partner)
  }
}

/** Why it is uncertain whether a license counts. */
function uncertainWords(reason: License['uncertain']): string {
  switch (reason) {
    case 'ambiguous':
    case 'other_legal_form':
    case 'contradicts_its_id':
    case 'former_name':
    case 'unknown_id':
      return whyNotCounted(reason)
    case 'stale':
      return 'newer lists no longer have it; if it has ended, import the complete list with --snapshot'
    case 'gone_from_list':
      return 'it is missing from the newest list, and may have ended'
    case 'set_aside':
      return 'its newer row was rejected'
    case 'unreadable':
      return 'in the list it ends before it begins'
    default:
      return ''
  }
}

/** A license type that has room, as an option names it; the first one if none has. */
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
      const wanted = ask ? usersWords(ask, policy) : 'the license'
      const approve = ask
        ? `record the approval: phd nfr approve ${subject} ${askOptions(ask)}; then submit the request for ${wanted}, level ${policy.level}, to the license team, ${days}`
        : `check again with what is requested: phd nfr check ${subject} --type ${roomyType(verdict)} --users <number>`
      if (!isRestricted(verdict)) return [approve]
      return ['do not approve yet: ask Legal about this restricted party', `if Legal agrees: ${approve}`]
    }
    case 'not_eligible': {
      const onlyLimit = checks.every(({ id, outcome }) => id === 'within_limit' || outcome === 'pass')
      if (onlyLimit) {
        return [
          `for more than the program allows, the channel manager${manager} asks for an exception: ${exceptionCommand(verdict)}`,
          `or, ${days}, answer that fewer users are available`,
        ]
      }
      const excepting = exceptionSteps(verdict)
      return [
        ...excepting,
        `${excepting.length > 0 ? 'or, without an exception, ' : ''}${days}, mail the requester what is missing and how to get it, with ${desk.mailbox} and the channel manager${manager} in copy: phd nfr deny ${subject}${denialOptions(verdict)}`,
      ]
    }
    case 'needs_review': {
      const steps = checks.flatMap((check) => (check.outcome === 'unknown' ? unknownSteps(check, verdict) : []))
      return [...new Set(steps), 'then check again; until then do not approve or deny']
    }
  }
}

function exceptionCommand(verdict: LicenseVerdict): string {
  const { ask } = verdict
  return `phd nfr exception ${partnerArgument(verdict)}${ask ? ` ${askOptions(ask)}` : ''} --justification "…"`
}

/** What to settle before an exception: only where the failed checks allow one and another check has no answer. */
function exceptionSteps(verdict: LicenseVerdict): string[] {
  const { checks, ask, policy } = verdict
  const failed = checks.filter(({ outcome }) => outcome === 'fail')
  const unknown = checks.filter(({ outcome }) => outcome === 'unknown')
  if (!ask || unknown.length === 0 || failed.some(({ id }) => policy.exception.barredBy.includes(id))) return []
  const steps = new Set(unknown.flatMap((check) => unknownSteps(check, verdict)))
  return [...[...steps].map((step) => `for an exception, first: ${step}`), `then ask for it: ${exceptionCommand(verdict)}`]
}
