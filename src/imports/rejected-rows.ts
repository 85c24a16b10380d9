import { copyText } from '../records/copy-text.ts'
import type { DateOrder } from '../records/date-order.ts'
import type { Layout } from './read/layout.ts'
import { type Reject, type RowOwner, rejectHeadings, rejectRow } from './rejects.ts'

/** Where rejected rows are written as they are found; nothing is there until it is kept. */
export interface RejectsTarget {
  add(row: readonly string[]): void
  /** Gives the path. */
  keep(): string
  discard(): void
}

/** How many of the rejected rows are named on the screen; the rejects file has them all. */
const SHOWN = 5

/** The rejected rows of one reading: the first to show, their owners, and all of them in the rejects file. */
export class RejectedRows {
  readonly #layout: Layout
  readonly #open: (() => RejectsTarget) | null
  readonly #order: DateOrder | null
  #file: RejectsTarget | null = null
  readonly first: Pick<Reject, 'line' | 'problems'>[] = []
  readonly owners: (RowOwner & { line: number })[] = []
  count = 0
  /** Rows without any known owner. */
  ownerless = 0

  /** `open` is null where nothing is written. */
  constructor(layout: Layout, order: DateOrder | null, open: ((headings: readonly string[]) => RejectsTarget) | null) {
    this.#layout = layout
    this.#order = order
    this.#open = open && (() => open(rejectHeadings(layout)))
  }

  add(reject: Reject): void {
    const { owners, line, problems } = reject
    if (this.count++ < SHOWN) this.first.push({ line, problems })
    // Where cells may have moved, what is in the column of the name says nothing.
    const mayHaveMoved = problems[0].code === 'wrong_length' && owners.every(({ key }) => key === null)
    if (owners.length === 0 || mayHaveMoved) this.ownerless++
    for (const { key, name, accountId } of owners) {
      this.owners.push({
        key: key && copyText(key),
        name: name && copyText(name),
        accountId: accountId && copyText(accountId),
        line,
      })
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
