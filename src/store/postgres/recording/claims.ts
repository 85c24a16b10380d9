/** Claims on requests and mails: who has what, and until when. Their time is the server's alone. */

import { type Claim, LEASE_HOURS, takenBy, type Wanted } from '../../../records/claims/claim.ts'
import { type Releasing, type Taking, takenOverEntry, workedOn } from '../../claims.ts'
import type { NewAuditEntry } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'
import { appendAudit } from './audit.ts'
import type { Recorder } from './recorder.ts'

const COLUMNS = 'subject, holder, since, until'
const timeOf = (moment: string): string => `to_char((${moment}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
const NOW = timeOf('clock_timestamp()')
const END = timeOf(`clock_timestamp() + interval '${LEASE_HOURS} hours'`)

/** The claims that are not over: all, or those on some things. */
export function listClaims(link: Connection, subjects?: readonly string[]): Promise<Claim[]> {
  const of = subjects ? ' AND subject = ANY($1::text[])' : ''
  return link.rows<Claim>(`SELECT ${COLUMNS} FROM claims WHERE until > ${NOW}${of} ORDER BY subject`, subjects ? [subjects] : [])
}

/** Takes something, unless another has it. */
export async function take(link: Connection, subject: string, holder: string): Promise<Taking> {
  for (;;) {
    const [claim] = await replaceFree(link, subject, holder)
    // Of what is over nothing is kept.
    if (claim) {
      await link.change(`DELETE FROM claims WHERE until <= ${NOW}`)
      return { status: claim.isOlder ? 'extended' : 'taken', claim: plain(claim) }
    }
    const [held] = await listClaims(link, [subject])
    // Else it was given back in between.
    if (held) return { status: 'held', claim: held }
  }
}

/** The same from whoever has it, which is recorded, in the transaction that is open. */
export async function takeOver(link: Connection, wanted: Wanted, holder: string, recorder: Recorder): Promise<Taking> {
  const { subject } = wanted
  const [before] = await link.rows<Claim>(
    `SELECT ${COLUMNS} FROM claims WHERE subject = $1 AND until > ${NOW} AND holder <> $2 FOR UPDATE`,
    [subject, holder],
  )
  if (before) {
    await appendAudit(link, [takenOverEntry(wanted, before)], await recorder())
    await link.change('DELETE FROM claims WHERE subject = $1', [subject])
  }
  const taking = await take(link, subject, holder)
  return before && taking.status === 'taken' ? { ...taking, status: 'taken_over' } : taking
}

type Replaced = Claim & { isOlder: boolean }

/** Puts a claim in the place of one that is over, or that is the holder's own; none where another has it. */
function replaceFree(link: Connection, subject: string, holder: string): Promise<Replaced[]> {
  return link.rows<Replaced>(
    `INSERT INTO claims AS own (${COLUMNS}) VALUES ($1, $2, ${NOW}, ${END})
     ON CONFLICT (subject) DO UPDATE SET holder = excluded.holder, until = excluded.until,
       since = CASE WHEN own.holder = excluded.holder AND own.until > excluded.since THEN own.since ELSE excluded.since END
     WHERE own.holder = excluded.holder OR own.until <= excluded.since
     RETURNING ${COLUMNS}, xmax <> 0 AND since < ${NOW} AS "isOlder"`,
    [subject, holder],
  )
}

function plain({ subject, holder, since, until }: Replaced): Claim {
  return { subject, holder, since, until }
}

/** Gives something back, unless another has it. */
export async function release(link: Connection, subject: string, holder: string): Promise<Releasing> {
  const [claim] = await link.rows<Claim>(
    `DELETE FROM claims WHERE subject = $1 AND holder = $2 AND until > ${NOW} RETURNING ${COLUMNS}`,
    [subject, holder],
  )
  if (claim) return { status: 'released', claim }
  const [held] = await listClaims(link, [subject])
  return held ? { status: 'held', claim: held } : { status: 'free', claim: null }
}

/**
 * What entries do to claims, in the transaction that adds them: a claim of who records lasts longer, or ends with the work. Throws
 * `taken` where another has what they work on.
 */
export async function workOn(link: Connection, entries: readonly NewAuditEntry[], holder: string): Promise<void> {
  const { subjects, ended } = workedOn(entries)
  if (subjects.length === 0) return
  // Whoever takes one of them meanwhile waits until the work is recorded.
  const claims = await link.rows<Claim>(
    `SELECT ${COLUMNS} FROM claims WHERE subject = ANY($1::text[]) AND until > ${NOW} ORDER BY subject FOR UPDATE`,
    [subjects],
  )
  const others = claims.find((claim) => claim.holder !== holder)
  if (others) throw takenBy(others)
  if (claims.length === 0) return
  await Promise.all([
    link.change('DELETE FROM claims WHERE subject = ANY($1::text[])', [ended]),
    link.change(`UPDATE claims SET until = ${END} WHERE subject = ANY($1::text[])`, [subjects]),
  ])
}
