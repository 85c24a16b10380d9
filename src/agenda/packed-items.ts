/** Items of which only what they are sorted and counted by stays in the heap; what is shown of one is made again when it is its turn. */

import { PackedList } from '../packed/packed-list.ts'
import { copyText } from '../records/copy-text.ts'
import type { AgendaItem } from '../reports/agenda.ts'

/** What of an item is only shown. */
type Shown = Pick<AgendaItem, 'partnerText' | 'what' | 'brief' | 'person' | 'command' | 'evidence' | 'handbook'>

export class ItemPool {
  readonly #shown = new PackedList<Shown>()
  /** The one that was made last: who shows an item asks for one thing after the other. */
  #last: { at: number; shown: Shown } | null = null

  /** An item that is the same to whoever reads it. */
  keep(item: AgendaItem): PackedItem {
    const { partnerText, what, brief, person, command, evidence, handbook } = item
    this.#shown.push({ partnerText, what, brief, person, command, evidence, handbook })
    return new PackedItem(item, this, this.#shown.length - 1)
  }

  shownOf(at: number): Shown {
    if (this.#last?.at !== at) this.#last = { at, shown: this.#shown.at(at) }
    return this.#last.shown
  }
}

/** An item of a pool. Copy it by its names, not by `...`: a copy made so lacks what is only shown. */
export class PackedItem implements AgendaItem {
  readonly code: AgendaItem['code']
  readonly key: string
  readonly due: string | null
  readonly isLate: boolean
  readonly came: string | null
  readonly waitsFor: string | null
  readonly taken: AgendaItem['taken']
  readonly partner: AgendaItem['partner']
  manager: AgendaItem['manager']
  readonly count: number
  readonly list: string
  readonly isOld: boolean
  /** What the partner is called where none is known: items are sorted by it. */
  readonly #named: string | null
  readonly #pool: ItemPool
  readonly #at: number

  constructor(item: AgendaItem, pool: ItemPool, at: number) {
    this.code = item.code
    // One that was put together of parts would keep all of them.
    this.key = copyText(item.key)
    this.due = item.due
    this.isLate = item.isLate
    this.came = item.came
    this.waitsFor = item.waitsFor
    this.taken = item.taken
    this.partner = item.partner
    this.manager = item.manager
    this.count = item.count
    this.list = item.list
    this.isOld = item.isOld
    this.#named = item.partner === null ? item.partnerText : null
    this.#pool = pool
    this.#at = at
  }

  get partnerText(): string | null {
    return this.partner === null ? this.#named : this.#pool.shownOf(this.#at).partnerText
  }

  get what(): string {
    return this.#pool.shownOf(this.#at).what
  }

  get brief(): string | null {
    return this.#pool.shownOf(this.#at).brief
  }

  get person(): AgendaItem['person'] {
    return this.#pool.shownOf(this.#at).person
  }

  get command(): string {
    return this.#pool.shownOf(this.#at).command
  }

  get evidence(): AgendaItem['evidence'] {
    return this.#pool.shownOf(this.#at).evidence
  }

  get handbook(): AgendaItem['handbook'] {
    return this.#pool.shownOf(this.#at).handbook
  }
}
