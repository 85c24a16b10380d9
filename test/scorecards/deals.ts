import type { Dice } from '../adversary/dice.ts'
import { quarterBefore, quarterOf, shift } from './calendar.ts'
import { labelOf, labelOfNobody } from './companies.ts'
import { ALL_TAKEN, early } from './files.ts'
import type { Label, Role, TrueDeal, TrueMoney, TruePartner, TrueRate, WorldFile } from './model.ts'
import { printed, type Style, styleOf } from './print.ts'

const STAGES = [
  ...(['Closed Won', 'closed won', '8-Closed Won', 'Closed Won', 'Closed Won'] as const).map((stage) => [stage, 'won'] as const),
  ...(['Closed Lost', '8-Closed Lost'] as const).map((stage) => [stage, 'lost'] as const),
  ...(['3-Technical Evaluation', '6-Awaiting Signature', '0-Pending Acceptance'] as const).map(
    (stage) => [stage, 'open'] as const,
  ),
  ...(['9-Unqualified', '10-Duplicate'] as const).map((stage) => [stage, 'none'] as const),
] as const
const NEW_LOGO = '1. New - First Order'
const ORDER_TYPES = [NEW_LOGO, NEW_LOGO, '2. New - Connected', '3. Growth', '4. Contraction', ''] as const
const SOURCES = ['Partner Generated', 'Channel Generated', 'SDR Generated', 'AE Generated', ''] as const
/** Where a partner of a deal stands, and the column of its id where there is one. */
const ROLES: readonly { role: Role; share: number; name: string; id: string | null }[] = [
  { role: 'resale', share: 0.9, name: 'Resale Partner', id: 'Resale Partner ID' },
  { role: 'sourced', share: 0.5, name: 'DR - Partner', id: 'DR - Partner ID' },
  { role: 'distributor', share: 0.2, name: 'Distributor', id: 'Distributor ID' },
  { role: 'influence', share: 0.15, name: 'Influence Partner', id: 'Influence_Partner__c' },
  { role: 'service', share: 0.15, name: 'Service Attach Partner', id: null },
]

const dealId = (number: number): string => `0064M00000${String(number).padStart(5, '0')}`
const MILLION = 1_000_000n
/** Whole units and hundredths; of yen, whole units alone. */
const amountOf = (dice: Dice, currency: string | null): bigint =>
  currency === 'JPY' ? BigInt(dice.int(1000, 9_999_999)) * MILLION : BigInt(dice.int(-5_000, 99_999_999)) * 10_000n

export function moneyOf(dice: Dice, currencies: readonly (string | null)[]): TrueMoney {
  const currency = dice.pick(currencies)
  return { amount: dice.chance(0.1) ? null : amountOf(dice, currency), currency }
}

export function makeDeals(
  dice: Dice,
  day: string,
  partners: readonly TruePartner[],
  currencies: readonly (string | null)[],
): TrueDeal[] {
  const homes = partners.filter(({ hasData }) => hasData)
  const odd = [quarterOf(day), quarterBefore(quarterOf(day))].flatMap(({ first, last }) => [first, last, shift(last, 1)])
  return Array.from({ length: partners.length * 6 }, (_, number): TrueDeal => {
    const [stage, state] = dice.pick(STAGES)
    const close = dice.chance(0.3) ? dice.pick([...odd, day, '2028-02-29']) : shift(day, dice.int(-800, 120))
    return {
      id: dealId(number),
      name: dice.chance(0.1) ? 'Same name - New' : `Deal ${number} - New`,
      customer: `Customer ${dice.int(1, 40)}`,
      stage,
      state,
      close,
      created: shift(close, -dice.int(5, 200)),
      roles: rolesOf(dice, homes, partners),
      money: moneyOf(dice, currencies),
      netArr: dice.chance(0.2) ? null : amountOf(dice, null),
      services: dice.chance(0.8) ? null : amountOf(dice, null),
      orderType: dice.pick(ORDER_TYPES),
      stampedOrderType: dice.chance(0.6) ? '' : dice.pick(ORDER_TYPES),
      source: dice.pick(SOURCES),
      fate: dice.pick([
        'counts',
        'counts',
        'counts',
        'counts',
        'counts',
        'counts',
        'counts',
        'gone',
        'merged',
        'duplicate',
      ] as const),
    }
  })
}

