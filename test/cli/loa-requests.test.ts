import { spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures, root } from './phd.ts'

/** What the link in the notice would let its reader do. */
const KEY = 'c0ffee00-dead-4bee-8f00-0123456789ab'
const ENVELOPE = '5f1c0a7e-0b7b-4e0d-9d0c-3c3f1b2a9e77'
const COBALT = 'Cobalt Labs 1 GmbH'
const LUMEN = 'Lumen Labs 4 Ltd'
const UNKNOWN = 'Nordwind Digital 43 Inc.'

interface Listed {
  reference: string
  partner: { id: string; name: string } | null
  requester: { name: string | null; address: string | null }
  received: string
  due: string
  businessDaysLeft: number
  late: boolean
  state: string
  envelopeId: string | null
  ruling: { override: { reason: string; approvedBy: string } | null } | null
}
function open(desk: Desk, ...options: string[]): Listed[] {
  return desk.json<{ requests: Listed[] }>('loa', 'list', ...options).requests
}
/** Everything that a desk's folder holds, as text. */
function everything(desk: Desk): string {
  const files = readdirSync(desk.folder, { recursive: true, withFileTypes: true })
  return files
    .filter((file) => file.isFile() && file.name !== 'loa-notice.eml')
    .map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'))
    .join('\n')
}

