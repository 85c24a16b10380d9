import { expect, it } from 'vitest'
import { both, MadeList, madeOf } from '../../src/packed/made-list.ts'
import { inOrder, ordered } from '../../src/packed/order.ts'
import type { Listed } from '../../src/packed/packed-list.ts'

const parts = <T>(list: Listed<T>): unknown => [list.length, [...list], list.map((item, i) => [item, i]), list.slice(1, 9)]

it('a list that is made is read as an array is', () => {
  const made = new MadeList(3, (i) => i * 2)
  expect(parts(made)).toEqual(parts([0, 2, 4]))
  expect(parts(madeOf(made, (item, i) => `${item} ${i}`))).toEqual(parts(['0 0', '2 1', '4 2']))
  expect(parts(both(made, [7, 8]))).toEqual(parts([0, 2, 4, 7, 8]))
  expect(both(made, [7, 8]).slice(4, 5)).toEqual([8])
})

it('an array is made at once, another list when it is read', () => {
  let asked = 0
  const made = new MadeList(2, () => asked++)
  expect(madeOf([1, 2], (item) => item + 1)).toEqual([2, 3])
  const later = madeOf(made, (item) => item)
  expect(asked).toBe(0)
  expect([...later]).toEqual([0, 1])
})

it.each<[string, string[][]]>([
  ['by its first part, then by the next', [['b', 'a'], ['a', 'z'], ['a', 'b'], ['a']]],
  [
    'a shorter part before a longer one',
    [
      ['ab', 'a'],
      ['a', 'z'],
      ['', 'x'],
    ],
  ],
  ['signs of two units before the last ones of one', [['\uff21'], ['\u{1f600}'], ['z']]],
  ['numbers by their value', [[ordered(10)], [ordered(9)], [ordered(123)]]],
  [
    'those with the same as they were',
    [
      ['a', '1'],
      ['a', '1'],
      ['a', '0'],
    ],
  ],
])('rows are in the order of texts: %s', (_, rows) => {
  const compare = (a: string[], b: string[]): number => {
    const at = a.findIndex((part, i) => part !== b[i])
    if (at === -1) return a.length - b.length
    return (a[at] ?? '') < (b[at] ?? '') ? -1 : 1
  }
  const places = rows.map((_row, i) => i).toSorted((a, b) => compare(rows[a] ?? [], rows[b] ?? []) || a - b)
  expect([...inOrder(rows.length, (i) => rows[i] ?? [])]).toEqual(places)
})
