/** The roles that are known, and the people of the Salesforce users. */

import type { Context } from '../../app/context.ts'
import { type Directory, directory } from '../../partners/contacts.ts'
import { type RejectedRows, rejectedOf } from '../../partners/list-state.ts'
import { foldCode, KEY_MARK } from '../../records/key.ts'
import { type RoleRow, roles } from '../../records/kinds/roles.ts'
import type { ListPlace } from '../../rules/standing/distribution.ts'
import type { HeldRole } from '../../rules/standing/holders.ts'
import type { RecordReader } from '../../store/store.ts'
import { rejectedWords } from '../../terminal/rejected-words.ts'

export interface KnownRoles {
  rows: readonly HeldRole[]
  people: Directory
  /** Whether a person is no longer active, by the Salesforce users; false where they do not say so. */
  hasLeft(person: string): boolean
  /** Rows of the desk's list that were rejected, and its file; null where there are none. */
  rejected: RejectedRows | null
  /** Whether a row of this role was rejected, as far as its row says the role. */
  hasRejected(role: string): boolean
}

/** Reads the desk's own list; of the roles that it lacks, those that come with phd; and who may approve decisions. */
export async function readRoles(store: RecordReader): Promise<KnownRoles> {
  const { readApprovers, readShippedRoles, SHIPPED_ROLES } = await import('../../reference/roles.ts')
  const imported = await store.records(roles)
  const own = new Set(imported.map(({ record }) => foldCode(record.role ?? '')))
  const people = await directory(store)
  const rows = [
    ...imported.map(({ record, source: { file, line, importId } }) => heldRole(record, { file, line, importId })),
    ...readShippedRoles().flatMap((row, i) =>
      own.has(foldCode(row.role ?? '')) ? [] : [heldRole(row, { file: `data/${SHIPPED_ROLES}`, line: i + 2, importId: null })],
    ),
    ...readApprovers().map((row) => ({
      ...heldRole(row, { file: 'data/authorities.json', line: null, importId: null }),
      approvesDecisions: true,
    })),
  ]
  const rejectedRows = await store.rejectedRows(roles)
  const rejectedRoles = new Set(rejectedRows.flatMap(({ key }) => key?.split(KEY_MARK)[0] ?? []))
  return {
    ...{ rows, people },
    rejected: await rejectedOf(store, roles),
    hasLeft: (person) => people.find(null, person).user?.active === false,
    hasRejected: (role) => rejectedRoles.has(foldCode(role)),
  }
}

function heldRole(row: RoleRow, source: ListPlace): HeldRole {
  const { role, scope, person, email, firstDay, lastDay, backup, outFrom, outTo, namedBy, whereKept, note } = row
  return {
    ...{ scope: filled(scope), person: filled(person), email, backup: filled(backup), note, source },
    role: (role ?? '').trim(),
    from: firstDay ?? '',
    to: lastDay,
    where: whereKept,
    // An absence without its first day begins with the row.
    out: outFrom === null && outTo === null ? null : { from: outFrom ?? firstDay ?? '', to: outTo },
    namedBy: filled(namedBy),
    approvesDecisions: false,
  }
}

const filled = (text: string | null): string | null => text?.trim() || null

/** Tells of rejected rows: whom they name is not known. */
export function noteRejected({ io }: Pick<Context, 'io'>, { rejected }: Pick<KnownRoles, 'rejected'>): void {
  if (rejected !== null) io.note(rejectedWords(rejected))
}
