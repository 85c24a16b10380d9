import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures, type Run } from './phd.ts'

interface Expected {
  partners: { id: string; currentOwner: string; cam: { decision: string; owner?: string; territory?: string } }[]
}
const expected: Expected = JSON.parse(readFileSync(join(fixtures, 'desk', 'expected.json'), 'utf8'))

interface Answer {
  subject: { kind: string; id: string; name: string }
  decision: string
  owner: { name: string; email: string | null; userId: string | null } | null
  current: { name: string | null; userId: string | null }
  change: boolean
  via: { mapping: string; territory: string | null; rule: string } | null
  blocked: { code: string } | null
  contractedTerritories: string[]
  reasons: string[]
  set: { owner: { name: string }; reason: string; byTable: { decision: string; manager: string | null } } | null
  evidence: { what: string; file: string; line: number; importId: number | null }[]
  nextSteps: string[]
  stale: boolean
}

/** The exports of the desk, the Salesforce users among them. */
function staffed(desk: Desk): Desk {
  desk.putAll('desk')
  desk.imports('sfdc-accounts.csv', 'sfdc-users.csv', 'sfdc-opportunities.csv')
  return desk
}

const owner = (desk: Desk, ...args: string[]): Answer => desk.json<Answer & Record<string, unknown>>('cam', 'owner', ...args)

describe('cam owner on the exports of the desk', () => {
  it('answers as expected for every account, asked together', () =>
    atDesk((desk) => {
      const { accounts } = staffed(desk).json<{ accounts: Answer[] }>('cam', 'owner', '--all')
      const actual = accounts.map(({ subject, decision, owner: should, via, current }) => ({
        id: subject.id,
        currentOwner: current.name,
        cam: { decision, owner: should?.name, territory: via?.territory },
      }))
      const wanted = expected.partners.map(({ id, currentOwner, cam: { decision, owner: should, territory } }) => ({
        id,
        currentOwner,
        cam: { decision, owner: should, territory },
      }))
      const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
      expect(actual.sort(byId)).toEqual(wanted.sort(byId))
    }))

  it('answers the same for an account asked alone, and ends with what that means', () =>
    atDesk((desk) => {
      const { accounts } = staffed(desk).json<{ accounts: Answer[] }>('cam', 'owner', '--all')
      for (const { id } of expected.partners.slice(0, 12)) {
        const together = accounts.find(({ subject }) => subject.id === id)
        const { stdout, code } = desk.phd('cam', 'owner', id, '--json')
        expect(JSON.parse(stdout)).toEqual({ ...together, schema: 'phd.cam/1' })
        const isSure = together?.decision === 'assigned' && together.blocked === null
        expect(code).toBe(isSure ? (together.change ? 1 : 0) : 4)
      }
    }))

  it('shows the row, the country and the record, each with its file and line', () =>
    atDesk((desk) => {
      const { evidence, via, contractedTerritories, nextSteps } = owner(staffed(desk), 'Cobalt Labs 1 GmbH')
      expect(via).toEqual({ mapping: 'emea-open', territory: 'DACH', rule: 'EMEA Open: DACH' })
      expect(contractedTerritories).toEqual(['DACH'])
      const table = readFileSync(join(fixtures, '..', 'data', 'cam', 'accounts-by-territory.csv'), 'utf8').split('\n')
      const countries = readFileSync(join(fixtures, '..', 'data', 'territories.csv'), 'utf8').split('\n')
      const lineOf = (what: string): number => evidence.find((each) => each.what === what)?.line ?? 0
      expect(table[lineOf('table') - 1]).toBe('EMEA Open,DACH,Bastian van der Stel')
      expect(countries[lineOf('country') - 1]).toMatch(/^DE,,DACH,DACH,/)
      expect(lineOf('record')).toBe(2)
      expect(nextSteps[0]).toContain('phd cam plan --only 0014M000AAAAAAMQY5')
    }))

  it('names a manager who is inactive, and says that the account cannot be given', () =>
    atDesk((desk) => {
      const { stdout, code } = staffed(desk).phd('cam', 'owner', 'Cobalt Consulting 3 Ltd')
      expect(code).toBe(4)
      expect(stdout).toContain('BLOCKED: the owner should be Dirk de Vos; the record has Sang Hoon Kim, and the change must wait')
      expect(stdout).toContain('Dirk de Vos is no longer active in Salesforce and cannot be given an account')
    }))

  it('cannot tell from an account that was last seen too long ago', () =>
    atDesk((desk) => {
      const run = staffed(desk).phd('cam', 'owner', 'Cobalt Labs 1 GmbH', '--json', '--now', '2026-12-15')
      const { decision, owner: should, stale, reasons } = JSON.parse(run.stdout) as Answer
      expect([run.code, decision, should, stale]).toEqual([4, 'needs_review', null, true])
      expect(reasons.join()).toContain('by the tables it would be Bastian van der Stel')
      expect(owner(desk, 'Cobalt Labs 1 GmbH', '--now', '2026-12-15', '--max-age', '30').decision).toBe('assigned')
    }))

  it('cannot tell from an account with a newer row that was rejected', () =>
    atDesk((desk) => {
      staffed(desk)
      const [head = '', ...rows] = desk.read('sfdc-accounts.csv').split('\n')
      const broken = (rows.find((row) => row.includes('Cobalt Labs 1')) ?? '').replace('4/4/2023', '44/4/2023')
      desk.write('newer.csv', head, broken, rows.find((row) => row.includes('Polaris Cloud')) ?? '')
      expect(desk.phd('import', 'newer.csv').code).toBe(1)
      const { decision, reasons } = owner(desk, 'Cobalt Labs 1 GmbH')
      expect(decision).toBe('needs_review')
      expect(reasons[0]).toContain('newer.csv, line 2')
    }))
})

