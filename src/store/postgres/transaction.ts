import { failure } from '../../errors.ts'
import type { SeenHead } from '../../records/heads/seen-heads.ts'
import { NOTED_SETTING as SETTING } from '../moving/desk-rows.ts'
import { MOVED, movedAway, readMoved } from '../moving/moved.ts'
import type { Connection } from './connection/connection.ts'
import { isLost, isRetriable, UnknownOutcome } from './connection/errors.ts'
import { RULES } from './tables.ts'

/** Marks what a piece of work gives where its changes must not be kept. */
export const ROLLED_BACK: unique symbol = Symbol('rolled back')

/** The last entry that each connection added to the audit in the transaction that is open. */
const added = new WeakMap<Connection, SeenHead>()

/** Notes the last entry that a transaction adds to the audit: by its hash, the transaction is known. */
export function noteAdded(link: Connection, last: SeenHead): void {
  added.set(link, last)
}

/** Who is told of the last entry of each transaction that was kept. */
const told = new WeakMap<Connection, (last: SeenHead) => Promise<void>>()

/** From here on, the last entry of each transaction of a connection is told once it is kept. */
export function tellKept(link: Connection, tell: (last: SeenHead) => Promise<void>): void {
  told.set(link, tell)
}

/** The lock of the schema: whoever changes it has it alone, whoever writes shares it. */
export const SCHEMA_LOCK = 7367779

/** What a desk says of itself, by the names in `meta`. */
export type Said = ReadonlyMap<string, string>

/** What each desk said of itself when its connection was opened, and where it is. */
const openedWith = new WeakMap<Connection, { said: Said; place: string }>()

/**
 * From here on, the transactions of a connection refuse to write where the schema, the settings or the rules of the desk are others than
 * these, or the desk was moved.
 */
export function keepTo(link: Connection, said: Said, place: string): void {
  openedWith.set(link, { said, place })
}

/** So often work that was in the way of others is begun again. */
const TRIES = 3

/**
 * Does work in one transaction: all of it is kept, or nothing where it throws, or where it gives its outcome under `ROLLED_BACK`. Each
 * question in it sees what others committed before the question. Where the connection is lost as it is kept, the desk is asked whether it
 * was. Work that others were in the way of begins again from its first line, so it must forget what it did before. Throws
 * `UnknownOutcome`, and what the server says.
 */
export async function inTransaction<T>(link: Connection, work: () => Promise<T | { [ROLLED_BACK]: T }>): Promise<T> {
  for (let left = TRIES; ; left--) {
    try {
      return await once(link, work)
    } catch (error) {
      if (left <= 1 || !isRetriable(error)) throw error
    }
  }
}

async function once<T>(link: Connection, work: () => Promise<T | { [ROLLED_BACK]: T }>): Promise<T> {
  added.delete(link)
  let done: T | { [ROLLED_BACK]: T }
  try {
    await begin(link)
    done = await work()
  } catch (error) {
    // Where the connection is lost, so is the transaction.
    if (!link.isLost) await link.run('ROLLBACK').catch(() => {})
    throw error
  }
  if (typeof done === 'object' && done !== null && ROLLED_BACK in done) {
    await link.run('ROLLBACK')
    return done[ROLLED_BACK]
  }
  await commit(link)
  const last = added.get(link)
  if (last) await told.get(link)?.(last)
  return done
}

/** Begins a transaction. The schema and the settings stay as they are until it ends. */
async function begin(link: Connection): Promise<void> {
  const opened = openedWith.get(link)
  if (opened === undefined) return link.run('BEGIN')
  const { said, place } = opened
  const [, rows] = await Promise.all([
    link.run(`BEGIN; SELECT pg_advisory_xact_lock_shared(${SCHEMA_LOCK})`),
    // A statement of its own, so that it sees what whoever had the lock before has done.
    link.lists<[string, string]>('SELECT name, value FROM meta'),
  ])
  const now = new Map(rows)
  const moved = readMoved(now.get(MOVED))
  if (moved) throw movedAway(place, moved)
  const again = 'nothing was changed; run it again'
  if (now.get('schema') !== said.get('schema')) throw failure('busy', 'the desk was brought up to date meanwhile', again)
  const changed = [...new Set([...said.keys(), ...now.keys()])].sort().filter((name) => now.get(name) !== said.get(name))
  // What was read with the others may be judged, or read from a file, in another way now.
  const settings = changed.filter((name) => name.startsWith(SETTING)).map((name) => name.slice(SETTING.length))
  if (settings.length > 0) throw failure('busy', `${settingsWord(settings)} of the desk changed meanwhile`, again)
  if (changed.includes(RULES)) throw failure('busy', 'the rules of the desk changed meanwhile', again)
}

function settingsWord(names: readonly string[]): string {
  return names.length === 1 ? `the setting ${names[0]}` : `the settings ${names.join(', ')}`
}

async function commit(link: Connection): Promise<void> {
  try {
    await link.run('COMMIT')
  } catch (error) {
    if (!link.isLost && !isLost(error)) throw error
    if (!(await wasKept(link, added.get(link)?.hash))) throw error
  }
}

/** Whether a transaction was kept that added an entry to the audit. */
async function wasKept(link: Connection, hash: string | undefined): Promise<boolean> {
  if (hash === undefined) throw new UnknownOutcome()
  try {
    await link.renew()
    await link.run('BEGIN')
    // The server may still be at it: the end of the audit is free only once it has ended.
    await link.run('SELECT lock_audit()')
    const found = await link.lists('SELECT 1 FROM audit WHERE hash = $1', [hash])
    await link.run('ROLLBACK')
    return found.length > 0
  } catch (cause) {
    throw new UnknownOutcome('', { cause })
  }
}

/** Does a part of the transaction that is open, which is undone alone where it throws. */
export async function inSavepoint(link: Connection, work: () => Promise<void>): Promise<void> {
  await link.run('SAVEPOINT part')
  try {
    await work()
  } catch (error) {
    if (!link.isLost) await link.run('ROLLBACK TO SAVEPOINT part')
    throw error
  }
  await link.run('RELEASE SAVEPOINT part')
}
