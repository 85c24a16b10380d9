import { audienceOf } from '../../agenda/audience.ts'
import { type Digest, makeDigest } from '../../agenda/digest.ts'
import { agendaDues } from '../../agenda/dues.ts'
import { lastMark, markEntry } from '../../agenda/marks.ts'
import { readAgenda } from '../../agenda/read.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { givenValue } from '../../app/option-values.ts'
import { checkOut, writeOut } from '../../app/pages/out-file.ts'
import { ExitCode, highestCode, usageError } from '../../errors.ts'
import type { AgendaItem } from '../../reports/agenda.ts'
import { marksOf } from '../../reports/digest.ts'
import type { RecordReader, Store } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { digestView } from './digest-view.ts'
import { type DraftTo, draftDigest } from './draft.ts'
import { digestFormat, digestPieces } from './out.ts'

export interface DigestFlags extends CommonFlags, DueDatesFlags {
  for?: string
  since?: 'last' | 'none'
  mark?: boolean
  out?: string
  draft?: string
  to?: string
  withPeople?: boolean
  all?: boolean
  failOnDue?: boolean
}

/**
 * Makes the page of what is due. It is marked last, when it is written: what nobody got must not count as told. Throws usage errors,
 * `user_not_found`, and what writing refuses.
 */
export async function runDigest(context: Context, flags: DigestFlags): Promise<ExitCode> {
  const out = givenValue('--out', flags.out)
  const draft = givenValue('--draft', flags.draft)
  const to = givenValue('--to', flags.to)
  if (to !== undefined && draft === undefined) throw usageError('--to is for the mail', 'add --draft <file.eml>')
  if (flags.mark && context.asOf !== null) throw usageError('--mark cannot be combined with --as-of', 'mark the digest of today')
  if (flags.force && out === undefined && draft === undefined && flags.ics === undefined)
    throw usageError('--force is for files', 'add --out digest.html, or remove --force')
  const format = out === undefined ? null : digestFormat(out)
  const { digest, draftTo } = await read(context, flags, draft === undefined ? null : (to ?? null))
  if (out !== undefined) checkOut(out, flags.force ?? false)
  // Who may not mark is told before a file is written.
  const marking = flags.mark && !context.dryRun ? await context.openStore('record') : null
  let isDrafted = true
  try {
    if (flags.ics !== undefined) await keepDueDates(context, flags, () => agendaDues(itemsOf(digest)))
    const overwrite = flags.force ?? false
    if (out !== undefined && format !== null) writeOut(context, out, digestPieces(digest, format), { overwrite })
    if (draft !== undefined) isDrafted = await draftDigest(context, digest, { draft, to: draftTo, overwrite })
    if (flags.mark) await mark(context, digest, marking)
  } finally {
    await marking?.close()
  }
  print(context.io, context.format, digestView(digest, context.io))
  const isLate = digest.entries.some(({ item }) => item.isLate)
  return highestCode([
    flags.failOnDue && isLate ? ExitCode.no : ExitCode.yes,
    digest.doubts.length > 0 || !isDrafted ? ExitCode.cannotTell : ExitCode.yes,
  ])
}

async function read(context: Context, flags: DigestFlags, to: string | null): Promise<{ digest: Digest; draftTo: DraftTo }> {
  const store = await context.openStore('read')
  try {
    const agenda = await readAgenda(context, store)
    const audience = await audienceOf(context, store, agenda, givenValue('--for', flags.for))
    const mark = flags.since === 'none' ? null : await lastMark(store, audience, context.now)
    const { now, asOf, dryRun } = context
    const isMarking = (flags.mark ?? false) && !dryRun
    const about = { audience, mark, now, asOf, isMarking, withPeople: flags.withPeople ?? false, isAll: flags.all ?? false }
    return { digest: makeDigest(agenda, about), draftTo: await recipientOf(context, store, { audience, to }) }
  } finally {
    await store.close()
  }
}

/** Who gets the mail: whoever --to names, else the manager whose page it is; null: it is the desk's own, or unknown. */
async function recipientOf(
  context: Context,
  store: RecordReader,
  { audience, to }: { audience: Digest['audience']; to: string | null },
): Promise<DraftTo> {
  const { directory, namedContact, reachable } = await import('../../partners/contacts.ts')
  if (to !== null) return namedContact(await directory(store), to, context)
  if (audience.manager !== null) return reachable(await directory(store), audience.manager, context)
  return audience.reader === 'desk' ? 'desk' : { name: null, address: null, why: 'no one is named' }
}

function* itemsOf({ entries }: Digest): Generator<AgendaItem> {
  for (const { item } of entries) yield item
}

/** Records what is on the page; a dry run, without a store, says so. */
async function mark({ io }: Pick<Context, 'io'>, { audience, entries }: Digest, store: Store | null): Promise<void> {
  const items = marksOf(entries)
  if (store === null) {
    io.note(`would mark this digest, ${items.length} items`)
    return
  }
  const [entry] = await store.record([markEntry(audience, items)])
  io.note(`marked as audit entry ${entry?.id}; the next digest is compared with it`)
}
