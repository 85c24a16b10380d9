/** `phd deal tag`: how a deal with a cloud provider is tagged, and whether Salesforce agrees. */

import type { Context } from '../../../app/context.ts'
import { ExitCode, usageError } from '../../../errors.ts'
import { readMarketplace } from '../../../reference/marketplace.ts'
import { olderThan } from '../../../rules/checks.ts'
import { compareTags, readTags } from '../../../rules/marketplace/compare.ts'
import { tagsOf } from '../../../rules/marketplace/tags.ts'
import type { KnownDeal, MarketplacePolicy } from '../../../rules/marketplace/types.ts'
import { policyFor } from '../../../rules/policy.ts'
import { print } from '../../../terminal/print.ts'
import { findOpportunity } from '../opportunity/find.ts'
import type { TagAnswer } from './answer.ts'
import { recordedFields } from './evidence.ts'
import { readDeal, type TagFlags } from './options.ts'
import { tagView } from './tag-view.ts'

/** Answers how a deal is tagged; with an opportunity, field by field whether it is. */
export async function runTag(context: Context, flags: TagFlags, subject: string | undefined): Promise<ExitCode> {
  const policy = policyFor(readMarketplace(), context.today, 'marketplace deals', 'the page that phd has is of 2025')
  const deal = readDeal(flags, policy)
  if (subject === undefined && deal === null) {
    throw usageError(
      'describe the deal, or name an opportunity',
      'for example: phd deal tag --cloud aws --sourced-by cloud --marketplace yes',
    )
  }
  const answer = subject === undefined ? described(context, policy, deal) : await compared(context, policy, deal, subject)
  print(context.io, context.format, tagView(answer, context.io))
  return exitOf(answer)
}

function described({ now, asOf }: Context, policy: MarketplacePolicy, deal: KnownDeal | null): TagAnswer {
  const tags = deal && tagsOf(deal, policy)
  const frame = { policy, evaluatedAt: now, asOf, describedBy: 'options' as const }
  return { ...frame, deal, tags, opportunity: null, findings: [], possible: [], isUntagged: false }
}

async function compared(
  context: Context,
  policy: MarketplacePolicy,
  deal: KnownDeal | null,
  subject: string,
): Promise<TagAnswer> {
  const store = await context.openStore('read')
  try {
    const opportunity = await findOpportunity(store, subject)
    const recorded = await recordedFields(store, opportunity)
    const isOld = olderThan(context.now, context.maxAgeDays)
    const frame = { policy, evaluatedAt: context.now, asOf: context.asOf, opportunity }
    if (deal) {
      const tags = tagsOf(deal, policy)
      const findings = compareTags(tags, recorded, { cloud: deal.cloud, policy, isOld })
      return { ...frame, deal, tags, describedBy: 'options', findings, possible: [], isUntagged: false }
    }
    const { certain, possible, isUntagged } = readTags(recorded, { policy, isOld })
    const only = certain.length === 1 ? certain[0] : possible.length === 1 ? possible[0] : undefined
    return {
      ...frame,
      describedBy: 'tags',
      deal: only?.deal ?? null,
      tags: only?.tags ?? null,
      findings: only?.findings ?? [],
      possible: only ? [] : possible.map((each) => each.deal),
      isUntagged,
    }
  } finally {
    await store.close()
  }
}

/**
 * Yes: the handbook says how, and Salesforce agrees; no: no use case, or a field differs; cannot tell: the handbook or the export
 * does not say.
 */
function exitOf({ tags, opportunity, findings, possible }: TagAnswer): ExitCode {
  if (tags === null) return possible.length > 0 ? ExitCode.cannotTell : ExitCode.no
  if (findings.some(({ agrees }) => agrees === false)) return ExitCode.no
  if (tags.open.length > 0 || findings.some(({ agrees }) => agrees === null)) return ExitCode.cannotTell
  const isTagged = tags.useCase !== null || tags.quote.length > 0
  return isTagged || opportunity !== null ? ExitCode.yes : ExitCode.no
}
