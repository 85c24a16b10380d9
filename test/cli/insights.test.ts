import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const LISTS = [
  ...['review-accounts.csv', 'review-opportunities.csv', 'review-deal-registrations.csv', 'review-influence-records.csv'],
  ...['review-prospects.csv', 'review-evaluations.csv', 'review-certifications.csv'],
]
const ALDER = '0014M000INS0001QYB'

interface Total {
  deals: number
  money: { currency: string | null; amount: string }[]
  converted: { currency: string; amount: string } | null
  noAmount: number
}

interface Insights {
  findings: { code: string; kind: string; isInside: boolean; text: string }[]
  notJudged: { code: string; why: string; have: number; least: number }[]
  revenue: ({ quarter: string } & Total)[]
  closed: { won: Total; lost: number; rate: number; of: number }
  closedBefore: { won: Total; lost: number; rate: number; of: number } | null
  rows: { name: string; file?: string; line?: number; roles?: string[] }[]
  leftOut: { code: string; opportunity?: string }[]
  [field: string]: unknown
}

function equipped(desk: Desk, ...more: string[]): Desk {
  return desk.put(...[...LISTS, ...more].map((file) => `insights/${file}`)).imports(...LISTS, ...more)
}

/** The sums of each currency, as text. */
const sums = ({ money }: Total) => money.map(({ currency, amount }) => `${currency} ${amount}`)

