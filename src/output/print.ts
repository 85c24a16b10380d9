import type { Format } from '../context.ts'
import type { Io } from './io.ts'
import { safeJson } from './safe-text.ts'

/** One result in each format; only the one asked for is made. */
export interface Rendering {
  table: () => string
  json: () => object
  /** Objects, a line each. */
  ndjson: () => Iterable<object>
  csv: () => string
}

/** Prints a result in the format asked for. */
export function print(io: Io, format: Format, rendering: Rendering): void {
  switch (format) {
    case 'table':
      io.result(rendering.table())
      break
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
