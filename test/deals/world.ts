/**
 * A desk with deal registrations, made from a seed: what Salesforce, the dashboard and the portal would export, in several steps. Odd
 * but legal values are wanted: each is one that the systems can print.
 */

import { Dice } from '../adversary/dice.ts'
import { type Closed, shift } from './days.ts'

interface PartnerAccount {
  id: string
  name: string
  type: 'Partner' | 'Customer'
  status: string
  /** What its people and the dashboard show: someone active has a sales training, people but none of it, only inactive ones, nobody. */
  training: 'met' | 'none' | 'inactive' | 'nobody'
}

interface Opportunity {
  id: string
  name: string
  stage: string
}

/** A registration as one export prints it. */
export interface Printed {
  name: string
  dealId: string
  type: string
  status: string
  partner: string
  partnerId: string
  customer: string
  opportunityId: string
  manager: string
  submitted: string | null
  approved: string | null
  expires: string | null
}

export interface Registration {
  /** What each step's export prints; null: it is not in there yet. */
  at: (Printed | null)[]
  /** The account it is of; null: no account is that for certain. */
  owner: PartnerAccount | null
  /** The id of its opportunity with 18 characters; null: none is linked. */
  opportunity: string | null
}

export interface World {
  seed: number
  today: string
  /** The days of the exports, the last no more than two days ago. */
  steps: string[]
  calendar: Closed[]
  accounts: PartnerAccount[]
  opportunities: Opportunity[]
  registrations: Registration[]
}

/** The words of both eras, and some of none, by how often they are met. */
const SOURCED: readonly string[] = [
  ...['Submitted', 'Submitted', 'Pending Sales Review', 'Pending Sales Review', 'Pending ASM Review', 'Pending ASM Review'],
  ...['Returned', 'Approved', 'Approved', 'Approved', 'Approved', 'Denied', 'Expired', 'Closed Lost', 'Closed Won'],
]
const ATTACHED: readonly string[] = [
  ...['Submitted', 'Pending', 'Pending', 'Pending Opportunity Closure', 'Approved', 'Approved', 'Accepted', 'Unqualified'],
  ...['Closed', 'Closed-Won', 'Denied'],
]
const NO_WORD: readonly string[] = ['Escalated', 'Approved?', 'In Review', 'pending', 'New', 'Pending Approval']
const TYPES: readonly string[] = ['Resale', 'Resale', 'MSP', 'Referral', 'Service Attach', 'Service Attach']
const MANAGERS: readonly string[] = ['Camille Dios', 'Teo Wan Ping', 'Zoë Ångström', 'María "Pili" Mejia', '']
const STAGES: readonly string[] = ['1-Discovery', '3-Technical Evaluation', '6-Awaiting Signature', 'Closed Won', '8-Closed Lost']
/** How many days ago a registration was approved: the days around each limit, and others. */
const APPROVED_AGO: readonly number[] = [0, 1, 30, 59, 60, 61, 89, 90, 91, 119, 120, 121, 150, 151, 400]
/** How many days after its approval the record says that it ends; null: it does not say. */
const ENDS_AFTER: readonly (number | null)[] = [null, null, 90, 90, 90, 89, 91, 120, 120, 119, 121, 150, 30, 365]

export function makeWorld(seed: number, size: number, earliest: string, span: number): World {
  const dice = new Dice(seed)
  const today = shift(earliest, dice.int(0, span))
  const ages = [dice.int(9, 12), dice.int(5, 8), dice.int(3, 4), dice.int(0, 2)]
  const steps = ages.map((age) => shift(today, -age))
  const calendar = makeCalendar(dice, today)
  const accounts = Array.from({ length: Math.max(12, Math.ceil(size / 25)) }, (_, i) => makeAccount(dice, i))
  const opportunities = Array.from({ length: Math.max(8, Math.ceil(size / 3)) }, (_, i) => {
    const stage = dice.chance(0.7) ? dice.pick(STAGES.slice(0, 3)) : dice.pick(STAGES)
    return { id: idOf('006', i), name: `Customer ${i} - ${dice.pick(['New', 'Add-On', 'Übernahme'])}`, stage }
  })
  const frame = { dice, today, steps, accounts, opportunities }
  const registrations = Array.from({ length: size }, (_, i) => makeRegistration(frame, i))
  return { seed, today, steps, calendar, accounts, opportunities, registrations }
}

function makeCalendar(dice: Dice, today: string): Closed[] {
  const day = (): string => shift(today, dice.int(-20, 15))
  const single = Array.from({ length: 5 }, (_, i) => ({ day: day(), last: null, name: `Holiday ${i}`, region: '' }))
  const elsewhere = Array.from({ length: 4 }, (_, i) => ({ day: day(), last: null, name: `Bank Holiday ${i}`, region: 'GB' }))
  const first = day()
  const several = { day: first, last: shift(first, dice.int(1, 5)), name: 'Family and Friends Days', region: '' }
  return [...single, ...elsewhere, several]
}

function makeAccount(dice: Dice, i: number): PartnerAccount {
  const form = dice.pick(['GmbH', 'Inc.', 'Ltd', 'S.à r.l.', 'Sp. z o.o.'])
  return {
    id: idOf('001', i),
    name: `${dice.pick(['Straße', 'Cobalt', 'Señal', 'Łódź'])} Labs ${i} ${form}`,
    type: dice.chance(0.92) ? 'Partner' : 'Customer',
    status: dice.chance(0.75)
      ? dice.pick(['Authorized', 'Authorized', 'AUTHORIZED', 'authorized '])
      : dice.pick(['Former', 'Prospect', '']),
    training: dice.chance(0.7) ? 'met' : dice.pick(['none', 'inactive', 'nobody']),
  }
}