describe('phd insights', () => {
  it('counts won revenue by quarter and currency, win rate, new logos and open pipeline', () =>
    atDesk((desk) => {
      const found = equipped(desk).json<Insights>('insights', 'Alder Systems GmbH')
      expect(found).toMatchObject({
        ...{
          schema: 'phd.insights/1',
          day: '2026-11-20',
          quarter: 'FY27-Q4',
          role: 'resale',
          audience: 'inside',
          ratesFile: null,
        },
        partner: { id: ALDER, track: 'Select', region: 'EMEA' },
        ...{ period: { first: '2026-02-01', last: '2026-11-20' }, before: { first: '2025-02-01', last: '2025-11-20' } },
      })
      expect(found.revenue.map((each) => [each.quarter, each.deals, each.noAmount, ...sums(each)])).toEqual([
        ['FY26-Q1', 0, 0],
        ['FY26-Q2', 1, 0, 'USD 1000'],
        ['FY26-Q3', 1, 0, 'EUR 500'],
        ['FY26-Q4', 1, 0, 'USD 2000'],
        ['FY27-Q1', 1, 0, 'USD 1500.50'],
        ['FY27-Q2', 1, 0, 'EUR 800'],
        ['FY27-Q3', 1, 1],
        ['FY27-Q4', 1, 0, 'EUR 200.25'],
      ])
      expect(found.closed).toMatchObject({ lost: 2, rate: 67, of: 6, won: { deals: 4, noAmount: 1, converted: null } })
      expect(sums(found.closed.won)).toEqual(['EUR 1000.25', 'USD 1500.50'])
      expect(found.closedBefore).toMatchObject({ lost: 0, rate: 100, of: 2 })
      expect(found).toMatchObject({
        newLogos: { deals: 2, before: { deals: 1 } },
        bySource: { sourced: { deals: 2 }, coSell: { deals: 1 }, notKnown: { deals: 1 }, disagree: [{ name: 'Ember growth' }] },
        orderTypes: [
          { orderType: '1. New - First Order', deals: 2 },
          { orderType: '3. Growth', deals: 2 },
        ],
        pipeline: {
          deals: 3,
          money: [
            { currency: 'EUR', amount: '300' },
            { currency: 'USD', amount: '5000' },
            { currency: null, amount: '50' },
          ],
          quarters: [{ quarter: 'FY27-Q3' }, { quarter: 'FY27-Q4' }, { quarter: 'FY28-Q1' }],
          overdue: [{ name: 'Lumen late' }],
        },
      })
    }))

  it('converts each amount at the rate of its close date, and leaves open deals apart where one has no currency', () =>
    atDesk((desk) => {
      const found = equipped(desk, 'review-exchange-rates.csv').json<Insights>('insights', 'Alder Systems GmbH')
      // 500 / 0.9 = 555.56; 800 / 0.8 = 1000; 200.25 / 0.8 = 250.3125.
      expect(found.revenue.map(({ converted }) => converted?.amount ?? null)).toEqual([
        ...[null, '1000', '555.56', '2000', '1500.50', '1000', null, '250.31'],
      ])
      expect(found.closed.won.converted).toEqual({ currency: 'USD', amount: '2750.81' })
      expect(found).toMatchObject({ ratesFile: 'review-exchange-rates.csv', pipeline: { converted: null } })
      const page = desk.phd('insights', 'Alder Systems GmbH').stdout
      expect(desk.json<{ finding: { text: string } }>('insights', ALDER).finding.text).toBe(
        'Alder Systems GmbH won USD 2,750.81 (and 1 deal without an amount) in four quarters, 77% more than the year before; first of 5 to improve: 3 people with sales, 1 with solution architect and 1 with professional services engineer are missing for Select.',
      )
      // The table behind a chart of money has it to the last digit.
      expect(page).toMatch(/^FY27-Q1 +USD 1,500\.50$/m)
      expect(page).toContain('Won Net ARR, four quarters: USD 2,750.81 (1 without amount) (+77%, from USD 1,555.56)')
      expect(page).toContain('open deals stay in their own currencies: Maple next year has no currency, no close date or no rate')
    }))

  it('takes the currency of the settings for amounts that name none', () =>
    atDesk((desk) => {
      equipped(desk, 'review-exchange-rates.csv')
      expect(desk.phd('config', 'set', 'currency', 'EUR').code).toBe(0)
      // 50 / 0.8 = 62.5, beside 300 / 0.8 = 375 and 5000.
      expect(desk.json('insights', ALDER)).toMatchObject({
        pipeline: {
          money: [
            { currency: 'EUR', amount: '350' },
            { currency: 'USD', amount: '5000' },
          ],
          converted: { currency: 'USD', amount: '5437.50' },
        },
      })
    }))

  it('tells each role apart, and names what is not counted', () =>
    atDesk((desk) => {
      const found = equipped(desk).json<Insights>('insights', 'Alder Systems GmbH')
      expect(
        (found.roles as { role: string; won: Total; lost: number; open: Total }[]).map((each) => [
          each.role,
          each.won.deals,
          each.lost,
          each.open.deals,
        ]),
      ).toEqual([
        ['resale', 4, 2, 3],
        ['registration', 2, 0, 1],
        ['influence', 1, 0, 1],
        ['service', 1, 0, 0],
      ])
      expect(found.leftOut.filter(({ opportunity }) => opportunity).map(({ code, opportunity }) => [code, opportunity])).toEqual([
        ['closes_after_the_day', 'Garnet tomorrow'],
        ['duplicate', 'Cobalt again'],
        ['closed_otherwise', 'Juniper unqualified'],
      ])
      expect(found.rows[0]).toMatchObject({ name: 'Cobalt new customer', roles: ['resale', 'registration', 'service'], line: 5 })
      const service = desk.json<Insights>('insights', ALDER, '--role', 'service')
      expect(service.closed).toMatchObject({ won: { deals: 1 }, of: 1 })
      expect(service).toMatchObject({
        services: { won: { deals: 1 }, servicesAmount: { money: [{ currency: 'USD', amount: '150.05' }] } },
      })
    }))

  it('counts registrations, influence, leads, evaluations and certifications', () =>
    atDesk((desk) => {
      expect(equipped(desk).json('insights', ALDER)).toMatchObject({
        registrations: {
          ...{ count: 5, rate: 67, before: { count: 1 } },
          outcomes: { approved: 2, denied: 1, returned: 1, pending: 1, ended: 0, unknown: 0 },
          approval: { median: 2, longest: 10, of: 2, withoutDays: 0 },
          ...{ returned: ['REG10003'], pending: ['REG10004'] },
        },
        services: { attached: { won: 2, of: 4, rate: 50 }, registrations: [{ status: 'Approved', registrations: 1 }] },
        influence: { records: 1, unrecorded: [{ name: 'Nimbus with Birch' }] },
        leads: { shared: 3, accepted: 1, pending: 1, rejected: 1, recalled: 0, converted: 0 },
        evaluations: { started: 2, running: 1 },
        certifications: { isMet: false, expiring: [{ name: 'Ben Kurz', expires: '2026-12-31' }] },
        next: [
          { what: 'evaluation', day: '2026-12-05' },
          { what: 'open_deal', day: '2026-12-15', daysLeft: 25 },
          { what: 'certification', day: '2026-12-31' },
          { what: 'registration', about: 'REG10005', day: '2027-01-09' },
          { what: 'open_deal', day: '2027-02-10' },
        ],
      })
    }))

  it('judges by dated thresholds, and says what it cannot judge', () =>
    atDesk((desk) => {
      const { findings, notJudged, rules } = equipped(desk).json<Insights>('insights', ALDER)
      expect(findings.map(({ kind, code }) => `${kind} ${code}`)).toEqual([
        'well win_rate',
        'well new_logos',
        'improve past_close_dates',
        'improve registrations_returned',
        'improve influence_not_recorded',
        'improve requirement',
        'improve certifications_expiring',
      ])
      expect(findings[0]?.text).toBe('win rate 67%, 4 won of 6 won and lost (at least 50%)')
      expect(notJudged[0]).toEqual({ code: 'won_revenue', why: 'no_amount', have: 1, least: 0 })
      expect(rules).toContain('insights 2026-12')
    }))

  it('takes a quarter that is over, or days', () =>
    atDesk((desk) => {
      const year = equipped(desk).json<Insights>('insights', ALDER, '--quarter', 'fy26q4')
      expect(year).toMatchObject({
        quarter: 'FY26-Q4',
        period: { first: '2025-02-01', last: '2026-01-31' },
        closed: { won: { deals: 3 } },
      })
      const days = desk.json<Insights>('insights', ALDER, '--from', '2026-01-31', '--until', '2026-02-01')
      expect(days).toMatchObject({
        quarter: 'FY27-Q1',
        closed: { won: { deals: 2 } },
        before: { first: '2025-01-31', last: '2025-02-01' },
      })
      expect(desk.phd('insights', ALDER, '--quarter', 'FY28-Q1').stderr).toContain(
        '--quarter FY28-Q1 begins on 2027-02-01, after 2026-11-20',
      )
      for (const wrong of [
        ['--quarter', 'Q3'],
        ['--quarter', 'FY27-Q3', '--from', '2026-01-01'],
        ['--until', '2026-01-01'],
        ['--from', '2026-02-02', '--until', '2026-02-01'],
        ['--from', '2026-02-02', '--until', '2026-12-01'],
        ['--role', 'reseller'],
        ['--for', 'everyone'],
      ])
        expect([wrong, desk.phd('insights', ALDER, ...wrong).code]).toEqual([wrong, 2])
    }))

  it('leaves out of the page for the partner what is for the company alone', () =>
    atDesk((desk) => {
      equipped(desk)
      const formats = ['table', 'json', 'ndjson', 'csv', 'md', 'html']
      const inside = formats.map((format) => desk.phd('insights', ALDER, '--format', format).stdout)
      const outside = formats.map((format) => desk.phd('insights', ALDER, '--for', 'partner', '--format', format).stdout)
      for (const word of ['Nimbus', '3-Technical Evaluation', 'review-opportunities.csv', 'another partner', 'inside only']) {
        expect([word, outside.map((text) => text.includes(word))]).toEqual([word, outside.map(() => false)])
        expect([word, inside.some((text) => text.includes(word))]).toEqual([word, true])
      }
      // What another partner sells is not on its page, although it registered the deal; nor are lists of the desk's own.
      for (const text of outside)
        expect(text.replaceAll('"influence": null', '')).not.toMatch(/influence|past|check the source|Birch/i)
      expect(desk.json('insights', ALDER, '--for', 'partner')).toMatchObject({
        pipeline: { overdue: [], stages: [] },
        bySource: { disagree: [] },
        services: { won: null, servicesAmount: null },
      })
      expect(desk.phd('insights', ALDER, '--for', 'partner', '--role', 'influence').code).toBe(2)
      // No address of a person is on either.
      for (const text of [...inside, ...outside]) expect(text).not.toContain('alder.example')
    }))

  it('says what is not known where lists were never imported, and ends with 4 without opportunities', () =>
    atDesk((desk) => {
      desk.put('insights/review-accounts.csv').imports('review-accounts.csv')
      const { code, stdout } = desk.phd('insights', ALDER)
      expect(code).toBe(4)
      expect(stdout).toContain('Not known: no deal registrations were imported.')
      expect(stdout).toContain('Salesforce opportunities: never imported')
      expect(stdout).toContain(
        'What Alder Systems GmbH won is not known, because no opportunities were imported; no other figure can be judged or stands out.',
      )
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
        'Won Net ARR, four quarters: not known; Win rate: not known; New logos: not known; Open pipeline: not known',
      )
      expect(stdout).not.toMatch(/^No |: none| 0\b/m)
      const found = desk.json('insights', ALDER)
      expect(found).toMatchObject({ registrations: null, services: null, certifications: null, leads: null, evaluations: null })
      for (const field of ['revenue', 'closed', 'closedBefore', 'roles', 'bySource', 'newLogos', 'orderTypes', 'pipeline'])
        expect([field, found[field]]).toEqual([field, null])
      const cells = desk.phd('insights', ALDER, '--csv').stdout
      expect(cells.trimEnd().split('\n')).toHaveLength(1)
    }))

  it('does not take columns that a list lacks for new logos and services that a partner does not have', () =>
    atDesk((desk) => {
      const rows = [1, 2, 3, 4, 5].map(
        (n) => `0064M000INS000${n}QYB,Deal ${n},Atlas,8-Closed Won,2026-05-0${n},Alder Systems GmbH`,
      )
      desk.put('insights/review-accounts.csv').imports('review-accounts.csv')
      desk
        .write('opps.csv', 'Opportunity ID,Opportunity Name,Account Name,Stage,Close Date,Resale Partner', ...rows)
        .imports('opps.csv')
      const found = desk.json<Insights>('insights', ALDER)
      expect(found.findings.map(({ code }) => code)).toEqual(['win_rate', 'open_pipeline'])
      expect(found).toMatchObject({
        newLogos: { deals: 0, withoutOrderType: 5 },
        services: { won: null, attached: { won: null, rate: null }, registrations: null },
      })
      const page = desk.phd('insights', ALDER).stdout.replaceAll(/\s+/g, ' ')
      expect(page).toContain('New logos: not known (5 without order type)')
      expect(page).toContain('Service Attach Partner, whoever it is: not known')
      expect(page).toContain('service registrations submitted in the period: not known')
    }))

  it('says of letters and licenses that it does not know them where no list was imported, and none where one has none', () =>
    atDesk((desk) => {
      equipped(desk)
      const words = (): string => desk.phd('insights', ALDER).stdout.replaceAll(/\s+/g, ' ')
      expect(words()).toContain(
        'Not known: letters of authorization in force on 2026-11-20, because no list of them was imported; what was decided in phd has none.',
      )
      expect(words()).toContain('Not known: not-for-resale licenses in force')
      expect(desk.json('insights', ALDER)).toMatchObject({ terms: [], termsListed: { letter: false, license: false } })
      desk.write('letters.csv', 'Partner,Requester,Letter Date', 'Birch Works Ltd,Ann Lee,2026-01-05').imports('letters.csv')
      expect(words()).toContain('No letter of authorization in force on 2026-11-20.')
      expect(words()).toContain('Not known: not-for-resale licenses in force')
    }))

  it('does not count rows that a newer complete list lacks, and gives an unclear name to no partner', () =>
    atDesk((desk) => {
      equipped(desk)
      const [head = '', ...rows] = desk.read('review-opportunities.csv').trimEnd().split('\n')
      const unclear = rows.map((row) => (row.includes('Maple') ? row.replaceAll('Alder Systems GmbH', 'Alder Systems Ltd') : row))
      desk
        .write('review-opportunities.csv', head, ...unclear.filter((row) => !row.includes('Krypton')))
        .touch('review-opportunities.csv', '2026-11-20T09:30:00Z')
      expect(desk.phd('import', 'review-opportunities.csv').code).toBe(0)
      const found = desk.json<Insights>('insights', ALDER)
      expect(found).toMatchObject({ pipeline: { deals: 1, money: [{ currency: 'EUR', amount: '300' }] } })
      expect(found.leftOut.map(({ code }) => code)).toEqual(expect.arrayContaining(['unlinked', 'gone']))
    }))
})

