/** Which partner a row of another source belongs to: one way for one partner, for all, for reports and for lists. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures, NOW } from './phd.ts'

const ACCOUNTS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner'
const DASHBOARD = 'Partner,Open Reqs Met?'
const WITH_ID = `Account ID,${DASHBOARD}`
const ACME = '0014M000AAAAAAMQY5'
const BOLT = '0014M000AAAAACkQYP'
const USERS =
  'Crm Id,Account Name,User: Full Name,User: Email,User: Mailing Street,User: Mailing City,User: Mailing State,User: Mailing Country,User: Phone,User: Account Activated,User: Display on Partner Locator?,User: Administrative Privileges,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
const person = (id: string, account: string, name: string): string =>
  `${id},${account},${name},${name}@x.example,,,,,,True,False,False,True,True,False,False,False`

function withPartners(desk: Desk, ...lines: readonly string[]): Desk {
  const usual = [`${ACME},Acme GmbH,Partner,Authorized,Open,Ana`, `${BOLT},Bolt AG,Partner,Authorized,Open,Ana`]
  desk.write('accounts.csv', ACCOUNTS, ...(lines.length > 0 ? lines : usual))
  return desk.imports('accounts.csv')
}

interface Verdict {
  decision: string
  checks: { id: string; outcome: string; reason: string | null; detail: string | null; candidates?: { name: string }[] }[]
  nextSteps: string[]
  notes: { code: string; message: string }[]
}

/** The verdict on one partner, which must be the same among all. */
function verdictOn(desk: Desk, id: string, question: 'loa' | 'nfr' = 'loa'): Verdict {
  const one = desk.json<Verdict>(question, 'check', id)
  const { verdicts } = desk.json<{ verdicts: (Verdict & { subject: { id: string } })[] }>(question, 'check', '--all')
  const among = verdicts.find(({ subject }) => subject.id === id)
  expect(among?.checks).toEqual(one.checks)
  expect(among?.notes).toEqual(one.notes)
  return one
}
const requirements = ({ checks }: Verdict) => checks.find(({ id }) => id === 'open_reqs_met')

