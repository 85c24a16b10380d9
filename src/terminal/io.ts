import type { ProgressBar, ProgressPlace } from './progress.ts'
import { safeText } from './safe-text.ts'
import { wrapText } from './wrap.ts'

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'
type Paint = (style: Style, text: string) => string

/** The only way out: results to stdout, everything else to stderr. */
export interface Io {
  /** A result, or a part of one; the caller ends its lines. */
  result(text: string): void
  /** Whether whoever read the results stopped, as in `| head`, so that more of them are of no use. */
  isReaderGone(): boolean
  /** A note or warning; a line on stderr, made safe, left out with --quiet. */
  note(text: string): void
  /** What needs a person, from a command that cron started: one line on stderr, made safe, also with --quiet. */
  problem(text: string): void
  /** Whether cron started the command, so that what is printed is mailed: only what needs a person. */
  readonly cron: boolean
  style: Paint
  /** How wide the terminal is that results go to; without bound elsewhere, so that files and pipes get whole lines. */
  readonly columns: number
  /** How many lines it shows at once; without bound elsewhere. */
  readonly lines: number
  /** Sentences as a terminal shows them best: broken between words. Elsewhere a line stays a line. */
  prose(text: string): string
  /** Whether a text is longer than the screen it is shown on. */
  isLonger(text: string): boolean
  /** Does work that has no known end, and shows a person at a terminal meanwhile what it is. */
  waiting<T>(what: string, work: () => Promise<T>): Promise<T>
  /** What shows how far files are read; null off a terminal and with --quiet. */
  progressBar(): Promise<ProgressBar | null>
  /** Whether a person can be asked: stdin and stderr are terminals. */
  readonly interactive: boolean
}

interface IoOptions {
  stdin: { isTTY?: boolean }
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  env: NodeJS.ProcessEnv
  quiet: boolean
  cron: boolean
  color: boolean | undefined
}

/** The way out for one run, by its streams and settings. */
export async function makeIo({ stdin, stdout, stderr, env, quiet, cron, color }: IoOptions): Promise<Io> {
  const place = quiet ? null : progressPlace(stderr, env, color)
  waitForReader(stdout)
  return {
    result: (text) => void stdout.write(text),
    isReaderGone: () => stdout.errored !== null,
    note: (text) => void (quiet || stderr.write(`${wrapped(safeText(text), stderr)}\n`)),
    problem: (text) => void stderr.write(`phd: ${safeText(text)}\n`),
    cron,
    style: (color ?? wantsColor(env, stdout)) ? await inColor() : (_style, text) => text,
    columns: stdout.isTTY && stdout.columns > 0 ? stdout.columns : Number.POSITIVE_INFINITY,
    lines: stdout.isTTY && stdout.rows > 0 ? stdout.rows : Number.POSITIVE_INFINITY,
    prose: (text) => wrapped(text, stdout),
    isLonger: (text) =>
      stdout.isTTY && stdout.columns > 0 && wrapText(text, stdout.columns).trimEnd().split('\n').length >= stdout.rows,
    waiting: async (what, work) => (place ? (await import('./progress.ts')).whileWaiting(place, what, work) : work()),
    progressBar: async () => (place ? new (await import('./progress.ts')).ProgressBar(place) : null),
    interactive: stdin.isTTY === true && stderr.isTTY === true,
  }
}

/** Where progress is shown, and how; null where it is not. */
function progressPlace(stderr: NodeJS.WriteStream, env: NodeJS.ProcessEnv, color: boolean | undefined): ProgressPlace | null {
  // A serial console may have no columns: ora would clear lines without end.
  const plain = isOn(env.ACCESSIBLE) || !(stderr.columns > 0)
  if (!stderr.isTTY || (env.TERM === 'dumb' && !plain)) return null
  return { terminal: stderr, plain, colored: color ?? wantsColor(env, stderr) }
}

/** Text as a stream shows it best: a terminal between words, anything else as it is. */
function wrapped(text: string, { isTTY, columns }: NodeJS.WriteStream): string {
  return isTTY && columns > 0 ? wrapText(text, columns) : text
}

/** Styles by chalk, which is loaded only where there is color. */
async function inColor(): Promise<Paint> {
  const { Chalk } = await import('./packages/chalk.ts')
  const chalk = new Chalk({ level: 1 })
  return (style, text) => chalk[style](text)
}

/** Color only on a terminal, unless the environment says otherwise. Asked of us: chalk's own detection does not heed NO_COLOR. */
function wantsColor(env: NodeJS.ProcessEnv, stream: NodeJS.WriteStream): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return stream.isTTY === true && env.TERM !== 'dumb'
}

/** Whether a variable of the environment turns something on. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value.toLowerCase() !== 'false'
}

/** A reader that is slower holds the program up; else all that is still to be read would be kept in memory. Node does so for a terminal and a file. */
function waitForReader(stdout: object): void {
  const { _handle: handle } = stdout as { _handle?: { setBlocking?(on: boolean): void } | null }
  handle?.setBlocking?.(true)
}
