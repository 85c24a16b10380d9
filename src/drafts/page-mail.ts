/** A mail with a page attached, for a person to check and send. */

import { join } from 'node:path'
import type { Context } from '../app/context.ts'
import { fileSlug } from '../files/file-slug.ts'
import { makeFolder, writeWhole } from '../files/write-file.ts'
import { isAddress } from '../mail/address.ts'
import type { Contact } from '../partners/contacts.ts'
import { readDesk } from '../reference/reference.ts'

export interface PageMail {
  /** The file to write (.eml), or a folder. */
  draft: string
  overwrite: boolean
  to: Contact
  /** Who gets it, where the contact has no name. */
  reader: string
  /** What the mail says; asked only where there is an address. */
  words: (to: Readonly<Contact>) => Promise<{ subject: string; body: string }>
  /** The page as HTML, in pieces, under a safe name. */
  page: { name: string; html: Iterable<string> }
  /** The name of the mail in a folder, made with the name of who gets it. */
  nameFor: (reader: string) => string
}

/** Writes the mail; without an address none is written, and why is noted, also for cron. Gives whether it was. Throws what writing refuses. */
export async function draftPage({ io, dryRun, now }: Context, mail: PageMail): Promise<boolean> {
  const { draft, overwrite, to, words, page, nameFor } = mail
  const reader = to.name ?? mail.reader
  if (to.address === null || !isAddress(to.address)) {
    const next = 'name a Salesforce user with an address: --to <name>, or import the users again'
    const tell = io.cron ? io.problem : io.note
    tell(`no draft for ${reader}: ${to.why ?? 'no address'}; ${next}`)
    return false
  }
  const { subject, body } = await words(to)
  const isFile = /\.eml$/i.test(draft)
  const file = isFile ? draft : join(draft, nameFor(fileSlug(reader)))
  if (dryRun) {
    io.note(`would write ${file}`)
    return true
  }
  const { draftFile } = await import('../mail/draft.ts')
  const attachments = [{ name: page.name, type: 'text/html', content: bytesOf(page.html) }]
  const from = readDesk().mailbox
  const content = await draftFile({ from, to: [to.address], cc: [], subject, body, at: now, attachments })
  if (!isFile) makeFolder(draft)
  writeWhole(file, content, { overwrite })
  io.note(`wrote ${file}; check it, then send it`)
  return true
}

/** So much of a page becomes bytes at a time, in characters. */
const PIECE = 1 << 18

/** A text in pieces as bytes, which are outside the engine's heap: a page of all partners may have more than that holds. */
function bytesOf(pieces: Iterable<string>): Buffer {
  const bytes: Buffer[] = []
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < PIECE) continue
    bytes.push(Buffer.from(text))
    text = ''
  }
  return Buffer.concat([...bytes, Buffer.from(text)])
}
