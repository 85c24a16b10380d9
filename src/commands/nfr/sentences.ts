/** Sentences for what the rule on not-for-resale licences answers with as codes. */

import { notLinkedNote } from '../../partners/link-sentences.ts'
import type { Licence, LicenceType, NfrAsk, NfrNote, NfrPolicy, NfrVerdict, Term } from '../../rules/nfr.ts'
import {
  agreementNote,
  denialOptions,
  disagreement,
  type Missing,
  type Note,
  peopleGoneNote,
  quotedOrBlank,
  restrictedNote,
  statusMissing,
  trainingForPartner,
  trainingHowTo,
  trainingSentence,
  unknownSteps,
  type Wording,
} from '../../verdicts/sentences.ts'
import type { VerdictAnswer } from '../../verdicts/view.ts'
import { isRestricted } from '../loa/sentences.ts'

/** What a licence type is called. */
export function typeName(type: string, { types }: Pick<NfrPolicy, 'types'>): string {
  return types.find(({ id }) => id === type)?.name ?? type
}

/** What the partner lacks, and how to get it. */
export function nfrMissing(verdict: NfrVerdict, words: Wording): Missing[] {
  const { checks, missing, missingTechnical, policy, ask, limits } = verdict
  const failed = (id: string) => checks.find((check) => check.id === id && check.outcome === 'fail')
  const list: Missing[] = []
  const status = failed('partner_authorized')
  if (status) list.push(statusMissing(status, words))
  const track = failed('track_open_or_select')
  if (track) {
    list.push({
      requirement: `Partner Track must be ${track.expected}; it is ${quotedOrBlank(track.actual)}`,
      howTo: `the program is for those tracks alone; if the track in Salesforce is wrong, ask the channel manager${words.channelManager ? ` (${words.channelManager})` : ''}, then import the accounts again`,
      forPartner: {
        what: 'other',
        text: `The program is for partners of the track ${track.expected}; yours is ${quotedOrBlank(track.actual)}`,
      },
    })
  }
  for (const training of missing) list.push(trainingSentence(training, words))
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
      howTo: trainingHowTo(words),
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

/** A licence in a few words: "10 SaaS, 2026-09-02 to 2027-09-02". */
function licenceWords({ users, typeName: name, start, end, addOn }: Licence): string {
  return `${users} ${name}${addOn ? ' (add-on)' : ''}, ${start} to ${end}`
}

function placeWords({ source, approvedAs }: Licence): string {
  if (source) return source.line === null ? source.file : `${source.file}, line ${source.line}`
  return approvedAs === null ? '' : `request ${approvedAs}`
}

/** When the licence would run, and why. */
export function termSentence({ kind, start, end, with: other }: Term): string {
  const days = `from ${start} to ${end}`
  if (kind === 'new') return `a new licence would run ${days} (12 months)`
  if (kind === 'renewal') return `the renewal would run ${days}, following ${other ? licenceWords(other) : 'the running licence'}`
  const oldest = other ? `${licenceWords(other)} (${placeWords(other)})` : ''
  return `an add-on would run ${days}: it ends with the partner's oldest running licence, ${oldest}`
}

/** What of the limit is left in that time, where it differs from what is left at all; empty where it does not. */
export function termLimitSentence({ ask, limits, termLimit, term }: NfrVerdict): string {
  const all = limits[ask?.type ?? '']
  if (!term || !termLimit || termLimit.held === null || !all || termLimit.held === all.held) return ''
  return `from ${term.start} to ${term.end}: at most ${termLimit.held} of ${termLimit.max} held at once, ${termLimit.available} can still be had`
}

/** What a person should know besides, each with its code and weight. */
export function nfrNotes(verdict: NfrVerdict, words: Wording): Note[] {
  return verdict.notes.map((note) => ({ code: note.code, ...noteSentence(note, verdict, words) }))
}

function noteSentence(note: NfrNote, { policy, track }: NfrVerdict, words: Wording): Omit<Note, 'code'> {
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
    case 'agreement_not_exported':
    case 'manual_contract':
      return agreementNote(note)
    case 'counts_disagree':
      return disagreement(note, track?.requirements ?? [], 'the requirements of the track', words)
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
        contradicts: { decision: 'eligible', what: 'the dashboard shows nobody with a technical certification' },
      }
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
        message: `not certain: ${licenceWords(note.licence)} (${placeWords(note.licence)}); ${UNCERTAIN[note.licence.uncertain ?? ''] ?? ''}`,
        short: 'a licence is not certain',
      }
    case 'approved_not_listed':
      return {
        level: 'info',
        message: `counted though no list has it yet: ${licenceWords(note.licence)}, approved as request ${note.licence.approvedAs}`,
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
        message: `the add-on ${licenceWords(note.licence)} (${placeWords(note.licence)}) should end with the oldest running licence, on ${note.oldest.end}`,
      }
    case 'nothing_to_renew':
      return { level: 'info', message: `no ${note.type.name} licence runs that could be renewed: it would be a new one` }
    case 'runs_already':
      return {
        level: 'info',
        message: `a licence of this type runs already: ${licenceWords(note.licence)} (${placeWords(note.licence)}); if it is to be followed, say --renewal`,
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

/** The limits as lines: what may be had, is held, can still be had. */
export function limitLines({ limits, policy }: NfrVerdict): string[] {
  const shared = policy.limitPer === 'partner' ? ' (the limit is of all types together)' : ''
  return policy.types.map(({ id, name }: LicenceType) => {
    const { max, held, available } = limits[id] ?? { max: 0, held: null, available: null }
    if (held === null) return `${name}: at most ${max} users; what is held is not known`
    return `${name}: ${held} of ${max} users held, ${available} can still be had${shared}`
  })
}

/** A licence type that has room, as an option names it; the first where none has. */
function roomyType({ limits, policy }: NfrVerdict): string {
  const types = policy.types.map(({ id }) => id)
  return (types.find((id) => limits[id]?.available !== 0) ?? types[0] ?? '').replace('_', '-')
}

/** What a yes says where no type and users were named: that the limit was not checked, and the room there is. Null where it was. */
export function uncheckedLimit({ ask, limits, policy }: NfrVerdict): VerdictAnswer['unchecked'] {
  if (ask) return null
  const known = policy.types.map(({ id, name }) => ({ name, ...(limits[id] ?? { max: 0, held: null, available: null }) }))
  const isFull = known.every(({ available }) => available === 0)
  const room = known
    .map(({ name, max, available }) =>
      available === null ? `${name} at most ${max}, less what is held` : `${name} ${available} of ${max}`,
    )
    .join(', ')
  const short = `room: ${room}`
  if (isFull) {
    const rest = `no licence type has room for a user (${room}); more needs an exception`
    return { word: 'ELIGIBLE, BUT NO ROOM', rest, hasRoom: false, short }
  }
  return {
    word: 'ELIGIBLE',
    rest: `give --type and --users to check the limit (room: ${room})`,
    hasRoom: true,
    short,
  }
}

/** What was asked for, as options of a command. */
export function askOptions({ type, users, renewal }: NfrAsk): string {
  return `--type ${type.replace('_', '-')} --users ${users}${renewal ? ' --renewal' : ''}`
}

/** What to do now, step by step (Partner Support, NFR Licenses and NFR Requests Outside of Program Guidelines). */
export function nfrNextSteps(verdict: NfrVerdict, words: Wording): string[] {
  const { decision, checks, ask, policy } = verdict
  const days = `within ${words.slaBusinessDays} business days of the request`
  const manager = words.channelManager ? ` (${words.channelManager})` : ''
  switch (decision) {
    case 'eligible': {
      const wanted = ask ? `${ask.users} users of ${typeName(ask.type, policy)}` : 'the licence'
      const approve = ask
        ? `record the approval: phd nfr approve ${words.subject} ${askOptions(ask)}; then submit the request for ${wanted}, level ${policy.level}, to the licence team, ${days}`
        : `ask again with what is requested: phd nfr check ${words.subject} --type ${roomyType(verdict)} --users <number>`
      if (!isRestricted(verdict)) return [approve]
      return ['do not approve yet: ask Legal whether this restricted party may have a licence', `if so: ${approve}`]
    }
    case 'not_eligible': {
      const onlyLimit = checks.every(({ id, outcome }) => id === 'within_limit' || outcome === 'pass')
      if (onlyLimit) {
        return [
          `more than the program gives needs an exception, which the channel manager${manager} asks for: ${exceptionCommand(verdict, words)}`,
          `or, ${days}, answer that fewer users can be had`,
        ]
      }
      const excepting = exceptionSteps(verdict, words)
      return [
        ...excepting,
        `${excepting.length > 0 ? 'or, without an exception, ' : ''}${days}, mail the person who asked what is missing and how to get it, with ${words.mailbox} and the channel manager${manager} in copy: phd nfr deny ${words.subject}${denialOptions(words)}`,
      ]
    }
    case 'needs_review': {
      const steps = checks.flatMap((check) => (check.outcome === 'unknown' ? unknownSteps(check, words) : []))
      return [...new Set(steps), 'then ask again; until then neither approve nor deny']
    }
  }
}

function exceptionCommand({ ask }: NfrVerdict, { subject }: Wording): string {
  return `phd nfr exception ${subject}${ask ? ` ${askOptions(ask)}` : ''} --justification "…"`
}

/** What must be known before an exception can be judged, where what fails can be excepted and another check cannot be answered. */
function exceptionSteps(verdict: NfrVerdict, words: Wording): string[] {
  const { checks, ask, policy } = verdict
  const failed = checks.filter(({ outcome }) => outcome === 'fail')
  const unknown = checks.filter(({ outcome }) => outcome === 'unknown')
  if (!ask || unknown.length === 0 || failed.some(({ id }) => policy.exception.barredBy.includes(id))) return []
  const steps = new Set(unknown.flatMap((check) => unknownSteps(check, words)))
  return [...[...steps].map((step) => `for an exception, first: ${step}`), `then ask for it: ${exceptionCommand(verdict, words)}`]
}