describe('the traps of the tables', () => {
  /** The answer for each account: owner, or why there is none; and the rule. */
  const TRAPS: readonly (readonly [name: string, decision: string, owner: string | null, rule: string | null, why: string])[] = [
    ['Wyoming Works', 'unmapped', null, null, 'no channel manager is mapped to WY'],
    ['Canada Cloud', 'unmapped', null, null, 'no channel manager is mapped to Canada'],
    [
      'Mexico Digital',
      'unmapped',
      null,
      null,
      'no channel manager is mapped to Mexico: the handbook page has no table for Latin America',
    ],
    ['Pittsburgh Systems', 'assigned', 'Maria Henry', 'AMER: Western PA', ''],
    ['Erie Labs', 'assigned', 'Maria Henry', 'AMER: Western PA', ''],
    ['Philadelphia IT', 'assigned', 'Jay Bahar', 'AMER: Eastern PA', ''],
    ['No Zip PA', 'needs_review', null, null, 'PA is divided by ZIP code; the account has no ZIP code'],
    ['Odd Zip PA', 'needs_review', null, null, '"1522" is not a ZIP code'],
    ['Other Zip PA', 'needs_review', null, null, '90210 is not a ZIP code of PA'],
    ['San Juan Software', 'assigned', 'Maria Henry', 'AMER: PR', ''],
    ['San Juan State', 'assigned', 'Maria Henry', 'AMER: PR', ''],
    ['Capital Cloud', 'assigned', 'Maria Henry', 'AMER: Washington DC', ''],
    ['Texas Technology', 'assigned', 'Joe McAninch', 'AMER: TX', ''],
    ['Select Spain', 'unmapped', null, null, 'no channel manager of EMEA Select is mapped to Spain'],
    ['Open Spain', 'assigned', 'Camille Dios', 'EMEA Open: Southern Europe', ''],
    ['Select Portugal', 'unmapped', null, null, 'EMEA Select is mapped to Portugal'],
    ['Select Ireland', 'unmapped', null, null, 'EMEA Select is mapped to Ireland'],
    ['Open Ireland', 'assigned', 'Jags Bewas', 'EMEA Open: UKI', ''],
    ['Select Dubai', 'unmapped', null, null, 'EMEA Select is mapped to United Arab Emirates'],
    ['Select Cape', 'unmapped', null, null, 'EMEA Select is mapped to South Africa'],
    ['Select Prague', 'assigned', 'Ilaria Pazienza', 'EMEA Select: Cze', ''],
    ['Open Prague', 'unmapped', null, null, 'EMEA Open is mapped to Czech Republic'],
    ['Open Warsaw', 'unmapped', null, null, 'EMEA Open is mapped to Poland'],
    ['Technology Berlin', 'needs_review', null, null, 'the account\'s track is "Technology", neither Open nor Select'],
    ['Blank Berlin', 'needs_review', null, null, "the account's track is blank, neither Open nor Select"],
    ['Hong Kong Hub', 'assigned', 'Dirk de Vos', 'APAC: Others', 'no longer active'],
    ['Federal Open', 'assigned', 'Maria del Pilar Mejia', 'US-PubSec: Open', ''],
    ['Federal Select', 'needs_review', null, null, 'no table has Federal Select (track Select)'],
    ['Federal Abroad', 'needs_review', null, null, 'the account is in Germany, not in the United States'],
    ['Federal Unknown', 'needs_review', null, null, 'unclear whether it is a US public sector account'],
    ['Abroad Unknown', 'assigned', 'Bastian van der Stel', 'EMEA Open: DACH', 'must be No before the owner is changed'],
    ['No Country', 'needs_review', null, null, 'the account has no billing country'],
    ['Wrong Country', 'needs_review', null, null, 'unknown country "Wakanda"'],
    ['No State', 'needs_review', null, null, 'the account has no billing state'],
    ['Wrong State', 'needs_review', null, null, '"Bavaria" is not a state of the United States'],
    ['Former Owner', 'assigned', 'Bastian van der Stel', 'EMEA Open: DACH', 'Somebody Else is not among the Salesforce users'],
    ['Guam Group', 'unmapped', null, null, 'no channel manager is mapped to GU'],
    ['Namibia Networks', 'assigned', 'Camille Dios', 'EMEA Open: Africa', ''],
    ['Israel Innovation', 'assigned', 'Camille Dios', 'EMEA Open: Southern Europe', ''],
  ]

  it('are answered as the handbook has them', () =>
    atDesk((desk) => {
      desk.put('owners/trap-accounts.csv', 'desk/sfdc-users.csv')
      expect(desk.phd('import', 'trap-accounts.csv', 'sfdc-users.csv').code).toBe(0)
      const { accounts } = desk.json<{ accounts: Answer[] }>('cam', 'owner', '--all')
      expect(accounts.length).toBe(TRAPS.length)
      for (const [name, decision, should, rule, why] of TRAPS) {
        const answer = accounts.find(({ subject }) => subject.name === name)
        expect([name, answer?.decision, answer?.owner?.name ?? null, answer?.via?.rule ?? null]).toEqual([
          name,
          decision,
          should,
          rule,
        ])
        expect(answer?.reasons.join('; '), name).toContain(why)
        if (why === '') expect(answer?.reasons, name).toEqual([])
        if (decision !== 'assigned') expect(answer?.nextSteps.length, name).toBeGreaterThan(0)
      }
    }))

  /** The answer for each account with an odd address: decision, owner, rule, why it is held, exit code, why. */
  const ADDRESSES: readonly (readonly [string, string, string | null, string | null, string | null, number, string])[] = [
    ['Seattle Software', 'assigned', 'Lisa Cartagena', 'AMER: WA', null, 0, ''],
    ['Capitol Code', 'needs_review', null, null, null, 4, 'the ZIP code 20001 is in DC, but the billing state is Washington'],
    ['Capitol Consulting', 'needs_review', null, null, null, 4, 'the ZIP code 20500-0003 is in DC'],
    ['Capitol Systems', 'needs_review', null, null, null, 4, 'the ZIP code 56901 is in DC'],
    ['Capitol City', 'needs_review', null, null, null, 4, 'the city Washington, D.C. is not in the billing state Washington'],
    ['Capitol Name', 'needs_review', null, null, null, 4, 'the city WASHINGTON is not in'],
    [
      'Potomac Partners',
      'needs_review',
      null,
      null,
      null,
      4,
      'the ZIP code 98101 is in WA, but the billing state is Washington DC',
    ],
    ['Potomac Cloud', 'assigned', 'Maria Henry', 'AMER: Washington DC', null, 0, ''],
    ['Reston Labs', 'assigned', 'Maria Henry', 'AMER: VA', null, 0, ''],
    ['Texas Tools', 'assigned', 'Joe McAninch', 'AMER: TX', 'zip_contradicts_state', 4, 'the ZIP code 10001 is in NY'],
    ['Right Already', 'assigned', 'Joe McAninch', 'AMER: TX', 'zip_contradicts_state', 4, 'the ZIP code 10001 is in NY'],
    ['Dallas Digital', 'assigned', 'Joe McAninch', 'AMER: TX', 'city_contradicts_state', 4, 'the city Chicago is not in'],
    ['Austin Apps', 'assigned', 'Joe McAninch', 'AMER: TX', null, 0, ''],
    // A spreadsheet took the zero at the front.
    ['Boston Bytes', 'assigned', 'Jay Bahar', 'AMER: MA', null, 0, ''],
    ['Albany IT', 'assigned', 'Jay Bahar', 'AMER: NY', 'zip_contradicts_state', 4, 'the ZIP code 99999-9999 is in AK'],
    ['Toronto Tech', 'assigned', 'Jay Bahar', 'AMER: NY', 'zip_not_read', 4, '"M5V 2T6" is not a ZIP code of the United States'],
    ['Dash Data', 'assigned', 'Jay Bahar', 'AMER: NY', null, 0, ''],
    // The one ZIP code of New York among those of Connecticut.
    ['Island IT', 'assigned', 'Jay Bahar', 'AMER: NY', null, 0, ''],
    ['Cheyenne Code', 'needs_review', null, null, null, 4, 'no channel manager is mapped to WY'],
    ['Erie Everywhere', 'assigned', 'Maria Henry', 'AMER: Western PA', 'city_contradicts_state', 4, 'the city Los Angeles'],
    ['Federal Far', 'assigned', 'Maria del Pilar Mejia', 'US-PubSec: Open', null, 0, ''],
    ['San Juan Odd', 'assigned', 'Maria Henry', 'AMER: PR', 'zip_contradicts_state', 4, 'the ZIP code 75201 is in TX'],
    ['Seoul Services', 'assigned', 'Sang Hoon Kim', 'APAC: Korea', null, 0, ''],
    ['Tripoli Tech', 'assigned', 'Camille Dios', 'EMEA Open: Africa', null, 0, ''],
    ['Almaty Apps', 'assigned', 'Dirk de Vos', 'APAC: Others', null, 0, 'no longer active'],
    [
      'Sofia Software',
      'unmapped',
      null,
      null,
      null,
      4,
      'mapped to Bulgaria: no group on the handbook page covers Eastern Europe',
    ],
    ['Zagreb Zone', 'assigned', 'Camille Dios', 'EMEA Open: Southern Europe', null, 0, ''],
    [
      'Lima Labs',
      'unmapped',
      null,
      null,
      null,
      4,
      'mapped to Peru: the handbook page has no table for Latin America and the Caribbean',
    ],
  ]

  it('are not taken for what an address contradicts', () =>
    atDesk((desk) => {
      desk.put('owners/odd-addresses.csv', 'desk/sfdc-users.csv')
      expect(desk.phd('import', 'odd-addresses.csv', 'sfdc-users.csv').code).toBe(0)
      const { accounts } = desk.json<{ accounts: Answer[] }>('cam', 'owner', '--all')
      expect(accounts.length).toBe(ADDRESSES.length)
      for (const [name, decision, should, rule, held, code, why] of ADDRESSES) {
        const answer = accounts.find(({ subject }) => subject.name === name)
        const said = [answer?.decision, answer?.owner?.name ?? null, answer?.via?.rule ?? null, answer?.blocked?.code ?? null]
        expect([name, ...said]).toEqual([name, decision, should, rule, held])
        expect(answer?.reasons.join('; '), name).toContain(why)
        if (why === '') expect(answer?.reasons, name).toEqual([])
        if (code === 4) expect(answer?.nextSteps.length, name).toBeGreaterThan(0)
      }
      const codes = ['Right Already', 'Texas Tools', 'Capitol Code', 'Reston Labs'].map(
        (name) => desk.phd('cam', 'owner', name).code,
      )
      expect(codes).toEqual([4, 4, 4, 0])
      expect(desk.phd('cam', 'owner', 'Right Already').stdout).toContain(
        'CANNOT TELL: Joe McAninch is the owner for the state, but the address contradicts it',
      )
      // Nothing of it is a change until a person has looked; one who has may say so.
      const plan = desk.json<{ changes: unknown[]; held: { subject: { name: string } }[] }>('cam', 'plan')
      expect(plan.changes).toEqual([])
      expect(plan.held.map(({ subject }) => subject.name)).toEqual(expect.arrayContaining(['Texas Tools', 'Right Already']))
      const set = desk.phd(
        'cam',
        'set',
        'Texas Tools',
        '--owner',
        'Joe McAninch',
        '--reason',
        'moved to Texas; the ZIP code is old',
      )
      expect([set.code, desk.phd('cam', 'owner', 'Texas Tools').code]).toEqual([0, 1])
    }))

  it('are answered by the state, and held, where the ZIP codes of a whole export are invented', () =>
    atDesk((desk) => {
      desk.put('owners/accounts-odd-zips.csv', 'desk/sfdc-users.csv')
      expect(desk.phd('import', 'accounts-odd-zips.csv', 'sfdc-users.csv').code).toBe(0)
      const { accounts } = desk.json<{ accounts: Answer[] }>('cam', 'owner', '--all')
      for (const { id, cam } of expected.partners) {
        const answer = accounts.find(({ subject }) => subject.id === id)
        expect([id, answer?.decision, answer?.owner?.name, answer?.via?.territory]).toEqual([
          id,
          cam.decision,
          cam.owner,
          cam.territory,
        ])
        const isByState = answer?.via?.mapping === 'amer' && cam.territory !== 'Western PA'
        if (isByState) expect(answer?.blocked?.code, id).toBe('zip_contradicts_state')
      }
    }))

  it('are not accounts of a customer', () =>
    atDesk((desk) => {
      const { stdout, code } = staffed(desk).phd('cam', 'owner', '0014M000AAAAACA', '--json')
      expect([code, JSON.parse(stdout).error.code]).toEqual([3, 'not_a_partner'])
    }))

  it('do not hide a partner of another table: Alliance says otherwise than the territory', () =>
    atDesk((desk) => {
      staffed(desk).write('alliance.csv', 'Mapping,Partner,Channel Manager', 'Alliance,Quantum Partners Corp.,Camille Dios')
      expect(owner(desk, 'Quantum Partners Corp.').decision).toBe('assigned')
      expect(desk.phd('import', 'alliance.csv').code).toBe(0)
      const { decision, reasons } = owner(desk, 'Quantum Partners Corp.')
      expect(decision).toBe('conflict')
      expect(reasons[0]).toBe('Alliance has Camille Dios for this partner; by territory it is Jay Bahar (AMER: NY)')
    }))

  it('know a US public sector partner that is not Open by the table of partners', () =>
    atDesk((desk) => {
      staffed(desk).write('pubsec.csv', 'Mapping,Partner,Channel Manager', 'US PubSec,ibérica software 20 CORP,Lisa Cartagena')
      expect(desk.phd('import', 'pubsec.csv').code).toBe(0)
      const { decision, owner: should, via } = owner(desk, 'Ibérica Software 20 Corp.')
      expect([decision, should?.name, via?.mapping]).toEqual(['assigned', 'Lisa Cartagena', 'us-pubsec'])
    }))

  it('take nothing from a row by partner with a name that matches several', () =>
    atDesk((desk) => {
      desk.write(
        'twins.csv',
        'Account ID,Account Name,Type,Partner Status,Partner Track,Public Sector Partner,Account Owner,Billing Country,Billing State',
        '0014M0000T00001,Acme LLC,Partner,Authorized,Select,Yes,Maria Henry,United States,VA',
        '0014M0000T00002,Acme Inc.,Partner,Authorized,Select,Yes,Maria Henry,United States,VA',
      )
      desk.write('pubsec.csv', 'Mapping,Partner,Channel Manager', 'US PubSec,Acme,Lisa Cartagena')
      expect(desk.phd('import', 'twins.csv', 'pubsec.csv').code).toBe(0)
      const { decision, reasons } = owner(desk, 'Acme LLC')
      expect(decision).toBe('needs_review')
      expect(reasons[0]).toContain('matches several partners')
    }))
})

