import { type DateOrder, ORDER_NAME } from '../records/date-order.ts'
import type { Dating } from '../records/seen-by.ts'
import { exportedAt, saidIn } from './exported-at.ts'
import type { Warning } from './warnings.ts'

/** Clocks of other zones may be so far ahead; what says a later time is not believed. */
const AHEAD = 14 * 3_600_000

export interface DatedFile {
  name: string
  /** The lines above the headings, and those below the last row. */
  titles: readonly string[]
  footer: readonly string[]
  /** When the file was last changed; null where it has no such time. ISO 8601, UTC. */
  modifiedAt: string | null
  /** What a person says; ISO 8601, UTC. */
  stated: string | null
  /** The order of day and month in the file, where it is known. */
  order: DateOrder | null
  /** The moment of the import, ISO 8601 UTC: nothing was seen later. */
  now: string
}

/**
 * When the rows of a file were last seen: what a person says, else a line above or below the table, else its name, else the time
 * the file was last changed, else now. What can be read two ways, or is in the future, is passed over with a warning.
 */
export function datingOf(file: DatedFile): { dating: Dating; warnings: Warning[] } {
  const { name, stated, modifiedAt, now, order } = file
  if (stated !== null) return { dating: { at: earlier(stated, now), by: 'stated' }, warnings: [] }
  const warnings: Warning[] = []
  const warn = (code: string, what: string, goesBy = 'the age of its rows comes from what else is known of the file'): void => {
    warnings.push({
      code,
      message: `${what}, so ${goesBy}`,
      line: null,
    })
  }
  const believed = (at: string, what: string): boolean => {
    if (Date.parse(at) - Date.parse(now) <= AHEAD) return true
    warn('exported_in_future', `${what} says ${at.slice(0, 10)}, which is in the future`)
    return false
  }
  /** What lines that can be read two ways leave possible at the latest. */
  const latest: Dating[] = []
  const inLines = (lines: readonly string[], what: string, by: 'title' | 'footer'): string | null => {
    const moments: string[] = []
    for (const line of lines) {
      const said = saidIn(line, order)
      if (said === null) continue
      if (said.at === null) {
        // Read two ways, it is not younger than the later one that has been.
        const later = said.either
          .filter((at) => Date.parse(at) - Date.parse(now) <= AHEAD)
          .sort()
          .at(-1)
        warn(
          'exported_unclear',
          `"${said.text}" ${what} is not one clear day (${ORDER_NAME.mdy} or ${ORDER_NAME.dmy})`,
          later && `its rows count as seen on ${later.slice(0, 10)} at the latest`,
        )
        if (later !== undefined) latest.push({ at: later, by })
      } else if (believed(said.at, `a line ${what}`)) moments.push(said.at)
    }
    // Of two, the earlier: what was seen then was there then.
    return moments.sort()[0] ?? null
  }
  const found = (): Dating => {
    const title = inLines(file.titles, 'above the table', 'title')
    if (title !== null) return { at: title, by: 'title' }
    const footer = inLines(file.footer, 'below the table', 'footer')
    if (footer !== null) return { at: footer, by: 'footer' }
    const named = exportedAt(name)
    if (named !== null && believed(named, 'its name')) return { at: named, by: 'name' }
    if (modifiedAt !== null) return { at: modifiedAt, by: 'file' }
    return { at: now, by: 'import' }
  }
  const known = found()
  const [first = known] = [known, ...latest].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return { dating: { ...first, at: earlier(first.at, now) }, warnings }
}

function earlier(a: string, b: string): string {
  return Date.parse(a) <= Date.parse(b) ? a : b
}
