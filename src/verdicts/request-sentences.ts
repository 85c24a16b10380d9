/** Sentences for the requests, decisions and letters that are on record. */

import type { DeskRequest, Ruling } from '../requests/request.ts'
import type { Clock } from '../rules/business-days.ts'
import { addYear } from '../rules/day.ts'
import { plural } from '../terminal/plural.ts'
import { letterSentence, type Note } from './shared-sentences.ts'
import type { AnyVerdict, RunFacts, TimedRequest } from './verdict.ts'

/** Notes on what is on record of one partner. */
export function recordNotes({ onRecord: { requests, letters }, today }: Pick<AnyVerdict, 'onRecord' | 'today'>): Note[] {
  return [...requestNotes(requests), ...letterNotes(letters, today)]
}

/** Of the decisions, the newest and every one against the check. */
function requestNotes(requests: readonly TimedRequest[]): Note[] {
  const notes: Note[] = []
  const decided = requests.filter(({ ruling }) => ruling !== null).sort((a, b) => (a.ruling?.entry ?? 0) - (b.ruling?.entry ?? 0))
  for (const { id, ruling } of decided) {
    if (!ruling || (!ruling.override && id !== decided.at(-1)?.id)) continue
    notes.push({
      code: ruling.override ? 'override' : 'last_decision',
      level: ruling.override ? 'warning' : 'info',
      message: rulingSentence(id, ruling),
      ...(ruling.override ? { short: `OVERRIDE: ${ruling.decision} on ${ruling.at.slice(0, 10)}` } : {}),
    })
  }
  for (const request of requests) {
    if (request.reopened?.override)
      notes.push({ code: 'override', level: 'warning', message: `request ${request.id}: ${reopenedWords(request.reopened)}` })
    if (request.state === 'waiting') {
      const message = `request ${request.id}: an exception waits for both approvals`
      notes.push({ code: 'exception_waiting', level: 'info', message })
    } else if (request.state === 'open') {
      const { clock } = request
      const message = `request ${request.id} is open, ${clock ? clockWords(clock) : 'received date unknown'}`
      notes.push({ code: 'open_request', level: clock?.late ? 'warning' : 'info', message })
    }
  }
  return notes
}

/** An import that was undone. */
export function undoneSentence({ importId, file, title, at, by }: RunFacts['undone'][number]): string {
  return `import ${importId} (${title}, ${file}) was undone on ${at.slice(0, 10)} by ${by} and no longer counts`
}

/** Letters recorded by hand. */
function letterNotes(letters: AnyVerdict['onRecord']['letters'], today: string): Note[] {
  return letters.map(({ entry, date, override }) => {
    const lastDay = addYear(date)
    const sentence = letterSentence({ date, lastDay, runs: today <= lastDay }, `audit entry ${entry}`)
    return { code: 'recorded_letter', level: 'info', message: `${sentence}${override ? ', approved by an OVERRIDE' : ''}` }
  })
}

/** A decision in one sentence; an override says so first. */
export function rulingSentence(request: number, { decision, at, actor, override, exception }: Ruling): string {
  const what = `request ${request} was ${decision} on ${at.slice(0, 10)} by ${actor}`
  if (override) return `OVERRIDE: ${what} against the check, approved by ${override.approvedBy}: ${override.reason}`
  return exception ? `${what} as an exception, approved by ${exception.join(' and ')}` : what
}

/** A reopened request, and the override that ended with it. */
export function reopenedWords({ at, actor, reason, override }: NonNullable<DeskRequest['reopened']>): string {
  const taken = override ? `OVERRIDE by ${override.approvedBy} withdrawn (${override.reason}); ` : ''
  return `${taken}reopened on ${at.slice(0, 10)} by ${actor}: ${reason}`
}

/** How a clock stands: "due 2026-11-24, 2 business days left". */
export function clockWords({ due, left, late }: Clock): string {
  if (late) return `LATE: due on ${due}${left === 0 ? '' : `, ${plural(-left, 'business day')} ago`}`
  return left === 0 ? `due today, ${due}` : `due on ${due}, ${plural(left, 'business day')} left`
}
