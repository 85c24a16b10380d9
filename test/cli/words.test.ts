/** The words of the program as a new user reads them: what is asked before it is done, what may have been meant, what a number is of. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

describe('undoing an import', () => {
  it('needs --yes where nobody can be asked, and says so before anything is changed', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').phd('import', 'sfdc-accounts.csv')
      for (const options of [[], ['--json'], ['--no-input']]) {
        const { code, stderr } = desk.phd('imports', 'undo', '1', ...options)
        expect([code, stderr]).toEqual([2, expect.stringContaining('phd imports undo 1 --yes')])
        expect(stderr).toContain('import 1 (sfdc-accounts.csv: 51 new, 0 changed)')
      }
      expect(desk.phd('imports', 'undo', '1', '--dry-run').code).toBe(0)
      expect(desk.json<{ imports: unknown[] }>('imports', 'list').imports).toHaveLength(1)
      expect(desk.phd('imports', 'undo', '1', '--yes')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('undone by import 2'),
      })
    }))
})

describe('what is mistyped is answered with what may have been meant', () => {
  it.each([
    ['a command', ['improt'], 'unknown command "improt"; did you mean "import"?'],
    ['a command two letters of which changed places', ['lao'], 'unknown command "lao"; did you mean "loa"?'],
    ['a command of a group', ['loa', 'chek'], 'unknown command "loa chek"; did you mean "loa check"?'],
    [
      'a command of a group in a group',
      ['partner', 'alias', 'ad'],
      'unknown command "partner alias ad"; did you mean "partner alias add"?',
    ],
    ['a command one wants help for', ['help', 'lao'], 'unknown command "lao"; did you mean "loa"?'],
    ['an option', ['loa', 'check', '--al'], 'unknown option --al; did you mean "--all"?'],
    ['an option of all commands', ['loa', 'check', '--jsn'], 'unknown option --jsn; did you mean "--json"?'],
    ['a format', ['loa', 'check', '--format', 'jsn'], 'unknown --format "jsn"; did you mean "json"?'],
    ['an order of dates', ['import', '--date-order', 'mdyy', 'x'], 'unknown --date-order "mdyy"; did you mean "mdy"?'],
    ['a kind', ['import', '--kind', 'portal-user', 'x'], 'unknown --kind "portal-user"; did you mean "portal_users"?'],
    ['a rule', ['policy', 'show', 'nrf'], 'unknown rule "nrf"; did you mean "nfr"?'],
    ['a reply', ['reply', 'show', 'loa-denail'], 'unknown reply "loa-denail"; did you mean "loa-denial"?'],
    ['a value of a reply', ['reply', 'render', 'loa-denial', '--set', 'portl=x'], 'did you mean "portal"?'],
    ['a kind of mail', ['mail', 'teach', 'x.eml', '--kind', 'po-submision'], 'cannot be taught; did you mean "po_submission"?'],
    ['a region', ['cam', 'plan', '--region', 'EMAE'], 'unknown --region "EMAE"; did you mean "EMEA"?'],
    ['a type', ['nfr', 'check', 'x', '--type', 'sas', '--users', '1'], 'unknown --type "sas"; did you mean "saas"?'],
    ['an encoding', ['import', '--encoding', 'macintoch', 'x'], 'unknown encoding "macintoch"; did you mean "macintosh"?'],
    ['a partner', ['partner', 'show', 'Cobalt Lab'], 'no partner named "Cobalt Lab"; did you mean "Cobalt Labs 1 GmbH"?'],
    ['one of several partners', ['partner', 'show', 'Labs'], 'no partner named "Labs"; did you mean one of these?'],
  ])('%s', (_, args, expected) =>
    atDesk((desk) => {
      desk.imported()
      const { code, stderr, stdout } = desk.phd(...args)
      expect(stderr).toContain(expected)
      expect(code).toBeGreaterThan(1)
      expect(stdout).toBe('')
    }),
  )

  it('a partner that is the only one like it is named by its id in the command that remembers the name', () =>
    atDesk((desk) => {
      const { stderr } = desk.imported().phd('loa', 'check', 'Cobalt $Lab')
      expect(stderr).toContain("phd partner alias add 'Cobalt $Lab' 0014M000AAAAAAMQY5")
    }))

  it('in a list, the partners that may be meant are named', () =>
    atDesk((desk) => {
      const { stdout } = desk.imported().write('names.txt', 'Labs').phd('loa', 'check', '--file', 'names.txt')
      expect(stdout).toContain('line 1: no partner named "Labs"; similar: ')
      expect(stdout).not.toContain('did you mean')
    }))

  it('what is missing or too much is said with the command it is of', () =>
    atDesk((desk) => {
      expect(desk.phd('imports', 'undo').stderr).toContain('missing: <id> (number of the import')
      expect(desk.phd('loa', 'check', 'Acme', 'GmbH').stderr).toContain(
        'put a name with several words in quotes; see: phd loa check --help',
      )
      expect(desk.phd('imports', 'list', 'x').stderr).toContain('"imports list" takes no arguments, but got "x"')
      expect(desk.phd('loa').stderr).toContain('use one of: loa check, ')
      expect(desk.phd('loa', 'check', '--max-age').stderr).toContain('--max-age needs a value: --max-age <days>')
    }))
})

describe('an empty database is named as the cause', () => {
  /** Commands that ask something of the database: the words, and whether what was asked for is not found. */
  const ASKING: ReadonlyArray<readonly [args: readonly string[], code: number]> = [
    [['imports', 'list'], 0],
    [['imports', 'show', '1'], 3],
    [['imports', 'undo', '1', '--yes'], 3],
    [['partner', 'find', 'acme'], 3],
    [['partner', 'show', 'acme'], 3],
    [['partner', 'show', '0014M000AAAAAAMQY5'], 3],
    [['partner', 'show', 'ann@acme.example'], 3],
    [['partner', 'alias', 'add', 'x', 'acme'], 3],
    [['partner', 'alias', 'list'], 0],
    [['partner', 'alias', 'remove', 'x'], 3],
    [['loa', 'check', 'acme'], 3],
    [['loa', 'check', '--all'], 3],
    [['loa', 'check', '--file', 'names.txt'], 3],
    [['loa', 'request', '--partner', 'acme', '--requester', 'Ann Lee'], 3],
    [['loa', 'approve', 'acme'], 3],
    [['loa', 'approve', '--request', '1'], 3],
    [['nfr', 'deny', '--request', '1'], 3],
    [['loa', 'deny', 'acme'], 3],
    [['partner', 'unlinked'], 3],
    [['partner', 'duplicates'], 3],
    [['loa', 'letter', 'acme', '--date', '2026-11-19'], 3],
    [['loa', 'withdraw', '1', '--reason', 'x'], 3],
    [['loa', 'reopen', '1', '--reason', 'x'], 3],
    [['loa', 'list'], 0],
    [['loa', 'expiring'], 0],
    [['nfr', 'check', 'acme'], 3],
    [['nfr', 'check', '--all'], 3],
    [['nfr', 'check', '--file', 'names.txt'], 3],
    [['nfr', 'approve', 'acme', '--type', 'saas', '--users', '5'], 3],
    [['nfr', 'deny', 'acme'], 3],
    [['nfr', 'exception', 'acme', '--type', 'saas', '--users', '50', '--justification', 'x'], 3],
    [['nfr', 'withdraw', '1', '--reason', 'x'], 3],
    [['nfr', 'reopen', '1', '--reason', 'x'], 3],
    [['nfr', 'list'], 0],
    [['nfr', 'expiring'], 0],
    [['mail', 'classify', 'mail-001.eml'], 4],
    [['mail', 'route', 'mail-001.eml'], 4],
    [['mail', 'list'], 0],
    [['reply', 'render', 'loa-denial', '--partner', 'acme'], 3],
    [['reply', 'render', 'loa-denial', '--request', '1'], 3],
    [['audit', 'list'], 0],
    [['audit', 'show', '1'], 3],
    [['cert-report', 'acme'], 3],
    [['cam', 'owner', 'acme'], 3],
    [['cam', 'owner', '--all'], 3],
    [['cam', 'mapping', 'check'], 3],
    [['cam', 'set', 'acme', '--owner', 'Ann Lee', '--reason', 'asked for'], 3],
    [['cam', 'lift', 'acme', '--reason', 'asked for'], 3],
    [['cam', 'sets'], 0],
    [['cam', 'plan'], 3],
    [['cam', 'plans'], 0],
    [['cam', 'verify'], 0],
    [['doctor'], 1],
  ]
  it('by every command that asks it, with what to do first', () =>
    atDesk((desk) => {
      desk.put('mails/mail-001.eml').write('names.txt', 'acme')
      for (const [args, expected] of ASKING) {
        const { code, stdout, stderr } = desk.phd(...args)
        expect([args.join(' '), code]).toEqual([args.join(' '), expected])
        expect(stdout + stderr, args.join(' ')).toMatch(/no database \S*data\/phd\.db yet/)
        expect(stdout + stderr, args.join(' ')).toContain('phd import <accounts.csv>')
      }
      expect(desk.json('partner', 'show', 'acme')).toMatchObject({
        error: {
          code: 'no_accounts',
          hint: expect.stringContaining('no database ~/data/phd.db yet; begin with: phd import'),
        },
      })
    }))

  it('also where it is there, and nothing was imported', () =>
    atDesk((desk) => {
      desk.putAll('requests').phd('loa', 'request', 'loa-notice.eml')
      // What came before the first export is kept.
      expect(desk.json<{ requests: unknown[] }>('loa', 'list').requests).toHaveLength(1)
      for (const args of [
        ['loa', 'list'],
        ['imports', 'show', '9'],
        ['cam', 'plan'],
        ['partner', 'find', 'x'],
      ]) {
        expect(desk.phd(...args).stderr, args.join(' ')).toContain('nothing has been imported into ~/data/phd.db yet')
      }
      expect(desk.put('desk/sfdc-accounts.csv').phd('import', 'sfdc-accounts.csv').stderr).toBe('')
      expect(desk.phd('loa', 'list').stderr).toBe('')
    }))
})

