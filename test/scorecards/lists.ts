/** The desk's own sheets: vouchers, designations, rebate exceptions, influence; and the registrations of deals. */

import type { Dice } from '../adversary/dice.ts'
import { quarterBefore, quarterOf, shift } from './calendar.ts'
import { labelOf, labelOfNobody } from './companies.ts'
import { moneyOf } from './deals.ts'
import { ALL_TAKEN, early, plainFile } from './files.ts'
import type { Label, TrueDeal, TrueException, TruePartner, TruePsp, TrueRegistration, TrueVoucher, WorldFile } from './model.ts'
import { printed, styleOf } from './print.ts'

/** A partner, or one that cannot be known, and how a row names it. */
function someone(dice: Dice, partners: readonly TruePartner[]): { partner: TruePartner | null; label: Label } {
  const partner = dice.pick(partners.filter(({ hasData }) => hasData))
  return dice.chance(0.1) ? { partner: null, label: labelOfNobody(dice, partners) } : { partner, label: labelOf(dice, partner) }
}

/** Sheets that must name the partner name it by its name, beside the id. */
const withName = ({ partner, label }: { partner: TruePartner | null; label: Label }): Label => ({
  ...label,
  name: label.name || (partner?.name ?? 'Nobody & Sons'),
})

export function makeVouchers(dice: Dice, day: string, partners: readonly TruePartner[]): TrueVoucher[] {
  return Array.from({ length: partners.length * 2 }, (_, number): TrueVoucher => {
    const issued = shift(day, -dice.int(1, 500))
    const expires = dice.pick([null, day, shift(day, -1), shift(day, 1), shift(day, 90), shift(day, 91), shift(issued, 365)])
    return {
      code: `PSE-${String(1000 + number)}-Ab${String(number).padStart(4, '0')}`,
      ...someone(dice, partners),
      holder: dice.pick(['Mei Smith', '=cmd|calc', '<i>Zoë</i>', '']),
      holderEmail: `Holder${number}@Company.example`,
      issued,
      used: dice.pick(
        [null, null, day, shift(day, -1), shift(issued, 1), expires ?? day].filter((each) => each === null || each <= day),
      ),
      expires,
      fate: dice.pick(['counts', 'counts', 'counts', 'counts', 'gone'] as const),
    }
  })
}

/** Two sheets of vouchers, of which the newer one lacks what is gone, and has one row twice in other letters. */
export function voucherFiles(dice: Dice, day: string, vouchers: readonly TrueVoucher[]): WorldFile[] {
  const headings = ['Voucher Code', 'Partner', 'Partner ID', 'Holder', 'Holder Email', 'Issued', 'Used', 'Expires']
  const line = (voucher: TrueVoucher): string[] => [
    ...[voucher.code, voucher.label.name, voucher.label.id, voucher.holder, voucher.holderEmail],
    ...[voucher.issued, voucher.used ?? '', voucher.expires ?? ''],
  ]
  const before = shift(day, -30)
  const newer = vouchers.filter(({ fate }) => fate !== 'gone')
  return [
    plainFile(`pse-vouchers-${before}.csv`, before, headings, vouchers.map(line)),
    plainFile(`pse-vouchers-${day}.csv`, day, headings, dice.shuffle(newer.map(line))),
  ]
}

export function makePsp(dice: Dice, day: string, partners: readonly TruePartner[]): TruePsp[] {
  return partners.flatMap((partner): TruePsp[] => {
    if (!partner.hasData || dice.chance(0.3)) return []
    const [designation, isDesignated] = dice.pick([
      ['PSP', true],
      ['Designated Professional Services Partner (PSP)', true],
      ['yes', true],
      ['Not PSP', false],
      ['Former PSP', false],
      ['Ask Ann', null],
      ['', null],
    ] as const)
    const [compliant, isCompliant] = dice.pick([
      ['Compliant', true],
      ['YES', true],
      ['Non-compliant', false],
      ['nearly', null],
      ['', null],
    ] as const)
    return [
      {
        partner,
        label: withName({ partner, label: labelOf(dice, partner) }),
        ...{ designation, isDesignated, compliant, isCompliant },
        since: dice.pick([null, shift(day, -300)]),
        reviewed: dice.pick([null, shift(day, -30)]),
      },
    ]
  })
}

export const pspFile = (day: string, psp: readonly TruePsp[]): WorldFile =>
  plainFile(
    `psp-eligibility-${day}.csv`,
    day,
    ['Partner', 'Partner ID', 'PSP Designation', 'Since', 'Compliant', 'Reviewed'],
    psp.map(({ label, designation, since, compliant, reviewed }) => [
      ...[label.name, label.id, designation, since ?? '', compliant, reviewed ?? ''],
    ]),
  )

