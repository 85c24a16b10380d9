import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const ACCOUNTS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner'
const DASHBOARD = 'Partner,Open Reqs Met?'
const ACME = '0014M000AAAAAAM'
const OTHER = '0014M000AAAAACk,Other AG,Partner,Authorized,Open,Ana'

/** A desk that has imported one partner that is eligible for a letter. */
function withAcme(desk: Desk): Desk {
  desk.write('accounts.csv', ACCOUNTS, `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`)
  desk.write('dashboard.csv', DASHBOARD, 'Acme GmbH,Yes')
  expect(desk.phd('import', 'accounts.csv', 'dashboard.csv').code).toBe(0)
  expect(desk.phd('loa', 'check', 'Acme GmbH').code).toBe(0)
  return desk
}

function check(desk: Desk) {
  return JSON.parse(desk.phd('loa', 'check', ACME, '--json').stdout)
}

describe('a rejected row', () => {
  it('leaves what an older file said in doubt, until it is corrected', () =>
    atDesk((desk) => {
      withAcme(desk).write(
        'newer.csv',
        `${ACCOUNTS},Click-Through Agreement`,
        `${ACME},Acme GmbH,Partner,Former,Open,Ana,perhaps`,
        '0014M000AAAAACk,Other AG,Partner,Authorized,Open,Ana,1',
      )
      expect(desk.phd('import', 'newer.csv').code).toBe(1)
      const doubted = check(desk)
      expect(doubted.decision).toBe('needs_review')
      expect(doubted.checks[0]).toMatchObject({ outcome: 'unknown', reason: 'set_aside', detail: 'newer.csv, line 2' })
      expect(desk.phd('loa', 'check', '--all').stdout).toMatch(/Acme GmbH .*CANNOT TELL/)

      desk.write('newer.rejects.csv', ...desk.read('newer.rejects.csv').trimEnd().replace('perhaps', 'No').split('\r\n'))
      expect(desk.phd('import', 'newer.rejects.csv').code).toBe(0)
      expect(check(desk)).toMatchObject({ decision: 'not_eligible', checks: [{ actual: 'Former' }, {}] })
    }))

  it('takes with it a row of the same file that says something else of the same partner', () =>
    atDesk((desk) => {
      desk.write(
        'accounts.csv',
        `${ACCOUNTS},Click-Through Agreement`,
        `${ACME},Acme GmbH,Partner,Authorized,Open,Ana,1`,
        `${ACME},Acme GmbH,Partner,Former,Open,Ana,perhaps`,
        '0014M000AAAAACk,Other AG,Partner,Authorized,Open,Ana,1',
      )
      const [{ rows, problems }] = JSON.parse(desk.phd('import', '--json', 'accounts.csv').stdout).imports
      expect(rows).toMatchObject({ read: 3, added: 1, rejected: 2 })
      expect(problems.map(({ line, code }: { line: number; code: string }) => [line, code])).toEqual([
        [2, 'contradicting_duplicate'],
        [3, 'bad_boolean'],
      ])
      expect(desk.phd('loa', 'check', ACME).code).toBe(3)
    }))

  const REGIONS = 'Partner,Region,SA Core,Open Reqs Met?'
  it.each([
    ['of a region that was never stored', ['dashboard.csv', REGIONS, 'Acme GmbH,EMEA,1,Yes', 'Acme GmbH,APAC,n/a,No']],
    ['in another spelling of the partner', ['dashboard.csv', REGIONS, 'Acme GmbH,EMEA,1,Yes', '"ACME, GmbH.",APAC,n/a,No']],
    [
      'of an account whose id lost its capitals',
      ['accounts.csv', ACCOUNTS, '0014m000aaaaaamqy5,Acme GmbH,Partner,Former,Open,Ana', OTHER],
    ],
    ['of an account with a cell too many', ['accounts.csv', ACCOUNTS, `${ACME},Acme GmbH,Partner,Former,Open,Ana,x`, OTHER]],
    [
      'of an account whose id is one letter short',
      ['accounts.csv', ACCOUNTS, '0014M000AAAAAA,Acme GmbH,Partner,Former,Open,Ana', OTHER],
    ],
    [
      'of an account shifted by a comma',
      [
        'accounts.csv',
        `Account Name,${ACCOUNTS.replace(',Account Name', '')}`,
        `Acme, GmbH,${ACME},Partner,Former,Open,Ana`,
        `Other,${OTHER.replace(',Other AG', '')}`,
      ],
    ],
    ['of an account with too few cells', ['accounts.csv', ACCOUNTS, `${ACME},Acme GmbH,Partner,Former`, OTHER]],
  ])('%s makes the verdict unknown', (_, [file = '', ...lines]) =>
    atDesk((desk) => {
      withAcme(desk).write(file, ...lines)
      expect(desk.phd('import', file).code).toBe(1)
      expect(check(desk)).toMatchObject({ decision: 'needs_review' })
      expect(check(desk).checks.map(({ reason }: { reason: string }) => reason)).toContain('set_aside')
    }),
  )

  it('and matches several partners makes the verdict on each unknown', () =>
    atDesk((desk) => {
      const both = `Account ID,${REGIONS}`
      withAcme(desk).write(
        'accounts.csv',
        ACCOUNTS,
        `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`,
        '0014M000AAAAACk,Acme GmbH,Partner,Authorized,Open,Ana',
      )
      desk.write('good.csv', both, `${ACME},Acme GmbH,EMEA,1,Yes`, '0014M000AAAAACk,Acme GmbH,EMEA,1,Yes')
      desk.write('bad.csv', both, '0014M000AAAAAAMQAX,Acme GmbH,EMEA,1,No', '0014M000AAAAACk,Acme GmbH,EMEA,1,Yes')
      desk.phd('import', 'accounts.csv', 'good.csv')
      expect(desk.phd('loa', 'check', ACME).code).toBe(0)
      expect(desk.phd('import', 'bad.csv').code).toBe(1)
      expect(desk.phd('loa', 'check', ACME).code).toBe(4)
      expect(desk.phd('loa', 'check', '--all').stdout).toContain('0 yes, 0 no, 2 cannot tell')
    }))

  it('keeps its cells as they were, however often it is rejected', () =>
    atDesk((desk) => {
      desk.write(
        'accounts.csv',
        `${ACCOUNTS},=note`,
        `${ACME},Acme GmbH,Partner,Authorized,Open,Ana,`,
        "x,'@Beta,Partner,Former,Open,Ana,=1",
        'y,=Gamma,Partner,Former,Open,Ana,+1=1',
      )
      const correct = (from: string, to: string, name: string, id: string) =>
        desk.write(to, ...desk.read(from).trimEnd().replace(`\n${name}`, `\n${id}`).split('\r\n'))
      desk.phd('import', 'accounts.csv')
      correct('accounts.rejects.csv', 'first.csv', 'x,', '0014M000AAAAACk,')
      desk.phd('import', 'first.csv')
      correct('first.rejects.csv', 'second.csv', 'y,', '0014M000AAAAAEp,')
      expect(desk.phd('import', 'second.csv').code).toBe(0)
      const show = (id: string) => JSON.parse(desk.phd('partner', 'show', id, '--json').stdout)
      expect([show('0014M000AAAAACk').name, show('0014M000AAAAAEp').name]).toEqual(["'@Beta", '=Gamma'])
      expect(show('0014M000AAAAAEp').extra).toEqual([{ heading: '=note', value: '+1=1' }])
    }))

  it('no longer casts doubt once a later file has the partner', () =>
    atDesk((desk) => {
      withAcme(desk).write('dashboard.csv', REGIONS, 'Acme GmbH,EMEA,1,Yes', 'Acme GmbH,APAC,n/a,Yes')
      desk.phd('import', 'dashboard.csv')
      expect(desk.phd('loa', 'check', ACME).code).toBe(4)
      desk.write('dashboard.csv', REGIONS, 'Acme GmbH,EMEA,1,Yes', 'Acme GmbH,APAC,2,Yes')
      expect(desk.phd('import', 'dashboard.csv').code).toBe(0)
      expect(desk.phd('loa', 'check', ACME).code).toBe(0)
    }))

  const COMMA = `${ACME},"Acme, GmbH",Partner,Authorized,Open,Ana`
  it.each<[string, string[], string[], string[]]>([
    [
      'a comma without quotes',
      ['accounts.csv', ACCOUNTS, COMMA, OTHER],
      [REGIONS, 'Acme, GmbH,EMEA,1,Yes', 'Other AG,EMEA,1,Yes'],
      ['Acme, GmbH,EMEA,1,Yes', '"Acme, GmbH",EMEA,1,Yes'],
    ],
    [
      'a broken id',
      ['accounts.csv', ACCOUNTS, COMMA, OTHER],
      [`Account ID,${REGIONS}`, '0014M000AAAA,"Acme, GmbH",EMEA,1,Yes', ',Other AG,EMEA,1,Yes'],
      ['0014M000AAAA', ACME],
    ],
  ])('no longer casts doubt once it is corrected: %s', (_, [accounts = '', ...partners], rows, [from = '', to = '']) =>
    atDesk((desk) => {
      desk.write(accounts, ...partners).write('dashboard.csv', ...rows)
      expect(desk.phd('import', accounts, 'dashboard.csv').code).toBe(1)
      expect(desk.phd('loa', 'check', ACME).code).toBe(4)
      const [headings = '', ...others] = rows
      desk.write('fixed.csv', headings, ...others.map((row) => row.replace(from, to)))
      expect(desk.phd('import', 'fixed.csv').code).toBe(0)
      expect(desk.phd('loa', 'check', ACME).code).toBe(0)
    }),
  )

  it('of a customer of the same name casts no doubt on the partner', () =>
    atDesk((desk) => {
      withAcme(desk).write('more.csv', ACCOUNTS, '0014M000CCCC,Acme GmbH,Customer,,,Ana', OTHER)
      expect(desk.phd('import', 'more.csv').code).toBe(1)
      expect(desk.phd('loa', 'check', ACME).code).toBe(0)
    }))

  it('stands in the rejects file, however many there are, and nothing else is left beside it', () =>
    atDesk((desk) => {
      const bad = Array.from({ length: 2500 }, (_, i) => `not an id ${i},Acme ${i},Partner,Authorized,Open,Ana`)
      desk.write('accounts.csv', ACCOUNTS, ...bad, `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`)
      const { stdout, code } = desk.phd('import', 'accounts.csv')
      expect(code).toBe(1)
      expect(stdout).toContain('and 2,495 more rejected rows (the first 5 of 2,500 are shown)')
      const lines = desk.read('accounts.rejects.csv').trimEnd().split('\r\n')
      expect(lines).toHaveLength(2501)
      expect(lines[0]).toBe(`\ufeff${ACCOUNTS},line,column,reason`)
      expect(lines[2500]).toContain('not an id 2499,Acme 2499,Partner,Authorized,Open,Ana,2501,Account ID,')
      expect(readdirSync(desk.folder).sort()).toEqual(['accounts.csv', 'accounts.rejects.csv', 'data'])
      desk.phd('import', 'accounts.csv')
      expect(readdirSync(desk.folder).sort()).toEqual(['accounts.csv', 'accounts.rejects.csv', 'data'])
    }))

  it('leaves no rejects file when the whole file is refused', () =>
    atDesk((desk) => {
      desk.write('accounts.csv', ACCOUNTS, 'x,Acme GmbH,Partner,Authorized,Open,Ana', `${ACME},Acme GmbH,"Partner`)
      expect(desk.phd('import', 'accounts.csv').code).toBe(5)
      desk.write('accounts.csv', ACCOUNTS, 'x,Acme GmbH,Partner,Authorized,Open,Ana')
      expect(desk.phd('import', 'accounts.csv').stdout).toContain('no row of accounts.csv can be used')
      expect(readdirSync(desk.folder).filter((file) => file !== 'data')).toEqual(['accounts.csv'])
    }))
})