describe('the manager of an account', () => {
  const users = (desk: Desk, ...rows: string[]): void => {
    desk.write('users.csv', 'ID,NAME,EMAIL,ISACTIVE', ...rows)
    expect(desk.phd('import', '--snapshot', '--allow-shrink', 'users.csv').code).toBe(0)
  }
  const TRISTAN = '0054M000AAAAAAOQY5,Tristan Ouin,tristan.ouin@gitlab.example,true'

  it.each([
    ['who is missing among the users', ['0054M000AAAAAAEQY5,Jay Bahar,j@x.example,true', TRISTAN], 'owner_absent'],
    [
      'of whom there are two',
      [
        '0054M000AAAAAAEQY5,Bastian van der Stel,a@x.example,true',
        '0054M000AAAAAAFQY5,Bastian Van Der Stel,b@x.example,true',
        TRISTAN,
      ],
      'owner_ambiguous',
    ],
    ['who may be active or not', ['0054M000AAAAAAEQY5,Bastian van der Stel,a@x.example,', TRISTAN], 'owner_activity_unknown'],
  ])('%s is named, and cannot be given it', (_, rows, code) =>
    atDesk((desk) => {
      users(staffed(desk), ...rows)
      const { decision, blocked, owner: should } = owner(desk, 'Cobalt Labs 1 GmbH')
      expect([decision, blocked?.code, should?.name]).toEqual(['assigned', code, 'Bastian van der Stel'])
    }),
  )

  it('is the active one of two with the same name', () =>
    atDesk((desk) => {
      users(
        staffed(desk),
        '0054M000AAAAAAEQY5,Bastian van der Stel,old@x.example,false',
        '0054M000AAAAAAFQY5,Bastian van der Stel,new@x.example,true',
        TRISTAN,
      )
      const { blocked, owner: should } = owner(desk, 'Cobalt Labs 1 GmbH')
      expect([blocked, should]).toEqual([
        null,
        { name: 'Bastian van der Stel', email: 'new@x.example', userId: '0054M000AAAAAAFQY5' },
      ])
    }))

  it('is not known to be active where the users are too old, or were never imported', () =>
    atDesk((desk) => {
      desk.putAll('desk')
      desk.phd('import', 'sfdc-accounts.csv')
      expect(owner(desk, 'Cobalt Labs 1 GmbH').blocked?.code).toBe('users_missing')
      desk.phd('import', 'sfdc-users.csv', '--now', '2026-10-01')
      expect(owner(desk, 'Cobalt Labs 1 GmbH').blocked?.code).toBe('users_stale')
      expect(owner(desk, 'Cobalt Labs 1 GmbH', '--max-age', '60').blocked).toBeNull()
    }))

  it('who left the newest export of users cannot be given it; a few corrected rows are not such an export', () =>
    atDesk((desk) => {
      staffed(desk)
      const rows = desk.read('sfdc-users.csv').split('\n')
      desk.write('few.csv', rows[0] ?? '', rows[1] ?? '')
      expect(desk.phd('import', 'few.csv').code).toBe(0)
      expect(owner(desk, 'Cobalt Labs 1 GmbH').blocked).toBeNull()
      desk.write('newer.csv', ...rows.filter((row) => row !== '' && !row.includes('Bastian van der Stel')))
      expect(desk.phd('import', 'newer.csv').code).toBe(0)
      expect(owner(desk, 'Cobalt Labs 1 GmbH').blocked?.code).toBe('owner_left')
      const { findings } = desk.json<{ findings: { code: string; manager: string }[] }>('cam', 'mapping', 'check')
      expect(findings.filter(({ code }) => code === 'manager_absent').map(({ manager }) => manager)).toEqual([
        'Bastian van der Stel',
      ])
    }))

  it('is not known to be the owner by a name that several users have', () =>
    atDesk((desk) => {
      const more = '0054M000AAAAAZZ,Camille Dios,c2@gitlab.example,false'
      staffed(desk).write('more.csv', 'ID,NAME,EMAIL,ISACTIVE', more)
      expect(owner(desk, 'Polaris Partners SARL').change).toBe(false)
      expect(desk.phd('import', 'more.csv').code).toBe(0)
      const { decision, reasons } = owner(desk, 'Polaris Partners SARL')
      expect(decision).toBe('needs_review')
      expect(reasons[0]).toContain("several Salesforce users have the name of the record's owner, Camille Dios")
    }))

  it('is compared with the record by id where both have one', () =>
    atDesk((desk) => {
      desk
        .putAll('desk')
        .write(
          'owned.csv',
          'Id,Name,Type,Partners_Partner_Status__c,Partner_Track__c,OwnerId,Public Sector Partner,BillingCountry',
          '0014M0000T00001,Acme GmbH,Partner,Authorized,Open,0054M000AAAAAASQY5,No,Germany',
          '0014M0000T00002,Acme AG,Partner,Authorized,Open,0054M000AAAAAAOQY5,No,Germany',
        )
      expect(desk.phd('import', 'owned.csv', 'sfdc-users.csv').code).toBe(0)
      expect(owner(desk, 'Acme GmbH')).toMatchObject({ change: false, current: { name: 'Bastian van der Stel' } })
      expect(owner(desk, 'Acme AG')).toMatchObject({
        change: true,
        current: { name: 'Tristan Ouin', userId: '0054M000AAAAAAOQY5' },
      })
    }))
})

