import type { Dice } from '../adversary/dice.ts'
import { quarterBefore, quarterOf, shift, yearsLater } from './calendar.ts'
import { labelOf, labelOfNobody } from './companies.ts'
import type { TrueBadge, TruePartner, TruePerson, TrueRow } from './model.ts'
import { anyCountry } from './places.ts'

const BADGES: readonly TrueBadge[] = [
  {
    badge: 'Sales Core Training',
    credential: 'sales',
    spellings: ['Sales Core', 'sales core training', 'GitLab Sales-Core Training'],
  },
  {
    badge: 'Sales Professional Accreditation',
    credential: 'sales',
    spellings: ['Sales Pro', 'SALES PROFESSIONAL', 'Sales Professional Accreditation'],
  },
  {
    badge: 'Solution Architect Core Training',
    credential: 'solution_architect',
    spellings: ['SA Core', 'Solution Architect Core', 'SA Verified'],
  },
  { badge: 'PSE', credential: 'pse', spellings: ['PSE', 'PSE Certified', 'Professional Services Engineer'] },
  { badge: 'Foundations for Partners', credential: 'foundations', spellings: ['Foundations', 'Foundations for Partners'] },
  { badge: 'Underwater Basket Weaving', credential: null, spellings: ['Underwater Basket Weaving'] },
  { badge: '<b>Bold</b> & =1+1', credential: null, spellings: ['<b>Bold</b> & =1+1'] },
]
const FIRST_NAMES = ['Mei', 'Łukasz', 'Élodie', "O'Brien", '=cmd', 'Zoë', 'Jürgen', '山田'] as const

/** The people of a desk: who stayed, who moved to another company, who left, and who never had a login. */
export function makePeople(dice: Dice, day: string, partners: readonly TruePartner[]): TruePerson[] {
  const homes = partners.filter(({ hasData }) => hasData)
  return homes.flatMap((before, home) =>
    Array.from({ length: dice.int(1, 5) }, (_, i): TruePerson => {
      const fate = dice.pick(['stays', 'stays', 'stays', 'moves', 'left', 'never'] as const)
      const next = dice.pick(homes.filter((other) => other !== before))
      const country = before.country.code !== null && dice.chance(0.7) ? before.country : anyCountry(dice)
      return {
        email: `Person${home}.${i}@Company${home}.example`,
        name: `${dice.pick(FIRST_NAMES)} ${home}-${i}`,
        country: { code: country.code, text: country.text },
        now: fate === 'stays' ? before : fate === 'moves' ? next : fate,
        before,
        after: fate === 'moves' ? { partner: next, since: shift(day, -dice.int(20, 500)) } : null,
      }
    }),
  )
}

/** The day of the list of certifications before the newest one. */
export const olderListOf = (day: string): string => shift(day, -40)

/** Days on which something goes wrong: ends of quarters, the leap day, the day that is asked on, and the days beside them. */
function oddDays(day: string): string[] {
  const quarters = [quarterOf(day)]
  for (let i = 0; i < 8; i++) quarters.push(quarterBefore(quarters.at(-1) ?? quarterOf(day)))
  return ['2024-02-29', day, shift(day, -1), ...quarters.slice(1).flatMap(({ first, last }) => [first, last])]
}

/** What certification lists say of them. */
export function makeRows(
  dice: Dice,
  day: string,
  people: readonly TruePerson[],
  partners: readonly TruePartner[],
  hasRejects: boolean,
): TrueRow[] {
  const odd = oddDays(day).filter((each) => each <= day)
  return people
    .flatMap((person) => {
      const badges = dice.shuffle(BADGES).slice(0, dice.int(1, 4))
      return badges.flatMap((badge) => rowsOf(dice, day, odd, person, badge, partners))
    })
    .map((row) => (row.fate === 'rejected' && !hasRejects ? { ...row, fate: 'counts' } : row))
}

function rowsOf(
  dice: Dice,
  day: string,
  odd: readonly string[],
  person: TruePerson,
  badge: TrueBadge,
  partners: readonly TruePartner[],
): TrueRow[] {
  const days = new Set<string>()
  for (let i = dice.int(1, 3); i > 0; i--) days.add(dice.chance(0.4) ? dice.pick(odd) : shift(day, -dice.int(0, 900)))
  return [...days].map((earned) => {
    const truth = person.after !== null && earned > person.after.since ? person.after.partner : person.before
    // A person of a partner in a portal list is that partner's whatever the row says; only rows of others stay unknown.
    const isUnknown = person.now === 'never' && dice.chance(0.3)
    const fate = dice.pick(['counts', 'counts', 'counts', 'counts', 'counts', 'counts', 'gone', 'rejected'] as const)
    return {
      person,
      badge,
      partner: isUnknown ? null : truth,
      earned,
      expires: endOf(dice, day, earned, odd),
      // A row that is younger than the older list cannot be gone from it.
      fate: fate === 'gone' && earned > olderListOf(day) ? 'counts' : fate,
      label: isUnknown ? labelOfNobody(dice, partners) : labelOf(dice, truth),
    }
  })
}

/** The last day of a badge: none, one or two years later, or a day on which something goes wrong. */
function endOf(dice: Dice, day: string, earned: string, odd: readonly string[]): string | null {
  const later = [...odd, shift(day, 1), shift(day, 90), shift(day, 91), shift(day, 45), shift(day, -1)].filter(
    (each) => each > earned,
  )
  const usual = [null, yearsLater(earned, 1), yearsLater(earned, 2)]
  return dice.chance(0.4) && later.length > 0 ? dice.pick(later) : dice.pick(usual)
}
