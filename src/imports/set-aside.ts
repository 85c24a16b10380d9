import type { DateOrder } from '../records/date-order.ts'
import { ownText } from '../records/own-text.ts'
import { rejectHeadings, rejectRow } from './own-rejects.ts'
import type { Layout } from './read/layout.ts'
import type { Reject, Whose } from './read-row.ts'

/** Where rows that are set aside are written as they are found; nothing is there until it is kept. */
export interface RejectsTarget {
  add(row: readonly string[]): void
  /** Gives the path. */
  keep(): string
  discard(): void
}

/** How many of the rejected rows are named on the screen; the rejects file has them all. */
const SHOWN = 5

/** The rows of one reading that were set aside: the first to be shown, whose they are, and all of them in the rejects file. */
export class SetAside {
  readonly #layout: Layout
  readonly #open: (() => RejectsTarget) | null
  readonly #order: DateOrder | null
  #file: RejectsTarget | null = null
  readonly first: Pick<Reject, 'line' | 'problems'>[] = []
  readonly whose: (Whose & { line: number })[] = []
  count = 0
  /** Rows of which nothing tells whose they are. */
  untold = 0

  /** `open` is null where nothing is to be written. */
  constructor(layout: Layout, order: DateOrder | null, open: ((headings: readonly string[]) => RejectsTarget) | null) {
    this.#layout = layout
    this.#order = order
    this.#open = open && (() => open(rejectHeadings(layout)))
  }

  add(reject: Reject): void {
    const { whose, line, problems } = reject
    if (this.count++ < SHOWN) this.first.push({ line, problems })
    // Where cells may have moved, a name that stands in the place of the name tells nothing.
    const mayHaveMoved = problems[0].code === 'wrong_length' && whose.every(({ key }) => key === null)
    if (whose.length === 0 || mayHaveMoved) this.untold++
    for (const { key, name, accountId } of whose) {
      this.whose.push({ key: key && ownText(key), name: name && ownText(name), accountId: accountId && ownText(accountId), line })
    }
    this.#file ??= this.#open?.() ?? null
    this.#file?.add(rejectRow(this.#layout, reject, this.#order))
  }

  /** Gives the path of the rejects file; null where there is none. */
  keep(): string | null {
    const path = this.#file?.keep() ?? null
    this.#file = null
    return path
  }

  discard(): void {
    this.#file?.discard()
    this.#file = null
  }
}