function rolesOf(dice: Dice, homes: readonly TruePartner[], partners: readonly TruePartner[]): TrueDeal['roles'] {
  const roles: Partial<Record<Role, { partner: TruePartner | null; label: Label }>> = {}
  const main = dice.pick(homes)
  for (const { role, share, id } of ROLES) {
    if (!dice.chance(share)) continue
    const partner = dice.chance(0.5) ? main : dice.pick(homes)
    if (dice.chance(0.08) || (id === null && partner.hasTwin)) {
      const label = id === null ? { id: '', name: 'Nobody & Sons' } : labelOfNobody(dice, partners)
      roles[role] = { partner: null, label }
    } else {
      const label = id === null ? { id: '', name: partner.name } : labelOf(dice, partner)
      roles[role] = { partner, label }
    }
  }
  return roles
}

const AMOUNTS = ['Amount', 'Net ARR', 'Partner Services Amount'] as const
const HEADINGS = [
  ...['Opportunity ID', 'Opportunity Name', 'Account Name', 'Stage', 'Close Date', 'Created Date', 'Opportunity Currency'],
  ...AMOUNTS.flatMap((amount) => [`${amount} Currency`, amount]),
  ...['Order Type', 'Stamped Order Type', 'Sales Qualified Source', 'Merged Opportunity', 'Duplicate Opportunity'],
  ...ROLES.flatMap(({ name, id }) => [name, ...(id === null ? [] : [id])]),
]

/** The amounts of a deal, with their currency in a column for all, in a column for each, or in each cell. */
function amountCells(style: Style, { money, netArr, services }: TrueDeal): string[] {
  const { currency } = money
  const amounts = [money.amount, netArr, services].flatMap((amount) => {
    const printed = amount === null ? '' : style.money(amount)
    if (style.currency === 'each') return [currency ?? '', printed]
    return ['', style.currency === 'cell' && currency !== null && printed !== '' ? `${currency} ${printed}` : printed]
  })
  return [style.currency === 'column' ? (currency ?? '') : '', ...amounts]
}

function cellsOf(style: Style, deal: TrueDeal): string[] {
  const roles = ROLES.flatMap(({ role, id }) => {
    const label = deal.roles[role]?.label ?? { id: '', name: '' }
    return [style.name(label.name), ...(id === null ? [] : [label.id])]
  })
  return [
    ...[deal.id, deal.name, deal.customer, deal.stage, style.day(deal.close), style.day(deal.created)],
    ...amountCells(style, deal),
    ...[deal.orderType, deal.stampedOrderType, deal.source],
    ...[deal.fate === 'merged' ? 'Deal 0 - New' : '', deal.fate === 'duplicate' ? 'Deal 0 - New' : '', ...roles],
  ]
}

/** Two lists of opportunities; the newer one lacks what is gone, and is the same report. */
export function dealFiles(dice: Dice, day: string, deals: readonly TrueDeal[]): WorldFile[] {
  const before = shift(day, -20)
  const [old, now] = [styleOf(dice), styleOf(dice)]
  const newer = dice.shuffle(deals.filter(({ fate }) => fate !== 'gone'))
  return [
    {
      name: `opportunities-${before}.csv`,
      text: printed(
        old,
        HEADINGS,
        deals.map((deal) => cellsOf(old, deal)),
      ),
      at: early(before),
      options: ALL_TAKEN,
    },
    {
      name: `opportunities-${day}.csv`,
      text: printed(
        now,
        HEADINGS,
        newer.map((deal) => cellsOf(now, deal)),
      ),
      at: early(day),
      options: ALL_TAKEN,
    },
  ]
}

/** Rates of the last years, with a change in the middle of the quarter that is asked about; the company's own currency is the dollar. */
export function makeRates(dice: Dice, day: string, currencies: readonly (string | null)[]): TrueRate[] {
  const froms = [shift(day, -2000), shift(day, -400), quarterBefore(quarterOf(day)).first, shift(day, -dice.int(1, 60))]
  const known = [...new Set(['USD', ...currencies])].filter((currency) => currency !== null)
  return known.flatMap((currency) =>
    froms.map((from) => ({
      currency,
      from,
      rate:
        currency === 'USD'
          ? MILLION
          : BigInt(currency === 'JPY' ? dice.int(120_000_000, 160_000_000) : dice.int(700_000, 1_300_000)),
    })),
  )
}

/** As Data Loader exports them. */
export function ratesFile(day: string, rates: readonly TrueRate[]): WorldFile {
  const decimals = (rate: bigint): string => `${rate / MILLION}.${String(rate % MILLION).padStart(6, '0')}`
  const lines = [
    ['ISOCODE', 'STARTDATE', 'CONVERSIONRATE'],
    ...rates.map(({ currency, from, rate }) => [currency, from, decimals(rate)]),
  ]
  const text = lines.map((line) => `${line.map((cell) => `"${cell}"`).join(',')}\n`).join('')
  return { name: `exchange-rates-${day}.csv`, text, at: early(day), options: ALL_TAKEN }
}
