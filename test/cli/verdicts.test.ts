import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Verdict {
  decision: string
  checks: { id: string; outcome: string; actual: string | null; reason: string | null; detail: string | null }[]
  notes: { code: string; message: string }[]
}

const DASHBOARD = ['Partner,Region,Track,Open Reqs Met?', 'Kiesel GmbH,DE,Open,Yes']
const HEADINGS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner,Signed Contract Date'

/** A desk with one partner, whose account has these cells. */
function kiesel(desk: Desk, cells: { status?: string; track?: string; date?: string } = {}): Desk {
  const { status = 'Authorized', track = 'Open', date = '2023-04-30' } = cells
  desk.write('accounts.csv', HEADINGS, `0014M000AAAAAAM,Kiesel GmbH,Partner,${status},${track},Ida Berg,${date}`)
  desk.write('dashboard.csv', ...DASHBOARD)
  desk.phd('import', 'accounts.csv', 'dashboard.csv')
  return desk
}

function checkOf(desk: Desk, id: string, ...args: string[]) {
  const { checks, decision } = desk.json<Verdict>(...args)
  return { decision, ...checks.find((check) => check.id === id) }
}
const LOA = ['loa', 'check', 'Kiesel GmbH']

describe('a cell of the account that is damaged', () => {
  it('is imported without the invisible characters around a good word', () =>
    atDesk((desk) => {
      desk.put('field/accounts-status-invisible.csv')
      desk.write('dashboard.csv', ...DASHBOARD)
      desk.phd('import', 'dashboard.csv', 'accounts-status-invisible.csv')
      expect(checkOf(desk, 'partner_authorized', ...LOA)).toMatchObject({
        decision: 'eligible',
        outcome: 'pass',
        actual: 'Authorized',
      })
    }))
  it.each(['#N/A', 'null', '#REF!', '#NAME?', 'undefined', 'NaN', '(blank)', 'Auth\u200borized'])(
    'is unknown, never a no: %j',
    (status) =>
      atDesk((desk) => {
        expect(checkOf(kiesel(desk, { status }), 'partner_authorized', ...LOA)).toMatchObject({
          decision: 'needs_review',
          outcome: 'unknown',
          reason: 'unreadable',
        })
        expect(desk.phd(...LOA).stdout).toContain('the cell is damaged')
      }),
  )
  it('is told of where it is the type, for nobody can tell a partner by it', () =>
    atDesk((desk) => {
      kiesel(desk)
      desk.write('accounts.csv', HEADINGS, '0014M000AAAAAAM,Kiesel GmbH,#N/A,Authorized,Open,Ida Berg,2023-04-30')
      desk.phd('import', 'accounts.csv')
      const { code, stderr } = desk.phd(...LOA)
      expect([code, stderr]).toEqual([3, expect.stringContaining('its type is damaged ("#N/A")')])
    }))
  it('is unknown as a track too', () =>
    atDesk((desk) => {
      const found = checkOf(kiesel(desk, { track: '#N/A' }), 'track_open_or_select', 'nfr', 'check', 'Kiesel GmbH')
      expect(found).toMatchObject({ outcome: 'unknown', reason: 'unreadable' })
    }))
})

