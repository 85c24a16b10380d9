import { describe, expect, it } from 'vitest'
import { readPlaces } from '../../src/reference/places.ts'
import { askableAddresses, readUsAddressVersions } from '../../src/reference/us-addresses.ts'

const places = readPlaces()
const [version] = readUsAddressVersions()
if (!version) throw new Error('there is no version')
const addresses = askableAddresses(version, places.state)

/** A ZIP code of the capital of each state, or of its biggest town: none of them from the file under test. */
const CAPITALS: Readonly<Record<string, string>> = {
  AL: '36104',
  AK: '99801',
  AZ: '85007',
  AR: '72201',
  CA: '95814',
  CO: '80203',
  CT: '06103',
  DE: '19901',
  DC: '20001',
  FL: '32301',
  GA: '30303',
  HI: '96813',
  ID: '83702',
  IL: '62701',
  IN: '46225',
  IA: '50309',
  KS: '66603',
  KY: '40601',
  LA: '70802',
  ME: '04330',
  MD: '21401',
  MA: '02201',
  MI: '48933',
  MN: '55102',
  MS: '39205',
  MO: '65101',
  MT: '59623',
  NE: '68502',
  NV: '89701',
  NH: '03301',
  NJ: '08608',
  NM: '87501',
  NY: '12207',
  NC: '27601',
  ND: '58501',
  OH: '43215',
  OK: '73102',
  OR: '97301',
  PA: '17101',
  RI: '02903',
  SC: '29217',
  SD: '57501',
  TN: '37219',
  TX: '78701',
  UT: '84111',
  VT: '05602',
  VA: '23219',
  WA: '98507',
  WV: '25301',
  WI: '53703',
  WY: '82001',
  PR: '00901',
  GU: '96910',
  VI: '00802',
  AS: '96799',
  MP: '96950',
}

describe('a ZIP code', () => {
  it('is of its state, for every state and territory', () => {
    expect(Object.keys(CAPITALS).sort()).toEqual([...places.states].sort())
    for (const [state, zip] of Object.entries(CAPITALS)) expect(addresses.statesOfZip(zip), state).toEqual([state])
  })

  it('is of no more than two states, and of two only where a ZIP code is among those of a neighbor', () => {
    const shared: string[] = []
    for (let zip = 0; zip < 100_000; zip++) {
      const states = addresses.statesOfZip(String(zip).padStart(5, '0')) ?? []
      if (states.length > 1) shared.push(`${zip} ${states.join()}`)
    }
    expect(shared).toEqual(['6390 CT,NY', '20588 DC,MD', '20598 DC,VA', '73960 OK,TX', '83414 ID,WY'])
  })

  it.each([
    ['20001-1234', ['DC']],
    ['200011234', ['DC']],
    [' 20001 ', ['DC']],
    // A spreadsheet took the zeros at the front.
    ['2138', ['MA']],
    ['901', ['PR']],
    // Military mail, and prefixes that nobody has.
    ['34001', []],
    ['00000', []],
  ])('%j is of %j', (zip, states) => expect(addresses.statesOfZip(zip)).toEqual(states))

  it.each(['M5V 2T6', 'SW1A 1AA', '80331 München', '12', '', '20001x'])('%j is not one', (zip) =>
    expect(addresses.statesOfZip(zip)).toBeNull(),
  )
})

describe('a city', () => {
  it.each([
    ['Washington, D.C.', ['DC']],
    ['washington dc', ['DC']],
    ['Los Angeles', ['CA']],
    ['LAS VEGAS', ['NM', 'NV']],
    ['Austin, TX', ['TX']],
    ['Portland, Maine', ['ME']],
  ])('%j is of %j', (city, states) => expect(addresses.statesOfCity(city)?.toSorted()).toEqual(states))

  it('called Washington is in many states, and not in the state of Washington', () => {
    const states = addresses.statesOfCity('Washington') ?? []
    expect(states).toEqual(expect.arrayContaining(['DC', 'PA', 'MO', 'UT']))
    expect(states).not.toContain('WA')
  })

  it.each(['Springfield', 'Dallas, Dallas County', '', ','])('%j says nothing', (city) =>
    expect(addresses.statesOfCity(city)).toBeNull(),
  )
})
