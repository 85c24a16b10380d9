/** Command lines: as they are run, and as a person can type them. */

import { shellWord } from '../../terminal/shell-word.ts'
import type { Line } from './step.ts'

/** The arguments of a command line, with the options `typed` before the menu. What could be taken for an option is said not to be one. */
export function argsOf({ words, about = [], options = [] }: Line, typed: readonly string[]): string[] {
  const all = [...options, ...typed.filter((each) => each !== '--')]
  const mayMislead = about.some((each) => each.startsWith('-'))
  return mayMislead ? [...words, ...all, '--', ...about] : [...words, ...about, ...all]
}

/** The same line for a shell. */
export function typedLine(args: readonly string[]): string {
  return ['phd', ...args].map(shellWord).join(' ')
}

/** A path as it was meant: a shell's quotes and backslashes, as a window that a file is dropped on types them, taken off. */
export function pathOf(text: string, home: string): string {
  const quoted = /^(['"])(.*)\1$/.exec(text)
  const path = quoted?.[2] ?? text.replaceAll(/\\([ '"()&\\])/g, '$1')
  const whole = quoted ? path : path.replace(/^~(?=\/|$)/, () => home)
  return whole.startsWith('-') ? `./${whole}` : whole
}
