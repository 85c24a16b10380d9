/** The last entry of the audit that a person's own machine saw of each desk on a server. */

export interface SeenHead {
  entry: number
  hash: string
  /** When it was made, ISO 8601, UTC. */
  at: string
}

/** What keeps them, outside of any desk. */
export interface SeenHeads {
  /** Those that are known, by the id of their desk; none where they cannot be read. */
  all(): ReadonlyMap<string, SeenHead>
  /** Keeps one in place of what was known of its desk; null: nothing. Throws nothing: what cannot be kept is not known the next time. */
  keep(desk: string, head: SeenHead | null): Promise<void>
}

/** What became of an entry that was seen: it is there; it is not, as the audit ends before it; or another is in its place. */
export type SeenState = 'there' | 'gone' | 'another'

const DESK = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a text can be the id of a desk, which becomes the name of a file. */
export function isDeskId(text: string): boolean {
  return DESK.test(text)
}

/** The entry that a server or a file says, if it can be one: what they say is not trusted. */
export function seenHead(value: unknown): SeenHead | null {
  const { entry, hash, at } = (value ?? {}) as Partial<Record<keyof SeenHead, unknown>>
  if (typeof entry !== 'number' || !Number.isInteger(entry) || entry < 1 || entry >= 2 ** 31) return null
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return null
  if (typeof at !== 'string' || !/^\d{4}-\d{2}-\d{2}T[\d:.]{8,15}Z$/.test(at)) return null
  return { entry, hash, at }
}

/** An entry in words: its number, its time and the beginning of its hash. */
export function headWords({ entry, hash, at }: SeenHead): string {
  return `audit entry ${entry} of ${at.slice(0, 10)} ${at.slice(11, 16)} UTC (hash ${hash.slice(0, 12)}…)`
}
