import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const OPEN = '0014M000AAAAAAMQY5'
const SELECT = '0014M000AAAAAB9QYP'
const TECHNOLOGY = '0014M000AAAAACkQYP'
const PROSPECT = 'Mistral Labs Pvt. Ltd.'
const NO_TRACK = 'Nordwind Cloud 48 AS'

const CLIMB_US = ['Climb Solutions', 'sales@climbcs.com']
const CLIMB_CA = ['Climb Solutions', 'sales@climbcs.ca']
const AMAZIC = ['Amazic', 'gitlab@amazic.com']
const TECH_DATA = ['Tech Data/TD Synnex', 'GitLab.APJ@techdata.com']
const REDINGTON = ['Redington', 'gitlab@redington.co.in']
const NETWORLD = ['Networld', 'gitlab-info@networld.co.jp']
const SB = ['SB C&S', 'SBCASGRP-DevOps+gitlabdisti@g.softbank.co.jp']
const GET_ON = ['Get On Technology', 'gitlab@got.co.th']
const CARAHSOFT = ['Carahsoft', 'gitlab@carahsoft.com']

interface Answer {
  schema: string
  country: string
  distributors: { name: string; email: string; url: string | null }[]
  certain: boolean
  must: boolean | null
  because: { code: string; text: string; handbook: { page: string; section: string } | null }[]
}

function ask(desk: Desk, ...args: string[]): { answer: Answer; code: number | null } {
  const { stdout, code } = desk.phd('distributor', ...args, '--json')
  return { answer: JSON.parse(stdout) as Answer, code }
}
const named = ({ distributors }: Answer): (string | null)[][] => distributors.map(({ name, email }) => [name, email])
const codes = ({ because }: Answer): string[] => because.map(({ code }) => code)

describe('who distributes in a country (Distributor Requirements and Coverage by Geo and Market)', () => {
  it.each<[string, string, readonly string[][], number]>([
    ['United States', 'US', [CLIMB_US], 0],
    ['usa', 'US', [CLIMB_US], 0],
    ['Canada', 'CA', [CLIMB_CA], 0],
    ['Puerto Rico', 'PR', [CLIMB_US], 0],
    ['Germany', 'DE', [AMAZIC], 0],
    ['Deutschland', 'DE', [AMAZIC], 0],
    ['fr', 'FR', [AMAZIC], 0],
    ['United Kingdom', 'GB', [AMAZIC], 0],
    ['Saudi Arabia', 'SA', [AMAZIC], 0],
    ['South Africa', 'ZA', [AMAZIC], 0],
    ['Poland', 'PL', [AMAZIC], 0],
    ['Hungary', 'HU', [AMAZIC], 0],
    ['Ukraine', 'UA', [AMAZIC], 0],
    ['Israel', 'IL', [AMAZIC], 0],
    ['India', 'IN', [REDINGTON, TECH_DATA], 0],
    ['Japan', 'JP', [NETWORLD, SB], 0],
    ['JPN', 'JP', [NETWORLD, SB], 0],
    ['Thailand', 'TH', [GET_ON, TECH_DATA], 0],
    ['Australia', 'AU', [TECH_DATA], 4],
    ['Singapore', 'SG', [TECH_DATA], 4],
    ['China', 'CN', [TECH_DATA], 4],
    ['South Korea', 'KR', [TECH_DATA], 4],
    ['Brazil', 'BR', [], 1],
    ['Mexico', 'MX', [], 1],
    ['Argentina', 'AR', [], 1],
    ['Bermuda', 'BM', [], 1],
    ['Greenland', 'GL', [], 1],
  ])('%s', (country, code, distributors, exit) =>
    atDesk((desk) => {
      const { answer, code: ended } = ask(desk, country)
      expect([answer.country, named(answer), answer.must, ended]).toEqual([code, distributors, null, exit])
      expect(answer.schema).toBe('phd.answer/1')
    }),
  )

  it('is Carahsoft alone for US public sector, and told beside the commercial one', () =>
    atDesk((desk) => {
      expect(named(ask(desk, 'US', '--pubsec').answer)).toEqual([CARAHSOFT])
      const { answer } = ask(desk, 'US')
      expect(answer.because.find(({ code }) => code === 'public_sector_apart')?.text).toBe(
        'for the US public sector, Carahsoft is the distributor: add --pubsec',
      )
      expect(desk.phd('distributor', 'DE', '--pubsec').code).toBe(2)
    }))

  it('says that the page does not name the countries of Asia-Pacific', () =>
    atDesk((desk) => {
      const { answer } = ask(desk, 'Vietnam')
      expect(answer.certain).toBe(false)
      expect(answer.because[0]).toMatchObject({ code: 'several_countries', handbook: { page: 'Ecosystem Operations' } })
      expect(answer.because[0]?.text).toMatch(/does not say which/)
    }))

  it('has the web sites as the page gives them', () =>
    atDesk((desk) => {
      const urls = (country: string, ...more: string[]) => ask(desk, country, ...more).answer.distributors.map(({ url }) => url)
      expect(urls('US')).toEqual(['https://www.climbcs.com/'])
      expect(urls('DE')).toEqual(['https://distribution.amazic.com/'])
      expect(urls('TH')).toEqual([
        'https://www.got.co.th/contact',
        'https://www.techdata.com/apac/en/partner-with-us/become-a-partner.html',
      ])
      expect(urls('JP')).toEqual(['https://www.networld.co.jp/product/gitlab/', 'https://cas.softbank.jp/'])
      expect(urls('US', '--pubsec')).toEqual([null])
    }))
})

