import type { CommonFlags } from '../../app/context.ts'
import { STDIN } from '../../imports/read/standard-input.ts'
import type { DecimalMark } from '../../records/amount.ts'
import type { DateOrder } from '../../records/date-order.ts'
import { shellWord } from '../../terminal/shell-word.ts'

export interface ImportFlags extends CommonFlags {
  kind?: string
  account?: string
  encoding?: string
  delimiter?: string
  sheet?: string
  rejects?: string
  snapshot?: boolean
  snapshotOf?: string
  merge?: boolean
  allowShrink?: boolean
  allowOlder?: boolean
  exportedAt?: string
  diff?: boolean
  kinds?: boolean
  dateOrder?: DateOrder
  decimal?: DecimalMark
  map?: string
  suggestMap?: boolean
  out?: string
  force?: boolean
}

/** Options that are not part of what an import is. */
const NOT_AGAIN = new Set([
  'format',
  'json',
  'quiet',
  'cron',
  'log',
  'color',
  'input',
  'now',
  'maxAge',
  'wait',
  'yes',
  'diff',
  'suggestMap',
  'out',
  'force',
])

/** The command that imports a file as it was typed, with one option added or changed. */
export function importCommand(flags: ImportFlags, option: string, file: string): string {
  const given = Object.entries(flags).flatMap(([name, value]) => {
    const typed = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    if (NOT_AGAIN.has(name) || value === undefined || value === false || option.startsWith(`${typed} `)) return []
    return typeof value === 'string' ? [typed, shellWord(value)] : [typed]
  })
  const named = file.startsWith('-') && file !== STDIN ? ['--', shellWord(file)] : [shellWord(file)]
  return ['phd import', ...given, option, ...named].join(' ')
}
