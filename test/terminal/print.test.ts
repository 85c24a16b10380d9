import { describe, expect, it } from 'vitest'
import { print } from '../../src/terminal/print.ts'

const io = (parts: string[]) => ({ result: (text: string) => parts.push(text) }) as unknown as Parameters<typeof print>[0]
const rendering = (json: object) => ({ table: () => '', json: () => json, ndjson: () => [json], csv: () => '' })

function printed(json: object): string {
  const parts: string[] = []
  print(io(parts), 'json', rendering(json))
  return parts.join('')
}

describe('a document is printed in parts as it would be whole', () => {
  it.each<[string, object]>([
    ['no fields', {}],
    ['only fields without a value', { a: undefined }],
    ['no items', { schema: 'x', items: [] }],
    ['nested items', { schema: 'x', items: [{ a: [1, { b: [] }], c: {} }, 2, null, [], [3]], after: { d: ['e\nf'] } }],
    ['an item without a value', { items: [undefined, 1] }],
    ['a list itself', [1, { a: 'b' }]],
    ['line breaks and quotes in names and values', { 'a\n"b': ['c\n  d', '"'] }],
  ])('%s', (_, json) => {
    expect(printed(json)).toBe(`${JSON.stringify(json, null, 2)}\n`)
  })

  it('with items that are made as they are printed', () => {
    const made = (function* () {
      yield { a: 1 }
      yield 'b'
    })()
    expect(printed({ items: made, more: 1 })).toBe(`${JSON.stringify({ items: [{ a: 1 }, 'b'], more: 1 }, null, 2)}\n`)
  })

  it('with lists within its items that are made as they are printed, in a document and on a line', () => {
    const made = new Set([{ c: 1 }, 'd'])
    const json = (list: Iterable<unknown>) => ({ a: [{ b: 1, list, none: undefined }, { list: [] }], list })
    expect(printed(json(made))).toBe(`${JSON.stringify(json([...made]), null, 2)}\n`)
    const parts: string[] = []
    print(io(parts), 'ndjson', rendering({ a: 1, none: undefined, list: made, empty: new Set() }))
    expect(parts.join('')).toBe(`${JSON.stringify({ a: 1, list: [...made], empty: [] })}\n`)
  })

  it('a long list in several parts, each whole lines in ndjson', () => {
    const parts: string[] = []
    const lines = Array.from({ length: 50_000 }, (_, i) => ({ i, text: 'x'.repeat(40) }))
    print(io(parts), 'ndjson', { ...rendering({}), ndjson: () => lines })
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.every((part) => part.endsWith('}\n'))).toBe(true)
    expect(parts.join('').trimEnd().split('\n')).toHaveLength(50_000)
  })
})
