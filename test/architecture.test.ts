import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CASES } from './architecture/cases.ts'
import { house, readHouse } from './architecture/house.ts'
import { MAY_ALSO, MAY_IMPORT, roomOf } from './architecture/layout.ts'
import { type Offense, RULES } from './architecture/rules.ts'

const files = readHouse(join(import.meta.dirname, '..', 'src'))

describe('the house', () => {
  it.each(RULES)('$name', ({ check }) => {
    expect(check(files).map(({ sentence }) => sentence)).toEqual([])
  })

  it('has every room and file that is drawn, and makes exceptions to rules that there are', () => {
    const paths = new Set(files.map(({ path }) => path))
    const rooms = new Set(files.map(({ path }) => roomOf(path)))
    expect(Object.keys(MAY_IMPORT).filter((room) => !rooms.has(room))).toEqual([])
    expect(Object.keys(MAY_ALSO).filter((path) => !paths.has(path))).toEqual([])
    expect(Object.keys(CASES).filter((name) => !RULES.some((rule) => rule.name === name))).toEqual([])
  })
})

describe.each(RULES)('the rule: $name', ({ name, check }) => {
  const { broken = [], kept = [] } = CASES[name] ?? {}

  it('has trees that break it, and one that does not', () => {
    expect([broken.length > 0, kept.length > 0]).toEqual([true, true])
  })

  it.each(broken)('says where it is broken and what to do (%#)', (tree, expected) => {
    const offenses: Offense[] = check(house(tree))
    expect(offenses.map(({ sentence }, i) => sentence.slice(0, expected[i]?.length))).toEqual(expected)
  })

  it.each(kept)('lets pass what only comes close (%#)', (tree) => {
    expect(check(house(tree)).map(({ sentence }) => sentence)).toEqual([])
  })
})

describe('the reader of a house', () => {
  it('finds an import in each of its forms, and tells types from what is left when it runs', () => {
    const [file] = house({
      'a/b.ts': [
        "import c, { type D } from './c.ts'",
        "import type E from '../e.ts'",
        "import { type F, type G } from './f.ts'",
        "import './h.ts'",
        "import * as i from 'i'",
        "export { j } from './j.ts'",
        "export type { K } from './k.ts'",
        "export { type L } from './l.ts'",
        "export * from './m.ts'",
        "export type * from './n.ts'",
        "const o = await import('./o.ts')",
        'const p = await import(`./p.ts`)',
        "class Q { q: Map<string, import('./q.ts').Q> = new Map<string, typeof import('./r.ts')>() }",
        "const s = (t as import('./t.ts').T).u(require('./u.ts'))",
        "// import './v.ts'",
        `const w = "import './w.ts'"`,
        "import x = require('./x.ts')",
      ].join('\n'),
    })
    expect(
      file?.imports.map(({ line, to, typesOnly, dynamic }) => [line, to, typesOnly ? 'types' : dynamic ? 'later' : '']),
    ).toEqual([
      [1, 'a/c.ts', ''],
      [2, 'e.ts', 'types'],
      [3, 'a/f.ts', 'types'],
      [4, 'a/h.ts', ''],
      [5, 'i', ''],
      [6, 'a/j.ts', ''],
      [7, 'a/k.ts', 'types'],
      [8, 'a/l.ts', 'types'],
      [9, 'a/m.ts', ''],
      [10, 'a/n.ts', 'types'],
      [11, 'a/o.ts', 'later'],
      [12, 'a/p.ts', 'later'],
      [13, 'a/q.ts', 'types'],
      [13, 'a/r.ts', 'types'],
      [14, 'a/t.ts', 'types'],
      [14, 'a/u.ts', 'later'],
      [17, 'a/x.ts', ''],
    ])
  })

  it('refuses what it cannot read', () => {
    expect(() => house({ 'a.ts': 'import {' })).toThrow('a.ts cannot be parsed')
  })
})
