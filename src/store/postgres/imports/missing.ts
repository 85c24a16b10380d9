/** Records that a complete list no longer has. */

import { foldCode } from '../../../records/key.ts'
import type { Kind } from '../../../records/kind.ts'
import { mayBeRejectedBy, namesOfGone } from '../../import-rules/missing.ts'
import { refuseShrunk } from '../../import-rules/plausible.ts'
import type { ImportOutcome, ImportRequest } from '../../store.ts'
import { Bound } from '../bound.ts'
import type { Connection } from '../connection/connection.ts'
import { ofPartner } from '../reading/records.ts'
import { columnOf, seenTable, tableOf } from '../tables.ts'

type MissingRow = [version: number, seenIn: number, key: string, name: string | null, part: string | null]

/** What a complete list ended. */
export type Missing = Pick<ImportOutcome, 'gone' | 'spared'> & {
  removed: number
  /** The import that each record which is gone was last seen in. */
  seenIn: readonly number[]
}

/**
 * Closes what the file, as the complete list of its kind, of one account or of the tables it has rows of, does not have. A record
 * that a rejected row may be of is left as it is; where the owner of a rejected row is not known, all are. `met` is how many known
 * records the file has. Throws the refusal `would_remove_too_much`.
 */
export async function closeMissing(
  link: Connection,
  request: ImportRequest,
  { id, met }: { id: number; met: number },
): Promise<Missing> {
  const { kind, scope, completeBy } = request
  const bound = new Bound()
  const isOfScope = scope ? ofPartner(kind, { names: scope.names, accountIds: [scope.accountId] })(bound) : 'TRUE'
  const name = kind.partnerName === null ? 'NULL::text' : `own.${columnOf(kind.partnerName)}`
  const part = completeBy === null ? 'NULL::text' : `own.${columnOf(completeBy)}`
  const rows = await link.lists<MissingRow>(
    `SELECT own.version, coalesce(seen.seen_in, own.valid_from), own.key, ${name}, ${part}
     FROM ${tableOf(kind)} own LEFT JOIN ${seenTable(kind)} seen USING (version)
     WHERE own.valid_to IS NULL AND coalesce(seen.seen_in, own.valid_from) <> ${bound.of(id)} AND ${isOfScope} ORDER BY own.version`,
    bound.values,
  )
  const parts = completeBy === null ? null : await partsOf(link, kind, completeBy, id)
  const missing = rows.filter(([, , , , each]) => parts === null || parts.has(foldCode(each ?? '')))
  const mayBeRejected = mayBeRejectedBy(request)
  const gone = missing.filter(([, , key, text]) => !mayBeRejected({ key, name: text }))
  if (!request.allowShrink) refuseShrunk(request, { removed: gone.length, known: met + missing.length })
  const versions = gone.map(([version]) => version)
  await Promise.all([
    link.change(`UPDATE ${tableOf(kind)} SET valid_to = $1 WHERE version = ANY($2::integer[])`, [id, versions]),
    link.change(`DELETE FROM ${seenTable(kind)} WHERE version = ANY($1::integer[])`, [versions]),
  ])
  return {
    removed: gone.length,
    gone: namesOfGone(
      kind,
      gone.map(([, , key, text]) => ({ key, name: text })),
    ),
    spared: missing.length - gone.length,
    seenIn: gone.map(([, seenIn]) => seenIn),
  }
}

/** The tables of a kind that a file has rows of, folded. */
async function partsOf(link: Connection, kind: Kind, field: string, id: number): Promise<Set<string>> {
  const rows = await link.lists<[string | null]>(
    `SELECT DISTINCT own.${columnOf(field)} FROM ${tableOf(kind)} own LEFT JOIN ${seenTable(kind)} seen USING (version)
     WHERE own.valid_to IS NULL AND coalesce(seen.seen_in, own.valid_from) = $1`,
    [id],
  )
  return new Set(rows.map(([value]) => foldCode(value ?? '')))
}
