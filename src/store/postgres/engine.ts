/** A desk on a PostgreSQL server. What talks to the server is loaded when it is asked for. */

import { failure, type PhdError } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import type { Engine, OpenOptions, SharedDesk } from '../engine.ts'
import { movedAway, movedSentence } from '../moving/moved.ts'
import { refusePrunedMoment } from '../pruned.ts'
import type { AsOf, RecordReader, Store } from '../store.ts'
import { connect } from './connection/connect.ts'
import type { Connection } from './connection/connection.ts'
import { asUserError } from './connection/errors.ts'
import { type NamedDesk, namedDesk } from './connection/named-desk.ts'
import { grantRole } from './grant.ts'
import { readImports } from './imports/import-list.ts'
import { onlyInFile } from './only-in-file.ts'
import { PostgresStore } from './postgres-store.ts'
import { PostgresReader } from './reader.ts'
import { MAY_RECORD } from './roles.ts'
import { deskMeta, fitOf, makeDesk } from './schema.ts'
import { statusOf } from './status.ts'
import { SCHEMA } from './tables.ts'
import { keepToSchema } from './transaction.ts'
import { upgradeDesk } from './upgrade.ts'

/** What a desk on a server needs of the program. */
export interface Surroundings extends Pick<Engine, 'openNone'> {
  env: Readonly<Record<string, string | undefined>>
  loadKinds: () => Promise<readonly Kind[]>
}

/**
 * The engine of the desk that `postgres://…` or `service=…` names. Throws `usage`, `passwords_exposed`; nothing is connected to. An empty
 * desk that is never kept is not for a server to keep: `openNone` opens it.
 */
export function serverEngine(named: string, { env, loadKinds, openNone }: Surroundings): Engine {
  const desk = namedDesk(named, env)
  const { place } = desk
  const refuseOlder = async (): Promise<never> => {
    throw failure(
      'foreign_schema',
      `${place} is of an older phd than this one`,
      'nothing was read or changed; its administrator brings it up to date: phd desk upgrade',
    )
  }
  return {
    place,
    // Who asks it is told when it is opened.
    state: () => 'there',
    failure: async () => null,
    openToRead: (options): Promise<RecordReader | null> =>
      opened(desk, options, 'ask', async (link) => {
        const reader = new PostgresReader(link, { kinds: loadKinds, place, asOf: options.asOf })
        if (options.hold) await reader.holdMoment()
        return reader
      }),
    openToWrite: (options): Promise<Store | null> =>
      opened(desk, options, 'record', async (link) => {
        await refuseReader(link, place)
        const showWait = options.showWait ?? ((_wait, work) => work())
        return new PostgresStore(link, { kinds: loadKinds, place, asOf: options.asOf, showWait, by: options })
      }),
    openNone,
    upgrade: refuseOlder,
    findAsOf: (wanted) => withLink(desk, (link) => findAsOf(link, wanted)),
    lookOver: async () => null,
    views: async () => {
      throw onlyInFile('a question in SQL')
    },
    ask: async () => {
      throw onlyInFile('a question in SQL')
    },
    completions: async () => ({ partnersLike: () => [], newestRequests: () => [], newestPlans: () => [] }),
    moving: async () => {
      const { serverMoving } = await import('./moving/server-moving.ts')
      return serverMoving({ place, loadKinds, refuseOlder, withLink: (work) => withLink(desk, work) })
    },
    file: null,
    shared: administered(desk, loadKinds),
  }
}

/** What the administrator of a desk does with it. */
function administered(desk: NamedDesk, loadKinds: Surroundings['loadKinds']): SharedDesk {
  const { place, address } = desk
  return {
    login: address.user,
    make: (dryRun) => withLink(desk, async (link) => makeDesk(link, await loadKinds(), dryRun)),
    status: () => withLink(desk, statusOf),
    grant: (asked) =>
      withLink(desk, async (link) => {
        if ((await deskMeta(link)) === null) throw noDesk(place)
        return grantRole(link, place, asked)
      }),
    upgrade: (dryRun) =>
      withLink(desk, async (link) => {
        const upgraded = await upgradeDesk(link, { place, kinds: await loadKinds(), dryRun })
        if (upgraded === null) throw noDesk(place)
        return upgraded
      }),
  }
}

/** How long an administrator's command waits for others, in seconds. */
const WAIT_SECONDS = 10

async function withLink<T>(desk: NamedDesk, work: (link: Connection) => Promise<T>): Promise<T> {
  const link = await connect(desk, { waitSeconds: WAIT_SECONDS, settings: { search_path: SCHEMA } })
  try {
    return await work(link)
  } catch (error) {
    throw asUserError(error, desk.place)
  } finally {
    await link.close()
  }
}

/**
 * Connects, and gives what is made of the connection; null where the desk has an older schema. What that asks first goes with the
 * question what desk it is, and counts for nothing where it is another.
 */
async function opened<T>(
  desk: NamedDesk,
  { waitSeconds, note }: OpenOptions,
  to: 'ask' | 'record',
  make: (link: Connection) => Promise<T>,
): Promise<T | null> {
  const link = await connect(desk, { waitSeconds, settings: { search_path: SCHEMA } })
  try {
    const asked = deskMeta(link)
    const made = make(link)
    made.catch(() => {})
    const meta = await asked
    if (meta === null) throw noDesk(desk.place)
    const fit = fitOf(meta, desk.place, to)
    if (fit === 'newer') note?.(`phd: ${desk.place} is for a newer phd; this one can still ${to}. Update it when you can`)
    if (meta.moved && to === 'record') throw movedAway(desk.place, meta.moved)
    if (meta.moved) note?.(`phd: ${movedSentence(desk.place, meta.moved)}; what was recorded there since is not here`)
    if (to === 'record') keepToSchema(link, meta.schema, desk.place)
    if (fit !== 'older') return await made
  } catch (error) {
    await link.close()
    throw asUserError(error, desk.place)
  }
  await link.close()
  return null
}

/** Who may not record is told before anything is read or sent. Throws `access_refused`. */
async function refuseReader(link: Connection, place: string): Promise<void> {
  const [row] = await link.lists<[boolean]>(`SELECT ${MAY_RECORD}`)
  if (row?.[0] === true) return
  throw failure(
    'access_refused',
    `this login may ask ${place}, and not change it`,
    'nothing was changed; ask its administrator for the role phd_desk',
  )
}

function noDesk(place: string): PhdError {
  return failure('no_database', `no desk at ${place} yet`, 'its administrator makes one: phd desk init')
}

/** The last entry of the list of imports that had come by a moment, or that has a number, with its time. */
async function findAsOf(link: Connection, wanted: { moment: string } | { entry: number }): Promise<AsOf> {
  const { rows, pruned } = await readImports(link)
  const entry =
    'moment' in wanted ? rows.findLast((each) => each.imported_at <= wanted.moment) : rows.find(({ id }) => id === wanted.entry)
  if ('entry' in wanted && !entry) throw failure('as_of_unknown', `no import ${wanted.entry}`)
  const moment = 'moment' in wanted ? wanted.moment : (entry?.imported_at ?? '')
  const found = { entry: entry?.id ?? 0, moment }
  refusePrunedMoment(pruned, { ...found, moment: 'moment' in wanted ? moment : null })
  return found
}
