/** A connection that is made before it is known what a command does with the desk. */

import type { SeenHeads } from '../../records/heads/seen-heads.ts'
import type { Kind } from '../../records/kind.ts'
import type { OpenOptions } from '../engine.ts'
import type { RecordReader } from '../store.ts'
import { connect } from './connection/connect.ts'
import type { Connection } from './connection/connection.ts'
import type { NamedDesk } from './connection/named-desk.ts'
import { PostgresReader } from './reader.ts'
import { askHeads, type HeadsAsked, keepSeen, type Opened } from './recording/last-seen.ts'
import { MAY_RECORD } from './roles.ts'
import { type DeskMeta, deskMeta } from './schema.ts'
import { SCHEMA } from './tables.ts'

type Options = Pick<OpenOptions, 'waitSeconds' | 'asOf'>

/** A desk that is connected to, and what it was asked at once; none of that is waited for yet. */
export interface Reached {
  link: Connection
  meta: Promise<DeskMeta | null>
  /** Whether this login may record. */
  mayRecord: Promise<boolean>
  /** The last entries that were seen of desks, and what this one says of them. */
  heads: SeenHeads
  headsAsked: Promise<HeadsAsked>
  /** The desk at the moment of asking. */
  reader: PostgresReader
  held: Promise<void>
}

/** Connects, and asks for what most commands need. Throws what connecting throws. */
export async function reach(
  desk: NamedDesk,
  { loadKinds, heads }: { loadKinds: () => Promise<readonly Kind[]>; heads: SeenHeads },
  { waitSeconds, asOf }: Options,
): Promise<Reached> {
  const link = await connect(desk, { waitSeconds, settings: { search_path: SCHEMA } })
  const meta = deskMeta(link)
  const mayRecord = link.lists<[boolean]>(`SELECT ${MAY_RECORD}`).then(([row]) => row?.[0] === true)
  const headsAsked = askHeads(link, heads)
  const reader = new PostgresReader(link, { kinds: loadKinds, place: desk.place, asOf })
  const held = reader.holdMoment()
  // What a desk says of itself comes first: where it is another one, the rest counts for nothing.
  for (const asked of [meta, mayRecord, headsAsked, held]) asked.catch(() => {})
  return { link, meta, mayRecord, heads, headsAsked, reader, held }
}

/** What was reached, until it is taken. */
export class Ahead {
  readonly #reach: (options: Options) => Promise<Reached>
  #reached: Reached | null = null

  constructor(reachDesk: (options: Options) => Promise<Reached>) {
    this.#reach = reachDesk
  }

  /** What the desk says of itself; `lookAhead` is given its reader meanwhile. */
  async meta(options: Options, lookAhead?: (reader: RecordReader) => void): Promise<DeskMeta | null> {
    this.#reached ??= await this.#reach(options)
    lookAhead?.(this.#reached.reader)
    return this.#reached.meta
  }

  /** What opening says of the entry of the audit that was seen, where nothing opens it. */
  async keepSeen(opened: Opened): Promise<void> {
    if (this.#reached) await keepSeen(this.#reached, opened)
  }

  /** Gives what was reached, or reaches the desk: who waited for a person for long may have lost it. */
  async take(options: Options): Promise<Reached> {
    const reached = this.#reached
    this.#reached = null
    if (reached && !reached.link.isLost) return reached
    await reached?.link.close()
    return this.#reach(options)
  }

  /** Ends the connection where it was not taken. */
  async letGo(): Promise<void> {
    const reached = this.#reached
    this.#reached = null
    await reached?.link.close()
  }
}
