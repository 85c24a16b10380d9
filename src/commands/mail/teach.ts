import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue, readReason } from '../../app/option-values.ts'
import { unknownValue } from '../../app/usage.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import type { MailKind } from '../../mail/kinds.ts'
import { forgottenEntry, readLessons, teachableKinds } from '../../mailbox/lessons.ts'
import type { Sorting } from '../../mailbox/set-up.ts'
import { teachMails } from '../../mailbox/teach.ts'
import { print } from '../../terminal/print.ts'
import { openSorting } from './shared.ts'
import { forgottenView, lessonsView, taughtView } from './teach-view.ts'

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
    return forgetLesson(context, forget, readReason(flags.reason))
  }
  if (paths.length === 0) throw usageError('no mail given', 'add one: phd mail teach mail.eml --kind po_submission')
  const store = await context.openStore('fill')
  try {
    const sorting = await openSorting(context, store, { forgets: true })
    const taughtKind = knownKind(kind, sorting)
    const taught = await teachMails(taughtKind, paths, {
      store,
      sorting,
      isDryRun: context.dryRun,
    })
    print(context.io, context.format, taughtView(taughtKind, taught, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

function knownKind(kind: string | undefined, { classifyRules }: Sorting): MailKind {
  const kinds = teachableKinds(classifyRules)
  const known = kinds.find((each) => each === kind)
  if (known) return known
  if (kind === undefined) throw usageError('missing: --kind <kind>', `use one of: ${kinds.join(', ')}`)
  throw unknownValue(`--kind ${kind} cannot be taught`, kind, kinds)
}

async function forgetLesson(context: Context, number: string, reason: string | null): Promise<ExitCode> {
  const store = await context.openStore('decide')
  try {
    const lesson = (await readLessons(store)).find(({ entry }) => String(entry) === number)
    if (!lesson)
      throw failure('no_such_lesson', `no lesson in force with the number ${number}`, 'see their numbers: phd mail taught')
    if (!context.dryRun) await store.record([forgottenEntry(lesson, reason)])
    print(context.io, context.format, forgottenView(lesson, context.dryRun ? 'dry_run' : 'forgotten', context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** Lists the lessons in force. */
export async function runTaught(context: Context): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    print(context.io, context.format, lessonsView(await readLessons(store)))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}