const OUTCOMES = [
  { said: 'Rejected', fundedBy: '', outcome: 'rejected', fund: null },
  { said: 'denied', fundedBy: '', outcome: 'rejected', fund: null },
  { said: 'Approved', fundedBy: 'Global Ecosystem budget', outcome: 'approved', fund: 'global_ecosystem' },
  { said: 'Approved, funded by Global Ecosystem budget', fundedBy: '', outcome: 'approved', fund: 'global_ecosystem' },
  { said: 'Approved', fundedBy: 'Account Team', outcome: 'approved', fund: 'account_team' },
  { said: 'Approved', fundedBy: '', outcome: 'approved', fund: null },
  { said: '', fundedBy: '', outcome: 'not_yet', fund: null },
  { said: 'In review', fundedBy: '', outcome: 'not_yet', fund: null },
  { said: 'Perhaps', fundedBy: '', outcome: null, fund: null },
] as const

/** Requests around the 15th of the last month of a quarter, around its ends, and any other day. */
export function makeExceptions(
  dice: Dice,
  day: string,
  partners: readonly TruePartner[],
  currencies: readonly (string | null)[],
): TrueException[] {
  const now = quarterOf(day)
  const quarters = [now, quarterBefore(now), quarterBefore(quarterBefore(now))]
  const odd = quarters.flatMap(({ first, last }) => {
    const fifteenth = `${last.slice(0, 8)}15`
    return [first, last, fifteenth, shift(fifteenth, 1), shift(fifteenth, -1)]
  })
  const days = odd.filter((each) => each <= day)
  return Array.from({ length: partners.length * 2 }, (_, number): TrueException => {
    const requested = dice.chance(0.7) ? dice.pick(days) : shift(day, -dice.int(0, 400))
    const outcome = dice.pick(OUTCOMES)
    const isDecided = outcome.outcome === 'approved' || outcome.outcome === 'rejected'
    return {
      opportunity: `Exception ${number} - New`,
      ...someone(dice, partners),
      requested,
      ...outcome,
      money: moneyOf(dice, currencies),
      decided: isDecided ? (shift(requested, 5) <= day ? shift(requested, 5) : day) : null,
      paid: outcome.outcome === 'approved' && dice.chance(0.5) ? day : null,
    }
  })
}

export function exceptionsFile(dice: Dice, day: string, exceptions: readonly TrueException[]): WorldFile {
  const headings = [
    'Opportunity',
    'Partner',
    'Partner ID',
    'Requested',
    'Outcome',
    'Funded By',
    'Rebate Amount',
    'Currency',
    'Decided',
    'Paid',
  ]
  const style = styleOf(dice)
  const rows = exceptions.map((each) => {
    const label = withName(each)
    return [
      ...[each.opportunity, style.name(label.name), label.id, style.day(each.requested), each.said, each.fundedBy],
      ...[each.money.amount === null ? '' : style.money(each.money.amount), each.money.currency ?? ''],
      ...[each.decided === null ? '' : style.day(each.decided), each.paid === null ? '' : style.day(each.paid)],
    ]
  })
  return { name: `rebate-exceptions-${day}.csv`, text: printed(style, headings, rows), at: early(day), options: ALL_TAKEN }
}

/** Registrations of some deals, and of some that no list of opportunities has. */
export function makeRegistrations(dice: Dice, deals: readonly TrueDeal[], day: string): TrueRegistration[] {
  return deals
    .filter((deal) => deal.roles.sourced !== undefined)
    .map((deal, number): TrueRegistration => {
      const submitted = deal.created <= day ? deal.created : day
      const status = dice.pick([
        'Submitted',
        'Pending Approval',
        'Approved',
        'Approved',
        'Approved',
        'Denied',
        'Expired',
      ] as const)
      const [partner, label] = [deal.roles.sourced?.partner ?? null, deal.roles.sourced?.label ?? { id: '', name: '' }]
      const approved = status === 'Approved' || status === 'Expired' ? shift(submitted, dice.int(0, 9)) : null
      return {
        name: `REG${10_000 + number}`,
        type: dice.pick(['Resale', 'Referral', 'MSP', 'Service Attach']),
        ...{ status, partner, label, deal, submitted },
        approved: approved !== null && approved > day ? day : approved,
        expires: approved === null ? null : shift(approved, 90),
      }
    })
}

export function registrationsFile(dice: Dice, day: string, registrations: readonly TrueRegistration[]): WorldFile {
  const style = styleOf(dice)
  const headings = [
    ...['Registration Name', 'DR - Deal ID', 'Deal Registration Type', 'DR-Status', 'Partner Account', 'Partner Account ID'],
    ...['Customer Account', 'Linked Opportunity ID', 'Submitted Date', 'Approved Date', 'Expiration Date'],
  ]
  const rows = registrations.map(({ name, type, status, label, deal, submitted, approved, expires }, number) => [
    ...[
      name,
      `DR-${500_000 + number}`,
      type,
      status,
      style.name(label.name),
      label.id,
      deal.customer,
      deal.id,
      style.day(submitted),
    ],
    ...[approved === null ? '' : style.day(approved), expires === null ? '' : style.day(expires)],
  ])
  return { name: `registrations-${day}.csv`, text: printed(style, headings, rows), at: early(day), options: ALL_TAKEN }
}