describe('cam owner of an opportunity', () => {
  /** Opportunities with a partner, a segment and a territory of their own. */
  function opportunities(desk: Desk, ...rows: string[]): Desk {
    desk.put(
      'desk/sfdc-accounts.csv',
      'desk/sfdc-users.csv',
      'kinds/cam-opportunities-by-segment.csv',
      'kinds/cam-opportunities-by-territory.csv',
    )
    desk.write(
      'opps.csv',
      'Opportunity ID,Opportunity Name,Stage,Close Date,Channel Manager,Resale Partner,DR - Partner,Public Sector Opp,[Deprecated] Owner Segment-Geo-Region-Area,Stamped Account Sales Territory',
      ...rows.map((row, i) => `0064M0000T0000${i + 1},Deal ${i + 1},3-Technical Evaluation,2026-12-31,${row}`),
    )
    const files = ['sfdc-accounts', 'sfdc-users', 'cam-opportunities-by-segment', 'cam-opportunities-by-territory', 'opps']
    expect(desk.phd('import', ...files.map((file) => `${file}.csv`)).code).toBe(0)
    return desk
  }

  it.each([
    [
      'its segment, as a whole',
      'Jay Bahar,Quantum Partners Corp.,,,smb_amer_EAST-Area 2,',
      'assigned',
      'Jay Bahar',
      'by segment: SMB-AMER-East-Area 2',
      0,
    ],
    [
      'its territory, where the segment says so',
      'Jay Bahar,Quantum Partners Corp.,,,Mid-Market-AMER-East-Area 1,AMER north_8',
      'assigned',
      'Joe McAninch',
      'by territory: AMER North 8',
      1,
    ],
    [
      'no one, where its segment is in no table',
      'Jay Bahar,Quantum Partners Corp.,,,SMB-AMER-East-Area 21,',
      'unmapped',
      null,
      null,
      4,
    ],
    [
      'no one, where its territory has a blank manager',
      ',Quantum Partners Corp.,,,Enterprise-EMEA-Central-Area 3,COM_MM_EMEA_CENTRAL_TERR_3TBH',
      'unmapped',
      null,
      null,
      4,
    ],
    [
      'no one, where its territory is in no table',
      ',Quantum Partners Corp.,,,Enterprise-EMEA-Central-Area 3,COM_MM',
      'unmapped',
      null,
      null,
      4,
    ],
    [
      'a person to look, where it has no territory',
      ',Quantum Partners Corp.,,,Enterprise-EMEA-Central-Area 3,',
      'needs_review',
      null,
      null,
      4,
    ],
    ['a person to look, where it has no segment', ',Quantum Partners Corp.,,,,AMER North 8', 'needs_review', null, null, 4],
    [
      'the US PubSec manager, where its partner is one',
      'Jay Bahar,Quantum Partners 28 Inc.,,,SMB-AMER-East-Area 2,',
      'assigned',
      'Maria del Pilar Mejia',
      'US-PubSec: Open',
      1,
    ],
    [
      'the same, where its registration was of such a partner',
      'Jay Bahar,,Quantum Partners 28 Inc.,,SMB-AMER-East-Area 2,',
      'assigned',
      'Maria del Pilar Mejia',
      'US-PubSec: Open',
      1,
    ],
    [
      'a person to look, where it is public sector and its partner is not',
      'Jay Bahar,Quantum Partners Corp.,,1,SMB-AMER-East-Area 2,',
      'needs_review',
      null,
      null,
      4,
    ],
    [
      'a person to look, where its partner is unknown',
      'Jay Bahar,Nobody Knows Ltd,,,SMB-AMER-East-Area 2,',
      'needs_review',
      null,
      null,
      4,
    ],
    [
      'its segment, where it has no partner',
      'Jay Bahar,,,,SMB-AMER-East-Area 2,',
      'assigned',
      'Jay Bahar',
      'by segment: SMB-AMER-East-Area 2',
      0,
    ],
  ] as const)('is %s', (_, row, decision, manager, rule, exit) =>
    atDesk((desk) => {
      const { stdout, code } = opportunities(desk, row).phd('cam', 'owner', '0064M0000T00001', '--json')
      const answer = JSON.parse(stdout) as Answer
      expect([answer.decision, answer.owner?.name ?? null, answer.via?.rule ?? null, code]).toEqual([
        decision,
        manager,
        rule,
        exit,
      ])
      expect(answer.subject.kind).toBe('opportunity')
    }),
  )

  it('is by partner, where a table has the partner: Alliance and GSI go before the segment', () =>
    atDesk((desk) => {
      opportunities(
        desk,
        'Jay Bahar,Polaris Cloud Inc.,,,SMB-AMER-East-Area 2,',
        'Jay Bahar,Polaris Cloud Inc.,Delta Consulting Co. Ltd.,,SMB-AMER-East-Area 2,',
        'Jay Bahar,Quantum Partners Corp.,,,SMB-AMER-East-Area 2,',
      )
      desk.write(
        'by-partner.csv',
        'Mapping,Partner,Account ID,Channel Manager',
        'Alliance,Polaris Cloud Inc.,0014M000AAAAAAx,Lisa Cartagena',
        'GSI,Delta Consulting,,Ilaria Pazienza',
      )
      const before = owner(desk, '0064M0000T00003').reasons.join()
      expect(before).toContain('the tables by partner were never imported')
      expect(desk.phd('import', 'by-partner.csv').code).toBe(0)
      expect(owner(desk, '0064M0000T00001')).toMatchObject({
        decision: 'assigned',
        owner: { name: 'Lisa Cartagena' },
        via: { mapping: 'alliance' },
      })
      expect(owner(desk, '0064M0000T00002').decision).toBe('conflict')
      expect(owner(desk, '0064M0000T00003')).toMatchObject({ owner: { name: 'Jay Bahar' }, reasons: [] })
    }))

  it('is unknown where the tables were never imported', () =>
    atDesk((desk) => {
      const { code, stdout } = staffed(desk).phd('cam', 'owner', '0064M000AAAAAAIQY5')
      expect(code).toBe(4)
      expect(stdout).toContain('the table by Owner Segment-Geo-Region-Area was never imported')
    }))

  it.each([
    ['with wrong check characters', '0064M000AAAAAAIQYX'],
    ['that is unknown', '0064M000AAAZZZZ'],
  ])('%s is not found', (_, id) =>
    atDesk((desk) => {
      const { code, stdout } = staffed(desk).phd('cam', 'owner', id, '--json')
      expect([code, JSON.parse(stdout).error.code]).toEqual([3, 'opportunity_not_found'])
    }),
  )
})

