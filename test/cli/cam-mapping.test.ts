import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Finding {
  code: string
  group: string
  table: string | null
  of: string
  name: string
  manager: string | null
  message: string
  partners: { id: string; name: string }[]
}

function staffed(desk: Desk, ...more: string[]): Desk {
  desk.putAll('desk').put('owners/trap-accounts.csv')
  desk.imports('sfdc-accounts.csv', 'sfdc-users.csv', ...more)
  return desk
}

const findings = (desk: Desk): Finding[] => desk.json<{ findings: Finding[] }>('cam', 'mapping', 'check').findings
const partnersOf = (found: readonly Finding[], code: string, name: string): string[] | undefined =>
  found.find((each) => each.code === code && each.name === name)?.partners.map((partner) => partner.name)

/** Imports a table of its own, after those that came with phd. */
function table(desk: Desk, ...rows: string[]): Finding[] {
  desk.phd('cam', 'mapping', 'list')
  desk.write('table.csv', 'Table,Territory,Channel Manager', ...rows)
  expect(desk.phd('import', 'table.csv', '--merge').code).toBe(0)
  return findings(desk)
}

describe('cam mapping check', () => {
  it('finds the gaps of the page, with the partners each one affects', () =>
    atDesk((desk) => {
      const found = findings(staffed(desk, 'trap-accounts.csv'))
      expect(partnersOf(found, 'state_unmapped', 'Wyoming')).toEqual(['Wyoming Works'])
      expect(partnersOf(found, 'state_unmapped', 'Guam')).toEqual(['Guam Group'])
      expect(partnersOf(found, 'country_unmapped', 'Canada')).toEqual(['Canada Cloud', 'Nordwind Digital 43 Inc.'])
      expect(partnersOf(found, 'country_unmapped', 'Mexico')).toEqual(['Mexico Digital'])
      expect(partnersOf(found, 'country_unmapped', 'Brazil')).toEqual([])
      expect(partnersOf(found, 'track_unmapped', 'Spain')).toEqual(['Select Spain'])
      const select = found
        .filter(({ code, table: name }) => code === 'track_unmapped' && name === 'EMEA Select')
        .map(({ name }) => name)
      expect(select).toEqual(expect.arrayContaining(['Spain', 'Portugal', 'Ireland', 'United Arab Emirates', 'South Africa']))
      const open = found
        .filter(({ code, table: name }) => code === 'track_unmapped' && name === 'EMEA Open')
        .map(({ name }) => name)
      expect(open).toEqual(['Poland', 'Czech Republic'])
      expect(partnersOf(found, 'partner_unmapped', 'Federal Select')).toEqual(['Federal Select'])
      expect(found.some(({ name }) => name === 'Pennsylvania' || name === 'United States')).toBe(false)
    }))

  it('finds managers who are inactive or missing among the users', () =>
    atDesk((desk) => {
      const found = findings(staffed(desk))
      expect(found.filter(({ group }) => group === 'manager').map(({ code, manager }) => [code, manager])).toEqual([
        ['manager_inactive', 'Dirk de Vos'],
      ])
      expect(partnersOf(found, 'manager_inactive', 'Others')).toEqual(['Cobalt Consulting 3 Ltd'])
      desk.write('users.csv', 'ID,NAME,EMAIL,ISACTIVE', '0054M000AAAAAAEQY5,Jay Bahar,j@x.example,true')
      desk.phd('import', 'users.csv', '--snapshot', '--allow-shrink')
      const missing = findings(desk)
        .filter(({ code }) => code === 'manager_absent')
        .map(({ manager }) => manager)
      expect(missing.length).toBe(16)
      expect(missing).not.toContain('Jay Bahar')
    }))

  it('says that managers could not be looked up, where no users were imported', () =>
    atDesk((desk) => {
      desk.putAll('desk').phd('import', 'sfdc-accounts.csv')
      const { stdout, code } = desk.phd('cam', 'mapping', 'check')
      expect([code, stdout]).toEqual([1, expect.stringContaining('Managers could not be looked up')])
    }))

  it.each([
    ['a territory twice, spelled otherwise', ['AMER,DC,Jay Bahar'], 'twice', 'Washington DC, DC'],
    ['a whole state beside its parts', ['AMER,Pennsylvania,Jay Bahar'], 'state_and_part', 'Pennsylvania, Western PA, Eastern PA'],
    ['a row for a group that no country is in', ['EMEA Select,Czechia,Jay Bahar'], 'row_unreachable', 'Czechia'],
    ['a row for a state that there is not', ['AMER,Ontario,Jay Bahar'], 'row_unreachable', 'Ontario'],
    ['a table that there is not', ['LATAM,Brazil,Jay Bahar'], 'table_unknown', 'Brazil'],
    ['a row that names no one', ['AMER,WY,'], 'row_blank', 'WY'],
  ])('finds %s', (_, rows, code, name) =>
    atDesk((desk) => {
      const found = table(staffed(desk), ...rows).filter((each) => each.code === code)
      expect(found.map((each) => each.name)).toEqual([name])
    }),
  )

  it('finds a part of a state, and a group, without a row', () =>
    atDesk((desk) => {
      staffed(desk, 'trap-accounts.csv').phd('cam', 'mapping', 'list')
      const csv = desk.phd('cam', 'mapping', 'list', '--format', 'csv').stdout.split('\r\n').slice(1, -1)
      const rows = csv
        .map((line) => line.split(',').slice(0, 3).join(','))
        .filter((line) => !/Eastern PA|EMEA Open,UKI/.test(line))
      desk.write('table.csv', 'Table,Territory,Channel Manager', ...rows)
      expect(desk.phd('import', 'table.csv').code).toBe(0)
      const found = findings(desk)
      expect(partnersOf(found, 'part_unmapped', 'Eastern PA')).toEqual(['Philadelphia IT'])
      expect(partnersOf(found, 'group_unmapped', 'UKI (IE)')).toEqual(['Open Ireland'])
    }))

  it('finds a country that appears twice, in two regions, or unknown', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'mapping', 'list')
      desk.write(
        'countries.csv',
        'Country,APAC,EMEA Select,EMEA Open,Basis',
        'Germany,,DACH,UKI,ours',
        'PK,Others,,UKI,ours',
        'Atlantis,Others,,,ours',
      )
      expect(desk.phd('import', 'countries.csv', '--merge').code).toBe(0)
      const found = findings(desk)
      expect(found.find(({ code }) => code === 'country_twice')).toMatchObject({
        name: 'DE, Germany',
        partners: expect.arrayContaining([expect.objectContaining({ name: 'Cobalt Labs 1 GmbH' })]),
      })
      expect(partnersOf(found, 'country_in_two_regions', 'PK')).toEqual(['Cobalt Consulting 3 Ltd'])
      expect(found.find(({ code }) => code === 'country_unknown')?.name).toBe('Atlantis')
      const owner = (partner: string) => desk.json<{ decision: string }>('cam', 'owner', partner).decision
      expect([owner('Cobalt Labs 1 GmbH'), owner('Cobalt Consulting 3 Ltd')]).toEqual(['conflict', 'conflict'])
    }))

  it('finds a partner in two tables, and a name that matches several partners', () =>
    atDesk((desk) => {
      staffed(desk).write(
        'partners.csv',
        'Mapping,Partner,Channel Manager',
        'Alliance,Quantum Partners Corp.,Jay Bahar',
        'GSI,quantum partners corp,Camille Dios',
        'Alliance,Polaris Partners,Jay Bahar',
      )
      expect(desk.phd('import', 'partners.csv').code).toBe(0)
      const found = findings(desk)
      expect(partnersOf(found, 'partner_twice', 'Quantum Partners Corp.')).toEqual(['Quantum Partners Corp.'])
      expect(partnersOf(found, 'partner_shared', 'Polaris Partners')).toEqual(['Polaris Partners Corp.', 'Polaris Partners SARL'])
    }))

  it('reads as text, places without a partner together', () =>
    atDesk((desk) => {
      const { stdout } = staffed(desk).phd('cam', 'mapping', 'check')
      expect(stdout).toContain('- Canada: in no group; affects 1 partner: Nordwind Digital 43 Inc.')
      expect(stdout).toContain('AMER, no one for (no partners there): Wyoming, Guam')
      expect(stdout).toMatch(/EMEA Select, no one for \(no partners there\): Ireland, Spain, Portugal/)
      expect(stdout).toContain(
        'Dirk de Vos is no longer active in Salesforce (APAC: Others); affects 1 partner: Cobalt Consulting 3 Ltd',
      )
    }))
})

describe('cam mapping list', () => {
  it('has every row with where it stands', () =>
    atDesk((desk) => {
      const { rows } = staffed(desk).json<{ rows: { table: string; of: string; manager: string; source: { line: number } }[] }>(
        'cam',
        'mapping',
        'list',
      )
      expect(rows.length).toBe(76)
      expect(rows[0]).toMatchObject({ table: 'AMER', of: 'CT', manager: 'Jay Bahar', source: { line: 2 } })
      expect(desk.phd('cam', 'mapping', 'list').stdout).toContain('from cam/accounts-by-territory.csv, shipped with phd')
      expect(desk.phd('cam', 'plan', '--out', 'plan.json').stderr).toContain('(import 3, import 4)')
      expect(desk.phd('cam', 'mapping', 'list').stdout).toContain('from accounts-by-territory.csv (import 3, ')
    }))
})
