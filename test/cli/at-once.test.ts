/** Two who decide at once: one is asked to confirm, and meanwhile the other records or imports. `script` of util-linux gives a terminal. */

import { describe, expect, it } from 'vitest'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { atDesk, type Desk } from './phd.ts'

const COBALT = 'Cobalt Labs 1 GmbH'
const LUMEN = 'Lumen Labs 4 Ltd'
const YES = '\u001b[B\r'
const QUESTION = /Approve Lumen Labs 4 Ltd \(0014M000AAAAAB9QYP\)\?[\s\S]*Yes/

/** Approves for one partner at a terminal; `meanwhile` is done by others while the person is asked. */
function approving(
  desk: Desk,
  meanwhile: () => void,
  command = `phd loa approve "${LUMEN}" --requester Noah`,
  question = QUESTION,
) {
  return atTerminal(desk, command, [[question, YES]], { onAnswer: meanwhile, size: [160, 40] })
}

const deny = (desk: Desk, ...options: string[]) => desk.start(['loa', 'deny', COBALT, '--requester', 'Mei', ...options])
const decisions = (desk: Desk): string[] =>
  desk
    .json<{ entries: { action: string }[] }>('audit', 'list')
    .entries.map(({ action }) => action)
    .filter((action) => /^loa_(?:approved|denied)$/.test(action))

describe.skipIf(!hasTerminal)('two who decide at once', () => {
  it('on two partners both record', () =>
    atDesk(async (desk) => {
      const { code, screen } = await approving(desk.equipped(), () => expect(deny(desk).code).toBe(0))
      expect([code, screen]).toEqual([0, expect.stringContaining('approved: recorded as audit entry')])
      expect(decisions(desk)).toEqual(['loa_denied', 'loa_approved'])
    }))

  it('on two requests that were open before both record', () =>
    atDesk(async (desk) => {
      desk.equipped()
      for (const partner of [LUMEN, COBALT]) desk.phd('loa', 'request', '--partner', partner, '--requester', 'A')
      const { code } = await approving(desk, () => expect(deny(desk).code).toBe(0))
      expect(code).toBe(0)
      expect(decisions(desk)).toEqual(['loa_denied', 'loa_approved'])
    }))

  it('on one partner only one records, and the other is told what was decided', () =>
    atDesk(async (desk) => {
      const other = ['loa', 'approve', LUMEN, '--requester', 'Ann']
      const { code, screen } = await approving(desk.equipped(), () => expect(desk.start(other).code).toBe(0))
      expect([code, screen]).toEqual([
        6,
        expect.stringMatching(/someone else just approved request \d+ of Lumen Labs 4 Ltd: \S+/),
      ])
      expect(screen).toContain('nothing was recorded; check again, then repeat the command')
      expect(decisions(desk)).toEqual(['loa_approved'])
    }))

  it('on one request only one records', () =>
    atDesk(async (desk) => {
      desk.equipped().phd('loa', 'request', '--partner', LUMEN, '--requester', 'A')
      const { code, screen } = await approving(desk, () => expect(desk.start(['loa', 'approve', LUMEN]).code).toBe(0))
      expect([code, screen]).toEqual([
        6,
        expect.stringMatching(/someone else just approved request \d+ of Lumen Labs 4 Ltd: \S+/),
      ])
      expect(decisions(desk)).toEqual(['loa_approved'])
    }))

  it('nothing is recorded where a list that was read was imported meanwhile, and another list does not matter', () =>
    atDesk(async (desk) => {
      desk.equipped()
      const importing = (file: string) => approving(desk, () => expect(desk.start(['import', file]).code).toBe(0))
      const read = await importing('impartner-users.csv')
      expect([read.code, read.screen]).toEqual([6, expect.stringContaining('someone else just imported portal users')])
      expect(decisions(desk)).toEqual([])
      const other = await importing('nfr-licenses.csv')
      expect([other.code, decisions(desk)]).toEqual([0, ['loa_approved']])
    }))

  it('what is recorded about another company does not matter', () =>
    atDesk(async (desk) => {
      const other = () => {
        expect(desk.start(['loa', 'request', 'loa-notice.eml', '--partner', COBALT]).code).toBe(0)
        expect(desk.start(['partner', 'note-contract', COBALT, '--date', '2024-03-01', '--where', 'the account']).code).toBe(0)
      }
      expect((await approving(desk.equipped(), other)).code).toBe(0)
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))

  it.each([
    ['on two rows of the request form both record', 'form:5', 0, 'denied: recorded as audit entry'],
    ['on one row of the request form only one records', 'form:4', 6, 'someone else just withdrew request'],
  ])('%s', (_, row, code, shown) =>
    atDesk(async (desk) => {
      const withdraw = ['nfr', 'withdraw', row, '--reason', 'it came twice']
      const denying = await approving(
        desk.equipped(),
        () => expect(desk.start(withdraw).code).toBe(0),
        `phd nfr deny "${COBALT}" --request form:4`,
        /Deny Cobalt Labs 1 GmbH[\s\S]*Yes/,
      )
      expect([denying.code, denying.screen]).toEqual([code, expect.stringContaining(shown)])
    }),
  )
})
