import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { ExitCode } from '../../errors.ts'
import { readInfluenceWords } from '../../reference/scorecards/insights.ts'
import { influencedOf } from '../../reports/insights/influenced.ts'
import { askedQuarter } from '../../scorecards/asked.ts'
import { checkPublish, type PublishFlags, publish } from '../../scorecards/publish.ts'
import { readRates } from '../../scorecards/rates.ts'
import { influenceCells, influenceJson, influenceLines } from './json.ts'
import { influencePage } from './page-view.ts'
import { readInfluenceOf } from './read.ts'
import type { InfluencePage } from './report.ts'

export interface InfluenceFlags extends CommonFlags, PublishFlags {
  quarter?: string
}

/** Makes the page of the influence of one partner, or of all. */
export async function runInfluence(context: Context, flags: InfluenceFlags, subject: string | undefined): Promise<ExitCode> {
  checkPublish(flags)
  const quarter = flags.quarter === undefined ? null : askedQuarter(flags.quarter, context.today)
  const store = await context.openStore('read')
  let page: InfluencePage
  let owner: { id: string | null; name: string | null } | null = null
  try {
    const named = givenValue('<partner>', subject)
    const partner = named === undefined ? null : (await choosePartner(context, store, named)).partner
    if (partner) owner = { id: partner.account.record.ownerId, name: partner.account.record.owner }
    const { records, deals, sources } = await readInfluenceOf(context, store, partner)
    const rates = await readRates(context, store)
    const asked = { day: context.today, quarter, words: readInfluenceWords(), convert: rates?.convert ?? null }
    page = {
      partner: partner && { id: partner.id, name: partner.name },
      quarter: quarter?.name ?? null,
      ...{ day: context.today, now: context.now, sources, ratesFile: rates?.file ?? null },
      influence: records && influencedOf(records, deals, asked),
      command: ['phd influence', partner?.id, quarter && `--quarter ${quarter.name}`, `--as-of ${context.now}`]
        .filter(Boolean)
        .join(' '),
    }
  } finally {
    await store.close()
  }
  const code = await publish(context, flags, {
    ...{ page: influencePage(page), json: influenceJson(page), csv: influenceCells(page), owner },
    ndjson: () => influenceLines(page),
    name: ['influence', page.partner?.id, page.quarter?.toLowerCase()].filter(Boolean).join('-'),
  })
  return code === ExitCode.yes ? answerCode(page) : code
}

/** Cannot tell without records that can be relied on. */
function answerCode({ sources }: InfluencePage): ExitCode {
  const [records] = sources
  return records?.list && !records.list.isOld && records.rejected === null ? ExitCode.yes : ExitCode.cannotTell
}