describe('a row of the dashboard', () => {
  it('of another legal form decides nothing, until the alias that the verdict names accepts it', () =>
    atDesk((desk) => {
      withPartners(desk).write('dashboard.csv', DASHBOARD, 'Acme Inc.,Yes').imports('dashboard.csv')
      const before = verdictOn(desk, ACME)
      expect([before.decision, requirements(before)]).toMatchObject([
        'needs_review',
        { outcome: 'unknown', reason: 'other_legal_form', candidates: [{ name: 'Acme Inc.', file: 'dashboard.csv', line: 2 }] },
      ])
      const command = `phd partner alias add "Acme Inc." ${ACME}`
      expect(before.nextSteps.join('\n')).toContain(command)
      expect(desk.phd('loa', 'check', ACME).stdout).toContain('a row names "Acme Inc." (dashboard.csv, line 2)')
      expect(desk.phd('partner', 'alias', 'add', 'Acme Inc.', ACME).code).toBe(0)
      expect(verdictOn(desk, ACME).decision).toBe('eligible')
    }))

  it('of another legal form denies nothing either', () =>
    atDesk((desk) => {
      withPartners(desk).write('dashboard.csv', DASHBOARD, 'Acme Inc.,No').imports('dashboard.csv')
      expect(verdictOn(desk, ACME).decision).toBe('needs_review')
    }))

  it('without a legal form is the partner’s, and so is one whose account has none', () =>
    atDesk((desk) => {
      withPartners(desk, `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`, `${BOLT},Bolt,Partner,Authorized,Open,Ana`)
      desk.write('dashboard.csv', DASHBOARD, 'Acme,Yes', 'Bolt Ltd,Yes').imports('dashboard.csv')
      expect([verdictOn(desk, ACME).decision, verdictOn(desk, BOLT).decision]).toEqual(['eligible', 'eligible'])
    }))

  it.each([
    ['C++ Labs', 'C Labs'],
    ['C# Labs', 'C Labs'],
    ['R&D Systems', 'RD Systems'],
    ['C++ Labs', 'C+ Labs'],
  ])('of %s is not one of %s', (own, other) =>
    atDesk((desk) => {
      withPartners(desk, `${ACME},${own},Partner,Authorized,Open,Ana`, `${BOLT},${other},Partner,Authorized,Open,Ana`)
      desk.write('dashboard.csv', DASHBOARD, `${other},Yes`).imports('dashboard.csv')
      expect([verdictOn(desk, ACME).decision, verdictOn(desk, BOLT).decision]).toEqual(['needs_review', 'eligible'])
      // Two companies have two rows, and neither replaces the other.
      desk.write('both.csv', DASHBOARD, `${own},No`, `${other},Yes`).imports('both.csv')
      expect([verdictOn(desk, ACME).decision, verdictOn(desk, BOLT).decision]).toEqual(['not_eligible', 'eligible'])
    }),
  )

  it('whose id and name contradict each other leaves both in doubt, and both are named', () =>
    atDesk((desk) => {
      withPartners(desk).write('dashboard.csv', WITH_ID, `${ACME},Bolt AG,Yes`).imports('dashboard.csv')
      for (const [id, name] of [
        [ACME, 'Bolt AG'],
        [BOLT, 'Acme GmbH'],
      ] as const) {
        const verdict = verdictOn(desk, id)
        expect([verdict.decision, requirements(verdict)]).toMatchObject(['needs_review', { reason: 'contradicts_its_id' }])
        expect(requirements(verdict)?.detail).toContain(name)
        const { stdout } = desk.phd('loa', 'check', id)
        expect(stdout).toContain(`a row has the id ${ACME} and the name "Bolt AG" (dashboard.csv, line 2)`)
        expect(stdout).toContain('correct the id or the name there')
      }
    }))

  it('that contradicts itself speaks against one of the partner’s own in the same file, unless it says the same', () =>
    atDesk((desk) => {
      withPartners(desk)
      desk.write('other.csv', `${WITH_ID},Region`, `${ACME},Acme GmbH,Yes,EMEA`, `${ACME},Bolt AG,No,APAC`).imports('other.csv')
      expect(verdictOn(desk, ACME).decision).toBe('needs_review')
      desk.write('same.csv', `${WITH_ID},Region`, `${ACME},Acme GmbH,Yes,EMEA`, `${ACME},Bolt AG,Yes,APAC`).imports('same.csv')
      expect(verdictOn(desk, ACME).decision).toBe('eligible')
    }))

  it('with an id and a name that nobody has is the partner’s once an alias says so', () =>
    atDesk((desk) => {
      withPartners(desk).write('dashboard.csv', WITH_ID, `${ACME},Nordwind,Yes`).imports('dashboard.csv')
      const verdict = verdictOn(desk, ACME)
      expect(verdict.decision).toBe('needs_review')
      expect(verdict.nextSteps.join('\n')).toContain(`phd partner alias add Nordwind ${ACME}`)
      desk.phd('partner', 'alias', 'add', 'Nordwind', ACME)
      expect(verdictOn(desk, ACME).decision).toBe('eligible')
    }))

  it('with an id and the name that the account had before is the partner’s', () =>
    atDesk((desk) => {
      withPartners(desk, `${ACME},Acme Trading AG,Partner,Authorized,Open,Ana`)
      desk.write('renamed.csv', ACCOUNTS, `${ACME},Zenith GmbH,Partner,Authorized,Open,Ana`).imports('renamed.csv')
      desk.write('dashboard.csv', WITH_ID, `${ACME},Acme Trading AG,Yes`).imports('dashboard.csv')
      expect(verdictOn(desk, ACME).decision).toBe('eligible')
      desk.write('noid.csv', DASHBOARD, 'Acme Trading AG,No').imports('noid.csv')
      expect(requirements(verdictOn(desk, ACME))).toMatchObject({ outcome: 'unknown', reason: 'former_name' })
      // As of before the renaming, the name was the account's own.
      expect(desk.json<Verdict>('loa', 'check', 'Acme Trading AG', '--as-of', 'import:1').decision).toBe('needs_review')
    }))

  it('with the partner’s name and an id that no account has is not taken for its', () =>
    atDesk((desk) => {
      withPartners(desk).write('dashboard.csv', WITH_ID, '0014M000AAAAAZz,Acme GmbH,Yes').imports('dashboard.csv')
      expect(requirements(verdictOn(desk, ACME))).toMatchObject({ outcome: 'unknown', reason: 'unknown_id' })
    }))

  it('names a hostile partner in a command that a shell takes as one word', () =>
    atDesk((desk) => {
      withPartners(desk, `${ACME},Acme $(reboot) GmbH,Partner,Authorized,Open,Ana`)
      desk.write('dashboard.csv', DASHBOARD, 'Acme $(reboot) Inc.,Yes').imports('dashboard.csv')
      expect(verdictOn(desk, ACME).nextSteps.join('\n')).toContain(`phd partner alias add 'Acme $(reboot) Inc.' ${ACME}`)
    }))
})

