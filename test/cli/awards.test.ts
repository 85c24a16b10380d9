/** `phd awards`: the figures of hand-made lists (fixtures/awards), worked out by hand. FY25 awards are judged on 2023-02-01 to 2024-01-31. */

import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Figure {
  figure: string
  currency: string | null
  value: number | string | null
  before: number | string | null
  change: number | string | null
  growth: string | null
  noAmount: number
}
interface Awards {
  finding: { code: string; text: string }
  tables: { id: string; partners: { name: string; newPartner: string | null; figures: Figure[] }[] }[]
  rows: { partner: { name: string }; year: string; figures: string[]; name: string; file: string; line: number }[]
  notKnown: { measure: string; which: string; why: { code: string } }[]
  leftOut: { noRegion: { name: string }[]; unlinked: { name: string; why: string; candidate: string | null }[] }
  conversion: { code: string; currency?: string }
  dashboards: { start: { file: string } | null; end: { file: string } | null }
}

const LISTS = ['awards-accounts.csv', 'awards-opportunities.csv', 'awards-registrations.csv', 'awards-certifications.csv']
const DASHBOARDS = ['2023-01', '2023-08', '2024-01', '2026-11'].map((month) => `awards-dashboard-${month}.csv`)

function withLists(desk: Desk, ...more: string[]): Desk {
  return desk.putAll('awards').imports(...LISTS, ...more)
}

/** The figures of an award by partner: value, before, change, growth. */
function shown({ tables }: Awards, id: string) {
  const partners = tables.find((table) => table.id === id)?.partners ?? []
  return Object.fromEntries(
    partners.map(({ name, figures }) => [
      name,
      Object.fromEntries(
        figures.map((each) => [
          `${each.figure}${each.currency ? ` ${each.currency}` : ''}`,
          [each.value, each.before, each.change, each.growth],
        ]),
      ),
    ]),
  )
}

describe('the figures of each award', () => {
  it('counts what closes on the first and the last day of the year, in the currency it has', () =>
    atDesk((desk) => {
      const awards = withLists(desk, ...DASHBOARDS).json<Awards>('awards', 'FY25')
      expect(shown(awards, 'emea_partner')).toEqual({
        'Alder Systems GmbH': {
          'revenue EUR': ['3000.30', '1500.15', '1500.15', '100.0'],
          'revenue USD': ['0', '0', '0', null],
          registrations: [2, 1, 1, '100.0'],
          'sourced_revenue EUR': ['1000.10', '0', '1000.10', 'new'],
          'sourced_revenue USD': ['5000', '0', '5000', 'new'],
          new_logos: [1, 0, 1, 'new'],
        },
        'Birch Cloud SAS': {
          'revenue EUR': ['0', '0', '0', null],
          'revenue USD': ['5000', '0', '5000', 'new'],
          registrations: [0, 0, 0, null],
          'sourced_revenue EUR': ['0', '0', '0', null],
          'sourced_revenue USD': ['0', '0', '0', null],
          new_logos: [1, 0, 1, 'new'],
        },
      })
      expect(shown(awards, 'emea_emerging')['Alder Systems GmbH']).toMatchObject({
        'pipeline EUR': ['12699.20', '2500.25', '10198.95', '407.9'],
      })
      expect(shown(awards, 'emea_services')).toEqual({
        'Birch Cloud SAS': { 'services_amount EUR': ['100', '0', '100', 'new'], service_attach: [1, 0, 1, 'new'] },
      })
      expect(awards.tables.find(({ id }) => id === 'emea_emerging')?.partners.map((each) => each.newPartner)).toEqual([
        'earlier',
        'new',
      ])
    }))

  it('keeps public sector apart, except for its distributors, and compares the dashboards of then', () =>
    atDesk((desk) => {
      const awards = withLists(desk, ...DASHBOARDS).json<Awards>('awards', '2025')
      expect(shown(awards, 'public_sector_partner')).toMatchObject({
        'Cedar Federal LLC': { 'revenue USD': ['30000', '20000', '10000', '50.0'], registrations: [0, 1, -1, '-100.0'] },
      })
      expect(Object.keys(shown(awards, 'amer_partner'))).toEqual(['Dogwood Inc.'])
      expect(shown(awards, 'amer_public_sector_distributor')).toEqual({
        'Fir Distribution Inc.': {
          'distributor_revenue USD': ['30000', '20000', '10000', '50.0'],
          open_improved: [0, null, null, null],
          open_fell_back: [0, null, null, null],
          compliant: [1, 0, 1, 'new'],
          accreditations: [1, 1, 0, '0.0'],
          'distributor_pipeline USD': ['38000', '20000', '18000', '90.0'],
        },
      })
      expect(shown(awards, 'emea_distributor')).toEqual({
        'Ginkgo Distribution BV': {
          'distributor_revenue EUR': ['3000.30', '1500.15', '1500.15', '100.0'],
          'distributor_revenue USD': ['5000', '0', '5000', 'new'],
          open_improved: [1, null, null, null],
          open_fell_back: [1, null, null, null],
          compliant: [1, 1, 0, '0.0'],
          accreditations: [2, 2, 0, '0.0'],
          'distributor_pipeline EUR': ['2000.20', '2500.25', '-500.05', '-20.0'],
          'distributor_pipeline USD': ['5000', '0', '5000', 'new'],
        },
      })
      expect(awards.dashboards).toMatchObject({
        start: { file: 'awards-dashboard-2023-01.csv' },
        end: { file: 'awards-dashboard-2024-01.csv' },
      })
    }))

  it('names the row behind each figure', () =>
    atDesk((desk) => {
      const { rows } = withLists(desk).json<Awards>('awards', 'FY25', '--region', 'EMEA')
      const own = rows.filter(({ partner, figures }) => partner.name === 'Alder Systems GmbH' && figures.includes('revenue'))
      expect(own.map(({ name, year, file, line }) => [name, year, file, line])).toEqual([
        ['First of Alder', 'FY24', 'awards-opportunities.csv', 2],
        ['Growth of Alder', 'FY24', 'awards-opportunities.csv', 3],
        ['Closed on the last day before', 'FY23', 'awards-opportunities.csv', 6],
      ])
    }))

  it('counts by Net ARR where that is asked for', () =>
    atDesk((desk) => {
      const awards = withLists(desk).json<Awards>('awards', 'FY25', '--category', 'partner', '--revenue', 'net-arr')
      expect(awards.tables.map(({ id }) => id)).toEqual(['amer_partner', 'public_sector_partner', 'apac_partner', 'emea_partner'])
      expect(shown(awards, 'emea_partner')['Alder Systems GmbH']).toMatchObject({
        'revenue EUR': ['2700', '1400', '1300', '92.9'],
      })
    }))
})

