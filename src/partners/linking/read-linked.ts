/** Reads the rows of some partners together with what links each row to its partner, in as few questions after each other as may be. */

import type { PartnerRows } from '../../store/store.ts'
import type { Partner } from '../partner.ts'
import { indexFor, rowsOfPartners, type SpellingLookup } from './linked-names.ts'
import type { NamedRow, NameIndex } from './links.ts'

/**
 * Gives what `read` reads of the rows that may be of some partners, and an index that links every row that `namesIn` names. Most rows name
 * nobody else, so that the index is asked for with them, and once more only where they do.
 */
export async function readLinked<Rows>(
  store: SpellingLookup,
  partners: readonly Partner[],
  read: (of: PartnerRows) => Promise<Rows>,
  namesIn: (rows: Rows) => Iterable<NamedRow>,
): Promise<{ rows: Rows; index: NameIndex<Partner> }> {
  const { of, rows, index } = await readEarly(store, partners, async (of) => {
    const [rows, index] = await Promise.all([read(of), indexFor(store, namesToLink(of))])
    return { of, rows, index }
  })
  const known = [new Set(of.names), new Set(of.accountIds)] as const
  const isKnown = ({ name, accountId }: NamedRow): boolean =>
    (name === null || known[0].has(name)) && (accountId === null || known[1].has(accountId))
  const others = [...namesIn(rows)].filter((row) => !isKnown(row))
  return { rows, index: others.length > 0 ? await indexFor(store, [...namesToLink(of), ...others]) : index }
}

/** Reads by the spellings that rows of some partners may have. */
async function readEarly<T>(
  store: SpellingLookup,
  partners: readonly Partner[],
  read: (of: PartnerRows) => Promise<T>,
): Promise<T> {
  const asking = rowsOfPartners(store, partners)
  const [partner, ...others] = partners
  if (!partner || others.length > 0) return read(await asking)
  // Most rows have the very name of their partner. These are read while it is asked for other spellings: a distant server answers once.
  const early = read({ names: [partner.name], accountIds: [partner.id], whateverId: true })
  early.catch(() => {})
  const asked = await asking
  return asked.names.length === 1 && asked.names[0] === partner.name ? early : read(asked)
}

function namesToLink({ names, accountIds }: PartnerRows): NamedRow[] {
  return [...names.map((name) => ({ name, accountId: null })), ...accountIds.map((accountId) => ({ name: null, accountId }))]
}
