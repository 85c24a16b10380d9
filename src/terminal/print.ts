import type { Io } from './io.ts'
import { plural } from './plural.ts'
import { safeJson } from './safe-text.ts'

export type Format = 'table' | 'json' | 'ndjson' | 'csv'
export const FORMATS: readonly Format[] = ['table', 'json', 'ndjson', 'csv']

/** One result in each format; only the one asked for is made. */
export interface Rendering {
  table: () => string
  /** Of a list: what is listed, and how many. */
  list?: { count: number; one: string; many?: string } | undefined
  json: () => object
  /** Objects, one line each. */
  ndjson: () => Iterable<object>
  csv: () => string
}

/** Where a list is longer than the screen, its beginning scrolled away: how long it is, and how much of it is above. */
function noteLength(io: Io, text: string, { count, one, many }: NonNullable<Rendering['list']>): void {
  const lines = text.trimEnd().split('\n').length
  // The note itself takes two lines, and the prompt of the shell one.
  const above = lines - (io.lines - 3)
  if (above <= 0) return
  io.note(`${plural(count, one, many)} in total; ${plural(above, 'more line')} above this screen`)
  io.note('  to page through them, add: | less')
}

/** Prints a result in the format asked for. */
export function print(io: Io, format: Format, rendering: Rendering): void {
  switch (format) {
    case 'table': {
      const text = rendering.table()
      io.result(text)
      if (rendering.list) noteLength(io, text, rendering.list)
      break
    }
    case 'json':
      io.result(`${safeJson(rendering.json(), 2)}\n`)
      break
    case 'ndjson':
      io.result([...rendering.ndjson()].map((line) => `${safeJson(line)}\n`).join(''))
      break
    case 'csv':
      io.result(rendering.csv())
      break
  }
}
