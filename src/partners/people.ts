/** The portal users of a partner, counted by what they hold. */

import type { PeopleGone } from '../rules/checks.ts'
import type { CountedPeople } from '../rules/trainings.ts'
import type { Candidate } from '../rules/verdict.ts'
import type { PeopleCount, Stored } from '../store/store.ts'
import { candidateOf, type PartnerData } from './gather.ts'

/** People counted, all spellings together. */
export interface PeopleView extends CountedPeople {
  file: string
  lastSeenAt: string
  /** The newest list, where it lacks all of them; and those whom it lacks beside others, who are not counted. */
  gone: Stored<unknown>['source']['gone']
  left: PeopleGone | null
  /** Without those seen longest ago; null where all were seen at one time. */
  fresher: PeopleView | null
}

/** The people who are listed, without those seen longest ago. */
export function seenSince(people: readonly PeopleCount[]): PeopleCount[] {
  const listed = people.filter(({ source }) => !source.gone)
  const oldest = listed.map(({ source }) => source.lastSeenAt).sort()[0] ?? ''
  return listed.filter(({ source }) => source.lastSeenAt > oldest)
}

/** The people of a partner, all spellings together; null where no users were imported for it. */
export function peopleOf({ people }: Pick<PartnerData, 'people'>): PeopleView | null {
  return together(people)
}

/** The people who may be a partner's; null where there are none. */
export function unsurePeopleOf({ unsurePeople }: PartnerData): (PeopleView & { candidates: Omit<Candidate, 'counts'>[] }) | null {
  const listed = unsurePeople.filter(({ row }) => !row.source.gone)
  const view = together(listed.map(({ row }) => row))
  return view && { ...view, candidates: listed.map(({ row, ...unsure }) => candidateOf(unsure)) }
}

function together(people: readonly PeopleCount[]): PeopleView | null {
  const [only, second] = people
  // Most partners have people of one spelling, in one list.
  if (only && !second && !only.source.gone) {
    const { holding, inactive, source } = only
    const { file, lastSeenAt } = source
    return { holding, inactive, file, lastSeenAt, gone: null, fresher: null, left: null }
  }
  const left = people.filter(({ source }) => source.gone)
  // Who left the newest list is not counted; where all did, nothing else is known.
  const listed = left.length < people.length ? people.filter(({ source }) => !source.gone) : people
  const [first] = listed
  if (!first) return null
  const holdingOf = (some: readonly PeopleCount[]): Record<string, number> =>
    Object.fromEntries(Object.keys(first.holding).map((id) => [id, sum(some.map(({ holding }) => holding[id] ?? 0))]))
  const [leaver] = left
  return {
    holding: holdingOf(listed),
    inactive: Object.fromEntries(
      Object.keys(first.holding).map((id) => [id, sum(listed.map(({ inactive }) => inactive[id] ?? 0))]),
    ),
    file: first.source.file,
    lastSeenAt: listed.map(({ source }) => source.lastSeenAt).reduce((a, b) => (a < b ? a : b)),
    gone: first.source.gone,
    fresher: together(seenSince(people)),
    left: leaver?.source.gone
      ? { people: sum(left.map(({ people: count }) => count)), holding: holdingOf(left), file: leaver.source.gone.file }
      : null,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
