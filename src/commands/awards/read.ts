/** Reads what the reports for the awards are made from; each list is read once. */

import type { Context } from '../../app/context.ts'
import { type Listed, PackedList } from '../../packed/packed-list.ts'
import { partnerIndex } from '../../partners/every/partner-index.ts'
import { type NewestList, newestOf, type RejectedRows, rejectedOf } from '../../partners/list-state.ts'
import { isPartner, toPartner } from '../../partners/partner.ts'
import type { Fields, Kind, RecordOf } from '../../records/kind.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { certificationDashboard } from '../../records/kinds/certification-dashboard.ts'
import { type Certification, certifications } from '../../records/kinds/certifications.ts'
import { type DealRegistration, dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { type ExchangeRate, exchangeRates } from '../../records/kinds/exchange-rates.ts'
import { type Opportunity, opportunities } from '../../records/kinds/opportunities.ts'
import { convert, type DatedRate, moneyOf, ownCurrency } from '../../records/money.ts'
import type { AwardRules } from '../../reference/scorecards/awards.ts'
import { partnersOfDistributors } from '../../reports/awards/distribution.ts'
import type { Convert } from '../../reports/awards/rates.ts'
import { yearOf } from '../../reports/awards/rows.ts'
import type {
  AwardCertification,
  AwardDeal,
  AwardEvidence,
  AwardPartner,
  AwardRegistration,
  AwardYears,
} from '../../reports/awards/types.ts'
import { dealOutcome, isFirstOrder, isPartnerGenerated } from '../../reports/deals/words.ts'
import { decidingWord, isApproved, isOneOf, programOf } from '../../rules/deals/status.ts'
import type { DealPolicy } from '../../rules/deals/types.ts'
import type { Desk } from '../../scorecards/desk.ts'
import type { RecordReader, Stored } from '../../store/store.ts'
import { dashboardOn } from './dashboards.ts'
import { Linker, type UnlinkedName } from './links.ts'

/** A list, and what of it does not count. */
export interface ListState {
  kind: string
  title: string
  list: NewestList | null
  /** Rows that the newest list no longer has. */
  gone: number
  rejected: RejectedRows | null
}

/** What was read. */
export interface Reading {
  evidence: AwardEvidence
  /** Null: no rates were imported, or none is the company's own currency. */
  convert: Convert | null
  lists: readonly ListState[]
  unlinked: readonly UnlinkedName[]
  /** The name of any partner by its id. */
  nameOf(id: string): string
}

/** How it is read. */
export interface Wanted {
  years: AwardYears
  rules: AwardRules
  /** Every version of the rule for registrations: those of other years have other words. */
  policies: readonly DealPolicy[]
  amountField: 'amount' | 'netArr'
}

type Row<R> = Stored<R>

/** Reads all lists for the awards of a year; of each only the rows that may count are kept. */
export async function readAwards(context: Context, store: RecordReader, desk: Desk, wanted: Wanted): Promise<Reading> {
  const { index } = await partnerIndex(store)
  const linker = new Linker(index)
  const { years, amountField } = wanted
  const isDated = datedWithin(years)
  const deals = await listOf(context, store, opportunities, (row) =>
    isDated(row.record.closeDate, row.record.created) ? dealOf(row, linker, wanted, context.currency) : null,
  )
  const registrations = await listOf(context, store, dealRegistrations, (row) => {
    const made = registrationOf(row, linker, wanted)
    return isDated(made.approved, made.submitted) || (made.isApproved && made.approved === null) ? made : null
  })
  const ofDistributors = new Set(
    [...partnersOfDistributors({ deals: deals.rows, registrations: registrations.rows }, years).values()].flatMap(
      ({ judged, before }) => [...judged, ...before],
    ),
  )
  const certified = await listOf(context, store, certifications, (row) => {
    const made = certificationOf(row, linker, { desk, years })
    return made !== null && ofDistributors.has(made.partner) ? made : null
  })
  const rates = await listOf(context, store, exchangeRates, ({ record }) => record)
  const points = [years.judged.until, years.judged.first].map((day) => dashboardOn(day, context, store, index))
  const [end = null, start = null] = await Promise.all(points)
  const evidence: AwardEvidence = {
    partners: await readPartners(store, desk),
    deals: deals.state.list && deals.rows,
    registrations: registrations.state.list && registrations.rows,
    certifications: certified.state.list && certified.rows,
    dashboards: { start, end },
    columns: { deals: deals.columns, registrations: registrations.columns },
    amountField,
  }
  return {
    evidence,
    convert: converterOf(rates.rows),
    lists: [
      await stateOf(context, store, accounts, 0),
      ...[deals, registrations, certified].map(({ state }) => state),
      dashboardState(await stateOf(context, store, certificationDashboard, 0)),
      rates.state,
    ],
    unlinked: linker.unlinked,
    nameOf: (id) => index.link({ name: null, accountId: id }).partner?.name ?? id,
  }
}

/** Whether any of some days is in the two years, also after the day that is asked for: a list that goes that far is not known to lack rows. */
function datedWithin({ before, judged }: AwardYears): (...days: (string | null)[]) => boolean {
  return (...days) => days.some((day) => day !== null && before.first <= day && day <= judged.last)
}

async function readPartners(store: RecordReader, desk: Desk): Promise<Listed<AwardPartner>> {
  const partners = new PackedList<AwardPartner>()
  for await (const some of store.recordBatches(accounts)) {
    for (const partner of some.filter(isPartner).map(toPartner)) {
      const { country, signedContract } = partner.account.record
      partners.push({ id: partner.id, name: partner.name, region: desk.regionOf(partner), country, signed: signedContract })
    }
  }
  return partners
}

function certificationOf(
  { record: { email, badge, earned, expires, partner, partnerId }, source: place }: Row<Certification>,
  linker: Linker,
  { desk, years }: { desk: Desk; years: AwardYears },
): AwardCertification | null {
  const counts = earned !== null && earned <= years.judged.until
  const id = linker.link('certification', { name: partner, accountId: partnerId }, place, counts)
  if (id === null || earned === null) return null
  const holder = email?.trim().toLowerCase() ?? ''
  return { ...{ partner: id, holder, earned, expires }, badge: desk.badges.of(badge ?? '').badge, place: placeOf(place) }
}

/** What counts is the dashboard of then, so that the newest one is old does not matter. */
function dashboardState({ list, ...state }: ListState): ListState {
  return { ...state, list: list && { ...list, isOld: false } }
}

/** What is made of the rows that the newest list of a kind still has, but for those of which nothing is, and the columns of its files. */
async function listOf<F extends Fields, T>(
  context: Context,
  store: RecordReader,
  kind: Kind<F>,
  make: (row: Row<RecordOf<F>>) => T | null,
) {
  const rows = new PackedList<T>()
  const files = new Set<object>()
  let gone = 0
  for await (const some of store.recordBatches(kind)) {
    for (const row of some) {
      if (row.source.gone !== null) {
        gone++
        continue
      }
      files.add(row.source.headings)
      const made = make(row)
      if (made !== null) rows.push(made)
    }
  }
  const columns = new Set([...files].flatMap((headings) => Object.keys(headings)))
  return { rows, columns, state: await stateOf(context, store, kind as unknown as Kind, gone) }
}

async function stateOf(context: Context, store: RecordReader, kind: Kind, gone: number): Promise<ListState> {
  const { kind: name, title } = kind
  return { kind: name, title, list: await newestOf(context, store, kind), gone, rejected: await rejectedOf(store, kind) }
}

function placeOf({ file, line }: { file: string; line: number }): { file: string; line: number } {
  return { file, line }
}

function dealOf(
  { record, source }: Row<Opportunity>,
  linker: Linker,
  { years, amountField }: Wanted,
  usual: string | null,
): AwardDeal {
  const outcome = dealOutcome(record)
  const { closeDate: closes, created } = record
  const counts = outcome !== 'duplicate' && (yearOf(closes, years) !== null || yearOf(created, years) !== null)
  const currency = record.currency?.trim() ? record.currency : usual
  return {
    ...{ id: record.id ?? '', name: record.name?.trim() ?? '', outcome, closes, created },
    resale: linker.link('resale', { name: record.resalePartner, accountId: record.resalePartnerId }, source, counts),
    namesResale: Boolean(record.resalePartner?.trim() || record.resalePartnerId),
    sourced: linker.link('sourced', { name: record.drPartner, accountId: record.drPartnerId }, source, counts),
    distributor: linker.link('distributor', distributorOf(record), source, counts),
    service: linker.link('service', { name: record.serviceAttachPartner }, source, counts),
    isFirstOrder: isFirstOrder(record.stampedOrderType?.trim() ? record.stampedOrderType : record.orderType),
    isPartnerGenerated: isPartnerGenerated(record.salesQualifiedSource) === true,
    amount: moneyOf(record[amountField], currency),
    servicesAmount: moneyOf(record.partnerServicesAmount, currency),
    place: placeOf(source),
  }
}

/** The distributor of the primary quote; while there is none, that of the registration. */
function distributorOf({ distributor, distributorId, drDistributor }: Opportunity) {
  const has = distributorId !== null || distributor?.trim()
  return has ? { name: distributor, accountId: distributorId } : { name: drDistributor }
}

function registrationOf(
  { record, source }: Row<DealRegistration>,
  linker: Linker,
  { years, rules, policies }: Wanted,
): AwardRegistration {
  const program = policies.map((policy) => programOf(record, policy)).find((each) => each !== null)
  const isService = program === 'serviceAttach'
  const approved = (isService ? record.serviceAttachApproved : null) ?? record.approved
  const counts = yearOf(approved, years) !== null || yearOf(record.submitted, years) !== null
  const { distributor, distributorId } = record
  return {
    name: record.name?.trim() ?? '',
    program: program === undefined ? null : isService ? 'service_attach' : 'partner_sourced',
    approved,
    isApproved: policies.some((policy) => isApproved(record, policy)),
    isRefused: policies.some((policy) => isOneOf(decidingWord(record, policy), rules.refused)),
    submitted: record.submitted,
    partner: linker.link('registration', { name: record.partner, accountId: record.partnerId }, source, counts),
    distributor: linker.link('distributor', { name: distributor, accountId: distributorId }, source, counts),
    place: placeOf(source),
  }
}

/** Converts to the company's own currency, which is the one with the rate 1; null where no rate says which that is. */
function converterOf(rows: Iterable<ExchangeRate>): Convert | null {
  const rates = [...rows].flatMap(({ currency, since, rate }): DatedRate[] => {
    const amount = moneyOf(rate, null)?.amount
    return currency === null || since === null || amount === undefined
      ? []
      : [{ currency: currency.trim().toUpperCase(), since, rate: amount }]
  })
  const own = ownCurrency(rates)
  if (own === null) return null
  const of = Map.groupBy(rates, ({ currency }) => currency)
  return (money, day) => convert(money, day, money.currency === null ? [] : (of.get(money.currency) ?? []), own)
}
