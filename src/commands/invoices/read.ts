import type { Context } from '../../app/context.ts'
import { partnerIndex } from '../../partners/every/partner-index.ts'
import { sourceOf } from '../../partners/facts.ts'
import { type NamedPartner, type NameIndex, partnersOf } from '../../partners/linking/links.ts'
import { type RejectedRows, rejectedOf } from '../../partners/list-state.ts'
import type { Partner } from '../../partners/partner.ts'
import { compareText } from '../../records/compare.ts'
import { foldCode } from '../../records/key.ts'
import type { RecordOf } from '../../records/kind.ts'
import { invoices } from '../../records/kinds/invoices.ts'
import { type Opportunity, opportunities } from '../../records/kinds/opportunities.ts'
import { foldName } from '../../records/name.ts'
import { readSalesforceId } from '../../records/salesforce-id.ts'
import type { InvoiceGuide } from '../../reference/invoices.ts'
import { type Receiver, receiverOf } from '../../rules/invoices.ts'
import { isStale, type Source } from '../../rules/verdict.ts'
import type { RecordReader, Stored } from '../../store/store.ts'

type Invoice = RecordOf<(typeof invoices)['fields']>

/** An invoice of the partner, and who receives it. */
export interface FoundInvoice {
  record: Invoice
  receiver: Receiver
  distributor: string | null
  source: Source
}

/** A deal that is won and has no invoice in the list. */
export interface OpenDeal {
  id: string
  name: string
  closed: string | null
  receiver: Receiver
  distributor: string | null
  source: Source
}

export interface Sought {
  partner: Partner
  /** YYYY-MM. */
  month: string | null
  /** The id or name of an opportunity, as it was typed. */
  opportunity: string | null
}

export interface FoundInvoices {
  invoices: readonly FoundInvoice[]
  /** Invoices without a day, which may be of the month that is asked about. */
  undated: readonly FoundInvoice[]
  /** Names in rows that may be the partner's, and are not counted. */
  unclear: readonly string[]
  /** Rejected rows that are or may be the partner's. */
  rejected: RejectedRows | null
  /** Whether any row has the opportunity that was asked for; true where none was. */
  isKnown: boolean
  open: readonly OpenDeal[]
}

/** Finds the invoices of a partner, and its won deals without one. */
export async function readInvoices(
  context: Context,
  store: RecordReader,
  sought: Sought,
  won: InvoiceGuide['sent']['won'],
): Promise<FoundInvoices> {
  const { index } = await partnerIndex(store)
  const deals = await store.records(opportunities)
  const found: FoundInvoice[] = []
  const undated: FoundInvoice[] = []
  const unclear = new Set<string>()
  const invoiced = new Set<Stored<Opportunity>>()
  let isKnown = sought.opportunity === null || deals.some(({ record }) => isNamed(record, sought.opportunity ?? ''))
  for (const row of await store.records(invoices)) {
    const { accountName: name, accountId, invoiceDate } = row.record
    const { opportunityId: id, opportunity } = row.record
    isKnown ||= isNamed({ id, name: opportunity }, sought.opportunity ?? '')
    const link = index.link({ name, accountId })
    if (!partnersOf(link).some(({ id }) => id === sought.partner.id)) continue
    const deal = dealOf(row.record, deals)
    if (link.partner !== null && deal) invoiced.add(deal)
    if (!isOfOpportunity(row.record, deal, sought.opportunity)) continue
    if (link.partner === null) {
      if (sought.month === null || invoiceDate === null || invoiceDate.startsWith(sought.month))
        unclear.add(name ?? accountId ?? '')
      continue
    }
    const each = { record: row.record, ...receiving(context, deal, sought.partner, index, true), source: sourceOf(row) }
    if (sought.month === null || invoiceDate?.startsWith(sought.month)) found.push(each)
    else if (invoiceDate === null) undated.push(each)
  }
  const open = deals
    .filter((deal) => !invoiced.has(deal) && isWon(deal, won) && isSought(deal, sought))
    .filter(({ record }) => ofPartner(record, index, sought.partner))
    .map((deal) => openDeal(context, deal, sought.partner, index))
  return {
    invoices: found.sort(newestFirst),
    undated,
    unclear: [...unclear],
    rejected: await rejectedOf(store, invoices, { partner: sought.partner, index }),
    isKnown,
    open: open.sort((a, b) => compareText(b.closed, a.closed)),
  }
}

