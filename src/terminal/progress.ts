/** What a person at a terminal sees while phd works. Nothing of it stays on the screen, except for a screen reader. */

import { grouped } from './plural.ts'
import { safeText } from './safe-text.ts'

export interface ProgressPlace {
  terminal: NodeJS.WriteStream
  /** Plain lines instead of what is drawn over itself: for a screen reader (ACCESSIBLE=1), and where the width is unknown. */
  plain: boolean
  colored: boolean
}

/** What is counted, and what is done with it. */
export interface Counted {
  many: string
  done: string
}

const ROWS: Counted = { many: 'rows', done: 'read' }

/** How often the bar is drawn, in milliseconds. */
const EVERY = 100
const WIDTH = 24

/** The spinner that is shown; what is waited for within a wait changes its text. */
let spinner: { text: string } | null = null

/** Does work that has no known end, and says meanwhile what it is: a spinner, or a plain line for a screen reader. */
export async function whileWaiting<T>(place: ProgressPlace, what: string, work: () => Promise<T>): Promise<T> {
  const text = `${safeText(what)} …`
  if (place.plain) {
    place.terminal.write(`${text}\n`)
    return work()
  }
  if (spinner) return within(spinner, text, work)
  const { ora } = await import('./packages/ora.ts')
  // Some work blocks the event loop: until it is over, a hidden cursor would not come back and no Ctrl-C be heard.
  const shown = ora({
    text,
    stream: place.terminal,
    // progressPlace has decided whether to show one; ora would also ask CI.
    isEnabled: true,
    color: place.colored && 'cyan',
    hideCursor: false,
    discardStdin: false,
  }).start()
  spinner = shown
  try {
    return await work()
  } finally {
    spinner = null
    shown.stop()
  }
}

async function within<T>(shown: { text: string }, text: string, work: () => Promise<T>): Promise<T> {
  const before = shown.text
  shown.text = text
  try {
    return await work()
  } finally {
    shown.text = before
  }
}

/** How far a file is read, how many rows, how fast, and how long it will take yet. It is drawn over itself. */
export class ProgressBar {
  readonly #place: ProgressPlace
  #drawn = false

  constructor(place: ProgressPlace) {
    this.#place = place
  }

  /** Takes how far one file is: rows so far, or what else is counted, and the share of all, from 0 to 1. */
  progressOf(file: string, counted: Counted = ROWS): (rows: number, share: number) => void {
    const { terminal, plain } = this.#place
    if (plain) return plainProgress(file, (line) => terminal.write(line), counted)
    const begun = performance.now()
    let next = begun + EVERY
    return (rows, share) => {
      const now = performance.now()
      if (now < next) return
      next = now + EVERY
      this.#draw(progressLine(file, rows, share, (now - begun) / 1000, terminal.columns || 80, counted))
    }
  }

  /** Takes the bar off the terminal. */
  clear(): void {
    if (this.#drawn) this.#place.terminal.write('\r\u001b[K')
    this.#drawn = false
  }

  #draw(line: string): void {
    this.#place.terminal.write(`\r\u001b[K${line}`)
    this.#drawn = true
  }
}

/** A line for each quarter of a file. */
export function plainProgress(
  file: string,
  write: (line: string) => void,
  { many, done }: Counted = ROWS,
): (rows: number, share: number) => void {
  let told = 0
  return (rows, share) => {
    const quarters = Math.floor(Math.min(1, share) * 4)
    if (quarters <= told) return
    told = quarters
    write(`${safeText(file)}: ${quarters * 25}% ${done}, ${grouped(rows)} ${many}\n`)
  }
}

/** One line, no longer than the terminal is wide. `seconds` is the time since the file was begun. */
export function progressLine(
  file: string,
  rows: number,
  share: number,
  seconds: number,
  columns: number,
  { many }: Counted = ROWS,
): string {
  const full = Math.round(Math.min(1, share) * WIDTH)
  const rate = seconds > 0 ? Math.round(rows / seconds) : 0
  const left = share > 0 ? Math.ceil((seconds / share) * (1 - Math.min(1, share))) : null
  const counts = `${grouped(rows)} ${many}, ${grouped(rate)}/s${left === null ? '' : `, ${clock(left)} left`}`
  const line = `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${counts}  ${safeText(file)}`
  return line.slice(0, Math.max(0, columns - 1))
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