describe('the tables are records', () => {
  it('are imported when something is first recorded by them, and kept from then on', () =>
    atDesk((desk) => {
      const set = (): Run => desk.phd('cam', 'set', 'Cobalt Labs 1 GmbH', '--owner', 'Jay Bahar', '--reason', 'trial')
      staffed(desk)
      expect(set().stderr).toContain('imported the channel manager tables that come with phd (import 4, import 5)')
      expect(set().stderr).toBe('')
      const { imports } = desk.json<{ imports: { kind: string; rows: { added: number } }[] }>('imports', 'list')
      expect(imports.map(({ kind, rows }) => [kind, rows.added])).toEqual(
        expect.arrayContaining([
          ['cam_accounts_by_territory', 76],
          ['territories', 244],
        ]),
      )
    }))

  it('are read as they come for a question, which writes nothing', () =>
    atDesk((desk) => {
      const { evidence, decision } = owner(staffed(desk), 'Cobalt Labs 1 GmbH')
      expect(decision).toBe('assigned')
      expect(evidence.find(({ what }) => what === 'table')?.importId).toBeNull()
      expect(desk.json<{ imports: unknown[] }>('imports', 'list').imports.length).toBe(3)
    }))

  it('are replaced from the day a changed one is imported; --as-of still answers with the old', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'owner', 'Cobalt Labs 1 GmbH')
      const changed = desk.phd('cam', 'mapping', 'list', '--format', 'csv').stdout
      expect(changed).toContain('EMEA Open,DACH,Bastian van der Stel')
      desk.write(
        'emea.csv',
        'Table,Territory,Channel Manager',
        'EMEA Open,DACH,Jay Bahar',
        'EMEA Open,Middle East,Camille Dios',
        'EMEA Open,Africa,Camille Dios',
        'EMEA Open,Southern Europe,Camille Dios',
      )
      const { stdout, code } = desk.phd('import', 'emea.csv', '--json', '--now', '2026-11-25')
      const [imported] = JSON.parse(stdout).imports
      expect([code, imported.mode, imported.rows.changed, imported.rows.removed]).toEqual([0, 'snapshot', 1, 5])
      const now = (...more: string[]): Answer => owner(desk, 'Cobalt Labs 1 GmbH', '--now', '2026-11-26', ...more)
      expect(now().owner?.name).toBe('Jay Bahar')
      expect(now('--as-of', '2026-11-24').owner?.name).toBe('Bastian van der Stel')
      expect(owner(desk, 'Ibérica Digital Oy', '--now', '2026-11-26').decision).toBe('unmapped')
      // The other tables of the kind are as they were.
      expect(owner(desk, 'Polaris Cloud Inc.', '--now', '2026-11-26').owner?.name).toBe('Joe McAninch')
      expect(desk.phd('imports', 'undo', '5', '--yes', '--now', '2026-11-26').code).toBe(0)
      expect(now().owner?.name).toBe('Bastian van der Stel')
    }))

  it('give a renamed group no owner, and leave the others', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'mapping', 'list')
      desk.write(
        'apac.csv',
        'Table,Territory,Channel Manager',
        'APAC,South Korea,Sang Hoon Kim',
        'APAC,Others,Dirk de Vos',
        'APAC,India,Amit Kaul',
      )
      expect(desk.phd('import', 'apac.csv').code).toBe(0)
      expect(owner(desk, 'Delta Consulting Co., Ltd.')).toMatchObject({ decision: 'unmapped', owner: null })
    }))

  it('come first, where a part of them is imported before they were asked for', () =>
    atDesk((desk) => {
      staffed(desk).write('emea.csv', 'Table,Territory,Channel Manager', 'EMEA Open,DACH,Jay Bahar')
      const refused = desk.phd('import', 'emea.csv', '--json')
      expect([refused.code, JSON.parse(refused.stdout).imports[0].reason.code]).toEqual([5, 'would_remove_too_much'])
      expect(desk.phd('import', 'emea.csv', '--merge').code).toBe(0)
      expect(owner(desk, 'Cobalt Labs 1 GmbH').owner?.name).toBe('Jay Bahar')
      expect(owner(desk, 'Polaris Cloud Inc.').owner?.name).toBe('Joe McAninch')
    }))

  it('are not cut short by a part that says that it is one', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'mapping', 'list')
      desk.write('part.csv', 'Table,Territory,Channel Manager', 'AMER,WY,Jay Bahar')
      const refused = desk.phd('import', 'part.csv', '--json')
      expect([refused.code, JSON.parse(refused.stdout).imports[0].reason.code]).toEqual([5, 'would_remove_too_much'])
      expect(desk.phd('import', 'part.csv', '--merge').code).toBe(0)
      expect(owner(desk, 'Polaris Cloud Inc.').owner?.name).toBe('Joe McAninch')
      expect(desk.phd('import', 'part.csv', '--merge', '--snapshot').code).toBe(2)
    }))
})