describe('the life of a request for a letter', () => {
  it('goes from the notice to the denial, and leaves no key to sign behind', () =>
    atDesk((desk) => {
      desk.equipped()
      const opened = desk.phd('loa', 'request', 'loa-notice.eml')
      expect([opened.code, opened.stderr]).toEqual([0, ''])
      expect(opened.stdout).toContain('Mei Smith <mei.smith0@cobaltlabs10.example>')
      const [request] = open(desk)
      expect(request).toMatchObject({
        partner: null,
        received: '2026-11-19',
        due: '2026-11-23',
        businessDaysLeft: 1,
        late: false,
        state: 'open',
        envelopeId: ENVELOPE,
      })
      const number = request?.reference ?? ''

      expect(desk.phd('loa', 'request', '--request', number, '--partner', 'Cobalt Labs 1').code).toBe(0)
      expect(open(desk)[0]?.partner?.name).toBe(COBALT)
      expect(desk.phd('loa', 'check', COBALT).stdout).toContain(`request ${number} is open, due on 2026-11-23`)

      const denied = desk.phd('loa', 'deny', COBALT, '--draft', 'drafts')
      expect([denied.code, denied.stderr]).toEqual([0, ''])
      expect(denied.stdout).toContain(`request ${number}, by tester`)
      for (const step of [
        `envelope ${ENVELOPE}`,
        '"Other Actions"',
        '"Deny to Sign"',
        'put the label "LOA" on the mail',
        'Salesforce',
      ]) {
        expect(denied.stdout).toContain(step)
      }
      expect(readdirSync(join(desk.folder, 'drafts')).sort()).toEqual([
        'cobalt-labs-1-gmbh-loa-denial-docusign.txt',
        'cobalt-labs-1-gmbh-loa-denial.eml',
      ])
      expect(desk.read('drafts/cobalt-labs-1-gmbh-loa-denial-docusign.txt')).toContain(
        '- 1 more person: Solution Architect Core Training',
      )

      expect(open(desk)).toEqual([])
      expect(open(desk, '--closed')[0]).toMatchObject({ reference: number, state: 'denied', ruling: { override: null } })
      expect(desk.phd('partner', 'show', COBALT).stdout).toContain(`request ${number} was denied on 2026-11-20 by tester`)
      expect(desk.phd('audit', 'verify').code).toBe(0)
      const seen = [opened, denied, desk.phd('audit', 'show', number), desk.phd('audit', 'list', '--json')]
      for (const text of [everything(desk), ...seen.map(({ stdout, stderr }) => stdout + stderr)]) {
        expect(text).not.toContain(KEY)
        expect(text).not.toContain('EmailStart')
      }
    }))

  it('ends with a letter whose last day is remembered', () =>
    atDesk((desk) => {
      desk.equipped()
      const requested = [
        'loa',
        'request',
        '--partner',
        LUMEN,
        '--requester',
        'Noah Smith',
        '--email',
        'noah.smith0@lumenlabs3.example',
      ]
      expect(desk.phd(...requested, '--received', '2026-11-18').code).toBe(0)
      const [request] = open(desk)
      expect(request).toMatchObject({ received: '2026-11-18', due: '2026-11-20', businessDaysLeft: 0, late: false })
      const approved = desk.phd('loa', 'approve', LUMEN)
      expect([approved.code, approved.stderr]).toEqual([0, ''])
      expect(approved.stdout).toContain('click "Approve"')
      expect(desk.phd('loa', 'letter', LUMEN, '--date', '2026-11-20').stdout).toContain('its last day is 2027-11-20')
      const { expiring } = desk.json<{ expiring: { end: string; about: string; place: string; remarks: string[] }[] }>(
        'loa',
        'expiring',
        '--within',
        '365',
      )
      expect(expiring.at(-1)).toMatchObject({ end: '2027-11-20', about: 'Noah Smith', remarks: [] })
      expect(desk.phd('loa', 'check', LUMEN).stdout).toContain('the letter of 2026-11-20 is valid until 2027-11-20')
    }))

  it('is the same request when its notice comes again, by another mail of the envelope too', () =>
    atDesk((desk) => {
      desk.equipped()
      expect(desk.json('loa', 'request', 'loa-notice.eml')).toMatchObject({ status: 'opened', reference: '8' })
      expect(desk.json('loa', 'request', 'loa-notice.eml')).toMatchObject({ status: 'unchanged', reference: '8' })
      desk.write('reminder.eml', ...desk.read('loa-notice.eml').replace('b3a1f0c2.4711', 'other').split('\n'))
      expect(desk.json('loa', 'request', 'reminder.eml', '--partner', COBALT)).toMatchObject({ status: 'named', reference: '8' })
      expect(open(desk)).toHaveLength(1)
      desk.phd('loa', 'deny', COBALT)
      expect(desk.json('loa', 'request', 'loa-notice.eml')).toMatchObject({ status: 'unchanged', state: 'denied' })
      expect(open(desk)).toEqual([])
    }))

  it('is read from a large notice too, and its bytes are what is hashed', () =>
    atDesk((desk) => {
      desk.equipped()
      const [head = '', ...rest] = desk.read('loa-notice.eml').split('\n\n')
      desk.write(
        'large.eml',
        head,
        '',
        `--=_notice\nContent-Type: text/plain\n\n${'x'.repeat(70)}\n`.concat('and so on and on\n'.repeat(8000)),
        ...rest.join('\n\n').split('\n'),
      )
      expect(desk.read('large.eml').length).toBeGreaterThan(100_000)
      expect(desk.json('loa', 'request', 'large.eml')).toMatchObject({
        status: 'opened',
        requester: { name: 'Mei Smith' },
        received: '2026-11-19',
      })
      const entry = desk.json<{ body: { notice: { sha256: string } } }>('audit', 'show', '8')
      expect(entry.body.notice.sha256).toBe(hash('sha256', readFileSync(join(desk.folder, 'large.eml'))))
    }))

  it('opens nothing in a dry run', () =>
    atDesk((desk) => {
      desk.equipped()
      expect(desk.json('loa', 'request', 'loa-notice.eml', '--dry-run')).toMatchObject({ status: 'dry_run' })
      expect(open(desk)).toEqual([])
    }))

  it('asks which request is meant where it cannot be told', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.phd('loa', 'request', 'loa-notice.eml')
      const unnamed = desk.phd('loa', 'approve', LUMEN)
      expect([unnamed.code, unnamed.stdout]).toEqual([3, ''])
      expect(unnamed.stderr).toContain('8 (Mei Smith, 2026-11-19)')
      for (const requester of ['A One', 'B Two']) desk.phd('loa', 'request', '--partner', LUMEN, '--requester', requester)
      const several = desk.phd('loa', 'approve', LUMEN)
      expect([several.code, several.stderr]).toEqual([
        3,
        expect.stringContaining('9 (A One, 2026-11-20), 10 (B Two, 2026-11-20)'),
      ])
      expect(desk.phd('loa', 'approve', LUMEN, '--request', '10').code).toBe(0)
      expect(desk.phd('loa', 'approve', COBALT, '--request', '9').code).toBe(2)
      expect(desk.phd('loa', 'approve', LUMEN, '--request', '99').code).toBe(3)
      expect(open(desk).map(({ reference }) => reference)).toEqual(['8', '9'])
    }))
})

