/** A mail with a digest, for a person to check and send. */

import { join } from 'node:path'
import type { Digest } from '../../agenda/digest.ts'
import { digestTitle, figuresOf, findingWords, sinceWords } from '../../agenda/digest-words.ts'
import { sourceGaps } from '../../agenda/words.ts'
import type { Context } from '../../app/context.ts'
import { fileSlug } from '../../files/file-slug.ts'
import { makeFolder, writeWhole } from '../../files/write-file.ts'
import { isAddress } from '../../mail/address.ts'
import { cleanLine } from '../../mail/read/clean.ts'
import type { Contact } from '../../partners/contacts.ts'
import { readDesk } from '../../reference/reference.ts'
import { digestText } from './out.ts'

/** Who gets the mail; the desk itself has its mailbox. */
export type DraftTo = Contact | 'desk'

/** Writes the mail; without an address none is written, and why is noted. Gives whether it was. Throws what writing refuses. */
export async function draftDigest(
  context: Context,
  digest: Digest,
  { draft, to, overwrite }: { draft: string; to: DraftTo; overwrite: boolean },
): Promise<boolean> {
  const { io, dryRun, now } = context
  const desk = readDesk()
  const address = to === 'desk' ? desk.mailbox : to.address
  const name = to === 'desk' ? 'the desk' : (to.name ?? 'the director')
  if (address === null || !isAddress(address)) {
    const why = to === 'desk' ? 'no mailbox' : (to.why ?? 'no address')
    io.note(`no draft for ${name}: ${why}; name a Salesforce user with an address: --to <name>, or import the users again`)
    return false
  }
  const { draftFile } = await import('../../mail/draft.ts')
  const { today } = digest.agenda.days
  const page = { name: `digest-${today}.html`, type: 'text/html', content: Buffer.from(digestText(digest, 'html')) }
  const content = await draftFile({
    from: desk.mailbox,
    to: [address],
    cc: [],
    subject: digestTitle(digest),
    body: bodyOf(digest, to === 'desk' ? null : to.name),
    at: now,
    attachments: [page],
  })
  const isFile = /\.eml$/i.test(draft)
  const file = isFile ? draft : join(draft, `digest-${fileSlug(name)}-${today}.eml`)
  if (dryRun) {
    io.note(`would write ${file}`)
    return true
  }
  if (!isFile) makeFolder(draft)
  writeWhole(file, content, { overwrite })
  io.note(`wrote ${file}; check it, then send it`)
  return true
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