describe('a request that is named alone', () => {
  it('says which partner it takes, and is missing where it is not there', () =>
    atDesk((desk) => {
      desk.equipped().phd('loa', 'request', '--partner', 'Lumen Labs 4 Ltd', '--requester', 'Ann Lee')
      const number = desk.json<{ requests: { reference: string }[] }>('loa', 'list').requests[0]?.reference ?? ''
      const { code, stdout } = desk.phd('loa', 'approve', '--request', number)
      expect([code, stdout]).toEqual([0, expect.stringContaining('Lumen Labs 4 Ltd')])
      expect(desk.phd('loa', 'approve', '--request', '99')).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('no request 99'),
      })
    }))
})

describe('a file that is not an export', () => {
  const reasonOf = (desk: Desk, file: string) => {
    const { code, stdout } = desk.phd('import', file, '--json')
    return [code, JSON.parse(stdout).imports[0].reason.message]
  }

  it('is reported as unknown, with what comes nearest and what that lacks', () =>
    atDesk((desk) => {
      desk.write('team.csv', 'Full Name,Email,Team', 'Ann Lee,ann@acme.example,Sales').write('shop.csv', 'Order,Shop', '1,x')
      expect(reasonOf(desk, 'team.csv')).toEqual([
        5,
        'unknown kind of export: team.csv; its first row is "Full Name", "Email", "Team"; the closest is Salesforce users (salesforce_users), but it lacks the columns "User ID", "Active"',
      ])
      expect(reasonOf(desk, 'shop.csv')).toEqual([5, 'unknown kind of export: shop.csv; its first row is "Order", "Shop"'])
    }))

  it('that nearly is one names itself in the command that maps its headings', () =>
    atDesk((desk) => {
      const [head = '', ...rows] = desk.put('desk/sfdc-accounts.csv').read('sfdc-accounts.csv').split('\n')
      desk.write('my accounts.csv', head.replace('Partner Status', 'Standing'), ...rows)
      const { hint } = JSON.parse(desk.phd('import', 'my accounts.csv', '--json').stdout).imports[0].reason
      expect(hint).toContain('phd import --suggest-map "my accounts.csv"')
    }))

  const bytes = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919 + (i >> 3) * 104729) % 256))
  it.each([
    ['a picture', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), bytes])],
    ['a program', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0', 'latin1'), bytes])],
    ['nothing but zeros', Buffer.alloc(200)],
    ['anything', bytes],
  ])('is not text or a workbook: %s', (_, content) =>
    atDesk((desk) => {
      writeFileSync(join(desk.folder, 'export.csv'), content)
      expect(reasonOf(desk, 'export.csv')).toEqual([5, 'export.csv is not text or a workbook'])
      const { code, stderr } = desk.phd('cert-report', '--from', 'export.csv')
      expect([code, stderr]).toEqual([5, expect.stringContaining('export.csv is not text or a workbook')])
    }),
  )

  it.each([
    ['UTF-16 without its mark', 'utf-16le', 'looks like UTF-16, but has no byte order mark'],
    ['Latin letters in another encoding', 'latin1', 'not valid UTF-8'],
  ] as const)('text in another encoding is still text: %s', (_, encoding, expected) =>
    atDesk((desk) => {
      const text = 'Account Name,Account ID,Straße\r\nAcmé,1,x\r\n'.repeat(9)
      writeFileSync(join(desk.folder, 'export.csv'), Buffer.from(text, encoding === 'latin1' ? 'latin1' : 'utf16le'))
      expect(reasonOf(desk, 'export.csv')).toEqual([5, expect.stringContaining(expected)])
    }),
  )
})

