import { safeText } from './safe-text.ts'

/** How often the bar is drawn, in milliseconds. */
const EVERY = 100
const WIDTH = 24

/** A bar on a terminal: how far a file is read, how many rows, how fast, and how long it will take yet. It is drawn over itself. */
export class ProgressBar {
  readonly #terminal: NodeJS.WriteStream
  #drawn = false

  constructor(terminal: NodeJS.WriteStream) {
    this.#terminal = terminal
  }

  /** Takes how far one file is: rows so far, and the share read, from 0 to 1. */
  progressOf(file: string): (rows: number, share: number) => void {
    const begun = performance.now()
    let next = begun + EVERY
    return (rows, share) => {
      const now = performance.now()
      if (now < next) return
      next = now + EVERY
      this.#draw(progressLine(file, rows, share, (now - begun) / 1000, this.#terminal.columns || 80))
    }
  }

  /** Takes the bar off the terminal. */
  clear(): void {
    if (this.#drawn) this.#terminal.write('\r\u001b[K')
    this.#drawn = false
  }

  #draw(line: string): void {
    this.#terminal.write(`\r\u001b[K${line}`)
    this.#drawn = true
  }
}

/** One line, no longer than the terminal is wide. `seconds` is the time since the file was begun. */
export function progressLine(file: string, rows: number, share: number, seconds: number, columns: number): string {
  const full = Math.round(Math.min(1, share) * WIDTH)
  const rate = seconds > 0 ? Math.round(rows / seconds) : 0
  const left = share > 0 ? Math.ceil((seconds / share) * (1 - Math.min(1, share))) : null
  const number = (value: number): string => value.toLocaleString('en-US')
  const counts = `${number(rows)} rows, ${number(rate)}/s${left === null ? '' : `, ${clock(left)} left`}`
  const line = `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${counts}  ${safeText(file)}`
  return line.slice(0, Math.max(0, columns - 1))
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