describe('the clock of a request', () => {
  const due = (desk: Desk, received: string, now: string): Listed | undefined => {
    desk.phd('loa', 'request', '--partner', LUMEN, '--requester', 'A', '--received', received, '--now', now)
    return open(desk, '--now', now).at(-1)
  }
  it.each(['2026-02-30', '2026-11-21', '2026-11-20T23:00:00-14:00', 'yesterday', ''])('does not begin at %s', (received) =>
    atDesk((desk) => {
      expect(desk.equipped().phd('loa', 'request', '--partner', LUMEN, '--requester', 'A', '--received', received).code).toBe(2)
    }),
  )

  it.each([
    ['a Tuesday', '2026-11-17', '2026-11-19'],
    ['a Thursday, over the weekend', '2026-11-19', '2026-11-23'],
    ['a Friday, over the weekend', '2026-11-20', '2026-11-24'],
    ['a Saturday', '2026-11-21', '2026-11-24'],
    ['a Sunday', '2026-11-22', '2026-11-24'],
    ['the day before Christmas, over the Family and Friends Days', '2026-12-24', '2027-01-01'],
    ['a Family and Friends Day', '2026-12-30', '2027-01-04'],
    ['29 February', '2028-02-29', '2028-03-02'],
  ])('ends two business days after %s', (_, received, expected) =>
    atDesk((desk) => {
      desk.equipped()
      expect(due(desk, received, `${expected}T12:00:00Z`)).toMatchObject({ due: expected, businessDaysLeft: 0, late: false })
      const dayAfter = new Date(Date.parse(expected) + 86_400_000).toISOString()
      expect(open(desk, '--now', dayAfter)[0]).toMatchObject({ due: expected, late: true })
    }),
  )

  it('starts on the day it is in the zone of the settings', () =>
    atDesk((desk) => {
      desk.equipped()
      mkdirSync(join(desk.folder, 'config', 'phd'), { recursive: true })
      desk.write('config/phd/config.json', '{ "zone": "Pacific/Auckland" }')
      const at = ['--received', '2026-11-19T23:30:00Z']
      desk.phd('loa', 'request', '--partner', LUMEN, '--requester', 'A', ...at)
      expect(open(desk)[0]).toMatchObject({ received: '2026-11-19', due: '2026-11-23' })
      const { stdout } = desk.run(['loa', 'list', '--json'], { XDG_CONFIG_HOME: join(desk.folder, 'config') })
      expect(JSON.parse(stdout).requests[0]).toMatchObject({ received: '2026-11-20', due: '2026-11-24' })
    }))

  it('counts an imported calendar instead of the shipped one, and a region’s holidays where they are asked for', () =>
    atDesk((desk) => {
      desk.equipped().put('kinds/calendar.csv')
      expect(desk.phd('loa', 'list', '--region', 'GB').code).toBe(2)
      desk.phd('import', 'calendar.csv')
      desk.phd('loa', 'request', '--partner', LUMEN, '--requester', 'A', '--received', '2026-12-23', '--now', '2026-12-23')
      const now = ['--now', '2026-12-23']
      expect(open(desk, ...now)[0]?.due).toBe('2026-12-25')
      expect(open(desk, ...now, '--region', 'gb')[0]?.due).toBe('2027-01-01')
      expect(desk.phd('loa', 'list', '--region', 'FR').stderr).toContain('use one of: GB, US')
    }))

  it('puts late requests first', () =>
    atDesk((desk) => {
      desk.equipped()
      for (const received of ['2026-11-19', '2026-11-16', '2026-11-20']) {
        desk.phd('loa', 'request', '--partner', LUMEN, '--requester', received, '--received', received)
      }
      expect(open(desk).map(({ requester, late }) => [requester.name, late])).toEqual([
        ['2026-11-16', true],
        ['2026-11-19', false],
        ['2026-11-20', false],
      ])
      expect(desk.phd('loa', 'list').stdout).toContain('3 open requests, 1 late')
    }))
})