describe('a contract that no export shows', () => {
  const note = (desk: Desk, ...rest: string[]) =>
    desk.phd('partner', 'note-contract', 'Kiesel GmbH', '--date', '2023-04-30', '--where', 'Google Docs', ...rest)

  it('is unknown until a person notes it, and is evidence from then on, until the note is withdrawn', () =>
    atDesk((desk) => {
      kiesel(desk, { date: '' })
      expect(checkOf(desk, 'agreement', ...LOA)).toMatchObject({ decision: 'needs_review', reason: 'missing' })
      expect(note(desk, '--dry-run').code).toBe(0)
      expect(checkOf(desk, 'agreement', ...LOA).decision).toBe('needs_review')

      expect(note(desk).stdout).toContain('Kiesel GmbH has a contract of 2023-04-30 (Google Docs), seen by tester')
      const found = checkOf(desk, 'agreement', ...LOA)
      expect(found).toMatchObject({ decision: 'eligible', outcome: 'pass', actual: '2023-04-30' })
      expect(found.detail).toMatch(/^Google Docs; noted by tester on 2026-11-20, audit entry \d+$/)
      expect(checkOf(desk, 'agreement', 'nfr', 'check', 'Kiesel GmbH').outcome).toBe('pass')
      expect(desk.phd('partner', 'show', 'Kiesel GmbH').stdout).toContain('Contract: 2023-04-30 (Google Docs), noted by tester')
      expect(desk.phd('audit', 'list').stdout).toContain('contract of 2023-04-30: Google Docs')
      expect(note(desk).code).toBe(5)

      const withdraw = ['partner', 'withdraw-contract', 'Kiesel GmbH', '--reason', 'of another company']
      expect(desk.phd(...withdraw).code).toBe(0)
      expect(checkOf(desk, 'agreement', ...LOA)).toMatchObject({ decision: 'needs_review', reason: 'missing' })
      expect(desk.phd(...withdraw).code).toBe(5)
      expect(desk.phd('audit', 'list').stdout).toContain('of another company')
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))

  it('was not known before it was noted', () =>
    atDesk((desk) => {
      kiesel(desk, { date: '' })
      note(desk, '--now', '2026-11-22T09:00:00Z')
      const now = ['--now', '2026-11-23T09:00:00Z']
      expect(checkOf(desk, 'agreement', ...LOA, ...now).outcome).toBe('pass')
      expect(checkOf(desk, 'agreement', ...LOA, ...now, '--as-of', '2026-11-21').outcome).toBe('unknown')
    }))

  it.each([
    ['without its date', ['--where', 'Google Docs']],
    ['without its place', ['--date', '2023-04-30']],
    ['of a day that has not come', ['--date', '2027-01-01', '--where', 'Google Docs']],
    ['of a day that may be two', ['--date', '03/04/2023', '--where', 'Google Docs']],
  ])('is not noted %s', (_, options) =>
    atDesk((desk) => {
      expect(kiesel(desk).phd('partner', 'note-contract', 'Kiesel GmbH', ...options).code).toBe(2)
    }),
  )

  it.each([
    ['1024-02-03', 'is before 1900, probably a typo'],
    ['29.2.1024', 'is before 1900, probably a typo'],
    ['2023-02-30', 'is not a day'],
    ['1024-02-30', 'is not a day'],
    ['spring', 'is not a day'],
    ['03/04/2023', 'could be two days'],
  ])('is not noted of %s, which %s', (date, why) =>
    atDesk((desk) => {
      const { code, stderr } = kiesel(desk).phd('partner', 'note-contract', 'Kiesel GmbH', '--date', date, '--where', 'Docs')
      expect([code, stderr]).toEqual([2, expect.stringContaining(`--date ${date} ${why}`)])
    }),
  )

  it('is asked for in each answer over all partners', () =>
    atDesk((desk) => {
      kiesel(desk, { date: '' })
      note(desk)
      expect(desk.json<{ verdicts: Verdict[] }>('loa', 'check', '--all').verdicts[0]?.decision).toBe('eligible')
    }))
})

describe('people whose account is not activated', () => {
  const HEAD =
    'Account Name,User: Full Name,User: Email,User: Account Activated,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
  const person = (name: string, activated: string, verified: string) =>
    `Kiesel GmbH,${name},${name}@kiesel.example,${activated},${verified},False,True,False,False`
  it.each([
    ['alone are unknown', ['False'], 'needs_review', 'inactive', '0 active, 1 inactive'],
    ['are told beside one who is active', ['True', 'False', 'False'], 'eligible', null, '1 active, 2 inactive'],
    ['are unknown where the cell is blank', [''], 'needs_review', 'inactive', '0 active, 1 inactive'],
    ['are not there', ['True'], 'eligible', null, '1'],
  ])('%s', (_, activated, decision, reason, actual) =>
    atDesk((desk) => {
      kiesel(desk)
      desk.write('users.csv', HEAD, ...activated.map((each, i) => person(`p${i}`, each, 'True')))
      desk.phd('import', 'users.csv')
      const found = checkOf(desk, 'technical_certification', 'nfr', 'check', 'Kiesel GmbH')
      expect(found).toMatchObject({ decision, reason, actual })
      const all = desk.json<{ verdicts: Verdict[] }>('nfr', 'check', '--all').verdicts[0]
      expect(all?.checks.find(({ id }) => id === 'technical_certification')).toMatchObject({ reason, actual })
    }),
  )
  it('are told in the counts of a letter', () =>
    atDesk((desk) => {
      kiesel(desk)
      desk.write('users.csv', HEAD, person('ann', 'True', 'True'), person('bob', 'True', 'False'), person('cy', 'False', 'True'))
      desk.phd('import', 'users.csv')
      expect(desk.phd(...LOA).stdout).toContain(
        '2 with the sales training (2 needed; 1 more with an inactive account), 1 with the solution architect training (1 needed; 1 more with an inactive account)',
      )
    }))
})

describe('the first line of a verdict', () => {
  const first = (desk: Desk, ...args: string[]): string => desk.phd(...args).stdout.split('\n')[1] ?? ''
  const HEAD =
    'Account Name,User: Full Name,User: Email,User: Account Activated,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'

  it('says that the portal users disagree, and the JSON names it', () =>
    atDesk((desk) => {
      kiesel(desk)
      desk.write('users.csv', HEAD, 'Kiesel GmbH,ann,ann@kiesel.example,True,True,False,False,False,False')
      desk.phd('import', 'users.csv')
      expect(first(desk, ...LOA)).toBe('YES, but the portal users disagree: eligible for a letter of authorization')
      expect(desk.json<{ decision: string; contradictions: string[] }>(...LOA)).toMatchObject({
        decision: 'eligible',
        contradictions: ['counts_disagree'],
      })
      expect(desk.phd('loa', 'check', '--all').stdout).toMatch(/yes, but … +portal users disagree/)
    }))
  it('is a plain yes where nothing contradicts it', () =>
    atDesk((desk) => {
      expect(first(kiesel(desk), ...LOA)).toBe('YES: eligible for a letter of authorization')
      expect(desk.json<{ contradictions: string[] }>(...LOA).contradictions).toEqual([])
    }))

  const licenses = (desk: Desk, ...rows: string[]) => {
    kiesel(desk)
    desk.write('users.csv', HEAD, 'Kiesel GmbH,ann,ann@kiesel.example,True,True,True,True,False,False')
    desk.write('more.csv', HEAD, 'Kiesel GmbH,bob,bob@kiesel.example,True,False,True,True,False,False')
    desk.write('licences.csv', 'Account Name,License Type,Users,Start Date,Expiration Date', ...rows)
    desk.phd('import', 'users.csv', 'more.csv', 'licences.csv')
    return desk
  }
  const NFR = ['nfr', 'check', 'Kiesel GmbH']
  it('says the room there is, where no type and users were named', () =>
    atDesk((desk) => {
      licenses(desk, 'Kiesel GmbH,SaaS,4,2026-03-01,2027-03-01')
      expect(first(desk, ...NFR)).toBe(
        'ELIGIBLE: add --type and --users to check the limit (room: SaaS 6 of 10, Self-Managed 10 of 10)',
      )
      expect(desk.json(...NFR)).toMatchObject({ decision: 'eligible', limitChecked: false })
      expect(desk.phd('nfr', 'check', '--all').stdout).toMatch(/eligible +room: SaaS 6 of 10/)
      const asked = [...NFR, '--type', 'saas', '--users', '6']
      expect(first(desk, ...asked)).toBe('YES: eligible for a not-for-resale license')
      expect(desk.json(...asked)).toMatchObject({ limitChecked: true })
    }))
  it('says that there is no room', () =>
    atDesk((desk) => {
      licenses(desk, 'Kiesel GmbH,SaaS,10,2026-03-01,2027-03-01', 'Kiesel GmbH,Self-Managed,10,2026-03-01,2027-03-01')
      expect(first(desk, ...NFR)).toContain('ELIGIBLE, BUT NO ROOM: no license type has room for a user')
      expect(desk.json(...NFR)).toMatchObject({ decision: 'eligible' })
    }))
})

describe('who may approve', () => {
  const why = (name: string) => ['--override', '--reason', 'shown by mail', '--approved-by', name]
  const staff = (desk: Desk, manager: string) =>
    desk.write(
      'staff.csv',
      '"User ID","Full Name","Email","Active","Manager"',
      `"0054M000AAAAAAE","Ida Berg","ida@gitlab.example","1","${manager}"`,
    )

  it('a letter with Open requirements No: only the Sr. Director of Programs', () =>
    atDesk((desk) => {
      kiesel(staff(desk, 'Dana Director'))
      desk.write('dashboard.csv', 'Partner,Region,Track,Open Reqs Met?', 'Kiesel GmbH,DE,Open,No')
      desk.phd('import', 'dashboard.csv', 'staff.csv')
      const approve = ['loa', 'approve', 'Kiesel GmbH']
      const refused = desk.phd(...approve, ...why('Dana Director'))
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('Ed Cepulis (Sr. Director of Programs)')])
      expect(desk.phd(...approve).stdout).toContain('--override --reason "why" --approved-by "Ed Cepulis"')
      expect(desk.phd(...approve, ...why('ed  cepulis')).code).toBe(0)
    }))
  it('a letter whose Open requirements cannot be told is his alone too', () =>
    atDesk((desk) => {
      kiesel(staff(desk, 'Dana Director'))
      desk.write('dashboard.csv', 'Partner,Region,Track,Open Reqs Met?', 'Kiesel GmbH,DE,Open,#N/A')
      desk.phd('import', 'dashboard.csv', 'staff.csv')
      const approve = ['loa', 'approve', 'Kiesel GmbH']
      expect(desk.phd(...approve).code).toBe(4)
      for (const name of ['Nobody Special', 'Dana Director']) expect(desk.phd(...approve, ...why(name)).code, name).toBe(2)
      expect(desk.phd(...approve, ...why('Ed Cepulis')).code).toBe(0)
    }))
  it('an agreement that cannot be told is the manager’s too, by the users export', () =>
    atDesk((desk) => {
      kiesel(staff(desk, 'Dana Director'), { date: '' })
      desk.phd('import', 'staff.csv')
      const approve = ['loa', 'approve', 'Kiesel GmbH']
      expect(desk.phd(...approve, ...why('Bo Chen')).code).toBe(2)
      expect(desk.phd(...approve, ...why('Ida Berg')).code).toBe(2)
      const approved = desk.phd(...approve, ...why('Dana Director'))
      expect([approved.code, approved.stdout]).toEqual([0, expect.not.stringContaining('not checked')])
    }))
  it.each([
    ['where the export has no manager', ''],
    ['where the channel manager is their own manager', 'Ida Berg'],
  ])('is taken by name, with a warning, %s', (_, manager) =>
    atDesk((desk) => {
      kiesel(staff(desk, manager), { date: '' })
      desk.phd('import', 'staff.csv')
      const approve = ['loa', 'approve', 'Kiesel GmbH']
      for (const name of [
        'Ida Berg',
        'Berg, Ida',
        'I. Berg',
        'Ida M. Berg',
        'nobody',
        'the channel manager',
        'Sr. Director of Programs',
      ])
        expect(desk.phd(...approve, ...why(name)).code, name).toBe(2)
      const approved = desk.phd(...approve, ...why('Bo Chen'))
      expect([approved.code, approved.stdout]).toEqual([
        0,
        expect.stringContaining('not checked: whether Bo Chen is the channel manager'),
      ])
    }),
  )
})

