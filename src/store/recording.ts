/** The time and the person of what is recorded, whatever the engine. */

/** Who records, and when (ISO 8601, UTC); `stated`: the audit says that the time was given by hand. */
export interface Recording {
  at: string
  actor: string
  stated: boolean
}

/** For imports, aliases and pruning, of which the audit does not say that their time was given by hand. */
export function unmarked({ at, actor }: Pick<Recording, 'at' | 'actor'>): Recording {
  return { at, actor, stated: false }
}

/** The time of a clock (ISO 8601, UTC), or that of the last entry, if it is later: a clock can go back, the audit does not. */
export function laterOf(clock: string, last: string | null): string {
  return last !== null && Date.parse(last) > Date.parse(clock) ? last : clock
}