describe('a decision against the check', () => {
  it('is refused, with what to do next, and nothing is recorded', () =>
    atDesk((desk) => {
      desk.equipped()
      const cases = [
        ['approve', COBALT, 1, 'the check says NO, so it cannot be approved'],
        ['deny', LUMEN, 1, 'the check says YES, so it cannot be denied'],
        ['approve', UNKNOWN, 4, 'the check cannot tell'],
        ['deny', UNKNOWN, 4, 'the check cannot tell'],
      ] as const
      for (const [verb, partner, code, words] of cases) {
        const run = desk.phd('loa', verb, partner)
        expect([run.code, run.stdout], `${verb} ${partner}`).toEqual([code, expect.stringContaining(words)])
        expect(desk.json('loa', verb, partner)).toMatchObject({ schema: 'phd.decision/1', status: 'refused', entry: null })
      }
      expect(desk.json<{ entries: unknown[] }>('audit', 'list').entries).toHaveLength(7)
    }))

  it.each([
    ['no reason', ['--override', '--approved-by', 'Ed Cepulis']],
    ['a blank reason', ['--override', '--reason', '  ', '--approved-by', 'Ed Cepulis']],
    ['no approver', ['--override', '--reason', 'why']],
    ['a dot for a reason', ['--override', '--reason', '.', '--approved-by', 'Ed Cepulis']],
    ['a dot for an approver', ['--override', '--reason', 'why not', '--approved-by', '.']],
    ['nothing to be seen for an approver', ['--override', '--reason', 'why not', '--approved-by', '\u200b\u200b']],
    ['who decides for an approver', ['--override', '--reason', 'why not', '--approved-by', 'Tester']],
    ['a blank approver', ['--override', '--reason', 'why', '--approved-by', ' ']],
    ['an approver without an override', ['--approved-by', 'Ed Cepulis']],
  ])('needs all of its parts: with %s it is refused', (_, options) =>
    atDesk((desk) => {
      expect(desk.equipped().phd('loa', 'approve', COBALT, ...options).code).toBe(2)
    }),
  )

  it('tells of a reason that it is too short, not that there is none', () =>
    atDesk((desk) => {
      desk.equipped()
      const said = (reason: string) =>
        desk.phd('loa', 'approve', COBALT, '--override', '--reason', reason, '--approved-by', 'Ed Cepulis').stderr
      expect(said('x')).toContain('--reason "x" is too short')
    }))

  it('is not approved by who decides, by another spelling', () =>
    atDesk((desk) => {
      const why = ['--override', '--reason', 'why not', '--approved-by', 'Cepulis, Ed', '--actor', 'Ed Cepulis']
      const run = desk.equipped().phd('loa', 'approve', COBALT, ...why)
      expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('names the person who decides')])
    }))

  it('is marked everywhere after', () =>
    atDesk((desk) => {
      desk.equipped()
      const why = ['--override', '--reason', 'trainings shown by mail', '--approved-by', 'Ed Cepulis']
      expect(desk.phd('loa', 'approve', COBALT, '--requester', 'Mei', ...why).stdout).toContain('OVERRIDE against the check')
      desk.phd('loa', 'letter', COBALT, '--date', '2026-11-20')
      const marked = [
        ['loa', 'list', '--closed'],
        ['loa', 'check', COBALT],
        ['loa', 'check', '--all'],
        ['loa', 'expiring', '--within', '400'],
        ['partner', 'show', COBALT],
        ['audit', 'list'],
        ['audit', 'show', '9'],
      ]
      for (const args of marked) expect(desk.phd(...args).stdout, args.join(' ')).toContain('OVERRIDE')
      const verdict = desk.json<{ decision: string; notes: { code: string }[] }>('loa', 'check', COBALT)
      expect([verdict.decision, verdict.notes.map(({ code }) => code)]).toEqual([
        'not_eligible',
        expect.arrayContaining(['override']),
      ])
      const entry = desk.json<{ body: object; evidence: { checks: unknown[] } }>('audit', 'show', '9')
      expect(entry.body).toMatchObject({
        override: { reason: 'trainings shown by mail', approvedBy: 'Ed Cepulis' },
        verdict: 'not_eligible',
        policyVersion: '2025',
      })
      expect(entry.evidence).toMatchObject({ schema: 'phd.verdict/1', decision: 'not_eligible' })
      expect(entry.evidence.checks).toHaveLength(3)
    }))

  it('overrides nothing where the check agrees', () =>
    atDesk((desk) => {
      const run = desk.equipped().phd('loa', 'approve', LUMEN, '--override', '--reason', 'why not', '--approved-by', 'Ed Cepulis')
      expect([run.code, run.stdout]).toEqual([2, expect.stringContaining('there is nothing to override')])
    }))

  it('is needed for a restricted party, whatever the check says', () =>
    atDesk((desk) => {
      desk.equipped()
      const [heading = '', ...rows] = readFileSync(join(fixtures, 'desk', 'sfdc-accounts.csv'), 'utf8').split('\n')
      const row = rows.find((each) => each.includes(LUMEN)) ?? ''
      desk.write('restricted.csv', `${heading},"Restricted Account"`, `${row},"Yes"`)
      expect(desk.phd('import', 'restricted.csv').code).toBe(0)
      const refused = desk.phd('loa', 'approve', LUMEN)
      expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining('restricted party')])
      const allowed = (name: string) =>
        desk.phd('loa', 'approve', LUMEN, '--override', '--reason', 'Legal allows it', '--approved-by', name)
      for (const name of ['Ed Cepulis', 'Cepulis, Ed'])
        expect([allowed(name).code, allowed(name).stderr], name).toEqual([2, expect.stringContaining('Legal')])
      expect(allowed('Legal').code).toBe(0)
    }))
})

