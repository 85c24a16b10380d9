/** What a shell completes from a desk on a server: asked for while someone types, so it comes soon or not at all. */

import { accounts } from '../../../records/kinds/accounts.ts'
import type { Completion, Completions } from '../../engine.ts'
import { connect } from '../connection/connect.ts'
import type { Connection } from '../connection/connection.ts'
import type { NamedDesk } from '../connection/named-desk.ts'
import { deskMeta, fitOf } from '../schema.ts'
import { SCHEMA, tableOf } from '../tables.ts'

/** So long a shell waits in all, in milliseconds; a server at the other end of the world takes most of it to connect. */
const SOON = 1500

/** What reads the words of a desk; each function throws where the server does not answer soon, and what connecting throws. */
export function completionsOf(desk: NamedDesk): Completions {
  const read = <T>(from: (link: Connection) => Promise<T>): Promise<T> => reading(desk, from)
  return {
    partnersLike: (light, most) => read((link) => partnersLike(link, light, most)),
    newestRequests: (most) => read((link) => newestRequests(link, most)),
    newestPlans: (most) => read((link) => newestPlans(link, most)),
  }
}

function partnersLike(link: Connection, light: string, most: number): Promise<{ id: string; name: string; light: string }[]> {
  return link.rows(
    `SELECT own.id, own.name, names.light FROM names JOIN ${tableOf(accounts)} own ON own.name = names.name
     WHERE own.valid_to IS NULL AND strpos(names.light, $1) > 0 AND lower(btrim(coalesce(own.type, 'partner'))) = 'partner'
     ORDER BY names.name LIMIT $2`,
    [light, most],
  )
}

function newestRequests(link: Connection, most: number): Promise<Completion[]> {
  return link.rows(
    `SELECT id::text AS value, left(action, 3) || ' ' || coalesce(body::jsonb ->> 'partnerName', '') AS about FROM audit
     WHERE action IN ('loa_requested', 'nfr_requested') ORDER BY id DESC LIMIT $1`,
    [most],
  )
}

function newestPlans(link: Connection, most: number): Promise<Completion[]> {
  return link.rows(
    `SELECT body::jsonb ->> 'plan' AS value, 'planned ' || left(max(at), 10) AS about FROM audit
     WHERE action IN ('cam_planned', 'cam_exported') GROUP BY value ORDER BY max(id) DESC LIMIT $1`,
    [most],
  )
}

async function reading<T>(desk: NamedDesk, read: (link: Connection) => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`${desk.place} does not answer soon`)), SOON)
  const linked = connect(hasty(desk), { waitSeconds: 1, settings: { search_path: SCHEMA, statement_timeout: `${SOON}ms` } })
  try {
    return await Promise.race([linked.then((link) => wordsOf(link, desk.place, read)), late.promise])
  } finally {
    clearTimeout(timer)
    // Nobody waits for a connection that comes late, nor for the server's goodbye.
    linked.then((link) => link.drop()).catch(() => {})
  }
}

async function wordsOf<T>(link: Connection, place: string, read: (link: Connection) => Promise<T>): Promise<T> {
  const [meta, words] = await Promise.all([deskMeta(link), read(link)])
  if (meta === null || fitOf(meta, place, 'ask') === 'older') throw new Error(`${place} cannot be asked as it is`)
  return words
}

/** The desk, with little time to connect for all its hosts together. */
function hasty(desk: NamedDesk): NamedDesk {
  const { address } = desk
  return { ...desk, address: { ...address, seconds: SOON / 1000 / address.hosts.length } }
}