describe('a number says what it is of', () => {
  it('an import is never an entry, and an entry is always one of the audit', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.phd('loa', 'approve', 'Lumen Labs 4 Ltd', '--requester', 'Noah Lee', '--email', 'noah@lumen.example')
      desk.phd('loa', 'letter', 'Lumen Labs 4 Ltd', '--date', '2026-11-19')
      desk.put('desk/sfdc-users.csv').phd('import', 'sfdc-users.csv')
      const said = [
        desk.phd('imports', 'undo', '3', '--yes'),
        desk.phd('imports', 'undo', '3', '--yes'),
        desk.phd('imports', 'undo', '1', '--yes'),
        desk.phd('imports', 'list'),
        desk.phd('imports', 'show', '1'),
        desk.phd('imports', 'show', '99'),
        desk.phd('audit', 'show', '1'),
        desk.phd('audit', 'show', '99'),
        desk.phd('audit', 'verify'),
        desk.phd('audit', 'list', '--action', 'nothing'),
        desk.phd('loa', 'check', 'Lumen Labs 4 Ltd'),
        desk.phd('loa', 'expiring', '--within', '400'),
        desk.phd('loa', 'letter', 'Lumen Labs 4 Ltd', '--date', '2026-11-19'),
      ].map(({ stdout, stderr }) => stdout + stderr)
      const text = said.join('\n')
      expect(text).toContain('audit entry')
      expect(text.match(/(?<!audit )\bentr(?:y|ies) \d+|\d+ entr(?:y|ies)/g)).toBeNull()
      expect(said[0]).toContain('import 3 (certification-dashboard.csv, certification dashboard) undone by import ')
    }))
})
