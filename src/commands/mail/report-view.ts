/** One mail in full. */

import type { Io } from '../../terminal/io.ts'
import { goneWords, lastSeen } from '../../terminal/last-seen.ts'
import { showAge } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { MailReport } from './report.ts'
import { explanationOf, KIND_WORDS, managerWords, senderWords } from './words.ts'

const COLORS = { route: 'green', review: 'yellow', quarantine: 'red' } as const

/** `now`: the moment that ages count from, ISO 8601. */
export function reportText(report: MailReport, io: Pick<Io, 'style'>, now: string): string {
  const { file, outcome, actions, reasons, nextSteps } = report
  const facts = outcome === 'quarantine' ? [] : [...factsOf(report), ...recordsOf(report, now), ...routeOf(report)]
  const part = (title: string, lines: string[]): string[] => (lines.length > 0 ? ['', io.style('bold', title), ...lines] : [])
  const lines = [
    io.style('bold', safeText(file)),
    io.style(COLORS[outcome], headline(report)),
    ...(facts.length > 0 ? [''] : []),
    ...facts.map(([label, text]) => `  ${label.padEnd(11)}  ${safeText(text)}`),
    ...part('To do', numbered(actions.map(({ text }) => text))),
    ...part(
      'Why',
      reasons.map((reason) => `  - ${safeText(reason)}`),
    ),
    ...part('Next', numbered(nextSteps)),
  ]
  return `${lines.join('\n')}\n`
}

function numbered(texts: readonly string[]): string[] {
  return texts.map((text, i) => `  ${i + 1}. ${safeText(text)}`)
}

function headline({ outcome, kind }: MailReport): string {
  if (outcome === 'quarantine') return 'NOT READ: the file is unchanged'
  if (outcome === 'review') return `NEEDS REVIEW: ${KIND_WORDS[kind]}?`
  return `SORTED: ${KIND_WORDS[kind]}`
}

/** A fact and its label; a blank label goes on with the one above. */
type Fact = readonly [label: string, text: string]

/** Facts under one label. */
function together(label: string, texts: readonly string[]): Fact[] {
  return texts.map((text, i) => [i === 0 ? label : '', text])
}

/** What the mail itself says. */
function factsOf(report: MailReport): Fact[] {
  const { kind, confidence, signals, runnerUp, from, partner, opportunity, attachments } = report
  const name = from?.name ? `${from.name} ` : ''
  const kindWords = `${KIND_WORDS[kind]}, ${confidence.toFixed(2)}${runnerUp ? `; next best: ${KIND_WORDS[runnerUp.kind]}` : ''}`
  return [
    ['from', from?.address ? `${name}<${from.address}>` : `${name}(no single address)`],
    ['sender', `${senderWords(report)}${partner ? `, ${partner.id}, found by ${MATCHED[partner.matchedBy]}` : ''}`],
    ['opportunity', opportunity ? `${opportunity.name}, ${opportunity.id}, ${REFERENCES[opportunity.matchedBy]}` : 'not certain'],
    ['Order Ops', orderOperationsWords(report)],
    ...together('kind', [
      kindWords,
      ...signals.filter((each) => each.for === kind).map(({ where, text }) => `${where}: ${text}`),
    ]),
    ...together('explained', explanationOf(report)),
    ...together(
      'attached',
      attachments.map(({ name: given, safeName, bytes }) => {
        const shown = given === '' || given === safeName ? safeName : `${given} (save it as ${safeName})`
        return `${shown}, ${plural(bytes, 'byte')}`
      }),
    ),
  ]
}

function orderOperationsWords({ includesPartnerOrderOps, orderOperationsShownBy: shownBy }: MailReport): string {
  if (includesPartnerOrderOps) return 'in To or Cc'
  return shownBy === null ? 'not in To or Cc' : `not in To or Cc; only ${shownBy} names it`
}

/** What the records say of it. */
function recordsOf({ evidence, thread }: MailReport, now: string): Fact[] {
  const sources = evidence.map(({ what, file, line, lastSeenAt, ...seen }) => {
    const age = `${lastSeen({ lastSeenAt, ...seen })} (${showAge(lastSeenAt, now)})${goneWords(seen)}`
    return `${what}: ${file}, line ${line}, ${age}`
  })
  const before = thread.length > 0 ? [`routed before, audit entry ${thread.join(', ')}`] : []
  return [...together('evidence', sources), ...together('thread', before)]
}

/** Where it goes. */
function routeOf({ route, channelManager, handbook }: MailReport): Fact[] {
  return [
    ...together('draft to', route ? [route.to.join(', ')] : []),
    ...together('copy to', route && route.cc.length > 0 ? [route.cc.join(', ')] : []),
    ...together('manager', channelManager ? [managerWords(channelManager)] : []),
    ...together('handbook', handbook ? [`${handbook.page}, "${handbook.section}"`] : []),
  ]
}

const MATCHED: Readonly<Record<string, string>> = { portal_user: 'the address of a portal user', domain: 'the domain' }
const REFERENCES: Readonly<Record<string, string>> = {
  id: 'named by its id',
  quote_number: 'named by its quote number',
  registration: 'named by its registration',
  deal_id: 'named by its deal id',
}
