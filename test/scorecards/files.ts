import type { Dice } from '../adversary/dice.ts'
import { shift } from './calendar.ts'
import { labelOf } from './companies.ts'
import type { TruePartner, TruePerson, TrueRow, WorldFile } from './model.ts'
import { olderListOf } from './people.ts'
import { PLAIN, printed, type Style, styleOf } from './print.ts'

/** A small list may well lack more than a tenth of the one before. */
export const ALL_TAKEN: readonly string[] = ['--allow-shrink']

/** When a file was last changed: early on its day. */
export const early = (day: string): string => `${day}T06:00:00Z`

export function accountsFile(dice: Dice, day: string, partners: readonly TruePartner[]): WorldFile {
  const headings = [
    'Account ID',
    'Account Name',
    'Type',
    'Partner Status',
    'Partner Track',
    'Account Owner',
    'Public Sector Partner',
  ]
  const rows = partners.map((partner) => [
    partner.id.slice(0, 15),
    partner.name,
    'Partner',
    'Authorized',
    partner.track,
    'Ida Berg',
    partner.isPublicSector ? 'Yes' : dice.pick(['No', '']),
    partner.country.text,
  ])
  const text = printed(styleOf(dice), [...headings, 'Billing Country'], dice.shuffle(rows))
  return { name: `accounts-${day}.csv`, text, at: early(day), options: ALL_TAKEN }
}

const PORTAL = [
  ...['Crm Id', 'Account Name', 'User: Full Name', 'User: Email', 'User: Mailing Country', 'User: Account Activated'],
  ...['User: SA Verified', 'User: Sales Badged', 'User: Sales Certified', 'User: PSE Certified 2020', 'User: PSE Certified 2021'],
]

/** Two lists of the portal: an older one with those who left and with where people were before, and the newest. */
export function portalFiles(
  dice: Dice,
  day: string,
  people: readonly TruePerson[],
  holds: (person: TruePerson, badge: string) => boolean,
): WorldFile[] {
  const line = (person: TruePerson, partner: TruePartner): string[] => {
    const { id, name } = labelOf(dice, partner)
    const flag = (badge: string): string => (holds(person, badge) ? 'True' : 'False')
    return [
      ...[
        id,
        name || partner.name,
        person.name,
        dice.chance(0.3) ? person.email.toUpperCase() : person.email,
        person.country.text,
      ],
      ...[dice.pick(['True', 'False']), flag('Solution Architect Core Training'), flag('Sales Core Training')],
      ...[flag('Sales Professional Accreditation'), 'False', flag('PSE')],
    ]
  }
  const older = people.filter(({ now }) => now !== 'never').map((person) => line(person, person.before))
  const newer = people.flatMap((person) => (typeof person.now === 'object' ? [line(person, person.now)] : []))
  const before = shift(day, -30)
  return [
    { name: `impartner-users-${before}.csv`, text: printed(styleOf(dice), PORTAL, older), at: early(before), options: ALL_TAKEN },
    {
      name: `impartner-users-${day}.csv`,
      text: printed(styleOf(dice), PORTAL, dice.shuffle(newer)),
      at: early(day),
      options: ALL_TAKEN,
    },
  ]
}

const CERTIFICATIONS = ['Name', 'Email', 'Partner', 'Partner ID', 'Country', 'Badge', 'Earned', 'Expires']

/** Two lists of certifications; the newer one is complete, and lacks what is gone. */
export function certificationFiles(dice: Dice, day: string, rows: readonly TrueRow[]): WorldFile[] {
  const line = (style: Style, row: TrueRow): string[] => {
    const { person, badge, earned, expires, fate, label } = row
    const end = fate === 'rejected' ? 'next spring' : expires === null ? '' : style.day(expires)
    const email = dice.chance(0.3) ? person.email.toLowerCase() : person.email
    return [
      person.name,
      email,
      style.name(label.name),
      label.id,
      person.country.text,
      dice.pick(badge.spellings),
      style.day(earned),
      end,
    ]
  }
  const before = olderListOf(day)
  const [old, now] = [styleOf(dice), styleOf(dice)]
  // A badge is told from another of the same day by its letters, so that one row has one spelling in both lists.
  const kept = rows.map((row) => ({ ...row, badge: { ...row.badge, spellings: [dice.pick(row.badge.spellings)] } }))
  const older = kept.filter(({ fate, earned }) => fate !== 'rejected' && earned <= before)
  const newer = dice.shuffle(kept.filter(({ fate }) => fate !== 'gone'))
  return [
    {
      name: `certifications-${before}.csv`,
      text: printed(
        old,
        CERTIFICATIONS,
        older.map((row) => line(old, row)),
      ),
      at: early(before),
      options: ALL_TAKEN,
    },
    {
      name: `certifications-${day}.csv`,
      text: printed(
        now,
        CERTIFICATIONS,
        newer.map((row) => line(now, row)),
      ),
      at: early(day),
      options: ['--snapshot', ...ALL_TAKEN],
    },
  ]
}

/** A small file, printed plainly. */
export const plainFile = (
  name: string,
  day: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): WorldFile => ({
  name,
  text: printed(PLAIN, headings, rows),
  at: early(day),
  options: ALL_TAKEN,
})
