/** Reports of mails: many as a list, one in full (phd.mail/1). */

import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import type { MailReport } from './report.ts'
import { reportText } from './report-view.ts'
import { explanationOf, KIND_WORDS, senderWords } from './words.ts'

type Screen = Pick<Io, 'columns' | 'prose' | 'style'>

/** What each mail is and where it goes (phd.mail/1): one in full, several as a list. */
export function reportsView(reports: readonly MailReport[], { io, now }: { io: Screen; now: string }): Rendering {
  return {
    table: () => {
      const [only] = reports
      return only && reports.length === 1 ? io.prose(reportText(only, io, now)) : list(reports, io)
    },
    json: () => ({ schema: 'phd.mail/1', messages: reports }),
    ndjson: () => reports,
    csv: () => csvForPeople([CSV_HEAD, ...reports.map(csvCells)]),
  }
}

const CSV_HEAD = [
  'file',
  'outcome',
  'kind',
  'confidence',
  'from',
  'role',
  'partner',
  'partner_id',
  'opportunity',
  'opportunity_id',
  'attachments',
  'flags',
  'why',
]

function csvCells(report: MailReport): string[] {
  const { file, outcome, kind, confidence, from, sender, partner, opportunity, attachments, flags, reasons } = report
  return [
    file,
    outcome,
    kind,
    String(confidence),
    from?.address ?? '',
    sender?.role ?? '',
    sender?.name ?? '',
    partner?.id ?? '',
    opportunity?.name ?? '',
    opportunity?.id ?? '',
    attachments.map(({ name }) => name).join('; '),
    flags.join('; '),
    reasons.join('; '),
  ]
}

const OUTCOME_WORDS = { route: 'sorted', review: 'REVIEW', quarantine: 'NOT READ' } as const

/** Many mails: one row each, and below what to do. */
function list(reports: readonly MailReport[], io: Screen): string {
  const rows = reports.map((report) => {
    const { file, kind, confidence, opportunity, outcome } = report
    const isRead = outcome !== 'quarantine'
    return [
      file,
      OUTCOME_WORDS[outcome],
      isRead ? KIND_WORDS[kind] : '',
      isRead ? confidence.toFixed(2) : '',
      isRead ? senderWords(report) : '',
      opportunity?.name ?? '',
    ]
  })
  const details = [...explanations(reports), ...steps(reports)]
  const lines = [totals(reports), ...(details.length > 0 ? [...details, '', ...byRecordAlone(reports), totals(reports)] : [])]
  return `${table(['FILE', 'OUTCOME', 'KIND', 'SURE', 'FROM', 'OPPORTUNITY'], rows, io.columns)}\n${io.prose(`${lines.join('\n')}\n`)}`
}

/** Why each mail is of its kind, where --explain asks for it. */
function explanations(reports: readonly MailReport[]): string[] {
  return reports.flatMap((report) => {
    const lines = explanationOf(report)
    return lines.length === 0 ? [] : ['', safeText(report.file), ...lines.map((line) => `  ${safeText(line)}`)]
  })
}

/** What to do with each mail: first those that are routed, then those that need review. */
function steps(reports: readonly MailReport[]): string[] {
  const routed = reports.filter(({ outcome, actions }) => outcome === 'route' && actions.length > 0)
  const doubtful = reports.filter(({ outcome }) => outcome !== 'route')
  return [
    ...routed.flatMap(({ file, actions, route }) => [
      '',
      safeText(file),
      ...(route ? [`  to ${safeText(route.to.join(', '))}; copy to ${safeText(route.cc.join(', ') || 'no one')}`] : []),
      ...actions.map(({ text }, i) => `  ${i + 1}. ${safeText(text)}`),
    ]),
    ...doubtful.flatMap(({ file, reasons, nextSteps }) => [
      '',
      safeText(file),
      ...reasons.map((reason) => `  - ${safeText(reason)}`),
      ...nextSteps.map((step) => `  next: ${safeText(step)}`),
    ]),
  ]
}

/** How many mails go each way. */
function totals(reports: readonly MailReport[]): string {
  const count = (is: (report: MailReport) => boolean): number => reports.filter(is).length
  const sorted = reports.filter(({ outcome }) => outcome === 'route')
  const isRouted = sorted.some(({ route, actions }) => route !== null || actions.length > 0)
  const drafts = count(({ route }) => route !== null)
  const nothing = sorted.filter(({ actions }) => actions[0]?.id === 'nothing').length
  const before = isRouted ? sorted.filter(({ actions }) => actions.length === 0).length : 0
  const ways = isRouted
    ? [
        plural(drafts, 'draft'),
        `${sorted.length - drafts - nothing - before} to do by hand`,
        `${nothing} with nothing to do`,
        ...(before > 0 ? [`${before} handled before`] : []),
      ]
    : [`${sorted.length} sorted`]
  const doubtful = [
    `${count(({ outcome }) => outcome === 'review')} to review`,
    `${count(({ outcome }) => outcome === 'quarantine')} not read`,
  ]
  return `${plural(reports.length, 'mail')}: ${[...ways, ...doubtful].join(', ')}`
}

/** Says once how many channel managers come from the opportunity, not from the tables. */
function byRecordAlone(reports: readonly MailReport[]): string[] {
  const own = reports.filter(({ channelManager }) => channelManager?.from === 'record').length
  if (own === 0) return []
  return [
    `in ${plural(own, 'draft')} the channel manager comes from the opportunity’s own column, because no table names one; see one: phd cam owner <opportunity>`,
  ]
}
