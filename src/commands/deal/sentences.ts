/** What lists of deal registrations say in words: notes, who acts next, what comes next. */

import { placeOf } from '../../records/place.ts'
import type { DealFinding, DealNote, DealPhase, StatusSince } from '../../rules/deals/types.ts'
import type { UnknownReason } from '../../rules/verdict.ts'
import { quotedOrBlank } from '../../verdicts/shared-sentences.ts'
import { rivalWords } from './problem-sentences.ts'

/** Who acts next, in words. */
export const PHASE_WORDS: Readonly<Record<DealPhase, string>> = {
  operations: 'operations',
  channel_manager: 'channel manager',
  area_manager: 'area sales manager',
  partner: 'partner',
  running: 'running',
  ended: 'ended',
}

const REASON: Readonly<Partial<Record<UnknownReason, string>>> = {
  stale: 'the newest evidence is too old',
  gone_from_list: 'the newest list lacks the partner',
  set_aside: 'a newer row was rejected',
  ambiguous: 'a row may be this partner’s or another’s',
  inactive: 'only people with an inactive account hold it',
  no_column: 'the export lacks the column',
  unreadable: 'the cell cannot be read',
  missing: 'no export has it for this partner',
}

function reasonWords(reason: UnknownReason): string {
  return REASON[reason] ?? 'the evidence does not say'
}

type Notes = { readonly [C in DealNote['code']]: (note: Extract<DealNote, { code: C }>) => string }

const NOTE: Notes = {
  no_submitted_date: () => 'due unknown: no submitted date',
  status_began_earlier: ({ since }) => `due on that day at the latest: ${sinceWords(since)}, and it may have begun earlier`,
  no_history: () => 'due unknown: no import shows when the status began',
  authorized_unknown: ({ reason }) => `unknown whether the partner is authorized: ${reasonWords(reason)}`,
  training_unknown: ({ reason, file }) =>
    `unknown whether someone at the partner holds the Foundations / sales training: ${reasonWords(reason)}${file === null ? '' : ` (${file})`}`,
  opportunities_not_imported: () => 'unknown whether its opportunity is open: no list of opportunities was ever imported',
  opportunity_stage_unknown: ({ stage, isOld }) =>
    isOld
      ? `unknown whether its opportunity is open: its record is too old or in doubt (stage then: ${quotedOrBlank(stage)})`
      : `unknown whether its opportunity is open: stage ${quotedOrBlank(stage)}`,
  type_unknown: ({ type }) =>
    `type ${quotedOrBlank(type)} is neither partner-sourced nor service attach: not counted as a second one`,
  registration_stale: () => 'the registration was last seen too long ago; its status may have changed',
  registration_in_doubt: (place) =>
    `a newer row of the registration was rejected (${placeOf(place)}); its status may have changed`,
  another_approved: ({ others }) => `its opportunity has an approved registration already: ${rivalWords(others)}`,
  won_while_pending: ({ stage }) => `its opportunity is won (stage ${quotedOrBlank(stage)}): it no longer waits for that`,
}

/** A note in a sentence. */
export function noteText(note: DealNote): string {
  // The compiler cannot see that the sentence is that of the note's own code.
  return (NOTE[note.code] as (note: DealNote) => string)(note)
}

/** When the status was first seen, and where. */
function sinceWords({ day, file, line, importId, before }: StatusSince): string {
  const was = before ? `; before: ${quotedOrBlank(before.status)}` : ''
  return `the status was first seen on ${day} (${file}, line ${line}, import ${importId}${was})`
}

/** By when something is due, or until when it runs, for a list. */
export function dueWords({ due, late, isAwaited, phase, expires }: DealFinding, today: string, left: number | null): string {
  if (due !== null && late) return `LATE ${due}`
  if (due !== null) return due === today ? `today ${due}` : `${due} (${left})`
  if (isAwaited) return 'unknown'
  if (phase === 'running') return expires === null ? 'running' : `until ${expires}`
  return ''
}
