import { describe, expect, it } from 'vitest'
import { atDesk } from '../cli/phd.ts'
import { torture } from './sizes.ts'

const ZONES = ['UTC', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Kiritimati', 'Europe/Berlin', 'America/Sao_Paulo']
/** Around midnight of the zones, changes of the clock, the turn of the year and the leap day. */
const MOMENTS = [
  '2026-11-20T23:59:59Z',
  '2026-10-25T00:30:00Z',
  '2026-12-31T11:00:00Z',
  '2028-02-29T12:00:00Z',
  '2026-03-08T10:00:00Z',
]

describe('the zone of the machine', () => {
  it('changes no answer on any day', () =>
    atDesk((desk) => {
      desk.imported()
      const commands = MOMENTS.slice(0, torture ? undefined : 1).flatMap((now) => [
        ['loa', 'check', '--all', '--json', '--now', now],
        ['cert-report', 'Lumen Labs 4 Ltd', '--format', 'csv', '--now', now],
        ['loa', 'check', 'Lumen Labs 4 Ltd', '--json', '--as-of', now.slice(0, 10)],
      ])
      commands.push(['imports', 'show', '1', '--diff', '--json'])
      for (const args of commands) {
        const [first, ...others] = ZONES.map((TZ) => {
          const { stdout, code } = desk.run(args, { TZ })
          return { stdout, code }
        })
        expect(first?.code, args.join(' ')).toBeLessThan(5)
        for (const [i, other] of others.entries()) expect(other, `${args.join(' ')} in ${ZONES[i + 1]}`).toEqual(first)
      }
    }))

  it('changes nothing of an import', () =>
    atDesk((first) =>
      atDesk((second) => {
        const [a, b] = [first, second].map((desk, i) => {
          desk.putAll('desk')
          const files = ['sfdc-accounts.csv', 'sfdc-opportunities.csv', 'sfdc-registrations.csv', 'nfr-licenses.csv']
          const run = desk.run(['import', '--json', ...files], { TZ: i === 0 ? 'Pacific/Kiritimati' : 'America/Los_Angeles' })
          return [run.stdout, desk.phd('imports', 'show', '2', '--diff', '--json').stdout]
        })
        expect(a).toEqual(b)
      }),
    ))
})
