import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { checkSet, prepareReply, readSet } from '../../drafts/replies.ts'
import { writeDrafts } from '../../drafts/write.ts'
import { ExitCode, usageError } from '../../errors.ts'
import type { Partner } from '../../partners/partner.ts'
import { readInvoiceGuide } from '../../reference/invoices.ts'
import { readReply } from '../../reference/replies.ts'
import { type BillingNeed, billingNeed } from '../../rules/invoices.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { buyingOf } from '../../verdicts/distribution/buying.ts'
import { billingView } from './billing-view.ts'
import { readInvoices } from './read.ts'

export interface BillingFlags extends CommonFlags {
  draft?: string
  set?: readonly string[]
}

/** Says whether a partner needs a billing account, how it is set up, and drafts the reply for a new entity. */
export async function runInvoicesBilling(context: Context, flags: BillingFlags, named: string | undefined): Promise<ExitCode> {
  const folder = givenValue('--draft', flags.draft)
  if (folder === undefined && flags.set) throw usageError('--set is for the reply', 'add --draft <folder>')
  const guide = readInvoiceGuide()
  const store = await context.openStore('read')
  try {
    const found = await choosePartner(context, store, named)
    const { partner } = found
    const buying = await buyingOf(context, store, found)
    const mayChoose = buying.answer?.because.some(({ code }) => code === 'may_choose') ?? false
    const isAuthorized = { eligible: true, not_eligible: false, needs_review: null }[buying.buyer.authorized]
    const need = billingNeed(buying.answer?.must ?? null, mayChoose, isAuthorized)
    const { invoices } = await readInvoices(context, store, { partner, month: null, opportunity: null }, guide.sent.won)
    const reply = guide.billing.entity.reply
    const drafts = folder === undefined ? [] : await draftBilling(context, store, { reply, partner, folder, typed: flags.set })
    const { now, asOf } = context
    print(context.io, context.format, billingView({ partner, buying, need, guide, invoices, drafts, now, asOf }, context.io))
    return EXIT[need]
  } finally {
    store.close()
  }
}

const EXIT: Readonly<Record<BillingNeed, ExitCode>> = {
  needed: ExitCode.yes,
  not_needed: ExitCode.no,
  not_yet: ExitCode.no,
  depends: ExitCode.cannotTell,
  unknown: ExitCode.cannotTell,
}

interface Drafting {
  reply: string
  partner: Partner
  folder: string
  /** What --set says. */
  typed: readonly string[] | undefined
}

async function draftBilling(context: Context, store: RecordReader, { reply: name, partner, folder, typed }: Drafting) {
  const reply = readReply(name, context.repliesFolder)
  const set = readSet(typed)
  await checkSet(set, [reply])
  const draft = await prepareReply(context, store, reply, { partner, known: {}, set })
  return writeDrafts(context, folder, [draft], null)
}
