/** A desk on a PostgreSQL server. What talks to the server is loaded when it is asked for. */

import { failure, type PhdError } from '../../errors.ts'
import type { SeenHeads } from '../../records/heads/seen-heads.ts'
import type { Kind } from '../../records/kind.ts'
import type { DeskRules, Engine, OpenOptions, SharedDesk } from '../engine.ts'
import { movedAway, movedSentence } from '../moving/moved.ts'
import { refusePrunedMoment } from '../pruned.ts'
import type { AsOf, RecordReader, Store } from '../store.ts'
import { Ahead, type Reached, reach } from './ahead.ts'
import { connect } from './connection/connect.ts'
import type { Connection } from './connection/connection.ts'
import { asUserError } from './connection/errors.ts'
import { type NamedDesk, namedDesk } from './connection/named-desk.ts'
import { grantRole } from './grant.ts'
import { readImports } from './imports/import-list.ts'
import { PostgresStore } from './postgres-store.ts'
import { PostgresReader } from './reader.ts'
import { keepSeen, keepSeenHere } from './recording/last-seen.ts'
import { refuseOtherRules } from './rules.ts'
import { type DeskMeta, deskMeta, fitOf, makeDesk } from './schema.ts'
import { changeSettings, settingsIn } from './settings.ts'
import { statusOf } from './status.ts'
import { SCHEMA } from './tables.ts'
import { keepTo, type Said } from './transaction.ts'
import { upgradeDesk } from './upgrade.ts'

/** What a desk on a server needs of the program. */
export interface Surroundings extends Pick<Engine, 'openNone'> {
  env: Readonly<Record<string, string | undefined>>
  loadKinds: () => Promise<readonly Kind[]>
  /** The rules of this program. */
  loadRules: () => Promise<DeskRules>
  /** The last entries that were seen of desks, which this machine keeps. */
  heads: SeenHeads
}

/**
 * The engine of the desk that `postgres://…` or `service=…` names. Throws `usage`, `passwords_exposed`; nothing is connected to. An empty
 * desk that is never kept is not for a server to keep: `openNone` opens it.
 */
export function serverEngine(named: string, { env, loadKinds, loadRules, heads, openNone }: Surroundings): Engine {
  const desk = namedDesk(named, env)
  const { place } = desk
  const ahead = new Ahead((options) => reach(desk, { loadKinds, heads }, options))
  // What the desk said of itself as it was asked for its settings: a command goes by these, however often it opens the desk.
  let asked: Said | null = null
  const refuseOlder = async (): Promise<never> => {
    throw olderDesk(place)
  }
  return {
    place,
    // Who asks it is told when it is opened.
    state: () => 'there',
    failure: async () => null,
    openToRead: (options): Promise<RecordReader | null> =>
      opened(ahead, desk.place, options, 'ask', async ({ link, reader, held }) => {
        if (options.hold) {
          await held
          return reader
        }
        await letMomentGo(link)
        return new PostgresReader(link, { kinds: loadKinds, place, asOf: options.asOf })
      }),
    openToWrite: (options): Promise<Store | null> =>
      opened(ahead, desk.place, options, 'record', async ({ link, mayRecord, meta }) => {
        const said = asked ?? (await meta)?.said ?? new Map()
        keepTo(link, said, place)
        const [isAllowed] = await Promise.all([mayRecord, letMomentGo(link)])
        if (!isAllowed) throw readerOnly(place)
        const showWait = options.showWait ?? ((_wait, work) => work())
        const checkRules = async (): Promise<void> => refuseOtherRules(said, await loadRules(), place)
        return new PostgresStore(link, { kinds: loadKinds, place, asOf: options.asOf, showWait, by: options, checkRules })
      }),
    openNone,
    upgrade: refuseOlder,
    findAsOf: (wanted) => withLink(desk, (link) => findAsOf(link, wanted)),
    lookOver: async () => null,
    views: async () => (await import('./asking/views.ts')).listedViews(await loadKinds()),
    ask: async (question) => (await import('./asking/ask.ts')).ask(desk, question, await loadKinds()),
    completions: async () => (await import('./asking/completions.ts')).completionsOf(desk),
    moving: async () => {
      const { serverMoving } = await import('./moving/server-moving.ts')
      return serverMoving({ place, loadKinds, heads, refuseOlder, withLink: (work) => withLink(desk, work) })
    },
    file: null,
    shared: {
      ...administered(desk, { loadKinds, loadRules, heads }),
      settings: async (options) => {
        asked = await saidAt(ahead, place, options)
        return settingsIn(asked, place)
      },
      letGo: () => ahead.letGo(),
    },
  }
}

