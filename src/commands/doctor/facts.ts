/** What doctor finds out beside the state of the database's file. */

import type { Context } from '../../app/context.ts'
import { PhdError } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import { calendar } from '../../records/kinds/calendar.ts'
import { distributors } from '../../records/kinds/distributors.ts'
import { roles } from '../../records/kinds/roles.ts'
import type { CalendarFacts, DataFacts, ReplacedTable } from '../../reports/health/data.ts'
import type { SettingsFacts } from '../../reports/health/settings.ts'
import type { WaitingPlan } from '../../reports/health.ts'
import { daysBetween } from '../../rules/day.ts'
import type { RecordReader } from '../../store/store.ts'

/** Exported plans of which something is left to do, oldest first. Throws the refusal `audit_damaged`. */
export async function waitingPlans(
  store: RecordReader,
  { today, dayOf }: Pick<Context, 'today' | 'dayOf'>,
): Promise<WaitingPlan[]> {
  const { isLoaded, isSettled, readPlanStates } = await import('../../plans/progress.ts')
  return (await readPlanStates(store))
    .filter((plan) => !isSettled(plan))
    .map((plan) => {
      const { id, exportedAt, exportedBy, changes } = plan
      const isIn = isLoaded(plan)
      const left = changes.filter(({ state }) =>
        isIn ? state !== 'landed' && state !== 'superseded' : state === 'open' || state === 'failed',
      )
      return {
        ...{ id, exportedAt, exportedBy },
        days: Math.max(0, daysBetween(dayOf(exportedAt), today)),
        waitsFor: isIn ? 'verify' : 'load',
        changes: left.length,
        of: changes.length,
      }
    })
}

/** Imported tables that differ from those that came with phd. */
export async function replacedTables(store: RecordReader): Promise<ReplacedTable[]> {
  const { shippedHashes } = await import('../../reference/overview/shipped-files.ts')
  const hashes = shippedHashes()
  if (!hashes) return []
  const { SHIPPED_TABLES, shippedPath } = await import('../../reference/cam.ts')
  const tables: ReadonlyArray<{ kind: Kind; name: string }> = [
    ...SHIPPED_TABLES,
    { kind: distributors, name: 'distributors.csv' },
    { kind: roles, name: 'roles.csv' },
    { kind: calendar, name: 'calendar.csv' },
  ]
  const newest = await store.newestImports()
  return tables.flatMap(({ kind, name }) => {
    const own = newest.find((entry) => entry.kind === kind.kind)
    if (!own || own.sha256 === hashes.get(name)) return []
    return [{ kind: kind.kind, title: kind.title, file: own.file, importId: own.id, shipped: shippedPath(name) }]
  })
}

/** How far the calendar reaches: the imported one, else the one that came with phd. */
export async function calendarFacts(store: RecordReader, region: string | null): Promise<CalendarFacts> {
  const isImported = await store.wasImported(calendar)
  const days = isImported
    ? (await store.records(calendar)).map(({ record: { day, lastDay, region: where } }) => ({ day, lastDay, region: where }))
    : (await import('../../reference/calendar.ts')).readCalendar()
  const folded = (where: string | null): string => where?.trim().toLowerCase() ?? ''
  const lastOf = (where: string): string | null =>
    days
      .filter((each) => folded(each.region) === where)
      .flatMap((each) => each.lastDay ?? each.day ?? [])
      .reduce<string | null>((last, day) => (last === null || day > last ? day : last), null)
  return {
    everywhere: lastOf(''),
    region: region === null ? null : { name: region, last: lastOf(folded(region)) },
    isImported,
    shipped: isImported ? null : (await import('../../reference/cam.ts')).shippedPath('calendar.csv'),
  }
}

/** The files of `data/`, and those of the user's own. */
export async function dataFacts({
  repliesFolder: replies,
  answersFolder: answers,
}: Pick<Context, 'repliesFolder' | 'answersFolder'>): Promise<Omit<DataFacts, 'tables'>> {
  const { differencesFromShipped, ownFiles } = await import('../../reference/overview/shipped-files.ts')
  const shipped = differencesFromShipped()
  const { explain } = await import('../../app/failures.ts')
  const own = ownFiles({ replies, answers })
  const isAsShipped = shipped && shipped.changed.length + shipped.missing.length + shipped.added.length === 0
  if (isAsShipped && own.length === 0) return { shipped, unreadable: [], own }
  const { unreadableFiles, unreadableOwnFiles } = await import('../../reference/overview/read-all.ts')
  // Files that are as they came were read when phd was made.
  const failures = isAsShipped ? unreadableOwnFiles({ replies, answers }) : unreadableFiles({ replies, answers })
  return { shipped, unreadable: failures.map((each) => explain(each)).map(({ message, hint }) => ({ message, hint })), own }
}

/** Whether the settings can be used. */
export async function settingsFacts({ settingsFile }: Pick<Context, 'settingsFile'>): Promise<SettingsFacts> {
  if (settingsFile === null) return { failure: null }
  const { readConfig } = await import('../../app/settings.ts')
  try {
    readConfig(settingsFile)
    return { failure: null }
  } catch (error) {
    if (!(error instanceof PhdError)) throw error
    const { explain } = await import('../../app/failures.ts')
    const { message, hint } = explain(error)
    return { failure: { message, hint } }
  }
}
