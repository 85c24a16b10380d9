import { PhdError } from '../../errors.ts'
import { findingsOnRuns, type RunFinding } from '../../reports/runs.ts'
import type { RecordReader } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { deskCalendar } from '../desk-calendar.ts'
import { readRuns } from './read.ts'

/** What the log says of runs that are missing, failed or did not end. Without a store only weekends are left out of business days. */
export async function runFindings(context: Context, store: RecordReader | null): Promise<RunFinding[]> {
  const { now, nowStated, dayOf, runs: settings } = context
  const file = settings.readFrom ?? ''
  try {
    const { runs, damaged } = await readRuns(settings)
    const isBusinessDay = await businessDayOf(context, store)
    const found = findingsOnRuns(runs, settings.expected, { now, nowStated, dayOf, isBusinessDay })
    return damaged > 0 ? [...found, { code: 'log_damaged', level: 'note', file, lines: damaged }] : found
  } catch (error) {
    if (!(error instanceof PhdError)) throw error
    return [{ code: 'log_unreadable', level: 'warning', file, why: error.message }]
  }
}

async function businessDayOf(context: Context, store: RecordReader | null): Promise<(day: string) => boolean> {
  const days = store && Object.values(context.runs.expected).some((every) => every.endsWith('bd'))
  if (!days) return (day) => ![0, 6].includes(new Date(day).getUTCDay())
  const calendar = await deskCalendar(context, store, undefined)
  return (day) => calendar.closedFor(day) === null
}
