/** What is true of a made desk, before any file prints it. Days are YYYY-MM-DD; money is in millionths of a unit. */

export type Region = 'AMER' | 'EMEA' | 'APJ' | 'PubSec'

export interface TruePartner {
  /** 18 characters. */
  id: string
  name: string
  track: string
  isPublicSector: boolean
  /** As the accounts print it. */
  country: Place
  region: Region | null
  /** Whether another partner has the same name, so that the name alone says nothing. */
  hasTwin: boolean
  /** What a person said that it is called too. */
  alias: string | null
  /** Whether rows of other lists may be of it. */
  hasData: boolean
}

/** A country: its code, and how a list writes it. Without a code it is blank, or no country at all. */
export interface Place {
  code: string | null
  text: string
}

export interface TruePerson {
  email: string
  name: string
  country: Place
  /** The partner of the newest portal list; "left" where only an older list has the person, "never" where none does. */
  now: TruePartner | 'left' | 'never'
  /** Where the person was first; who moved was elsewhere after that day. */
  before: TruePartner
  after: { partner: TruePartner; since: string } | null
}

export interface TrueBadge {
  badge: string
  credential: string | null
  /** Ways to write it. */
  spellings: readonly string[]
}

export interface TrueRow {
  person: TruePerson
  badge: TrueBadge
  /** Null where the row's partner cannot be known. */
  partner: TruePartner | null
  earned: string
  expires: string | null
  /** Whether the newest list has it, an older one only, or it has a cell that cannot be read. */
  fate: 'counts' | 'gone' | 'rejected'
  /** The partner's cells. */
  label: Label
}

/** How a row names its partner. */
export interface Label {
  id: string
  name: string
}

export interface TrueMoney {
  /** Millionths; null where the cell is blank. */
  amount: bigint | null
  currency: string | null
}

export type Role = 'resale' | 'sourced' | 'distributor' | 'influence' | 'service'

export interface TrueDeal {
  id: string
  name: string
  customer: string
  stage: string
  state: 'won' | 'lost' | 'open' | 'none'
  close: string
  created: string
  roles: Readonly<Partial<Record<Role, { partner: TruePartner | null; label: Label }>>>
  money: TrueMoney
  /** Millionths, in the currency of the deal. */
  netArr: bigint | null
  services: bigint | null
  orderType: string
  stampedOrderType: string
  source: string
  /** A merged or duplicate deal, or one that the newest list lacks, does not count. */
  fate: 'counts' | 'gone' | 'merged' | 'duplicate'
}

export interface TrueRate {
  currency: string
  from: string
  /** Millionths. */
  rate: bigint
}

export interface TrueVoucher {
  code: string
  partner: TruePartner | null
  label: Label
  holder: string
  holderEmail: string
  issued: string
  used: string | null
  expires: string | null
  fate: 'counts' | 'gone'
}

export interface TruePsp {
  partner: TruePartner
  label: Label
  designation: string
  /** What the word means; null where it is blank, or means nothing known. */
  isDesignated: boolean | null
  compliant: string
  isCompliant: boolean | null
  since: string | null
  reviewed: string | null
}

export interface TrueException {
  opportunity: string
  partner: TruePartner | null
  label: Label
  requested: string
  said: string
  fundedBy: string
  /** What the words mean. */
  outcome: 'approved' | 'rejected' | 'not_yet' | null
  fund: 'global_ecosystem' | 'account_team' | null
  money: TrueMoney
  decided: string | null
  paid: string | null
}

export interface TrueRegistration {
  name: string
  type: string
  status: string
  partner: TruePartner | null
  label: Label
  deal: TrueDeal
  submitted: string
  approved: string | null
  expires: string | null
}

/** A file as a system prints it. */
export interface WorldFile {
  name: string
  text: string
  /** When it was last changed. */
  at: string
  options: readonly string[]
}

export interface World {
  seed: number
  /** The day that is asked on. */
  day: string
  partners: readonly TruePartner[]
  people: readonly TruePerson[]
  rows: readonly TrueRow[]
  deals: readonly TrueDeal[]
  rates: readonly TrueRate[]
  registrations: readonly TrueRegistration[]
  vouchers: readonly TrueVoucher[]
  psp: readonly TruePsp[]
  exceptions: readonly TrueException[]
  hasPortal: boolean
  files: readonly WorldFile[]
}
