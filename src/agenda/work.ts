/** Work that the desk began or that comes again: steps of a quarter, plans of channel managers, what was imported and sorted. */

import type { Context } from '../app/context.ts'
import { quarterStates } from '../decisions/quarters/work.ts'
import { priceFileWork, rebateWork } from '../decisions/quarters/works.ts'
import { readPlanStates } from '../plans/progress.ts'
import type { AgendaItem } from '../reports/agenda.ts'
import type { RecordReader } from '../store/store.ts'
import { entryOf, lineOf, PLAIN } from './places.ts'
import type { AgendaPart } from './requests.ts'

/** The steps of price files and rebates that are late, due or due later. */
export async function readQuarterItems(context: Context, store: RecordReader): Promise<AgendaPart> {
  const items: AgendaItem[] = []
  const policies: string[] = []
  for (const work of [priceFileWork(context), rebateWork(context)]) {
    const { id, title, command, policy } = work
    policies.push(`${command}s ${policy.version}`)
    for (const { quarter, steps } of await quarterStates(context, store, work, undefined)) {
      for (const step of steps) {
        const { state, workBy, due, handbook, title: stepTitle } = step
        if (!['late', 'due', 'ahead'].includes(state)) continue
        items.push({
          ...PLAIN,
          code: 'quarter_step',
          key: `quarter_step ${id} ${quarter.name} ${step.id}`,
          // The day to do it on, until that is over; then the day that the page gives.
          due: state === 'ahead' || (state === 'due' && workBy === context.today) ? workBy : due,
          isLate: state === 'late',
          what: `${title} ${quarter.name}: ${stepTitle}`,
          brief: `${title}: ${step.id}`,
          command: `phd ${command} status`,
          list: `phd ${command} status`,
          handbook,
        })
      }
    }
  }
  return { items, doubts: [], policies }
}

/** Plans that wait for the results of the loader, or for an export that shows their changes. */
export async function readPlanItems(store: RecordReader): Promise<AgendaItem[]> {
  return (await readPlanStates(store)).flatMap((plan): AgendaItem[] => {
    if (plan.closed) return []
    const of = (...states: string[]): number => plan.changes.filter(({ state }) => states.includes(state)).length
    const [toLoad, toVerify] = [of('open', 'failed'), of('done', 'overwritten')]
    const item = (code: 'plan_load' | 'plan_verify', count: number, what: string, command: string): AgendaItem[] =>
      count === 0 ? [] : [{ ...PLAIN, code, key: `${code} ${plan.id}`, what, command, list: 'phd cam plans' }]
    return [
      ...item('plan_load', toLoad, `plan ${plan.id}: ${toLoad} to load, or to reconcile`, 'phd cam plans'),
      ...item('plan_verify', toVerify, `plan ${plan.id}: ${toVerify} to verify`, 'phd cam verify'),
    ]
  })
}

/** Files that were imported and mails that were sorted on a day or later. */
export async function readArrivals(context: Context, store: RecordReader, since: string): Promise<AgendaItem[]> {
  const isNew = (at: string): boolean => context.dayOf(at) >= since
  const imports = (await store.listImports()).filter(
    ({ importedAt, status, undoneBy }) => status !== 'undo' && undoneBy === null && isNew(importedAt),
  )
  const mails = (await store.entriesOf(['mail_routed'])).filter(({ at }) => isNew(at))
  const newest = (days: readonly string[]): string =>
    days
      .map((at) => context.dayOf(at))
      .sort()
      .at(-1) ?? context.today
  return [
    ...(imports.length === 0
      ? []
      : [
          {
            ...PLAIN,
            code: 'imports_made' as const,
            key: 'imports_made',
            came: newest(imports.map(({ importedAt }) => importedAt)),
            count: imports.length,
            what: imports.length === 1 ? 'file imported' : 'files imported',
            command: 'phd imports list',
            list: 'phd imports list',
            evidence: imports.map(({ file, lastSeenAt }) => lineOf({ file, line: null, lastSeenAt })),
          },
        ]),
    ...(mails.length === 0
      ? []
      : [
          {
            ...PLAIN,
            code: 'mails_routed' as const,
            key: 'mails_routed',
            came: newest(mails.map(({ at }) => at)),
            count: mails.length,
            what: mails.length === 1 ? 'mail sorted' : 'mails sorted',
            command: 'phd mail list',
            list: 'phd mail list',
            evidence: mails.map(({ id }) => entryOf(id)),
          },
        ]),
  ]
}
