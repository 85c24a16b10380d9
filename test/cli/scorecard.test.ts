/** Scorecards of small lists, with figures that were counted by hand. Today is 2026-11-20, in FY27-Q4. */

import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const USERS = ['badge-users-2026-11-10.csv', 'badge-users-2026-11-19.csv']
const NEEDS =
  'Account Name,User: Full Name,User: Email,User: Account Activated,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
const BADGES = 'Name,Email,Partner,Country,Badge,Earned Date,Expiration Date'

interface Row {
  name: string | null
  email?: string
  badge: string
  counts: string[]
  why: string | null
  file: string
  line: number
}
interface Card {
  finding: { code: string; text: string }
  requirement: {
    code: string
    why: string | null
    by: string | null
    credentials: { credential: string; have: number | null }[]
    sources: { by: string; met: boolean | null }[]
  }
  total: { held: number; gained: number; lapsed: number; earned: number; change: number } | null
  badges: {
    badge: string
    credential: string | null
    held: number
    gained: number | null
    change: number | null
    quarters: { quarter: string; held: number | null }[]
  }[]
  people: number | null
  expiring: { name: string; badge: string; expires: string; days: number; line: number }[]
  moved: { name: string; badges: string[]; from: { name: string }; to: { name: string } }[]
  left: { name: string }[]
  rows: Row[]
  leftOut: { code: string; kind: string; rows: number | null }[]
  leftOutRows: { why: string; names: string; line: number }[]
  countries: { country: string | null; held: number; people: number }[]
  partners: { name: string; held: number | null; requirement: string }[]
  regionNotKnown: { name: string }[]
  sources: { kind: string; isOld: boolean }[]
  command: string
}

/** The lists of the fixtures, imported; of portal users two, of which the newer lacks one person. */
function desk(at: Desk): Desk {
  at.put('scorecards/badge-accounts.csv', 'scorecards/badges.csv', ...USERS.map((file) => `scorecards/${file}`))
  return at.imports('badge-accounts.csv', 'badges.csv').imports(...USERS)
}

const partner = (at: Desk, ...args: string[]): Card => at.json<Card>('scorecard', 'partner', ...args)
const region = (at: Desk, ...args: string[]): Card => at.json<Card>('scorecard', 'region', ...args)

