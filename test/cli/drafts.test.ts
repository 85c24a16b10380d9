import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures } from './phd.ts'

const COBALT = 'Cobalt Labs 1 GmbH'
const LUMEN = 'Lumen Labs 4 Ltd'
const golden = join(fixtures, 'drafts')

/** Each situation that makes drafts, and the command that makes them. */
const SITUATIONS: readonly (readonly string[])[] = [
  ['loa', 'deny', COBALT, '--requester', 'Mei Smith', '--email', 'mei.smith0@cobaltlabs10.example'],
  ['loa', 'deny', 'Mistral Labs Pvt. Ltd.', '--requester', 'José Łukasz', '--email', 'jose@mistrallabs.example'],
  ['nfr', 'deny', COBALT],
  ['nfr', 'approve', LUMEN],
  [
    'nfr',
    'exception',
    LUMEN,
    '--type',
    'saas',
    '--users',
    '40',
    '--justification',
    'two fairs in München and 東京',
    '--request',
    'new',
  ],
  ['nfr', 'expiring', '--within', '70', '--set', 'requester_name=Señora Ruiz', '--set', 'requester_email=ruiz@senallabs.example'],
  [
    'reply',
    'render',
    'seat-reduction',
    '--partner',
    LUMEN,
    '--set',
    'requester_name=Noah',
    '--set',
    'requester_email=noah@lumen.example',
    '--set',
    'seats_in_use=31',
    '--set',
    'seats_allowed=25',
  ],
  [
    'reply',
    'render',
    'saas-plan',
    '--set',
    'requester_name=Noah',
    '--set',
    'requester_email=noah@lumen.example',
    '--set',
    'namespace=lumen-labs',
  ],
  ['price-file', 'status', '--set', 'changes=GitLab Duo: new part numbers for München', '--set', 'changes=Premium: no change'],
]

async function parsed(desk: Desk, file: string) {
  const mail = await PostalMime.parse(readFileSync(join(desk.folder, file)))
  const header = (key: string): string[] => mail.headers.filter((each) => each.key === key).map(({ value }) => value)
  return { mail, header }
}

describe('the drafts', () => {
  it('are the very files beside their situations, and parse back to what they say', () =>
    atDesk(async (desk) => {
      desk.equipped()
      for (const args of SITUATIONS) {
        const { code, stdout, stderr } = desk.phd(...args, '--draft', 'drafts')
        expect([code, stderr], args.join(' ') + stdout).toEqual([0, ''])
      }
      const files = readdirSync(join(desk.folder, 'drafts')).sort()
      if (process.env.UPDATE_GOLDEN) {
        mkdirSync(golden, { recursive: true })
        for (const file of files) writeFileSync(join(golden, file), readFileSync(join(desk.folder, 'drafts', file)))
      }
      expect(files).toEqual(readdirSync(golden).sort())
      for (const file of files) {
        expect(desk.read(`drafts/${file}`), file).toBe(readFileSync(join(golden, file), 'utf8'))
        if (!file.endsWith('.eml')) continue
        const { mail, header } = await parsed(desk, `drafts/${file}`)
        for (const once of ['from', 'to', 'subject', 'date', 'message-id', 'x-unsent', 'mime-version', 'content-type']) {
          expect(header(once), `${file} ${once}`).toHaveLength(1)
        }
        expect(header('x-unsent'), file).toEqual(['1'])
        expect(mail.from).toMatchObject({ address: 'partnersupport@gitlab.com' })
        expect(mail.text, file).not.toMatch(/\{\{|\}\}|undefined|null|\n\n\n/)
        expect(mail.text?.trimEnd(), file).toMatch(/Kind regards\nPartner Support$/)
      }
    }))

  it('of a denied letter go to the requester, with the desk and the channel manager in copy, and name the trainings by count', () =>
    atDesk(async (desk) => {
      desk.equipped()
      desk.phd(
        'loa',
        'deny',
        COBALT,
        '--requester',
        'Mei Smith',
        '--email',
        'mei.smith0@cobaltlabs10.example',
        '--draft',
        'drafts',
      )
      const { mail } = await parsed(desk, 'drafts/cobalt-labs-1-gmbh-loa-denial.eml')
      expect(mail.to?.map(({ address }) => address)).toEqual(['mei.smith0@cobaltlabs10.example'])
      expect(mail.cc?.map(({ address }) => address)).toEqual(['partnersupport@gitlab.com', 'tristan.ouin@gitlab.example'])
      expect(mail.text).toContain('- 1 more person: Solution Architect Core Training')
      expect(mail.text).toContain('7 to 10 business days')
    }))

  it('are not written where the channel manager’s address is not known, or the manager has left', () =>
    atDesk((desk) => {
      desk.imported()
      const deny = (partner: string) =>
        desk.phd('loa', 'deny', partner, '--request', 'new', '--requester', 'A', '--email', 'a@x.example', '--draft', 'drafts')
      expect(deny(COBALT)).toMatchObject({ code: 5, stderr: expect.stringContaining('no Salesforce users have been imported') })
      desk.putAll('requests').phd('import', 'staff.csv')
      expect(deny(COBALT).code).toBe(0)
      desk.write(
        'left.csv',
        ...desk
          .read('staff.csv')
          .replace('"tristan.ouin@gitlab.example","1"', '"tristan.ouin@gitlab.example","0"')
          .trimEnd()
          .split('\n'),
      )
      desk.phd('import', 'left.csv')
      expect(deny(COBALT)).toMatchObject({
        code: 5,
        stderr: expect.stringContaining('Tristan Ouin is no longer active in Salesforce'),
      })
      expect(
        desk.phd(
          'loa',
          'deny',
          COBALT,
          '--request',
          'new',
          '--requester',
          'A',
          '--email',
          'a@x.example',
          '--draft',
          'drafts',
          '--set',
          'channel_manager_email=new.manager@gitlab.example',
        ).code,
      ).toBe(0)
    }))
})