describe('whether a partner must buy there', () => {
  it.each<[string, string, boolean | null, number, string]>([
    [OPEN, 'DE', true, 0, 'must_buy_through'],
    [OPEN, 'JP', true, 0, 'must_buy_through'],
    [OPEN, 'IN', true, 0, 'must_buy_through'],
    [OPEN, 'US', true, 0, 'must_buy_through'],
    [OPEN, 'AU', null, 4, 'must_not_known'],
    [OPEN, 'BR', false, 1, 'directly_without_one'],
    [SELECT, 'DE', false, 0, 'may_choose'],
    [SELECT, 'AU', false, 4, 'may_choose'],
    [SELECT, 'BR', false, 1, 'directly_without_one'],
    [TECHNOLOGY, 'DE', null, 4, 'track_not_named'],
    [TECHNOLOGY, 'BR', false, 1, 'directly_without_one'],
    [NO_TRACK, 'DE', null, 4, 'track_not_named'],
  ])('%s in %s', (partner, country, must, exit, why) =>
    atDesk((desk) => {
      const { answer, code } = ask(desk.imported(), country, '--partner', partner)
      expect([answer.must, code]).toEqual([must, exit])
      expect(codes(answer)).toContain(why)
    }),
  )

  it.each<[string, string, boolean | null]>([
    [OPEN, 'US', true],
    [SELECT, 'US', true],
    [TECHNOLOGY, 'US', true],
  ])('%s in the public sector of %s', (partner, country, must) =>
    atDesk((desk) => {
      const { answer } = ask(desk.imported(), country, '--pubsec', '--partner', partner)
      expect([named(answer), answer.must]).toEqual([[CARAHSOFT], must])
    }),
  )

  it('tells of regions where Select partners may not buy directly', () =>
    atDesk((desk) => {
      const { answer } = ask(desk.imported(), 'DE', '--partner', SELECT)
      expect(answer.because.find(({ code }) => code === 'may_choose')?.text).toMatch(/Certain regions are excluded/)
    }))

  it('tells of a partner that is not authorized, and of one in another country', () =>
    atDesk((desk) => {
      const { answer } = ask(desk.imported(), 'BE', '--partner', PROSPECT)
      expect(codes(answer)).toEqual(expect.arrayContaining(['not_authorized', 'other_country']))
    }))

  it('cannot tell by an account that was seen too long ago', () =>
    atDesk((desk) => {
      const { answer, code } = ask(desk.imported(), 'DE', '--partner', OPEN, '--now', '2026-12-20')
      expect([answer.must, code]).toEqual([null, 4])
      expect(codes(answer)).toEqual(expect.arrayContaining(['track_in_doubt', 'authorized_unknown']))
    }))

  it('goes by the page of the day', () =>
    atDesk((desk) => {
      desk.imported()
      const on = (day: string, country: string, partner = SELECT) =>
        ask(desk, country, '--partner', partner, '--now', day, '--max-age', '9999').answer
      expect(codes(on('2024-12-31', 'DE'))).toContain('buys_directly')
      expect(codes(on('2025-01-01', 'DE'))).toContain('may_choose')
      expect(named(on('2024-12-31', 'JP'))).toEqual([NETWORLD, TECH_DATA])
      expect(named(on('2025-01-01', 'JP'))).toEqual([NETWORLD, SB])
      expect(named(on('2024-12-31', 'CA'))).toEqual([])
      expect(codes(on('2024-12-31', 'CA'))).toContain('named_otherwise')
    }))
})