describe('a name that a partner had before', () => {
  const RENAMED = [`${ACME},Acme,Partner,Authorized,Open,Ana`, `${BOLT},Beta GmbH,Partner,Authorized,Open,Ana`] as const
  it.each([
    ['the core of another’s name now', RENAMED[0]],
    ['another’s full name now', `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`],
  ])('and that is %s links no row without an id', (_, now) =>
    atDesk((desk) => {
      withPartners(desk, `${ACME},Zed AG,Partner,Authorized,Open,Ana`, `${BOLT},Acme GmbH,Partner,Authorized,Open,Ana`)
      desk.write('now.csv', ACCOUNTS, now, RENAMED[1]).imports('now.csv')
      desk.write('dashboard.csv', `${DASHBOARD},SA Core`, 'Acme GmbH,Yes,1')
      desk.write('users.csv', USERS, person('', 'Acme GmbH', 'bob')).imports('dashboard.csv', 'users.csv')
      for (const id of [ACME, BOLT]) expect(verdictOn(desk, id).decision).toBe('needs_review')
      expect(verdictOn(desk, ACME, 'nfr').decision).toBe('needs_review')
      expect(desk.phd('cert-report', ACME).stdout).not.toContain('bob@x.example')
    }),
  )

  it('is told to whom it was, where it is typed', () =>
    atDesk((desk) => {
      withPartners(desk, `${ACME},Acme Trading,Partner,Authorized,Open,Ana`, `${BOLT},Acme Traders,Partner,Authorized,Open,Ana`)
      desk.write('now.csv', ACCOUNTS, `${ACME},Zenith GmbH,Partner,Authorized,Open,Ana`).imports('now.csv')
      const { code, stderr } = desk.phd('loa', 'check', 'acme trading')
      expect([code, stderr]).toEqual([3, expect.stringContaining('"Zenith GmbH" had this name before')])
      expect(stderr).toContain(`phd partner alias add "acme trading" ${ACME}`)
    }))

  it('is asked for by the last name of a partner that left', () =>
    atDesk((desk) => {
      const usual = ['0014M000AAAAADz,One,Partner,,,Ana', '0014M000AAAAAE0,Two,Partner,,,Ana']
      const acme = `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`
      withPartners(desk, acme, `${BOLT},Acme,Partner,Authorized,Open,Ana`, ...usual)
      desk.write('renamed.csv', ACCOUNTS, acme, `${BOLT},Zeta,Partner,Authorized,Open,Ana`, ...usual).imports('renamed.csv')
      desk.write('left.csv', ACCOUNTS, acme, ...usual)
      desk.phd('import', '--snapshot', '--allow-shrink', 'left.csv')
      desk.write('dashboard.csv', DASHBOARD, 'Acme,Yes').imports('dashboard.csv')
      expect(verdictOn(desk, ACME).decision).toBe('needs_review')
    }))
})