describe('a column', () => {
  it('that a newer file lacks says nothing, so what is known stays, and the import says so', () =>
    atDesk((desk) => {
      desk.write('accounts.csv', `${ACCOUNTS},Restricted Account`, `${ACME},Acme GmbH,Partner,Authorized,Open,Ana,Embargoed`)
      desk.write('fewer.csv', ACCOUNTS, `${ACME},Acme GmbH,Partner,Authorized,Select,Ana`)
      desk.phd('import', 'accounts.csv')
      const { stdout } = desk.phd('import', 'fewer.csv')
      expect(stdout).toContain('the file lacks columns that earlier ones had; their values are kept: "Restricted Account"')
      expect(check(desk).notes[0]).toMatchObject({ code: 'restricted_party' })
      expect(desk.phd('partner', 'show', ACME).stdout).toMatch(/Restricted Account +Embargoed/)
    }))

  it('of another object is not the partner’s own', () =>
    atDesk((desk) => {
      const headings = ACCOUNTS.replace('Partner Status', 'Parent Account: Partner Status')
      desk.write('accounts.csv', headings, `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`)
      const { stdout, code } = desk.phd('import', 'accounts.csv')
      expect([code, stdout]).toEqual([5, expect.stringContaining('lacks the column "Partner Status"')])
      desk.write(
        'accounts.csv',
        `${ACCOUNTS},Parent Account: Partner Status`,
        `${ACME},Acme GmbH,Partner,Former,Open,Ana,Authorized`,
      )
      desk.phd('import', 'accounts.csv')
      expect(check(desk).checks[0]).toMatchObject({ actual: 'Former', outcome: 'fail' })
    }))
})

