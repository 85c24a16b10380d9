import { join } from 'node:path'
import type { CommonFlags, Context } from '../context.ts'
import type { ExitCode } from '../errors.ts'
import { findMails } from '../imports/mail-files.ts'
import { MailRouter, type RoutedMail } from '../jobs/mail-router.ts'
import { fileSlug } from '../output/drafts.ts'
import { type MailReport, reportOf } from '../output/mail.ts'
import { makeFolder, writeBeside } from '../output/write-file.ts'
import { directory } from '../partners/contacts.ts'
import { readMailPolicyFile } from '../reference/reference.ts'
import { type KnownReply, readReply } from '../reference/replies.ts'
import { inForce } from '../rules/policy.ts'
import { givenValue } from './command.ts'
import { tell } from './mail-classify.ts'
import { mailDesk } from './mail-desk.ts'

export interface RouteFlags extends CommonFlags {
  drafts?: string
}

/** Says of each mail where it goes and what is to be done, and writes the drafts. */
export async function runRoute(context: Context, flags: RouteFlags, paths: string[]): Promise<ExitCode> {
  const folder = givenValue('--drafts', flags.drafts)
  const store = await context.openStore('read')
  try {
    const { sorter, senders, rules, desk } = await mailDesk(context, store)
    const replies = new Map<string, KnownReply>()
    const router = new MailRouter({
      policy: inForce(readMailPolicyFile().versions, context.today),
      desk,
      people: await directory(store),
      senders,
      now: context.now,
      replyOf: (name) => {
        const reply = replies.get(name) ?? readReply(name, context.replies)
        replies.set(name, reply)
        return reply
      },
    })
    const isWriting = folder !== undefined && !context.dryRun
    if (isWriting) makeFolder(folder)
    const reports: MailReport[] = []
    let skipped = 0
    for await (const found of findMails(paths, rules.limits.bytes, () => skipped++)) {
      const sorted = await sorter.sort(found)
      const routed = 'quarantined' in sorted || sorted.needsPerson ? null : await router.route(sorted)
      const draft = isWriting && routed?.draft ? writeDraft(folder, found.name, routed.draft) : null
      reports.push(reportOf(sorted, rules.handbook, routed, draft))
    }
    return tell(context, reports, skipped)
  } finally {
    store.close()
  }
}

/** Writes a draft into a folder, beside what is there; gives its path. */
function writeDraft(folder: string, mail: string, { reply, content }: NonNullable<RoutedMail['draft']>): string {
  return writeBeside(join(folder, `${fileSlug(mail.replace(/\.eml$/i, ''))}-${reply}.eml`), content)
}
