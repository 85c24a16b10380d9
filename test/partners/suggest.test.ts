import { describe, expect, it } from 'vitest'
import { rankLike } from '../../src/partners/suggest.ts'
import { foldName } from '../../src/records/name.ts'

const NAMES = ['Acme GmbH', 'Acme Labs', 'Northwind Acme', 'Müller & Söhne AG', 'Northwind Traders', 'Ace Metals', 'Zenith']
const like = (typed: string, names: readonly string[] = NAMES, most?: number): string[] =>
  rankLike(
    typed,
    names.map((name) => ({ name, ...foldName(name) })),
    most,
  ).map(({ name }) => name)

describe('suggestions', () => {
  it.each([
    ['the name itself before all', 'acme gmbh', 'Acme GmbH'],
    ['a name without its legal form', 'Acme', 'Acme GmbH'],
    ['a name with another legal form', 'Acme Inc', 'Acme GmbH'],
    ['a name with letters swapped', 'Nortwhind Trader', 'Northwind Traders'],
    ['a name with a letter missing', 'Zenih Ltd', 'Zenith'],
    ['a name without its accents', 'muller sohne', 'Müller & Söhne AG'],
    ['a name begun', 'zen', 'Zenith'],
    ['a name by the beginnings of its words, in any order', 'trad north', 'Northwind Traders'],
    ['a name by a part of it', 'orthwi', 'Northwind Acme'],
  ])('have %s first', (_, typed, first) => {
    expect(like(typed)[0]).toBe(first)
  })

  it('rank the same core before a beginning, and that before a word', () => {
    expect(like('acme').slice(0, 3)).toEqual(['Acme GmbH', 'Acme Labs', 'Northwind Acme'])
  })
  it('skip what is not like the name', () => {
    expect(like('Quux Industries')).toEqual([])
    expect(like('zenith')).toEqual(['Zenith'])
  })
  it('are in the order of the alphabet where they are equal, whatever order they came in', () => {
    const names = ['Acme C', 'Acme A', 'Acme B']
    expect(like('acme', names)).toEqual(['Acme A', 'Acme B', 'Acme C'])
    expect(like('acme', names.toReversed())).toEqual(['Acme A', 'Acme B', 'Acme C'])
  })
  it('are at most eight, or as many as asked for', () => {
    const names = Array.from({ length: 20 }, (_, i) => `Acme ${i}`)
    expect(like('acme', names)).toHaveLength(8)
    expect(like('acme', names, 3)).toEqual(['Acme 0', 'Acme 1', 'Acme 10'])
  })
  it('are the choices themselves', () => {
    const choice = { id: 1, name: 'Acme', ...foldName('Acme') }
    expect(rankLike('acme', new Set([choice]))[0]).toBe(choice)
  })
  it('of nothing are nothing', () => {
    expect(like('acme', [])).toEqual([])
  })
})
