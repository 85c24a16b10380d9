/** How a deal is tagged, as it is printed. */

import { accountsOf } from '../../../rules/marketplace/compare.ts'
import type { FieldFinding, FieldTag, KnownDeal } from '../../../rules/marketplace/types.ts'
import type { Citation } from '../../../rules/verdict.ts'
import { csvForPeople } from '../../../terminal/csv.ts'
import type { Io } from '../../../terminal/io.ts'
import { goneWords } from '../../../terminal/last-seen.ts'
import { showMoment } from '../../../terminal/moment.ts'
import type { Rendering } from '../../../terminal/print.ts'
import { safeText } from '../../../terminal/safe-text.ts'
import { placeSentence } from '../../../verdicts/check-sentences.ts'
import type { TagAnswer } from './answer.ts'
import { byWords, dealWords, demandWords, openWords, stepsOf, unsettledWords, useCaseWords } from './sentences.ts'

/** The answer in every format (phd.answer/1). */
export function tagView(answer: TagAnswer, io: Pick<Io, 'style' | 'prose'>): Rendering {
  return {
    table: () => io.prose(tagText(answer, io.style)),
    json: () => tagJson(answer),
    ndjson: () => [tagJson(answer)],
    csv: () => tagCsv(answer),
  }
}

type Style = Io['style']
type Tagged = TagAnswer & { deal: KnownDeal; tags: NonNullable<TagAnswer['tags']> }

function isTagged(answer: TagAnswer): answer is Tagged {
  return answer.deal !== null && answer.tags !== null
}

function tagText(answer: TagAnswer, style: Style): string {
  const { opportunity, policy, evaluatedAt, asOf } = answer
  const record = opportunity?.record
  const lines = [
    ...(record
      ? [style('bold', safeText(`${record.name}  (${record.id}, opportunity of ${record.customer ?? 'no customer'})`))]
      : []),
    headline(answer, style),
    ...(isTagged(answer) ? taggedLines(answer, style) : untaggedLines(answer)),
    '',
    style('dim', `Policy marketplace ${policy.version}, evaluated at ${showMoment(evaluatedAt)}`),
    ...(asOf === null ? [] : [style('dim', `As known on ${showMoment(asOf)}`)]),
  ]
  return `${lines.join('\n')}\n`
}

function headline(answer: TagAnswer, style: Style): string {
  const { tags, findings, opportunity, policy, possible, isUntagged } = answer
  const words = useCaseWords(answer, policy)
  if (tags === null) {
    if (isUntagged) return 'NOT TAGGED: no field names AWS or GCP'
    return possible.length > 0
      ? style('yellow', 'CANNOT TELL: its tags may mean several deals')
      : style('red', 'DIFFERS: its tags match no use case of the handbook')
  }
  const differing = findings.filter(({ agrees }) => agrees === false).length
  const open = findings.filter(({ agrees }) => agrees === null).length + tags.open.length
  if (differing > 0) return style('red', `DIFFERS (${differing} of ${findings.length} fields): ${words}`)
  if (open > 0) return style('yellow', `CANNOT TELL (${open} open): ${words}`)
  return style('green', opportunity ? `RIGHT: ${words}` : words)
}

function taggedLines(answer: Tagged, style: Style): string[] {
  const { deal, tags, policy, findings, opportunity } = answer
  const section = (title: string, entries: readonly string[]): string[] =>
    entries.length === 0 ? [] : ['', style('bold', title), ...entries]
  const numbered = stepsOf(answer, policy).map((step, i) => `  ${i + 1}. ${safeText(step)}`)
  return [
    style('dim', safeText(dealWords(deal, policy))),
    ...section(
      'On the opportunity',
      opportunity ? grouped(findings, answer, style) : isToTag(answer) ? grouped(tags.fields, answer, style) : [],
    ),
    ...section('In the quote', [
      ...tags.quote.map(
        ({ field, value, note }) => `  ${field} = ${value ?? note}${value !== null && note !== null ? ` (${note})` : ''}`,
      ),
      ...(tags.quote.length > 0 ? [handbookLine(quotePage(answer), style)] : []),
    ]),
    ...section(
      'Not settled',
      unsettledWords(answer, policy).map((each) => `  - ${safeText(each)}`),
    ),
    ...section('Next', numbered),
  ]
}

function untaggedLines({ possible, policy }: TagAnswer): string[] {
  if (possible.length === 0)
    return ['describe the deal to see which fields differ: phd deal tag <opportunity> --cloud … --sourced-by … --marketplace …']
  return [
    ...possible.map(
      (deal) => `  - ${safeText(`${deal.program ? `${policy[deal.program].name}, ` : ''}${dealWords(deal, policy)}`)}`,
    ),
    'check one of them: phd deal tag <opportunity> --cloud … --sourced-by … --marketplace …',
  ]
}

function isToTag({ deal, tags }: Tagged): boolean {
  return tags.useCase !== null || deal.program !== null
}

/** Fields that the same section of the handbook is about stand together above it. */
function grouped(fields: ReadonlyArray<FieldTag | FieldFinding>, answer: Tagged, style: Style): string[] {
  return fields.flatMap((each, i) => {
    const { section } = tagIn(each).handbook
    const next = fields[i + 1]
    const lines = 'agrees' in each ? findingLines(each, answer, style) : fieldLines(each, answer)
    return next && tagIn(next).handbook.section === section ? lines : [...lines, handbookLine(tagIn(each).handbook, style)]
  })
}

const tagIn = (field: FieldTag | FieldFinding): FieldTag => ('agrees' in field ? field.tag : field)

function fieldLines(tag: FieldTag, { deal, policy }: Tagged): string[] {
  const by = byWords(tag)
  return [`  ${tag.label}: ${safeText(demandWords(tag, deal, policy))}${by === '' ? '' : ` (${by})`}`]
}