describe('a decision', () => {
  it('is made on what is known at that moment, not on what was known when the request came', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.phd('loa', 'request', '--partner', LUMEN, '--requester', 'A')
      const [heading = '', ...rows] = readFileSync(join(fixtures, 'desk', 'sfdc-accounts.csv'), 'utf8').split('\n')
      desk.write('newer.csv', heading, (rows.find((each) => each.includes(LUMEN)) ?? '').replace('"Authorized"', '"Former"'))
      expect(desk.phd('import', 'newer.csv').code).toBe(0)
      expect(desk.phd('loa', 'approve', LUMEN).code).toBe(1)
    }))

  it('says when its time was stated by hand, and who decided', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.phd('loa', 'approve', LUMEN, '--actor', 'Ann Lee', '--requester', 'A', '--now', '2026-11-21')
      const entry = desk
        .json<{ entries: { actor: string; at: string; body: { timeStated?: boolean } }[] }>('audit', 'list')
        .entries.at(-1)
      expect([entry?.actor, entry?.at, entry?.body.timeStated]).toEqual(['Ann Lee', '2026-11-21T00:00:00Z', true])
      expect(desk.phd('audit', 'list').stdout).toContain('time stated by hand')
      expect(desk.phd('loa', 'approve', LUMEN, '--actor', ' ').code).toBe(2)
    }))

  it('bears no such mark when the clock said the time', () =>
    atDesk((desk) => {
      const byClock = (...args: string[]) => desk.run(args, { PHD_NOW: '' })
      desk.putAll('desk')
      byClock('import', 'sfdc-accounts.csv', 'certification-dashboard.csv', '--exported-at', new Date().toISOString())
      expect(byClock('loa', 'approve', LUMEN, '--requester', 'A').code).toBe(0)
      const [entry] = desk.json<{ entries: { body: object }[] }>('audit', 'list', '--action', 'approved').entries
      expect(entry?.body).not.toHaveProperty('timeStated')
    }))

  it('is not made before its evidence, nor on evidence that is too old by the settings', () =>
    atDesk((desk) => {
      desk.equipped()
      const earlier = desk.phd('loa', 'approve', COBALT, '--requester', 'A', '--now', '2022-11-15')
      expect([earlier.code, earlier.stderr]).toEqual([2, expect.stringContaining('a decision cannot be older than its evidence')])
      const why = ['--override', '--reason', 'agreed by phone', '--approved-by', 'Ed Cepulis']
      expect(desk.phd('loa', 'approve', COBALT, '--requester', 'A', ...why, '--now', '2022-11-15').code).toBe(2)
      const old = ['loa', 'approve', LUMEN, '--requester', 'A', '--now', '2027-06-01']
      expect(desk.phd(...old).code).toBe(4)
      expect(desk.phd(...old, '--max-age', '9999')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('evidence of at most 7 days'),
      })
      expect(open(desk, '--closed')).toEqual([])
    }))

  it('is not recorded in a dry run, and writes no draft', () =>
    atDesk((desk) => {
      desk.equipped()
      const run = desk.phd(
        'loa',
        'deny',
        COBALT,
        '--requester',
        'Mei',
        '--email',
        'mei@cobalt.example',
        '--draft',
        'drafts',
        '--dry-run',
      )
      expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('dry run, nothing recorded')])
      expect(run.stdout).toContain('To: mei@cobalt.example')
      expect(readdirSync(desk.folder)).not.toContain('drafts')
      expect(open(desk, '--closed')).toEqual([])
    }))

  it('is not recorded when a draft cannot be written, and leaves no file behind', () =>
    atDesk((desk) => {
      desk.equipped()
      const missing = desk.phd('loa', 'deny', COBALT, '--draft', 'drafts')
      expect([missing.code, missing.stderr]).toEqual([5, expect.stringContaining('requester_email')])
      const inFile = desk.phd(
        'loa',
        'deny',
        COBALT,
        '--requester',
        'Mei',
        '--email',
        'mei@cobalt.example',
        '--draft',
        'sfdc-accounts.csv',
      )
      expect(inFile.code).toBe(5)
      expect(open(desk, '--closed')).toEqual([])
      expect(readdirSync(desk.folder)).not.toContain('drafts')
    }))

  it('is made once: the same again is refused, the other one replaces it', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.phd('loa', 'approve', LUMEN, '--requester', 'A')
      const again = desk.phd('loa', 'approve', LUMEN, '--request', '8')
      expect([again.code, again.stderr]).toEqual([
        5,
        expect.stringContaining('request 8 was already approved, on 2026-11-20 by tester'),
      ])
      const why = ['--override', '--reason', 'a mistake', '--approved-by', 'Dana Director']
      const other = desk.phd('loa', 'deny', LUMEN, '--request', '8', ...why)
      expect([other.code, other.stdout]).toEqual([0, expect.stringContaining('it replaces a decision: request 8 was approved')])
      expect(open(desk, '--closed')[0]).toMatchObject({ reference: '8', state: 'denied' })
    }))

  it('is made by one of several who decide at once, and rests on nothing that changed meanwhile', () =>
    atDesk(async (desk) => {
      desk.equipped()
      desk.phd('loa', 'request', '--partner', LUMEN, '--requester', 'A')
      const run = (...args: string[]): Promise<number | null> =>
        new Promise((resolve) => {
          spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), ...args], {
            cwd: desk.folder,
            env: desk.env(),
            stdio: 'ignore',
          }).on('close', resolve)
        })
      const codes = await Promise.all([
        ...Array.from({ length: 5 }, () => run('loa', 'approve', LUMEN, '--request', '8')),
        run('import', 'sfdc-accounts.csv'),
      ])
      const decided = desk.json<{ entries: unknown[] }>('audit', 'list', '--action', 'loa_approved').entries.length
      expect(decided).toBeLessThanOrEqual(1)
      expect(codes.filter((code) => code === 0)).toHaveLength(decided + 1)
      // Who came too late was told so: someone else was busy, or had decided.
      for (const code of codes) expect([0, 5, 6]).toContain(code)
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))

  it('never writes its drafts over what is there', () =>
    atDesk((desk) => {
      desk.equipped()
      const deny = (name: string) =>
        desk.phd(
          'loa',
          'deny',
          COBALT,
          '--requester',
          name,
          '--email',
          'mei@cobalt.example',
          '--draft',
          'drafts',
          '--request',
          'new',
        )
      deny('Mei')
      const first = desk.read('drafts/cobalt-labs-1-gmbh-loa-denial.eml')
      expect(deny('Other Person').stdout).toContain('cobalt-labs-1-gmbh-loa-denial.2.eml')
      expect(desk.read('drafts/cobalt-labs-1-gmbh-loa-denial.eml')).toBe(first)
      expect(desk.read('drafts/cobalt-labs-1-gmbh-loa-denial.2.eml')).toContain('Other Person')
    }))

  it('stops where the trainings that are missing cannot be told', () =>
    atDesk((desk) => {
      desk.imported().putAll('requests')
      desk.phd('import', 'staff.csv')
      const [heading = '', , ...rows] = desk.read('certification-dashboard.csv').split('\r\n').slice(2)
      const row = rows.find((each) => each.startsWith(LUMEN)) ?? rows.find((each) => each.includes(LUMEN)) ?? ''
      desk.write(
        'newer-dashboard.csv',
        heading.replace(/Sales Core,Sales Pro,SA Core,/, ''),
        row.replace(/(,\d+){3},Yes,/, ',No,'),
      )
      expect(desk.phd('import', 'newer-dashboard.csv').code).toBe(0)
      const deny = ['loa', 'deny', LUMEN, '--requester', 'A', '--email', 'a@lumen.example', '--draft', 'drafts']
      const run = desk.phd(...deny)
      expect([run.code, run.stderr]).toEqual([5, expect.stringContaining('does not say which trainings are missing')])
      expect(desk.phd(...deny, '--set', 'trainings=1 more person: Sales Core Training').code).toBe(0)
      expect(desk.read('drafts/lumen-labs-4-ltd-loa-denial.eml').replaceAll('=\r\n', '')).toContain(
        '- 1 more person: Sales Core Training',
      )
    }))
})

