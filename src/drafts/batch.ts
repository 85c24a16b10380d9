/** Drafts of many mails at once: one that cannot be written does not stop the others. */

import type { Context } from '../app/context.ts'
import { PhdError } from '../errors.ts'
import type { PreparedDraft } from './prepared.ts'
import { type WrittenDraft, writeDrafts } from './write.ts'

/** The drafts that were written, and for what none was, with why. */
export interface Drafted {
  drafts: readonly WrittenDraft[]
  undrafted: readonly string[]
}

export const NO_DRAFTS: Drafted = { drafts: [], undrafted: [] }

interface Batch<T> {
  /** Prepares the mail of one; text is why there is none. */
  prepare: (each: T) => Promise<PreparedDraft | string>
  /** Says why no mail can be filled in for one. */
  unfilled: (each: T, error: PhdError) => string
}

/** Why no mail can be filled in. */
const NO_MAIL: ReadonlySet<string> = new Set(['missing_values', 'not_an_address', 'forbidden_address'])

/** Prepares a mail for each and writes them all to a folder; see {@link writeDrafts}. Throws what preparing and writing refuse. */
export async function draftEach<T>(
  context: Context,
  folder: string,
  all: Iterable<T>,
  { prepare, unfilled }: Batch<T>,
): Promise<Drafted> {
  const prepared: PreparedDraft[] = []
  const undrafted: string[] = []
  const taken = new Set<string>()
  for (const each of all) {
    try {
      const draft = await prepare(each)
      if (typeof draft === 'string') undrafted.push(draft)
      else prepared.push({ ...draft, name: freeName(draft.name, taken) })
    } catch (error) {
      if (!(error instanceof PhdError) || !NO_MAIL.has(error.kind)) throw error
      undrafted.push(unfilled(each, error))
    }
  }
  return { drafts: await writeDrafts(context, folder, prepared, null), undrafted }
}

/** A name for the file; two people may have names that are written the same. */
function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let number = 2; taken.has(free); number++) free = name.replace(/(?=\.[a-z]+$)/, `-${number}`)
  taken.add(free)
  return free
}
