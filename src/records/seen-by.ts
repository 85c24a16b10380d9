/**
 * By what it is known when the rows of a file were last seen: a person said so, a line above or below its table, its name, the time
 * the file was last changed, or, where nothing says it, the moment of its import.
 */
export type SeenBy = 'stated' | 'title' | 'footer' | 'name' | 'file' | 'import'

/** When rows were last seen (ISO 8601, UTC), and how that is known. */
export interface Dating {
  at: string
  by: SeenBy
}

/** How a moment ends of which only the day is known, as a day in a name. */
export const DAY_ONLY = 'T00:00:00Z'

/** The day of a moment by `dayOf`, in the zone of the desk; where only the day is known it is that one in every zone. */
export function daySeen(at: string, dayOf: (moment: string) => string): string {
  return at.endsWith(DAY_ONLY) ? at.slice(0, 10) : dayOf(at)
}

/**
 * Whether something was seen later than something else (ISO 8601, UTC). Where only the day of one is known, neither is the later
 * one of the same day: then the later import is.
 */
export function isLater(at: string, than: string): boolean {
  const isDay = at.endsWith(DAY_ONLY) || than.endsWith(DAY_ONLY)
  return isDay ? at.slice(0, 10) > than.slice(0, 10) : at > than
}
