import { expect, it } from 'vitest'
import { PackedInOrder } from '../../src/packed/packed-in-order.ts'

it('gives plain data back in an order, and what is the same to it in the order it was added', () => {
  const list = new PackedInOrder<{ name: string; of: string[] }, number>()
  for (const [name, rank] of [
    ['late', 2],
    ['é first', 1],
    ['second', 1],
  ] as const)
    list.push({ name, of: [name] }, rank)
  expect([...list].map(({ name }) => name)).toEqual(['late', 'é first', 'second'])
  list.sort((a, b) => a - b)
  expect([...list]).toEqual(['é first', 'second', 'late'].map((name) => ({ name, of: [name] })))
  expect([list.length, list.at(2).name, list.keyAt(2)]).toEqual([3, 'late', 2])
})

it('has what is added behind what was put in order until it is sorted again', () => {
  const list = new PackedInOrder<string, number>()
  list.push('b', 2)
  list.sort((a, b) => a - b).push('a', 1)
  expect([...list]).toEqual(['b', 'a'])
  expect([...list.sort((a, b) => a - b)]).toEqual(['a', 'b'])
})
