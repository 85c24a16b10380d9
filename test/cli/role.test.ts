import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Who {
  roles: {
    role: string
    for: string | null
    certain: boolean
    holders: {
      person: string
      email: string | null
      since: string
      namedBy: string | null
      doubt: string | null
      covers: { person: string }[]
    }[]
    hints: { where: string | null }[]
  }[]
}
interface List {
  schema: string
  roles: { role: string; for: string | null; person: string | null; from: string; namedBy: string | null }[]
}
function who(desk: Desk, ...args: string[]): { answer: Who; code: number | null } {
  const { stdout, code } = desk.phd('role', 'who', ...args, '--json')
  return { answer: JSON.parse(stdout) as Who, code }
}
const people = ({ roles }: Who): string[] => roles.flatMap(({ holders }) => holders.map(({ person }) => person))

describe('the names of the handbook', () => {
  it.each<[string, string, readonly string[]]>([
    ['Partner Help Desk', 'solutions architect AMER', ['Bart Zhang', 'Matt Genelin', 'Jeremy Chen']],
    ['Partner Help Desk', 'solutions architect APAC', ['Samer Akkoub']],
    ['Partner Help Desk', 'solutions architect Japan', ['Tsukasa Komatsubara']],
    ['Partner Help Desk', 'solutions architect EMEA', ['Peter Bozso', 'Christoph Leygraf']],
    ['Partner Help Desk', 'solutions architect US-PubSec', ['Ana Desai', 'Pete Raumann']],
    ['Ecosystem Operations', 'price file professional', ['Brian Will', 'Sean Sandoval']],
    ['Ecosystem Operations', 'price file channel services', ['Boughty Canton']],
    ['Ecosystem Operations', 'price file product', ['Brian Wong', 'Justin Farris']],
    ['Ecosystem Operations', 'price file fulfillment', ['Courtney Meddaugh']],
    ['Ecosystem Operations', 'price file enablement', ['Ed Cepulis']],
    ['Ecosystem Operations', 'price file customer success', ['Sherrod Patching']],
    [
      'Ecosystem Operations',
      'price file for information',
      ['Marcella Summers', 'David Forsch', 'Jesse Rabbits', 'Pilar Meija', 'Caroline Swanson'],
    ],
    ['Ecosystem Operations', 'DSOR', ['Chris Novello', 'Pilar Meija']],
    ['Partner Support', 'NFR exception', ['Ed Cepulis']],
  ])('%s: %s', (page, words, expected) =>
    atDesk((desk) => {
      const { answer, code } = who(desk, ...words.split(' '))
      expect(people(answer)).toEqual(expected)
      expect(answer.roles.every(({ holders }) => holders.every(({ namedBy }) => namedBy?.startsWith(page)))).toBe(true)
      // The newest page is of 2025; nobody has confirmed its names.
      expect(code).toBe(4)
    }),
  )

  it('stand with their page and its first day, in the list too', () =>
    atDesk((desk) => {
      const { roles } = desk.json<List & Record<string, unknown>>('role', 'list')
      expect(roles.length).toBeGreaterThan(30)
      for (const { person, from, namedBy } of roles) {
        expect(from).toMatch(/^\d{4}-\d{2}-\d{2}$/)
        if (person !== null) expect(namedBy).toMatch(/\(20\d\d\)|\(late 2022 to 2023\)/)
      }
      const table = desk.phd('role', 'list', '--role', 'DSOR').stdout
      expect(table).toMatch(/Chris Novello\s+as of 2025-01-01/)
    }))

  it('are certain within a year of their page', () =>
    atDesk((desk) => {
      expect(who(desk, 'DSOR', '--on', '2026-01-01').code).toBe(0)
      expect(who(desk, 'DSOR', '--on', '2026-01-02').code).toBe(4)
      expect(who(desk, 'DSOR', '--on', '2024-12-31').answer.roles[0]).toMatchObject({ holders: [], certain: false })
    }))

  it('lead to where the names are kept, where the page has none', () =>
    atDesk((desk) => {
      const { answer, code } = who(desk, 'channel', 'approver', 'opportunities')
      expect([people(answer), answer.roles[0]?.hints[0]?.where, code]).toEqual([
        [],
        expect.stringMatching(/^https:\/\/docs\.google\.com\/document\//),
        4,
      ])
    }))

  it('never stand in for a role or a region that is not there', () =>
    atDesk((desk) => {
      const germany = desk.phd('role', 'who', 'solutions', 'architect', 'Germany')
      expect(germany.stderr).toMatch(/"Channel solutions architect" has no row for "Germany"; it has: AMER, /)
      expect(germany.code).toBe(3)
      expect(desk.phd('role', 'who', 'who', 'solutions', 'architect', 'Germany').stdout).toBe(germany.stdout)
      expect(desk.phd('role', 'who', 'dsro').stderr).toMatch(/did you mean "dsor"\?/)
      expect(desk.json('role', 'who', 'plumber')).toMatchObject({ error: { code: 'role_not_found' } })
    }))
})

describe('the list of the desk', () => {
  it('goes before the handbook, role by role, and says who covers', () =>
    atDesk((desk) => {
      desk.put('kinds/roles.csv').imports('roles.csv')
      const { answer, code } = who(desk, 'first review', 'DACH')
      expect(answer.roles[0]?.holders).toMatchObject([
        { person: 'Ann Lee', email: 'ann.lee@desk.example', since: '2026-03-01', doubt: null, covers: [{ person: 'Bo Ray' }] },
      ])
      expect(code).toBe(0)
      // Over New Year another one covers.
      expect(who(desk, 'first review', 'DACH', '--on', '2026-12-31').answer.roles[0]?.holders[0]?.covers).toMatchObject([
        { person: 'Cy Doe' },
      ])
      // The roles that the list lacks are those of the handbook.
      expect(people(who(desk, 'DSOR').answer)).toEqual(['Chris Novello', 'Pilar Meija'])
      expect(desk.json<List & Record<string, unknown>>('role', 'list', '--role', 'first review').roles).toHaveLength(4)
    }))

  it('says who held a role on a past day, and who does since', () =>
    atDesk((desk) => {
      desk.put('kinds/roles.csv').imports('roles.csv')
      const on = (day: string) => people(who(desk, 'review nordics', '--on', day).answer)
      expect([on('2026-10-31'), on('2026-11-01')]).toEqual([['Bo Ray'], ['Dee Fox']])
      const list = (...args: string[]) =>
        desk.json<List & Record<string, unknown>>('role', 'list', ...args).roles.map(({ person, for: scope }) => [person, scope])
      expect(list('--for', 'nordics')).toEqual([
        ['Bo Ray', 'Nordics'],
        ['Dee Fox', 'Nordics'],
      ])
      expect(list('--for', 'nordics', '--on', '2026-11-20')).toEqual([['Dee Fox', 'Nordics']])
      expect(list('--person', 'bo ray')).toEqual([
        ['Ann Lee', 'DACH'],
        ['Bo Ray', 'Nordics'],
      ])
    }))

  it('is not certain of a role with a rejected row, and is of the others', () =>
    atDesk((desk) => {
      desk.write(
        'list.csv',
        'Role,For,Person,From,To',
        'Buyer,DACH,Ann Lee,2026-01-01,',
        'Buyer,DACH,Bo Ray,2026-06-01,soon',
        'Seller,DACH,Cy Doe,2026-01-01,',
      )
      expect(desk.phd('import', 'list.csv').code).toBe(1)
      expect(who(desk, 'buyer')).toMatchObject({ code: 4, answer: { roles: [{ certain: false, rejectedRows: true }] } })
      expect(desk.phd('role', 'who', 'buyer').stdout).toContain('a row of this role was rejected: correct and import it')
      expect(who(desk, 'seller')).toMatchObject({ code: 0, answer: { roles: [{ certain: true, rejectedRows: false }] } })
    }))

  it('is replaced role by role by a newer one', () =>
    atDesk((desk) => {
      desk.put('kinds/roles.csv').imports('roles.csv')
      desk.write('newer.csv', 'Role,For,Person,From', 'Registration approver: first review,DACH,Eve Roy,2026-11-01')
      expect(desk.phd('import', '--allow-shrink', 'newer.csv').code).toBe(0)
      expect(people(who(desk, 'first review').answer)).toEqual(['Eve Roy'])
    }))

  it('takes a person who has left for no holder', () =>
    atDesk((desk) => {
      desk
        .write('users.csv', 'User ID,Full Name,Email,Active', '0054M000001AAAA,Ann Lee,ann.lee@desk.example,0')
        .put('kinds/roles-short.csv')
        .imports('users.csv', 'roles-short.csv')
      const { answer, code } = who(desk, 'channel approver EMEA')
      expect([answer.roles[0]?.holders[0]?.doubt, code]).toEqual(['left', 4])
    }))

  it('never runs in a spreadsheet', () =>
    atDesk((desk) => {
      desk.write('roles.csv', 'Role,For,Person,From', 'Approver,"=cmd()",Ann Lee,2026-03-01').imports('roles.csv')
      expect(desk.phd('role', 'list', '--for', '=cmd', '--format', 'csv').stdout).toContain("'=cmd()")
      expect(desk.phd('role', 'who', 'ann lee', '--format', 'csv').stdout).toContain("'=cmd()")
    }))
})
