/** The mails to the distributors. Only addresses of the list of distributors are in them: no reseller and no customer ever is. */

import type { Context } from '../../app/context.ts'
import { type Drafted, draftEach } from '../../drafts/batch.ts'
import { checkSet, prepareReply, readSet } from '../../drafts/replies.ts'
import { usageError } from '../../errors.ts'
import { fileSlug } from '../../files/file-slug.ts'
import type { DistributorAddresses } from '../../mailbox/distributor-addresses.ts'
import { readReply } from '../../reference/replies.ts'
import type { FiscalQuarter } from '../../rules/fiscal.ts'
import type { RecordReader } from '../../store/store.ts'

interface Mailing {
  addresses: readonly DistributorAddresses[]
  quarter: FiscalQuarter
  folder: string
  /** What --set says. */
  typed: readonly string[] | undefined
}

/** What a person may add to the mails: they go to several distributors, so nothing about a single one. */
const SETTABLE = 'changes'

/** Drafts one mail to each distributor that has an address; in a dry run none is written. Throws usage errors, and what filling and writing refuse. */
export async function draftMails(
  context: Context,
  store: RecordReader,
  { addresses, quarter, folder, typed }: Mailing,
): Promise<Drafted> {
  const reply = readReply('price-file-distributor', context.repliesFolder)
  const set = readSet(typed)
  await checkSet(set, [reply])
  for (const name of set.keys())
    if (name !== SETTABLE) throw usageError(`--set ${name} is not for these mails`, `the value is ${SETTABLE}`)
  return draftEach(context, folder, addresses, {
    prepare: async ({ name, addresses: own }) => {
      const [first, second, ...others] = own.map(({ address }) => address)
      if (first === undefined) return `${name}: no address`
      if (others.length > 0) return `${name}: more than two addresses in the list of distributors`
      const known = {
        distributor_name: name.replace(/ \(.*\)$/, ''),
        distributor_email: first,
        second_email: second,
        quarter: quarter.name,
        starts_on: quarter.first,
        ends_on: quarter.last,
      }
      const draft = await prepareReply(context, store, reply, { partner: null, known, set })
      return { ...draft, name: `${quarter.name.toLowerCase()}-price-file-${fileSlug(name)}.eml` }
    },
    unfilled: ({ name }, { message }) => `${name}: ${message}`,
  })
}
