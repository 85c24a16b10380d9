/** Every command of the program, sorted by who may run it at a shared desk, and a desk where each of them has something to do. */

import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Desk, Run } from './phd.ts'

const COBALT = 'Cobalt Labs 1 GmbH'
const LUMEN = 'Lumen Labs 4 Ltd'
const REASON = ['--reason', 'tried by a test']

export type Lines = Readonly<Record<string, readonly (readonly string[])[]>>

/** What only asks, with the words after the command. */
export const ASKS: Lines = {
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

/** What records, as it succeeds for who may record, in the state that {@link prepareDesk} makes. */
export const RECORDS: Lines = {
  import: [['staff.csv'], ['--dry-run', 'staff.csv']],
  'imports undo': [['‹import›', '--yes']],
  'inbox run': [['in', '--settle', '0']],
  'partner note-contract': [[LUMEN, '--date', '2023-01-19', '--where', 'the account']],
  'partner withdraw-contract': [[COBALT, ...REASON]],
  'partner alias add': [['Lumen', LUMEN]],
  'partner alias remove': [['Cobalt']],
  'loa request': [['--partner', LUMEN, '--requester', 'A'], ['loa-notice.eml']],
  'loa approve': [[LUMEN, '--requester', 'Ann', '--yes']],
  'loa deny': [[COBALT, '--email', 'mei.smith0@cobaltlabs10.example', '--yes', '--draft', 'drafts']],
  'loa letter': [[LUMEN, '--date', '2026-11-19']],
  'loa take': [['‹request›'], ['‹request›', '--release'], ['‹taken›', '--take-over']],
  'loa withdraw': [['‹request›', ...REASON]],
  'loa reopen': [['‹denied›', ...REASON]],
  'nfr approve': [[LUMEN, '--request', 'form:3', '--yes', '--draft', 'drafts']],
  'nfr deny': [[COBALT, '--request', 'form:4', '--yes', '--draft', 'drafts']],
  'nfr exception': [
    [LUMEN, '--type', 'saas', '--users', '40', '--justification', 'two fairs', '--request', 'new', '--draft', 'drafts'],
  ],
  'nfr take': [['form:4'], ['form:4', '--release']],
  'nfr withdraw': [['form:4', ...REASON]],
  'nfr reopen': [['‹denied license›', ...REASON]],
  'cam plan': [['--out', 'other-plan.json']],
  'cam export': [['plan.json', '--out', 'again']],
  'cam reconcile': [['success.csv', 'error.csv']],
  'cam verify': [[]],
  'cam close': [['plan.json', ...REASON]],
  'cam set': [[LUMEN, '--owner', 'Camille Dios', '--reason', 'covers Kenya', '--until', '2027-01-31']],
  'cam lift': [[COBALT, ...REASON]],
  'mail route': [['mail-001.eml', '--drafts', 'drafts']],
  'mail claim': [['mail-001.eml'], ['mail-002.eml', '--release']],
  'mail teach': [
    ['release-north.eml', '--kind', 'po_submission'],
    ['--forget', '‹lesson›', ...REASON],
  ],
  'price-file done': [['upload', '--note', 'all tagged']],
  'price-file reopen': [['collect', ...REASON]],
  'rebate done': [['pay', '--note', 'all there']],
  'rebate reopen': [['review', ...REASON]],
  digest: [['--mark', '--out', 'digest.html']],
}

/** What only an admin may run. */
export const ADMINISTERS: Lines = {
  prune: [['--older-than', '2026-11-01', '--yes']],
  forget: [['mei.smith0@cobaltlabs10.example', '--yes']],
  'desk grant': [['outside', 'reader']],
  'desk set': [['zone', 'Europe/Berlin']],
  'desk unset': [['maxAge']],
}

/** What has other tests: it is of this machine, of a file, or of another desk. */
export const ELSEWHERE = [
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

/** The lines of a table, each with its name. */
export const eachLine = (lines: Lines) =>
  Object.entries(lines).flatMap(([path, all]) => all.map((words) => [[path, ...words].join(' '), path, words] as const))

/**
 * Fills a desk so that each of the commands has something to do, by `done`, which runs one that must succeed, in the folder of `desk`. Gives
 * what stands for the names in the lines.
 */
export function prepareDesk(desk: Desk, done: (...args: string[]) => Run): Readonly<Record<string, string>> {
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
  const inJson = <T>(...args: string[]): T => JSON.parse(done(...args, '--json').stdout) as T
  const request = (...args: string[]): string => String(inJson<{ request: number }>('loa', 'request', ...args).request)
  const denied = request('--partner', COBALT, '--requester', 'B')
  done('loa', 'deny', COBALT, '--yes')
  const taken = request('--partner', 'Polaris Cloud Inc.', '--requester', 'C')
  done('loa', 'take', taken, '--actor', 'ann')
  done('nfr', 'deny', COBALT, '--request', 'new', '--requester', 'B', '--type', 'saas', '--users', '5', '--yes')
  const { entries } = inJson<{ entries: { action: string; request: number }[] }>('audit', 'list', '--action', 'nfr_denied')
  const { lessons } = inJson<{ lessons: { entry: number }[] }>('mail', 'teach', 'release-south.eml', '--kind', 'po_submission')
  const { imports } = inJson<{ imports: { id: number }[] }>('imports', 'list')
  done('price-file', 'done', 'collect')
  done('rebate', 'done', 'review')
  done('partner', 'note-contract', COBALT, '--date', '2023-01-19', '--where', 'the account')
  done('partner', 'alias', 'add', 'Cobalt', COBALT)
  done('cam', 'set', COBALT, '--owner', 'Camille Dios', '--reason', 'covers Kenya', '--until', '2027-01-31')
  const only = [COBALT, 'Polaris Cloud Inc.', 'Mistral Labs Pvt. Ltd.'].flatMap((name) => ['--only', name])
  done('cam', 'plan', ...only, '--out', 'plan.json')
  done('cam', 'export', 'plan.json', '--out', 'owner-changes')
  mkdirSync(join(desk.folder, 'in'))
  copyFileSync(join(desk.folder, 'staff.csv'), join(desk.folder, 'in', 'staff.csv'))
  return {
    '‹denied›': denied,
    '‹denied license›': String(entries[0]?.request),
    '‹import›': String(imports.at(-1)?.id),
    '‹lesson›': String(lessons[0]?.entry),
    '‹request›': request('--partner', COBALT, '--requester', 'A'),
    '‹taken›': taken,
  }
}
