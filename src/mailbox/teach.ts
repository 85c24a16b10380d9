/** Teaches the kind of mails. */

import { failure } from '../errors.ts'
import type { MailKind } from '../mail/kinds.ts'
import type { NewAuditEntry, Store } from '../store/store.ts'
import { lessonEntry, readLessons, wordsOfMail } from './lessons.ts'
import { findMails } from './mail-files.ts'
import type { Sorting } from './set-up.ts'
import type { SortedMail } from './sort.ts'

/** A mail that phd was taught the kind of. */
export interface TaughtMail {
  /** The number of the lesson; null where none was recorded. */
  entry: number | null
  file: string
  sha256: string
  words: number
  /** Its kind before. */
  was: { kind: MailKind; confidence: number }
  /** The lesson of the same mail that this one replaces. */
  replaces: number | null
  status: 'taught' | 'unchanged' | 'dry_run'
}

export interface Teaching {
  store: Store
  /** Set up as if nothing had been routed before. */
  sorting: Sorting
  isDryRun: boolean
}

/**
 * Teaches mails as a kind, all or none. A mail that was taught so already stays as it is. Throws `mail_not_read`, `headers_decide`,
 * `too_few_words` and `no_mail`.
 */
export async function teachMails(
  kind: MailKind,
  paths: readonly string[],
  { store, sorting, isDryRun }: Teaching,
): Promise<TaughtMail[]> {
  const lessons = await readLessons(store)
  const taught: TaughtMail[] = []
  const entries: NewAuditEntry[] = []
  for await (const found of findMails(paths, sorting.rules.limits.bytes, () => {})) {
    const sorted = await sorting.sorter.sort(found)
    if ('quarantined' in sorted)
      throw failure('mail_not_read', `${found.name} was not read: ${sorted.quarantined.message}`, 'teach with another mail')
    const before = lessons.find(({ sha256 }) => sha256 === sorted.mail.sha256) ?? null
    const isNew = before?.kind !== kind
    const words = teachable(sorted, sorting)
    if (isNew) entries.push(lessonEntry(sorted, kind, words))
    taught.push({
      entry: isNew ? null : before.entry,
      file: sorted.name,
      sha256: sorted.mail.sha256,
      words: words.length,
      was: { kind: sorted.classified.kind, confidence: sorted.classified.confidence },
      replaces: isNew ? (before?.entry ?? null) : null,
      status: isNew ? (isDryRun ? 'dry_run' : 'taught') : 'unchanged',
    })
  }
  if (taught.length === 0) throw failure('no_mail', 'no mail found', 'name an .eml file')
  const recorded = isDryRun || entries.length === 0 ? [] : await store.record(entries)
  const numbers = recorded.map(({ id }) => id)
  return taught.map((each) => (each.status === 'taught' ? { ...each, entry: numbers.shift() ?? null } : each))
}

/** The words of a mail that a lesson keeps. Throws `headers_decide` and `too_few_words`. */
function teachable(sorted: SortedMail, { rules, classifyRules }: Sorting): string[] {
  if (sorted.classified.explained.decidedBy === 'headers')
    throw failure(
      'headers_decide',
      `${sorted.name} is known by its headers, or by words that only automatic mail has; no lesson comes before these`,
    )
  const words = wordsOfMail(sorted, classifyRules)
  if (words.length >= rules.lessons.words) return words
  throw failure(
    'too_few_words',
    `${sorted.name} has only ${words.length} words of its own, and a lesson needs ${rules.lessons.words}`,
    'teach with a mail that says more',
  )
}
