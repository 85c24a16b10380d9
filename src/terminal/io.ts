import { styleText } from 'node:util'
import { safeText } from './safe-text.ts'
import { wrapText } from './wrap.ts'

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'

/** The only way out: results to stdout, everything else to stderr. */
export interface Io {
  /** A result, or a part of one; the caller ends its lines. */
  result(text: string): void
  /** A note or warning; a line on stderr, made safe, left out with --quiet. */
  note(text: string): void
  style(style: Style, text: string): string
  /** How wide the terminal is that results go to; without bound elsewhere, so that files and pipes get whole lines. */
  readonly columns: number
  /** How many lines it shows at once; without bound elsewhere. */
  readonly lines: number
  /** Sentences as a terminal shows them best: broken between words. Elsewhere a line stays a line. */
  prose(text: string): string
  /** Whether a text is longer than the screen it is shown on. */
  isLonger(text: string): boolean
  /** The terminal on which something may move; null where there is none, or it was asked to be quiet. */
  readonly movesOn: NodeJS.WriteStream | null
  /** Whether a person can be asked: stdin and stderr are terminals. */
  readonly interactive: boolean
}

interface IoOptions {
  stdin: { isTTY?: boolean }
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  env: NodeJS.ProcessEnv
  quiet: boolean
  color: boolean | undefined
}

/** The way out for one run, by its streams and settings. */
export function makeIo({ stdin, stdout, stderr, env, quiet, color }: IoOptions): Io {
  const colored = color ?? wantsColor(env, stdout)
  return {
    result: (text) => void stdout.write(text),
    note: (text) => void (quiet || stderr.write(`${wrapped(safeText(text), stderr)}\n`)),
    style: (style, text) => (colored ? styleText(style, text, { validateStream: false }) : text),
    columns: stdout.isTTY && stdout.columns > 0 ? stdout.columns : Number.POSITIVE_INFINITY,
    lines: stdout.isTTY && stdout.rows > 0 ? stdout.rows : Number.POSITIVE_INFINITY,
    prose: (text) => wrapped(text, stdout),
    isLonger: (text) =>
      stdout.isTTY && stdout.columns > 0 && wrapText(text, stdout.columns).trimEnd().split('\n').length >= stdout.rows,
    movesOn: !quiet && stderr.isTTY === true && env.TERM !== 'dumb' ? stderr : null,
    interactive: stdin.isTTY === true && stderr.isTTY === true,
  }
}

/** Text as a stream shows it best: a terminal between words, anything else as it is. */
function wrapped(text: string, { isTTY, columns }: NodeJS.WriteStream): string {
  return isTTY && columns > 0 ? wrapText(text, columns) : text
}

/** Colour only on a terminal, unless the environment says otherwise. */
function wantsColor(env: NodeJS.ProcessEnv, stdout: NodeJS.WriteStream): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return stdout.isTTY === true && env.TERM !== 'dumb'
}
