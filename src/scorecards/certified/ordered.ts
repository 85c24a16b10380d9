/** Certifications in the order of a page, of which only the order is held. */

import { NumbersByPlace } from '../../packed/numbers-by-place.ts'
import { inOrder, ordered } from '../../packed/order.ts'
import type { OrderedRows } from '../../reports/scorecard/many.ts'
import type { CertifiedRow } from '../../reports/scorecard/rows.ts'

/** Puts rows, given by number, in the order of a page; `at` makes one again. */
export function orderedRows(numbers: Int32Array, at: (number: number) => CertifiedRow): OrderedRows {
  const numberAt = (i: number): number => numbers[i] ?? 0
  const order = inOrder(numbers.length, (i) => partsOf(at(numberAt(i)))).map(numberAt)
  const rowAt = (place: number): CertifiedRow => at(order[place] ?? 0)
  const byPerson = inOrder(order.length, (place) => [rowAt(place).person])
  const places = new NumbersByPlace(order.length + 1)
  const person = new Int32Array(order.length)
  let [last, count] = ['', 0]
  for (const place of byPerson) {
    const own = rowAt(place).person
    if (own !== last) count++
    last = own
    person[place] = count
    places.add(count, place)
  }
  return { length: order.length, at: rowAt, placesOf: (place) => places.of(person[place] ?? 0) }
}

/** What rows are in order by: the same as of `byName`. */
export function partsOf({ name, person, badge, earned, line }: CertifiedRow): string[] {
  return [name ?? person, person, badge, earned, ordered(line)]
}
