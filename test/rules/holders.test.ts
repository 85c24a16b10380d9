import { describe, expect, it } from 'vitest'
import { type HeldRole, holdersOn, type RoleAnswer, rowsWith } from '../../src/rules/standing/holders.ts'

const POLICY = { version: 'a', from: null, to: null, confirmDays: 365 }
const DAY = '2026-11-20'

function row(more: Partial<HeldRole> = {}): HeldRole {
  return {
    ...{ role: 'Approver', scope: 'DACH', person: 'Ann Lee', email: null, from: '2026-03-01', to: null, backup: null, out: null },
    ...{ namedBy: null, where: null, note: null, source: { file: 'r.csv', line: 2, importId: 1 }, approvesDecisions: false },
    ...more,
  }
}
const ask = (rows: readonly HeldRole[], day = DAY, left: readonly string[] = []): RoleAnswer => {
  const [answer] = holdersOn(rows, day, POLICY, (person) => left.includes(person))
  if (!answer) throw new Error('a role is answered')
  return answer
}
const names = ({ holders }: RoleAnswer): string[] => holders.map(({ person }) => person)

describe('who holds a role on a day', () => {
  it.each<[string, string, readonly string[]]>([
    ['the day before the first', '2026-02-28', []],
    ['the first day', '2026-03-01', ['Ann Lee']],
    ['the last day', '2026-10-31', ['Ann Lee']],
    ['the day after the last', '2026-11-01', ['Bo Ray']],
  ])('%s', (_, day, people) => {
    expect(names(ask([row({ to: '2026-10-31' }), row({ person: 'Bo Ray', from: '2026-11-01' })], day))).toEqual(people)
  })

  it('is several, where several hold it', () => {
    expect(names(ask([row(), row({ person: 'Bo Ray' })]))).toEqual(['Ann Lee', 'Bo Ray'])
  })

  it('is no one where no one is named, with who was it and who will be', () => {
    const answer = ask([row({ to: '2026-10-31' }), row({ person: 'Bo Ray', from: '2026-12-01' })])
    expect([answer.isCertain, names(answer), answer.before?.person, answer.after?.person]).toEqual([
      false,
      [],
      'Ann Lee',
      'Bo Ray',
    ])
    const unnamed = ask([row({ person: null, note: 'see the matrix' })])
    expect([unnamed.isCertain, unnamed.hints.map(({ note }) => note)]).toEqual([false, ['see the matrix']])
  })

  it('is apart for each region', () => {
    expect(holdersOn([row(), row({ scope: 'Nordics', person: 'Bo Ray' })], DAY, POLICY, () => false)).toHaveLength(2)
  })
})

describe('a row whose last day is before its first', () => {
  it('names no one, and keeps the answer from being certain', () => {
    const answer = ask([row(), row({ person: 'Bo Ray', from: '2026-12-31', to: '2026-01-01' })])
    expect([names(answer), answer.isCertain, answer.contradicting.map(({ person }) => person)]).toEqual([
      ['Ann Lee'],
      false,
      ['Bo Ray'],
    ])
    const alone = ask([row({ from: '2026-12-31', to: '2026-01-01' })])
    expect([alone.before, alone.after, alone.isCertain]).toEqual([null, null, false])
  })

  it('of an absence: the person may be out, and covers for no one', () => {
    const reversed = { from: '2026-11-20', to: '2026-11-10' }
    const answer = ask([
      row({ backup: 'Bo Ray', out: { from: '2026-11-16', to: null } }),
      row({ scope: 'DACH', person: 'Bo Ray', out: reversed }),
    ])
    expect(answer.holders.map(({ person, doubt, covers }) => [person, doubt, covers])).toEqual([
      ['Ann Lee', null, []],
      ['Bo Ray', 'absence_contradicts', []],
    ])
    expect(answer.isCertain).toBe(false)
  })
})