function newestFirst(a: FoundInvoice, b: FoundInvoice): number {
  return compareText(b.record.invoiceDate, a.record.invoiceDate) || compareText(a.record.invoice, b.record.invoice)
}

/** The opportunity of an invoice: by its id, else by its exact name where only one has it. */
function dealOf({ opportunityId, opportunity }: Invoice, deals: readonly Stored<Opportunity>[]): Stored<Opportunity> | null {
  if (opportunityId !== null) return deals.find(({ record }) => record.id === opportunityId) ?? null
  const name = opportunity?.trim()
  const named = name ? deals.filter(({ record }) => record.name?.trim() === name) : []
  return named.length === 1 ? (named[0] ?? null) : null
}

function isOfOpportunity(
  { opportunityId, opportunity }: Invoice,
  deal: Stored<Opportunity> | null,
  typed: string | null,
): boolean {
  if (typed === null) return true
  return isNamed({ id: opportunityId ?? deal?.record.id ?? null, name: opportunity ?? deal?.record.name ?? null }, typed)
}

/** Whether what was typed is the id or the name of an opportunity; never a part of a name. */
function isNamed({ id, name }: { id: string | null; name: string | null }, typed: string): boolean {
  const read = readSalesforceId(typed, '006')
  if (read.ok) return id === read.id
  return name !== null && foldName(name).folded === foldName(typed).folded
}

function isWon({ record }: Stored<Opportunity>, won: readonly string[]): boolean {
  return won.some((word) => foldCode(word) === foldCode(record.stage?.trim() ?? ''))
}

function isSought({ record }: Stored<Opportunity>, { month, opportunity }: Sought): boolean {
  if (opportunity !== null) return isNamed(record, opportunity)
  return month === null ? false : (record.closeDate?.startsWith(month) ?? false)
}

function ofPartner(
  { resalePartner: name, resalePartnerId: accountId }: Opportunity,
  index: NameIndex<NamedPartner>,
  partner: Partner,
): boolean {
  return (name !== null || accountId !== null) && index.link({ name, accountId }).partner?.id === partner.id
}

function openDeal(context: Context, deal: Stored<Opportunity>, partner: Partner, index: NameIndex<NamedPartner>): OpenDeal {
  const { id, name, closeDate } = deal.record
  return {
    id: id ?? '',
    name: name ?? '',
    closed: closeDate,
    ...receiving(context, deal, partner, index, false),
    source: sourceOf(deal, 'closeDate'),
  }
}

/** Who receives the invoice of a deal, as far as its opportunity tells. */
function receiving(
  { now, maxAgeDays }: Context,
  deal: Stored<Opportunity> | null,
  partner: Partner,
  index: NameIndex<NamedPartner>,
  isInvoiced: boolean,
): { receiver: Receiver; distributor: string | null } {
  if (!deal) {
    const known = { isInvoiced, distributor: undefined, isOwnDistributor: false, isStale: false }
    return { receiver: receiverOf(known), distributor: null }
  }
  const { headings } = deal.source
  const { distributor: name, distributorId: accountId } = deal.record
  const isTold = 'distributor' in headings || 'distributorId' in headings
  const distributor = isTold ? (name ?? accountId) : undefined
  const isOwnDistributor = distributor != null && index.link({ name, accountId }).partner?.id === partner.id
  const isOld = isStale(deal.source, now, maxAgeDays) || deal.doubt !== null
  return { receiver: receiverOf({ isInvoiced, distributor, isOwnDistributor, isStale: isOld }), distributor: distributor ?? null }
}