describe('phd scorecard partner', () => {
  it('counts what is held, gained, lapsed and earned, who moved and left, and what ends', () =>
    atDesk((at) => {
      const card = partner(desk(at), 'Acme GmbH')
      // Ann with two badges, Bo with two, Cy on the last day; Di left, Ed moved to Beta, what Flo had ended on October 31.
      expect(card.total).toMatchObject({ held: 5, gained: 1, lapsed: 3, earned: 1, change: -2 })
      expect(card.people).toBe(3)
      expect(card.badges.map(({ badge, held, gained, change }) => [badge, held, gained, change])).toEqual([
        ['Duo Wizard', 0, 0, -1],
        ['Sales Core Training', 2, 0, -2],
        ['Sales Professional Accreditation', 1, 1, 1],
        ['Solution Architect Core Training', 2, 0, 0],
      ])
      expect(card.expiring.map(({ name, expires, days, line }) => [name, expires, days, line])).toEqual([
        ['Cy Diaz', '2026-11-20', 0, 6],
        ['Ann Lee', '2027-01-15', 56, 2],
      ])
      expect(card.moved).toMatchObject([
        { name: 'Ed Fox', badges: ['Sales Core Training'], from: { name: 'Acme GmbH' }, to: { name: 'Beta SAS' } },
      ])
      expect(card.left).toMatchObject([{ name: 'Di Eng' }])
      expect(card.finding).toEqual({
        code: 'met',
        text: 'Acme GmbH meets the Open requirements: 2 people with sales (2 needed) and 2 with solution architect (1 needed); 2 certifications end by 2027-01-15.',
      })
    }))

  it('names who moved on the page of the partner they moved to, and counts them there', () =>
    atDesk((at) => {
      const card = partner(desk(at), 'Beta SAS')
      expect(card.total).toMatchObject({ held: 1, gained: 1, lapsed: 0, earned: 0, change: 1 })
      expect(card.moved).toMatchObject([{ name: 'Ed Fox', to: { name: 'Beta SAS' } }])
      expect(card.finding.text).toBe(
        'Beta SAS does not meet the Select requirements: it needs 3 more people with sales (1 of 4), 2 more people with solution architect (0 of 2) and 1 more person with professional services engineer (0 of 1).',
      )
    }))

  it('counts a past quarter for the partner that the rows name', () =>
    atDesk((at) => {
      const card = partner(desk(at), 'Acme GmbH', '--quarter', 'FY26-Q4')
      // On January 31, 2026: Ann, Cy and Di, and Bo with what was earned that day.
      expect(card.total).toMatchObject({ held: 4, gained: 1, lapsed: 0, earned: 1 })
      expect(card.badges[0]?.quarters).toHaveLength(8)
      expect(partner(at, 'Acme GmbH', '--quarter', 'fy27q1').total).toMatchObject({ held: 5, gained: 1, lapsed: 0, earned: 1 })
    }))

  it('counts only the badges that are asked for, and the requirements by all', () =>
    atDesk((at) => {
      const card = partner(desk(at), 'Acme GmbH', '--badge', 'SA Core', '--badge', 'duo wizard')
      expect(card.badges.map(({ badge }) => badge)).toEqual(['Duo Wizard', 'Solution Architect Core Training'])
      expect(card.total).toMatchObject({ held: 2, lapsed: 1 })
      expect(card.requirement.code).toBe('met')
    }))

  it('has the rows behind each figure, with file and line', () =>
    atDesk((at) => {
      const { rows, total } = partner(desk(at), 'Acme GmbH')
      for (const figure of ['held', 'gained', 'lapsed', 'earned'] as const)
        expect(rows.filter(({ counts }) => counts.includes(figure))).toHaveLength(total?.[figure] ?? -1)
      expect(rows.find(({ name }) => name === 'Flo Gil')).toMatchObject({
        counts: ['lapsed'],
        why: 'ended',
        file: 'badges.csv',
        line: 9,
      })
      expect(rows.find(({ name }) => name === 'Di Eng')).toMatchObject({ counts: ['lapsed'], why: 'left' })
    }))

  it('says that someone left whose whole list was replaced, and that nobody left whom no list had', () =>
    atDesk((at) => {
      at.put('scorecards/badge-accounts.csv', 'scorecards/badges.csv', ...USERS.map((file) => `scorecards/${file}`))
      at.imports('badge-accounts.csv', 'badges.csv', USERS[0] ?? '').imports('--snapshot', USERS[1] ?? '')
      expect(partner(at, 'Acme GmbH').left).toMatchObject([{ name: 'Di Eng' }])
      at.phd('imports', 'undo', '4', '--yes')
      at.phd('imports', 'undo', '3', '--yes')
      const card = partner(at, 'Acme GmbH')
      expect(card.left).toEqual([])
      expect(card.total?.held).toBe(7)
    }))

  it('lists what ends within other numbers of days', () =>
    atDesk((at) => {
      desk(at)
      expect(partner(at, 'Acme GmbH', '--expiring-days', '55').expiring).toHaveLength(1)
      expect(partner(at, 'Acme GmbH', '--expiring-days', '0').expiring).toHaveLength(1)
      expect(partner(at, 'Epsilon KK').expiring).toMatchObject([{ expires: '2027-02-18', days: 90 }])
      expect(partner(at, 'Epsilon KK', '--expiring-days', '89').expiring).toEqual([])
    }))

  it('answers as of an earlier import', () =>
    atDesk((at) => {
      desk(at)
      expect(partner(at, 'Acme GmbH', '--as-of', 'import:3').left).toEqual([])
      expect(partner(at, 'Acme GmbH', '--as-of', 'import:2').moved).toEqual([])
    }))

  it('shows addresses only where they are asked for, in every format', () =>
    atDesk((at) => {
      desk(at)
      for (const format of ['table', 'md', 'html', 'csv', 'json', 'ndjson']) {
        const ask = ['scorecard', 'partner', 'Acme GmbH', '--format', format]
        expect(at.phd(...ask).stdout, format).not.toMatch(/(?:@|&#64;)(?:acme|beta)/)
        if (format !== 'table') expect(at.phd(...ask, '--with-addresses').stdout, format).toMatch(/ann(?:@|&#64;)acme\.example/)
      }
    }))

  it('says the same in each format', () =>
    atDesk((at) => {
      desk(at)
      const { finding, command } = partner(at, 'Acme GmbH')
      for (const format of ['table', 'md']) {
        const { stdout } = at.phd('scorecard', 'partner', 'Acme GmbH', '--format', format)
        expect(stdout.replace(/\s+/g, ' ')).toContain(finding.text)
        expect(stdout).toContain(command)
      }
      const html = at.phd('scorecard', 'partner', 'Acme GmbH', '--format', 'html').stdout
      expect(html).toContain(finding.text)
      const again = command.replace('phd ', '').split(' ')
      expect(at.json(...again)).toEqual(at.json('scorecard', 'partner', 'Acme GmbH'))
    }))
})

describe('what a scorecard cannot know', () => {
  it('gives the totals of the portal users where no certifications were imported, and no figure by quarter', () =>
    atDesk((at) => {
      at.put('scorecards/badge-accounts.csv', ...USERS.map((file) => `scorecards/${file}`))
      at.imports('badge-accounts.csv').imports(...USERS)
      const card = partner(at, 'Acme GmbH')
      expect(card).toMatchObject({ total: null, people: null, expiring: null, rows: null, totalsBy: 'portal_users' })
      expect(card.badges.map(({ badge, held, gained }) => [badge, held, gained])).toEqual([
        ['Solution Architect Core Training', 2, null],
        ['Sales Core Training', 2, null],
        ['Sales Professional Accreditation', 1, null],
      ])
      expect(card.badges[0]?.quarters).toHaveLength(8)
      expect(card.badges[0]?.quarters.every(({ held }) => held === null)).toBe(true)
      expect(card.finding.text).toBe(
        'Acme GmbH meets the Open requirements: 2 people with sales (2 needed) and 2 with solution architect (1 needed); no certifications were imported, so figures by quarter are not known.',
      )
      const { stdout, code } = at.phd('scorecard', 'partner', 'Acme GmbH')
      expect(code).toBe(0)
      expect(stdout).toContain('not known')
      expect(region(at, 'EMEA').finding).toMatchObject({ code: 'totals_only' })
      expect(at.phd('scorecard', 'region', 'EMEA', '--country', 'DE').code).toBe(4)
    }))

  it('gives the totals of the dashboard where that is all there is', () =>
    atDesk((at) => {
      at.put('scorecards/badge-accounts.csv').write(
        'dashboard.csv',
        'Partner,Sales Core,Sales Pro,SA Core,Open Reqs Met?,PSE',
        'Acme GmbH,3,1,0,No,',
      )
      at.imports('badge-accounts.csv', 'dashboard.csv')
      const card = partner(at, 'Acme GmbH')
      expect(card.badges.map(({ badge, held }) => [badge, held])).toEqual([
        ['Sales Core Training', 3],
        ['Sales Professional Accreditation', 1],
      ])
      expect(card.finding.text).toContain('it needs 1 more person with solution architect (0 of 1)')
      expect(card.requirement).toMatchObject({ code: 'missing', by: 'certification_dashboard' })
    }))

  it('cannot tell by nothing', () =>
    atDesk((at) => {
      at.put('scorecards/badge-accounts.csv').imports('badge-accounts.csv')
      const { stdout, code } = at.phd('scorecard', 'partner', 'Acme GmbH')
      expect(code).toBe(4)
      expect(stdout).toContain('Cannot tell whether Acme GmbH meets the Open requirements: no list has its people')
      expect(partner(at, 'Acme GmbH').badges).toBeNull()
      expect(at.phd('scorecard', 'region', 'EMEA').code).toBe(4)
    }))

  it('cannot tell by a list that is too old, and says so first', () =>
    atDesk((at) => {
      desk(at)
      const later = ['--now', '2026-11-29T09:00:00Z']
      const { stdout, code } = at.phd('scorecard', 'partner', 'Acme GmbH', ...later)
      expect(code).toBe(4)
      expect(stdout).toContain('certifications: badges.csv is too old to rely on; export it again.')
      expect(partner(at, 'Acme GmbH', ...later).finding.text).toContain('the certifications are too old to rely on')
      expect(at.phd('scorecard', 'region', 'EMEA', ...later).code).toBe(4)
      expect(at.phd('scorecard', 'partner', 'Acme GmbH', ...later, '--max-age', '30').code).toBe(0)
    }))

  it('cannot tell where the portal users contradict the certifications, and says what each says', () =>
    atDesk((at) => {
      at.put('scorecards/badge-accounts.csv')
      at.write('badges.csv', BADGES, 'Ann,ann@x.example,Acme GmbH,,Sales Core,2026-01-01,')
      at.write(
        'users.csv',
        NEEDS,
        'Acme GmbH,Ann,ann@x.example,True,True,True,False,False,False',
        'Acme GmbH,Bo,bo@x.example,True,False,True,False,False,False',
      )
      at.imports('badge-accounts.csv', 'badges.csv', 'users.csv')
      const { requirement, finding } = partner(at, 'Acme GmbH')
      expect(requirement).toMatchObject({ code: 'cannot_tell', why: 'sources_disagree' })
      expect(requirement.sources.map(({ by, met }) => [by, met])).toEqual([
        ['certifications', false],
        ['portal_users', true],
      ])
      expect(finding.text).toContain(
        'lists contradict each other: the certifications say no (1 with sales, 0 with solution architect); the portal users say yes (2 with sales, 1 with solution architect)',
      )
      expect(at.phd('scorecard', 'partner', 'Acme GmbH').code).toBe(4)
    }))

  it('leaves out, and tells, rows of no certain partner, rejected ones and those the newest list lacks', () =>
    atDesk((at) => {
      at.put('scorecards/badge-accounts.csv')
      at.write(
        'badges-2026-11-18.csv',
        BADGES,
        'Ann,ann@x.example,Zeta Labs GmbH,,Sales Core,2026-01-01,',
        'Bo,bo@x.example,Zeta Labs GmbH,,Sales Core,2026-01-01,',
      )
      at.write(
        'badges-2026-11-19.csv',
        BADGES,
        'Ann,ann@x.example,Zeta Labs GmbH,,Sales Core,2026-01-01,',
        'Kim,kim@x.example,Zeta Labs,,SA Core,2026-01-01,',
        'Lo,lo@x.example,Nobody Ltd,,SA Core,2026-01-01,',
        'Mo,mo@x.example,Zeta Labs GmbH,,SA Core,31 Foo 2026,',
      )
      at.imports('badge-accounts.csv').phd('import', '--snapshot', 'badges-2026-11-18.csv')
      at.phd('import', 'badges-2026-11-19.csv')
      const card = partner(at, 'Zeta Labs GmbH')
      expect(card.total).toMatchObject({ held: 2 })
      expect(card.leftOutRows.map(({ why, names, line }) => [why, names, line])).toContainEqual(['several', 'Zeta Labs', 3])
      expect(card.leftOut.find(({ code }) => code === 'rejected')).toMatchObject({ kind: 'certifications', rows: 1 })
      expect(card.requirement).toMatchObject({ code: 'cannot_tell', why: 'rejected' })
      expect(region(at, 'Global').leftOutRows.map(({ why }) => why)).toContain('nobody')
    }))

  it('does not count what the newest complete list lacks, and tells it', () =>
    atDesk((at) => {
      at.put('scorecards/badge-accounts.csv')
      const ann = 'Ann,ann@x.example,Zeta Labs GmbH,,Sales Core,2026-01-01,'
      const bo = 'Bo,bo@x.example,Zeta Labs GmbH,,Sales Core,2026-11-01,2026-12-01'
      at.write('badges-2026-11-18.csv', BADGES, ann, bo).write('badges-2026-11-19.csv', BADGES, ann)
      at.imports('badge-accounts.csv').imports('--snapshot', 'badges-2026-11-18.csv')
      expect(partner(at, 'Zeta Labs GmbH').total).toMatchObject({ held: 2, earned: 1 })
      expect(at.phd('import', '--snapshot', '--allow-shrink', 'badges-2026-11-19.csv').stdout).toContain(
        'gone: bo@x.example / sales-core / 2026-11-01',
      )
      const card = partner(at, 'Zeta Labs GmbH')
      expect(card.total).toMatchObject({ held: 1, gained: 0, earned: 0 })
      expect(card.expiring).toEqual([])
      expect(card.leftOut).toContainEqual(expect.objectContaining({ code: 'ended', kind: 'certifications', rows: 1 }))
      expect(at.phd('scorecard', 'region', 'EMEA').stdout).toContain('certifications: 1 row of all partners not counted, because')
      expect(at.phd('scorecard', 'partner', '--all').stdout).toContain('badges-2026-11-19.csv (import 3), no longer has them')
      expect(partner(at, 'Zeta Labs GmbH', '--as-of', 'import:2').total?.held).toBe(2)
      const told = card.leftOut
      at.phd('import', '--snapshot', 'badges-2026-11-19.csv')
      expect(partner(at, 'Zeta Labs GmbH').leftOut).toEqual(told)
    }))

  it('tells a rejected row once, however often its file is imported, and that a row names no partner', () =>
    atDesk((at) => {
      at.put('scorecards/badge-accounts.csv')
      at.write(
        'badges.csv',
        BADGES,
        'Ann,ann@x.example,Zeta Labs GmbH,,Sales Core,2026-01-01,',
        'Mo,mo@x.example,Zeta Labs GmbH,,SA Core,31 Foo 2026,',
        'No,no@x.example,,,SA Core,2026-01-01,',
      )
      at.imports('badge-accounts.csv')
      for (let i = 0; i < 2; i++) at.phd('import', 'badges.csv')
      const card = partner(at, 'Zeta Labs GmbH')
      expect(card.leftOut.find(({ code }) => code === 'rejected')).toMatchObject({ rows: 1 })
      expect(card.leftOutRows.filter(({ why }) => why === 'rejected')).toHaveLength(1)
      expect(region(at, 'Global').leftOutRows.map(({ why }) => why)).toContain('unnamed')
      const { stdout } = at.phd('scorecard', 'partner', 'Zeta Labs GmbH')
      expect(stdout).toMatch(/^sales +2 +1 +1 or fewer$/m)
      expect(stdout).toContain('cannot tell (rejected rows)')
      const all = at.phd('scorecard', 'partner', '--all').stdout
      expect(all).toContain('certifications: 1 row of badges.csv was rejected')
      expect(all).toContain('badges.csv, line 4: it names no partner')
    }))

  it('does not guess whose a row is', () =>
    atDesk((at) => {
      desk(at)
      expect(partner(at, 'Zeta Labs GmbH').rows).toEqual([])
      expect(partner(at, 'Zeta Labs AG').requirement.code).toBe('missing')
      expect(at.phd('scorecard', 'partner', 'Zeta Labs')).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('matches 2 partners'),
      })
      expect(at.phd('scorecard', 'partner', 'Nobody Ltd').code).toBe(3)
    }))

  it('asks nothing of a track without requirements, nor of an account without a track', () =>
    atDesk((at) => {
      desk(at)
      expect(partner(at, 'Epsilon KK').finding).toEqual({
        code: 'no_requirement',
        text: 'Epsilon KK holds 1 certification by 1 person on 2026-11-20; the track "Technology" has no requirements that phd knows; 1 certification ends by 2027-02-18.',
      })
      expect(partner(at, 'Eta Oy').finding.text).toContain('its account has no track')
    }))
})

describe('phd scorecard region', () => {
  it('counts the partners of a region by country and by partner', () =>
    atDesk((at) => {
      const card = region(desk(at), 'EMEA')
      expect(card.total).toMatchObject({ held: 6, gained: 1, lapsed: 2, earned: 1, change: -1 })
      expect(card.people).toBe(4)
      expect(card.countries.map(({ country, held, people }) => [country, held, people])).toEqual([
        ['DE', 4, 3],
        ['AT', 2, 1],
      ])
      expect(card.partners.map(({ name, held, requirement }) => [name, held, requirement])).toEqual([
        ['Acme GmbH', 5, 'met'],
        ['Beta SAS', 1, 'missing'],
      ])
      // Nobody moved out of the region.
      expect(card.moved).toEqual([])
      expect(card.left).toMatchObject([{ name: 'Di Eng' }])
      expect(card.finding.text).toBe(
        'The partners of EMEA hold 6 certifications by 4 people of 2 partners on 2026-11-20, 1 fewer than a quarter before; 1 of the 2 partners listed meets the requirements of the track; 2 certifications end by 2027-01-15.',
      )
    }))

  it('takes public sector before the country, other names of a region, and all of them', () =>
    atDesk((at) => {
      desk(at)
      expect(region(at, 'pubsec').partners.map(({ name }) => name)).toEqual(['Delta Public Ltd'])
      expect(region(at, 'APAC').partners.map(({ name }) => name)).toEqual(['Epsilon KK'])
      const world = region(at, 'Global')
      expect(world.total?.held).toBe(9)
      expect(world.regionNotKnown).toMatchObject([{ name: 'Eta Oy' }])
      expect(world.moved).toEqual([])
    }))

  it('counts one country, by the person, else by the partner', () =>
    atDesk((at) => {
      desk(at)
      expect(region(at, 'EMEA', '--country', 'Austria').total).toMatchObject({ held: 2, change: 0 })
      expect(region(at, 'Global', '--country', 'GB').total).toMatchObject({ held: 1, gained: 1, earned: 1 })
      const austria = region(at, 'EMEA', '--country', 'AT')
      expect(austria.finding.text).toContain('hold 2 certifications of Austria by 1 person of 1 partner on')
      expect(austria.partners.map(({ name }) => name)).toEqual(['Acme GmbH'])
      expect(region(at, 'EMEA', '--country', 'Japan')).toMatchObject({ partners: [], total: { held: 0 } })
    }))

  it('gives each partner the figures of its own scorecard', () =>
    atDesk((at) => {
      desk(at)
      const { partners } = region(at, 'Global')
      expect(partners.length).toBeGreaterThan(1)
      for (const { name, held, requirement } of partners) {
        const own = partner(at, name)
        expect([own.total?.held, own.requirement.code], name).toEqual([held, requirement])
      }
    }))
})

describe('what is typed', () => {
  it.each([
    [['region', 'Atlantis'], 'unknown region "Atlantis"', 'AMER, APJ, EMEA, PubSec, Global'],
    [['region', 'EMAE'], 'unknown region "EMAE"; did you mean "EMEA"?', 'use one of'],
    [['region', 'EMEA', '--country', 'Atlantis'], 'unknown country "Atlantis"', '--country Germany'],
    [['partner', 'Acme GmbH', '--quarter', 'Q3'], '--quarter Q3 is not a fiscal quarter', 'FY27-Q4'],
    [['partner', 'Acme GmbH', '--quarter', 'FY28-Q1'], '--quarter FY28-Q1 begins on 2027-02-01, after 2026-11-20', 'FY27-Q4'],
    [['partner', 'Acme GmbH', '--badge', 'Sales Coer'], 'unknown badge "Sales Coer"', 'use one of'],
    [['partner', 'Acme GmbH', '--expiring-days', '-1'], '--expiring-days -1 is not a number of days', '--expiring-days 90'],
  ])('refuses %s', (args, message, hint) =>
    atDesk((at) => {
      const { code, stderr } = desk(at).phd('scorecard', ...args)
      expect(code).toBe(2)
      expect(stderr).toContain(message)
      expect(stderr).toContain(hint)
    }),
  )

  it('has no chart of a time before every certification', () =>
    atDesk((at) => {
      const { stdout, code } = desk(at).phd('scorecard', 'partner', 'Acme GmbH', '--quarter', 'FY12-Q1')
      expect(code).toBe(0)
      expect(stdout).toContain('at the end of FY12-Q1 it held 0 certifications')
      expect(stdout).not.toContain('FY10-Q2')
    }))

  it('makes what a file says harmless', () =>
    atDesk((at) => {
      at.put('scorecards/badge-accounts.csv')
      at.write(
        'badges.csv',
        BADGES,
        '"=HYPERLINK(""x"")<script>alert(1)</script>\u001b[31m",ann@x.example,Acme GmbH,,<b>Badge</b>,2026-11-01,2026-12-01',
      )
      at.imports('badge-accounts.csv', 'badges.csv')
      const as = (format: string) => at.phd('scorecard', 'partner', 'Acme GmbH', '--format', format).stdout
      expect(as('html')).not.toMatch(/<script>alert|<b>Badge/)
      expect(as('csv')).toContain("'=HYPERLINK")
      expect(as('table')).not.toContain('\u001b[31m')
    }))
})
