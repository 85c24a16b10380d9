import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { readPastDay } from '../../app/option-values.ts'
import { refuseTakenNamed } from '../../decisions/claims.ts'
import { ambiguous, refuseOtherPartner, requestNumbered, requestsFor, requestsNamed } from '../../decisions/which-request.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import type { Partner } from '../../partners/partner.ts'
import { letterEntry } from '../../requests/entries.ts'
import { type DeskRequest, lettersOf } from '../../requests/request.ts'
import { addYear } from '../../rules/day.ts'
import type { RequestEntry } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { letterView } from './letter-view.ts'

export interface LetterFlags extends CommonFlags {
  date?: string
  request?: string
}

/** Records that a letter was issued. */
export async function runLetter(context: Context, flags: LetterFlags, [subject]: string[]): Promise<ExitCode> {
  const date = readPastDay('--date', flags.date, {
    today: context.today,
    example: '2026-11-24',
    missing: 'the date on the letter is needed',
    hint: 'use the date on the letter',
  })
  const store = await context.openStore('decide')
  try {
    const named = await requestsNamed(store, 'loa', flags.request)
    // One that a colleague works on has no letter yet: nothing is asked first.
    await refuseTakenNamed(store, named, context.actor)
    const { partner } = await choosePartner(context, store, subject)
    const entries = await store.requestEntries({ partnerIds: [partner.id] })
    const request = requestOf(flags, partner, entries, named)
    refuseRecorded(partner, date, request, entries)
    const received = request && context.dayOf(request.received)
    if (received !== null && date < received) {
      throw usageError(`--date ${date} is before request ${request?.id} arrived, on ${received}`, 'use the date on the letter')
    }
    const body = { date, requester: request?.requester.name ?? null }
    if (!context.dryRun) await store.record([letterEntry(request?.id ?? null, partner, body)])
    const letter = { partner, date, lastDay: addYear(date), request, isDryRun: context.dryRun }
    print(context.io, context.format, letterView(letter, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** The approved request that the letter is for; null where there is none. Throws usage errors and `request_ambiguous` (3). */
function requestOf(
  flags: LetterFlags,
  partner: Partner,
  entries: readonly RequestEntry[],
  named: readonly DeskRequest[],
): DeskRequest | null {
  if (flags.request !== undefined) {
    const request = requestNumbered(flags.request, 'loa', named)
    refuseOtherPartner(request, partner)
    if (request.state === 'approved') return request
    throw usageError(`request ${request.id} is not approved`, 'record the approval first: phd loa approve')
  }
  const issued = new Set(entries.flatMap(({ action, request }) => (action === 'letter_issued' ? [request] : [])))
  const approved = requestsFor('loa', entries).filter(
    ({ id, partner: of, state }) => of?.id === partner.id && state === 'approved' && !issued.has(id),
  )
  if (approved.length > 1) {
    const numbers = approved.map(({ id, requester }) => `${id} (${requester.name ?? 'requester unknown'})`).join(', ')
    throw ambiguous(`${partner.name} has several approved requests: ${numbers}`, 'choose one: --request <number>')
  }
  return approved[0] ?? null
}

/** Throws the refusal `already_recorded`. */
function refuseRecorded(partner: Partner, date: string, request: DeskRequest | null, entries: readonly RequestEntry[]): void {
  const same = lettersOf(entries).find(
    (each) => each.partner.id === partner.id && each.date === date && each.request === (request?.id ?? null),
  )
  if (same)
    throw failure('already_recorded', `this letter is already recorded as audit entry ${same.entry}`, 'nothing was recorded')
}
