import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const FILES = ['sfdc-accounts.csv', 'sfdc-users.csv', 'impartner-users.csv', 'nfr-licenses.csv']
const equipped = (desk: Desk): Desk => desk.put(...FILES.map((file) => `desk/${file}`)).imports(...FILES)

interface Help {
  topic: string
  replies: { reply: string }[]
  links: { url: string }[]
  licenses: { users: number; source: { line: number } }[]
  known: Record<string, string>
  handbook: { page: string; section: string }
}

describe('phd nfr help', () => {
  it.each([
    ['seats', 'Teaching a Partner to Reduce Seats in a SaaS NFR', ['seat-reduction'], '#view-seat-usage'],
    [
      'version',
      'Confirming the version of a SaaS NFR (Premium or Ultimate)',
      ['saas-plan'],
      '#view-your-gitlab-saas-subscription',
    ],
    [
      'minutes',
      'Adding Additional Minutes to a SaaS NFR',
      ['nfr-minutes', 'nfr-minutes-partner'],
      '1aZUEN4Wo5_FiP3Q0nC5mE9na1CG',
    ],
  ])('%s: the steps of its section, its replies and links', (topic, section, replies, link) =>
    atDesk((desk) => {
      const help = equipped(desk).json<Help>('nfr', 'help', topic)
      expect(help).toMatchObject({ topic, handbook: { page: 'Partner Help Desk', section } })
      expect(help.replies.map(({ reply }) => reply)).toEqual(replies)
      expect(help.links.some(({ url }) => url.includes(link))).toBe(true)
      expect(desk.phd('nfr', 'help', topic).stdout).toContain(section)
    }),
  )

  it('knows the running SaaS licenses of a partner, and none that ended', () =>
    atDesk((desk) => {
      const help = equipped(desk).json<Help>('nfr', 'help', 'seats', 'Lumen Labs 4 Ltd')
      expect(help.licenses.map(({ users, source }) => [users, source.line])).toEqual([[10, 4]])
      expect(help.known).toMatchObject({ seats_allowed: '10' })
      const later = desk.json<Help>('nfr', 'help', 'seats', 'Lumen Labs 4 Ltd', '--now', '2027-09-02T00:00:00Z')
      expect(later.licenses).toEqual([])
      expect(desk.json<Help>('nfr', 'help', 'seats', 'Lumen Labs 4 Ltd', '--now', '2026-12-20T00:00:00Z').known).toEqual({})
    }))

  it('takes no seats from a license that the newest list lacks, nor while a row of the partner is rejected', () =>
    atDesk((desk) => {
      const lines = equipped(desk).read('nfr-licenses.csv').trimEnd().split('\n')
      const help = () => desk.json<Help>('nfr', 'help', 'seats', 'Lumen Labs 4 Ltd', '--now', '2026-11-20T11:00:00Z')
      desk.write(
        'more.csv',
        lines[0] ?? '',
        '0014M000AAAAAB9QYP,Lumen Labs 4 Ltd,SaaS,Ultimate,many,2026-10-01,2027-10-01,False',
        lines[1] ?? '',
      )
      expect(desk.phd('import', '--merge', 'more.csv').code).toBe(1)
      expect(help()).toMatchObject({ known: {}, rejectedRows: { rows: 1, file: 'more.csv' } })
      desk.write('nfr-licenses.csv', ...lines.filter((line, i) => i === 0 || !line.includes('Lumen Labs 4 Ltd')))
      desk.touch('nfr-licenses.csv', '2026-11-20T10:00:00Z')
      expect(desk.phd('import', 'nfr-licenses.csv').code).toBe(0)
      expect(help().licenses).toEqual([])
    }))

  it.each(['../../x?y=1#', 'acme see https://evil.example/', 'acme/../..', 'https://gitlab.com/acme'])(
    'puts no "%s" into the address of a group',
    (namespace) =>
      atDesk((desk) => {
        const person = ['--set', 'requester_name=Ann Lee', '--set', 'requester_email=ann@lumen.example']
        const args = ['nfr', 'help', 'version', 'Lumen Labs 4 Ltd', '--draft', 'drafts', ...person, '--set']
        expect(equipped(desk).phd(...args, `namespace=${namespace}`)).toMatchObject({
          code: 2,
          stderr: expect.stringContaining('is not the path of a group'),
        })
        expect(desk.phd(...args, 'namespace=acme-1/team_x.y').code).toBe(0)
      }),
  )

  it('writes the reply, with what is known filled in; what is missing is named', () =>
    atDesk((desk) => {
      const args = ['nfr', 'help', 'seats', 'Lumen Labs 4 Ltd', '--draft', 'drafts'] as const
      const refused = equipped(desk).phd(...args)
      expect(refused.stderr).toContain('the number of seats in use')
      const set = ['requester_name=Ann Lee', 'requester_email=ann@lumen.example', 'seats_in_use=14'].flatMap((each) => [
        '--set',
        each,
      ])
      expect(desk.phd(...args, ...set).code).toBe(0)
      const mail = desk.read('drafts/lumen-labs-4-ltd-seat-reduction.eml')
      expect(mail).toContain('Seats in use: 14')
      expect(mail).toContain('Seats allowed: 10')
      const minutes = [
        'nfr',
        'help',
        'minutes',
        'Lumen Labs 4 Ltd',
        '--draft',
        'drafts',
        '--reply',
        'nfr-minutes-partner',
      ] as const
      expect(desk.phd(...minutes, '--set', 'sender_name=Bo', '--set', 'sender_email=bo@lumen.example').code).toBe(0)
      expect(desk.read('drafts/lumen-labs-4-ltd-nfr-minutes-partner.eml')).not.toContain('docs.google.com')
    }))

  it('lists the topics, and refuses what is none, or a reply of another topic', () =>
    atDesk((desk) => {
      expect(desk.phd('nfr', 'help').stdout).toContain('seat-reduction')
      expect(desk.phd('nfr', 'help', 'check').code).toBe(2)
      expect(desk.phd('nfr', 'help', 'seats', '--reply', 'saas-plan', '--draft', 'd').code).toBe(2)
      expect(desk.phd('nfr', 'help', 'seats', '--set', 'a=b').code).toBe(2)
    }))
})