describe('a header cannot be brought in', () => {
  const CRLF = '\r\nBcc: evil@evil.example\r\nX-Evil: 1'
  const ODD = `Evil${CRLF}`
  const spoilt: readonly (readonly string[])[] = [
    ['loa', 'deny', COBALT, '--requester', ODD, '--email', 'mei@cobalt.example'],
    ['loa', 'deny', COBALT, '--requester', 'Mei', '--email', 'mei@cobalt.example', '--set', `missing=${ODD}`],
    ['loa', 'deny', COBALT, '--requester', 'Mei', '--email', 'mei@cobalt.example', '--set', `trainings=${ODD}`],
    ['loa', 'deny', COBALT, '--requester', 'Mei', '--email', 'mei@cobalt.example', '--set', `partner_name=${ODD}`],
    ['loa', 'deny', COBALT, '--requester', 'Mei', '--email', 'mei@cobalt.example', '--set', `channel_manager=${ODD}`],
    ['nfr', 'exception', LUMEN, '--type', 'saas', '--users', '40', '--request', 'new', '--justification', ODD],
    [
      'reply',
      'render',
      'reseller-quote',
      '--set',
      `reference=${ODD}`,
      '--set',
      'sender_name=A',
      '--set',
      'sender_email=a@x.example',
      '--set',
      'seller_name=S',
      '--set',
      'seller_email=s@x.example',
      '--set',
      'opportunity_manager_email=m@x.example',
    ],
  ]
  it.each(spoilt)('%s %s: by a value', (...args) =>
    atDesk(async (desk) => {
      const { code, stderr } = desk.equipped().phd(...args, '--draft', 'drafts')
      expect([code, stderr]).toEqual([0, ''])
      for (const file of readdirSync(join(desk.folder, 'drafts')).filter((each) => each.endsWith('.eml'))) {
        const { header } = await parsed(desk, `drafts/${file}`)
        expect([header('bcc'), header('x-evil'), header('subject').length]).toEqual([[], [], 1])
        expect(readFileSync(join(desk.folder, 'drafts', file), 'latin1').split('\r\n\r\n')[0]).not.toMatch(/^(?:Bcc|X-Evil):/m)
      }
    }),
  )

  const addresses = [
    'a@x.example, evil@evil.example',
    `a@x.example${CRLF}`,
    '"a@x.example" <evil@evil.example>',
    'a@x.example evil',
    'evil',
    'partnersupport@gmail.com',
    '',
  ]
  it.each(addresses)('by the address "%s"', (address) =>
    atDesk((desk) => {
      desk.equipped()
      const codes = [
        desk.phd('loa', 'deny', COBALT, '--requester', 'Mei', '--email', address, '--draft', 'drafts').code,
        desk.phd('loa', 'deny', COBALT, '--requester', 'Mei', '--set', `requester_email=${address}`, '--draft', 'drafts').code,
        desk.phd(
          'loa',
          'deny',
          COBALT,
          '--requester',
          'Mei',
          '--email',
          'mei@x.example',
          '--set',
          `channel_manager_email=${address}`,
          '--draft',
          'drafts',
        ).code,
      ]
      for (const code of codes) expect([2, 5]).toContain(code)
      expect(readdirSync(desk.folder)).not.toContain('drafts')
      expect(desk.json<{ requests: unknown[] }>('loa', 'list', '--closed').requests).toEqual([])
    }),
  )

  it('by what an export says of a partner or its manager', () =>
    atDesk(async (desk) => {
      desk.equipped()
      const staff = desk
        .read('staff.csv')
        .replace(
          '"Tristan Ouin","tristan.ouin@gitlab.example"',
          '"Tristan Ouin","tristan.ouin@gitlab.example, evil@evil.example"',
        )
      desk.write('odd-staff.csv', ...staff.trimEnd().split('\n'))
      desk.phd('import', 'odd-staff.csv')
      const { code, stderr } = desk.phd(
        'loa',
        'deny',
        COBALT,
        '--requester',
        'Mei',
        '--email',
        'mei@x.example',
        '--draft',
        'drafts',
      )
      // Either the import set the cell aside, or the draft refuses the address; no mail goes there.
      if (code === 0) expect(desk.read('drafts/cobalt-labs-1-gmbh-loa-denial.eml')).not.toContain('evil')
      else expect([code, stderr]).toEqual([5, expect.stringContaining('not one plain address')])
    }))
})