describe('an alias', () => {
  it('of a partner that is one no more gives its rows to nobody else', () =>
    atDesk((desk) => {
      withPartners(desk, `${BOLT},Bolt AG,Partner,Authorized,Open,Ana`)
      expect(desk.phd('partner', 'alias', 'add', 'Acme Inc.', BOLT).code).toBe(0)
      withPartners(desk, `${ACME},Acme,Partner,Authorized,Open,Ana`, `${BOLT},Bolt AG,Partner,Authorized,Open,Ana`)
      desk.write('dashboard.csv', DASHBOARD, 'Acme Inc.,Yes').imports('dashboard.csv')
      expect(verdictOn(desk, BOLT).decision).toBe('eligible')
      desk.write('customer.csv', ACCOUNTS, `${BOLT},Bolt AG,Customer,Authorized,Open,Ana`).imports('customer.csv')
      expect(verdictOn(desk, ACME).decision).toBe('needs_review')
    }))

  it('is never what a program writes where it has no value', () =>
    atDesk((desk) => {
      withPartners(desk).write('dashboard.csv', WITH_ID, `${ACME},#N/A,Yes`, ',null,Yes').imports('dashboard.csv')
      expect(verdictOn(desk, ACME).decision).toBe('eligible')
      const { code, stderr } = desk.phd('partner', 'alias', 'add', '#N/A', ACME)
      expect([code, stderr]).toEqual([2, expect.stringContaining('not a name')])
      expect(desk.phd('partner', 'unlinked').stdout).not.toContain('alias add null')
    }))
})

describe('a portal user’s address', () => {
  it('finds the partner by the link of its row, or nobody', () =>
    atDesk((desk) => {
      withPartners(desk).write(
        'users.csv',
        USERS,
        person(ACME, 'Bolt AG', 'jo'),
        person('', 'Acme Inc.', 'al'),
        person('', 'Acme GmbH', 'bo'),
      )
      desk.imports('users.csv')
      expect(['jo', 'al', 'bo'].map((name) => desk.phd('loa', 'check', `${name}@x.example`).code)).toEqual([3, 3, 4])
    }))
})

describe('a next step', () => {
  it('names the partner by its id where another has its name, or its name looks like an option', () =>
    atDesk((desk) => {
      withPartners(
        desk,
        `${ACME},Acme GmbH,Partner,Authorized,Open,Ana`,
        `${BOLT},Acme GmbH,Partner,Authorized,Open,Ana`,
        '0014M000AAAAADz,-Solo,Partner,Authorized,Open,Ana',
      )
      desk.write('dashboard.csv', WITH_ID, `${ACME},Acme GmbH,Yes`, ',-Solo,Yes', ',-Solo Inc.,Yes').imports('dashboard.csv')
      expect(verdictOn(desk, ACME).nextSteps.join()).toContain(`phd loa approve ${ACME}`)
      expect(verdictOn(desk, '0014M000AAAAADzQYP').nextSteps.join()).toContain('phd loa approve 0014M000AAAAADzQYP')
      withPartners(desk, '0014M000AAAAADz,-Solo GmbH,Partner,Authorized,Open,Ana')
      expect(desk.phd('partner', 'unlinked').stdout).toContain('phd partner alias add -- "-Solo Inc." 0014M000AAAAADzQYP')
      expect(desk.phd('partner', 'alias', 'add', '--', '-Solo Inc.', '0014M000AAAAADzQYP').code).toBe(0)
    }))
})

