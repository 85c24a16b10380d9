/** Reads what the reports for the awards are made from; each list is read once. */

import type { Context } from '../../app/context.ts'
import { partnerIndex } from '../../partners/every/partner-index.ts'
import { type NewestList, newestOf, type RejectedRows, rejectedOf } from '../../partners/list-state.ts'
import { isPartner, toPartner } from '../../partners/partner.ts'
import type { Fields, Kind } from '../../records/kind.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { certificationDashboard } from '../../records/kinds/certification-dashboard.ts'
import { certifications } from '../../records/kinds/certifications.ts'
import { type DealRegistration, dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { type ExchangeRate, exchangeRates } from '../../records/kinds/exchange-rates.ts'
import { type Opportunity, opportunities } from '../../records/kinds/opportunities.ts'
import { convert, type DatedRate, moneyOf, ownCurrency } from '../../records/money.ts'
import type { AwardRules } from '../../reference/scorecards/awards.ts'
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

/** Reads all lists for the awards of a year. */
export async function readAwards(context: Context, store: RecordReader, desk: Desk, wanted: Wanted): Promise<Reading> {
  const { index } = await partnerIndex(store)
  const linker = new Linker(index)
  const { years, amountField } = wanted
  const deals = await listOf(context, store, opportunities)
  const registrations = await listOf(context, store, dealRegistrations)
  const certified = await listOf(context, store, certifications)
  const rates = await listOf(context, store, exchangeRates)
  const points = [years.judged.until, years.judged.first].map((day) => dashboardOn(day, context, store, index))
  const [end = null, start = null] = await Promise.all(points)
  const partners: AwardPartner[] = []
  for await (const some of store.recordBatches(accounts)) {
    for (const partner of some.filter(isPartner).map(toPartner)) {
      const { country, signedContract } = partner.account.record
      partners.push({ id: partner.id, name: partner.name, region: desk.regionOf(partner), country, signed: signedContract })
    }
  }
  const evidence: AwardEvidence = {
    partners,
    deals: deals.state.list && deals.rows.map((row) => dealOf(row, linker, wanted, context.currency)),
    registrations: registrations.state.list && registrations.rows.map((row) => registrationOf(row, linker, wanted)),
    certifications:
      certified.state.list &&
      certified.rows.flatMap(
        ({ record: { email, badge, earned, expires, partner, partnerId }, source: place }): AwardCertification[] => {
          const counts = earned !== null && earned <= years.judged.until
          const id = linker.link('certification', { name: partner, accountId: partnerId }, place, counts)
          if (id === null || earned === null) return []
          const holder = email?.trim().toLowerCase() ?? ''
          return [
            { ...{ partner: id, holder, earned, expires }, badge: desk.badges.of(badge ?? '').badge, place: placeOf(place) },
          ]
        },
      ),
    dashboards: { start, end },
    columns: { deals: columnsOf(deals.rows), registrations: columnsOf(registrations.rows) },
    amountField,
  }
  const others = [await stateOf(context, store, accounts, 0), deals, registrations, certified]
  return {
    evidence,
    convert: converterOf(rates.rows.map(({ record }) => record)),
    lists: [
      ...others.map((each) => ('state' in each ? each.state : each)),
      dashboardState(await stateOf(context, store, certificationDashboard, 0)),
      rates.state,
    ],
    unlinked: linker.unlinked,
  }
}

/** What counts is the dashboard of then, so that the newest one is old does not matter. */
function dashboardState({ list, ...state }: ListState): ListState {
  return { ...state, list: list && { ...list, isOld: false } }
}

/** The rows that the newest list of a kind still has. */
async function listOf<F extends Fields>(context: Context, store: RecordReader, kind: Kind<F>) {
  const all = await store.records(kind)
  const rows = all.filter(({ source }) => source.gone === null)
  return { rows, state: await stateOf(context, store, kind as unknown as Kind, all.length - rows.length) }
}

async function stateOf(context: Context, store: RecordReader, kind: Kind, gone: number): Promise<ListState> {
  const { kind: name, title } = kind
  return { kind: name, title, list: await newestOf(context, store, kind), gone, rejected: await rejectedOf(store, kind) }
}

function placeOf({ file, line }: { file: string; line: number }): { file: string; line: number } {
  return { file, line }
}

function columnsOf(rows: readonly Row<object>[]): Set<string> {
  const files = new Set(rows.map(({ source }) => source.headings))
  return new Set([...files].flatMap((headings) => Object.keys(headings)))
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
function converterOf(rows: readonly ExchangeRate[]): Convert | null {
  const rates = rows.flatMap(({ currency, since, rate }): DatedRate[] => {
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
