import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rulesInCode } from '../../scripts/build/rules-in-code.ts'
import { version } from '../../src/app/version.ts'
import { rulesMark } from '../../src/reference/overview/rules-mark.ts'
import { type Cluster, HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { atDesk, Desk, fixtures, type Run, root } from './phd.ts'

/*
 * Promise: what can change a verdict, or what a file is read as, is one for everyone at a shared desk, whatever each person has set.
 */

const DATABASE = `settings_${process.pid}`
/** An afternoon in Europe, and the next day in Tokyo. */
const EVENING = '2026-11-20T16:30:00Z'
const HEAD = 'Account ID,Account Name,Type,Partner Status,Partner Track,Signed Contract Date,Account Owner'
const AMBIGUOUS = '0014M000BBBBAAM,Acme,Partner,Authorized,Open,4/5/2026,Ann'

function configure(desk: Desk, config: object): void {
  mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
  writeFileSync(join(desk.folder, '.config', 'phd', 'config.json'), JSON.stringify(config))
}

describe('a desk in a file', () => {
  it.each([
    [['settings'], 'phd config list'],
    [['set', 'zone', 'Europe/Berlin'], 'phd config set zone Europe/Berlin'],
    [['unset', 'zone'], 'phd config unset zone'],
  ])('has no settings of its own: phd desk %j', (args, instead) =>
    atDesk((desk) => {
      const run = desk.phd('desk', ...args)
      expect([run.code, run.stdout]).toEqual([2, ''])
      expect(run.stderr).toContain(`a desk in a file goes by your own settings: ${instead}`)
    }),
  )

  it('goes by those of the person', () =>
    atDesk((desk) => {
      configure(desk, { maxAge: 1 })
      desk.imported()
      const later = { PHD_NOW: '2026-11-24T09:00:00Z' }
      expect(desk.run(['loa', 'check', 'Lumen Labs 4'], later)).toMatchObject({ code: 4, stderr: '' })
      expect(desk.run(['loa', 'check', 'Lumen Labs 4'], { ...later, PHD_MAX_AGE: '9' })).toMatchObject({ code: 0, stderr: '' })
    }))
})

describe.skipIf(!HAS_POSTGRES)('two people at one desk on a server', () => {
  const berlin = new Desk()
  const tokyo = new Desk()
  let cluster: Cluster
  let db: string

  const at = (desk: Desk, args: readonly string[], env: NodeJS.ProcessEnv = {}): Run => desk.run(args, { PHD_DB: db, ...env })
  const admin = (...args: string[]): Run => at(berlin, args)
  /** Sets for everyone, and takes it back in the end. */
  async function holding(settings: Readonly<Record<string, string>>, work: () => void | Promise<void>): Promise<void> {
    for (const [key, value] of Object.entries(settings)) expect(admin('desk', 'set', key, value)).toMatchObject({ code: 0 })
    try {
      await work()
    } finally {
      for (const key of Object.keys(settings)) expect(admin('desk', 'unset', key)).toMatchObject({ code: 0 })
    }
  }

  beforeAll(async () => {
    cluster = await sharedCluster()
    db = cluster.createDatabase(DATABASE)
    const files = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', 'nfr-licenses.csv']
    berlin.put(...files.map((file) => `desk/${file}`), 'requests/loa-notice.eml')
    expect(admin('desk', 'init')).toMatchObject({ code: 0 })
    expect(admin('import', ...files)).toMatchObject({ code: 0, stderr: '' })
    expect(at(berlin, ['loa', 'request', 'loa-notice.eml', '--partner', 'Lumen Labs 4'], { PHD_NOW: EVENING })).toMatchObject({
      code: 0,
    })
    configure(berlin, { zone: 'Europe/Berlin', maxAge: 7, dateOrder: 'dmy' })
    configure(tokyo, { zone: 'Asia/Tokyo', maxAge: 1, region: 'US', dateOrder: 'mdy', notUsed: ['leads'] })
  })
  afterAll(() => {
    berlin.remove()
    tokyo.remove()
    cluster.sql('postgres', `DROP DATABASE ${DATABASE} WITH (FORCE)`)
  })

  it.each([
    ['with nothing set', {}],
    ['with settings', { zone: 'Pacific/Honolulu', maxAge: '3', region: 'US' }],
  ])('get the same answers, %s', (_, settings) =>
    holding(settings as Record<string, string>, () => {
      const later = { PHD_NOW: '2026-11-23T16:30:00Z' }
      for (const args of [
        ['loa', 'check', 'Lumen Labs 4', '--json'],
        ['loa', 'check', '--all', '--json'],
        ['loa', 'list', '--json'],
        ['nfr', 'check', 'Lumen Labs 4'],
        ['today', '--json', '--all'],
        ['policy', 'list', '--json'],
      ]) {
        const [one, other] = [at(berlin, args, later), at(tokyo, args, { ...later, PHD_MAX_AGE: '30' })]
        expect([args, other.stdout, other.code]).toEqual([args, one.stdout, one.code])
        expect(one.stdout).not.toBe('')
      }
    }),
  )

  it('get due days by the zone of the desk', async () => {
    const dueIn = (desk: Desk) => {
      const { requests } = JSON.parse(at(desk, ['loa', 'list', '--json'], { PHD_NOW: EVENING }).stdout)
      return requests[0].due
    }
    // The notice came on Thursday at 16:30 UTC, which is Friday in Tokyo; it is due in two business days.
    for (const [zone, due] of [
      ['Pacific/Honolulu', '2026-11-23'],
      ['Asia/Tokyo', '2026-11-24'],
    ] as const)
      await holding({ zone }, () => {
        expect([zone, dueIn(berlin), dueIn(tokyo)]).toEqual([zone, due, due])
      })
  })

  it('are told once what of theirs is not used, and what holds instead', () =>
    holding({ zone: 'Europe/Berlin', maxAge: '5' }, () => {
      const run = at(tokyo, ['partner', 'show', 'Lumen Labs 4'], { PHD_MAX_AGE: '30' })
      expect(run.stderr).toBe(
        [
          'note: this desk has its own settings, for everyone, and does not use yours:',
          '  zone: here Europe/Berlin; config.json says Asia/Tokyo',
          '  region: here not set; config.json says US',
          '  dateOrder: here not set; config.json says mdy',
          '  notUsed: here not set; config.json says ["leads"]',
          '  maxAge: here 5; PHD_MAX_AGE says 30',
          '',
        ].join('\n'),
      )
      expect(at(tokyo, ['partner', 'show', 'Lumen Labs 4', '--quiet']).stderr).toBe('')
      const own = at(berlin, ['partner', 'show', 'Lumen Labs 4', '--max-age', '9'])
      expect(own.stderr).not.toContain('maxAge')
      expect(own.stderr).not.toContain('zone')
    }))

  it('can still name another age for one run', () =>
    holding({ maxAge: '1' }, () => {
      const later = { PHD_NOW: '2026-11-24T09:00:00Z' }
      expect(at(berlin, ['loa', 'check', 'Lumen Labs 4'], later).code).toBe(4)
      expect(at(tokyo, ['loa', 'check', 'Lumen Labs 4', '--max-age', '9'], later).code).toBe(0)
      // The desk's own age says what may be decided.
      const run = at(berlin, ['loa', 'approve', 'Lumen Labs 4', '--requester', 'Ann', '--max-age', '9'], later)
      expect([run.code, run.stdout]).toEqual([2, ''])
    }))

  it('read a date that could be two days as the desk says', () =>
    atDesk((third) => {
      const files = [berlin, tokyo, third]
      for (const each of files) each.write('a.csv', HEAD, AMBIGUOUS)
      const asked = ['import', 'a.csv', '--dry-run', '--allow-shrink', '--json']
      // Nothing is set: none of them may guess, nor go by what is theirs.
      for (const each of files) {
        expect(JSON.parse(at(each, asked).stdout).imports[0].reason.code).toBe('date_order_ambiguous')
      }
      return holding({ 'dateOrder.accounts': 'dmy' }, () => {
        const read = files.map((each) => {
          const { status, dateOrder } = JSON.parse(at(each, asked).stdout).imports[0]
          return [status, dateOrder]
        })
        expect(read).toEqual(files.map(() => ['dry_run', 'dmy']))
        const said = JSON.parse(at(tokyo, [...asked, '--date-order', 'mdy']).stdout).imports[0]
        expect([said.status, said.dateOrder]).toEqual(['dry_run', 'mdy'])
      })
    }))

  it('see which settings are those of the desk', () =>
    holding({ zone: 'Europe/Berlin' }, () => {
      const { settings } = JSON.parse(at(tokyo, ['config', 'list', '--json']).stdout)
      const found = Object.fromEntries(settings.map(({ key, value, origin }: Record<string, unknown>) => [key, [value, origin]]))
      expect(found).toMatchObject({ zone: ['Europe/Berlin', 'desk'], maxAge: [7, 'desk'], region: [null, 'desk'] })
      expect(found.wait).toEqual([30, 'default'])
      expect(at(tokyo, ['config', 'get', 'zone']).stdout).toBe('Europe/Berlin\n')
      const listed = JSON.parse(at(tokyo, ['desk', 'settings', '--json']).stdout)
      expect(listed).toMatchObject({ schema: 'phd.desk-settings/1', change: null })
      expect(listed.settings.slice(0, 2)).toMatchObject([
        { key: 'maxAge', value: 7, origin: 'default' },
        { key: 'zone', value: 'Europe/Berlin', origin: 'desk' },
      ])
      expect(at(tokyo, ['config', 'set', 'zone', 'UTC']).stderr).toContain(
        'the desk decides this for everyone: phd desk set zone',
      )
      expect(at(tokyo, ['config', 'set', 'zone', 'Asia/Tokyo']).code).toBe(0)
    }))

  it('are not kept from their own settings where the desk cannot be asked', () => {
    const away = db.replace(DATABASE, 'nowhere')
    const run = at(tokyo, ['config', 'get', 'maxAge'], { PHD_DB: away })
    expect([run.code, run.stdout]).toEqual([0, '1\n'])
    expect(run.stderr).toContain('note: without the settings of the desk: ')
    expect(at(tokyo, ['desk', 'settings'], { PHD_DB: away })).toMatchObject({ code: 5, stdout: '' })
  })
})

describe.skipIf(!HAS_POSTGRES)('a setting of a desk on a server', () => {
  const desk = new Desk()
  const database = `set_${process.pid}`
  let cluster: Cluster

  const as = (login: string, ...args: string[]): Run => desk.run(args, { PHD_DB: cluster.address(database, login) })
  const admin = (...args: string[]): Run => as('tester', ...args)
  const meta = (): string => cluster.sql(database, "SELECT name, value FROM phd.meta WHERE name LIKE 'setting%' ORDER BY name")

  beforeAll(async () => {
    cluster = await sharedCluster()
    cluster.createDatabase(database)
    expect(admin('desk', 'init')).toMatchObject({ code: 0 })
    for (const role of ['reader', 'desk', 'admin']) {
      cluster.sql('postgres', `CREATE ROLE ${database}_${role} LOGIN`)
      expect(admin('desk', 'grant', `${database}_${role}`, role)).toMatchObject({ code: 0 })
    }
  })
  afterAll(() => {
    desk.remove()
    cluster.sql('postgres', `DROP DATABASE ${database} WITH (FORCE)`)
    for (const role of ['reader', 'desk', 'admin']) cluster.sql('postgres', `DROP ROLE ${database}_${role}`)
  })

  it('is set, changed and removed, each an entry of the audit', () => {
    const dry = admin('desk', 'set', 'zone', 'Europe/Berlin', '--dry-run')
    expect([dry.code, dry.stdout]).toEqual([
      0,
      expect.stringMatching(/^would set zone to Europe\/Berlin in the settings of \S+\n$/),
    ])
    expect(meta()).toBe('')
    const set = admin('desk', 'set', 'zone', 'Europe/Berlin')
    expect(set.stdout).toMatch(
      /^set zone to Europe\/Berlin in the settings of \S+\n {2}it holds for everyone at this desk; audit entry 1\n$/,
    )
    expect(admin('desk', 'set', 'zone', 'Europe/Berlin').stdout).toMatch(
      /^zone is Europe\/Berlin in the settings of \S+ already\n$/,
    )
    expect(admin('desk', 'set', 'dateOrder.accounts', 'dmy').code).toBe(0)
    expect(JSON.parse(admin('desk', 'set', 'dateOrder.leads', 'mdy', '--json').stdout)).toMatchObject({
      change: { key: 'dateOrder.leads', before: null, after: 'mdy', written: true, entry: 3 },
    })
    expect(meta()).toBe('setting.dateOrder|{"accounts":"dmy","leads":"mdy"}\nsetting.zone|"Europe/Berlin"')
    expect(admin('desk', 'unset', 'dateOrder.leads').code).toBe(0)
    expect(admin('desk', 'unset', 'zone').stdout).toMatch(/^removed zone from the settings of \S+; it was Europe\/Berlin\n/)
    expect(admin('desk', 'unset', 'zone').stdout).toMatch(/^zone is not in the settings of \S+; nothing to remove\n$/)
    expect(meta()).toBe('setting.dateOrder|{"accounts":"dmy"}')
    const { entries } = JSON.parse(admin('audit', 'list', '--json').stdout)
    expect(entries.map(({ action, actor, body }: Record<string, unknown>) => [action, actor, body])).toMatchObject([
      ['desk_setting_changed', 'tester', { key: 'zone', before: null, after: 'Europe/Berlin' }],
      ['desk_setting_changed', 'tester', { key: 'dateOrder', before: null, after: '{"accounts":"dmy"}' }],
      ['desk_setting_changed', 'tester', { key: 'dateOrder', after: '{"accounts":"dmy","leads":"mdy"}' }],
      ['desk_setting_changed', 'tester', { key: 'dateOrder', after: '{"accounts":"dmy"}' }],
      ['desk_setting_changed', 'tester', { key: 'zone', before: 'Europe/Berlin', after: null }],
    ])
    expect(admin('audit', 'list').stdout).toMatch(/desk_setting_changed +zone +was Europe\/Berlin, is not set now, for everyone/)
    expect(admin('audit', 'verify').code).toBe(0)
  })

  it.each([
    [['set', 'zone', 'Europe/Belin'], '"zone" is "Europe/Belin"', 'phd desk set zone Europe/Berlin'],
    [['set', 'zoen', 'UTC'], 'unknown setting "zoen"; did you mean "zone"?', 'use one of: maxAge, zone'],
    [['set', 'db', 'x.db'], '"db" is a setting of each person, not of the desk', 'phd config set db'],
    [['set', 'now', '2026-11-20'], '"now" is not a setting of the desk', '--now <time> or PHD_NOW'],
    [['set', 'encodings', '{"accounts":"windows-9"}'], 'windows-9', ''],
    [['set', 'dateOrder.acounts', 'dmy'], 'did you mean "dateOrder.accounts"?', ''],
    [['unset', 'format'], '"format" is a setting of each person', 'phd config set format'],
    [['unset', 'nothing'], 'unknown setting "nothing"', ''],
    [['settings', '--as-of', '2026-11-20'], 'the settings of the desk are those of now', 'run it without --as-of'],
  ])('is refused as one of a person is: phd desk %j', (args, message, hint) => {
    const before = meta()
    const run = admin('desk', ...args)
    expect([run.code, run.stdout]).toEqual([2, ''])
    expect(run.stderr).toContain(message)
    expect(run.stderr).toContain(hint)
    expect(meta()).toBe(before)
  })

  it('is changed by an admin alone, and read by all', () => {
    for (const role of ['reader', 'desk']) {
      for (const args of [
        ['set', 'maxAge', '9'],
        ['set', 'maxAge', '9', '--dry-run'],
        ['unset', 'dateOrder'],
      ]) {
        const run = as(`${database}_${role}`, 'desk', ...args)
        expect([run.code, run.stdout]).toEqual([5, ''])
        expect(run.stderr).toMatch(
          /this login may not change the settings of \S+\n {2}nothing was changed; its administrator can\n/,
        )
        const json = JSON.parse(as(`${database}_${role}`, 'desk', ...args, '--json').stdout)
        expect(json.error.code).toBe('access_refused')
      }
      expect(as(`${database}_${role}`, 'desk', 'settings').stdout).toMatch(/dateOrder +\{"accounts":"dmy"\} +desk/)
      expect(() => cluster.sql(database, `SET ROLE ${database}_${role}; UPDATE phd.meta SET value = '1'`)).toThrow(
        /permission denied/,
      )
    }
    expect(as(`${database}_admin`, 'desk', 'set', 'maxAge', '9').code).toBe(0)
    expect(as(`${database}_admin`, 'desk', 'unset', 'maxAge').code).toBe(0)
  })

  it('that only a newer phd knows stops every answer, and can be seen and removed', () => {
    cluster.sql(database, `INSERT INTO phd.meta VALUES ('setting.moon', '"full"')`)
    const run = admin('loa', 'check', 'Lumen Labs 4')
    expect([run.code, run.stdout]).toEqual([5, ''])
    expect(run.stderr).toContain('has a setting that this phd cannot use: unknown setting "moon"')
    expect(admin('desk', 'settings').stdout).toMatch(/moon +full +desk +not known to this phd/)
    expect(admin('desk', 'unset', 'moon').code).toBe(0)
    expect(admin('imports', 'list').code).toBe(0)
  })
})

describe.skipIf(!HAS_POSTGRES)('a phd whose rules are not those of the desk', () => {
  const desk = new Desk()
  const database = `rules_${process.pid}`
  let cluster: Cluster

  const phd = (...args: string[]): Run => desk.run(args, { PHD_DB: cluster.address(database) })
  const approve = (): Run => phd('loa', 'approve', 'Lumen Labs 4', '--requester', 'Ann')
  const decisions = (): string => cluster.sql(database, "SELECT count(*) FROM phd.audit WHERE action = 'loa_approved'")
  const findings = (): { code: string; message: string; hint: string | null }[] =>
    JSON.parse(phd('doctor', '--json').stdout).findings.filter(({ code }: { code: string }) => /^desk_rules/.test(code))
  const rules = (text: string): string => cluster.sql(database, `UPDATE phd.meta SET value = '${text}' WHERE name = 'rules'`)

  beforeAll(async () => {
    cluster = await sharedCluster()
    cluster.createDatabase(database)
    const files = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv']
    desk.put(...files.map((file) => `desk/${file}`))
    expect(phd('desk', 'init')).toMatchObject({ code: 0 })
    expect(phd('import', ...files)).toMatchObject({ code: 0 })
  })
  afterAll(() => {
    desk.remove()
    cluster.sql('postgres', `DROP DATABASE ${database} WITH (FORCE)`)
  })

  it.each([
    ['older', '0123456789abcdef 99.0.0', 'decides by the rules of phd 99.0.0; this phd has others', 'update phd to 99.0.0'],
    ['newer', '0123456789abcdef 0.0.1', 'decides by the rules of phd 0.0.1', 'phd desk upgrade'],
  ])('may ask, and not decide: %s', (_, there, message, hint) => {
    rules(there)
    expect(phd('loa', 'check', 'Lumen Labs 4')).toMatchObject({ code: 0, stderr: '' })
    const run = approve()
    expect([run.code, run.stdout]).toEqual([5, ''])
    expect(run.stderr).toContain(message)
    expect(run.stderr).toContain(`nothing was recorded; you can still ask; `)
    expect(run.stderr).toContain(hint)
    expect(decisions()).toBe('0')
    expect(phd('desk', 'status').stdout).toContain('it can ask, and not decide')
  })

  it.skipIf(!hasTerminal)('is told before it is asked anything, and by doctor', async () => {
    rules('0123456789abcdef 0.0.1')
    const env = { PHD_DB: cluster.address(database) }
    for (const command of ['phd loa approve', 'phd nfr deny "lumen labs"', 'phd loa request']) {
      const { screen, code } = await atTerminal(desk, command, [], { env })
      expect([command, code]).toEqual([command, 5])
      expect(screen.replace(/\s+/g, ' ')).toContain('decides by the rules of phd 0.0.1')
      expect(screen).not.toContain('?')
    }
    const dry = phd('loa', 'approve', 'Lumen Labs 4', '--requester', 'Ann', '--dry-run')
    expect([dry.code, dry.stdout]).toEqual([5, ''])
  })

  it.each([
    ['0123456789abcdef 0.0.1', 'decides by other rules (those of phd 0.0.1)', 'phd desk upgrade'],
    ['0123456789abcdef 99.0.0', 'decides by other rules (those of phd 99.0.0)', 'update phd to 99.0.0'],
    [`0123456789abcdef ${version}`, `decides by other rules (those of phd ${version})`, 'the data folder that the others use'],
    ['', 'the desk was not told yet by which rules it decides', 'phd desk upgrade'],
  ])('finds in doctor that the desk goes by %j', (there, message, hint) => {
    rules(there)
    const found = findings()
    expect(found).toMatchObject([{ code: 'desk_rules_differ', level: 'warning' }])
    expect(found[0]?.message).toContain(message)
    expect(found[0]?.hint).toContain(hint)
    expect(approve().stderr.replace(/\s+/g, ' ')).toContain(hint)
    expect(phd('desk', 'status').stdout.replace(/\s+/g, ' ')).toContain(hint)
  })

  it('may do what goes by no rule', () => {
    rules('0123456789abcdef 0.0.1')
    const later = ['--now', '2026-12-01T09:00:00Z']
    for (const args of [
      ['partner', 'alias', 'add', 'Lumen', 'Lumen Labs 4 Ltd'],
      ['partner', 'alias', 'remove', 'Lumen'],
      ['mail', 'claim', join(fixtures, 'mails', 'mail-000.eml')],
      ['import', 'impartner-users.csv', ...later],
      ['imports', 'undo', '3', '--yes', ...later],
      ['import', 'certification-dashboard.csv', ...later],
    ])
      expect([args, phd(...args)]).toEqual([args, expect.objectContaining({ code: 0 })])
  })

  it('is known by its data and its code', async () => {
    const { rules } = JSON.parse(phd('desk', 'status', '--json').stdout)
    expect(rules.program).toEqual({ mark: rulesMark(undefined, await rulesInCode(root)), phd: version })
  })

  it('is for an administrator alone to make those of the desk', () => {
    rules('0123456789abcdef 0.0.1')
    cluster.sql('postgres', `CREATE ROLE ${database}_desk LOGIN`)
    try {
      expect(phd('desk', 'grant', `${database}_desk`, 'desk').code).toBe(0)
      const run = desk.run(['desk', 'upgrade'], { PHD_DB: cluster.address(database, `${database}_desk`) })
      expect([run.code, run.stdout]).toEqual([5, ''])
      expect(run.stderr).toContain('its administrator can: phd desk upgrade')
      expect(findings()).toMatchObject([{ code: 'desk_rules_differ' }])
    } finally {
      cluster.sql(database, `DROP OWNED BY ${database}_desk; DROP ROLE ${database}_desk`)
    }
  })

  it('does not take the desk back to older rules', () => {
    rules('0123456789abcdef 99.0.0')
    const run = phd('desk', 'upgrade')
    expect([run.code, run.stdout]).toEqual([5, ''])
    expect(run.stderr).toContain('decides by the rules of phd 99.0.0')
  })

  it('is what the desk goes by once it is brought up to date, also one that was never told', () => {
    cluster.sql(database, "DELETE FROM phd.meta WHERE name = 'rules'")
    expect(approve()).toMatchObject({ code: 5, stderr: expect.stringContaining('does not know yet by which rules it decides') })
    expect(phd('desk', 'upgrade', '--dry-run').stdout).toContain(
      'it would decide by the rules of this phd; before, it was not told',
    )
    expect(approve().code).toBe(5)
    expect(phd('desk', 'upgrade').stdout).toContain('it decides by the rules of this phd; before, it was not told by which')
    expect(phd('desk', 'upgrade', '--json').stdout).toContain('"status": "unchanged"')
    expect(phd('desk', 'status').stdout).toMatch(/rules +[\da-f]{16}, those of this phd\n/)
    expect(findings()).toMatchObject([{ code: 'desk_rules_same', level: 'ok', hint: null }])
    expect(approve().code).toBe(0)
    expect(decisions()).toBe('1')
  })
})
