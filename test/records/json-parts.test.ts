import { describe, expect, it } from 'vitest'
import { jsonParts } from '../../src/records/json-parts.ts'

const VALUE = {
  'a "name"': 'C:\\ "quoted", {not} [one]',
  empty: {},
  number: -1.5e3,
  list: [{ name: 'Ünal "& Söhne" \\' }, [], 'x', null, [1, [2, { deep: ']' }]]],
  none: [],
  other: [1, 2],
}

/** The object that the parts make. */
function whole(pieces: Iterable<string>): Record<string, unknown> {
  const made: Record<string, unknown> = {}
  let list: unknown[] = []
  for (const part of jsonParts(pieces, (name) => name !== 'other')) {
    if (part.kind === 'list') made[part.name] = list = []
    else if (part.kind === 'item') list.push(part.value)
    else made[part.name] = part.value
  }
  return made
}

function cut(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, i) => text.slice(i * length, (i + 1) * length))
}

describe('JSON read part by part', () => {
  it.each([1, 2, 3, 7, 50, 1000])('says what the whole says, in pieces of %i characters', (length) => {
    for (const text of [JSON.stringify(VALUE), ` \n${JSON.stringify(VALUE, null, 2)}\r\n\t`])
      expect(whole(cut(text, length))).toEqual(VALUE)
  })

  it('keeps apart the members that are read item by item', () => {
    const kinds = [...jsonParts(['{"a":[1],"b":[2],"c":3}'], (name) => name !== 'b')].map(({ kind, name }) => `${kind} ${name}`)
    expect(kinds).toEqual(['list a', 'item a', 'member b', 'member c'])
  })

  it.each([
    ['nothing', '', 'it ends too early'],
    ['no object', '[1]', '"[" where { was expected'],
    ['an object that is cut off', '{"a": [1, 2', 'it ends too early'],
    ['a text that is cut off', '{"a": "b\\"}', 'it ends too early'],
    ['a name twice', '{"a": 1, "a": 2}', '"a" appears twice'],
    ['a comma too many', '{"a": 1,}', '"}" where " was expected'],
    ['an item too few', '{"a": [1,]}', 'Unexpected end'],
    ['brackets that do not match', '{"a": [{"b": 1]]}', 'Expected'],
    ['a missing colon', '{"a" 1}', '"1" where : was expected'],
    ['more after the end', '{"a": 1} x', '"x" after its end'],
  ])('refuses %s', (_, text, why) => {
    for (const length of [1, 100]) expect(() => whole(cut(text, length))).toThrow(why)
    expect(() => whole([text])).toThrow(SyntaxError)
  })
})
