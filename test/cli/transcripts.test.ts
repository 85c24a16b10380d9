/**
 * Runs the transcripts in `fixtures/transcripts`: a line that begins with "$ " is a command, what follows is everything it printed
 * (stderr behind "2> "), and its exit code unless that is 0. `npm run test:update` rewrites them; read the difference.
 */

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesOf } from '../faults/state.ts'
import { atDesk, type Desk, fixtures } from './phd.ts'

const folder = join(fixtures, 'transcripts')
/** Where the program is, which is not the same on every machine. */
const PROGRAM = join(fixtures, '..')
/** The mails that transcripts read. */
const MAILS = [
  ...['mail-001', 'mail-002', 'mail-003', 'mail-052', 'mail-017'].map((name) => `mails/${name}.eml`),
  ...['release-north', 'release-south'].map((name) => `lessons/${name}.eml`),
  ...['from_gitlab_spoof', 'att_executables', 'rfc822_depth_60'].map((name) => `hostile/eml/${name}.eml`),
]
/** When a file that a transcript drops into a folder was written. */
const DROPPED = new Date('2026-11-20T08:00:00Z')

/** Commands that may change a database; all others are questions, which change no byte of it. */
const WRITES = new RegExp(
  `^(?:${[
    ...[
      'import',
      'imports undo',
      'inbox run',
      'partner alias (?:add|remove)',
      'partner note-contract',
      'forget',
      'prune',
      'restore',
    ],
    ...[
      '(?:loa|nfr) (?:request|approve|deny|exception|letter|reopen|withdraw)',
      'mail route .*--drafts',
      'mail (?:teach|forget)',
    ],
    ...[
      'cam (?:set|lift|export|reconcile|verify|close)',
      'cam plan .*--out',
      'digest --mark',
      '(?:price-file|rebate) (?:done|reopen)',
    ],
  ].join('|')})(?: (?!.*--dry-run)|$)`,
)

/** What the files of a database say, and when the file itself was last written. */
function databaseOf({ db }: Desk): string {
  return `${bytesOf(db, readFileSync)} ${statSync(db, { throwIfNoEntry: false })?.mtimeMs}`
}

/** The commands of the README are started as its reader starts them, and every third of the others; the rest is asked of the program that stays. */
const isStarted = (file: string, number: number): boolean => file === 'readme.txt' || number % 3 === 0

describe('a transcript is what the program prints', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
    it(file, () =>
      atDesk((desk) => {
        for (const set of [
          'desk',
          'broken',
          'history',
          'requests',
          'owners',
          'deals',
          'leads',
          'sources',
          'proofs',
          'runs',
          'awards',
          'lists',
          'scorecards',
          'insights',
        ])
          desk.putAll(set)
        desk.put(...MAILS)
        const path = join(folder, file)
        const expected = readFileSync(path, 'utf8')
        let commands = 0
        const actual = replay(expected, (command) => perform(desk, command, isStarted(file, commands++)))
        if (process.env.UPDATE_GOLDEN) writeFileSync(path, actual)
        else expect(actual).toBe(expected)
      }),
    )
  }
})

function replay(transcript: string, perform: (command: string) => string[]): string {
  const lines = transcript.split('\n')
  const out: string[] = []
  for (const [i, line] of lines.entries()) {
    // A comment stands right above a command; a page that is printed may begin with the same mark.
    if ((line.startsWith('# ') || line === '') && (lines[i + 1] ?? '').match(/^[#$] /)) out.push(line)
    else if (line.startsWith('$ ')) out.push(line, ...perform(line.slice(2)))
  }
  return `${out.join('\n')}\n`
}

function perform(desk: Desk, command: string, isStarted: boolean): string[] {
  const words = [...command.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) =>
    (quoted ?? bare ?? '').replace(/\\u\{([0-9a-f]+)\}/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16))),
  )
  const env: NodeJS.ProcessEnv = {}
  while (/^[A-Z_]+=/.test(words[0] ?? '')) {
    const [name = '', value] = (words.shift() ?? '').split('=')
    env[name] = value
  }
  const [program, ...args] = words
  if (program === 'cat')
    return shown(
      existsSync(join(desk.folder, args[0] ?? ''))
        ? readFileSync(join(desk.folder, args[0] ?? ''), 'utf8')
        : `no file ${args[0]}\n`,
    )
  if (program === 'drop') {
    const [file = '', folder = ''] = args
    mkdirSync(join(desk.folder, folder), { recursive: true })
    copyFileSync(join(desk.folder, file), join(desk.folder, folder, file))
    utimesSync(join(desk.folder, folder, file), DROPPED, DROPPED)
    return []
  }
  if (program === 'edit') {
    const [file = '', from = '', to = ''] = args
    const text = readFileSync(join(desk.folder, file), 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
    writeFileSync(join(desk.folder, file), text.replace(from, to))
    return []
  }
  if (program !== 'phd') throw new Error(`a transcript runs phd, cat, drop or edit, not ${program}`)
  const before = databaseOf(desk)
  const { stdout, stderr, code } = isStarted ? desk.start(args, env) : desk.run(args, env)
  if (databaseOf(desk) !== before && !WRITES.test(args.join(' '))) throw new Error(`${command} changed the database`)
  if (code === 70) throw new Error(`${command}\n${stderr}`)
  return [...shown(stdout), ...shown(stderr).map((line) => `2> ${line}`), ...(code === 0 ? [] : [`[exit ${code}]`])]
}

/** Lines as a reader of the transcript sees them: a carriage return and a byte order mark made visible. */
function shown(text: string): string[] {
  if (text === '') return []
  return text
    .replaceAll(PROGRAM, '~/phd')
    .replace(/\r/g, '␍')
    .replace(/\ufeff/g, '‹mark›')
    .replace(/\n$/, '')
    .split('\n')
}
