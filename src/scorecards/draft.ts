/** A mail with a report, by the standard reply for it. */

import type { Context } from '../app/context.ts'
import { draftPage } from '../drafts/page-mail.ts'
import { prepareReply } from '../drafts/replies.ts'
import { type Contact, directory, namedContact, reachable } from '../partners/contacts.ts'
import { readReply } from '../reference/replies.ts'
import type { RecordReader } from '../store/store.ts'
import type { Page } from '../terminal/page.ts'

/** What a mail needs of a report. */
export interface MailedReport {
  page: Page
  /** What files about it are named, without an ending: letters, digits, hyphens. */
  name: string
  /** Whose page it is, as the account names its owner: who gets the mail unless --to names another. */
  owner?: { id: string | null; name: string | null } | null
}

/** Writes the mail; without an address none is written, and why is noted. Gives whether it was. Throws what filling and writing refuse. */
export async function draftReport(
  context: Context,
  report: MailedReport,
  { draft, to, overwrite, html }: { draft: string; to: string | null; overwrite: boolean; html: Iterable<string> },
): Promise<boolean> {
  const { page, name, owner } = report
  const reply = readReply('report-page', context.repliesFolder)
  const store = await context.openStore('read')
  try {
    return await draftPage(context, {
      ...{ draft, overwrite },
      to: await recipient(context, store, to, owner),
      reader: 'anyone',
      words: async ({ name: reader, address }) => {
        const known = { reader_name: reader ?? 'all', reader_email: address ?? '', ...wordsOf(page) }
        const { filled } = await prepareReply(context, store, reply, { partner: null, known, set: new Map() })
        return { subject: filled.subject ?? page.title, body: filled.body }
      },
      page: { name: `${name}.html`, html },
      nameFor: () => `${name}.eml`,
    })
  } finally {
    await store.close()
  }
}

/** Who gets the mail: whoever --to names, else the owner of the account. */
async function recipient(
  context: Context,
  store: RecordReader,
  to: string | null,
  owner: MailedReport['owner'],
): Promise<Contact> {
  if (to !== null) return namedContact(await directory(store), to, context)
  if (owner) return reachable(await directory(store), owner, context)
  return { name: null, address: null, why: 'the report has no one reader' }
}

/** What the mail says: the title, the finding and the figures of the page. */
function wordsOf({ title, parts }: Page): { title: string; finding: string; figures: string[] } {
  const texts = parts.filter((part) => part.kind === 'text')
  const finding = texts.find(({ isWarning }) => !isWarning) ?? texts[0]
  const figures = parts.flatMap((part) => (part.kind === 'figures' ? part.figures : []))
  return {
    title,
    finding: finding?.text ?? '',
    figures: figures.map(({ label, value, change }) => `${label}: ${value}${change === '' ? '' : ` (${change})`}`),
  }
}