describe('a request that needs no answer', () => {
  it('is withdrawn with a reason, and decides nothing', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.phd('loa', 'request', 'loa-notice.eml')
      expect(desk.phd('loa', 'withdraw', '8').code).toBe(2)
      expect(desk.json('loa', 'withdraw', '8', '--reason', 'it came twice', '--dry-run')).toMatchObject({ status: 'dry_run' })
      expect(open(desk)).toHaveLength(1)
      expect(desk.json('loa', 'withdraw', '8', '--reason', 'it came twice')).toMatchObject({
        status: 'withdrawn',
        state: 'withdrawn',
      })
      expect(open(desk)).toEqual([])
      expect(desk.phd('loa', 'list', '--closed').stdout).toContain('withdrawn; on 2026-11-20 by tester: it came twice')
      expect(desk.phd('loa', 'withdraw', '8', '--reason', 'again').code).toBe(5)
      expect(desk.phd('loa', 'withdraw', '99', '--reason', 'x').code).toBe(3)
    }))

  it('may be a row of the license request form', () =>
    atDesk((desk) => {
      desk.equipped()
      const references = (): string[] =>
        desk.json<{ requests: Listed[] }>('nfr', 'list').requests.map(({ reference }) => reference)
      expect(references()).toEqual(['form:3', 'form:4', 'form:5'])
      expect(desk.phd('nfr', 'withdraw', 'form:4', '--reason', 'asked by mail already').code).toBe(0)
      expect(references()).toEqual(['form:3', 'form:5'])
      // The form comes again, with all its rows.
      desk.phd('import', 'nfr-requests.csv')
      expect(references()).toEqual(['form:3', 'form:5'])
    }))
})