describe('a rejected row of another legal form', () => {
  it('casts no doubt', () =>
    atDesk((desk) => {
      withPartners(desk).write('dashboard.csv', `${DASHBOARD},Sales Core`, 'Acme GmbH,Yes,2', 'Acme Inc.,No,abc')
      expect(desk.phd('import', 'dashboard.csv').code).toBe(1)
      expect(verdictOn(desk, ACME).decision).toBe('eligible')
    }))
})

describe('people', () => {
  it('of another legal form hold no certification for the partner, nor do they deny it one', () =>
    atDesk((desk) => {
      withPartners(desk).write('dashboard.csv', `${DASHBOARD},SA Core,PSE`, 'Acme GmbH,Yes,0,0')
      desk.write('users.csv', USERS, person('', 'Acme Inc.', 'bob')).imports('dashboard.csv', 'users.csv')
      const technical = () => verdictOn(desk, ACME, 'nfr').checks.find(({ id }) => id === 'technical_certification')
      expect(technical()).toMatchObject({ outcome: 'unknown', reason: 'other_legal_form' })
      desk.phd('partner', 'alias', 'add', 'Acme Inc.', ACME)
      expect(technical()).toMatchObject({ outcome: 'pass' })
    }))

  it('whose id and name contradict each other stay out of the report, which says so', () =>
    atDesk((desk) => {
      withPartners(desk)
      desk.write('users.csv', USERS, person(ACME, 'Acme GmbH', 'ann'), person(ACME, 'Bolt AG', 'bob')).imports('users.csv')
      const { stdout, stderr, code } = desk.phd('cert-report', ACME)
      expect(code).toBe(4)
      expect(stdout).toContain('ann@x.example')
      expect(stdout).not.toContain('bob@x.example')
      expect(stderr).toContain(
        'not included: 1 person of "Bolt AG" (users.csv, line 3): the id and the name belong to different accounts',
      )
    }))
})

describe('licenses that may be another company’s', () => {
  it('leave the limit in doubt where they would go beyond it', () =>
    atDesk((desk) => {
      withPartners(desk).write('dashboard.csv', `${DASHBOARD},SA Core`, 'Acme GmbH,Yes,1')
      const licenses = 'License ID,Account Name,License Type,Number of Users,Start Date,End Date'
      desk.write('licences.csv', licenses, 'L1,Acme Inc.,SaaS,8,2026-05-01,2027-05-01').imports('dashboard.csv', 'licences.csv')
      const limit = (users: string) =>
        desk
          .json<Verdict>('nfr', 'check', ACME, '--type', 'saas', '--users', users)
          .checks.find(({ id }) => id === 'within_limit')
      expect(limit('2')).toMatchObject({ outcome: 'pass' })
      expect(limit('3')).toMatchObject({ outcome: 'unknown', reason: 'other_legal_form' })
    }))
})

describe('phd partner unlinked', () => {
  it('lists rows by reason, with where they stand and the command that links them', () =>
    atDesk((desk) => {
      withPartners(desk)
      desk.write('dashboard.csv', WITH_ID, ',Acme Inc.,Yes', `${ACME},Bolt AG,Yes`, ',Nordwind,Yes').imports('dashboard.csv')
      const { unlinked } = desk.json<{ unlinked: { name: string; why: string; accept: string | null; line: number }[] }>(
        'partner',
        'unlinked',
      )
      expect(unlinked.map(({ name, why, line, accept }) => [name, why, line, accept])).toEqual([
        ['Acme Inc.', 'other_legal_form', 2, `phd partner alias add "Acme Inc." ${ACME}`],
        ['Bolt AG', 'contradicts_its_id', 3, null],
        ['Nordwind', 'nobody', 4, null],
      ])
      const { stdout, code } = desk.phd('partner', 'unlinked')
      expect([code, stdout]).toEqual([0, expect.stringContaining('the legal form is different: 1 name')])
      expect(stdout).toContain(`if it is: phd partner alias add "Acme Inc." ${ACME}`)
      expect(stdout).toContain('3 rows under 3 names, linked to no partner')
      expect(desk.phd('doctor').stdout).toContain('phd partner unlinked')
      desk.phd('partner', 'alias', 'add', 'Acme Inc.', ACME)
      expect(desk.phd('partner', 'unlinked').stdout).not.toContain('the legal form is different')
    }))

  it('says that there are no accounts where none were imported, and that all is linked where it is', () =>
    atDesk((desk) => {
      expect(desk.phd('partner', 'unlinked').code).toBe(3)
      withPartners(desk).write('dashboard.csv', DASHBOARD, 'Acme GmbH,Yes').imports('dashboard.csv')
      expect(desk.phd('partner', 'unlinked').stdout).toBe('every row is linked to a partner\n')
    }))
})