describe('phd influence', () => {
  it('counts records by quarter, type and detail, and finds opportunities without one', () =>
    atDesk((desk) => {
      const found = equipped(desk).json('influence')
      expect(found).toMatchObject({
        ...{ schema: 'phd.influence/1', records: 3, noType: 0, noDetail: 1 },
        types: [{ records: 1 }, { records: 1 }, { word: 'Golf', records: 1, isKnown: false }],
        unrecorded: [{ name: 'Nimbus with Birch', partner: { id: ALDER }, file: 'review-opportunities.csv', line: 17 }],
        won: { deals: 2, money: [{ currency: 'USD', amount: '2060' }] },
        open: { deals: 1, money: [{ currency: 'USD', amount: '900' }] },
      })
      expect(found.quarters).toEqual(
        ['FY26-Q1', 'FY26-Q2', 'FY26-Q3', 'FY26-Q4', 'FY27-Q1', 'FY27-Q2', 'FY27-Q3', 'FY27-Q4'].map((quarter) => ({
          quarter,
          records: ['FY26-Q4', 'FY27-Q2', 'FY27-Q3'].includes(quarter) ? 1 : 0,
        })),
      )
    }))

  it('names the command that makes the same page again, on a later day too', () =>
    atDesk((desk) => {
      equipped(desk)
      for (const asked of [['insights', ALDER], ['influence', ALDER], ['influence']]) {
        const { command, ...page } = desk.json<{ command: string }>(...asked)
        const [, ...words] = command.split(' ')
        const again = desk.run([...words, '--json'], { PHD_NOW: '2027-03-01T09:00:00Z' })
        expect(JSON.parse(again.stdout)).toEqual({ command, ...page })
      }
    }))

  it('is of one partner, or of one quarter', () =>
    atDesk((desk) => {
      const found = equipped(desk).json<{ rows: object[] }>('influence', ALDER, '--quarter', 'FY27-Q3')
      expect(found).toMatchObject({ partner: { id: ALDER }, quarter: 'FY27-Q3', records: 1 })
      expect(found.rows).toMatchObject([
        { record: 'INF-0001', file: 'review-influence-records.csv', line: 2, opportunity: { outcome: 'open' } },
      ])
      expect(desk.phd('influence', '--quarter', 'FY28-Q1').code).toBe(2)
    }))

  it('cannot tell without records', () =>
    atDesk((desk) => {
      desk.put('insights/review-accounts.csv').imports('review-accounts.csv')
      const { code, stdout } = desk.phd('influence')
      expect([code, stdout.includes('Cannot tell: no influence records were imported.')]).toEqual([4, true])
    }))
})
