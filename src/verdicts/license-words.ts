/** A license, its limit and its term in words. */

import { placeOf } from '../records/place.ts'
import type { License, LicenseType, NfrAsk, NfrPolicy, NfrVerdict, Term } from '../rules/nfr-types.ts'

/** What a license type is called. */
export function typeName(type: string, { types }: Pick<NfrPolicy, 'types'>): string {
  return types.find(({ id }) => id === type)?.name ?? type
}

/** How many users of what are asked for: "10 SaaS users". */
export function usersWords({ type, users }: Pick<NfrAsk, 'type' | 'users'>, policy: Pick<NfrPolicy, 'types'>): string {
  return `${users} ${typeName(type, policy)} users`
}

/** A license that is asked for: "10 SaaS users, level Ultimate, from 2026-09-02 to 2027-09-02". */
export function askedLicenseWords(ask: NfrAsk, { start, end, kind }: Term, policy: NfrPolicy): string {
  return `${usersWords(ask, policy)}, level ${policy.level}, from ${start} to ${end}${kind === 'add_on' ? ' (add-on)' : ''}`
}

/** A license in a few words: "10 SaaS, 2026-09-02 to 2027-09-02". */
export function licenseWords({ users, typeName: name, start, end, addOn }: License): string {
  return `${users} ${name}${addOn ? ' (add-on)' : ''}, ${start} to ${end}`
}

/** Where a license is on record: its file and line, or the request it was approved as. */
export function placeWords({ source, approvedAs }: License): string {
  if (source) return placeOf(source)
  return approvedAs === null ? '' : `request ${approvedAs}`
}

/** When the license would run, and why. */
export function termSentence({ kind, start, end, with: other }: Term): string {
  const days = `from ${start} to ${end}`
  if (kind === 'new') return `a new license would run ${days} (12 months)`
  if (kind === 'renewal') return `the renewal would run ${days}, following ${other ? licenseWords(other) : 'the running license'}`
  const oldest = other ? `${licenseWords(other)} (${placeWords(other)})` : ''
  return `an add-on would run ${days}: it ends with the partner's oldest running license, ${oldest}`
}

/** What is left of the limit during that time; empty if it is the same as today. */
export function termLimitSentence({ ask, limits, termLimit, term }: NfrVerdict): string {
  const all = limits[ask?.type ?? '']
  if (!term || !termLimit || termLimit.held === null || !all || termLimit.held === all.held) return ''
  return `from ${term.start} to ${term.end}: at most ${termLimit.held} of ${termLimit.max} held at once, ${termLimit.available} left`
}

/** The limits as lines: the most by the rule, what is held, what is left. */
export function limitLines({ limits, policy }: NfrVerdict): string[] {
  const shared = policy.limitPer === 'partner' ? ' (all types share the limit)' : ''
  return policy.types.map(({ id, name }: LicenseType) => {
    const { max, held, available } = limits[id] ?? { max: 0, held: null, available: null }
    if (held === null) return `${name}: at most ${max} users; how many are held is unknown`
    return `${name}: ${held} of ${max} users held, ${available} left${shared}`
  })
}

interface UncheckedLimit {
  word: string
  rest: string
  hasRoom: boolean
  /** The room, for a list. */
  short: string
}

/** What a yes says if no type and users were named: the limit was not checked, and how much room there is. Null if it was checked. */
export function uncheckedLimit({ ask, limits, policy }: NfrVerdict): UncheckedLimit | null {
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
    const rest = `no license type has room for a user (${room}); more needs an exception`
    return { word: 'ELIGIBLE, BUT NO ROOM', rest, hasRoom: false, short }
  }
  return {
    word: 'ELIGIBLE',
    rest: `add --type and --users to check the limit (room: ${room})`,
    hasRoom: true,
    short,
  }
}

/** What was asked for, as options of a command. */
export function askOptions({ type, users, renewal }: NfrAsk): string {
  return `--type ${type.replace('_', '-')} --users ${users}${renewal ? ' --renewal' : ''}`
}
