import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface LeadJson {
  id: string
  partner: { id: string; name: string } | null
  phases: number[]
  reason: string | null
  source: { file: string; line: number }
}
interface Leads {
  schema: string
  policy: { id: string; version: string }
  recall: LeadJson[]
  cannotTell: LeadJson[]
  next: (LeadJson & { recallFrom: string })[]
  leads: LeadJson[]
  drafts: { reply: string; file: string }[]
  undrafted: string[]
}

function withLeads(desk: Desk): Desk {
  return desk
    .put('desk/sfdc-accounts.csv', 'desk/sfdc-users.csv', 'leads/prospects.csv')
    .imports('sfdc-accounts.csv', 'sfdc-users.csv', 'prospects.csv')
}
const ids = (leads: readonly LeadJson[]): string[] => leads.map(({ id }) => id)

describe('phd leads recall', () => {
  it('lists what may be recalled by phase, what cannot be told apart, and what comes next, each with its line', () =>
    atDesk((desk) => {
      const { code } = withLeads(desk).phd('leads', 'recall')
      expect(code).toBe(4)
      const answer = desk.json<Leads>('leads', 'recall')
      expect(answer).toMatchObject({ schema: 'phd.leads/1', policy: { id: 'leads', version: '2023-07' } })
      expect(answer.recall.map(({ id, phases, source }) => [id, phases, source.line])).toEqual([
        ['P-1001', [1, 2], 2],
        ['P-1002', [2], 3],
        ['P-1003', [2], 4],
        ['P-1005', [3], 6],
      ])
      expect(answer.cannotTell.map(({ id, reason }) => [id, reason])).toEqual([
        ['P-1007', 'updated_since'],
        ['P-1012', 'no_created'],
        ['P-1013', 'share_status'],
      ])
      expect(answer.next.map(({ id, recallFrom }) => [id, recallFrom])).toEqual([
        ['P-1004', '2026-11-21'],
        ['P-1006', '2026-11-21'],
        ['P-1014', '2026-12-05'],
      ])
    }))

  it.each([
    ['1', ['P-1001'], 4],
    ['2', ['P-1001', 'P-1002', 'P-1003'], 4],
    ['3', ['P-1005'], 4],
  ])('of phase %s alone: %j', (phase, expected, code) =>
    atDesk((desk) => {
      const run = withLeads(desk).phd('leads', 'recall', '--phase', phase, '--json')
      expect(run.code).toBe(code)
      expect(ids((JSON.parse(run.stdout) as Leads).recall)).toEqual(expected)
    }),
  )

  it('of one partner, and the day after, with one more', () =>
    atDesk((desk) => {
      const args = ['leads', 'recall', '--partner', 'Lumen Labs 4 Ltd'] as const
      expect(withLeads(desk).phd(...args).code).toBe(0)
      expect(ids(desk.json<Leads>(...args).recall)).toEqual(['P-1003'])
      expect(ids(desk.json<Leads>(...args, '--now', '2026-11-21T09:00:00Z').recall)).toEqual(['P-1003', 'P-1004'])
    }))

  it('an old list cannot tell; none at all cannot either; an unknown phase is a usage error', () =>
    atDesk((desk) => {
      expect(desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv').phd('leads', 'recall')).toMatchObject({ code: 4 })
      expect(desk.phd('leads', 'recall').stdout).toContain('no list of shared leads was ever imported')
      expect(desk.phd('leads', 'recall', '--phase', '4').code).toBe(2)
      desk.put('leads/prospects.csv').imports('prospects.csv')
      const later = desk.json<Leads>('leads', 'recall', '--now', '2026-12-01T09:00:00Z')
      expect(later.recall).toEqual([])
      expect(later.cannotTell.map(({ reason }) => reason)).toContain('stale')
    }))

  it('a lead that the newest list lacks is out, and a rejected row puts its lead in doubt', () =>
    atDesk((desk) => {
      withLeads(desk)
      const lines = desk.read('prospects.csv').trimEnd().split('\n')
      desk.write(
        'prospects.csv',
        ...lines
          .filter((line) => !line.includes('P-1001'))
          .map((line) => line.replace('"11/4/2026","","11/4/2026"', '"soon","","11/4/2026"')),
      )
      desk.touch('prospects.csv', '2026-11-20T10:00:00Z')
      expect(desk.phd('import', 'prospects.csv').code).toBe(1)
      const { recall, cannotTell } = desk.json<Leads>('leads', 'recall', '--now', '2026-11-20T11:00:00Z')
      expect(ids(recall)).toEqual(['P-1002', 'P-1005'])
      expect(cannotTell.find(({ id }) => id === 'P-1003')?.reason).toBe('set_aside')
    }))

  it('says first that it cannot tell, where the list is missing or too old, and gives no number', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')
      for (const verb of ['recall', 'list']) {
        const none = desk.phd('leads', verb)
        expect(none.code).toBe(4)
        expect(none.stdout).toMatch(/^CANNOT TELL: no list of shared leads was ever imported\n/)
        expect(none.stdout).not.toMatch(/\b0 leads/)
      }
      desk.put('leads/prospects.csv').imports('prospects.csv')
      for (const verb of ['recall', 'list']) {
        const old = desk.phd('leads', verb, '--now', '2026-12-01T09:00:00Z')
        expect(old.code).toBe(4)
        expect(old.stdout).toContain('CANNOT TELL: the list of shared leads is too old to rely on\n')
        expect(old.stdout).not.toContain('may be recalled today')
        // A partner of whom the old list has nothing may have leads by now.
        expect(desk.phd('leads', verb, '--partner', 'Señal Labs SAS', '--now', '2026-12-01T09:00:00Z').code).toBe(4)
      }
    }))

  it('a rejected row may be a lead that no other row has: of its partner, or of anyone where it names none', () =>
    atDesk((desk) => {
      withLeads(desk).write(
        'more.csv',
        'Lead ID,Partner,Company,Share Status,Created',
        'P-3001,Lumen Labs 4 Ltd,Elbe Werft,Pending,soon',
        'P-3002,Lumen Labs 4 Ltd,Elbe Hafen,Pending,2026-11-19',
      )
      expect(desk.phd('import', '--merge', 'more.csv').code).toBe(1)
      const run = desk.phd('leads', 'recall', '--partner', 'Lumen Labs 4 Ltd')
      expect(run.code).toBe(4)
      expect(run.stdout).toContain('there may be more: 1 row of more.csv was rejected: correct and import it')
      expect(desk.json('leads', 'list')).toMatchObject({ rejectedRows: { rows: 1, file: 'more.csv' } })
      expect(desk.phd('leads', 'recall', '--partner', 'Señal Labs SAS').code).toBe(0)
    }))

  it('of phase 3 has what cannot be told too, in whatever case its words are', () =>
    atDesk((desk) => {
      withLeads(desk).write(
        'more.csv',
        'Lead ID,Partner,Share Status,Status,Created',
        'P-4001,Lumen Labs 4 Ltd,ACCEPTED,qualifying,2026-10-01',
      )
      desk.imports('--merge', 'more.csv')
      expect(ids(desk.json<Leads>('leads', 'recall', '--phase', '3').cannotTell)).toContain('P-4001')
      expect(ids(desk.json<Leads>('leads', 'recall', '--phase', '2').cannotTell)).not.toContain('P-4001')
    }))

  it('says in a dry run which mails it would write, and ends with 4 where not all can be', () =>
    atDesk((desk) => {
      const args = ['leads', 'recall', '--partner', 'Lumen Labs 4 Ltd', '--draft', 'drafts'] as const
      const run = withLeads(desk).phd(...args, '--dry-run')
      expect(run).toMatchObject({ code: 0, stderr: 'would write drafts/leads-recall-frank-mcgowan.eml\n' })
      expect(() => desk.read('drafts/leads-recall-frank-mcgowan.eml')).toThrow()
      desk.write('more.csv', 'Lead ID,Partner,Share Status,Created', 'P-5001,Delta Labs s.r.o.,Pending,2026-10-01')
      desk.imports('--merge', 'more.csv')
      expect(desk.phd('leads', 'recall', '--partner', 'Delta Labs s.r.o.', '--draft', 'drafts').code).toBe(4)
    }))

  it('drafts one mail to each channel manager, and tells which leads have none', () =>
    atDesk((desk) => {
      withLeads(desk)
      desk.write(
        'more.csv',
        'Lead ID,Partner,Company,Share Status,Created',
        'P-2001,Cobalt Labs 1 GmbH,Elbe Werft,Pending,2026-10-01',
        'P-2002,Delta Labs s.r.o.,Vltava Pivo,Pending,2026-10-01',
        'P-2003,Nobody Known Ltd,Some Company,Pending,2026-10-01',
      )
      desk.imports('--merge', 'more.csv')
      const { drafts, undrafted } = desk.json<Leads>('leads', 'recall', '--draft', 'drafts')
      expect(drafts.map(({ file }) => file.split('/').at(-1)).sort()).toEqual([
        'leads-recall-frank-mcgowan.eml',
        'leads-recall-sang-hoon-kim.eml',
        'leads-recall-tristan-ouin.eml',
      ])
      const mail = desk.read('drafts/leads-recall-tristan-ouin.eml').replaceAll('=\r\n', '')
      expect(mail).toContain('To: tristan.ouin@gitlab.example')
      expect(mail).toContain('Subject: 3 shared leads to recall')
      for (const lead of [
        'Prospect P-1001: Weber Maschinenbau',
        'Prospect P-1002: Hansa Logistik',
        'Prospect P-2001: Elbe Werft',
      ])
        expect(mail).toContain(lead)
      expect(undrafted.map((each) => each.split(':')[0]).sort()).toEqual(['P-2002', 'P-2003'])
    }))

  it('drafts no mail to a manager by Salesforce users that are too old', () =>
    atDesk((desk) => {
      desk
        .put('desk/sfdc-accounts.csv', 'desk/sfdc-users.csv', 'leads/prospects.csv')
        .imports('sfdc-accounts.csv', 'prospects.csv')
      expect(desk.phd('import', '--exported-at', '2026-11-01', 'sfdc-users.csv').code).toBe(0)
      const { drafts, undrafted } = desk.json<Leads>('leads', 'recall', '--draft', 'drafts')
      expect(drafts).toEqual([])
      expect(undrafted[0]).toContain('the Salesforce users are too old or in doubt')
    }))

  it('writes the days of the next leads to a calendar, and the same lead is the same event', () =>
    atDesk((desk) => {
      expect(withLeads(desk).phd('leads', 'recall', '--ics', 'recall.ics').stderr).toContain('wrote recall.ics (3 due dates)')
      const calendar = desk.read('recall.ics')
      expect(calendar).toContain('DTSTART;VALUE=DATE:20261121')
      expect(calendar).toContain('UID:lead-recall-P-1004@phd')
      expect(desk.phd('leads', 'list', '--ics', 'days.ics').stderr).toContain('wrote days.ics (7 due dates)')
      expect(desk.phd('leads', 'list', '--ics', 'days.ics').code).toBe(5)
    }))

  it('says where the list does not tell who owns the leads', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')
      desk.write('own.csv', 'Lead ID,Partner,Company,Share Status,Created', 'P-1,Cobalt Labs 1 GmbH,Elbe,Pending,2026-10-01')
      const run = desk.imports('own.csv').phd('leads', 'recall')
      expect(run.code).toBe(0)
      expect(run.stdout).toContain('recall only those that GitLab owns')
    }))
})

