/** Deal registrations on the exports of the desk, and on lists of a few rows that change from import to import. */

import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Deal {
  id: string
  dealId: string | null
  status: string | null
  partner: { id: string; name: string } | null
  opportunity: { id: string | null; name: string | null } | null
  submitted: string | null
  approved: string | null
  expires: string | null
  phase: string | null
  due: string | null
  late: boolean | null
  problems: { code: string; text: string; evidence: { what: string; source: { file: string; line: number } | null }[] }[]
  notes: { code: string; text: string }[]
  source: { file: string; line: number }
  extension?: { kind: string; until: string | null; how: string }
  history?: { day: string; status: string | null; importId: number }[]
  nextSteps?: string[]
}
interface List {
  schema: string
  policy: { version: string }
  deals: Deal[]
  drafts: { file: string }[]
  undrafted: string[]
}

const EXPORTS = ['accounts', 'opportunities', 'registrations', 'users'].map((name) => `sfdc-${name}.csv`)

/** The exports of the desk, the registrations among them. */
function staffed(desk: Desk): Desk {
  return desk.putAll('desk').imports(...EXPORTS, 'impartner-users.csv', 'certification-dashboard.csv')
}

const list = (desk: Desk, ...args: string[]): List => desk.json<List & Record<string, unknown>>('deal', ...args)
const ids = ({ deals }: List): string[] => deals.map(({ id }) => id)

const HEAD =
  'Registration Name,DR - Deal ID,Deal Registration Type,DR-Status,Partner Account,Linked Opportunity ID,Ecosystem Sales Manager,Submitted Date,Approved Date,Expiration Date'
/** A registration of a partner of the desk that may register deals. */
const row = (
  name: string,
  status: string,
  rest: Partial<Record<'type' | 'opportunity' | 'manager' | 'submitted' | 'approved' | 'expires', string>>,
) =>
  [
    ...[name, `DR-${name.slice(3)}`, rest.type ?? 'Resale', status, 'Häuser Labs Co., Ltd.', rest.opportunity ?? ''],
    ...[rest.manager ?? 'Frank McGowan', rest.submitted ?? '2026-11-17', rest.approved ?? '', rest.expires ?? ''],
  ]
    .map((cell) => `"${cell}"`)
    .join(',')

/** Imports a list of registrations as it was at a time. */
function listed(desk: Desk, at: string, ...rows: string[]): Desk {
  const file = `list-${Date.parse(at).toString(36)}.csv`
  desk.write(file, HEAD, ...rows).touch(file, at)
  return desk.imports(file)
}

