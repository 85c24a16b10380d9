/** The invoices of a partner, in every format. */

import type { NewestList } from '../../partners/list-state.ts'
import { formatMoney, moneyOf } from '../../records/money.ts'
import { placeOf } from '../../records/place.ts'
import type { InvoiceGuide } from '../../reference/invoices.ts'
import { sentBetween } from '../../rules/invoices.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { listAge } from '../../terminal/last-seen.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { rejectedWords } from '../../terminal/rejected-words.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import type { FoundInvoice, FoundInvoices, OpenDeal } from './read.ts'
import { noneWords, receiverRules, receiverWords, sentWords } from './sentences.ts'

interface FindPage extends FoundInvoices {
  partner: { id: string; name: string }
  month: string | null
  opportunity: string | null
  guide: InvoiceGuide
  list: NewestList | null
  now: string
  asOf: string | null
}

function invoiceJson({ record, receiver, distributor, source }: FoundInvoice) {
  const { invoice, invoiceDate, amount, currency, balance, status, due, opportunity, opportunityId } = record
  return {
    ...{ invoice, date: invoiceDate, amount, currency, balance, status, due, opportunity, opportunityId },
    exact: { amount: moneyOf(amount, currency), balance: moneyOf(balance, currency) },
    ...{ receiver, distributor, source },
  }
}

/** The invoices that were found, and what the handbook says of them (phd.answer/1, question "invoices"). */
export function findView(page: FindPage, io: Io): Rendering {
  const { partner, month, opportunity, guide, list, invoices, undated, unclear, rejected, isKnown, open, now, asOf } = page
  const json = () => ({
    schema: 'phd.answer/1',
    question: 'invoices',
    subject: { kind: 'partner', id: partner.id, name: partner.name },
    ...{ month, opportunity, evaluatedAt: now, asOf },
    invoices: invoices.map(invoiceJson),
    undated: undated.map(invoiceJson),
    ...{ unclear, rejectedRows: rejected, opportunityKnown: isKnown },
    withoutInvoice: open.map(({ closed, ...deal }) => ({
      ...deal,
      closed,
      sent: closed === null ? null : sentBetween(closed, guide.sent),
    })),
    reason: invoices.length === 0 ? noneOf(page) : null,
    receives: { rules: rulesOf(page), handbook: guide.receives.handbook },
    sent: { fromHours: guide.sent.fromHours, toHours: guide.sent.toHours, handbook: guide.sent.handbook },
    nextSteps: guide.find.steps,
    handbook: guide.find.handbook,
    list,
  })
  return {
    table: () => findText(page, io),
    json,
    ndjson: () => invoices.map((each) => ({ schema: 'phd.invoice/1', ...invoiceJson(each) })),
    csv: () =>
      csvForPeople([
        [
          'invoice',
          'date',
          'amount',
          'currency',
          'balance',
          'status',
          'due',
          'opportunity',
          'receiver',
          'distributor',
          'file',
          'line',
        ],
        ...invoices.map(({ record, receiver, distributor, source }) => [
          ...[record.invoice, record.invoiceDate, record.amount, record.currency, record.balance, record.status, record.due].map(
            (cell) => cell ?? '',
          ),
          ...[
            record.opportunity ?? record.opportunityId ?? '',
            receiver,
            distributor ?? '',
            source.file,
            String(source.line ?? ''),
          ],
        ]),
      ]),
  }
}

function noneOf({ list, month, opportunity, undated, unclear, rejected, isKnown }: FindPage): string {
  return noneWords({
    list,
    month,
    opportunity,
    isKnown,
    rejected,
    hasUndated: undated.length > 0,
    hasUnclear: unclear.length > 0,
  })
}

function rulesOf({ invoices, open, guide }: FindPage): string[] {
  return receiverRules(new Set([...invoices, ...open].map(({ receiver }) => receiver)), guide)
}

function findText(page: FindPage, io: Io): string {
  const { partner, invoices, undated, unclear, rejected, open, guide, list, now } = page
  const head = invoices.length > 0 ? plural(invoices.length, 'invoice') : noneOf(page)
  const lines = [io.style('bold', safeText(`${partner.name}  (${partner.id})`)), io.style('bold', safeText(head))]
  const blocks = [io.prose(lines.join('\n')), '']
  if (invoices.length > 0) blocks.push(invoiceTable(invoices, io))
  if (undated.length > 0) blocks.push(`Without a day\n${invoiceTable(undated, io)}`)
  const rest = [
    ...unclear.map((name) => safeText(`not counted, may be another company: "${name}"; see: phd partner unlinked`)),
    ...(rejected && invoices.length > 0 ? [safeText(`there may be more: ${rejectedWords(rejected)}`)] : []),
    ...(unclear.length > 0 || (rejected && invoices.length > 0) ? [''] : []),
    ...(open.length > 0
      ? ['Won, and no invoice in the list', ...open.map((deal) => safeText(`  - ${dealLine(deal, page)}`)), '']
      : []),
    'Who receives it',
    ...rulesOf(page).map((rule) => `  - ${rule}`),
    `  handbook: ${guide.receives.handbook.page}, "${guide.receives.handbook.section}"`,
    '',
    `Invoices are sent ${guide.sent.fromHours} to ${guide.sent.toHours} hours after the opportunity closes`,
    `  handbook: ${guide.sent.handbook.page}, "${guide.sent.handbook.section}"`,
    '',
    'Where to look',
    ...guide.find.steps.map((step, i) => `  ${i + 1}. ${step}`),
    `  handbook: ${guide.find.handbook.page}, "${guide.find.handbook.section}"`,
    '',
    list
      ? listAge(list, now)
      : 'export the invoices of partner accounts from Salesforce, then: phd import --kind invoices <file>',
  ]
  return `${[...blocks, io.prose(rest.join('\n'))].join('\n')}\n`
}

/** An amount as money; one that an older import left unclear, as it was printed. */
function shownAmount(amount: string | null, currency: string | null): string {
  const money = moneyOf(amount, currency)
  return money ? formatMoney(money) : [amount, currency].filter(Boolean).join(' ')
}

function invoiceTable(invoices: readonly FoundInvoice[], io: Io): string {
  const rows = invoices.map(({ record, receiver, distributor, source }) => [
    ...[record.invoiceDate, record.invoice, shownAmount(record.amount, record.currency), record.status],
    ...[record.opportunity ?? record.opportunityId, receiverWords(receiver, distributor), placeOf(source)],
  ])
  return table(['DATE', 'INVOICE', 'AMOUNT', 'STATUS', 'OPPORTUNITY', 'RECEIVED BY', 'WHERE'], rows, io.columns)
}

function dealLine({ name, id, closed, receiver, distributor, source }: OpenDeal, { list, guide }: FindPage): string {
  const sent = sentWords(closed, guide, { listDay: list?.lastSeenAt.slice(0, 10) ?? null, isOurs: receiver !== 'distributor' })
  return `${name} (${id}): ${sent}; received by ${receiverWords(receiver, distributor)} (${placeOf(source)})`
}
