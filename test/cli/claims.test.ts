import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { atDesk, type Desk, fixtures } from './phd.ts'

const COBALT = 'Cobalt Labs 1 GmbH'
const NOTICE = join(fixtures, 'requests', 'loa-notice.eml')
const MAIL = join(fixtures, 'mails', 'mail-000.eml')

interface Taken {
  by: string
  since: string
  until: string
}
const as = (desk: Desk, actor: string, ...args: string[]) => desk.phd(...args, '--actor', actor)
const errorOf = (desk: Desk, actor: string, ...args: string[]) => JSON.parse(as(desk, actor, ...args, '--json').stdout).error
const takenIn = (desk: Desk, group = 'loa') =>
  desk.json<{ requests: { reference: string; taken: Taken | null }[] }>(group, 'list').requests.map(({ taken }) => taken)
const actions = (desk: Desk) =>
  desk.json<{ entries: { action: string; actor: string }[] }>('audit', 'list').entries.map(({ action, actor }) => [action, actor])

/** A desk with one open request for a letter; its number. */
const withRequest = (work: (desk: Desk, request: string) => void | Promise<void>) =>
  atDesk(async (desk) => {
    desk.equipped()
    const { reference } = desk.json<{ reference: string }>('loa', 'request', '--partner', COBALT, '--requester', 'Mei')
    await work(desk, reference)
  })