describe('phd leads list', () => {
  it('has late ones first, then by the next day; closed ones if asked', () =>
    atDesk((desk) => {
      const { leads } = withLeads(desk).json<Leads>('leads', 'list')
      expect(ids(leads)).toEqual([
        ...['P-1001', 'P-1002', 'P-1003', 'P-1004', 'P-1005', 'P-1006', 'P-1014'],
        ...['P-1007', 'P-1012', 'P-1013'],
      ])
      expect(desk.json<Leads>('leads', 'list', '--closed').leads).toHaveLength(15)
      expect(desk.phd('leads', 'list').stdout).toContain('reply 2026-11-20')
      expect(desk.phd('leads', 'list', '--format', 'csv').stdout.split('\n')[1]).toContain('P-1001')
    }))

  it('a name in the list never reaches the terminal or a spreadsheet as it is', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')
      desk.write(
        'odd.csv',
        'Lead ID,Partner,Company,Share Status,Created',
        'P-1,Cobalt Labs 1 GmbH,=1+1\u001b[31m,Pending,2026-10-01',
      )
      desk.imports('odd.csv')
      expect(desk.phd('leads', 'recall').stdout).not.toContain('\u001b[31m')
      expect(desk.phd('leads', 'recall', '--format', 'csv').stdout).toContain("'=1+1")
    }))
})
