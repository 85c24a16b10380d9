import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { readCalendar } from '../files/read-calendar.ts'
import { atDesk, type Desk } from './phd.ts'

interface Status {
  quarters: {
    quarter: string
    steps: {
      step: string
      due: string | null
      workBy: string | null
      state: string
      done: { by: string; note: string | null; entry: number } | null
    }[]
  }[]
  distributors: { name: string; addresses: { address: string; place: string }[] }[]
  notMailed: string[]
}

const statesOf = ({ quarters }: Status): Record<string, Record<string, string>> =>
  Object.fromEntries(
    quarters.map(({ quarter, steps }) => [quarter, Object.fromEntries(steps.map(({ step, state }) => [step, state]))]),
  )
const at = (desk: Desk, now: string, ...args: string[]) => desk.phd(...args, '--now', now, '--quiet')

describe('phd price-file', () => {
  it('shows the next quarter, and keeps who did what when', () =>
    atDesk((desk) => {
      const status = desk.json<Status & { schema: string }>('price-file', 'status')
      expect(status.schema).toBe('phd.price-file/1')
      expect(statesOf(status)).toEqual({
        'FY28-Q1': { collect: 'ahead', upload: 'ahead', mail: 'ahead', slack: 'ahead', 'no-updates': 'optional' },
      })
      const { stdout, code } = desk.phd('price-file', 'done', 'collect', '--note', 'all departments tagged')
      expect([stdout, code]).toEqual(['recorded: "collect" of FY28-Q1 is done, audit entry 1\n', 0])
      const [step] = desk.json<Status>('price-file', 'status').quarters[0]?.steps ?? []
      expect(step).toMatchObject({ state: 'done', done: { by: 'tester', note: 'all departments tagged', entry: 1 } })
      expect(desk.phd('price-file', 'done', 'collect')).toMatchObject({ code: 5, stdout: '' })
      expect(desk.phd('price-file', 'reopen', 'collect', '--reason', 'another product came').code).toBe(0)
      expect(statesOf(desk.json<Status>('price-file', 'status'))['FY28-Q1']?.collect).toBe('ahead')
      expect(desk.phd('price-file', 'reopen', 'collect', '--reason', 'so').code).toBe(5)
      expect(desk.phd('audit', 'list').stdout).toMatch(
        /quarter_step_done +price files, FY28-Q1 .*collect: all departments tagged/,
      )
    }))

  it('ends with 1 where a step is late, and shows a quarter that has begun only while it is being recorded', () =>
    atDesk((desk) => {
      const late = at(desk, '2026-12-02T09:00:00Z', 'price-file', 'status')
      expect(late.code).toBe(1)
      expect(late.stdout).toMatch(/collect +2026-12-01 +LATE: not recorded as done/)
      expect(late.stdout).not.toContain('FY27-Q4')
      expect(at(desk, '2026-12-01T23:59:59Z', 'price-file', 'status').code).toBe(0)
      at(desk, '2026-09-01T09:00:00Z', 'price-file', 'done', 'collect')
      const both = at(desk, '2026-12-01T09:00:00Z', 'price-file', 'status')
      expect(both.code).toBe(1)
      expect(both.stdout).toMatch(/FY27-Q4[\s\S]*mail +2026-10-02 +LATE[\s\S]*FY28-Q1/)
      at(desk, '2026-12-01T09:00:00Z', 'price-file', 'done', 'no-updates', '--quarter', 'FY27-Q4')
      expect(at(desk, '2026-12-01T09:00:00Z', 'price-file', 'status')).toMatchObject({ code: 0 })
    }))

  it('takes nothing of an earlier quarter for late, while nothing of it was recorded', () =>
    atDesk((desk) => {
      const run = desk.phd('price-file', 'status', '--quarter', 'FY27-Q2', '--json')
      expect(run.code).toBe(0)
      expect(statesOf(JSON.parse(run.stdout) as Status)).toMatchObject({
        'FY27-Q2': { upload: 'unrecorded', mail: 'unrecorded' },
      })
      expect(desk.phd('rebate', 'status', '--quarter', 'FY27-Q2').code).toBe(0)
      expect(desk.phd('price-file', 'done', 'collect', '--quarter', 'FY27-Q2').code).toBe(0)
      expect(desk.phd('price-file', 'status', '--quarter', 'FY27-Q2').code).toBe(1)
    }))

  it('refuses steps and quarters that it does not know, and records nothing in a dry run', () =>
    atDesk((desk) => {
      for (const args of [
        ['done', 'uplod'],
        ['done', 'upload', '--quarter', 'Q3'],
        ['done', 'upload', '--quarter', 'FY28-Q2'],
        ['done', 'upload', '--quarter', 'FY24-Q2'],
        ['reopen', 'upload'],
        ['status', '--quarter', ''],
        ['status', '--set', 'changes=x'],
        ['status', '--draft', 'mails', '--set', 'distributor_email=reseller@acme.example'],
      ])
        expect(desk.phd('price-file', ...args), args.join(' ')).toMatchObject({ code: 2, stdout: '' })
      expect(desk.phd('price-file', 'done', 'upload', '--dry-run').stdout).toContain('dry run, nothing was recorded')
      expect(existsSync(desk.db)).toBe(false)
      expect(at(desk, '2024-12-31T09:00:00Z', 'price-file', 'status').code).toBe(4)
    }))

  it('drafts one mail to each of the seven distributors, and to no one else', () =>
    atDesk(async (desk) => {
      const { stdout, code } = desk.phd(
        'price-file',
        'status',
        '--draft',
        'mails',
        '--set',
        'changes=GitLab Duo:\u001b new part numbers',
      )
      expect(code).toBe(0)
      expect(stdout).toContain('not mailed, because the handbook does not list them here: SB C&S')
      const recipients: string[] = []
      for (const file of readdirSync(join(desk.folder, 'mails'))) {
        const mail = await PostalMime.parse(readFileSync(join(desk.folder, 'mails', file)))
        recipients.push((mail.to ?? []).map(({ address }) => address).join(' '))
        expect([mail.cc, mail.bcc, mail.from?.address]).toEqual([undefined, undefined, 'partnersupport@gitlab.com'])
        expect(mail.text).toMatch(/^- GitLab Duo: {2}new part numbers$/m)
      }
      // Ecosystem Operations, "Distributor Requirements and Coverage by Geo and Market".
      expect(recipients.sort()).toEqual([
        'GitLab.APJ@techdata.com',
        'gitlab-info@networld.co.jp',
        'gitlab@amazic.com',
        'gitlab@carahsoft.com',
        'gitlab@got.co.th',
        'gitlab@redington.co.in',
        'sales@climbcs.com sales@climbcs.ca',
      ])
      expect(desk.phd('price-file', 'status', '--draft', 'none', '--dry-run').code).toBe(0)
      expect(existsSync(join(desk.folder, 'none'))).toBe(false)
    }))

  it('takes the addresses of an imported list, and says which one it lacks', () =>
    atDesk((desk) => {
      desk
        .write(
          'distributors.csv',
          'Country,Distributor,Market,Domain,E-Mail,Also Called',
          'EMEA,Amazic,Commercial,amazic.com,orders@amazic.example,',
          'United Kingdom,Amazic,Commercial,amazic.com,Orders@amazic.example,',
          'India,Redington Ltd,Commercial,redington.co.in,india@redington.example,Redington',
          'Japan,Networld,Commercial,networld.co.jp,,',
          'Thailand,Get On,Commercial,got.co.th,,Get On Technology',
        )
        .imports('distributors.csv')
      const { code, stdout } = desk.phd('price-file', 'status', '--draft', 'mails', '--json')
      const { distributors, notMailed, undrafted } = JSON.parse(stdout) as Status & { undrafted: string[] }
      expect(
        Object.fromEntries(distributors.map(({ name, addresses }) => [name, addresses.map(({ address }) => address)])),
      ).toEqual({
        Carahsoft: [],
        Amazic: ['orders@amazic.example'],
        'Tech Data (APAC)': [],
        Redington: ['india@redington.example'],
        'Get On Technology': [],
        'Climb Solutions': [],
        // The list has no address of it: that of the page, which comes with phd.
        Networld: ['gitlab-info@networld.co.jp'],
      })
      expect(distributors[3]?.addresses[0]?.place).toBe('distributors.csv, line 4')
      expect([code, notMailed, undrafted.length]).toEqual([4, [], 4])
      expect(readdirSync(join(desk.folder, 'mails')).sort()).toEqual([
        'fy28-q1-price-file-amazic.eml',
        'fy28-q1-price-file-networld.eml',
        'fy28-q1-price-file-redington.eml',
      ])
      expect(desk.phd('price-file', 'status').stdout).toContain(
        'missing: the address of Get On Technology: the list has no address for Get On',
      )
    }))
})