interface Frame {
  dice: Dice
  today: string
  steps: readonly string[]
  accounts: readonly PartnerAccount[]
  opportunities: readonly Opportunity[]
}

function makeRegistration(frame: Frame, i: number): Registration {
  const { dice, steps } = frame
  const type = dice.chance(0.03)
    ? dice.pick(['Services Attach', 'service attach', 'RESALE', 'msp', '', 'Other'])
    : dice.pick(TYPES)
  const partner = ownerOf(frame)
  const opportunity = opportunityOf(frame, i)
  const last = { ...namesOf(dice, i), type, ...partner.printed, opportunityId: opportunity.printed, ...datesOf(frame, type) }
  const since = dice.int(0, steps.length - 1)
  return { at: steps.map((_, step) => earlier(frame, last, step, since)), owner: partner.owner, opportunity: opportunity.id }
}

function namesOf(dice: Dice, i: number) {
  const name = `REG${20_000 + i}`
  return {
    name: dice.chance(0.02) ? `${name.toLowerCase()} ` : name,
    dealId: `DR-${500_000 + i}`,
    customer: dice.chance(0.02) ? '' : `Customer ${i % 97} "Energy", Ltd`,
    manager: dice.pick(MANAGERS),
  }
}

/**
 * What an earlier export had: the same but for its manager; before the step that its status is of, the status before it, or nothing. A
 * status that left and came back is new again.
 */
function earlier({ dice }: Frame, last: Printed, step: number, since: number): Printed | null {
  if (step >= since) {
    if (step === 3 || dice.chance(0.85)) return last
    return dice.chance(0.5) ? { ...last, manager: 'Earlier Manager' } : { ...last, status: last.status.toUpperCase() }
  }
  if (dice.chance(0.3)) return null
  const before = step === since - 1 || dice.chance(0.7) ? 'Submitted' : last.status
  const status = before.trim().toLowerCase() === last.status.trim().toLowerCase() ? 'Returned' : before
  return { ...last, status: step === since - 1 ? status : before, approved: null, expires: null }
}

function ownerOf({ dice, accounts }: Frame): { owner: PartnerAccount | null; printed: { partner: string; partnerId: string } } {
  const account = dice.pick(accounts)
  const owner = account.type === 'Partner' ? account : null
  const id = dice.chance(0.5) ? account.id : account.id.slice(0, 15)
  const way = dice.chance(0.85) ? 'plain' : dice.pick(['nobody', 'other form', 'contradicting', 'upper case', 'id alone'])
  const core = account.name.split(' ').slice(0, 3).join(' ')
  switch (way) {
    case 'nobody':
      return { owner: null, printed: { partner: 'Nobody’s Company AG', partnerId: '' } }
    case 'other form':
      return { owner: null, printed: { partner: `${core} SpA`, partnerId: '' } }
    case 'contradicting':
      return { owner: null, printed: { partner: 'Nobody’s Company AG', partnerId: id } }
    case 'upper case':
      return { owner, printed: { partner: account.name.toUpperCase(), partnerId: '' } }
    case 'id alone':
      return { owner, printed: { partner: '', partnerId: id } }
    default:
      return { owner, printed: { partner: account.name, partnerId: dice.chance(0.6) ? id : '' } }
  }
}

function opportunityOf({ dice, opportunities }: Frame, i: number): { id: string | null; printed: string } {
  if (dice.chance(0.2)) return { id: null, printed: '' }
  // The first third of them has two or three registrations as a rule.
  const id = dice.chance(0.03)
    ? idOf('006', 900_000 + (i % 50))
    : dice.pick(opportunities.slice(0, Math.ceil(opportunities.length / 2))).id
  return { id, printed: dice.chance(0.5) ? id : id.slice(0, 15) }
}

function datesOf({ dice, today }: Frame, type: string): Pick<Printed, 'status' | 'submitted' | 'approved' | 'expires'> {
  const isAttached = /attach/i.test(type)
  const word = dice.chance(0.03) ? dice.pick([...NO_WORD, '']) : dice.pick(isAttached ? ATTACHED : SOURCED)
  const status = dice.chance(0.06) ? dice.pick([word.toUpperCase(), word.toLowerCase(), ` ${word} `]) : word
  const wasApproved = /^(?:approved|accepted|expired|closed.*)$/i.test(word)
  const approved = wasApproved && !dice.chance(0.04) ? shift(today, -dice.pick(APPROVED_AGO)) : null
  const after = dice.pick(ENDS_AFTER)
  const ago = dice.chance(0.8) ? dice.int(0, 9) : dice.int(10, 300)
  return {
    status,
    submitted: dice.chance(0.03) ? null : shift(approved ?? today, -ago),
    approved,
    expires: approved === null || after === null ? null : shift(approved, after),
  }
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** An id with its check characters; neighbors differ in the case of a letter alone. */
function idOf(prefix: string, number: number): string {
  let left = number
  let digits = ''
  for (let i = 0; i < 6; i++) {
    // Twice 31: an upper letter and its lower one follow each other.
    const at = left % 62
    digits = (at < 52 ? (LETTERS[(at >> 1) + (at % 2) * 26] ?? '') : (LETTERS[at] ?? '')) + digits
    left = Math.floor(left / 62)
  }
  const id = `${prefix}4M0000${digits}`.slice(0, 15)
  let suffix = ''
  for (let group = 0; group < 3; group++) {
    let bits = 0
    for (let i = 0; i < 5; i++) if (/[A-Z]/.test(id[group * 5 + i] ?? '')) bits += 2 ** i
    suffix += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[bits]
  }
  return id + suffix
}
