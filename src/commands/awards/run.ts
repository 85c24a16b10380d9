import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { unknownValue } from '../../app/usage.ts'
import { ExitCode, highestCode } from '../../errors.ts'
import { readDealPolicyFile } from '../../reference/deals.ts'
import { readAwardRules } from '../../reference/scorecards/awards.ts'
import { compileAwards } from '../../reports/awards/compile.ts'
import { policyFor } from '../../rules/policy.ts'
import { readDesk } from '../../scorecards/desk.ts'
import { checkPublish, type PublishFlags, publish, type Report } from '../../scorecards/publish.ts'
import type { Page } from '../../terminal/page.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { awardsCsv, awardsJson, awardsNdjson } from './json.ts'
import type { MadeAwards } from './made.ts'
import { readCategory, readRegion, readYears } from './options.ts'
import { awardsPage } from './page-view.ts'
import { readAwards } from './read.ts'

export interface AwardsFlags extends CommonFlags, PublishFlags {
  region?: string
  category?: string
  revenue?: string
}

/** Compiles the reports for the awards of a year. Ends with 4 where no list reaches the year they are judged on. */
export async function runAwards(context: Context, flags: AwardsFlags, year: string): Promise<ExitCode> {
  checkPublish(flags)
  const years = readYears(year, context.today)
  const category = readCategory(flags.category)
  const amountField = readAmountField(flags.revenue)
  const rules = policyFor(readAwardRules(), context.today, 'awards')
  const store = await context.openStore('read')
  try {
    const desk = await readDesk(context, store)
    const region = readRegion(flags.region, desk.regions)
    const policies = readDealPolicyFile().versions
    const reading = await readAwards(context, store, desk, { years, rules, policies, amountField })
    const { evidence, convert, lists, unlinked, nameOf } = reading
    const awards = rules.awards.filter(
      (award) => (region === null || award.regions.includes(region)) && (category === null || award.category === category),
    )
    const report = compileAwards({ awards, criteria: rules.criteria }, evidence, years, convert)
    const regionNames = Object.fromEntries(desk.regions.regions.map(({ id, award }) => [id, award]))
    const made: MadeAwards = {
      ...{ report, category, amountField, regionNames, lists, unlinked },
      region: region === null ? null : { id: region, name: regionNames[region] ?? region },
      nameOf,
      rules: [`awards ${rules.version}`, `regions ${desk.regions.version}`],
      ...{ today: context.today, now: context.now, asOf: context.asOf },
      command: commandAgain(years.awards, flags, context),
    }
    const code = await publish(context, flags, reportOf(made))
    return report.finding.code === 'cannot_tell' ? highestCode([code, ExitCode.cannotTell]) : code
  } finally {
    await store.close()
  }
}

/** Each form is made only where it is asked for: of all partners they are large. */
function reportOf(made: MadeAwards): Report {
  let page: Page | null = null
  return {
    get page() {
      page ??= awardsPage(made)
      return page
    },
    get json() {
      return awardsJson(made)
    },
    ndjson: () => awardsNdjson(made),
    get csv() {
      return awardsCsv(made)
    },
    name: `awards-${made.report.years.awards.toLowerCase()}`,
  }
}

const FIELDS = { amount: 'amount', 'net-arr': 'netArr' } as const

function readAmountField(typed: string | undefined): 'amount' | 'netArr' {
  const text = givenValue('--revenue', typed)?.trim().toLowerCase() ?? 'amount'
  if (text === 'amount' || text === 'net-arr') return FIELDS[text]
  throw unknownValue(`unknown --revenue "${text}"`, text, Object.keys(FIELDS))
}

/** The command that gives the same figures again, as they were known then. */
function commandAgain(year: string, { region, category, revenue }: AwardsFlags, { now }: Context): string {
  const options = { '--region': region, '--category': category, '--revenue': revenue }
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name, shellWord(value.trim())]))
  return ['phd awards', year, ...given, '--as-of', now].join(' ')
}