describe('cam set', () => {
  const LUMEN = 'Lumen Labs 4 Ltd'

  it('goes before the tables until its last day, and is shown wherever it acts', () =>
    atDesk((desk) => {
      staffed(desk)
      const { code, stdout } = desk.phd(
        'cam',
        'set',
        LUMEN,
        '--owner',
        'camille dios',
        '--reason',
        'covers Kenya',
        '--until',
        '2026-12-31',
      )
      expect(code).toBe(0)
      expect(stdout).toContain('belongs to Camille Dios through 2026-12-31')
      const answer = owner(desk, LUMEN)
      expect(answer).toMatchObject({
        decision: 'assigned',
        owner: { name: 'Camille Dios', userId: '0054M000AAAAAARQY5' },
        via: { mapping: 'set' },
        set: { reason: 'covers Kenya', byTable: { decision: 'unmapped', manager: null } },
      })
      expect(desk.phd('partner', 'show', LUMEN).stdout).toContain('Owner: set by hand to Camille Dios by tester on 2026-11-20')
      expect(desk.phd('cam', 'plan').stdout).toMatch(/Lumen Labs 4 Ltd.*set by tester on 2026-11-20 until 2026-12-31/)
      expect(desk.phd('audit', 'list').stdout).toContain('OWNER SET BY HAND: Camille Dios, until 2026-12-31')
      const after = owner(desk, LUMEN, '--now', '2027-01-01', '--max-age', '90')
      expect(after.decision).toBe('unmapped')
      expect(after.reasons.join()).toContain('the decision of tester for Camille Dios ended on 2026-12-31')
      expect(owner(desk, LUMEN, '--now', '2026-12-31', '--max-age', '90').decision).toBe('assigned')
    }))

  it('is lifted with a reason, and is not there before it was made', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'set', LUMEN, '--owner', '0054M000AAAAAARQY5', '--reason', 'covers Kenya', '--now', '2026-11-21')
      expect(owner(desk, LUMEN, '--now', '2026-11-22', '--as-of', '2026-11-20').decision).toBe('unmapped')
      expect(desk.phd('cam', 'sets').stdout).toMatch(/Lumen Labs 4 Ltd +0014M000AAAAAB9QYP +Camille Dios +lifted/)
      expect(desk.phd('cam', 'lift', LUMEN, '--reason', 'Kenya has a manager now', '--now', '2026-11-22').code).toBe(0)
      expect(owner(desk, LUMEN, '--now', '2026-11-23').decision).toBe('unmapped')
      expect(desk.phd('cam', 'sets').stdout).toContain('every account follows the tables')
      const again = desk.phd('cam', 'lift', LUMEN, '--reason', 'again', '--json')
      expect([again.code, JSON.parse(again.stdout).error.code]).toEqual([5, 'not_set'])
    }))

  it('holds where the tables cannot tell, but not against the record of an inactive user', () =>
    atDesk((desk) => {
      staffed(desk)
      const inactive = desk.phd('cam', 'set', LUMEN, '--owner', 'Dirk de Vos', '--reason', 'why not', '--json')
      expect([inactive.code, JSON.parse(inactive.stdout).error.code]).toEqual([5, 'owner_inactive'])
      const nobody = desk.phd('cam', 'set', LUMEN, '--owner', 'Dirk Vos', '--reason', 'why not', '--json')
      expect([nobody.code, JSON.parse(nobody.stdout).error.code]).toEqual([3, 'user_not_found'])
      expect(desk.json<{ sets: unknown[] }>('cam', 'sets').sets).toEqual([])
    }))

  it.each([
    ['an owner', ['--reason', 'because']],
    ['a reason', ['--owner', 'Camille Dios']],
    ['a reason with words', ['--owner', 'Camille Dios', '--reason', '...']],
    ['a day', ['--owner', 'Camille Dios', '--reason', 'because', '--until', 'soon']],
    ['a day to come', ['--owner', 'Camille Dios', '--reason', 'because', '--until', '2026-11-19']],
  ])('needs %s', (_, args) => atDesk((desk) => expect(staffed(desk).phd('cam', 'set', LUMEN, ...args).code).toBe(2)))

  it('records nothing in a dry run', () =>
    atDesk((desk) => {
      const args = ['cam', 'set', LUMEN, '--owner', 'Camille Dios', '--reason', 'covers Kenya', '--dry-run']
      expect(staffed(desk).phd(...args).stdout).toContain('would be set')
      expect(desk.json<{ sets: unknown[] }>('cam', 'sets').sets).toEqual([])
    }))
})