describe('an account', () => {
  it.each([
    ['Customer', 'an account of type Customer'],
    ['', 'an account without a type'],
  ])('of type "%s" is not a partner', (type, words) =>
    atDesk((desk) => {
      desk.write('accounts.csv', ACCOUNTS, `${ACME},Acme GmbH,${type},Authorized,Open,Ana`)
      desk.phd('import', 'accounts.csv')
      const { code, stderr } = desk.phd('loa', 'check', 'Acme GmbH')
      expect([code, stderr]).toEqual([3, expect.stringContaining(words)])
    }),
  )

  it('of a restricted party is warned of loudly, whatever the verdict', () =>
    atDesk((desk) => {
      withAcme(desk).write(
        'restricted.csv',
        `${ACCOUNTS},Restricted Party`,
        `${ACME},Acme GmbH,Partner,Authorized,Open,Ana,Under review`,
      )
      desk.phd('import', 'restricted.csv')
      const { stdout, code } = desk.phd('loa', 'check', ACME)
      expect(code).toBe(0)
      expect(stdout).toContain('! RESTRICTED PARTY: Salesforce marks the account "Under review"')
      expect(stdout).toMatch(/Next\n {2}1\. do not approve yet: ask Legal/)
      expect(desk.phd('loa', 'check', '--all').stdout).toMatch(/yes, but … +RESTRICTED PARTY/)
      expect(desk.phd('loa', 'check', '--all', '--format', 'csv').stdout).toContain('eligible,,,,restricted_party')
    }))

  it('whose type was blank stays no partner in a file without the column, where unknown ones are taken for partners', () =>
    atDesk((desk) => {
      desk.write('accounts.csv', ACCOUNTS, `${ACME},Acme GmbH,,Authorized,Open,Ana`)
      desk.write(
        'fewer.csv',
        ACCOUNTS.replace('Type,', ''),
        `${ACME},Acme GmbH,Authorized,Open,Ana`,
        '0014M000AAAAACk,Other AG,Authorized,Open,Ana',
      )
      desk.phd('import', 'accounts.csv')
      expect(desk.phd('import', 'fewer.csv').stdout).toContain('so new accounts count as partners')
      expect(desk.phd('loa', 'check', ACME).stderr).toContain('an account without a type')
      expect(desk.phd('partner', 'show', 'Other AG').code).toBe(0)
    }))

  it('that is not a partner keeps its name from being mistaken for a partner of another legal form', () =>
    atDesk((desk) => {
      desk.write(
        'accounts.csv',
        ACCOUNTS,
        `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`,
        '0014M000AAAAACk,Acme Inc,Customer,Authorized,Open,Ana',
      )
      desk.write('dashboard.csv', DASHBOARD, 'Acme Inc,Yes')
      desk.phd('import', 'accounts.csv', 'dashboard.csv')
      expect(desk.phd('loa', 'check', 'Acme Inc').code).toBe(3)
      expect(check(desk).checks[1]).toMatchObject({ outcome: 'unknown', reason: 'missing' })
    }))
})

