/** What is checked, as it is read: one mail, or one document. */

import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { readDocument } from '../../documents/document.ts'
import { failure, usageError } from '../../errors.ts'
import { findMails } from '../../mailbox/mail-files.ts'
import { proofDocument } from '../../mailbox/proof.ts'
import type { Sorting } from '../../mailbox/set-up.ts'
import type { SortedMail } from '../../mailbox/sort.ts'
import type { ProofDocument } from '../../rules/proof/types.ts'

/** A mail, who sent it, and why it needs review before it is answered. */
export type FoundMail = Pick<SortedMail, 'mail' | 'sender'> & { flags: readonly string[] }

/** Flags that the check itself answers, or that do not matter once a person says that it is a proof. */
const NO_MATTER: ReadonlySet<string> = new Set([
  ...['bad_date', 'asks_no_answer', 'uncertain_kind', 'no_document', 'came_before'],
  ...['opportunity_unknown', 'several_opportunities', 'opportunity_of_another'],
])
/** No document is longer. */
const MOST = 20 << 20

/** Reads the one mail of a file. Throws the refusals of {@link findMails}, `mail_not_read`, and a usage error where it has several. */
export async function readOneMail({ sorter, rules }: Sorting, path: string): Promise<FoundMail> {
  let only: FoundMail | null = null
  for await (const found of findMails([path], rules.limits.bytes, () => {})) {
    if (only !== null) throw usageError(`${path} has several mails`, 'check them one by one')
    const sorted = await sorter.sort(found)
    if ('quarantined' in sorted)
      throw failure('file_unreadable', `${found.name} was not read: ${sorted.quarantined.message}`, 'open it in the mailbox')
    only = { mail: sorted.mail, sender: sorted.sender, flags: sorted.flags.filter((flag) => !NO_MATTER.has(flag)) }
  }
  if (only === null) throw failure('file_unreadable', `${path} has no mail`, 'save the mail as .eml and name it')
  return only
}

/** Reads a document by its path. Throws the refusals `file_not_found`, `file_unreadable`, `not_a_file`. */
export async function readFile(path: string): Promise<ProofDocument> {
  return proofDocument(basename(path), await readDocument(bytesOf(path)))
}

function bytesOf(path: string): Buffer {
  let fd: number
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw failure('file_not_found', `no file ${path}`, 'check the name and the folder')
    throw failure('file_unreadable', `${path} cannot be read (${code})`, 'check that you can read it')
  }
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) throw failure('not_a_file', `${path} is not a regular file`, 'name the document')
    if (stat.size > MOST) throw failure('file_unreadable', `${path} has more than ${MOST >> 20} MiB`, 'open it yourself')
    return readFileSync(fd)
  } finally {
    closeSync(fd)
  }
}
