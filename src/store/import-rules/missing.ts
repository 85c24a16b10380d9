/** Records that a complete list no longer has: what may not be closed, and how those that were are named. */

import type { Kind } from '../../records/kind.ts'
import { foldName } from '../../records/name.ts'
import type { ImportRequest } from '../imports.ts'

/** So many of the records that went are named. */
const NAMED = 20

interface MissingRecord {
  key: string
  name: string | null
}

/** Whether a rejected row of the file may be a record's. */
export function mayBeRejectedBy({
  rejectedOwners,
  ownerless,
  kind,
}: Pick<ImportRequest, 'rejectedOwners' | 'ownerless' | 'kind'>): (record: MissingRecord) => boolean {
  const keys = new Set<string>()
  const names = new Set<string>()
  for (const { key, name } of rejectedOwners()) {
    if (key !== null) keys.add(key)
    else if (name !== null) names.add(foldName(name).folded)
  }
  const mayBeAny = ownerless() > 0
  return ({ key, name }) =>
    mayBeAny || keys.has(key) || (kind.partnerName !== null && name !== null && names.has(foldName(name).folded))
}

/** The first of the records that went, as a person knows them. */
export function namesOfGone({ isPartner }: Pick<Kind, 'isPartner'>, gone: readonly MissingRecord[]): string[] {
  return gone.slice(0, NAMED).map(({ key, name }) => (isPartner && name ? `${name} (${key})` : key))
}