describe('rows of the dashboard', () => {
  it('replace the partner’s row of the region, be it under another spelling or an id now', () =>
    atDesk((desk) => {
      withAcme(desk).write('first.csv', 'Partner,Region,Open Reqs Met?', 'Acme,EMEA,No')
      desk.write('second.csv', 'Account ID,Partner,Region,Open Reqs Met?', `${ACME},ACME,emea,Yes`)
      desk.write('accounts.csv', ACCOUNTS, `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`)
      desk.write('blank.csv', DASHBOARD, 'Acme GmbH,No')
      desk.phd('import', 'first.csv')
      expect(desk.phd('loa', 'check', ACME).code).toBe(4)
      desk.phd('import', 'blank.csv')
      expect(desk.phd('loa', 'check', ACME).code).toBe(1)
      desk.phd('import', 'second.csv', 'dashboard.csv')
      expect(desk.phd('loa', 'check', ACME).code).toBe(0)
    }))

  it.each([
    ['a broken id', `Account ID,${DASHBOARD}`, '0014M000AAAA,Acme Trading,No'],
    ['no id anymore', DASHBOARD, 'Acme Trading,No'],
  ])('of a name that the partner had before speak against it with %s', (_, headings, row) =>
    atDesk((desk) => {
      desk.write('before.csv', ACCOUNTS, `${ACME},Acme Trading,Partner,Authorized,Open,Ana`, OTHER)
      desk.write('accounts.csv', ACCOUNTS, `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`, OTHER)
      desk.write('ids.csv', `Account ID,${DASHBOARD}`, `${ACME},Acme Trading,Yes`)
      desk.write('newer.csv', headings, row, headings === DASHBOARD ? 'Other AG,Yes' : ',Other AG,Yes')
      desk.phd('import', 'before.csv', 'accounts.csv', 'ids.csv')
      expect(desk.phd('loa', 'check', ACME).code).toBe(0)
      desk.phd('import', 'newer.csv')
      expect(desk.phd('loa', 'check', ACME).code).toBe(4)
      expect(desk.phd('loa', 'check', '--all').stdout).toContain('1 yes, 0 no, 1 cannot tell')
    }),
  )

  it('of another legal form do not replace the partner’s own', () =>
    atDesk((desk) => {
      withAcme(desk).write('no.csv', DASHBOARD, 'Acme GmbH,No').write('inc.csv', DASHBOARD, 'Acme Inc.,Yes')
      desk.phd('import', 'no.csv', 'inc.csv')
      expect(desk.phd('loa', 'check', ACME).code).toBe(4)
    }))

  it('that fit several partners count against one only where they say otherwise', () =>
    atDesk((desk) => {
      desk.write(
        'accounts.csv',
        ACCOUNTS,
        `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`,
        '0014M000AAAAACk,Acme AG,Partner,Authorized,Open,Ana',
      )
      desk.write('own.csv', DASHBOARD, 'Acme GmbH,Yes', 'Acme AG,Yes')
      desk.write('same.csv', DASHBOARD, 'Acme,Yes').write('other.csv', DASHBOARD, 'Acme,No')
      desk.phd('import', 'accounts.csv', 'own.csv', 'same.csv')
      expect(desk.phd('loa', 'check', '--all').code).toBe(0)
      desk.phd('import', 'other.csv')
      expect(desk.phd('loa', 'check', '--all').stdout).toContain('0 yes, 0 no, 2 cannot tell')
    }))

  it('of two partners with one name are distinguished by their ids', () =>
    atDesk((desk) => {
      desk.write(
        'accounts.csv',
        ACCOUNTS,
        `${ACME},Acme,Partner,Authorized,Open,Ana`,
        '0014M000AAAAACk,Acme,Partner,Authorized,Open,Ana',
      )
      desk.write('dashboard.csv', `Account ID,${DASHBOARD}`, `${ACME},Acme,Yes`, '0014M000AAAAACk,Acme,No')
      expect(desk.phd('import', 'accounts.csv', 'dashboard.csv').code).toBe(0)
      expect(desk.phd('loa', 'check', ACME).code).toBe(0)
      expect(desk.phd('loa', 'check', '0014M000AAAAACk').code).toBe(1)
    }))

  it('that newer exports no longer have decide nothing, but are named when they said otherwise', () =>
    atDesk((desk) => {
      const regions = 'Partner,Region,Open Reqs Met?'
      withAcme(desk)
        .write('both.csv', regions, 'Acme GmbH,EMEA,Yes', 'Acme GmbH,APAC,No')
        .write('one.csv', regions, 'Acme GmbH,EMEA,Yes')
      desk.phd('import', 'both.csv')
      expect(desk.phd('loa', 'check', ACME).code).toBe(4)
      const later = '2026-11-29T09:00:00Z'
      desk.run(['import', '--exported-at', later, 'one.csv', 'accounts.csv'], { PHD_NOW: later })
      const { stdout, code } = desk.phd('loa', 'check', ACME, '--now', later)
      expect([code, stdout]).toEqual([
        0,
        expect.stringContaining('! a row no longer on the dashboard said "No" (both.csv, line 3, last seen 2026-11-20)'),
      ])
    }))

  it('and people that stand under another legal form are named, and stay out of the report, until an alias says who they are', () =>
    atDesk((desk) => {
      const users =
        'Account Name,User: Full Name,User: Email,User: Mailing Street,User: Mailing City,User: Mailing State,User: Mailing Country,User: Phone,User: Account Activated,User: Display on Partner Locator?,User: Administrative Privileges,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
      const person = (account: string, name: string) =>
        `${account},${name},${name}@x.example,,,,,,True,False,False,True,True,False,False,False`
      withAcme(desk)
        .write('dashboard.csv', DASHBOARD, 'Acme Inc.,Yes')
        .write('users.csv', users, person('Acme GmbH', 'ann'), person('Acme Inc', 'bob'))
      desk.run(['import', 'users.csv', 'dashboard.csv'], {})
      expect(check(desk).notes).toContainEqual(expect.objectContaining({ code: 'other_legal_form', level: 'warning' }))
      expect(desk.phd('loa', 'check', '--all').stdout).toMatch(/Acme GmbH .* yes, but … +not counted: Acme Inc/)
      const before = desk.phd('cert-report', ACME)
      expect(before.stdout).toContain('ann@x.example')
      expect(before.stdout).not.toContain('bob@x.example')
      expect(before.stderr).toContain('not included: 1 person of "Acme Inc" (users.csv, line 3): the legal form is different')
      expect(desk.phd('partner', 'alias', 'add', 'Acme Inc', ACME).code).toBe(0)
      const after = desk.phd('cert-report', ACME)
      expect([after.stdout, after.stderr]).toEqual([expect.stringContaining('bob@x.example'), ''])
      expect(check(desk).notes.map(({ code }: { code: string }) => code)).not.toContain('other_legal_form')
    }))
})