describe('the next step of a verdict', () => {
  const next = (desk: Desk): string => /phd loa deny .*/.exec(desk.phd(...LOA).stdout)?.[0] ?? ''
  it('works as printed: a denial without a request names who asked', () =>
    atDesk((desk) => {
      kiesel(desk, { status: 'Former' })
      desk.write('staff.csv', '"User ID","Full Name","Email","Active"', '"0054M000AAAAAAE","Ida Berg","ida@gitlab.example","1"')
      desk.phd('import', 'staff.csv')
      const command = next(desk)
      expect(command).toBe('phd loa deny "Kiesel GmbH" --requester "<who asked>" --email <their address> --draft drafts')
      const words = ['loa', 'deny', 'Kiesel GmbH', '--requester', 'Ann', '--email', 'ann@kiesel.example', '--draft', 'drafts']
      expect(desk.phd(...words).code).toBe(0)
    }))
  it('names no one where the request is on record', () =>
    atDesk((desk) => {
      kiesel(desk, { status: 'Former' })
      desk.phd('loa', 'request', '--partner', 'Kiesel GmbH', '--requester', 'Ann', '--email', 'ann@kiesel.example')
      expect(next(desk)).toBe('phd loa deny "Kiesel GmbH" --draft drafts')
    }))
  it('says that an import was undone where that is why a decision is refused', () =>
    atDesk((desk) => {
      kiesel(desk)
      expect(desk.phd('loa', 'approve', 'Kiesel GmbH', '--dry-run').code).toBe(0)
      desk.phd('imports', 'undo', '2', '--yes')
      const refused = desk.json<{ reason: { code: string; message: string } }>('loa', 'approve', 'Kiesel GmbH')
      expect(refused.reason).toMatchObject({
        code: 'cannot_tell',
        message: expect.stringContaining('import 2 (certification dashboard, dashboard.csv) was undone on 2026-11-20 by tester'),
      })
      desk.phd('import', 'dashboard.csv')
      expect(desk.phd('loa', 'approve', 'Kiesel GmbH', '--dry-run').stdout).not.toContain('was undone')
    }))
})