describe('deal list on the exports of the desk', () => {
  it('has every registration with who acts next, its days and its problems', () =>
    atDesk((desk) => {
      const { schema, policy, deals } = list(staffed(desk), 'list')
      expect([schema, policy.version, deals.length]).toEqual(['phd.deals/1', '2025', 21])
      const of = (id: string) => deals.find((deal) => deal.id === id)
      expect(of('REG10000')).toMatchObject({
        dealId: 'DR-500000',
        status: 'Pending Sales Review',
        partner: { id: '0014M000AAAAAAxQYP', name: 'Polaris Cloud Inc.' },
        opportunity: { id: '0064M000AAAAAAVQY5', name: 'Customer 2 - New' },
        phase: 'channel_manager',
        submitted: '2026-05-15', // a Friday
        due: '2026-05-19',
        late: true,
        problems: [{ code: 'opportunity_closed', text: 'its opportunity is closed: stage "Closed Won"' }],
        source: { file: 'sfdc-registrations.csv', line: 2 },
      })
      expect(of('REG10003')).toMatchObject({
        expires: '2026-09-05',
        phase: 'ended',
        problems: [{ code: 'expired_still_approved' }],
      })
      expect(of('REG10010')?.problems.map(({ code }) => code)).toEqual(['expired_still_approved', 'training_unmet'])
      expect(of('REG10015')).toMatchObject({
        phase: 'area_manager',
        due: '2026-11-23', // the first export of it is of a Friday
        late: false,
        notes: [{ code: 'status_began_earlier' }],
      })
      expect(of('REG10007')?.problems[0]).toMatchObject({
        code: 'partner_not_authorized',
        evidence: [{ what: 'Partner Status', source: { file: 'sfdc-accounts.csv' } }],
      })
      expect(of('REG10006')).toMatchObject({ phase: 'ended', problems: [] })
    }))

  it('puts late ones first, the longest late before the others', () =>
    atDesk((desk) => {
      const { deals } = list(staffed(desk), 'list')
      const late = deals.filter((deal) => deal.late).map(({ due }) => due)
      expect(deals.slice(0, late.length).map(({ due }) => due)).toEqual(late.toSorted())
      expect(late.length).toBe(6)
    }))

  it.each([
    [['--late'], 6],
    [['--phase', 'area_manager'], 2],
    [['--status', 'returned'], 6],
    [['--manager', 'frank mcgowan'], 3],
    [['--manager', 'Nobody Here'], 0],
    [['--type', 'service attach'], 4],
    [['--partner', 'Delta Consulting'], 2],
    [['--problem', 'expired_still_approved'], 2],
    [['--late', '--problem', 'any'], 4],
  ])('%j: %i registrations', (options, count) =>
    atDesk((desk) => {
      expect(list(staffed(desk), 'list', ...options).deals.length).toBe(count)
    }),
  )

  it.each([
    [['--phase', 'nowhere'], 2],
    [['--problem', 'all'], 2],
    [['--status', ''], 2],
    [['--partner', 'No Such Company'], 3],
    [['--region', 'XX'], 2],
  ])('%j ends with %i', (options, code) =>
    atDesk((desk) => {
      expect(staffed(desk).phd('deal', 'list', ...options).code).toBe(code)
    }),
  )

  it('says the same in every format', () =>
    atDesk((desk) => {
      const { deals } = list(staffed(desk), 'list')
      const lines = desk.phd('deal', 'list', '--format', 'ndjson').stdout.trimEnd().split('\n')
      expect(lines.map((line) => JSON.parse(line).id)).toEqual(deals.map(({ id }) => id))
      const csv = desk.phd('deal', 'list', '--format', 'csv').stdout.trimEnd().split(/\r?\n/)
      expect(csv.length).toBe(deals.length + 1)
      expect(csv[1]).toContain('REG10000')
      expect(desk.phd('deal', 'list').stdout).toContain('21 registrations: 6 late, 0 due today, 11 with problems')
    }))

  it('cannot tell without registrations, or with an old list', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')
      for (const verb of ['list', 'sla', 'expiring', 'conflicts']) expect(desk.phd('deal', verb).code).toBe(4)
      expect(desk.phd('deal', 'list').stdout).toContain('CANNOT TELL: no list of deal registrations was ever imported')
      desk.put('desk/sfdc-registrations.csv').imports('sfdc-registrations.csv')
      const alone = desk.phd('deal', 'list').stdout
      expect(alone).toContain('no list of portal users or certification dashboard was ever imported')
      expect(alone).toContain('no list of opportunities was ever imported')
      staffed(desk)
      expect(desk.phd('deal', 'list')).toMatchObject({ code: 0, stdout: expect.not.stringContaining('imported') })
      const old = desk.phd('deal', 'list', '--now', '2026-12-20T09:00:00Z')
      expect([old.code, old.stdout.includes('too old to rely on')]).toEqual([4, true])
    }))

  it('judges by the rule of the day', () =>
    atDesk((desk) => {
      const then = list(staffed(desk), 'list', '--now', '2024-12-31', '--type', 'Service Attach')
      expect([then.policy.version, then.deals.find(({ id }) => id === 'REG10008')?.phase]).toEqual(['2022-11', 'running'])
      expect(list(desk, 'list', '--type', 'Service Attach').deals.find(({ id }) => id === 'REG10008')?.phase).toBe('ended')
    }))
})

describe('deal show', () => {
  it.each(['REG10003', 'reg10003', 'DR-500003', 'dr-500003 '])('finds a registration as %s', (subject) =>
    atDesk((desk) => {
      expect(ids(list(staffed(desk), 'show', subject))).toEqual(['REG10003'])
    }),
  )

  it('does not find another one', () =>
    atDesk((desk) => {
      const { code, stderr } = staffed(desk).phd('deal', 'show', 'REG1000')
      expect([code, stderr]).toEqual([3, expect.stringContaining('no registration has the name or deal id "REG1000"')])
    }))

  it('asks which one where several have the deal id', () =>
    atDesk((desk) => {
      const twice = [row('REG1', 'Submitted', {}), row('REG2', 'Submitted', {})].map((line) => line.replace(/DR-\d+/, 'DR-7'))
      staffed(desk)
      listed(desk, '2026-11-20T08:00:00Z', ...twice)
      const { code, stderr } = desk.phd('deal', 'show', 'DR-7')
      expect([code, stderr]).toEqual([3, expect.stringContaining('REG1, REG2')])
    }))
})