describe('a certification report', () => {
  const users =
    'Account Name,User: Full Name,User: Email,User: Mailing Street,User: Mailing City,User: Mailing State,User: Mailing Country,User: Phone,User: Account Activated,User: Display on Partner Locator?,User: Administrative Privileges,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
  const person = (email: string, badged = 'True') =>
    `Acme GmbH,Ann,${email},,,,,,True,False,False,${badged},True,False,False,False`

  it('cannot be made of rows that were all rejected, and says so', () =>
    atDesk((desk) => {
      withAcme(desk).write('users.csv', users, person('ann at x'), person('bo@y.example').replace('Acme GmbH', 'Other AG'))
      desk.phd('import', 'users.csv')
      const { code, stderr } = desk.phd('cert-report', ACME)
      expect([code, stderr]).toEqual([4, expect.stringContaining('rows of its users were rejected (users.csv, line 2)')])
    }))

  it('names the rejected rows of its people, until they are corrected', () =>
    atDesk((desk) => {
      withAcme(desk).write('users.csv', users, person('ann@x.example'), person('bob at x'), person('cy@x.example', 'maybe'))
      desk.phd('import', 'users.csv')
      const { code, stderr, stdout } = desk.phd('cert-report', ACME)
      expect(stderr.match(/was rejected \(users.csv, line \d\)/g)).toHaveLength(2)
      expect([code, stdout]).toEqual([4, expect.stringContaining('ann@x.example')])
      desk.write(
        'users.rejects.csv',
        ...desk
          .read('users.rejects.csv')
          .trimEnd()
          .replace(',maybe,', ',True,')
          .replace('bob at x', 'bob@x.example')
          .split('\r\n'),
      )
      expect(desk.phd('import', 'users.rejects.csv').code).toBe(0)
      expect(desk.phd('cert-report', ACME)).toMatchObject({
        stdout: expect.stringContaining('bob@x.example'),
        stderr: '',
        code: 0,
      })
    }))
})