describe('what is not known', () => {
  it('does not know the compliance of a day without a dashboard', () =>
    atDesk((desk) => {
      const awards = withLists(desk, 'awards-dashboard-2023-08.csv', 'awards-dashboard-2024-01.csv').json<Awards>(
        'awards',
        'FY25',
      )
      expect(awards.dashboards).toMatchObject({ start: null, end: { file: 'awards-dashboard-2024-01.csv' } })
      expect(shown(awards, 'emea_distributor')['Ginkgo Distribution BV']).toMatchObject({
        open_improved: [null, null, null, null],
        compliant: [1, null, null, null],
      })
      expect(awards.notKnown.find(({ measure, which }) => measure === 'open_improved' && which === 'judged')?.why).toEqual({
        code: 'no_dashboard',
        day: '2023-02-01',
      })
    }))

  it('converts all amounts by the rate of the day their deal closes, or none', () =>
    atDesk((desk) => {
      withLists(desk, 'awards-exchange-rates-without-aud.csv')
      const without = desk.json<Awards>('awards', 'FY25')
      expect(without.conversion).toMatchObject({ code: 'lacking', currency: 'AUD' })
      expect(shown(without, 'emea_partner')['Alder Systems GmbH']).toMatchObject({
        'revenue EUR': ['3000.30', '1500.15', '1500.15', '100.0'],
      })
      desk.imports('awards-exchange-rates.csv')
      const all = desk.json<Awards>('awards', 'FY25')
      expect(all.conversion).toEqual({ code: 'converted' })
      expect(shown(all, 'emea_partner')['Alder Systems GmbH']).toMatchObject({
        'revenue USD': ['4500.45', '3000.30', '1500.15', '50.0'],
      })
    }))

  it('says who has no known region, which names lead nowhere, and what has no amount', () =>
    atDesk((desk) => {
      const { finding, leftOut } = withLists(desk).json<Awards>('awards', 'FY25')
      expect(finding.text).toBe(
        'FY25 awards, judged on FY24: 7 partners with figures in 4 regions; 3 criteria have no data here and are left blank; 1 won deal has no amount.',
      )
      expect(leftOut.noRegion.map(({ name }) => name)).toEqual(['Hazel Consulting'])
      expect(leftOut.unlinked).toMatchObject([
        { name: 'Alder Systems AG', why: 'other_legal_form', candidate: '0014M000AWD0001QYB' },
      ])
    }))

  it('cannot tell where no list reaches the year, and does not take one that has not begun', () =>
    atDesk((desk) => {
      desk.putAll('awards').imports('awards-accounts.csv')
      const { code, stdout } = desk.phd('awards', 'FY25')
      expect([code, stdout]).toEqual([4, expect.stringContaining('cannot tell, because no list that was imported reaches FY24')])
      for (const [args, message] of [
        [['FY29'], 'the FY29 awards are judged on FY28, which begins on 2027-02-01'],
        [['last'], '"last" is not a fiscal year'],
        [['FY25', '--region', 'APAX'], 'unknown --region "APAX"'],
        [['FY25', '--category', 'service'], 'unknown --category "service"'],
        [['FY25', '--revenue', 'arr'], 'unknown --revenue "arr"'],
      ] as const) {
        const refused = desk.phd('awards', ...args)
        expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(message)])
      }
    }))

  it('counts up to today where the year is not over, and says so', () =>
    atDesk((desk) => {
      const { finding } = withLists(desk).json<Awards>('awards', 'FY25', '--now', '2023-08-01')
      expect(finding.text).toContain('FY24 is not over, so this is what counts up to 2023-08-01')
    }))
})

