import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram } from '../../src/commands/program.ts'
import { type Cluster, HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { stateOf } from '../store/postgres/strained.ts'
import { Desk, type Run } from './phd.ts'
import { supply } from './transcript.ts'

/*
 * Promise: who may only ask gets every answer that the owner of a shared desk gets, and records nothing with any command: each says so
 * before it writes a file. So does, to who may record, each that only an admin may run. Every command of the program is sorted here.
 */

const COBALT = 'Cobalt Labs 1 GmbH'
const LUMEN = 'Lumen Labs 4 Ltd'
const REASON = ['--reason', 'tried by a test']

type Lines = Readonly<Record<string, readonly (readonly string[])[]>>

/** What only asks, with the words after the command. */
const ASKS: Lines = {
  ...Object.fromEntries(
    ['today', 'digest', 'imports list', 'partner unlinked', 'partner duplicates', 'partner alias list', 'role list', 'loa list']
      .concat('desk settings', 'loa expiring', 'nfr list', 'nfr expiring', 'leads recall', 'leads list', 'evaluation list')
      .concat('vouchers', 'cam plan', 'cam plans', 'cam sets', 'cam mapping check', 'cam mapping list', 'deal list', 'deal sla')
      .concat('deal expiring', 'deal conflicts', 'mail list', 'mail taught', 'price-file status', 'rebate status', 'rebates')
      .concat('audit list', 'audit verify', 'nfr help', 'awards', 'distributor')
      .map((path) => [path, [[]]]),
  ),
  'imports show': [['1']],
  'partner find': [['lumen']],
  'partner show': [[LUMEN], [LUMEN, '--history']],
  authorized: [[COBALT], ['--all']],
  distributor: [['Japan']],
  'role who': [['DSOR']],
  'loa check': [[LUMEN], ['--all']],
  'nfr check': [[LUMEN]],
  'nfr help': [['seats', LUMEN]],
  'evaluation check': [['Customer 13 Bank']],
  'invoices find': [[COBALT]],
  'invoices billing': [[COBALT]],
  'scorecard partner': [[LUMEN]],
  'scorecard region': [['EMEA']],
  'psp check': [[LUMEN]],
  insights: [[COBALT]],
  influence: [[COBALT]],
  'cam owner': [['Cobalt Labs 1']],
  'cam show': [['plan.json']],
  'deal show': [['REG30001']],
  'deal source': [['Customer 3 - Add-On']],
  'deal tag': [['--cloud', 'aws', '--sourced-by', 'vendor', '--marketplace', 'yes']],
  'poe check': [['proof.eml']],
  awards: [['FY25']],
  'mail classify': [['mail-001.eml']],
  'mail route': [['mail-001.eml']],
  'reply list': [[]],
  'reply show': [['portal-login']],
  'reply render': [['portal-login', '--partner', LUMEN, '--set', 'sender_name=Ann', '--set', 'sender_email=ann@lumen.example']],
  'handbook search': [['letter']],
  'handbook show': [['chatter-partner-operations-retired']],
  'handbook list': [[]],
  'handbook links': [[]],
  'policy list': [[]],
  'policy show': [['authorized']],
  'audit show': [['1']],
  runs: [[]],
  'cert-report': [[LUMEN]],
}

/** What records, as it succeeds for who may record, in the state that {@link prepare} makes. */
const RECORDS: Lines = {
  import: [['staff.csv'], ['--dry-run', 'staff.csv']],
  'imports undo': [['1', '--yes']],
  'inbox run': [['in', '--settle', '0']],
  'partner note-contract': [[LUMEN, '--date', '2023-01-19', '--where', 'the account']],
  'partner withdraw-contract': [[COBALT, ...REASON]],
  'partner alias add': [['Lumen', LUMEN]],
  'partner alias remove': [['Cobalt']],
  'loa request': [['--partner', LUMEN, '--requester', 'A'], ['loa-notice.eml']],
  'loa approve': [[LUMEN, '--requester', 'Ann', '--yes']],
  'loa deny': [[COBALT, '--yes', '--draft', 'drafts']],
  'loa letter': [[LUMEN, '--date', '2026-11-19']],
  'loa take': [['‹request›'], ['‹request›', '--release']],
  'loa withdraw': [['‹request›', ...REASON]],
  'loa reopen': [['‹denied›', ...REASON]],
  'nfr approve': [[COBALT, '--request', 'form:4', '--yes', '--draft', 'drafts']],
  'nfr deny': [[COBALT, '--request', 'form:4', '--yes', '--draft', 'drafts']],
  'nfr exception': [[COBALT, '--request', 'form:4', '--draft', 'drafts']],
  'nfr take': [['form:4']],
  'nfr withdraw': [['form:4', ...REASON]],
  'nfr reopen': [['‹denied›', ...REASON]],
  'cam plan': [['--out', 'other-plan.json']],
  'cam export': [['plan.json', '--out', 'again']],
  'cam reconcile': [['success.csv', 'error.csv']],
  'cam verify': [[]],
  'cam close': [['plan.json', ...REASON]],
  'cam set': [[LUMEN, '--owner', 'Camille Dios', '--reason', 'covers Kenya', '--until', '2027-01-31']],
  'cam lift': [[COBALT, ...REASON]],
  'mail route': [['mail-001.eml', '--drafts', 'drafts']],
  'mail claim': [['mail-001.eml']],
  'mail teach': [['release-north.eml', '--kind', 'po_submission']],
  'price-file done': [['collect', '--note', 'all tagged']],
  'price-file reopen': [['collect', ...REASON]],
  'rebate done': [['review', '--note', 'all there']],
  'rebate reopen': [['review', ...REASON]],
  digest: [['--mark', '--out', 'digest.html']],
}

/** What only an admin may run. */
const ADMINISTERS: Lines = {
  prune: [['--older-than', '2026-11-01', '--yes']],
  forget: [['mei.smith0@cobaltlabs10.example', '--yes']],
  'desk grant': [['outside', 'reader']],
  'desk set': [['zone', 'Europe/Berlin']],
  'desk unset': [['maxAge']],
}

/** What has other tests: it is of this machine, of a file, or of another desk. */
const ELSEWHERE = [
  ...[
    'query',
    'backup list',
    'backup verify',
    'restore',
    'doctor',
    'desk init',
    'desk status',
    'desk upgrade',
    'desk copy',
    'desk reopen',
    'desk verify',
  ],
  ...['config list', 'config get', 'config set', 'config unset', 'config path', 'completion'],
]

describe.skipIf(!HAS_POSTGRES)('who may do what at a shared desk', { timeout: 120_000 }, () => {
  const desk = new Desk()
  const database = `readers_${process.pid}`
  let cluster: Cluster
  /** What the desk holds, as long as nobody changed it. */
  let prepared = ''
  let names: Readonly<Record<string, string>> = {}

  const as = (login: string, ...args: string[]): Run => desk.run(args, { PHD_DB: cluster.address(database, login) })
  const lineOf = (path: string, words: readonly string[]): string[] => [
    ...path.split(' '),
    ...words.map((word) => names[word] ?? word),
  ]
  const done = (...args: string[]): Run => {
    const run = as('reads_owner', ...args)
    expect([0, 1, 4], `${args.join(' ')}: ${run.stderr}${run.stdout}`).toContain(run.code)
    return run
  }
  /** Every file of the desk's folder, but for what programs keep for themselves. */
  const files = (): string[] =>
    readdirSync(desk.folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
      .sort()

  beforeAll(async () => {
    cluster = await sharedCluster()
    for (const login of ['reads_owner', 'reads_asks', 'reads_works', 'outside'])
      cluster.sql('postgres', `CREATE ROLE ${login} LOGIN${login === 'reads_owner' ? ' SUPERUSER' : ''}`)
    cluster.createDatabase(database)
    supply(desk)
    done('desk', 'init')
    done('desk', 'grant', 'reads_asks', 'reader')
    done('desk', 'grant', 'reads_works', 'desk')
    prepare()
    prepared = stateOf(cluster, database)
  }, 120_000)
  afterAll(() => {
    cluster.sql('postgres', `DROP DATABASE ${database} WITH (FORCE)`)
    for (const login of ['reads_owner', 'reads_asks', 'reads_works', 'outside']) cluster.sql('postgres', `DROP ROLE ${login}`)
    desk.remove()
  })

  /** A desk where each of the commands has something to do. */
  function prepare(): void {
    const exports = [
      'sfdc-accounts',
      'impartner-users',
      'certification-dashboard',
      'nfr-licenses',
      'nfr-requests',
      'letters-issued',
    ]
    const more = ['prospects', 'evaluation-licenses', 'registrations-2026-11-16', 'sfdc-users', 'sfdc-opportunities', 'segments']
    // The one list of this desk that has a past, for whoever would prune it.
    const staff = desk.read('staff.csv').trimEnd().split('\n')
    desk.write('early-staff.csv', ...staff.slice(0, -1)).touch('early-staff.csv', '2026-10-01T08:00:00Z')
    desk.write('later-staff.csv', ...staff.slice(0, 1), ...staff.slice(2)).touch('later-staff.csv', '2026-10-02T08:00:00Z')
    done('import', 'early-staff.csv', '--now', '2026-10-01T09:00:00Z')
    done('import', 'later-staff.csv', '--allow-shrink', '--now', '2026-10-02T09:00:00Z')
    done('import', ...[...exports, ...more, 'sales-territories'].map((name) => `${name}.csv`))
    const request = (...args: string[]): string =>
      String((JSON.parse(done('loa', 'request', ...args, '--json').stdout) as { request: number }).request)
    const denied = request('--partner', COBALT, '--requester', 'B')
    done('loa', 'deny', COBALT, '--yes')
    names = { '‹denied›': denied, '‹request›': request('--partner', COBALT, '--requester', 'A') }
    done('partner', 'note-contract', COBALT, '--date', '2023-01-19', '--where', 'the account')
    done('partner', 'alias', 'add', 'Cobalt', COBALT)
    done('cam', 'set', COBALT, '--owner', 'Camille Dios', '--reason', 'covers Kenya', '--until', '2027-01-31')
    const only = [COBALT, 'Polaris Cloud Inc.', 'Mistral Labs Pvt. Ltd.'].flatMap((name) => ['--only', name])
    done('cam', 'plan', ...only, '--out', 'plan.json')
    done('cam', 'export', 'plan.json', '--out', 'owner-changes')
    mkdirSync(join(desk.folder, 'in'))
  }

  it('sorts every command of the program, and no other', async () => {
    const program = await buildProgram(() => async () => {})
    const leaves = (command: Command, path: string): string[] =>
      command.commands.length === 0
        ? [path]
        : command.commands.flatMap((each) => leaves(each, path === '' ? each.name() : `${path} ${each.name()}`))
    const sorted = new Set([...[ASKS, RECORDS, ADMINISTERS].flatMap((lines) => Object.keys(lines)), ...ELSEWHERE])
    expect([...sorted].sort()).toEqual(leaves(program, '').sort())
  })

  const each = (lines: Lines) =>
    Object.entries(lines).flatMap(([path, all]) => all.map((words) => [[path, ...words].join(' '), path, words] as const))

  it.each(each(ASKS))('a reader gets the answer of the owner: phd %s', (_, path, words) => {
    const line = lineOf(path, words)
    const own = as('reads_owner', ...line)
    expect([0, 1, 4], own.stderr + own.stdout).toContain(own.code)
    expect(as('reads_asks', ...line)).toEqual(own)
  })

  it.each(each(RECORDS))('a reader records nothing: phd %s', (_, path, words) =>
    refuses('reads_asks', lineOf(path, words), 'phd_desk'),
  )

  it.each(each(ADMINISTERS))('only an admin may: phd %s', (_, path, words) => {
    refuses('reads_asks', lineOf(path, words), '')
    refuses('reads_works', lineOf(path, words), '')
  })

  /** It ends with 5 in plain words, with a next step, and changes nothing at the desk or on this machine. */
  function refuses(login: string, line: readonly string[], role: string): void {
    const before = files()
    const run = as(login, ...line)
    expect([run.code, run.stdout], run.stderr).toEqual([5, ''])
    const told = run.stderr.replace(/\s+/g, ' ')
    expect(told).toMatch(/this login may/)
    expect(told).toContain(role)
    expect(told).toMatch(/nothing was changed; (?:ask its administrator|its administrator can|a login with phd_admin can)/)
    expect(told).not.toMatch(/permission denied|relation|SQLSTATE/)
    const inJson = JSON.parse(as(login, ...line, '--json').stdout || '{}') as { error?: { code: string } }
    if (inJson.error) expect(inJson.error.code).toBe('access_refused')
    expect([stateOf(cluster, database), ...files()]).toEqual([prepared, ...before])
  }
})
