/** Whether the audit of a desk still has the last entry of it that this person's machine saw. */

import { failure } from '../../../errors.ts'
import {
  headWords,
  isDeskId,
  type SeenHead,
  type SeenHeads,
  type SeenState,
  seenHead,
} from '../../../records/heads/seen-heads.ts'
import type { SeenCheck } from '../../engine.ts'
import type { Connection } from '../connection/connection.ts'
import { tellKept } from '../transaction.ts'

/** What was asked of the audit: its last entry, and those under the numbers that were seen of any desk. */
export interface HeadsAsked {
  known: ReadonlyMap<string, SeenHead>
  last: SeenHead | null
  hashes: ReadonlyMap<number, string>
}

/** Asks it in one question, before it is known which desk it is. */
export async function askHeads(link: Connection, heads: SeenHeads): Promise<HeadsAsked> {
  const known = heads.all()
  const rows = await link.lists<[entry: number, hash: string, at: string]>(
    `SELECT id, hash, at FROM audit WHERE id = ANY($1::integer[])
     UNION (SELECT id, hash, at FROM audit ORDER BY id DESC LIMIT 1) ORDER BY id`,
    [[...known.values()].map(({ entry }) => entry)],
  )
  const [entry, hash, at] = rows.at(-1) ?? []
  return { known, last: seenHead({ entry, hash, at }), hashes: new Map(rows.map((row) => [row[0], row[1]])) }
}

/** What became of the entry that was seen of a desk; null where none was. */
export function checkSeen({ known, last, hashes }: HeadsAsked, desk: string): SeenCheck | null {
  const seen = known.get(desk)
  if (seen === undefined) return null
  const hash = hashes.get(seen.entry)
  const state: SeenState = hash === seen.hash ? 'there' : hash === undefined ? 'gone' : 'another'
  return { seen, state, last }
}

/** What is wrong with a desk whose audit lacks the entry that was seen, in a sentence. */
function lackWords({ seen, state, last }: SeenCheck, place: string): string {
  const now = state === 'another' ? 'another entry has that number' : last ? `it ends with ${headWords(last)}` : 'it is empty'
  return `the audit of ${place} is not the one you saw: you saw ${headWords(seen)}, and now ${now}`
}

/** Keeps the last entry of a desk as the one that was seen, where it is another than the one that is known. */
async function keepLast(heads: SeenHeads, desk: string, { known, last }: HeadsAsked): Promise<void> {
  if (last !== null && isDeskId(desk) && known.get(desk)?.hash !== last.hash) await heads.keep(desk, last)
}

export interface Opened {
  place: string
  /** The id of the desk. */
  id: string
  to: 'ask' | 'record'
  /** Tells what needs a person, also one who asked to be told little. */
  warn: ((text: string) => void) | undefined
}

/**
 * Keeps the last entry of the audit as the one that was seen, now and after each that is added. Where the one that was seen before is not
 * there anymore, that is told and nothing is kept; who is to record is refused: `audit_not_as_seen`.
 */
export async function keepSeen({ link, heads, headsAsked }: Asked, { place, id, to, warn }: Opened): Promise<void> {
  const asked = await headsAsked
  const check = checkSeen(asked, id)
  if (check === null || check.state === 'there') {
    tellKept(link, (last) => keepLast(heads, id, { ...asked, last }))
    return keepLast(heads, id, asked)
  }
  const words = lackWords(check, place)
  if (to === 'record') throw failure('audit_not_as_seen', words)
  warn?.(
    `${words}. What is answered may lack what was recorded, and nothing is recorded until its administrator has looked: phd desk verify`,
  )
}

/** The same for who connects for one thing alone: the audit is asked first. An older desk may have no id, and then nothing is known of it. */
export async function keepSeenHere(link: Connection, heads: SeenHeads, opened: Opened): Promise<void> {
  await keepSeen({ link, heads, headsAsked: askHeads(link, heads) }, opened)
}

/** What became of the entry that was seen of a desk; the last is kept where that one is there, or none was. */
export async function lookAtSeen(link: Connection, heads: SeenHeads, desk: string): Promise<SeenCheck | null> {
  const asked = await askHeads(link, heads)
  const check = checkSeen(asked, desk)
  if (check === null || check.state === 'there') await keepLast(heads, desk, asked)
  return check
}

interface Asked {
  link: Connection
  heads: SeenHeads
  headsAsked: Promise<HeadsAsked>
}