const MARK = { true: ['green', 'ok'], false: ['red', 'DIFFERS'], null: ['yellow', 'UNKNOWN'] } as const

function findingLines(finding: FieldFinding, { deal, policy }: Tagged, style: Style): string[] {
  const { tag, recorded, agrees } = finding
  const [color, mark] = MARK[`${agrees}`]
  const { fact } = recorded
  const is = fact === null ? 'not in the export' : (fact.value ?? 'blank')
  const why = openWords(finding)
  const wanted = demandWords(tag, deal, policy)
  return [
    `  ${style(color, mark.padEnd(7))}  ${tag.label}: ${safeText(is)}${agrees ? '' : `; expected: ${safeText(wanted)}`}`,
    ...(why === '' ? [] : [`           ${why}`]),
    ...(fact === null ? [] : [`           ${style('dim', safeText(`${placeSentence(fact.source)}${goneWords(fact.source)}`))}`]),
  ]
}

function handbookLine({ page, section }: Citation, style: Style): string {
  return `  ${style('dim', `handbook: ${page}, "${section}"`)}`
}

function quotePage({ deal, policy }: Tagged): Citation {
  return deal.program === 'dsor' ? policy.dsor.handbook : policy.handbook.quote
}

function tagJson(answer: TagAnswer) {
  const { policy, evaluatedAt, asOf, deal, describedBy, opportunity, findings, possible } = answer
  const tagged = isTagged(answer) ? answer : null
  return {
    schema: 'phd.answer/1',
    question: 'deal_tag',
    opportunity: opportunity && { id: opportunity.record.id, name: opportunity.record.name },
    deal,
    describedBy,
    useCase: answer.tags?.useCase ?? null,
    opportunityFields: tagged ? tagged.tags.fields.map((tag) => fieldJson(tag, tagged)) : [],
    quoteFields: tagged?.tags.quote ?? [],
    blank: tagged ? tagged.tags.fields.filter(({ is }) => is === 'blank').map(({ label }) => label) : [],
    notSettled: tagged ? tagged.tags.open.map((field) => policy.fields[field]) : [],
    chatter: deal?.program === 'dsor' ? policy.dsor.chatter : null,
    guide: deal?.program === 'cppo' ? policy.cppo.guide : deal?.program === 'dsor' ? policy.dsor.quoteGuide : null,
    agrees: opportunity === null ? null : agreesOf(answer),
    fields: findings.map((finding) => findingJson(finding, answer as Tagged)),
    possible,
    because: tagged ? [dealWords(tagged.deal, policy), useCaseWords(tagged, policy), ...unsettledWords(tagged, policy)] : [],
    nextSteps: tagged ? stepsOf(tagged, policy) : [],
    evaluatedAt,
    asOf,
    policy: { id: 'marketplace', version: policy.version },
    handbook: policy.handbook.opportunity,
  }
}

function agreesOf({ findings, tags, possible }: TagAnswer): boolean | null {
  if (tags === null) return possible.length > 0 ? null : false
  if (findings.some(({ agrees }) => agrees === false)) return false
  return findings.some(({ agrees }) => agrees === null) || tags.open.length > 0 ? null : true
}

function fieldJson(tag: FieldTag, { deal, policy }: Tagged) {
  const cloud = policy.clouds[deal.cloud]
  return {
    field: tag.label,
    is: tag.is,
    value: tag.is === 'cloud' ? cloud.name : tag.is === 'word' ? tag.word : null,
    accountId: tag.is === 'cloud' ? accountsOf(policy)[deal.cloud] : null,
    link: tag.is === 'cloud' ? cloud.link : null,
    text: demandWords(tag, deal, policy),
    by: tag.by,
    handbook: tag.handbook,
  }
}

function findingJson(finding: FieldFinding, answer: Tagged) {
  const { tag, recorded, agrees, reason, detail } = finding
  return {
    ...fieldJson(tag, answer),
    recorded: recorded.fact?.value ?? null,
    recordedAccountId: recorded.accountId,
    agrees,
    reason,
    detail,
    why: openWords(finding),
    source: recorded.fact?.source ?? null,
  }
}

const CSV_HEADINGS = [
  'opportunity_id',
  'use_case',
  'on',
  'field',
  'should_be',
  'account_id',
  'recorded',
  'agrees',
  'why',
  'file',
  'line',
]

function tagCsv(answer: TagAnswer): string {
  if (!isTagged(answer)) return csvForPeople([CSV_HEADINGS])
  const { opportunity, tags, findings, deal, policy } = answer
  const id = opportunity?.record.id ?? ''
  const useCase = String(tags.useCase?.number ?? deal.program ?? '')
  const found = new Map(findings.map((finding) => [finding.tag.field, finding]))
  const fields = tags.fields.map((tag) => {
    const finding = found.get(tag.field)
    const fact = finding?.recorded.fact ?? null
    const account = tag.is === 'cloud' ? accountsOf(policy)[deal.cloud] : ''
    const said = finding ? [fact?.value ?? '', String(finding.agrees ?? 'unknown'), openWords(finding)] : ['', '', '']
    const at = [fact?.source.file ?? '', String(fact?.source.line ?? '')]
    return [id, useCase, 'opportunity', tag.label, demandWords(tag, deal, policy), account, ...said, ...at]
  })
  const quote = tags.quote.map(({ field, value, note }) => [
    id,
    useCase,
    'quote',
    field,
    value ?? note ?? '',
    '',
    '',
    '',
    '',
    '',
    '',
  ])
  return csvForPeople([CSV_HEADINGS, ...fields, ...quote])
}