describe('the history of imports', () => {
  const opened = (desk: Desk): Desk => desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')

  it('says when a status was first seen, not when it was last', () =>
    atDesk((desk) => {
      opened(desk)
      listed(desk, '2026-11-16T08:00:00Z', row('REG1', 'Pending Sales Review', { submitted: '2026-11-12' }))
      listed(desk, '2026-11-18T08:00:00Z', row('REG1', 'Pending ASM Review', { submitted: '2026-11-12' }))
      listed(desk, '2026-11-20T08:00:00Z', row('REG1', 'Pending ASM Review', { submitted: '2026-11-12', manager: 'Ann Lee' }))
      const [deal] = list(desk, 'show', 'REG1').deals
      expect(deal).toMatchObject({ due: '2026-11-19', late: true, source: { file: expect.stringMatching(/^list-/) } })
      expect(deal?.history?.map(({ day, status }) => `${day} ${status}`)).toEqual([
        '2026-11-16 Pending Sales Review',
        '2026-11-18 Pending ASM Review',
      ])
      const [then] = list(desk, 'list', '--as-of', 'import:2', '--now', '2026-11-16T09:00:00Z').deals
      expect(then).toMatchObject({ phase: 'channel_manager', due: '2026-11-16', late: false })
      const [second] = list(desk, 'list', '--as-of', 'import:3', '--now', '2026-11-18T09:00:00Z').deals
      expect(second).toMatchObject({ due: '2026-11-19', late: false })
    }))

  it('counts from the day in the zone of the desk', () =>
    atDesk((desk) => {
      opened(desk)
      listed(desk, '2026-11-17T08:00:00Z', row('REG1', 'Pending Sales Review', {}))
      listed(desk, '2026-11-18T23:30:00Z', row('REG1', 'Pending ASM Review', {}))
      expect(list(desk, 'list').deals[0]?.due).toBe('2026-11-19')
      mkdirSync(join(desk.folder, 'config', 'phd'), { recursive: true })
      const dueIn = (zone: string): string => {
        desk.write('config/phd/config.json', JSON.stringify({ zone }))
        return JSON.parse(desk.run(['deal', 'list', '--json'], { XDG_CONFIG_HOME: join(desk.folder, 'config') }).stdout).deals[0]
          .due
      }
      expect([dueIn('Asia/Tokyo'), dueIn('America/Denver')]).toEqual(['2026-11-20', '2026-11-19'])
      // A file that only says its day was of that day everywhere.
      desk.write('registrations-2026-11-19.csv', HEAD, row('REG1', 'Returned', {}))
      desk.write('registrations-2026-11-20.csv', HEAD, row('REG1', 'Pending ASM Review', {}))
      desk.imports('registrations-2026-11-19.csv').imports('registrations-2026-11-20.csv')
      expect([dueIn('Asia/Tokyo'), dueIn('America/Denver')]).toEqual(['2026-11-23', '2026-11-23'])
    }))

  it('starts again with a status that came back, and forgets what was undone', () =>
    atDesk((desk) => {
      opened(desk)
      listed(desk, '2026-11-10T08:00:00Z', row('REG1', 'Pending ASM Review', {}))
      listed(desk, '2026-11-12T08:00:00Z', row('REG1', 'Returned', {}))
      listed(desk, '2026-11-19T08:00:00Z', row('REG1', 'Pending ASM Review', { manager: 'Ann Lee' }))
      expect(list(desk, 'list').deals[0]).toMatchObject({ due: '2026-11-20', late: false })
      desk.phd('imports', 'undo', '4', '--yes')
      expect(list(desk, 'list').deals[0]).toMatchObject({ status: 'Returned', due: null })
      desk.phd('imports', 'undo', '3', '--yes')
      // The first list had the status already; a business day after that it is late however it began.
      expect(list(desk, 'list').deals[0]).toMatchObject({ status: 'Pending ASM Review', due: '2026-11-11', late: true })
    }))
})