describe('what it is printed as', () => {
  it('has the same figures on the page, in the table for a spreadsheet, and line by line', () =>
    atDesk((desk) => {
      withLists(desk, ...DASHBOARDS)
      const page = desk.phd('awards', 'FY25', '--region', 'APJ', '--format', 'md').stdout
      expect(page).toContain('APAC Partner of the Year')
      expect(page).not.toContain('EMEA Partner of the Year')
      const [headings, ...lines] = desk.phd('awards', 'FY25', '--region', 'Public Sector', '--format', 'csv').stdout.split('\r\n')
      expect(headings).toContain('award,category,region,partner')
      expect(lines.find((line) => line.includes('Cedar Federal LLC') && line.includes('Total revenue'))).toContain(
        'Total revenue,revenue,USD,30000,20000,10000,50.0',
      )
      expect(lines.filter((line) => line.includes('for the director'))).toHaveLength(1)
      const objects = desk
        .phd('awards', 'FY25', '--format', 'ndjson')
        .stdout.trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { schema: string })
      expect(new Set(objects.map(({ schema }) => schema))).toEqual(new Set(['phd.awards-figure/1', 'phd.awards-row/1']))
    }))

  it('leads the figures at the top to the partners behind them, whatever these are counted from', () =>
    atDesk((desk) => {
      desk
        .putAll('awards')
        .imports(
          ...LISTS.filter((list) => !list.includes('certifications')),
          'awards-dashboard-2023-01.csv',
          'awards-dashboard-2024-01.csv',
        )
      const args = ['awards', 'FY25', '--region', 'EMEA', '--category', 'distributor'] as const
      expect(desk.phd(...args).stdout).toContain('Accreditations: 11 (+4, +57.1%)')
      const html = desk.phd(...args, '--format', 'html').stdout
      const [, id = ''] = /<dt>Accreditations<\/dt><dd><a href="#([^"]+)">11</.exec(html) ?? []
      const behind = new RegExp(`<table id="${id}".*?</table>`, 's').exec(html)?.[0] ?? ''
      expect(behind).toMatch(/<th scope="row">Ginkgo Distribution BV<\/th><td>EMEA<\/td>.*">11<\/a> <small>\+4, \+57.1%<\/small>/)
    }))

  it('has each change below its figure', () =>
    atDesk((desk) => {
      withLists(desk)
      const args = ['awards', 'FY25', '--region', 'EMEA', '--category', 'partner'] as const
      expect(desk.phd(...args, '--format', 'html').stdout).toMatch(/>3,000.30<\/a> <small>\+100.0% from 1,500.15<\/small>/)
      expect(desk.phd(...args, '--format', 'md').stdout).toContain('3,000.30 (+100.0% from 1,500.15)')
    }))

  it('is the same page by the command at its end, also when something else was imported since', () =>
    atDesk((desk) => {
      const before = withLists(desk).phd('awards', 'FY25', '--format', 'md').stdout
      expect(desk.phd('import', 'awards-exchange-rates.csv', '--now', '2026-11-21T09:00:00Z').code).toBe(0)
      expect(desk.phd('awards', 'FY25', '--format', 'md').stdout).not.toBe(before)
      const again = /phd (awards FY25 --as-of \S+?)`?$/m.exec(before)?.[1]?.split(' ') ?? []
      expect(again).toHaveLength(4)
      expect(desk.phd(...again, '--format', 'md').stdout).toBe(before)
    }))

  it('counts amounts without a currency in that of the settings', () =>
    atDesk((desk) => {
      desk.write(
        'deals.csv',
        'Opportunity ID,Opportunity Name,Stage,Close Date,Created Date,Resale Partner,Amount',
        '0064M000AWD0001,One,Closed Won,2023-06-01,2023-02-01,Alder Systems GmbH,100.00',
      )
      desk.putAll('awards').imports('awards-accounts.csv', 'deals.csv')
      const columns = () => Object.keys(shown(desk.json<Awards>('awards', 'FY25'), 'emea_partner')['Alder Systems GmbH'] ?? {})
      expect(columns()).toContain('revenue')
      desk.phd('config', 'set', 'currency', 'EUR')
      expect(columns()).toContain('revenue EUR')
    }))

  it('writes the page to a file', () =>
    atDesk((desk) => {
      withLists(desk, ...DASHBOARDS)
      const { code, stderr } = desk.phd('awards', 'FY25', '--out', 'awards.html', '--quiet')
      expect([code, stderr]).toEqual([0, ''])
      expect(desk.read('awards.html')).toContain('AMER / Public Sector Distributor of the Year')
    }))
})
