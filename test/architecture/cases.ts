/** Invented files: their paths, and what is in them. */
type Tree = Readonly<Record<string, string>>

/** For each rule what breaks it, with where each offense is and what of its sentence; and what comes close and does not. */
export const CASES: Readonly<
  Record<string, { broken: readonly [tree: Tree, offenses: readonly string[]][]; kept: readonly Tree[] }>
> = {
  'no circle of files, types included': {
    broken: [
      [
        { 'rules/a.ts': "\nimport { b } from './b.ts'", 'rules/b.ts': "import { a } from './a.ts'" },
        ['src/rules/a.ts:2 is in a circle: rules/a.ts > rules/b.ts > rules/a.ts; move what both need to a file below them'],
      ],
      [
        {
          'mail/a.ts': "import type { B } from './b.ts'",
          'mail/b.ts': "export { type C } from './c.ts'",
          'mail/c.ts': "export type D = typeof import('./d.ts')",
          'mail/d.ts': "export const a = () => import('./a.ts')",
        },
        ['src/mail/a.ts:1 is in a circle: mail/a.ts > mail/b.ts > mail/c.ts > mail/d.ts > mail/a.ts;'],
      ],
      [
        { 'mail/a.ts': "export * from './a.ts'", 'mail/b.ts': "import './c.ts'", 'mail/c.ts': "export type * from './b.ts'" },
        ['src/mail/a.ts:1 is in a circle: mail/a.ts > mail/a.ts;', 'src/mail/b.ts:1 is in a circle: mail/b.ts > mail/c.ts >'],
      ],
    ],
    kept: [
      {
        'rules/a.ts': "import { b } from './b.ts'\nimport { c } from './c.ts'",
        'rules/b.ts': "import { c } from './c.ts'\n// import { a } from './a.ts'",
        'rules/c.ts': 'export const text = "import { a } from \'./a.ts\'"',
      },
    ],
  },
  'rooms are those that are drawn': {
    broken: [
      [{ 'output/a.ts': '' }, ['src/output/a.ts:1 lies in no room of the house']],
      [{ 'helpers.ts': '' }, ['src/helpers.ts:1 lies in no room']],
      [{ 'commands/cam.ts': '' }, ['src/commands/cam.ts:1 lies in no room']],
    ],
    kept: [{ 'main.ts': '', 'commands/program.ts': '', 'commands/cam/command.ts': '', 'store/sqlite/open.ts': '' }],
  },
  'rooms import in the directions that are drawn': {
    broken: [
      [
        { 'rules/loa.ts': "import { resolve } from '../partners/resolve.ts'" },
        ['src/rules/loa.ts:1 imports partners/resolve.ts: rules may not import partners;'],
      ],
      [
        { 'partners/resolve.ts': "import { type Store, fold } from '../store/store.ts'" },
        ['src/partners/resolve.ts:1 imports store/store.ts: partners may not import more than types of store;'],
      ],
      [
        { 'partners/resolve.ts': "export const open = async () => import('../store/store.ts')" },
        ['src/partners/resolve.ts:1 imports store/store.ts: partners may not import more than types of store;'],
      ],
      [
        { 'records/kind.ts': "export type Row = import('../store/store.ts').Row" },
        ['src/records/kind.ts:1 imports store/store.ts: records may not import store;'],
      ],
      [
        { 'store/sqlite/open.ts': "export * from '../../files/write-file.ts'" },
        ['src/store/sqlite/open.ts:1 imports files/write-file.ts: store may not import files;'],
      ],
      [
        { 'app/long-run.ts': "import { open } from '../store/sqlite/open.ts'" },
        ['src/app/long-run.ts:1 imports store/sqlite/open.ts: app may not import more than types of store;'],
      ],
      [
        { 'decisions/plan.ts': "import about from '../../package.json' with { type: 'json' }" },
        ['src/decisions/plan.ts:1 imports ../package.json: it leaves src;'],
      ],
      [{ 'start.ts': "import './app/long-run.ts'" }, ['src/start.ts:1 imports app/long-run.ts: start.ts may not import app;']],
    ],
    kept: [
      {
        'rules/loa.ts': "import { day } from './day.ts'\nimport { name } from '../records/name.ts'\nimport '../errors.ts'",
        'partners/resolve.ts': [
          "import type { Store } from '../store/store.ts'",
          "import { type Row, type Reader } from '../store/store.ts'",
          "export type { Row } from '../store/store.ts'",
          "export const rows = (store: import('../store/store.ts').Store) => store.rows()",
        ].join('\n'),
        'store/sqlite/open.ts': "import { flush } from '../../files/disk.ts'",
        'app/database.ts': "export const open = async () => import('../store/sqlite/open.ts')",
        'app/version.ts': "import about from '../../package.json' with { type: 'json' }",
        'start.ts': "void import('./main.ts')",
      },
    ],
  },
  'a command imports no other command': {
    broken: [
      [
        { 'commands/nfr/sentences.ts': "import { words } from '../loa/sentences.ts'" },
        ['src/commands/nfr/sentences.ts:1 imports commands/loa/sentences.ts: a command imports no other;'],
      ],
      [
        { 'commands/nfr/ask.ts': "import type { Words } from '../loa/sentences.ts'" },
        ['src/commands/nfr/ask.ts:1 imports commands/loa/sentences.ts: a command imports no other;'],
      ],
      [
        { 'commands/nfr/ask.ts': "const run = async () => (await import('../loa/ask.ts')).run()" },
        ['src/commands/nfr/ask.ts:1 imports commands/loa/ask.ts: a command imports no other;'],
      ],
    ],
    kept: [{ 'commands/nfr/ask.ts': "import { words } from './sentences.ts'\nimport { judge } from '../../verdicts/judge.ts'" }],
  },
  'only main.ts imports commands/': {
    broken: [
      [
        { 'decisions/decide.ts': "import type { Words } from '../commands/loa/sentences.ts'" },
        ['src/decisions/decide.ts:1 imports commands/loa/sentences.ts: only main.ts imports from commands/;'],
      ],
      [
        { 'start.ts': "void import('./commands/program.ts')" },
        ['src/start.ts:1 imports commands/program.ts: only main.ts imports from commands/;'],
      ],
      [
        { 'commands/loa/command.ts': "import { build } from '../program.ts'" },
        ['src/commands/loa/command.ts:1 imports commands/program.ts: only main.ts imports from commands/;'],
      ],
      [
        { 'main.ts': "import { loa } from './commands/loa/command.ts'" },
        ['src/main.ts:1 imports commands/loa/command.ts: main.ts knows commands/program.ts alone;'],
      ],
      [
        { 'commands/program.ts': "import { judge } from './loa/verdict.ts'" },
        ['src/commands/program.ts:1 imports commands/loa/verdict.ts: the program knows only the command.ts of each job;'],
      ],
    ],
    kept: [
      {
        'main.ts': "import { buildProgram } from './commands/program.ts'",
        'commands/program.ts': "import { loa } from './loa/command.ts'; void import('./menu/command.ts')",
        'commands/menu/command.ts': '',
        'commands/loa/command.ts': "import { words } from './sentences.ts'",
      },
    ],
  },
  'each package is known in its rooms alone': {
    broken: [
      [
        { 'decisions/options.ts': "import type { Command } from 'commander'" },
        ['src/decisions/options.ts:1 imports commander: only commands, main.ts, app (types), scorecards (types) may know it;'],
      ],
      [
        { 'app/usage.ts': "import { Command } from 'commander'" },
        ['src/app/usage.ts:1 imports commander: only commands, main.ts, app (types), scorecards (types) may know it;'],
      ],
      [
        { 'partners/resolve.ts': "export const open = () => import('better-sqlite3')" },
        ['src/partners/resolve.ts:1 imports better-sqlite3: only store may know it;'],
      ],
      [{ 'mail/a.ts': "import 'left-pad'" }, ['src/mail/a.ts:1 imports left-pad: no room may know this package yet;']],
    ],
    kept: [
      {
        'main.ts': "import { CommanderError } from 'commander'",
        'app/usage.ts': "import type { Command } from 'commander'",
        'commands/cam/command.ts': "import { Option } from 'commander'",
        'store/sqlite/open.ts': "import Database from 'better-sqlite3'\nimport { join } from 'node:path'",
      },
    ],
  },
  'only terminal/ and main.ts print and end the program': {
    broken: [
      [
        {
          'commands/cam/owner.ts': [
            "process.stdout.write('Acme')",
            "console.log('Acme')",
            'const { stderr } = process',
            'process.exit(1)',
            "globalThis.process['stdout'].write('Acme')",
            'const out = process?.stdout',
            'print(process)',
            'list.forEach(console.log)',
            'process.exitCode = 1',
          ].join('\n'),
        },
        [
          'src/commands/cam/owner.ts:1 uses process.stdout.write: give text back, or print through the Io',
          'src/commands/cam/owner.ts:2 uses console.log:',
          'src/commands/cam/owner.ts:3 uses process.stderr:',
          'src/commands/cam/owner.ts:4 uses process.exit:',
          'src/commands/cam/owner.ts:5 uses process.stdout.write:',
          'src/commands/cam/owner.ts:6 uses process.stdout:',
          'src/commands/cam/owner.ts:7 uses process:',
          'src/commands/cam/owner.ts:8 uses console.log:',
          'src/commands/cam/owner.ts:9 uses process.exitCode:',
        ],
      ],
      [
        { 'app/usage.ts': "import { createInterface } from 'node:readline/promises'" },
        ['src/app/usage.ts:1 imports node:readline/promises: ask and print through terminal/'],
      ],
    ],
    kept: [
      {
        'terminal/io.ts': "process.stdout.write('Acme')",
        'main.ts': "process.stderr.write('phd')\nprocess.exitCode = 3",
        'start.ts': 'process.exitCode ??= 0',
        'commands/cam/owner.ts': [
          '// console.log is for terminal/',
          "const hint = 'console.log(1); process.exit(1)'",
          'export const run = (io: Io, out: NodeJS.WriteStream, on: typeof process.stdout) => io.result(hint)',
          "if (process.platform === 'win32') shown({ console: 1, process: 2 }, io.process)",
        ].join('\n'),
      },
    ],
  },
  'rules, reports, views and sentences are pure': {
    broken: [
      [
        { 'rules/loa.ts': 'export const today = () => [Date.now(), new Date(), Date(), performance.now()]' },
        ['Date.now', 'new Date()', 'Date()', 'performance.now'].map(
          (name) => `src/rules/loa.ts:1 uses ${name}: it reads the clock;`,
        ),
      ],
      [
        { 'reports/health.ts': "import { basename } from 'node:path'\nconst hash = process.getBuiltinModule('node:crypto')" },
        [
          'src/reports/health.ts:2 uses process.getBuiltinModule: it reaches outside;',
          'src/reports/health.ts:1 imports node:path: it needs no part of Node;',
          'src/reports/health.ts:2 imports node:crypto: it needs no part of Node;',
        ],
      ],
      [
        {
          'commands/cam/owner-view.ts':
            "import { print } from '../../terminal/print.ts'\nexport const show = (io) => print(io, 'csv', io.note(context.io.result('Acme')))",
        },
        ['print', 'io.note', 'context.io.result'].map(
          (name) => `src/commands/cam/owner-view.ts:2 uses ${name}: it prints; give text back`,
        ),
      ],
      [
        { 'commands/cam/export-view.ts': "const more = await import('../../records/name.ts')" },
        ['src/commands/cam/export-view.ts:1 imports records/name.ts: it loads nothing when it runs;'],
      ],
      [
        {
          'verdicts/sentences.ts':
            "import { find } from '../store/store.ts'\nexport const home = process.env.HOME ?? Math.random()",
        },
        [
          'src/verdicts/sentences.ts:2 uses process.env.HOME: it reaches outside;',
          'src/verdicts/sentences.ts:2 uses Math.random: it comes out differently each time;',
          'src/verdicts/sentences.ts:1 imports store/store.ts: it knows the types of the store alone;',
        ],
      ],
      ...[
        'commands/mail/words.ts',
        'verdicts/license-words.ts',
        'verdicts/headline.ts',
        'verdicts/json.ts',
        'app/owner-steps.ts',
      ].map((path): [Record<string, string>, string[]] => [
        { [path]: 'export const today = Date.now()' },
        [`src/${path}:1 uses Date.now: it reads the clock;`],
      ]),
    ],
    kept: [
      {
        'rules/day.ts': "export const day = (moment: string) => new Date(moment).toISOString() + '; Date.now()' // new Date()",
        'commands/cam/export-view.ts':
          "import type { Row } from '../../store/store.ts'\nexport const bold = io.style('bold', io.prose('Acme'))",
        'commands/cam/export.ts': "import { join } from 'node:path'\nprint(io, await import('../../records/name.ts'))",
        'store/sqlite/view.ts': "import { open } from './open.ts'",
      },
    ],
  },
  'SQL is in the store alone': {
    broken: [
      [
        { 'partners/gather.ts': "\nconst rows = 'SELECT name FROM accounts'\nconst more = `\n  DELETE FROM $" + '{table}`' },
        [
          'src/partners/gather.ts:2 is SQL ("SELECT name FROM accounts"): ask the store',
          'src/partners/gather.ts:3 is SQL ("DELETE FROM"): ask the store',
        ],
      ],
      [
        { 'jobs/doctor.ts': "const isBusy = error.code === 'SQLITE_BUSY'" },
        ['src/jobs/doctor.ts:1 is a code of the engine ("SQLITE_BUSY"): go by the kind of a PhdError'],
      ],
      [{ 'jobs/doctor.ts': 'db.prepare(text).all()' }, ['src/jobs/doctor.ts:1 uses .prepare(): it speaks to the engine;']],
    ],
    kept: [
      {
        'store/sqlite/records.ts': "db.prepare('SELECT name FROM accounts')",
        'partners/gather.ts': "// SELECT name FROM accounts\nconst text = 'Select the partner, then update it'",
      },
    ],
  },
  'the domain names no command, no option and no exit code': {
    broken: [
      [
        { 'store/a.ts': "\nthrow failure('x', 'it is there', 'see: phd imports list')" },
        ['src/store/a.ts:2 names what to type ("see: phd imports list"): throw a kind with its facts'],
      ],
      [{ 'mail/a.ts': 'const next = `add --set name`' }, ['src/mail/a.ts:1 names what to type ("add --set name"): throw a kind']],
      [
        { 'jobs/a.ts': "import { ExitCode } from '../errors.ts'\nexport const code = ExitCode.busy" },
        ['src/jobs/a.ts:2 uses ExitCode.busy: throw a kind'],
      ],
    ],
    kept: [
      {
        'app/failures.ts': "export const next = 'see: phd imports list; or use --force'",
        'imports/a.ts': "// phd import --kinds\nconst text = `phd knows no other`; const line = 'a -- b --'",
      },
    ],
  },
  'nothing reaches the network, starts a program or makes code': {
    broken: [
      [
        {
          'mail/send.ts': "import { connect } from 'node:net'\nimport tls = require('tls')\nawait fetch(url)\nnew WebSocket(url)",
        },
        [
          'src/mail/send.ts:3 uses fetch: nothing phones home',
          'src/mail/send.ts:4 uses WebSocket: nothing phones home',
          'src/mail/send.ts:1 imports node:net: nothing phones home',
          'src/mail/send.ts:2 imports tls: nothing phones home',
        ],
      ],
      [
        { 'jobs/inbox.ts': "const { exec } = process.getBuiltinModule('node:child_process')\nconst more = await import(name)" },
        [
          'src/jobs/inbox.ts:1 imports node:child_process: nothing phones home',
          'src/jobs/inbox.ts:2 imports (a path worked out when it runs): name the module as a plain string',
        ],
      ],
      [
        { 'app/usage.ts': "new Function('return 1')" },
        ['src/app/usage.ts:1 uses Function: nothing phones home, starts a program'],
      ],
      [
        { 'app/usage.ts': "import { createRequire } from 'node:module'" },
        ['src/app/usage.ts:1 imports node:module: nothing phones home, starts a program'],
      ],
      [
        { 'store/postgres/connection/connect.ts': "import { connect } from 'node:tls'" },
        ['src/store/postgres/connection/connect.ts:1 imports node:tls: nothing phones home, starts a program'],
      ],
    ],
    kept: [
      {
        'pieces.ts': "import { Module } from 'node:module'\nimport { Script } from 'node:vm'",
        'store/postgres/connection/packages/driver.ts': "import { getCACertificates } from 'node:tls'",
        'mail/body.ts': "const url = 'http://example.com' // fetch(url)\nexport const body = message.fetch() as Function",
      },
    ],
  },
  'a folder has at most 20 files': {
    broken: [[filesIn('commands/cam', 21), ['src/commands/cam:1 has 21 files, 20 at most; give what belongs together a folder']]],
    kept: [{ ...filesIn('commands/cam', 20), ...filesIn('commands/cam/tables', 20) }],
  },
  'a file does not repeat the name of its folder': {
    broken: [
      [
        { 'commands/cam/cam-export.ts': '' },
        ['src/commands/cam/cam-export.ts:1 says twice that it is in cam; call it export.ts'],
      ],
      [
        { 'commands/cam/cam-export-view.ts': '' },
        ['src/commands/cam/cam-export-view.ts:1 says twice that it is in cam; call it export-view.ts'],
      ],
      [
        { 'decisions/decision-steps.ts': '' },
        ['src/decisions/decision-steps.ts:1 says twice that it is in decisions; call it steps.ts'],
      ],
    ],
    kept: [
      { 'commands/cam/export.ts': '', 'commands/audit/audit-view.ts': '', 'imports/import-file.ts': '', 'app/long-run.ts': '' },
    ],
  },
  'a function has at most 59 lines': {
    broken: [
      [
        { 'mail/a.ts': `\nexport function read() {\n${'read()\n'.repeat(58)}}` },
        ['src/mail/a.ts:2 has read with 60 lines, 59 at most; split it'],
      ],
      [
        { 'mail/a.ts': `const list = async () => [\n${'1,\n'.repeat(58)}]` },
        ['src/mail/a.ts:1 has list with 60 lines, 59 at most; split it'],
      ],
      [
        { 'mail/a.ts': `class A {\n  #read() {\n${'read()\n'.repeat(58)}}\n}\nlist.map((each) => {\n${'each()\n'.repeat(60)}})` },
        ['src/mail/a.ts:2 has read with 60 lines, 59', 'src/mail/a.ts:63 has what is given to list.map with 62 lines, 59'],
      ],
    ],
    kept: [{ 'mail/a.ts': `function read() {\n${'read()\n'.repeat(57)}}\nconst words = [\n${"'Acme',\n".repeat(99)}]` }],
  },
  'an exported function has a doc comment': {
    broken: [
      [
        {
          'rules/a.ts':
            '/** What is in the file. */\n\nexport function b(): void {}\n// No doc.\nexport const c = () => 1\nexport async function d() {}',
        },
        ['src/rules/a.ts:3 exports b without a doc comment', 'src/rules/a.ts:5 exports c', 'src/rules/a.ts:6 exports d'],
      ],
    ],
    kept: [
      {
        'rules/a.ts':
          '/** Gives 1. */\nexport const b = () => 1\nfunction c() {}\nexport const d = 1\nexport const j: Job = () => {}\nexport class E { f() {} }\nexport { g } from "./g.ts"\n/** Either. */\nexport function h(i: 1): 1\nexport function h(i: 2): 2\nexport function h(i: number) {\n  return i\n}',
      },
    ],
  },
  'half of the files have at most 129 lines': {
    broken: [
      [
        { 'mail/a.ts': '', 'mail/b.ts': '\n'.repeat(129).concat('1\n'), 'mail/c.ts': '\n'.repeat(200).concat('1') },
        ['src/mail/c.ts:1 and others are long: the median is 130 lines, 129 at most; split them'],
      ],
    ],
    kept: [{ 'mail/a.ts': '', 'mail/b.ts': '\n'.repeat(128).concat('1\n'), 'mail/c.ts': '\n'.repeat(200).concat('1') }],
  },
}

function filesIn(folder: string, count: number): Tree {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${folder}/file${i}.ts`, '']))
}