describe('deal sla', () => {
  it('lists what is late or due today, and fails on request', () =>
    atDesk((desk) => {
      opened(desk)
      expect(ids(list(desk, 'sla'))).toEqual(['REG1', 'REG2'])
      expect(desk.phd('deal', 'sla').code).toBe(0)
      expect(desk.phd('deal', 'sla', '--fail-on-due').code).toBe(1)
      expect(desk.phd('deal', 'sla', '--fail-on-due', '--now', '2026-11-19T09:00:00Z').code).toBe(0)
      expect(desk.phd('deal', 'sla', '--manager', 'Sang Hoon Kim', '--fail-on-due').code).toBe(0)
    }))

  it('says that nobody has the name of the manager who was asked for', () =>
    atDesk((desk) => {
      opened(desk)
      const [run, ...others] = ['sla', 'list', 'expiring'].map((verb) => desk.phd('deal', verb, '--manager', 'frank'))
      expect(run?.stderr).toBe('no registration has the channel manager "frank"; did you mean "Frank McGowan"?\n')
      for (const other of others) expect(other.stderr).toBe(run?.stderr)
      expect(desk.phd('deal', 'sla', '--manager', 'frank mcgowan').stderr).toBe('')
    }))

  it('says first that it cannot tell where no registrations were imported, and counts none', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')
      for (const verb of ['list', 'sla', 'expiring', 'conflicts']) {
        const { stdout, code } = desk.phd('deal', verb)
        expect(stdout, verb).toMatch(/^CANNOT TELL: no list of deal registrations was ever imported/)
        expect(stdout, verb).not.toMatch(/\b0 |no opportunity/)
        expect(code, verb).toBe(4)
      }
      expect(desk.phd('deal', 'source', '--all')).toMatchObject({
        stdout: 'CANNOT TELL: no opportunity was imported: phd import <opportunities.csv>\n',
        code: 4,
      })
    }))

  it('tells of rows that were rejected: there may be more', () =>
    atDesk((desk) => {
      opened(desk)
      expect(desk.json('deal', 'sla')).toMatchObject({ rejectedRows: null })
      desk.write('bad.csv', HEAD, row('REG1', 'Submitted', {}), row('REG9', 'Submitted', { submitted: '31/31/2026' }))
      expect(desk.touch('bad.csv', '2026-11-20T08:00:00Z').phd('import', 'bad.csv').code).toBe(1)
      for (const verb of ['list', 'sla', 'expiring', 'conflicts']) {
        const run = desk.phd('deal', verb)
        expect(run.stdout).toMatch(/there may be more: 1 /)
        expect(run.code, verb).toBe(4)
        expect(desk.json('deal', verb)).toMatchObject({ rejectedRows: { rows: 1 } })
      }
    }))

  it('phd partner show counts the registrations, with the command that lists them', () =>
    atDesk((desk) => {
      desk.putAll('desk').imports('sfdc-accounts.csv', 'sfdc-registrations.csv', 'nfr-licenses.csv')
      const { stdout } = desk.phd('partner', 'show', 'Nordwind Cloud Limited')
      expect(stdout).toMatch(
        /^Deal registrations: 1 \(sfdc-registrations\.csv, .*\); see: phd deal list --partner 0014M000AAAAAFjQYP$/m,
      )
      expect(desk.json('partner', 'show', 'Nordwind Cloud Limited')).toMatchObject({
        records: expect.arrayContaining([{ kind: 'deal_registrations', records: 1 }]),
      })
      expect(desk.phd('partner', 'show', 'Lumen Labs 4 Ltd').stdout).not.toContain('Deal registrations')
    }))

  /** Due on Thursday the 19th, on Friday the 20th, and on Monday. */
  function opened(desk: Desk): Desk {
    desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')
    return listed(
      desk,
      '2026-11-19T08:00:00Z',
      row('REG1', 'Pending Sales Review', { submitted: '2026-11-17' }),
      row('REG2', 'Submitted', { submitted: '2026-11-18' }),
      row('REG3', 'Submitted', { submitted: '2026-11-19' }),
    )
  }

  it('drafts one mail to each channel manager who is late, and tells of those without an address', () =>
    atDesk((desk) => {
      desk.putAll('desk').imports('sfdc-accounts.csv', 'sfdc-users.csv', 'sfdc-opportunities.csv')
      const late = { submitted: '2026-11-10' }
      listed(
        desk,
        '2026-11-16T08:00:00Z',
        row('REG1', 'Pending Sales Review', { ...late, manager: 'Frank McGowan' }),
        row('REG2', 'Pending Sales Review', { ...late, manager: 'frank mcgowan' }),
        row('REG3', 'Pending ASM Review', { ...late, manager: 'Frank McGowan' }),
        row('REG4', 'Pending Sales Review', { ...late, manager: 'Dirk de Vos' }),
        row('REG5', 'Pending Sales Review', { ...late, manager: 'Ann Unknown' }),
        row('REG6', 'Pending Sales Review', { ...late, manager: '' }),
        row('REG7', 'Submitted', { ...late, manager: 'Sang Hoon Kim' }),
        row('REG8', 'Pending Sales Review', { submitted: '2026-11-19', manager: 'Maria Henry' }),
      )
      // Frank McGowan, Dirk de Vos and Ann Unknown: operations needs no mail, and no one is written to without a name.
      expect(desk.phd('deal', 'sla').stdout).toContain('to write to 3 managers: phd deal sla --draft <folder>')
      const { drafts, undrafted, deals } = list(desk, 'sla', '--draft', 'drafts')
      expect(deals.length).toBe(7)
      expect(drafts.map(({ file }) => file)).toEqual(['drafts/frank-mcgowan-deal-review-late.eml'])
      expect(undrafted).toEqual([
        'no manager (REG6): the registrations name no channel manager',
        'Ann Unknown (REG5): Ann Unknown is not among the Salesforce users',
        'Dirk de Vos (REG4): Dirk de Vos is no longer active in Salesforce',
      ])
      const csv = desk.phd('deal', 'sla', '--draft', 'others', '--format', 'csv')
      expect(csv.stderr).toContain('no draft for Ann Unknown (REG5)')
      expect(csv.stdout).not.toContain('no draft')
      expect(readdirSync(join(desk.folder, 'drafts'))).toEqual(['frank-mcgowan-deal-review-late.eml'])
      expect(textOf(readFileSync(join(desk.folder, 'drafts', 'frank-mcgowan-deal-review-late.eml'), 'utf8'))).toBe(GOLDEN)
    }))

  it('drafts nothing in a dry run, and nothing from an old list', () =>
    atDesk((desk) => {
      staffed(desk)
      expect(list(desk, 'sla', '--draft', 'drafts', '--dry-run').drafts).toEqual([])
      expect(list(desk, 'sla', '--draft', 'drafts', '--now', '2026-12-20').undrafted).toEqual([
        'anyone: the registrations are missing or too old',
      ])
      expect(readdirSync(desk.folder)).not.toContain('drafts')
    }))

  it('writes the due days for a calendar', () =>
    atDesk((desk) => {
      opened(desk)
      expect(desk.phd('deal', 'sla', '--ics', 'due.ics').stderr).toContain('wrote due.ics (2 due dates)')
      expect(desk.phd('deal', 'list', '--ics', 'all.ics').stderr).toContain('wrote all.ics (3 due dates)')
      expect(desk.read('due.ics')).toContain('DTSTART;VALUE=DATE:20261119')
    }))
})

