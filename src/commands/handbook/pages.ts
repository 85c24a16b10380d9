import { usageError } from '../../errors.ts'
import { PAGES } from '../../handbook/answer.ts'

/** The answers of the page that was asked for; all of them without one. Throws a usage error for an unknown page. */
export function ofPage<A extends { page: string }>(answers: readonly A[], page: string | undefined): A[] {
  if (page === undefined) return [...answers]
  const wanted = page.trim().toLowerCase()
  const pages = [...new Set([...PAGES, ...answers.map((answer) => answer.page)])]
  const exact = pages.filter((each) => each.toLowerCase() === wanted)
  const fitting = exact.length > 0 ? exact : pages.filter((each) => wanted !== '' && each.toLowerCase().includes(wanted))
  if (fitting.length === 0) throw usageError(`unknown --page "${page}"`, `the pages are: ${pages.join('; ')}`)
  return answers.filter((answer) => fitting.includes(answer.page))
}
