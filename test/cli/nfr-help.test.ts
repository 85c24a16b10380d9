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