describe('a list of the desk', () => {
  const HEADINGS = 'Country,Distributor,E-Mail,Named Since,Named Until'

  it('goes before the one that comes with phd, and may say which countries of Asia-Pacific are meant', () =>
    atDesk((desk) => {
      desk
        .write(
          'list.csv',
          HEADINGS,
          'Australia;NZ,Tech Data/TD Synnex,apj@techdata.example,,',
          'US,Carahsoft,gitlab@carahsoft.com,,',
        )
        .imports('list.csv')
      const { answer, code } = ask(desk, 'new zealand')
      expect([named(answer), answer.certain, code]).toEqual([[['Tech Data/TD Synnex', 'apj@techdata.example']], true, 0])
      expect(answer.distributors[0]?.url).toBe('https://www.techdata.com/apac/en/partner-with-us/become-a-partner.html')
      expect(ask(desk, 'DE').code).toBe(1)
      // A list without markets has that of the same distributor.
      expect(named(ask(desk, 'US').answer)).toEqual([])
      expect(named(ask(desk, 'US', '--pubsec').answer)).toEqual([CARAHSOFT])
    }))

  it.each<[string, string, number]>([
    ['the day before the first', '2026-02-28', 1],
    ['the first day', '2026-03-01', 0],
    ['the last day', '2026-09-30', 0],
    ['the day after the last', '2026-10-01', 1],
  ])('names a distributor for days: %s', (_, day, exit) =>
    atDesk((desk) => {
      desk.write('list.csv', HEADINGS, 'Chile,Sur,orders@sur.example,2026-03-01,2026-09-30').imports('list.csv')
      expect(desk.phd('distributor', 'CL', '--now', day).code).toBe(exit)
    }),
  )

  it('before the first page it cannot tell', () =>
    atDesk((desk) => {
      expect(desk.phd('distributor', 'JP', '--now', '2022-12-31')).toMatchObject({
        code: 4,
        stdout: expect.stringContaining('CANNOT TELL: no handbook page for that day'),
      })
      expect(desk.phd('distributor', 'JP', '--now', '2023-01-01').code).toBe(0)
      expect(desk.phd('distributor', 'BR', '--now', '2022-12-31').code).toBe(4)
      // The page of 2023 names none for the United States.
      expect(desk.phd('distributor', 'US', '--now', '2023-01-01').code).toBe(1)
    }))

  it('no one is named is not certain while a row of the list is rejected', () =>
    atDesk((desk) => {
      desk.write('list.csv', HEADINGS, 'Chile,Sur,orders@sur.example,soon,', 'Peru,Andes,orders@andes.example,,')
      expect(desk.phd('import', 'list.csv').code).toBe(1)
      const { answer, code } = ask(desk, 'CL')
      expect([codes(answer), answer.certain, code]).toEqual([['rows_rejected', 'none_named', 'none_read'], false, 4])
      expect(ask(desk, 'PE').code).toBe(0)
    }))

  it.each<[string, number, number]>([
    ['Public Sector', 0, 1],
    ['pubsec', 0, 1],
    ['US PubSec', 0, 1],
    ['Federal and SLED', 4, 4],
  ])('a market called "%s" is never taken for the commercial one', (market, publicSector, commercial) =>
    atDesk((desk) => {
      const row = `United States,Carahsoft,gitlab@carahsoft.com,${market}`
      desk.write('list.csv', 'Country,Distributor,E-Mail,Market', row).imports('list.csv')
      expect(ask(desk, 'US', '--pubsec').code).toBe(publicSector)
      expect(ask(desk, 'US').code).toBe(commercial)
      expect(named(ask(desk, 'US').answer)).toEqual([])
    }),
  )

  it('has a row without a country that is known told, and not counted', () =>
    atDesk((desk) => {
      desk.write('list.csv', HEADINGS, 'Atlantis,Deep,orders@deep.example,,').imports('list.csv')
      const { answer, code } = ask(desk, 'CL')
      expect([codes(answer), code]).toEqual([['none_named', 'none_read', 'row_unread'], 4])
    }))
})

describe('what is no country', () => {
  it.each([
    ['germny', /unknown country "germny"; did you mean "Germany"\?/],
    ['EMEA', /"EMEA" is a region/],
    ['Texas', /"Texas" is a state of the United States\n.*phd distributor US/],
    ['Atlantis', /unknown country "Atlantis"\n/],
    ['', /unknown country ""/],
  ])('"%s" is said so', (country, said) =>
    atDesk((desk) => {
      const { stderr, code } = desk.phd('distributor', country)
      expect(stderr).toMatch(said)
      expect(code).toBe(3)
    }),
  )

  it('is an error for scripts too', () =>
    atDesk((desk) => {
      expect(desk.json('distributor', 'germny')).toMatchObject({ schema: 'phd.error/1', error: { code: 'country_not_found' } })
    }))
})

it('prints a table for spreadsheets, a row for each distributor', () =>
  atDesk((desk) => {
    const { stdout } = desk.imported().phd('distributor', 'JP', '--partner', OPEN, '--format', 'csv')
    expect(stdout).toMatch(/^country,market,distributor,email,website,named_for,certain,must,because\r?$/m)
    expect(stdout).toMatch(/^JP,Commercial,Networld,gitlab-info@networld\.co\.jp,.*,Japan,true,true,/m)
    expect(stdout.trim().split('\n')).toHaveLength(3)
  }))
