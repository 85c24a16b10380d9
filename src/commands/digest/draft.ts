/** A mail with a digest, for a person to check and send. */

import type { Digest } from '../../agenda/digest.ts'
import { digestTitle, figuresOf, findingWords, sinceWords } from '../../agenda/digest-words.ts'
import { sourceGaps } from '../../agenda/words.ts'
import type { Context } from '../../app/context.ts'
import { draftPage } from '../../drafts/page-mail.ts'
import { cleanLine } from '../../mail/read/clean.ts'
import type { Contact } from '../../partners/contacts.ts'
import { readDesk } from '../../reference/reference.ts'
import { digestPieces } from './out.ts'

/** Who gets the mail; the desk itself has its mailbox. */
export type DraftTo = Contact | 'desk'

/** Writes the mail; without an address none is written, and why is noted. Gives whether it was. Throws what writing refuses. */
export async function draftDigest(
  context: Context,
  digest: Digest,
  { draft, to, overwrite }: { draft: string; to: DraftTo; overwrite: boolean },
): Promise<boolean> {
  const { today } = digest.agenda.days
  const isDesk = to === 'desk'
  return draftPage(context, {
    ...{ draft, overwrite },
    to: isDesk ? { name: 'the desk', address: readDesk().mailbox, why: 'no mailbox' } : to,
    reader: 'the director',
    words: async ({ name }) => ({ subject: digestTitle(digest), body: bodyOf(digest, isDesk ? null : name) }),
    page: { name: `digest-${today}.html`, html: digestPieces(digest, 'html') },
    nameFor: (reader) => `digest-${reader}-${today}.eml`,
  })
}

/** What the mail says; the page is attached. */
function bodyOf(digest: Digest, name: string | null): string {
  const gaps = sourceGaps(digest.doubts, digest.now)
  const first = name?.trim().split(/\s+/)[0]
  const lines = [
    first ? `Hi ${first},` : 'Hello,',
    '',
    `This is what is due on ${digest.agenda.days.today}. ${findingWords(digest)}`,
    ...(digest.mark === null ? [] : [sinceWords(digest)]),
    '',
    ...figuresOf(digest).map(({ label, value, change }) => `- ${label}: ${value}${change === '' ? '' : ` (${change})`}`),
    ...(gaps === '' ? [] : ['', `Cannot tell everything: ${gaps}.`]),
    '',
    'The whole page is attached; it opens in a browser, and prints on A4.',
    '',
    'Partner Help Desk',
  ]
  return `${lines.map(cleanLine).join('\n')}\n`
}