const GOLDEN = `To: frank.mcgowan@gitlab.example
Subject: Deal registrations that are past due, as of 2026-11-20

Hi Frank McGowan,

These deal registrations are in Pending Sales Review and past the two business days for contact with the partner:
- REG1 (DR-1): Häuser Labs Co., Ltd., submitted 2026-11-10, due 2026-11-12
- REG2 (DR-2): Häuser Labs Co., Ltd., submitted 2026-11-10, due 2026-11-12

Please contact the partner, and approve, deny or return each one in Salesforce (PM Approval Status). If you already have, no more is needed than the status.

You approved these, and they are in Pending ASM Review for longer than one business day:
- REG3 (DR-3): Häuser Labs Co., Ltd., submitted 2026-11-10, due 2026-11-17

Please ask the area sales manager for the final review, or for the day it will be done. If that person is out of office, ask the backup approver.

Kind regards
Partner Support
`

/** A draft as a person reads it: to whom, about what, and the text. */
function textOf(eml: string): string {
  const [head = '', ...body] = eml.split('\r\n\r\n')
  const decoded = body
    .join('\n\n')
    .replace(/=\r\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'))
    .replaceAll('\r\n', '\n')
  const kept = head.split('\r\n').filter((line) => /^(?:To|Cc|Subject): /.test(line))
  return `${kept.join('\n')}\n\n${decoded.trimEnd()}\n`
}

describe('deal expiring', () => {
  it('lists running registrations up to the last day, with what an extension needs', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')
      listed(
        desk,
        '2026-11-20T08:00:00Z',
        row('REG1', 'Approved', { approved: '2026-08-21' }), // until 2026-11-19
        row('REG2', 'Approved', { approved: '2026-08-22' }), // until today
        row('REG3', 'Approved', { approved: '2026-09-21' }), // until 2026-12-20, the 30th day
        row('REG4', 'Approved', { approved: '2026-09-22' }),
        row('REG5', 'Approved', { approved: '2026-08-01', expires: '2026-11-29' }), // extended by 30 days
        row('REG6', 'Denied', { approved: '2026-09-01' }),
      )
      const { deals } = list(desk, 'expiring')
      expect(deals.map(({ id, expires, extension }) => [id, expires, extension?.kind, extension?.until])).toEqual([
        ['REG2', '2026-11-20', 'standard', '2026-12-20'],
        ['REG5', '2026-11-29', 'longer', '2026-11-29'],
        ['REG3', '2026-12-20', 'standard', '2027-01-19'],
      ])
      expect(deals[0]?.extension?.how).toContain('Extend DR 30 Days')
      expect(ids(list(desk, 'expiring', '--within', '0'))).toEqual(['REG2'])
      expect(desk.phd('deal', 'expiring').stdout).toContain('1 more ended and are still Approved')
      expect(desk.phd('deal', 'expiring', '--within', 'soon').code).toBe(2)
    }))
})

