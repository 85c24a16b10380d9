const known = new WeakMap<object, Set<string>>()

/** The hashes of the entries that a connection added to the audit itself: it knows of them. */
export function ownEntries(connection: object): Set<string> {
  const own = known.get(connection) ?? new Set<string>()
  known.set(connection, own)
  return own
}
