import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import type { Cell, SqlAnswer } from '../../store/store.ts'
import { threadWorks } from '../../terminal/end.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { keptApart } from './cells.ts'
import { answerView, partView } from './query-view.ts'
import { readLimit, readParams, readSelect, readTimeout } from './question.ts'

export interface QueryFlags extends CommonFlags {
  file?: string
  param?: readonly string[]
  timeout?: string
  limit?: string
  views?: string | true
}

/** So many rows are printed where nothing else is said, in the formats that hold all of them first. */
const USUAL_LIMIT = 1_000

/**
 * Asks the database in SQL. Throws usage errors, `not_a_select` for anything that is not one SELECT, and `query_too_long` or
 * `query_too_large` for one that had to be stopped.
 */
export async function runQuery(context: Context, flags: QueryFlags, [typed]: string[]): Promise<ExitCode> {
  if (flags.views !== undefined) return listViews(context, flags, typed)
  if (context.asOf !== null)
    throw usageError('a query sees what is known now', 'remove --as-of, and ask a history: phd query --views accounts_history')
  const streams = context.format === 'csv' || context.format === 'ndjson'
  const question = {
    params: readParams(flags.param),
    seconds: readTimeout(flags.timeout),
    most: readLimit(flags.limit) ?? (streams ? Number.MAX_SAFE_INTEGER : USUAL_LIMIT),
    sql: await readSelect(typed, flags.file),
  }
  // Opened here first, so that it is upgraded, checked, and there as long as the thread asks it.
  const store = await context.openStore('read')
  try {
    if (context.nothingImported?.isThere === false) throw failure('no_database', context.nothingImported.message)
    const answer = await context.engine.ask(question)
    threadWorks(true)
    try {
      await (streams ? printParts(context, answer) : printWhole(context, answer))
    } finally {
      threadWorks(!(await answer.close()))
    }
    if (answer.more) noteMore(context, question.most)
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

async function printWhole(context: Context, answer: SqlAnswer): Promise<void> {
  const columns = await namedColumns(context, answer)
  const rows: (readonly Cell[])[] = []
  for (let part = await answer.next(); part.length > 0; part = await answer.next()) rows.push(...part)
  const seconds = Math.round(answer.worked) / 1000
  print(context.io, context.format, answerView({ columns, rows, more: answer.more, seconds }, context.io))
}

/** Part by part, so that an answer may be longer than memory, and as long as someone reads. */
async function printParts(context: Context, answer: SqlAnswer): Promise<void> {
  const columns = await namedColumns(context, answer)
  let isFirst = true
  for (let part = await answer.next(); isFirst || part.length > 0; part = await answer.next()) {
    print(context.io, context.format, partView(columns, part, isFirst))
    isFirst = false
    if (part.length === 0 || context.io.isReaderGone()) return
  }
}

async function namedColumns({ io }: Context, answer: SqlAnswer): Promise<readonly string[]> {
  const columns = await answer.columns()
  const names = keptApart(columns)
  const renamed = names.flatMap((name, i) => (name === columns[i] ? [] : [`"${columns[i]}" as "${name}"`]))
  if (renamed.length > 0) io.note(`note: columns that share a name are numbered: ${renamed.join(', ')}`)
  return names
}

function noteMore({ io }: Context, most: number): void {
  io.note(`note: only the first ${plural(most, 'row')}; there are more`)
  io.note('  for more: add --limit <rows>, or --format csv for all')
}

async function listViews(context: Context, { views }: QueryFlags, typed: string | undefined): Promise<ExitCode> {
  if (typed !== undefined) throw usageError('--views lists views, and asks nothing', 'remove --views, or the SELECT')
  const all = await context.engine.views()
  const { viewsView, viewView } = await import('./views-view.ts')
  if (views === true || views === undefined) {
    print(context.io, context.format, viewsView(all, context.io))
    return ExitCode.yes
  }
  const view = all.find(({ name }) => name === views.toLowerCase())
  if (!view) {
    const near = didYouMean(
      views,
      all.map(({ name }) => name),
    )
    throw failure('no_such_view', `no view "${views}"${near}`)
  }
  print(context.io, context.format, viewView(view, context.io))
  return ExitCode.yes
}
