import type { Dice } from '../adversary/dice.ts'
import { idOf, spelled } from '../adversary/names.ts'
import type { Label, Region, TruePartner } from './model.ts'
import { abroad, anyCountry, BLANK, NOWHERE, regionOfPlace } from './places.ts'

const WORDS = ['Kestrel', 'Évolution', 'Häuser', 'Straße', 'Ørsted', 'Çelik', 'Cobalt', 'Żagiel', 'Señal', 'Nordwind'] as const
const HOSTILE = [
  '=HYPERLINK("http://evil.example") Ltd',
  '<script>alert(1)</script> & Söhne',
  '@SUM(1+1)*cmd GmbH',
  `Robert'); DROP TABLE partners;-- Inc.`,
  'Comma, "Quote" and; Semicolon',
] as const
/** What may be odd about a partner; the first is nothing. */
const TRAPS = [
  '',
  '',
  '',
  'public sector abroad',
  'blank country',
  'no such country',
  'no data',
  'twins',
  'alias',
  'hostile',
] as const

/** The partners of a desk: each trap once, then by chance. */
export function makePartners(dice: Dice, count: number): TruePartner[] {
  const partners: TruePartner[] = []
  const traps = [...TRAPS, ...Array.from({ length: count }, () => dice.pick(TRAPS))].slice(0, Math.max(count, TRAPS.length))
  for (const trap of traps) {
    const partner = makePartner(dice, partners.length + 1, trap)
    partners.push(partner)
    if (trap !== 'twins') continue
    partners.push({ ...makePartner(dice, partners.length + 1, ''), name: partner.name, hasTwin: true })
  }
  return partners
}

function makePartner(dice: Dice, number: number, trap: (typeof TRAPS)[number]): TruePartner {
  const name = trap === 'hostile' ? `${HOSTILE[number % HOSTILE.length]} ${number}` : `${dice.pick(WORDS)} Labs ${number}`
  const country = { 'public sector abroad': abroad(), 'blank country': BLANK, 'no such country': NOWHERE }[trap as string]
  const place = country ?? anyCountry(dice)
  const isPublicSector = trap === 'public sector abroad' || (trap === '' && dice.chance(0.1))
  const region: Region | null = isPublicSector ? 'PubSec' : regionOfPlace(place)
  return {
    id: idOf(number),
    name,
    track: dice.pick(['Open', 'Open', 'Select', 'Select', 'Technology']),
    isPublicSector,
    country: { code: place.code, text: place.text },
    region,
    hasTwin: trap === 'twins',
    alias: trap === 'alias' ? `Formerly Known ${number}` : null,
    hasData: trap !== 'no data',
  }
}

/** How a row says that it is a partner's, so that it is clear: by id, by name, by both, spelled otherwise. */
export function labelOf(dice: Dice, partner: TruePartner): Label {
  const id = dice.chance(0.5) ? partner.id.slice(0, 15) : partner.id
  if (partner.hasTwin) return { id, name: dice.chance(0.5) ? partner.name : '' }
  if (partner.alias !== null && dice.chance(0.5)) return { id: '', name: partner.alias }
  const isPlain = /^[\p{L}\p{N} ]+$/u.test(partner.name)
  const text = { core: '', form: null, text: partner.name }
  const name = isPlain && dice.chance(0.5) ? spelled(dice, text).text : partner.name
  return dice.pick([
    { id, name: '' },
    { id, name },
    { id: '', name },
    { id: '', name },
  ])
}

/** A label that no one can tell the partner from: of nobody, of two, or of an id that is not the name's. */
export function labelOfNobody(dice: Dice, partners: readonly TruePartner[]): Label {
  const nobody = { id: '', name: `Nobody & Sons ${dice.int(1, 9)}` }
  const twin = partners.find(({ hasTwin }) => hasTwin)
  const [one, two] = dice.shuffle(partners.filter(({ hasTwin }) => !hasTwin))
  if (!one || !two) return nobody
  return dice.pick([nobody, { id: '', name: twin?.name ?? nobody.name }, { id: one.id, name: two.name }])
}
