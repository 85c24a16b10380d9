import { parse } from 'csv-parse/sync'
import * as v from 'valibot'
import type { ClosedDays } from '../rules/business-days.ts'
import { readData } from './data-files.ts'

const day = v.pipe(v.string(), v.isoDate())
const closedDays = v.array(
  v.pipe(
    v.object({ Date: day, 'Last Day': v.string(), Name: v.string(), Region: v.string() }),
    v.transform(
      (row): ClosedDays => ({ day: row.Date, lastDay: row['Last Day'] || null, name: row.Name, region: row.Region || null }),
    ),
  ),
)

/** The days on which the desk is closed, as they come with phd; a calendar that was imported goes before them. */
export function readCalendar(): ClosedDays[] {
  return readData('calendar.csv', closedDays, (text) => parse(text, { columns: true, bom: true, skip_empty_lines: true }))
}