describe('deal conflicts', () => {
  it('lists the approved registrations of an opportunity that has several, each naming the others', () =>
    atDesk((desk) => {
      staffed(desk)
      const one = { approved: '2026-11-01', opportunity: '0064M000AAAAAAIQY5' }
      const other = { approved: '2026-11-02', opportunity: '0064M000AAAAAAvQYP' }
      listed(
        desk,
        '2026-11-20T08:00:00Z',
        row('REG1', 'Approved', one),
        row('REG2', 'Approved', { ...one, approved: '2026-10-30', type: 'MSP' }),
        row('REG3', 'Submitted', one),
        row('REG4', 'Approved', { ...one, type: 'Service Attach' }),
        row('REG5', 'Approved', { ...other, type: 'Service Attach' }),
        row('REG6', 'Approved', { ...other, type: 'Service Attach' }),
        row('REG7', 'Approved', other),
      )
      const { deals } = list(desk, 'conflicts')
      expect(deals.map(({ id, problems }) => [id, problems.find(({ code }) => code.startsWith('second_'))?.code])).toEqual([
        ['REG2', 'second_approved'],
        ['REG1', 'second_approved'],
        ['REG5', 'second_service_attach'],
        ['REG6', 'second_service_attach'],
      ])
      expect(deals[0]?.problems.find(({ code }) => code === 'second_approved')?.text).toContain(
        'REG1 (Approved, Häuser Labs Co., Ltd.)',
      )
      expect(list(desk, 'show', 'REG3').deals[0]?.notes.map(({ code }) => code)).toContain('another_approved')
    }))
})

it('links an opportunity by its name where that is the only one, and never guesses', () =>
  atDesk((desk) => {
    staffed(desk)
    const named = (name: string, opportunity: string) =>
      `${name},DR-${name},Resale,Submitted,"Häuser Labs Co., Ltd.",${opportunity},2026-11-19`
    desk.write(
      'by-name.csv',
      'Registration Name,DR - Deal ID,Deal Registration Type,DR-Status,Partner Account,Linked Opportunity,Submitted Date',
      named('REG1', 'Customer 1 - New'),
      named('REG2', 'Customer 1'),
    )
    desk.imports('by-name.csv')
    const { deals } = list(desk, 'list')
    expect(deals.find(({ id }) => id === 'REG1')).toMatchObject({ opportunity: { id: '0064M000AAAAAAIQY5' }, problems: [] })
    expect(deals.find(({ id }) => id === 'REG2')?.problems.map(({ code }) => code)).toEqual(['opportunity_unknown'])
  }))

it('shows names from an export without what they may do to a terminal or a spreadsheet', () =>
  atDesk((desk) => {
    staffed(desk)
    listed(desk, '2026-11-20T08:00:00Z', row('REG1', 'Sub\u202emitted', { manager: '=HYPERLINK(1)' }))
    expect(desk.phd('deal', 'list').stdout).not.toContain('\u202e')
    expect(desk.phd('deal', 'show', 'REG1')).toMatchObject({ code: 4, stdout: expect.not.stringContaining('\u202e') })
    expect(desk.phd('deal', 'list', '--format', 'csv').stdout).toContain("'=HYPERLINK(1)")
  }))
