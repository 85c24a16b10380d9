/** What a transcript is: its desk, its commands, and what is seen of what they print. */

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Desk, fixtures, type Run } from './phd.ts'

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

/** The folders of fixtures whose files every transcript finds. */
const SETS = [
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
]

/** The names of all transcripts. */
export const TRANSCRIPTS: readonly string[] = readdirSync(folder).filter((name) => name.endsWith('.txt'))

/** Where a transcript is. */
export function transcriptPath(name: string): string {
  return join(folder, name)
}

/** Puts in the files that transcripts use. */
export function supply(desk: Desk): void {
  for (const set of SETS) desk.putAll(set)
  desk.put(...MAILS)
}

/** A transcript with what its commands print now. */
export function replay(transcript: string, perform: (command: string) => string[]): string {
  const lines = transcript.split('\n')
  const out: string[] = []
  for (const [i, line] of lines.entries()) {
    // A comment stands right above a command; a page that is printed may begin with the same mark.
    if ((line.startsWith('# ') || line === '') && (lines[i + 1] ?? '').match(/^[#$] /)) out.push(line)
    else if (line.startsWith('$ ')) out.push(line, ...perform(line.slice(2)))
  }
  return `${out.join('\n')}\n`
}

/** Does what a line says; `run` runs phd, and is told the whole line. Gives what a reader sees of it. */
export function perform(
  desk: Desk,
  command: string,
  run: (args: readonly string[], env: NodeJS.ProcessEnv, command: string) => Run,
): string[] {
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
  const { stdout, stderr, code } = run(args, env, command)
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