describe('phd partner duplicates', () => {
  it('lists partners that share a name, or all but the legal form, or a domain', () =>
    atDesk((desk) => {
      desk.write(
        'accounts.csv',
        `${ACCOUNTS},Website`,
        `${ACME},Acme GmbH,Partner,Authorized,Open,Ana,www.acme.example`,
        `${BOLT},Acme Inc.,Partner,Authorized,Open,Ana,`,
        '0014M000AAAAADzQYP,Zenith,Partner,Authorized,Open,Ana,https://acme.example/',
        '0014M000AAAAAE0QYP,Solo,Partner,Authorized,Open,Ana,',
        '0014M000AAAAAE1QYP,solo,Partner,Former,Open,Ana,',
      )
      desk.phd('import', 'accounts.csv')
      const { duplicates } = desk.json<{ duplicates: { why: string; partners: { name: string }[] }[] }>('partner', 'duplicates')
      expect(duplicates.map(({ why, partners }) => [why, partners.map(({ name }) => name)])).toEqual([
        ['same_name', ['Solo', 'solo']],
        ['same_name_without_legal_form', ['Acme GmbH', 'Acme Inc.']],
        ['same_domain', ['Acme GmbH', 'Zenith']],
      ])
      expect(desk.phd('partner', 'duplicates').stdout).toContain('3 groups')
    }))
})

describe('a database whose names were folded without their signs', () => {
  it('is folded again, with its aliases and the keys that are made of names', () =>
    atDesk((desk) => {
      const older = join(desk.folder, 'older.db')
      writeFileSync(older, gunzipSync(readFileSync(join(fixtures, 'databases', 'schema-2.db.gz'))), { mode: 0o600 })
      const before = new Database(older)
      const named = before.prepare(
        "SELECT key, partner FROM certification_dashboard WHERE valid_to IS NULL AND key NOT LIKE '001%' LIMIT 1",
      )
      const { key, partner } = named.get() as { key: string; partner: string }
      const folded = key.split('\u001f', 1)[0] ?? ''
      before.prepare('UPDATE certification_dashboard SET partner = ? WHERE key = ?').run(`${partner} C++`, key)
      before.prepare('UPDATE certification_dashboard SET key = ? WHERE key = ?').run(key.replace(folded, `${folded}c`), key)
      before
        .prepare('INSERT INTO aliases (folded, name, account_id, added_at, added_by) VALUES (?, ?, ?, ?, ?)')
        .run('clabs', 'C++ Labs', ACME, NOW, 'x')
      before.close()
      const { aliases } = JSON.parse(desk.phd('partner', 'alias', 'list', '--json', '--db', older).stdout)
      expect(aliases).toContainEqual(expect.objectContaining({ name: 'C++ Labs' }))
      const after = new Database(older, { readonly: true })
      expect(after.prepare("SELECT folded FROM aliases WHERE name = 'C++ Labs'").pluck().all()).toEqual(['c++labs'])
      const keys = after.prepare('SELECT key FROM certification_dashboard WHERE partner = ?').pluck().all(`${partner} C++`)
      expect(keys).toEqual([key.replace(folded, `${folded}c++`)])
      after.close()
    }))
})