describe('a name on a page', () => {
  const PAGE = 'Ecosystem Operations (2025)'
  it.each<[string, string, string | null, boolean]>([
    ['the first day of the page', '2025-01-01', null, true],
    ['a year later', '2026-01-01', null, true],
    ['a day more', '2026-01-02', 'page_too_old', false],
  ])('%s', (_, day, doubt, isCertain) => {
    const answer = ask([row({ namedBy: PAGE, from: '2025-01-01' })], day)
    expect([answer.holders[0]?.doubt, answer.isCertain]).toEqual([doubt, isCertain])
  })

  it('is confirmed by a row of the desk of the same person', () => {
    const answer = ask([row({ namedBy: PAGE, from: '2022-11-01' }), row({ person: 'ann lee' })])
    expect([answer.holders.length, answer.holders[0]?.doubt, answer.isCertain]).toEqual([1, null, true])
  })

  it('of a person who has left is in doubt, whatever its age', () => {
    expect(ask([row()], DAY, ['Ann Lee'])).toMatchObject({ isCertain: false, holders: [{ doubt: 'left' }] })
  })
})

describe('who covers', () => {
  const away = { from: '2026-11-16', to: '2026-11-27' }
  it.each<[string, string, boolean]>([
    ['the day before', '2026-11-15', false],
    ['the first day', '2026-11-16', true],
    ['the last day', '2026-11-27', true],
    ['the day after', '2026-11-28', false],
  ])('%s of an absence', (_, day, isOut) => {
    const [holder] = ask([row({ backup: 'Bo Ray', out: away })], day).holders
    expect([holder?.out !== null, holder?.covers]).toEqual([isOut, ['Bo Ray']])
  })

  it.each<[string, readonly HeldRole[], readonly string[], readonly string[], boolean]>([
    [
      'the backup of the absence of that day',
      [row({ backup: 'Cy Doe' }), row({ backup: 'Bo Ray', out: away })],
      ['Bo Ray'],
      [],
      true,
    ],
    ['no one, if no one is named', [row({ out: away })], [], [], false],
    ['an absence without an end', [row({ backup: 'Bo Ray', out: { from: '2026-11-16', to: null } })], ['Bo Ray'], [], true],
    [
      'no one who is out too',
      [row({ backup: 'Bo Ray', out: away }), row({ scope: 'Nordics', person: 'Bo Ray', out: away })],
      [],
      ['Bo Ray'],
      false,
    ],
    [
      'two, of whom one is out',
      [row({ backup: 'Bo Ray', out: away }), row({ backup: 'Cy Doe', out: away })],
      ['Bo Ray', 'Cy Doe'],
      [],
      true,
    ],
  ])('is %s', (_, rows, covers, outToo, isCertain) => {
    const answer = ask(rows)
    expect([answer.holders[0]?.covers, answer.holders[0]?.outToo, answer.isCertain]).toEqual([covers, outToo, isCertain])
  })

  it('is no one who has left', () => {
    const answer = ask([row({ backup: 'Bo Ray', out: away })], DAY, ['Bo Ray'])
    expect([answer.holders[0]?.covers, answer.isCertain]).toEqual([[], false])
  })
})

describe('a role is found', () => {
  const rows = [
    row({ role: 'Channel solutions architect', scope: 'Japan', person: 'Kei Mori' }),
    row({ role: 'Channel solutions architect', scope: 'EMEA', person: 'Ann Lee' }),
    row({ role: 'Channel solutions architect', scope: 'EMEA', person: 'Bo Ray' }),
    row({ role: 'DSOR reviewer', scope: null, person: null, note: 'reviews opportunities of Carahsoft' }),
  ]
  it.each<[string, readonly (string | null)[]]>([
    ['solutions architects', ['Kei Mori', 'Ann Lee', 'Bo Ray']],
    ['ARCHITECT japan', ['Kei Mori']],
    ['arch emea', ['Ann Lee', 'Bo Ray']],
    ['lee', ['Ann Lee', 'Bo Ray']],
    ['dsor', [null]],
    ['carahsoft', [null]],
    ['architect Germany', []],
    ['  ', []],
  ])('by "%s"', (typed, people) => {
    expect(rowsWith(rows, typed).map(({ person }) => person)).toEqual(people)
  })
})
