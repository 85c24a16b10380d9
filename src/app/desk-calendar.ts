import { usageError } from '../errors.ts'
import { calendar } from '../records/kinds/calendar.ts'
import { type BusinessDays, businessDays, type ClosedDays } from '../rules/business-days.ts'
import type { RecordReader } from '../store/store.ts'
import type { Context } from './context.ts'

/** The business days of the desk: by the calendar that was imported, else by the one that came with phd. */
export async function deskCalendar(
  { region: configured, io }: Pick<Context, 'region' | 'io'>,
  store: RecordReader,
  named: string | undefined,
): Promise<BusinessDays> {
  const isImported = await store.wasImported(calendar)
  const days = isImported ? await importedDays(store) : (await import('../reference/calendar.ts')).readCalendar()
  for (const { day, lastDay, name } of days) {
    if (lastDay !== null && lastDay < day)
      io.note(`in the calendar "${name}" ends on ${lastDay}, before it begins on ${day}: only ${day} counts`)
  }
  const region = named ?? configured
  const known = new Set(days.flatMap(({ region: where }) => where?.trim().toLowerCase() || []))
  if (named !== undefined && !known.has(named.trim().toLowerCase())) {
    throw usageError(
      `unknown --region "${named}": not in the calendar`,
      known.size > 0
        ? `use one of: ${[...known].sort().join(', ').toUpperCase()}`
        : 'import a calendar with the days of that region: phd import <calendar.csv>',
    )
  }
  if (region !== null && !known.has(region.trim().toLowerCase())) {
    io.note(`the setting "region" is "${region}", which is not in the calendar: only days that apply everywhere count`)
  }
  return businessDays(days, region)
}

async function importedDays(store: RecordReader): Promise<ClosedDays[]> {
  return (await store.records(calendar)).flatMap(({ record: { day, lastDay, name, region } }) =>
    day === null ? [] : [{ day, lastDay, name: name ?? '', region }],
  )
}
