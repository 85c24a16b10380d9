/** What is said of a question in SQL that cannot be asked; the same whatever engine says so. */

import { failure, type PhdError } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import type { ListedView } from './asking.ts'

/** The failure of a text that is something else than one SELECT; `why`: what it is instead. */
export function notASelect(why = 'only one SELECT can be asked, and this is something else'): PhdError {
  return failure('not_a_select', `this was not asked: ${why}`)
}

/** The failure of a text that has none, or several. */
export function notOne(why: string): PhdError {
  return failure('bad_query', `one SELECT at a time: ${why}`)
}

/** The failure of a parameter that has no value; null: it has no name either. */
export function parameterLacks(name: string | null): PhdError {
  if (name !== null) return failure('query_parameter', `the parameter :${name} has no value`, { name })
  return failure('query_parameter', 'the query has parameters without a name', { name })
}

/** Names that are nearly the one that no view has, or no column of one, as the end of a sentence. */
export function nearestName(what: 'table' | 'column', name: string, views: readonly ListedView[]): string {
  if (what === 'column') return didYouMean(name, new Set(views.flatMap(({ columns }) => columns.map((each) => each.name))))
  const names = views.map((view) => view.name)
  return didYouMean(`current_${name}`, names) || didYouMean(name, names)
}