/** What the administrator of a desk does with it. */
function administered(
  desk: NamedDesk,
  { loadKinds, loadRules, heads }: Pick<Surroundings, 'loadKinds' | 'loadRules' | 'heads'>,
): Omit<SharedDesk, 'settings' | 'letGo'> {
  const { place, address } = desk
  const refuseUnseen = (link: Connection, meta: DeskMeta): Promise<void> =>
    keepSeenHere(link, heads, { place, id: meta.id ?? '', to: 'record', warn: undefined })
  return {
    login: address.user,
    make: (dryRun) =>
      withLink(desk, async (link) => {
        const meta = await deskMeta(link)
        if (meta) await refuseUnseen(link, meta)
        return makeDesk(link, await loadKinds(), await loadRules(), dryRun)
      }),
    status: () => withLink(desk, async (link) => statusOf(link, await loadRules(), heads)),
    grant: (asked) =>
      withLink(desk, async (link) => {
        const meta = await deskMeta(link)
        if (meta === null) throw noDesk(place)
        await refuseUnseen(link, meta)
        return grantRole(link, place, asked)
      }),
    upgrade: ({ dryRun, warn }) =>
      withLink(desk, async (link) => {
        const meta = await deskMeta(link)
        if (meta === null) throw noDesk(place)
        // Nothing but this brings an older desk, from a dump of before, to where it can be looked over.
        const isOlder = fitOf(meta, place, 'ask') === 'older'
        await keepSeenHere(link, heads, { place, id: meta.id ?? '', to: isOlder ? 'ask' : 'record', warn })
        const upgraded = await upgradeDesk(link, { place, kinds: await loadKinds(), rules: await loadRules(), dryRun })
        if (upgraded === null) throw noDesk(place)
        return upgraded
      }),
    changeSettings: (asked) =>
      withLink(desk, async (link) => {
        const meta = await deskMeta(link)
        if (meta === null) throw noDesk(place)
        if (fitOf(meta, place, 'record') === 'older') throw olderDesk(place)
        if (meta.moved) throw movedAway(place, meta.moved)
        await refuseUnseen(link, meta)
        return changeSettings(link, place, asked)
      }),
    verify: (accept) =>
      withLink(desk, async (link) => {
        const meta = await deskMeta(link)
        if (meta === null) throw noDesk(place)
        if (fitOf(meta, place, 'ask') === 'older') throw olderDesk(place)
        const { verifyDesk } = await import('./verify.ts')
        return verifyDesk(link, await loadKinds(), { heads, desk: meta.id ?? '', accept })
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

/** Gives what is made of the connection, which may be there already; null where the desk has an older schema. */
async function opened<T>(
  ahead: Ahead,
  place: string,
  options: OpenOptions,
  to: 'ask' | 'record',
  make: (reached: Reached) => Promise<T>,
): Promise<T | null> {
  const reached = await ahead.take(options)
  const { link } = reached
  try {
    const meta = await reached.meta
    if (meta === null) throw noDesk(place)
    const fit = fitOf(meta, place, to)
    if (fit === 'newer') options.note?.(`phd: ${place} is for a newer phd; this one can still ${to}. Update it when you can`)
    if (meta.moved && to === 'record') throw movedAway(place, meta.moved)
    if (meta.moved) options.note?.(`phd: ${movedSentence(place, meta.moved)}; what was recorded there since is not here`)
    if (fit !== 'older') {
      await keepSeen(reached, { place, id: meta.id ?? '', to, warn: options.warn })
      return await make(reached)
    }
  } catch (error) {
    await link.close()
    throw asUserError(error, place)
  }
  await link.close()
  return null
}

/** What a desk says of itself, by a connection that stays for what opens it next. */
async function saidAt(ahead: Ahead, place: string, options: Parameters<SharedDesk['settings']>[0]): Promise<Said> {
  try {
    const meta = await ahead.meta(options, options.lookAhead)
    if (meta === null) throw noDesk(place)
    const fit = fitOf(meta, place, 'ask')
    if (options.warn && fit !== 'older') await ahead.keepSeen({ place, id: meta.id ?? '', to: 'ask', warn: options.warn })
    return meta.said
  } catch (error) {
    await ahead.letGo()
    throw asUserError(error, place)
  }
}

/** Ends the transaction that holds the moment of asking. */
async function letMomentGo(link: Connection): Promise<void> {
  await link.run('ROLLBACK')
}

/** Who may not record is told before anything is read or sent. */
function readerOnly(place: string): PhdError {
  return failure(
    'access_refused',
    `this login may ask ${place}, and not change it`,
    'nothing was changed; ask its administrator for the role phd_desk',
  )
}

function olderDesk(place: string): PhdError {
  return failure(
    'foreign_schema',
    `${place} is of an older phd than this one`,
    'nothing was read or changed; its administrator brings it up to date: phd desk upgrade',
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
