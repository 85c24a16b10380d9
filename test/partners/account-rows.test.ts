import { describe, expect, it } from 'vitest'
import { rowsOfAccount } from '../../src/partners/account-rows.ts'
import { failing } from '../failing.ts'

const row = (account: string | null, person: string, accountId: string | null = null) => ({ account, accountId, person })
const ONE = [row('Acme GmbH', 'Ann'), row('ACME  GmbH', 'Bo')]
const TWO = [row('Acme GmbH', 'Ann'), row('Bolt Ltd', 'Bo'), row('acme gmbh', 'Cy')]
const UNNAMED = [row(null, 'Ann'), row(null, 'Bo')]

const peopleOf = (rows: readonly ReturnType<typeof row>[], account?: string): string[] =>
  rowsOfAccount('users.csv', rows, account).map(({ person }) => person)
const refused = (code: string, parts: object = {}): Error => failing({ code, exitCode: 5, ...parts })

describe('the rows of one account', () => {
  it('are all rows of a file with one account, whatever the case of its name', () => {
    expect(peopleOf(ONE)).toEqual(['Ann', 'Bo'])
    expect(peopleOf(ONE, 'Acme GmbH')).toEqual(['Ann', 'Bo'])
  })
  it('are all rows of a file that names no account', () => {
    expect(peopleOf(UNNAMED)).toEqual(['Ann', 'Bo'])
  })
  it.each([
    ['Acme GmbH', ['Ann', 'Cy']],
    ['acme-gmbh', ['Ann', 'Cy']],
    ['bolt ltd.', ['Bo']],
  ])('are those of the account named in full, %s', (account, people) => {
    expect(peopleOf(TWO, account)).toEqual(people)
  })
  const A = '0014M000AAAAAAMQY5'
  const B = '0014M000AAAAACkQYP'
  const IDS = [row('Acme GmbH', 'Ann', A), row('Acme GmbH', 'Bo', B), row('Acme', 'Cy', A), row('Acme GmbH', 'Di')]
  it.each([A, A.slice(0, 15)])('are those of the id %s, with or without the legal form', (id) => {
    expect(peopleOf(IDS, id)).toEqual(['Ann', 'Cy'])
    expect(peopleOf(IDS.toSpliced(1, 1), id)).toEqual(['Ann', 'Cy', 'Di'])
    expect(peopleOf(IDS.toSpliced(1, 1))).toEqual(['Ann', 'Cy', 'Di'])
  })
  it('are by name those that have its id, too', () => {
    expect(peopleOf(IDS.toSpliced(1, 1), 'Acme GmbH')).toEqual(['Ann', 'Cy', 'Di'])
  })
  it('are refused where the name is two accounts’', () => {
    expect(() => peopleOf(IDS, 'Acme GmbH')).toThrow(
      refused('several_accounts', {
        message: expect.stringContaining(`"Acme GmbH" is the name of 2 accounts in users.csv: ${A}, ${B}`),
      }),
    )
    expect(() => peopleOf(IDS.slice(0, 2))).toThrow(refused('several_accounts'))
  })
  it('are missing for a file without rows', () => {
    expect(peopleOf([])).toEqual([])
  })
})

describe('a file is refused', () => {
  it('when it holds several accounts and none is named', () => {
    expect(() => peopleOf(TWO)).toThrow(refused('several_accounts', { detail: { accounts: 2 } }))
  })
  it('when some rows name another account and some none', () => {
    expect(() => peopleOf([row('Acme GmbH', 'Ann'), row('', 'Bo')])).toThrow(refused('several_accounts'))
  })
  it.each(['Zenith', 'Acm', ''])('when it has no account "%s"', (account) => {
    expect(() => peopleOf(TWO, account)).toThrow(
      refused('account_not_in_file', { message: expect.stringMatching(/^no account ".*" in /) }),
    )
  })
  it('when an account is named and the file names none', () => {
    expect(() => peopleOf(UNNAMED, 'Acme GmbH')).toThrow(
      refused('account_not_in_file', { message: expect.stringContaining('does not name the accounts of its people') }),
    )
  })
  it.each(['Bolt Ltd', 'Acme Inc', 'Acme Deutschland GmbH'])('when an id stands beside "Acme GmbH" and beside "%s"', (other) => {
    const rows = [row('Acme GmbH', 'Ann', '0014M000AAAAAAMQY5'), row(other, 'Bo', '0014M000AAAAAAMQY5')]
    for (const account of [undefined, 'Acme GmbH', '0014M000AAAAAAMQY5'])
      expect(() => peopleOf(rows, account)).toThrow(
        refused('id_contradicts_name', { message: expect.stringContaining(`"${other}"`) }),
      )
  })
  it.each(['Acme', 'Acme AG', 'acme inc.'])('when "%s" has another legal form, with the names it has', (account) => {
    const rows = [row('Acme GmbH', 'Ann'), row('Acme Ltd', 'Bo'), row('Bolt Ltd', 'Cy')]
    expect(() => peopleOf(rows, account)).toThrow(
      refused('account_not_in_file', { message: expect.stringMatching(/; it has "Acme GmbH", "Acme Ltd"$/) }),
    )
  })
})
