import type { Party } from './companies.ts'
import type { Dice } from './dice.ts'
import {
  type AccountRow,
  type AnyRow,
  DAY,
  type DashboardRow,
  type KindName,
  type Label,
  type LicenseRow,
  NOW,
  type UserRow,
} from './model.ts'
import { idOf, named } from './names.ts'
import { ANSWERS, STATUSES, TRACKS } from './words.ts'

/** The adversities that one group has met so far; those that are not on are not met. */
export interface Traps {
  group: number
  /** How many people the group has so far, so that each has an address of its own. */
  people: number
  names: Set<string>
  isOn: (trap: string) => boolean
}

/** A word of a list: mostly the first, sometimes another plain one, seldom an adversity. */
function wordOf(dice: Dice, list: readonly { text: string; trap: string | null }[], first: number, traps: Traps): string {
  const odd = list.filter(({ trap }) => trap !== null && traps.isOn(trap))
  if (odd.length > 0 && dice.chance(0.07)) {
    const { text, trap } = dice.pick(odd)
    traps.names.add(trap ?? '')
    return text
  }
  const plain = list.filter(({ trap }) => trap === null)
  return (dice.chance(first) ? plain[0] : dice.pick(plain))?.text ?? ''
}

/** One of some adversities, or null; null is the plain case, and the likely one. */
function trapOf<T extends string>(dice: Dice, share: number, traps: Traps, choices: readonly T[]): T | null {
  const on = choices.filter((trap) => traps.isOn(trap))
  if (on.length === 0 || !dice.chance(share)) return null
  const trap = dice.pick(on)
  traps.names.add(trap)
  return trap
}

/** A day as Salesforce prints it in the United States; one that can be read one way alone. */
const contractDay = (dice: Dice): string => `${dice.int(1, 12)}/${dice.int(13, 28)}/${dice.int(2021, 2025)}`

export function accountOf(dice: Dice, party: Party, traps: Traps): AccountRow {
  const isPartner = party.type === 'Partner'
  const contract = trapOf(dice, 0.12, traps, [
    'contract: no date, no click-through',
    'contract: no date, click-through',
    'contract: a manual one',
    'contract: a day to come',
  ])
  return {
    kind: 'accounts',
    group: traps.group,
    broken: null,
    id: party.id,
    name: party.name,
    type: party.type,
    status: isPartner ? wordOf(dice, STATUSES, 0.85, traps) : 'Prospect',
    track: wordOf(dice, TRACKS, 0.5, traps),
    signed: contract?.startsWith('contract: no date')
      ? ''
      : contract === 'contract: a day to come'
        ? '3/15/2027'
        : contractDay(dice),
    clickThrough: contract === null || contract === 'contract: no date, click-through' ? '1' : '0',
  }
}

export function dashboardRowOf(dice: Dice, label: Label, traps: Traps): DashboardRow {
  return {
    kind: 'certification_dashboard',
    group: traps.group,
    broken: null,
    ...label,
    region: 'DE',
    openReqs: wordOf(dice, ANSWERS, 0.75, traps),
    selectReqs: wordOf(dice, ANSWERS, 0.75, traps),
    saCore: dice.pick(['0', '1', '2', '']),
    pse: dice.pick(['0', '0', '1', '']),
  }
}

const personOf = (label: Label, traps: Traps): UserRow => ({
  kind: 'portal_users',
  group: traps.group,
  broken: null,
  ...label,
  email: `person.${traps.people++}@c${traps.group}.example`,
  activated: 'True',
  saVerified: 'False',
  pse2020: 'False',
  pse2021: 'False',
})

/** The people of a partner, each at most once with a technical credential. */
export function peopleOf(dice: Dice, label: Label, traps: Traps): UserRow[] {
  if (dice.chance(0.2)) return []
  const trap = trapOf(dice, 0.25, traps, [
    'people: only inactive ones certified',
    'people: activated is blank',
    'people: a damaged credential',
    'people: other words for true',
  ])
  const person = (more: Partial<UserRow> = {}): UserRow => ({ ...personOf(label, traps), ...more })
  const credential = (value = 'True'): Partial<UserRow> => ({ [dice.pick(['saVerified', 'pse2020', 'pse2021'] as const)]: value })
  const people = Array.from({ length: dice.int(0, 2) }, () => person())
  if (trap === null) return dice.chance(0.8) ? [person(credential()), ...people] : people
  if (trap === 'people: only inactive ones certified') return [person({ ...credential(), activated: 'False' }), ...people]
  if (trap === 'people: activated is blank') return [person({ ...credential(), activated: '' }), ...people]
  if (trap === 'people: other words for true')
    return [person(credential(dice.pick(['TRUE', 'Yes', '1', 'x', 'true']))), ...people]
  return [person({ ...credential(dice.pick(['#N/A', 'maybe', '#REF!', 'null'])), broken: 'answer' }), ...people]
}

const dayOf = (offset: number): string => new Date(NOW + offset * DAY).toISOString().slice(0, 10)

/** A license of some days before today to some after. */
const licenseOf = (dice: Dice, label: Label, group: number, from: number, to: number): LicenseRow => ({
  kind: 'nfr_licenses',
  group,
  broken: null,
  ...label,
  type: dice.pick(['SaaS', 'Self-Managed']),
  users: dice.pick(['5', '10', '15', '25']),
  start: dayOf(from),
  end: dayOf(to),
})

export function licensesOf(dice: Dice, label: Label, traps: Traps): LicenseRow[] {
  if (dice.chance(0.6)) return []
  const license = (from: number, to: number, more: Partial<LicenseRow> = {}): LicenseRow => ({
    ...licenseOf(dice, label, traps.group, from, to),
    ...more,
  })
  const trap = trapOf(dice, 0.4, traps, [
    'license: expired',
    'license: ended yesterday',
    'license: ends today',
    'license: ends tomorrow',
    'license: begins in the future',
    'license: of a type nobody knows',
    'license: of both types',
    'license: ends before it begins',
  ])
  switch (trap) {
    case 'license: expired':
      return [license(-500, -135)]
    case 'license: ended yesterday':
      return [license(-366, -1)]
    case 'license: ends today':
      return [license(-365, 0)]
    case 'license: ends tomorrow':
      return [license(-364, 1)]
    case 'license: begins in the future':
      return [license(20, 385)]
    case 'license: of a type nobody knows':
      return [license(-100, 265, { type: dice.pick(['Dedicated', 'GitLab', '?']) })]
    case 'license: of both types':
      return [license(-100, 265, { type: 'SaaS' }), license(-90, 275, { type: 'Self-Managed' })]
    case 'license: ends before it begins':
      return [license(-10, -300)]
    default:
      return [license(-100, 265)]
  }
}

/** A row that has to do with no partner. */
export function bystanderOf(dice: Dice, kind: KindName, group: number): AnyRow {
  const traps: Traps = { group, people: 0, names: new Set(), isOn: () => false }
  const name = named(String(group), `Bystander ${-group}`, null)
  const label: Label = { id: null, name }
  switch (kind) {
    case 'accounts':
      return accountOf(dice, { id: idOf(-group, '9'), name, type: 'Customer', labels: [] }, traps)
    case 'certification_dashboard':
      return dashboardRowOf(dice, label, traps)
    case 'portal_users':
      return personOf(label, traps)
    case 'nfr_licenses':
      return licenseOf(dice, label, group, -100, 265)
  }
}