describe('a name', () => {
  it('that leads to one partner cannot be made an alias of another', () =>
    atDesk((desk) => {
      desk.write('accounts.csv', ACCOUNTS, `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`, OTHER)
      desk.phd('import', 'accounts.csv')
      const { code, stderr } = desk.phd('partner', 'alias', 'add', 'Acme', 'Other AG')
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('"Acme" is the name of Acme GmbH (0014M000AAAAAAMQY5), without its legal form'),
      ])
      desk.phd('partner', 'alias', 'add', 'Acme Holding', 'Other AG')
      desk.write('more.csv', ACCOUNTS, '0014M000AAAAAEp,Acme Holding Ltd,Partner,Authorized,Open,Ana')
      desk.phd('import', 'more.csv')
      expect(desk.phd('loa', 'check', 'Acme Holding').stderr).toContain('"Acme Holding" matches 2 partners')
    }))

  it('of a portal user’s account is not asked where the user has the account’s id', () =>
    atDesk((desk) => {
      desk.write(
        'accounts.csv',
        ACCOUNTS,
        `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`,
        '0014M000AAAAACk,Acme GmbH,Customer,Authorized,Open,Ana',
      )
      const users =
        'Crm Id,Account Name,User: Full Name,User: Email,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
      desk.write('users.csv', users, '0014M000AAAAACk,Acme GmbH,Ann,ann@x.example,0,0,0,0,0')
      desk.phd('import', 'accounts.csv', 'users.csv')
      expect(desk.phd('loa', 'check', 'ann@x.example').stderr).toContain('is an account of type Customer, not a partner')
    }))

  it('leads to the same verdict asked alone and with all others, however names collide', () =>
    atDesk((desk) => {
      const names = [
        'Acme GmbH',
        'AcmeAG',
        'ACME',
        'A.C.M.E.',
        'Açme Inc.',
        'Solo AG',
        'Delta GmbH',
        'DeltaAG',
        'İstanbul SA',
        'ISTANBUL',
        'ıstanbul S.A.',
        'Straße KG',
        'STRASSE',
        'サクラ株式会社',
        'ｻｸﾗ',
        'PT Nusantara',
        'Nusantara',
        'AG',
        'Co',
        '!!!',
      ]
      const forms = [
        'SoloAG',
        'Delta AG',
        'Solo',
        'Acme',
        'Acme Inc',
        'acme  ag',
        'Istanbul',
        'Strasse Ltd',
        'サクラ',
        '株式会社サクラ',
        'PTNusantara',
        'ag',
        'co.',
        '!!',
      ]
      const id = (i: number) => `0014M0000${String(100000 + i)}`
      desk.write(
        'accounts.csv',
        ACCOUNTS,
        ...names.map((name, i) => `${id(i)},${name},${i % 9 === 3 ? 'Customer' : 'Partner'},Authorized,Open,Ana`),
      )
      desk.write(
        'dashboard.csv',
        'Partner,Region,Open Reqs Met?',
        ...[...names, ...forms].map((name, i) => `${name},R${i},${i % 3 === 0 ? 'No' : 'Yes'}`),
      )
      expect(desk.phd('import', 'accounts.csv', 'dashboard.csv').code).toBe(0)
      for (const [i, name] of forms.slice(2).entries()) desk.phd('partner', 'alias', 'add', name, id(i + 1))
      const all = desk.phd('loa', 'check', '--all', '--format', 'ndjson').stdout
      desk.write(
        'ids.txt',
        ...all
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).subject.id),
      )
      expect(desk.phd('loa', 'check', '--file', 'ids.txt', '--format', 'ndjson').stdout).toBe(all)
      expect(new Set(all.match(/"decision":"\w+"/g))).toHaveLength(3)
    }))
})
