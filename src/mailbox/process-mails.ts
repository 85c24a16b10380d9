/** Processes mails one by one: sorts each, routes it, writes its draft and records it. */

import type { Claim } from '../records/claims/claim.ts'
import { type FoundMail, findMails } from './mail-files.ts'
import type { MailRecorder, Recorded } from './record.ts'
import type { MailRouter } from './route.ts'
import type { RoutedMail } from './routed.ts'
import { asRepeated, type MailSorter, type QuarantinedMail, type SortedMail } from './sort.ts'

/** What was decided on a mail. */
export interface DecidedMail {
  sorted: SortedMail | QuarantinedMail
  /** Null where it was not read, needs review, was routed before, or is taken. */
  routed: RoutedMail | null
  /** The claim of a colleague who has it; null: nobody else has. */
  taken: Claim | null
}

/** What was done with a mail. */
export interface ProcessedMail extends DecidedMail {
  recorded: Recorded | null
}

export interface Deciding {
  sorter: MailSorter
  router: MailRouter
  /** Who else has a mail; left out, nobody is asked. */
  takenBy?: (sorted: SortedMail) => Claim | null
}

/** Sorts a mail, and routes it unless it needs review or a colleague has it. */
export async function decideMail({ sorter, router, takenBy }: Deciding, found: FoundMail): Promise<DecidedMail> {
  const sorted = await sorter.sort(found)
  if ('quarantined' in sorted) return { sorted, routed: null, taken: null }
  const taken = takenBy?.(sorted) ?? null
  if (taken || sorted.needsPerson || sorted.repeats?.isDone) return { sorted, routed: null, taken }
  return { sorted, taken, routed: Buffer.isBuffer(found.content) ? await router.route(sorted, found.content) : null }
}

/** Which mails are processed, and how. */
export interface Processing extends Deciding {
  paths: readonly string[]
  /** How many bytes a mail may have. */
  mostBytes: number
  /** Records what is routed; null: nothing is written. */
  recorder: MailRecorder | null
  /** Told of each file that holds no mail. */
  onSkipped(name: string): void
}

/**
 * Processes mails in their order; each comes out once it is recorded. One that someone else routed in between comes out as routed before.
 * Throws `changed_meanwhile` where what the routing rests on changed in between.
 */
export async function* processMails({ paths, mostBytes, recorder, onSkipped, ...by }: Processing): AsyncGenerator<ProcessedMail> {
  // Mails that are not recorded yet, and those that came after them.
  let waiting: ProcessedMail[] = []
  try {
    for await (const found of findMails(paths, mostBytes, onSkipped)) {
      const { sorted, routed, taken } = await decideMail(by, found)
      const isRecorded = recorder !== null && routed !== null && routed.stopped === null && !('quarantined' in sorted)
      const recorded = isRecorded ? await recorder.add(sorted, routed) : null
      waiting.push({ ...withoutContent({ sorted, routed, taken }), recorded })
      if (recorder && recorder.waiting > 0) continue
      yield* waiting.map(asRecorded)
      waiting = []
    }
    await recorder?.record()
    yield* waiting.map(asRecorded)
  } finally {
    recorder?.discard()
  }
}

/** A mail as it came out once it was recorded, by this run or by another one. */
function asRecorded(mail: ProcessedMail): ProcessedMail {
  const before = mail.recorded?.before ?? null
  if (before === null || 'quarantined' in mail.sorted) return mail
  return { sorted: asRepeated(mail.sorted, before.mail, before.by), routed: null, taken: null, recorded: null }
}

/** A mail without its text and files, which are held only until its draft is written. */
function withoutContent({ sorted, routed, taken }: DecidedMail): DecidedMail {
  if ('quarantined' in sorted) return { sorted, routed, taken }
  const attachments = sorted.mail.attachments.map((each) => ({ ...each, content: new Uint8Array() }))
  const mail = { ...sorted.mail, attachments, fresh: '', older: '', header: () => '' }
  return {
    sorted: { ...sorted, mail },
    taken,
    routed: routed && { ...routed, draft: routed.draft && { ...routed.draft, content: '' } },
  }
}