describe('a command that is repeated', () => {
  it('does not decide a second time, unless it is said to be another request', () =>
    atDesk((desk) => {
      desk.equipped()
      const approve = ['loa', 'approve', LUMEN, '--requester', 'A']
      expect(desk.phd(...approve).code).toBe(0)
      const again = desk.phd(...approve)
      expect([again.code, again.stderr]).toEqual([3, expect.stringContaining('request 8 was approved on 2026-11-20 by tester')])
      expect(desk.phd(...approve, '--request', 'new').code).toBe(0)
      expect(desk.phd(...approve, '--now', '2026-11-21').code).toBe(0)
    }))

  it('writes the texts of a decision again, from what was recorded', () =>
    atDesk((desk) => {
      desk.equipped()
      const denied = desk.phd('loa', 'deny', COBALT, '--requester', 'Mei Smith', '--email', 'mei@cobalt.example')
      expect(denied.stdout).toContain('phd reply render loa-denial --request 8 --draft <folder>')
      expect(desk.phd('reply', 'render', 'loa-denial', '--request', '8', '--draft', 'drafts').code).toBe(0)
      const mail = desk.read('drafts/cobalt-labs-1-gmbh-loa-denial.eml').replaceAll('=\r\n', '')
      for (const words of ['To: mei@cobalt.example', 'Dear Mei Smith', '- 1 more person: Solution Architect Core Training'])
        expect(mail).toContain(words)
      expect(desk.phd('reply', 'render', 'loa-denial', '--request', '1').code).toBe(3)
      expect(desk.phd('reply', 'render', 'loa-denial', '--request', '8', '--partner', LUMEN).code).toBe(2)
    }))

  it('asks which letter was issued where several may be meant', () =>
    atDesk((desk) => {
      desk.equipped()
      for (const name of ['A', 'B']) desk.phd('loa', 'approve', LUMEN, '--requester', name, '--request', 'new')
      const letter = ['loa', 'letter', LUMEN, '--date', '2026-11-20']
      expect(desk.phd(...letter)).toMatchObject({ code: 3, stderr: expect.stringContaining('8 (A), 10 (B)') })
      expect(desk.phd(...letter, '--request', '8').code).toBe(0)
      // The other is the only one left.
      expect(desk.phd(...letter).stdout).toContain('for request 10')
      expect(desk.phd('loa', 'letter', LUMEN, '--date', '1/2/2026').stderr).toContain('could be two')
    }))

  it('has one letter: not the same twice, none from before it came, and a corrected one takes the place of the first', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.phd('loa', 'approve', LUMEN, '--requester', 'A', '--received', '2026-11-18')
      const letter = (date: string): { code: number | null; stderr: string } =>
        desk.phd('loa', 'letter', LUMEN, '--date', date, '--request', '8')
      expect(letter('2026-11-17')).toMatchObject({ code: 2, stderr: expect.stringContaining('is before request 8 arrived') })
      expect(letter('2026-11-19').code).toBe(0)
      expect(letter('2026-11-19')).toMatchObject({
        code: 5,
        stderr: expect.stringContaining('is already recorded as audit entry'),
      })
      expect(letter('2026-11-20').code).toBe(0)
      const ends = desk.json<{ expiring: { end: string; about: string }[] }>('loa', 'expiring', '--within', '400').expiring
      expect(ends.filter(({ about }) => about === 'A').map(({ end }) => end)).toEqual(['2027-11-20'])
    }))

  it('is opened again after a mistake, and answered again', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.phd('loa', 'approve', LUMEN, '--requester', 'A')
      const reopen = (...more: string[]): { code: number | null; stdout: string; stderr: string } =>
        desk.phd('loa', 'reopen', '8', ...more)
      expect(reopen().code).toBe(2)
      expect(desk.phd('nfr', 'reopen', '8', '--reason', 'x').code).toBe(3)
      expect(desk.phd('loa', 'reopen', '99', '--reason', 'x').code).toBe(3)
      expect(reopen('--reason', 'another company', '--dry-run').code).toBe(0)
      expect(open(desk)).toEqual([])
      expect(reopen('--reason', 'another company').code).toBe(0)
      expect(open(desk)).toMatchObject([{ reference: '8', state: 'open' }])
      expect(reopen('--reason', 'x')).toMatchObject({ code: 5, stderr: expect.stringContaining('is already open') })
      // Now another partner may be named, and the decision is made again.
      expect(desk.phd('loa', 'request', '--request', '8', '--partner', COBALT).code).toBe(0)
      expect(desk.phd('loa', 'deny', COBALT).code).toBe(0)
      expect(desk.phd('loa', 'check', LUMEN).stdout).not.toContain('was approved on')
      expect(desk.phd('audit', 'list').stdout).toMatch(/request_reopened .*another company/)
    }))

  it('tells of an override also when that was taken back', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.phd('loa', 'approve', COBALT, '--requester', 'A', '--override', '--reason', 'by phone', '--approved-by', 'Ed Cepulis')
      expect(desk.phd('loa', 'reopen', '8', '--reason', 'not so').code).toBe(0)
      const told = 'OVERRIDE by Ed Cepulis withdrawn (by phone); reopened on 2026-11-20 by tester: not so'
      expect(desk.phd('loa', 'list').stdout).toContain('open; OVERRIDE by Ed Cepulis withdrawn')
      expect(desk.phd('partner', 'show', COBALT).stdout).toContain(`request 8 of 2026-11-20 is open; ${told}`)
      expect(desk.json<{ notes: { message: string }[] }>('loa', 'check', COBALT).notes).toContainEqual(
        expect.objectContaining({ code: 'override', message: expect.stringContaining(told) }),
      )
    }))
})

describe('letters that end', () => {
  it('are good for one calendar year from their date, to the day', () =>
    atDesk((desk) => {
      desk.equipped()
      const ends = (now: string): string[] =>
        desk
          .json<{ expiring: { end: string; about: string }[] }>('loa', 'expiring', '--within', '0', '--now', now)
          .expiring.map(({ end, about }) => `${about} ${end}`)
      // A letter of 29 February 2024, and two of 2 March 2026.
      expect(ends('2025-02-27')).toEqual([])
      expect(ends('2025-02-28')).toEqual(['Ingrid Nowak 2025-02-28'])
      expect(ends('2025-03-01')).toEqual([])
      expect(ends('2027-03-02')).toEqual(['Ana Rossi 2027-03-02', 'Noah Smith 2027-03-02'])
    }))

  it('are listed within so many days, a day before and after the edge', () =>
    atDesk((desk) => {
      desk.equipped()
      const count = (within: number): number =>
        desk.json<{ expiring: unknown[] }>('loa', 'expiring', '--within', String(within)).expiring.length
      expect([count(101), count(102), count(103)]).toEqual([0, 2, 2])
      expect(desk.phd('loa', 'expiring', '--within', 'soon').code).toBe(2)
    }))
})