describe('phd rebate', () => {
  it('shows the quarter before until its rebates are to be paid, and the current one', () =>
    atDesk((desk) => {
      expect(statesOf(desk.json<Status>('rebate', 'status'))).toEqual({
        'FY27-Q3': { collect: 'closed', review: 'unrecorded', pay: 'ahead' },
        'FY27-Q4': { collect: 'ahead', review: 'ahead', pay: 'ahead' },
      })
      expect(desk.phd('rebate', 'status').code).toBe(0)
      expect(at(desk, '2026-12-16T09:00:00Z', 'rebate', 'status').stdout).not.toContain('FY27-Q3')
      expect(desk.phd('rebate', 'done', 'review', '--quarter', 'FY27-Q3').code).toBe(0)
      const late = at(desk, '2026-12-16T09:00:00Z', 'rebate', 'status')
      expect([late.code, late.stdout]).toEqual([1, expect.stringMatching(/FY27-Q3[\s\S]*pay +2026-12-15 +LATE/)])
      expect(desk.phd('rebate', 'done', 'collect')).toMatchObject({ code: 2 })
      expect(desk.phd('price-file', 'status').stdout).not.toContain('FY27-Q3')
    }))

  it('has its days in every format, and in a calendar', () =>
    atDesk((desk) => {
      expect(desk.phd('rebate', 'status', '--quarter', 'FY28-Q4', '--ics', 'rebates.ics', '--quiet').code).toBe(0)
      expect(readCalendar(readFileSync(join(desk.folder, 'rebates.ics')))).toMatchObject([
        { uid: 'rebates-FY28-Q4-collect@phd', day: '2028-01-14' },
        { uid: 'rebates-FY28-Q4-review@phd', day: '2028-01-14' },
        { uid: 'rebates-FY28-Q4-pay@phd', day: '2028-03-16' },
      ])
      const csv = desk.phd('rebate', 'status', '--quarter', 'FY28-Q4', '--format', 'csv').stdout.split('\r\n')
      expect(csv[1]).toBe('FY28-Q4,collect,last day for requests for a rebate exception,2028-01-15,2028-01-14,420,ahead,,,')
      const lines = desk.phd('rebate', 'status', '--format', 'ndjson').stdout.trim().split('\n')
      expect(lines.map((line) => JSON.parse(line).schema)).toEqual(Array(6).fill('phd.rebate/1'))
    }))
})