describe('a request that a colleague works on', () => {
  it('is shown as theirs in every list, and nobody else decides on it', () =>
    withRequest((desk, request) => {
      const before = actions(desk)
      const taken = as(desk, 'ann', 'loa', 'take', request)
      expect([taken.code, taken.stderr, taken.stdout]).toEqual([
        0,
        '',
        expect.stringContaining(`request ${request} is yours until`),
      ])
      expect(takenIn(desk)).toEqual([{ by: 'ann', since: expect.stringMatching(/Z$/), until: expect.stringMatching(/Z$/) }])
      expect(desk.phd('loa', 'list').stdout).toMatch(/open; taken by ann until/)
      expect(desk.phd('loa', 'list', '--format', 'csv').stdout).toMatch(/taken_by,taken_until\r?\n.*,ann,2\d{3}-/)
      expect(desk.phd('today').stdout).toContain('ann')
      expect(desk.phd('today', '--json').stdout).toContain('"by": "ann"')
      // Claims are of now, and none is on record.
      expect(desk.phd('loa', 'list', '--as-of', 'import:3').stdout).not.toContain('taken by')
      expect(actions(desk)).toEqual(before)

      for (const command of [
        ['loa', 'deny', COBALT],
        ['loa', 'withdraw', request, '--reason', 'it came twice'],
        ['loa', 'take', request],
        ['loa', 'take', request, '--release'],
      ]) {
        const refused = as(desk, 'ben', ...command)
        expect([command, refused.code, refused.stdout]).toEqual([command, 6, ''])
        expect(refused.stderr).toMatch(new RegExp(`request ${request} is taken by ann until 2\\d{3}-\\S+ \\d\\d:\\d\\d UTC`))
        expect(refused.stderr.replace(/\s+/g, ' ')).toContain(`phd loa take ${request} --take-over`)
      }
      expect(errorOf(desk, 'ben', 'loa', 'deny', COBALT)).toMatchObject({ code: 'taken', detail: { taken: { by: 'ann' } } })
      expect(actions(desk)).toEqual(before)

      expect(as(desk, 'ann', 'loa', 'deny', COBALT).code).toBe(0)
      expect(takenIn(desk)).toEqual([])
      expect(as(desk, 'ben', 'loa', 'reopen', request, '--reason', 'a mistake').code).toBe(0)
      expect(takenIn(desk)).toEqual([null])
    }))

  it.skipIf(!hasTerminal)('leaves nothing to ask another: neither for a letter, nor which partner it is', () =>
    withRequest(async (desk, request) => {
      as(desk, 'ann', 'loa', 'take', request)
      const refused = as(desk, 'ben', 'loa', 'letter', 'nobody', '--date', '2026-11-19', '--request', request, '--dry-run')
      expect([refused.code, refused.stdout]).toEqual([6, ''])
      expect(as(desk, 'ann', 'loa', 'letter', COBALT, '--date', '2026-11-19', '--request', request).code).toBe(2)

      const [row] = desk.json<{ requests: { reference: string }[] }>('nfr', 'list').requests
      as(desk, 'ann', 'nfr', 'take', row?.reference ?? '')
      const nameless = desk.json<{ reference: string }>('loa', 'request', NOTICE).reference
      as(desk, 'ann', 'loa', 'take', nameless)
      const lines = [
        `loa deny labs --request ${request}`,
        `nfr deny labs --request ${row?.reference}`,
        `loa request --request ${nameless}`,
      ]
      const seen: unknown[] = []
      for (const line of lines) {
        const { code, screen } = await atTerminal(desk, `phd ${line} --actor ben`, [[/\?/, '\x03']])
        seen.push([line, code, /is taken by ann/.test(screen)])
      }
      expect(seen).toEqual(lines.map((line) => [line, 6, true]))
    }),
  )

  it('can be taken over, which the audit shows', () =>
    withRequest((desk, request) => {
      as(desk, 'ann', 'loa', 'take', request)
      const tried = as(desk, 'ben', 'loa', 'take', request, '--take-over', '--dry-run')
      expect([tried.code, takenIn(desk)[0]?.by]).toEqual([0, 'ann'])
      expect(JSON.parse(as(desk, 'ben', 'loa', 'take', request, '--take-over', '--json').stdout)).toMatchObject({
        ...{ schema: 'phd.claim/1', status: 'taken_over', what: `request ${request}`, taken: { by: 'ben' } },
      })
      expect(actions(desk).at(-1)).toEqual(['claim_taken_over', 'ben'])
      expect(desk.phd('audit', 'list').stdout).toContain(`request ${request} TAKEN OVER from ann`)
      expect(as(desk, 'ann', 'loa', 'deny', COBALT).code).toBe(6)
      expect(as(desk, 'ann', 'loa', 'deny', COBALT, '--take-over').code).toBe(0)
      expect(actions(desk).slice(-2)).toEqual([
        ['claim_taken_over', 'ann'],
        ['loa_denied', 'ann'],
      ])
    }))

  it('can be given back, and taken again', () =>
    withRequest((desk, request) => {
      as(desk, 'ann', 'loa', 'take', request)
      expect(as(desk, 'ann', 'loa', 'take', request).stdout).toContain(`request ${request} stays yours until`)
      expect(as(desk, 'ann', 'loa', 'take', request, '--release').stdout).toBe(`request ${request} is free for others\n`)
      expect(as(desk, 'ann', 'loa', 'take', request, '--release').stdout).toBe(`nobody has taken request ${request}\n`)
      expect(as(desk, 'ben', 'loa', 'take', request, '--dry-run').code).toBe(0)
      expect(takenIn(desk)).toEqual([null])
      expect(as(desk, 'ben', 'loa', 'take', request, '--release', '--take-over').code).toBe(2)
      expect(as(desk, 'ben', 'loa', 'take', '99').code).toBe(3)
      expect(as(desk, 'ben', 'nfr', 'take', request).code).toBe(3)
      as(desk, 'ben', 'loa', 'withdraw', request, '--reason', 'it came twice')
      expect(as(desk, 'ben', 'loa', 'take', request).code).toBe(5)
    }))

  it('may be a row of the license request form', () =>
    atDesk((desk) => {
      desk.equipped()
      const [row] = desk.json<{ requests: { reference: string }[] }>('nfr', 'list').requests
      const reference = row?.reference ?? ''
      expect(as(desk, 'ann', 'nfr', 'take', reference).code).toBe(0)
      expect(takenIn(desk, 'nfr')[0]).toMatchObject({ by: 'ann' })
      const withdraw = ['nfr', 'withdraw', reference, '--reason', 'it came twice']
      expect(errorOf(desk, 'ben', ...withdraw)).toMatchObject({
        code: 'taken',
        hint: expect.stringContaining(`phd nfr take ${reference}`),
      })
      expect(as(desk, 'ann', ...withdraw).code).toBe(0)
    }))
})

describe('a mail that a colleague works on', () => {
  it('is not routed by others, and not after it was routed', () =>
    atDesk((desk) => {
      desk
        .putAll('desk')
        .imports('sfdc-accounts.csv', 'impartner-users.csv', 'sfdc-opportunities.csv', 'sfdc-registrations.csv', 'sfdc-users.csv')
      expect(as(desk, 'ann', 'mail', 'claim', MAIL).code).toBe(0)
      const route = ['mail', 'route', MAIL, '--drafts', 'drafts']
      const [message] = JSON.parse(as(desk, 'ben', ...route, '--json').stdout).messages
      expect(message).toMatchObject({ outcome: 'review', draft: null, entry: null, taken: { by: 'ann' } })
      expect(message.flags).toContain('taken')
      expect(as(desk, 'ben', ...route).code).toBe(4)
      expect(as(desk, 'ben', 'mail', 'claim', MAIL).code).toBe(6)
      expect(as(desk, 'ann', ...route).code).toBe(0)
      const again = as(desk, 'ben', 'mail', 'claim', MAIL)
      expect([again.code, again.stderr]).toEqual([5, expect.stringContaining('by ann')])
    }))
})
