import { givenValue } from '../../app/command.ts'
import { type CommonFlags, type Context, recordingOf } from '../../app/context.ts'
import { unknownValue } from '../../app/usage.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { findMails } from '../../imports/mail-files.ts'
import type { MailKind } from '../../mail/kinds.ts'
import { forgottenEntry, lessonEntry, readLessons, teachableKinds, wordsOfMail } from '../../mailbox/lessons.ts'
import type { Sorting } from '../../mailbox/set-up.ts'
import type { SortedMail } from '../../mailbox/sort.ts'
import type { NewAuditEntry } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { openSorting } from './shared.ts'
import { forgottenView, lessonsView, type TaughtMail, taughtView } from './teach-view.ts'

export interface TeachFlags extends CommonFlags {
  kind?: string
  forget?: string
  reason?: string
}

/** Teaches the kind of mails, or forgets such a lesson. */
export async function runTeach(context: Context, flags: TeachFlags, paths: string[]): Promise<ExitCode> {
  const kind = givenValue('--kind', flags.kind)?.trim()
  const forget = givenValue('--forget', flags.forget)?.trim()
  if (forget !== undefined) {
    if (kind !== undefined || paths.length > 0)
      throw usageError('--forget cannot be combined with mails or --kind', 'run it with --forget alone')
    return forgetLesson(context, forget, givenValue('--reason', flags.reason)?.trim() ?? null)
  }
  if (paths.length === 0) throw usageError('no mail given', 'add one: phd mail teach mail.eml --kind po_submission')
  const store = await context.openStore('fill')
  try {
    const basis = await store.basis()
    const desk = await openSorting(context, store, { forgets: true })
    const wanted = knownKind(kind, desk)
    const lessons = await readLessons(store)
    const taught: TaughtMail[] = []
    const entries: NewAuditEntry[] = []
    for await (const found of findMails(paths, desk.rules.limits.bytes, () => {})) {
      const sorted = await desk.sorter.sort(found)
      if ('quarantined' in sorted)
        throw failure('mail_not_read', `${found.name} was not read: ${sorted.quarantined.message}`, 'teach with another mail')
      const before = lessons.find(({ sha256 }) => sha256 === sorted.mail.sha256) ?? null
      const isNew = before?.kind !== wanted
      const words = teachable(sorted, desk)
      if (isNew) entries.push(lessonEntry(sorted, wanted, words, recordingOf(context)))
      taught.push({
        entry: isNew ? null : before.entry,
        file: sorted.name,
        sha256: sorted.mail.sha256,
        words: words.length,
        was: { kind: sorted.classified.kind, confidence: sorted.classified.confidence },
        replaces: isNew ? (before?.entry ?? null) : null,
        status: isNew ? (context.dryRun ? 'dry_run' : 'taught') : 'unchanged',
      })
    }
    if (taught.length === 0) throw failure('no_mail', 'no mail found', 'name an .eml file')
    const recorded = context.dryRun || entries.length === 0 ? [] : await store.record(entries, basis)
    const numbers = recorded.map(({ id }) => id)
    const numbered = taught.map((each) => (each.status === 'taught' ? { ...each, entry: numbers.shift() ?? null } : each))
    print(context.io, context.format, taughtView(wanted, numbered, context.io))
    return ExitCode.yes
  } finally {
    store.close()
  }
}

/** The words of a mail that a lesson keeps. Throws `headers_decide` and `too_few_words`. */
function teachable(sorted: SortedMail, { rules, classifyRules }: Sorting): string[] {
  if (sorted.classified.explained.decidedBy === 'headers')
    throw failure(
      'headers_decide',
      `${sorted.name} is known by its headers, or by words that only automatic mail has; no lesson comes before these`,
      'see what decided: phd mail classify --explain <mail>',
    )
  const words = wordsOfMail(sorted, classifyRules)
  if (words.length >= rules.lessons.words) return words
  throw failure(
    'too_few_words',
    `${sorted.name} has only ${words.length} words of its own, and a lesson needs ${rules.lessons.words}`,
    'teach with a mail that says more',
  )
}

function knownKind(kind: string | undefined, { classifyRules }: Sorting): MailKind {
  const kinds = teachableKinds(classifyRules)
  const known = kinds.find((each) => each === kind)
  if (known) return known
  if (kind === undefined) throw usageError('missing: --kind <kind>', `use one of: ${kinds.join(', ')}`)
  throw unknownValue(`--kind ${kind} cannot be taught`, kind, kinds)
}

async function forgetLesson(context: Context, number: string, reason: string | null): Promise<ExitCode> {
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const lesson = (await readLessons(store)).find(({ entry }) => String(entry) === number)
    if (!lesson)
      throw failure('no_such_lesson', `no lesson in force with the number ${number}`, 'see their numbers: phd mail taught')
    if (!context.dryRun) await store.record([forgottenEntry(lesson, reason, recordingOf(context))], basis)
    print(context.io, context.format, forgottenView(lesson, context.dryRun ? 'dry_run' : 'forgotten', context.io))
    return ExitCode.yes
  } finally {
    store.close()
  }
}

/** Lists the lessons in force. */
export async function runTaught(context: Context): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    print(context.io, context.format, lessonsView(await readLessons(store)))
    return ExitCode.yes
  } finally {
    store.close()
  }
}
