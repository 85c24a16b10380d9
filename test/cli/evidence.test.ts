import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const ACCOUNTS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner'
const DASHBOARD = 'Partner,Open Reqs Met?'
const ACME = '0014M000AAAAAAM'

/** A desk that has imported one partner that may have a letter. */
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

describe('a row that was set aside', () => {
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

  it('stands in the rejects file, however many there are, and nothing else is left beside it', () =>
    atDesk((desk) => {
      const bad = Array.from({ length: 2500 }, (_, i) => `not an id ${i},Acme ${i},Partner,Authorized,Open,Ana`)
      desk.write('accounts.csv', ACCOUNTS, ...bad, `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`)
      const { stdout, code } = desk.phd('import', 'accounts.csv')
      expect(code).toBe(1)
      expect(stdout).toContain('and 2495 more rows set aside (shown: the first 5 of 2500)')
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
      expect(desk.phd('import', 'accounts.csv').stdout).toContain('not one row of accounts.csv can be used')
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
      expect(stdout).toContain('the file lacks columns that earlier ones had; what they said is kept: "Restricted Account"')
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
  ])('of type "%s" is no partner', (type, words) =>
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
      expect(desk.phd('loa', 'check', '--all').stdout).toMatch(/yes +RESTRICTED PARTY/)
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
      expect(desk.phd('import', 'fewer.csv').stdout).toContain('so accounts that were not known are taken for a partner')
      expect(desk.phd('loa', 'check', ACME).stderr).toContain('an account without a type')
      expect(desk.phd('partner', 'show', 'Other AG').code).toBe(0)
    }))

  it('that is no partner keeps its name from being taken for a partner of another legal form', () =>
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
