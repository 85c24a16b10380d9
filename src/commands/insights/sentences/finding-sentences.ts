/** What goes well and what to improve, in sentences made of the figures. */

import { formatMoney } from '../../../records/money.ts'
import type { FindingCode, InsightFinding, NotJudged } from '../../../reports/insights/findings/types.ts'
import { plural } from '../../../terminal/plural.ts'

type Values = InsightFinding['figures']

const number = (values: Values, name: string): number => Number(values[name] ?? 0)

/** "+12%", "-4 points". */
function signed(value: number, unit: string): string {
  return `${value > 0 ? '+' : ''}${value}${unit}`
}

function limit({ kind }: Pick<InsightFinding, 'kind'>, values: Values): string {
  return `${kind === 'well' ? 'at least' : 'less than'} ${values.threshold}%`
}

/** What is found, then by which threshold. */
type Sentence = readonly [found: string, by?: string]

const SENTENCES: Readonly<Record<FindingCode, (values: Values, finding: InsightFinding) => Sentence>> = {
  won_revenue: (values) => {
    const money = (name: string): string => formatMoney({ currency: String(values.currency), amount: String(values[name]) })
    const percent = signed(number(values, 'percent'), '%')
    return [
      `won Net ARR ${money('now')} against ${money('before')} on the same days a year before: ${percent}`,
      `threshold ${values.threshold}%`,
    ]
  },
  win_rate: (values, finding) => [
    `win rate ${values.rate}%, ${values.won} won of ${values.of} won and lost`,
    limit(finding, values),
  ],
  win_rate_change: (values) => {
    const points = signed(number(values, 'points'), ' points')
    return [
      `win rate ${values.rate}% of ${values.of} against ${values.before}% of ${values.ofBefore} a year before: ${points}`,
      `threshold ${values.threshold}`,
    ]
  },
  partner_sourced: (values, finding) => [
    `${values.rate}% of won deals are partner sourced, ${values.deals} of ${values.of} with a known source`,
    limit(finding, values),
  ],
  new_logos: (values, { kind }) => {
    const before = values.before === null ? '' : `, ${values.before} on the same days a year before`
    return kind === 'well'
      ? [`${plural(number(values, 'logos'), 'new logo')}${before}`, `threshold ${values.threshold}, and more than before`]
      : [`no new logo in ${plural(number(values, 'of'), 'won deal')}${before}`]
  },
  open_pipeline: (values) => [`no open opportunity, after ${values.won} won and ${values.lost} lost in the period`],
  past_close_dates: (values) => [
    `${values.overdue} of ${plural(number(values, 'open'), 'open opportunity', 'open opportunities')} ${values.overdue === 1 ? 'has' : 'have'} a close date that is past`,
    `threshold ${values.threshold}%`,
  ],
  registrations_approved: (values, finding) => [
    `${values.rate}% of decided registrations are approved, ${values.approved} of ${values.of}`,
    limit(finding, values),
  ],
  approval_days: (values) => [
    `approval took a median of ${plural(number(values, 'median'), 'day')}, at most ${values.longest}, of ${plural(number(values, 'of'), 'registration')}`,
    `threshold ${values.threshold} days`,
  ],
  registrations_returned: (values) => [`${plural(number(values, 'returned'), 'registration')} returned, waiting for the partner`],
  service_attach: (values, finding) => [
    `${values.rate}% of won deals have a Service Attach Partner, ${values.won} of ${values.of}`,
    limit(finding, values),
  ],
  influence_not_recorded: (values) => [
    `${plural(number(values, 'deals'), 'opportunity names', 'opportunities name')} the partner as Influence Partner without an influence record`,
  ],
  requirement: (values, { kind }) => {
    const track = values.track === null ? 'the track' : `${values.track}`
    if (kind === 'well') return [`the people that ${track} requires are certified`]
    return [`${values.what} ${values.missing === 1 ? 'is' : 'are'} missing for ${track}`]
  },
  certifications_change: (values) => [
    `certifications over four quarters: ${values.gained} gained, ${values.lapsed} lapsed, ${values.held} held`,
  ],
  certifications_expiring: (values) => [
    `${plural(number(values, 'expiring'), 'certification ends', 'certifications end')} within ${values.days} days`,
  ],
  leads_accepted: (values, finding) => [
    `${values.rate}% of shared leads were accepted: ${values.accepted} accepted, ${values.rejected} rejected, ${values.recalled} recalled`,
    limit(finding, values),
  ],
}

/** A finding as a sentence, with the threshold it is judged by. */
export function findingSentence(finding: InsightFinding): string {
  const [found, by] = SENTENCES[finding.code](finding.figures, finding)
  return by === undefined ? found : `${found} (${by})`
}

/** A finding as part of another sentence, without its threshold. */
export function shortSentence(finding: InsightFinding): string {
  return SENTENCES[finding.code](finding.figures, finding)[0]
}

const NAMES: Readonly<Record<FindingCode, string>> = {
  won_revenue: 'change of won Net ARR',
  win_rate: 'win rate',
  win_rate_change: 'change of the win rate',
  partner_sourced: 'partner sourced',
  new_logos: 'new logos',
  open_pipeline: 'open pipeline',
  past_close_dates: 'past close dates',
  registrations_approved: 'registrations approved',
  approval_days: 'days of approval',
  registrations_returned: 'registrations returned',
  service_attach: 'service attach',
  influence_not_recorded: 'influence without a record',
  requirement: 'certification requirement',
  certifications_change: 'certifications gained and lapsed',
  certifications_expiring: 'certifications that end',
  leads_accepted: 'leads accepted',
}

/** What could not be judged: "win rate (3, 5 needed)". */
export function notJudgedWords(all: readonly NotJudged[]): string {
  return all
    .map(({ code, why, have, least }) =>
      why === 'too_few' ? `${NAMES[code]} (${have}, ${least} needed)` : `${NAMES[code]} (${have} without an amount)`,
    )
    .join('; ')
}
