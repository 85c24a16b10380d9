/** Copying a whole desk from a server, and into one that was made there. */

import { failure } from '../../../errors.ts'
import type { SeenHead, SeenHeads } from '../../../records/heads/seen-heads.ts'
import type { Kind } from '../../../records/kind.ts'
import type { Moving } from '../../moving/desk-rows.ts'
import { marked } from '../../moving/moved.ts'
import type { Connection } from '../connection/connection.ts'
import { keepSeenHere } from '../recording/last-seen.ts'
import { type DeskMeta, deskMeta, fitOf, newerDesk } from '../schema.ts'
import { seenTable, tableOf } from '../tables.ts'
import { inTransaction, keepTo, noteAdded } from '../transaction.ts'
import { beginToLeave, leave, takeUp } from './leaving.ts'
import { serverRows } from './read-rows.ts'
import { writeTable } from './write-rows.ts'

interface Place {
  place: string
  loadKinds: () => Promise<readonly Kind[]>
  /** The last entries that were seen of desks. */
  heads: SeenHeads
  /** Throws that a desk has an older schema. */
  refuseOlder: () => Promise<never>
  /** Connects, and closes the connection when the work is done. Throws what a user can act on. */
  withLink: <T>(work: (link: Connection) => Promise<T>) => Promise<T>
}

/** So long a table of the desk may take. */
const NO_LIMIT = 'SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0'

/** What copies a desk on a server, or fills an empty one. */
export function serverMoving({ place, loadKinds, heads, refuseOlder, withLink }: Place): Moving {
  const atDesk = <T>(work: (link: Connection, meta: DeskMeta) => Promise<T>): Promise<T> =>
    withLink(async (link) => {
      const meta = await deskMeta(link)
      if (meta === null) throw failure('no_database', `no desk at ${place} yet`, 'its administrator makes one: phd desk init')
      const fit = fitOf(meta, place, 'record')
      // What this program does not know of it would be left out.
      if (fit === 'newer') throw newerDesk(place, meta, 'nothing was changed; update phd')
      if (fit === 'older') return refuseOlder()
      return work(link, meta)
    })
  const refuseUnseen = (link: Connection, { id }: DeskMeta): Promise<void> =>
    keepSeenHere(link, heads, { place, id: id ?? '', to: 'record', warn: undefined })
  return {
    place,
    read: (work, leaving) =>
      atDesk(async (link, meta) => {
        if (leaving) await beginToLeave(link, place)
        if (leaving) await refuseUnseen(link, meta)
        await link.run(`BEGIN ISOLATION LEVEL REPEATABLE READ ${leaving ? '' : 'READ ONLY'}; ${NO_LIMIT}`)
        const done = await work(serverRows(link))
        if (leaving) await marked(place, leaving.to, () => leave(link, leaving))
        else await link.run('ROLLBACK')
        return done
      }),
    reopen: (by, dryRun) =>
      atDesk(async (link, meta) => {
        await refuseUnseen(link, meta)
        return takeUp(link, place, by, dryRun)
      }),
    checkEmpty: () =>
      atDesk(async (link, meta) => {
        await refuseFilled(link, place)
        await refuseUnseen(link, meta)
      }),
    receive: (work) =>
      atDesk(async (link, meta) => {
        keepTo(link, meta.said, place)
        await refuseUnseen(link, meta)
        return inTransaction(link, async () => {
          await link.run(NO_LIMIT)
          await link.run('LOCK TABLE imports, audit, audit_end, aliases, names, claims IN EXCLUSIVE MODE')
          await refuseFilled(link, place)
          const done = await work({ ...serverRows(link), write: (table, parts) => writeTable(link, table, parts) })
          const tables = (await loadKinds()).flatMap((kind) => [tableOf(kind), seenTable(kind)])
          await link.run(`ANALYZE ${['imports', 'names', 'audit', ...tables].join(', ')}`)
          const [last] = await link.rows<SeenHead>('SELECT id AS entry, hash, at FROM audit ORDER BY id DESC LIMIT 1')
          if (last) noteAdded(link, last)
          return done
        })
      }),
  }
}

async function refuseFilled(link: Connection, place: string): Promise<void> {
  const [row] = await link.lists<[boolean]>(
    `SELECT EXISTS (SELECT 1 FROM imports) OR EXISTS (SELECT 1 FROM audit) OR EXISTS (SELECT 1 FROM aliases)
       OR EXISTS (SELECT 1 FROM names) OR EXISTS (SELECT 1 FROM claims)`,
  )
  if (row?.[0] !== true) return
  throw failure(
    'desk_not_empty',
    `the desk at ${place} is not empty`,
    'nothing was changed; copy into one that was just made: phd desk init',
  )
}
