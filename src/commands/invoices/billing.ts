import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { draftReply } from '../../drafts/one-reply.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { readInvoiceGuide } from '../../reference/invoices.ts'
import { type BillingNeed, billingNeed } from '../../rules/invoices.ts'
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
    const drafts =
      folder === undefined ? [] : await draftReply(context, store, { reply, partner, known: {}, folder, typed: flags.set })
    const { now, asOf } = context
    print(context.io, context.format, billingView({ partner, buying, need, guide, invoices, drafts, now, asOf }, context.io))
    return EXIT[need]
  } finally {
    await store.close()
  }
}

const EXIT: Readonly<Record<BillingNeed, ExitCode>> = {
  needed: ExitCode.yes,
  not_needed: ExitCode.no,
  not_yet: ExitCode.no,
  depends: ExitCode.cannotTell,
  unknown: ExitCode.cannotTell,
}
