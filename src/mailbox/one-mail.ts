import { failure, usageError } from '../errors.ts'
import { findMails } from './mail-files.ts'
import type { Sorting } from './set-up.ts'
import type { SortedMail } from './sort.ts'

/** The one mail of a file. Throws `no_mail`, `mail_unreadable`, and a usage error where there are several. */
export async function oneMail({ sorter, rules }: Pick<Sorting, 'sorter' | 'rules'>, path: string): Promise<SortedMail> {
  let only: SortedMail | null = null
  for await (const found of findMails([path], rules.limits.bytes, () => {})) {
    if (only) throw usageError(`${path} has several mails`, 'name the file of one mail')
    const sorted = await sorter.sort(found)
    if ('quarantined' in sorted)
      throw failure(
        'mail_unreadable',
        `${sorted.name} is not interpreted: ${sorted.quarantined.message}`,
        'open it in your mail program',
      )
    only = sorted
  }
  if (only) return only
  throw failure('no_mail', `no mail in ${path}`, 'name an .eml file')
}
