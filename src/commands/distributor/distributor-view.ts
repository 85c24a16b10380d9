/** Who distributes in a country, and whether a partner must buy there (phd.answer/1). */

import type { Context } from '../../app/context.ts'
import type { Partner } from '../../partners/partner.ts'
import { importedPlaceOf } from '../../records/place.ts'
import type { Places } from '../../reference/places.ts'
import type { DistributionPolicy, Distributor, DistributorAnswer } from '../../rules/standing/distribution.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import { type Reason, reasonOf } from './sentences.ts'

/** What was asked. */
interface Asked {
  code: string
  places: Pick<Places, 'countryName'>
  isPublicSector: boolean
  partner: Partner | null
  policy: DistributionPolicy
  context: Pick<Context, 'now' | 'today' | 'asOf' | 'maxAgeDays'>
}

/** The answer in every format. */
export function distributorView(answer: DistributorAnswer, asked: Asked, io: Pick<Io, 'columns' | 'prose' | 'style'>): Rendering {
  const { code, places, isPublicSector, partner, policy, context } = asked
  const countryName = (of: string): string => places.countryName(of)
  const facts = { policy, country: code, countryName, maxAgeDays: context.maxAgeDays }
  const reasons = answer.because.map((because) => reasonOf(because, facts))
  const { commercial, publicSector } = policy.markets
  const market = isPublicSector ? publicSector : commercial
  const json = () => ({
    schema: 'phd.answer/1',
    question: 'distributor',
    country: code,
    countryName: countryName(code),
    market,
    partner: partner && { id: partner.id, name: partner.name, track: partner.account.record.track },
    distributors: answer.distributors.map(({ name, email, url, place, source }) => ({ name, email, url, for: place, source })),
    certain: answer.isCertain,
    must: answer.must,
    because: reasons,
    policy: { id: 'distributors', version: policy.version },
    evaluatedAt: context.now,
    asOf: context.asOf,
  })
  return {
    table: () => text(answer, { ...asked, market, reasons }, io),
    json,
    ndjson: () => [json()],
    csv: () => distributorCsv(answer, code, market, reasons),
  }
}

const MUST = { true: 'YES', false: 'NO', null: 'CANNOT TELL' } as const
const COLOR = { true: 'yellow', false: 'green', null: 'yellow' } as const

type MustWord = keyof typeof MUST

function text(
  { distributors, isCertain, must }: DistributorAnswer,
  { code, places, partner, market, reasons, policy, context }: Asked & { market: string; reasons: readonly Reason[] },
  { columns, prose, style }: Pick<Io, 'columns' | 'prose' | 'style'>,
): string {
  const lines = [style('bold', safeText(`${places.countryName(code)} (${code}), ${market}`))]
  if (!isCertain) {
    lines.push(style('yellow', safeText(`CANNOT TELL: ${doubtWords(distributors.length > 0, reasons)}`)))
  } else if (distributors.length === 0) lines.push(safeText(`NO DISTRIBUTOR: none is named for ${places.countryName(code)}`))
  const rows = distributors.map(({ name, email, url, place }) => [name, email, place, url])
  const list = distributors.length > 0 ? `\n${table(['DISTRIBUTOR', 'EMAIL', 'NAMED FOR', 'WEBSITE'], rows, columns)}` : ''
  const buyer = partner
    ? [
        '',
        style(
          'bold',
          safeText(`Must ${partner.name} (track ${partner.account.record.track ?? 'blank'}) buy through a distributor?`),
        ),
        style(COLOR[String(must) as MustWord], MUST[String(must) as MustWord]),
      ]
    : []
  const why = reasons.flatMap(({ text: sentence, handbook, source }) => [
    `  - ${safeText(sentence)}`,
    ...(source ? [`    ${style('dim', safeText(importedPlaceOf(source)))}`] : []),
    ...(handbook ? [`    ${style('dim', `handbook: ${handbook.page}, "${handbook.section}"`)}`] : []),
  ])
  const rest = [
    ...buyer,
    '',
    style('bold', 'Because'),
    ...why,
    '',
    style('dim', `Policy distributors ${policy.version}, evaluated at ${showMoment(context.now)}`),
  ]
  return `${prose(`${lines.join('\n')}\n`)}${list}${prose(`${rest.join('\n')}\n`)}`
}

function doubtWords(isNamed: boolean, reasons: readonly Reason[]): string {
  if (isNamed) return 'the handbook does not say whether it covers this country'
  return reasons.some(({ code }) => code === 'before_pages')
    ? 'no handbook page for that day'
    : 'rows of the list could not be read'
}

function distributorCsv(
  { distributors, must, isCertain }: DistributorAnswer,
  code: string,
  market: string,
  reasons: readonly Reason[],
): string {
  const because = reasons.map((reason) => reason.text).join('; ')
  const rest = [String(isCertain), must === null ? '' : String(must), because]
  const row = ({ name, email, url, place }: Distributor): string[] => [code, market, name, email ?? '', url ?? '', place, ...rest]
  return csvForPeople([
    ['country', 'market', 'distributor', 'email', 'website', 'named_for', 'certain', 'must', 'because'],
    ...(distributors.length > 0 ? distributors.map(row) : [[code, market, '', '', '', '', ...rest]]),
  ])
}
