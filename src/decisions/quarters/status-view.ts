/** How the work of a quarter stands, in every format. */

import type { Step } from '../../rules/quarters/steps.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import { dayWords, stateWords } from './sentences.ts'
import type { QuarterState, QuarterWork } from './work.ts'

export interface QuarterStatus {
  work: QuarterWork
  quarters: readonly QuarterState[]
  today: string
  now: string
  asOf: string | null
  /** What the work has in addition: fields of the JSON, and lines below the table; and whether all that was asked for could be done. */
  more: { json: Readonly<Record<string, unknown>>; lines: readonly string[]; isWhole: boolean }
}

function stepJson({ id, title, due, closedFor, workBy, daysLeft, approximate, state, done, basis, handbook }: Step) {
  return { step: id, title, due, closedFor, workBy, daysLeft, approximate, state, late: state === 'late', done, basis, handbook }
}

/** The steps of each quarter with their days (phd.price-file/1, phd.rebate/1). */
export function statusView(status: QuarterStatus, io: Io): Rendering {
  const { work, quarters, today, asOf, more } = status
  const { schema, policy } = work
  const { version, source, notes } = policy
  return {
    table: () => statusText(status, io),
    json: () => ({
      schema,
      today,
      asOf,
      policy: { version, source },
      notes,
      quarters: quarters.map(({ quarter: { name, first, last }, steps }) => ({
        quarter: name,
        first,
        last,
        steps: steps.map(stepJson),
      })),
      ...more.json,
    }),
    ndjson: () =>
      quarters.flatMap(({ quarter, steps }) => steps.map((step) => ({ schema, quarter: quarter.name, ...stepJson(step) }))),
    csv: () =>
      csvForPeople([
        ['quarter', 'step', 'title', 'due', 'work_by', 'days_left', 'state', 'done_at', 'done_by', 'note'],
        ...quarters.flatMap(({ quarter, steps }) =>
          steps.map(({ id, title, due, workBy, daysLeft, state, done }) => [
            quarter.name,
            id,
            title,
            due ?? '',
            workBy ?? '',
            String(daysLeft ?? ''),
            state,
            done?.at ?? '',
            done?.by ?? '',
            done?.note ?? '',
          ]),
        ),
      ]),
  }
}

function statusText({ work, quarters, today, now, asOf, more }: QuarterStatus, io: Io): string {
  const blocks = quarters.map(({ quarter: { name, first, last }, steps }) => {
    const rows = steps.map((step) => [step.id, dayWords(step), stateWords(step, today), step.title])
    const late = steps.some(({ state }) => state === 'late')
    const heading = io.style(late ? 'red' : 'bold', `${work.title} of ${name}, ${first} to ${last}`)
    return `${heading}\n${table(['STEP', 'DAY', 'STATE', 'WHAT'], rows, io.columns)}`
  })
  const open = quarters.flatMap(({ quarter, steps }) =>
    steps.flatMap(({ id, state }) =>
      state === 'late' || state === 'due' ? [`phd ${work.command} done ${id} --quarter ${quarter.name}`] : [],
    ),
  )
  const recordable = new Set(work.policy.steps.flatMap(({ id, recorded }) => (recorded ? [id] : [])))
  const next = open.find((command) => recordable.has(command.split(' ')[3] ?? ''))
  const lines = [
    ...more.lines,
    ...work.policy.notes.map(({ text }) => text),
    `handbook: ${work.policy.source}`,
    `Policy ${work.id.replace('_', '-')} ${work.policy.version}, evaluated at ${showMoment(now)}`,
    ...(asOf === null ? [] : ['as known then']),
    ...(next ? [`next, when it is done: ${next}`] : []),
  ]
  return `${blocks.join('\n')}\n${io.prose(lines.map(safeText).join('\n'))}\n`
}
