import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures, NOW } from './phd.ts'

interface Message {
  file: string
  messageId: string | null
  kind: string
  confidence: number
  from: { name: string; address: string | null } | null
  sender: { role: string; name: string | null } | null
  partner: { id: string; name: string; matchedBy: string } | null
  opportunity: { id: string; name: string; matchedBy: string; where: string } | null
  includesPartnerOrderOps: boolean
  attachments: { name: string; safeName: string; type: string; bytes: number; sha256: string; reattach: boolean }[]
  outcome: 'route' | 'review' | 'quarantine'
  flags: string[]
  reasons: string[]
  nextSteps: string[]
  evidence: { what: string; file: string; line: number }[]
  handbook: { page: string; section: string } | null
}

interface Expected {
  file: string
  kind: string
  kind_also_ok?: string[]
  outcome: string
}

interface Sample extends Expected {
  role: string
  includesPartnerOrderOps: boolean
  partnerId: string | null
  opportunityId: string | null
  attachments: string[]
}

interface Hostile extends Expected {
  to_partnerorderops: boolean
  poo_also_ok?: boolean
  flags: string[]
  expected_name?: string
  attachments_kept: { declared_name: string; bytes: number; sha256: string | null; reattach: boolean }[]
}

const manifest = <M>(folder: string): M[] =>
  (JSON.parse(readFileSync(join(fixtures, folder, 'manifest.json'), 'utf8')) as { mails: M[] }).mails

const classify = (desk: Desk, ...args: string[]): Message[] =>
  desk.json<{ messages: Message[] }>('mail', 'classify', ...args).messages

const one = (desk: Desk, ...args: string[]): Message => {
  const [message] = classify(desk, ...args)
  if (!message) throw new Error('there is no message')
  return message
}

/** The exports of the desk: accounts, portal users, opportunities and registrations. */
function filled(desk: Desk): Desk {
  return desk
    .putAll('desk')
    .imports('sfdc-accounts.csv', 'impartner-users.csv', 'sfdc-opportunities.csv', 'sfdc-registrations.csv')
}

/** Accounts of partners: id, name and web site of each. */
function accountsOf(desk: Desk, ...accounts: readonly (readonly [id: string, name: string, website: string])[]): Desk {
  desk.write(
    'accounts.csv',
    '"Account ID","Account Name","Type","Partner Status","Partner Track","Public Sector Partner","Signed Contract Date","Click-Through Agreement","Account Owner","Contracted Territories","Billing Country","Billing State/Province","Billing Zip/Postal Code","Website"',
    ...accounts.map(
      ([id, name, website]) =>
        `"${id}","${name}","Partner","Authorized","Open","No","4/4/2023","1","Tristan Ouin","","Germany","","57844","${website}"`,
    ),
  )
  return desk.imports('accounts.csv', '--date-order', 'mdy')
}

const PARTNER = 'mei.rossi0@zagielcloud25.example'
const OWN = '0064M000AAAAAIgQYP'

function mail(desk: Desk, file: string, headers: Record<string, string>, ...body: string[]): string {
  const all = { From: PARTNER, To: 'partnersupport@gitlab.com', Date: 'Thu, 19 Nov 2026 09:00:00 +0000', ...headers }
  const lines = [...Object.entries(all).map(([key, value]) => `${key}: ${value}`), '', ...body]
  writeFileSync(join(desk.folder, file), lines.map((line) => `${line}\r\n`).join(''))
  return file
}

const QUOTE = 'could you please send us a quote for 50 Premium licences?'

describe('mail classify on the desk’s mail', () => {
  const samples = manifest<Sample>('mails')

  it('shows the kind, sender and opportunity of each', () =>
    atDesk((desk) => {
      const messages = new Map(classify(filled(desk), join(fixtures, 'mails')).map((each) => [each.file, each]))
      expect(messages.size).toBe(samples.length)
      for (const sample of samples) {
        const message = messages.get(sample.file)
        expect(
          message && {
            kind: message.kind,
            role: message.sender?.role === 'partner' ? 'reseller' : message.sender?.role,
            partnerId: message.partner?.id ?? null,
            opportunityId: message.opportunity?.id ?? null,
            includesPartnerOrderOps: message.includesPartnerOrderOps,
            outcome: message.outcome,
            attachments: message.attachments.map(({ name }) => name),
          },
          sample.file,
        ).toEqual({
          kind: sample.kind,
          role: sample.role,
          partnerId: sample.partnerId,
          opportunityId: sample.opportunityId,
          includesPartnerOrderOps: sample.includesPartnerOrderOps,
          // What is told of a mail, before it is asked where it goes.
          outcome: 'route',
          attachments: sample.attachments,
        })
      }
    }))

  it('exits with 0 if all are sorted, and 4 if one needs review', () =>
    atDesk((desk) => {
      filled(desk)
      expect(desk.phd('mail', 'classify', join(fixtures, 'mails')).code).toBe(0)
      const file = mail(desk, 'a.eml', { From: 'who@nowhere.example', Subject: 'Quote request' }, QUOTE)
      const { code, stdout } = desk.phd('mail', 'classify', join(fixtures, 'mails', 'mail-000.eml'), file)
      expect(code).toBe(4)
      expect(stdout).toContain('1 sorted, 1 to review, 0 not read')
    }))

  it('names the handbook’s rule and where it found sender and opportunity', () =>
    atDesk((desk) => {
      const { evidence, handbook } = one(filled(desk), join(fixtures, 'mails', 'mail-002.eml'))
      expect(handbook?.section).toMatch(/^Receiving Reseller Purchase Orders/)
      expect(evidence.map(({ what, file }) => `${what} ${file}`)).toEqual([
        'sender impartner-users.csv',
        'opportunity sfdc-opportunities.csv',
      ])
      const { stdout } = desk.phd('mail', 'classify', join(fixtures, 'mails', 'mail-002.eml'))
      expect(stdout).toContain('SORTED: order status')
      expect(stdout).toContain('sender: impartner-users.csv, line ')
    }))
})

describe('mail classify on malicious mail', () => {
  const folder = join(fixtures, 'hostile', 'eml')
  const mails = manifest<Hostile>('hostile/eml')

  const known = (desk: Desk): Desk =>
    accountsOf(
      desk,
      ['0014M000AAAAAAM', 'Kestrel Data', 'kestrel.example'],
      ['0014M000AAAAAAx', 'Blue Hafen', 'bluehafen.example'],
      ['0014M000AAAAABY', 'Arbor IT', 'arbor-it.example'],
    )

  it('sorts, reviews or quarantines each as it should', () =>
    atDesk((desk) => {
      const messages = new Map(classify(known(desk), folder).map((each) => [each.file, each]))
      expect(messages.size).toBe(mails.length)
      const wrongKinds: string[] = []
      for (const { file, kind, kind_also_ok = [], outcome, flags, to_partnerorderops, poo_also_ok } of mails) {
        const message = messages.get(file)
        if (!message) throw new Error(file)
        if (outcome === 'quarantine') {
          expect(message.outcome, file).toBe('quarantine')
          expect(message.attachments, file).toEqual([])
          continue
        }
        if (![kind, ...kind_also_ok].includes(message.kind)) wrongKinds.push(file)
        // What may go through must be of who is known; a person may be asked once too often, never once too seldom.
        if (outcome === 'review') expect(message.outcome, file).toBe('review')
        for (const flag of flags) expect(message.flags, file).toContain(flag)
        if (!poo_also_ok) expect(message.includesPartnerOrderOps, file).toBe(to_partnerorderops)
      }
      expect(wrongKinds.length).toBeLessThanOrEqual(mails.length * 0.05)
    }))

  it('lets what is harmless through', () =>
    atDesk((desk) => {
      const messages = new Map(classify(known(desk), folder).map((each) => [each.file, each]))
      const asked = mails.filter(({ file, outcome }) => outcome === 'route' && messages.get(file)?.outcome !== 'route')
      expect(asked.map(({ file }) => `${file}: ${messages.get(file)?.flags.join()}`)).toEqual([])
    }))

  it('keeps every attachment byte for byte under a safe name, and says which may be passed on', () =>
    atDesk((desk) => {
      const messages = new Map(classify(known(desk), folder).map((each) => [each.file, each]))
      for (const { file, attachments_kept, outcome, expected_name } of mails) {
        if (outcome === 'quarantine') continue
        const { attachments } = messages.get(file) ?? { attachments: [] }
        expect(attachments.length, file).toBe(attachments_kept.length)
        for (const [i, kept] of attachments_kept.entries()) {
          const attachment = attachments[i]
          if (!attachment) continue
          if (kept.sha256 !== null) expect(attachment.sha256, file).toBe(kept.sha256)
          expect(attachment.reattach, file).toBe(kept.reattach)
          expect(attachment.safeName, file).not.toMatch(/^[.-]|[/\\:*?"<>|\p{Cc}\u202e\u200b]|[. ]$/u)
          expect(Buffer.byteLength(attachment.safeName), file).toBeLessThanOrEqual(150)
        }
        const folded = attachments.map(({ safeName }) => safeName.normalize('NFKC').toLowerCase())
        expect(new Set(folded).size, file).toBe(folded.length)
        if (expected_name) expect(attachments[0]?.name).toBe(expected_name)
      }
    }))

  it('changes no file, and prints no control characters', () =>
    atDesk((desk) => {
      const hash = (file: string): string =>
        createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex')
      const before = mails.map(({ file }) => hash(file))
      for (const format of ['table', 'json', 'ndjson', 'csv']) {
        const { stdout, stderr } = known(desk).phd('mail', 'classify', folder, '--format', format)
        expect(stdout, format).not.toMatch(/[^\P{Cc}\r\n]|[\u202a-\u202e\u2066-\u2069\u200b]/u)
        expect(stderr, format).not.toMatch(/[^\P{Cc}\r\n]/u)
      }
      expect(mails.map(({ file }) => hash(file))).toEqual(before)
    }))

  it('never prints the link to sign', () =>
    atDesk((desk) => {
      for (const format of ['table', 'json', 'csv']) {
        const { stdout } = known(desk).phd('mail', 'classify', folder, '--format', format)
        expect(stdout).not.toMatch(/https?:\/\//)
      }
    }))
})

describe('the sender of a mail', () => {
  it('is known by the address, never by the name', () =>
    atDesk((desk) => {
      filled(desk)
      const from = '"Mei Rossi, Żagiel Cloud S.L." <mei@nowhere.example>'
      const file = mail(desk, 'a.eml', { From: from, Subject: 'Quote request' }, QUOTE, `Opportunity ${OWN}`)
      const message = one(desk, file)
      expect(message).toMatchObject({ partner: null, outcome: 'review' })
      expect(message.flags).toContain('unknown_sender')
    }))

  it('is known by the domain of an account where no portal user has the address', () =>
    atDesk((desk) => {
      filled(desk)
      const file = mail(desk, 'a.eml', { From: 'someone.new@zagielcloud25.example', Subject: 'Quote request' }, QUOTE)
      expect(one(desk, file)).toMatchObject({ outcome: 'route', partner: { id: '0014M000AAAAAPHQY5', matchedBy: 'domain' } })
    }))

  it('is not known by a domain where anyone can have an address', () =>
    atDesk((desk) => {
      accountsOf(desk, ['0014M000AAAAAAM', 'Home Office Consulting', 'gmail.com'])
      const { flags, reasons, partner } = one(desk, mail(desk, 'a.eml', { From: 'x@gmail.com', Subject: 'Quote request' }, QUOTE))
      expect(partner).toBeNull()
      expect(flags).toEqual(['unknown_sender'])
      expect(reasons[0]).toContain('anyone can have an address at gmail.com')
    }))

  it('is unknown where two accounts have the domain', () =>
    atDesk((desk) => {
      accountsOf(desk, ['0014M000AAAAAAM', 'Acme GmbH', 'acme.example'], ['0014M000AAAAAAx', 'Acme Ltd', 'www.acme.example'])
      const { flags, reasons, partner } = one(
        desk,
        mail(desk, 'a.eml', { From: 'x@acme.example', Subject: 'Quote request' }, QUOTE),
      )
      expect(partner).toBeNull()
      expect(flags).toEqual(['several_partners'])
      expect(reasons[0]).toContain('Acme GmbH (0014M000AAAAAAMQY5)')
    }))

  it.each([
    ['one letter for another', 'zagie1cloud25.example', 'zagielcloud25.example'],
    ['two letters for one', 'clirnbcs.com', 'climbcs.com'],
    ['a letter more', 'zagielclouud25.example', 'zagielcloud25.example'],
    ['another ending', 'climbcs.net', 'climbcs.com'],
    ['letters of another script', 'xn--climbs-3of.com', null],
  ])('is in doubt where the domain imitates a known one: %s', (_what, domain, like) =>
    atDesk((desk) => {
      const file = mail(filled(desk), 'a.eml', { From: `sales@${domain}`, Subject: 'Quote request' }, QUOTE)
      const { flags, reasons, outcome } = one(desk, file)
      expect(outcome).toBe('review')
      expect(flags).toContain('lookalike_domain')
      if (like) expect(reasons.join()).toContain(`imitates ${like}`)
    }),
  )

  it('is the original one where the group rewrote it', () =>
    atDesk((desk) => {
      const file = mail(
        filled(desk),
        'a.eml',
        {
          From: "'Mei Rossi' via Partner Support <partnersupport@gitlab.com>",
          'X-Original-From': `Mei Rossi <${PARTNER}>`,
          Subject: 'Quote request',
        },
        QUOTE,
      )
      expect(one(desk, file)).toMatchObject({
        outcome: 'route',
        from: { address: PARTNER },
        partner: { matchedBy: 'portal_user' },
      })
    }))

  it('is a distributor of the imported list', () =>
    atDesk((desk) => {
      const file = mail(filled(desk), 'a.eml', { From: 'orders@newdist.example', Subject: 'Quote request' }, QUOTE)
      expect(one(desk, file).sender?.role).toBe('unknown')
      desk.write('d.csv', 'Country,Distributor,Market,Domain', 'Chile,New Dist,Commercial,newdist.example')
      expect(desk.phd('import', 'd.csv').code).toBe(0)
      expect(one(desk, file).sender).toEqual({ role: 'distributor', name: 'New Dist' })
    }))
})

describe('what a mail is about', () => {
  it.each([
    ['its id in the subject', { Subject: `Quote request for ${OWN}` }, QUOTE, 'id'],
    ['its quote number in the text', { Subject: 'Quote request' }, `${QUOTE} See q-100040.`, 'quote_number'],
  ])('is known by %s', (_what, headers, body, by) =>
    atDesk((desk) => {
      const { opportunity, outcome } = one(filled(desk), mail(desk, 'a.eml', headers, body))
      expect(outcome).toBe('route')
      expect(opportunity).toMatchObject({ id: OWN, matchedBy: by })
    }),
  )

  it('is not given where the opportunity is another partner’s', () =>
    atDesk((desk) => {
      const file = mail(filled(desk), 'a.eml', { Subject: 'Quote request' }, QUOTE, 'Opportunity 0064M000AAAAAAiQYP')
      const { opportunity, flags, outcome } = one(desk, file)
      expect({ opportunity, flags, outcome }).toEqual({ opportunity: null, flags: ['opportunity_of_another'], outcome: 'review' })
    }))

  it('is not given where it names two', () =>
    atDesk((desk) => {
      const file = mail(filled(desk), 'a.eml', { Subject: `Quote request ${OWN}` }, QUOTE, 'and also 0064M000AAAAAItQYP')
      expect(one(desk, file)).toMatchObject({ opportunity: null, flags: ['several_opportunities'], outcome: 'review' })
    }))

  it('is unknown where no opportunity has what it names, and the report says so', () =>
    atDesk((desk) => {
      const { opportunity, reasons } = one(filled(desk), mail(desk, 'a.eml', { Subject: 'Quote request Q-999999' }, QUOTE))
      expect(opportunity).toBeNull()
      expect(reasons).toEqual(['no imported opportunity has Q-999999'])
    }))

  it('is not given by evidence that is too old', () =>
    atDesk((desk) => {
      const file = mail(filled(desk), 'a.eml', { Subject: `Quote request ${OWN}` }, QUOTE)
      const { messages } = JSON.parse(
        desk.run(['mail', 'classify', file, '--json'], { PHD_NOW: '2026-12-20T09:00:00Z' }).stdout,
      ) as { messages: Message[] }
      expect(NOW < '2026-12').toBe(true)
      expect(messages[0]).toMatchObject({ flags: ['stale_evidence'], outcome: 'review' })
    }))
})

describe('where mails are read from', () => {
  it('splits an archive, however it is broken into lines', () =>
    atDesk((desk) => {
      filled(desk)
      const mails = ['mail-000.eml', 'mail-001.eml', 'mail-002.eml'].map((file) => readFileSync(join(fixtures, 'mails', file)))
      const mark = Buffer.from('From partnersupport@gitlab.com Thu Nov 19 09:00:00 2026\n')
      writeFileSync(join(desk.folder, 'all.mbox'), Buffer.concat(mails.flatMap((each) => [mark, each, Buffer.from('\n')])))
      const alone = classify(desk, ...['mail-000', 'mail-001', 'mail-002'].map((name) => join(fixtures, 'mails', `${name}.eml`)))
      const together = classify(desk, 'all.mbox')
      expect(together.map(({ file }) => file)).toEqual(['all.mbox#1', 'all.mbox#2', 'all.mbox#3'])
      expect(together.map(({ kind, partner, attachments }) => ({ kind, partner, attachments }))).toEqual(
        alone.map(({ kind, partner, attachments }) => ({ kind, partner, attachments })),
      )
    }))

  it('reads a mail from standard input', () =>
    atDesk((desk) => {
      filled(desk)
      const { stdout, code } = desk.run(
        ['mail', 'classify', '-', '--json'],
        {},
        readFileSync(join(fixtures, 'mails', 'mail-002.eml')),
      )
      expect(code).toBe(0)
      expect((JSON.parse(stdout) as { messages: Message[] }).messages[0]).toMatchObject({
        file: 'standard input',
        kind: 'order_status',
      })
    }))

  it('says when the same mail comes twice, and when another one has its Message-ID', () =>
    atDesk((desk) => {
      filled(desk)
      const headers = { Subject: `Quote request ${OWN}`, 'Message-ID': '<1@zagielcloud25.example>' }
      mail(desk, 'a.eml', headers, QUOTE)
      mail(desk, 'b.eml', { ...headers, Received: 'from elsewhere' }, QUOTE)
      mail(desk, 'c.eml', headers, QUOTE, 'And one thing more.')
      const [first, second, third] = classify(desk, 'a.eml', 'b.eml', 'c.eml')
      expect(first?.flags).toEqual([])
      expect(second?.reasons).toEqual(['it was received before: the same text and files as a.eml'])
      expect(third?.reasons).toEqual(['it was received before: the same Message-ID, with another text, as a.eml'])
    }))

  it('says what is wrong with a name, and with a folder without mails', () =>
    atDesk((desk) => {
      filled(desk)
      const missing = desk.phd('mail', 'classify', 'nothing.eml')
      expect(missing.code).toBe(5)
      expect(missing.stderr).toContain('no file nothing.eml')
      mkdirSync(join(desk.folder, 'empty'))
      const empty = desk.phd('mail', 'classify', 'empty')
      expect(empty.code).toBe(5)
      expect(empty.stderr).toContain('no .eml or .mbox files in empty')
    }))

  it('reviews a mail that is cut off', () =>
    atDesk((desk) => {
      filled(desk)
      writeFileSync(join(desk.folder, 'cut.eml'), readFileSync(join(fixtures, 'mails', 'mail-003.eml')).subarray(0, 400))
      expect(one(desk, 'cut.eml')).toMatchObject({ outcome: 'review', flags: ['truncated'] })
    }))

  it('says when no accounts have been imported', () =>
    atDesk((desk) => {
      const { stderr, code } = desk.phd('mail', 'classify', join(fixtures, 'mails', 'mail-003.eml'))
      expect(code).toBe(4)
      expect(stderr).toContain('no accounts imported')
    }))

  it('does not read a mail over the limit', () =>
    atDesk((desk) => {
      filled(desk)
      const bytes = 40 << 20
      writeFileSync(join(desk.folder, 'long.eml'), Buffer.alloc(bytes, 'a'))
      const { outcome, flags, reasons } = one(desk, 'long.eml')
      expect({ outcome, flags }).toEqual({ outcome: 'quarantine', flags: ['limit_bytes'] })
      expect(reasons).toEqual([`not interpreted: it has ${bytes.toLocaleString('en-US')} bytes`])
    }))
})

interface Routed extends Message {
  route: { to: string[]; cc: string[] } | null
  actions: { id: string; text: string }[]
  draft: string | null
}

const route = (desk: Desk, ...args: string[]): Routed[] => desk.json<{ messages: Routed[] }>('mail', 'route', ...args).messages

/** The exports of the desk with its people, and nothing of a partner on them. */
function staffed(desk: Desk): Desk {
  filled(desk)
  expect(desk.phd('import', 'sfdc-users.csv').code).toBe(0)
  return desk
}

const addressesOf = (header: readonly { address?: string | undefined }[] | undefined): string[] =>
  (header ?? []).map(({ address }) => (address ?? '').replaceAll('"', ''))

async function parsedDraft(desk: Desk, file: string | null) {
  if (file === null) throw new Error('there is no draft')
  const bytes = readFileSync(join(desk.folder, file))
  return { ...(await PostalMime.parse(bytes)), bytes }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const bytesOf = (content: ArrayBuffer | Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)

interface RoutedSample extends Sample {
  outcome: 'route' | 'review' | 'either'
  mustReach?: string[]
  mustNotReach?: string[]
}

describe('mail route', () => {
  const samples = manifest<RoutedSample>('mails')

  it('routes each mail of the desk to the right people, and to no one else', () =>
    atDesk(async (desk) => {
      const messages = new Map(
        route(staffed(desk), join(fixtures, 'mails'), '--drafts', 'drafts').map((each) => [each.file, each]),
      )
      for (const { file, outcome, mustReach = [], mustNotReach = [] } of samples) {
        const message = messages.get(file)
        if (outcome !== 'either') expect(message?.outcome, file).toBe(outcome)
        if (message?.outcome === 'review') {
          expect({ draft: message.draft, route: message.route }, file).toEqual({ draft: null, route: null })
          continue
        }
        const draft = await parsedDraft(desk, message?.draft ?? null)
        const reached = [...addressesOf(draft.to), ...addressesOf(draft.cc)]
        expect(reached, file).toEqual([...(message?.route?.to ?? []), ...(message?.route?.cc ?? [])])
        expect(reached, file).toEqual(expect.arrayContaining(mustReach))
        expect(
          reached.filter((address) => mustNotReach.includes(address)),
          file,
        ).toEqual([])
        expect(draft.bcc ?? [], file).toEqual([])
      }
    }))

  it('answers in the thread, quotes the mail, and attaches every file again, byte for byte', () =>
    atDesk(async (desk) => {
      const messages = route(staffed(desk), join(fixtures, 'mails'), '--drafts', 'drafts')
      const drafted = messages.filter(({ outcome }) => outcome === 'route')
      expect(drafted.length).toBeGreaterThan(45)
      for (const { file, messageId, draft: path, attachments } of drafted) {
        const draft = await parsedDraft(desk, path)
        const before = await PostalMime.parse(readFileSync(join(fixtures, 'mails', file)))
        expect(draft.headers.find(({ key }) => key === 'x-unsent')?.value, file).toBe('1')
        expect(draft.inReplyTo, file).toBe(messageId)
        expect(draft.references, file).toContain(messageId)
        for (const line of (before.text ?? '').trim().split('\n')) expect(draft.text, file).toContain(`> ${line}`.trimEnd())
        expect(
          draft.attachments.map(({ filename, content }) => `${filename} ${sha256(bytesOf(content))}`),
          file,
        ).toEqual(attachments.map((each) => `${each.safeName} ${each.sha256}`))
      }
    }))

  it('writes no draft without --drafts or in a dry run, and shows who it would go to', () =>
    atDesk((desk) => {
      const path = join(fixtures, 'mails', 'mail-003.eml')
      for (const args of [[], ['--drafts', 'drafts', '--dry-run']]) {
        const [message] = route(staffed(desk), path, ...args)
        expect(message).toMatchObject({ draft: null, outcome: 'route', route: { to: [PARTNER] } })
        expect(existsSync(join(desk.folder, 'drafts'))).toBe(false)
      }
    }))

  it('drafts nothing for malicious mail that needs review, and never for a machine', () =>
    atDesk((desk) => {
      accountsOf(
        desk,
        ['0014M000AAAAAAM', 'Kestrel Data', 'kestrel.example'],
        ['0014M000AAAAAAx', 'Blue Hafen', 'bluehafen.example'],
        ['0014M000AAAAABY', 'Arbor IT', 'arbor-it.example'],
      )
      const messages = new Map(
        route(desk, join(fixtures, 'hostile', 'eml'), '--drafts', 'drafts').map((each) => [each.file, each]),
      )
      for (const { file, outcome, kind } of manifest<Hostile>('hostile/eml')) {
        const message = messages.get(file)
        if (outcome !== 'route' || kind === 'auto_reply' || kind === 'bounce') expect(message?.draft, file).toBeNull()
        const to = [...(message?.route?.to ?? []), ...(message?.route?.cc ?? [])]
        expect(to, file).not.toContain('partnersupport@gmail.com')
      }
      for (const file of readdirSync(join(desk.folder, 'drafts'))) {
        const text = readFileSync(join(desk.folder, 'drafts', file), 'latin1')
        const head = text.slice(0, text.indexOf('\r\n\r\n'))
        expect(head, file).not.toMatch(/^(?:bcc|reply-to|sender):/im)
        expect(text, file).not.toMatch(/[\0]|(?<!\r)\n/)
      }
    }))

  it('keeps partners, customers and distributors off mail about someone else’s price', () =>
    atDesk((desk) => {
      staffed(desk)
      const text = desk.read('sfdc-opportunities.csv')
      desk.write(
        'o.csv',
        ...text.replaceAll('jos.seller@gitlab.example', 'elodie.rossi1@lumensystems1413.example').trimEnd().split('\n'),
      )
      expect(desk.phd('import', 'o.csv').code).toBe(0)
      const file = mail(desk, 'a.eml', { From: 'sales@climbcs.com', Subject: 'Quote request 0064M000AAAAAITQY5' }, QUOTE)
      const [message] = route(desk, file, '--drafts', 'drafts')
      expect(message).toMatchObject({ outcome: 'review', flags: ['address_of_another'], draft: null, route: null })
      expect(readdirSync(join(desk.folder, 'drafts'))).toEqual([])
    }))

  it('leaves to a person what it cannot fill in, and says what is missing', () =>
    atDesk((desk) => {
      const [message] = route(filled(desk), join(fixtures, 'mails', 'mail-003.eml'), '--drafts', 'drafts')
      expect(message).toMatchObject({ outcome: 'review', flags: ['draft_not_filled'], draft: null })
      expect(message?.reasons[0]).toContain('no Salesforce users have been imported')
    }))

  it('copies no one from a list of people that is too old', () =>
    atDesk((desk) => {
      filled(desk)
      expect(desk.run(['import', 'sfdc-users.csv'], { PHD_NOW: '2026-11-01T09:00:00Z' }).code).toBe(0)
      const [message] = route(desk, join(fixtures, 'mails', 'mail-003.eml'), '--drafts', 'drafts')
      expect(message).toMatchObject({ outcome: 'review', flags: ['stale_staff'], draft: null, route: null })
    }))

  it('leaves a reseller’s mail to a person where the opportunity is unclear', () =>
    atDesk((desk) => {
      const file = mail(staffed(desk), 'a.eml', { Subject: 'Quote request' }, QUOTE)
      const [message] = route(desk, file)
      expect(message).toMatchObject({ outcome: 'review', flags: ['no_opportunity'] })
    }))

  it.each([
    ['Please cancel the attached purchase order, it was sent by mistake.'],
    ['Attached is our purchase order. Do NOT process the attached purchase order until we confirm.'],
    ['Bitte stornieren Sie die angehängte Bestellung.'],
    ['Merci d’annuler le bon de commande ci-joint.'],
    ['Por favor, anulen el pedido de compra adjunto.'],
    ['Proszę anulować zamówienie w załączniku.'],
    ['添付の発注書をキャンセルしてください。'],
  ])('confirms no order that is canceled or delayed: %s', (text) =>
    atDesk((desk) => {
      const file = mail(
        staffed(desk),
        'a.eml',
        { ...ORDER, 'MIME-Version': '1.0' },
        '--x',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: 8bit',
        '',
        text,
        ...PO.slice(3),
      )
      const [message] = route(desk, file)
      expect(message).toMatchObject({ kind: 'po_submission', outcome: 'review', flags: ['taken_back'], draft: null })
    }),
  )

  it.each([
    'logo.gif',
    'Mei Rossi.vcf',
    'ATT00001.txt',
    'invite.ics',
    'message_v2.rpmsg',
    'image001.png',
    'company-logo.png',
    'smime.p7s',
  ])('does not accept an order whose only file was added by a mail program: %s', (name) =>
    atDesk((desk) => {
      const added = PO.map((line) => line.replace('application/pdf; name=PO-1.pdf', `application/octet-stream; name="${name}"`))
      const [message] = route(staffed(desk), mail(desk, 'a.eml', ORDER, ...added))
      expect(message).toMatchObject({ kind: 'po_submission', outcome: 'review', flags: ['no_order'] })
      expect(message?.attachments.map((each) => each.name)).toEqual([name])
    }),
  )

  it('does not accept an order without a file', () =>
    atDesk((desk) => {
      const file = mail(
        staffed(desk),
        'a.eml',
        { Subject: `Purchase order PO-4711 for ${OWN}` },
        'Attached is our signed purchase order PO-4711.',
      )
      const [message] = route(desk, file)
      expect(message).toMatchObject({ kind: 'po_submission', outcome: 'review', flags: ['no_order'] })
    }))

  it.each([
    ['sales@climbcs.com', '2026-11-20T09:00:00Z', { outcome: 'route', to: 'kamala.seller@gitlab.example' }],
    ['sales@climbcs.com', '2024-11-20T09:00:00Z', { outcome: 'route', to: 'partnerorderops@gitlab.com' }],
    ['gitlab@carahsoft.com', '2026-11-20T09:00:00Z', { outcome: 'review', to: undefined }],
  ])('sends the quote request of %s on %s by the rule of that day', (from, now, { outcome, to }) =>
    atDesk((desk) => {
      staffed(desk)
      const file = mail(desk, 'a.eml', { From: from, Subject: `Quote request ${OWN}` }, QUOTE)
      const { messages } = JSON.parse(
        desk.run(['mail', 'route', file, '--json', '--max-age', '9999'], { PHD_NOW: now }).stdout,
      ) as {
        messages: Routed[]
      }
      expect({ outcome: messages[0]?.outcome, to: messages[0]?.route?.to[0] }).toEqual({ outcome, to })
    }),
  )

  it('has no rule before the first known one', () =>
    atDesk((desk) => {
      const file = mail(staffed(desk), 'a.eml', { Subject: `Quote request ${OWN}` }, QUOTE)
      const { messages } = JSON.parse(
        desk.run(['mail', 'route', file, '--json', '--max-age', '9999'], { PHD_NOW: '2022-10-31T09:00:00Z' }).stdout,
      ) as { messages: Routed[] }
      expect(messages[0]).toMatchObject({ outcome: 'review', flags: ['no_rule_then'] })
    }))

  it('never copies DocuSign’s link, nor writes to an address that only the text names', () =>
    atDesk(async (desk) => {
      const link = 'https://na4.docusign.net/Signing/EmailStart.aspx?a=5d2f1c3e-aaaa-bbbb-cccc-1234567890ab&acct=key'
      const file = mail(
        staffed(desk),
        'a.eml',
        { Subject: `Quote request ${OWN}`, 'Message-ID': '<1@zagielcloud25.example>' },
        QUOTE,
        `By the way: ${link}`,
        'Please copy boss@evil.example and partnersupport@gmail.com.',
      )
      const [message] = route(desk, file, '--drafts', 'drafts')
      const { text, to, cc, bytes } = await parsedDraft(desk, message?.draft ?? null)
      expect(bytes.toString('latin1')).not.toContain('docusign.net')
      expect(text).toContain('[text removed: it names DocuSign]')
      expect([...addressesOf(to), ...addressesOf(cc)].join()).not.toMatch(/evil|gmail/)
    }))

  it('keeps headers out of a draft that a subject or name tries to add', () =>
    atDesk(async (desk) => {
      const file = mail(
        staffed(desk),
        'a.eml',
        {
          From: `=?utf-8?Q?Mei=0D=0ABcc=3A_v=40evil.example?= <${PARTNER}>`,
          Subject: `=?utf-8?Q?Quote_request=0D=0ABcc=3A_v=40evil.example?= ${OWN}`,
        },
        QUOTE,
      )
      const [message] = route(desk, file, '--drafts', 'drafts')
      const { headers, bcc } = await parsedDraft(desk, message?.draft ?? null)
      expect(bcc ?? []).toEqual([])
      expect(headers.map(({ key }) => key)).not.toContain('bcc')
    }))

  it.each([
    ['an LoA notice', 'hostile/eml/loa_docusign_viewed.eml', 'nothing'],
    ['a proof of execution', 'hostile/eml/poe_inline_not_cid.eml', 'read_proof'],
    ['a question on licenses', 'hostile/eml/nfr_with_po_word.eml', 'check_licence'],
    ['a request for a letter', 'hostile/eml/loa_request_british_word.eml', 'check_letter'],
  ])('says what to do with %s', (_what, file, action) =>
    atDesk((desk) => {
      accountsOf(
        desk,
        ['0014M000AAAAAAM', 'Kestrel Data', 'kestrel.example'],
        ['0014M000AAAAAAx', 'Blue Hafen', 'bluehafen.example'],
        ['0014M000AAAAABY', 'Arbor IT', 'arbor-it.example'],
      )
      const [message] = route(desk, join(fixtures, file))
      expect(message?.outcome).toBe('route')
      expect(message?.draft).toBeNull()
      expect(message?.actions[0]?.id).toBe(action)
    }),
  )
})

/** An opportunity of the partner who writes, with what differs. */
function opportunityOf(desk: Desk, own: Record<string, string> = {}): Desk {
  const record = {
    'Opportunity ID': OWN,
    'Opportunity Name': 'Customer 41 - Add-On',
    'Account Name': 'Customer 41',
    Stage: '6-Awaiting Signature',
    'Close Date': '7/27/2026',
    'Opportunity Owner': 'Kamala Seller',
    'Opportunity Owner Email': 'kamala.seller@gitlab.example',
    ISR: 'Isra Desk',
    'ISR Email': 'isra.desk@gitlab.example',
    'Channel Manager': 'Maria Henry',
    'Primary Quote Number': 'Q-100040',
    'Resale Partner': 'Żagiel Cloud S.L.',
    Distributor: '',
    'Merged Opportunity': '',
    'Duplicate Opportunity': '',
    '[Deprecated] Owner Segment-Geo-Region-Area': 'Mid-Market-EMEA-Central-Area 2',
    'Stamped Account Sales Territory': 'EMEA Central 1',
    ...own,
  }
  desk.write(
    'opportunity.csv',
    Object.keys(record).join(','),
    Object.values(record)
      .map((cell) => `"${cell}"`)
      .join(','),
  )
  expect(desk.phd('import', 'opportunity.csv', '--date-order', 'mdy').code).toBe(0)
  return desk
}

const PO = [
  '--x',
  '',
  'Attached is our purchase order.',
  '--x',
  'Content-Type: application/pdf; name=PO-1.pdf',
  '',
  '%PDF',
  '--x--',
]
const ORDER = { Subject: `Purchase order PO-1 for ${OWN}`, 'Content-Type': 'multipart/mixed; boundary=x' }

describe('the channel manager of an opportunity', () => {
  const segments = (desk: Desk, manager: string): void => {
    desk.write('segments.csv', 'Owner Segment-Geo-Region-Area,Channel Manager', `Mid-Market-EMEA-Central-Area 2,${manager}`)
    expect(desk.phd('import', 'segments.csv').code).toBe(0)
  }
  interface Managed extends Routed {
    channelManager: { name: string; from: string; rule: string | null; notes: string[] } | null
  }
  const asked = (desk: Desk): Managed | undefined =>
    route(desk, mail(desk, 'a.eml', { Subject: `Quote request ${OWN}` }, QUOTE))[0] as Managed | undefined

  it('comes from the tables, and is in copy', () =>
    atDesk((desk) => {
      segments(opportunityOf(staffed(desk)), 'Maria Henry')
      const message = asked(desk)
      expect(message?.route?.cc).toContain('maria.henry@gitlab.example')
      expect(message?.channelManager).toMatchObject({ name: 'Maria Henry', from: 'tables' })
    }))

  it('comes from the tables where the record has no one', () =>
    atDesk((desk) => {
      segments(opportunityOf(staffed(desk), { 'Channel Manager': '' }), 'Camille Dios')
      expect(asked(desk)?.route?.cc).toContain('camille.dios@gitlab.example')
    }))

  it('is for a person to decide where the record has another one, and both are named', () =>
    atDesk((desk) => {
      segments(opportunityOf(staffed(desk)), 'Camille Dios')
      const message = asked(desk)
      expect(message).toMatchObject({ outcome: 'review', flags: ['managers_differ'], route: null })
      expect(message?.reasons.join()).toMatch(/Camille Dios \(.*Mid-Market-EMEA-Central-Area 2.*\).*Maria Henry/)
    }))

  it('is for a person to decide where the tables have no row for the opportunity', () =>
    atDesk((desk) => {
      segments(opportunityOf(staffed(desk), { '[Deprecated] Owner Segment-Geo-Region-Area': 'PubSec-AMER' }), 'Maria Henry')
      const message = asked(desk)
      expect(message).toMatchObject({ outcome: 'review', flags: ['manager_unclear'] })
      expect(message?.reasons.join()).toMatch(/PubSec-AMER.*Maria Henry/)
    }))

  it('comes from the record where no table was imported, and the list says so', () =>
    atDesk((desk) => {
      const message = asked(opportunityOf(staffed(desk)))
      expect(message?.route?.cc).toContain('maria.henry@gitlab.example')
      expect(message?.channelManager).toMatchObject({ name: 'Maria Henry', from: 'record', rule: null })
      expect(message?.channelManager?.notes.join()).toContain('was never imported')
      expect(desk.phd('mail', 'route', 'a.eml').stdout).toContain('Maria Henry, from the opportunity’s own column')
    }))

  it('comes before the record by partner too: US public sector', () =>
    atDesk((desk) => {
      opportunityOf(staffed(desk))
      desk.write('partners.csv', 'Mapping,Partner,Channel Manager', 'Alliance,Żagiel Cloud S.L.,Jay Bahar')
      expect(desk.phd('import', 'partners.csv').code).toBe(0)
      const message = asked(desk)
      expect(message).toMatchObject({ outcome: 'review', flags: ['managers_differ'] })
      expect(message?.reasons.join()).toContain('Jay Bahar')
    }))
})

describe('the people of an opportunity', () => {
  const users = (desk: Desk, ...rows: string[]): void => {
    desk.write('u.csv', 'ID,NAME,EMAIL,ISACTIVE', ...rows)
    expect(desk.phd('import', 'u.csv').code).toBe(0)
  }
  const asked = (desk: Desk, from = PARTNER): Routed | undefined =>
    route(desk, mail(desk, 'a.eml', { From: from, Subject: `Quote request ${OWN}` }, QUOTE))[0]

  it.each([
    ['0054M000AAAABAA,Kamala Seller,kamala.seller@gitlab.example,false', 'the sales person Kamala Seller'],
    ['0054M000AAAABAA,Kamala S. Seller,KAMALA.seller@gitlab.example,false', 'the sales person Kamala Seller'],
    ['0054M000AAAABAA,Isra Desk,isra.desk@gitlab.example,false', 'the ISR Isra Desk'],
    ['0054M000AAAAAAGQY5,Maria Henry,maria.henry@gitlab.example,false', 'the channel manager Maria Henry'],
  ])('are for a person to find where one is not active: %s', (row, named) =>
    atDesk((desk) => {
      users(opportunityOf(staffed(desk)), row)
      const message = asked(desk)
      expect(message).toMatchObject({ outcome: 'review', flags: ['staff_inactive'], route: null })
      expect(message?.reasons.join()).toContain(named)
    }),
  )

  it('are checked in a distributor’s mail too', () =>
    atDesk((desk) => {
      users(opportunityOf(staffed(desk)), '0054M000AAAABAA,Kamala Seller,kamala.seller@gitlab.example,false')
      expect(asked(desk, 'sales@climbcs.com')?.flags).toEqual(['staff_inactive'])
    }))

  it('are reached by the record’s address where the Salesforce users lack them', () =>
    atDesk((desk) => {
      const message = asked(opportunityOf(staffed(desk)))
      expect(message?.route?.cc).toEqual(expect.arrayContaining(['kamala.seller@gitlab.example', 'isra.desk@gitlab.example']))
    }))

  it('of the same name are told by the address in the record', () =>
    atDesk((desk) => {
      users(
        opportunityOf(staffed(desk)),
        '0054M000AAAABAA,Kamala Seller,kamala.old@gitlab.example,false',
        '0054M000AAAABAB,Kamala Seller,kamala.seller@gitlab.example,true',
      )
      expect(asked(desk)?.outcome).toBe('route')
    }))

  it('are never dropped silently: an ISR without a known address', () =>
    atDesk((desk) => {
      const message = asked(opportunityOf(staffed(desk), { 'ISR Email': '' }))
      expect(message).toMatchObject({ outcome: 'review', flags: ['staff_unreachable'], route: null })
      expect(message?.reasons.join()).toContain('Isra Desk')
      expect(asked(opportunityOf(desk, { ISR: '', 'ISR Email': '' }))?.outcome).toBe('route')
    }))
})

describe('an opportunity that is closed', () => {
  const QUESTION = { Subject: `Order confirmation missing ${OWN}` }
  const asked = 'we have not received the order confirmation for our order. What is its status?'

  it.each([
    [{ Stage: '8-Closed Lost' }, 'opportunity_lost', '8-Closed Lost'],
    [{ Stage: 'Closed Lost - Price' }, 'opportunity_lost', 'Closed Lost - Price'],
    [{ Stage: '9-Unqualified' }, 'opportunity_lost', '9-Unqualified'],
    [{ Stage: '10-Duplicate' }, 'opportunity_duplicate', '10-Duplicate'],
    [{ 'Duplicate Opportunity': 'Customer 41 - New' }, 'opportunity_duplicate', 'Customer 41 - New'],
    [{ 'Merged Opportunity': '0064M000AAAAAItQYP' }, 'opportunity_merged', '0064M000AAAAAItQYP'],
  ])('is for a person, whatever the question: %j', (own, flag, told) =>
    atDesk((desk) => {
      opportunityOf(staffed(desk), own as Record<string, string>)
      mail(desk, 'a.eml', { Subject: `Quote request ${OWN}` }, QUOTE)
      mail(desk, 'b.eml', QUESTION, asked)
      mail(desk, 'c.eml', { ...ORDER, From: 'sales@climbcs.com' }, ...PO)
      for (const message of route(desk, 'a.eml', 'b.eml', 'c.eml')) {
        expect(message, message.file).toMatchObject({ outcome: 'review', flags: [flag], route: null })
        expect(message.reasons.join()).toContain(told)
      }
    }),
  )

  it.each(['Closed Won', 'Closed-Won', '7-Closed Won'])('as "%s" passes on what became of the order, and nothing else', (stage) =>
    atDesk((desk) => {
      opportunityOf(staffed(desk), { Stage: stage })
      mail(desk, 'a.eml', { Subject: `Quote request ${OWN}` }, QUOTE)
      mail(desk, 'b.eml', ORDER, ...PO)
      mail(desk, 'c.eml', QUESTION, asked)
      const [quote, order, status] = route(desk, 'a.eml', 'b.eml', 'c.eml')
      expect([quote?.flags, order?.flags]).toEqual([['opportunity_won'], ['opportunity_won']])
      expect(status).toMatchObject({ kind: 'order_status', outcome: 'route' })
    }),
  )

  it.each([
    ['#N/A', 'opportunity_unknown_stage'],
    ['null', 'opportunity_unknown_stage'],
    ['…', 'opportunity_unknown_stage'],
  ])('or not is unclear by the stage "%s"', (stage, flag) =>
    atDesk((desk) => {
      desk.write(
        'opportunity.csv',
        'Opportunity ID,Opportunity Name,Stage,Close Date,Opportunity Owner Email,Resale Partner',
        `${OWN},Deal,${stage},7/27/2026,kamala.seller@gitlab.example,Żagiel Cloud S.L.`,
      )
      staffed(desk)
      desk.phd('import', 'opportunity.csv', '--date-order', 'mdy')
      const [message] = route(desk, mail(desk, 'a.eml', { Subject: `Quote request ${OWN}` }, QUOTE))
      expect(message?.flags).toEqual([flag])
    }),
  )
})

describe('a distributor’s order', () => {
  const ordered = (desk: Desk, now = NOW): Routed | undefined => {
    const file = mail(desk, 'po.eml', { ...ORDER, From: 'sales@climbcs.com' }, ...PO)
    const { stdout } = desk.run(['mail', 'route', file, '--json', '--drafts', 'drafts', '--max-age', '9999'], { PHD_NOW: now })
    return (JSON.parse(stdout) as { messages: Routed[] }).messages[0]
  }

  it('goes to the sales person with Partner Order Operations in copy since the 2025 page, and to no one outside', () =>
    atDesk((desk) => {
      expect(ordered(opportunityOf(staffed(desk)))?.route).toEqual({
        to: ['kamala.seller@gitlab.example'],
        cc: ['partnerorderops@gitlab.com', 'partnersupport@gitlab.com'],
      })
    }))

  it('went to Partner Order Operations before', () =>
    atDesk((desk) => {
      const { route: way } = ordered(opportunityOf(staffed(desk)), '2024-12-31T09:00:00Z') ?? {}
      expect(way).toEqual({ to: ['partnerorderops@gitlab.com'], cc: ['partnersupport@gitlab.com'] })
    }))

  it('on another distributor’s opportunity goes only to colleagues, with a note', () =>
    atDesk(async (desk) => {
      const message = ordered(opportunityOf(staffed(desk), { Distributor: 'Amazic' }))
      const { text } = await parsedDraft(desk, message?.draft ?? null)
      expect(text).toContain('the opportunity names another distributor, Amazic')
      expect(JSON.stringify(message?.route)).not.toContain('climbcs')
    }))

  it.each([
    ['Climb Solutions', 'route'],
    ['Climb Channel Solutions Inc.', 'route'],
    ['', 'route'],
    ['Amazic', 'review'],
  ])('or quote request on an opportunity that names "%s": %s', (distributor, outcome) =>
    atDesk((desk) => {
      opportunityOf(staffed(desk), { Distributor: distributor })
      const file = mail(desk, 'a.eml', { From: 'sales@climbcs.com', Subject: `Quote request ${OWN}` }, QUOTE)
      const [message] = route(desk, file)
      expect(message?.outcome).toBe(outcome)
      if (outcome === 'review') expect(message).toMatchObject({ flags: ['other_distributor'], route: null })
    }),
  )

  it('or quote request is checked against every distributor that the opportunity names', () =>
    atDesk((desk) => {
      opportunityOf(staffed(desk), { Distributor: 'Climb Solutions', 'DR - Distributor': 'Carahsoft' })
      const [message] = route(desk, mail(desk, 'a.eml', { From: 'sales@climbcs.com', Subject: `Quote request ${OWN}` }, QUOTE))
      expect(message).toMatchObject({ outcome: 'review', flags: ['other_distributor'], route: null })
      expect(message?.reasons.join()).toContain('Carahsoft')
    }))

  it('status is another distributor’s where the opportunity names that one', () =>
    atDesk((desk) => {
      opportunityOf(staffed(desk), { Distributor: 'Carahsoft Technology Corporation' })
      const status = { Subject: `Order confirmation missing ${OWN}` }
      mail(desk, 'a.eml', { ...status, From: 'sales@climbcs.com' }, 'we have not received the order confirmation.')
      mail(desk, 'b.eml', { ...status, From: 'gitlab@carahsoft.com' }, 'we have not received the order confirmation.')
      const [other, own] = route(desk, 'a.eml', 'b.eml')
      expect(other?.flags).toEqual(['other_distributor'])
      expect(own?.route?.to).toEqual(['partnerorderops@gitlab.com'])
    }))
})

describe('Partner Order Operations', () => {
  interface Shown extends Routed {
    orderOperationsShownBy: string | null
  }
  const routed = (desk: Desk, headers: Record<string, string>): Shown =>
    route(desk, mail(desk, 'a.eml', { Subject: `Quote request ${OWN}`, ...headers }, QUOTE))[0] as Shown

  it.each([
    { To: 'PartnerOrderOps@GitLab.com' },
    { Cc: 'Order Ops <partnerorderops@gitlab.com>' },
    { Cc: 'partnerorderops@gitlab.com', 'Delivered-To': 'partnersupport@gitlab.com' },
  ])('is a recipient by To and Cc: %j', (headers) =>
    atDesk((desk) => {
      const message = routed(staffed(desk), headers as Record<string, string>)
      expect(message).toMatchObject({ includesPartnerOrderOps: true, outcome: 'route', route: { to: [PARTNER] } })
    }),
  )

  it.each([
    [{ 'Delivered-To': 'partnerorderops@gitlab.com' }, 'delivered-to'],
    [{ 'X-Original-To': 'partnerorderops@gitlab.com' }, 'x-original-to'],
    [{ 'X-Forwarded-To': '<PartnerOrderOps@gitlab.com>' }, 'x-forwarded-to'],
    [{ 'X-Forwarded-For': 'partnersupport@gitlab.com partnerorderops@gitlab.com' }, 'x-forwarded-for'],
    [{ 'Envelope-To': 'partnerorderops+emea@gitlab.com' }, 'envelope-to'],
    [{ Cc: 'partnerorderops+emea@gitlab.com' }, 'partnerorderops+emea@gitlab.com'],
  ])('is for a person to check by %j alone', (headers, by) =>
    atDesk((desk) => {
      const message = routed(staffed(desk), headers as Record<string, string>)
      expect(message).toMatchObject({
        includesPartnerOrderOps: false,
        orderOperationsShownBy: by,
        outcome: 'review',
        flags: ['order_operations_unclear'],
        route: null,
      })
      expect(message.reasons.join()).toContain(by)
    }),
  )

  it('is not a recipient by another address that contains its name', () =>
    atDesk((desk) => {
      const message = routed(staffed(desk), {
        'X-Original-To': 'not-partnerorderops@gitlab.com',
        Cc: 'xpartnerorderops@gitlab.com',
      })
      expect(message).toMatchObject({ includesPartnerOrderOps: false, orderOperationsShownBy: null, outcome: 'route' })
    }))
})

describe('a distributor’s information', () => {
  const withFile = (desk: Desk, name: string, content: string, headers: Record<string, string> = {}): string =>
    mail(
      desk,
      'a.eml',
      { ...ORDER, ...headers },
      '--x',
      '',
      'Attached is our purchase order PO-1.',
      '--x',
      `Content-Type: application/octet-stream; name="${name}"`,
      'Content-Disposition: attachment',
      '',
      content,
      '--x--',
    )

  it.each([
    ['PO-1.txt', 'Purchase order PO-1, as offered by Amazic', 'PO-1.txt'],
    ['Amazic_quote.txt', 'Purchase order', 'Amazic_quote.txt'],
    ['prices.csv', 'distributor price list;1', 'prices.csv'],
  ])('is never attached again to a reseller: %s, "%s"', (name, content, told) =>
    atDesk((desk) => {
      staffed(desk)
      for (const headers of [{}, { Cc: 'partnerorderops@gitlab.com' }]) {
        const [message] = route(desk, withFile(desk, name, content, headers as Record<string, string>), '--drafts', 'drafts')
        expect(message).toMatchObject({ outcome: 'review', flags: ['distributor_named'], draft: null, route: null })
        expect(message?.reasons.join()).toContain(told)
      }
      expect(readdirSync(join(desk.folder, 'drafts'))).toEqual([])
    }),
  )

  it.each([
    [`${QUOTE} Carahsoft would deliver.`],
    [`${QUOTE}\r\n\r\nOn Thu, 19 Nov 2026 Ann wrote:\r\n> Our disti quote is 4711`],
  ])('is not quoted to one: %s', (text) =>
    atDesk((desk) => {
      const [message] = route(staffed(desk), mail(desk, 'a.eml', { Subject: `Quote request ${OWN}` }, text))
      expect(message).toMatchObject({ outcome: 'review', flags: ['distributor_named'], route: null })
    }),
  )

  it('is passed on to colleagues where a distributor sends it', () =>
    atDesk((desk) => {
      const file = withFile(opportunityOf(staffed(desk)), 'PO-1.txt', 'Climb Solutions orders', { From: 'sales@climbcs.com' })
      expect(route(desk, file)[0]).toMatchObject({ outcome: 'route', route: { to: ['kamala.seller@gitlab.example'] } })
    }))

  it('is found by the imported list, and its quote numbers', () =>
    atDesk((desk) => {
      staffed(desk)
      desk.write(
        'd.csv',
        'Country,Distributor,Market,Domain,Also Called,Quote Numbers',
        'Chile,New Dist,Commercial,newdist.example,Nuevo Dist,NDQ-',
      )
      expect(desk.phd('import', 'd.csv').code).toBe(0)
      for (const text of ['as NDQ-20417 says', 'by Nuevo Dist', 'Amazic'])
        expect(route(desk, withFile(desk, 'PO-1.txt', text))[0]?.flags, text).toEqual(['distributor_named'])
      expect(route(desk, withFile(desk, 'PO-1.txt', 'PO-1 of 20 seats'))[0]?.outcome).toBe('route')
    }))

  it('may be in a file that cannot be read: the list says to check it', () =>
    atDesk((desk) => {
      const [message] = route(staffed(desk), mail(desk, 'a.eml', ORDER, ...PO))
      expect(message?.actions.map(({ id }) => id)).toEqual(['attach_order', 'look_into_files', 'send_draft'])
      expect(message?.actions[1]?.text).toContain('PO-1.pdf')
    }))
})

describe('a proof of execution', () => {
  const registered = (desk: Desk, ...rows: string[]): Desk => {
    desk.write(
      'r.csv',
      '"Registration Name","DR - Deal ID","Deal Registration Type","DR-Status","Service Attach Status","Partner Account","Linked Opportunity ID"',
      ...rows,
    )
    expect(desk.phd('import', 'r.csv').code).toBe(0)
    return desk
  }
  const own = (type: string, status: string, service = '', partner = 'Żagiel Cloud S.L.'): string =>
    `REG10077,DR-700777,${type},${status},${service},"${partner}",${OWN}`
  const proof = (
    desk: Desk,
    text = 'Proof of execution for service attach, deal ID DR-700777.',
    now = NOW,
  ): Routed | undefined => {
    const headers = { Subject: 'Service Attach: proof of execution', 'Content-Type': 'multipart/mixed; boundary=x' }
    const parts = ['--x', '', text, '--x', 'Content-Type: application/pdf; name=SOW.pdf', '', '%PDF', '--x--']
    const { stdout } = desk.run(['mail', 'route', mail(desk, 'a.eml', headers, ...parts), '--json', '--max-age', '9999'], {
      PHD_NOW: now,
    })
    return (JSON.parse(stdout) as { messages: Routed[] }).messages[0]
  }
  const BEFORE = '2024-11-20T09:00:00Z'

  it.each([
    // Partner Help Desk, Service Attach PoE: the status goes from Approved to Closed-Won.
    [BEFORE, own('Service Attach', 'Approved'), null],
    [BEFORE, own('Service Attach', 'Pending'), 'registration_status'],
    // Ecosystem Operations, Second Review: the statement of work comes while it is Pending.
    [NOW, own('Service Attach', 'Pending', 'Pending'), null],
    [NOW, own('Service Attach', 'Pending', 'Pending Opportunity Closure'), null],
    [NOW, own('Service Attach', 'Approved'), null],
    [NOW, own('Services Attach', 'Approved'), null],
    [NOW, own('Service Attach', 'Submitted'), 'registration_status'],
    [NOW, own('Service Attach', 'Expired'), 'registration_status'],
    [NOW, own('Service Attach', 'Approved', 'Unqualified'), 'registration_status'],
    [NOW, own('Service Attach', 'Denied', 'Pending'), 'registration_status'],
    [NOW, own('Resale', 'Approved'), 'registration_type'],
    [NOW, own('', 'Approved'), 'registration_type'],
    [NOW, own('Service Attach', 'Approved', '', 'Delta Consulting Co., Ltd.'), 'registration_of_another'],
  ])('on %s for %s: %s', (now, row, flag) =>
    atDesk((desk) => {
      const message = proof(registered(staffed(desk), row), undefined, now)
      if (flag === null) {
        expect(message).toMatchObject({ outcome: 'route', flags: [] })
        const [, record] = message?.actions ?? []
        expect(record?.text).toContain('REG10077')
        expect(record?.text.includes('Closed-Won"')).toBe(now === BEFORE)
        expect(record?.text.includes('"Pending Opportunity Closure"')).toBe(now !== BEFORE)
      } else {
        expect(message).toMatchObject({ outcome: 'review', flags: [flag], actions: [] })
        expect(message?.reasons.join()).toContain('REG10077')
      }
    }),
  )

  it('is checked by a command that finds the mail', () =>
    atDesk((desk) => {
      registered(staffed(desk), own('Service Attach', 'Pending'))
      const headers = { Subject: 'Service Attach: proof of execution', 'Content-Type': 'multipart/mixed; boundary=x' }
      const text = 'Proof of execution for service attach.'
      const parts = ['--x', '', text, '--x', 'Content-Type: application/pdf; name=SOW.pdf', '', '%PDF', '--x--']
      mkdirSync(join(desk.folder, 'new mail'))
      mail(desk, 'new mail/a.eml', headers, ...parts)
      for (const given of ['new mail', 'new mail/a.eml']) {
        const texts = route(desk, given)[0]
          ?.actions.map((action) => action.text)
          .join('\n')
        expect(texts).toContain('phd poe check "new mail/a.eml" --draft <folder>')
        // The registration is not known, so the words are only named; the policy says when each fits.
        expect(texts).toContain('phd policy show proof')
      }
    }))

  it('is the only one of its opportunity', () =>
    atDesk((desk) => {
      const other = `REG10078,DR-700778,Service Attach,Approved,,Delta Consulting Co. Ltd.,${OWN}`
      const message = proof(registered(staffed(desk), own('Service Attach', 'Pending'), other))
      expect(message).toMatchObject({ outcome: 'review', flags: ['registration_second'] })
      expect(message?.reasons.join()).toContain('REG10078')
    }))

  it('names a known registration, in the mail or in a readable file', () =>
    atDesk((desk) => {
      registered(staffed(desk), own('Service Attach', 'Pending'))
      expect(proof(desk, 'Proof of execution for service attach, deal ID DR-999999.')?.flags).toEqual(['registration_unknown'])
      expect(proof(desk, 'Proof of execution for service attach.')).toMatchObject({ outcome: 'route' })
      const headers = { Subject: 'Service Attach: proof of execution', 'Content-Type': 'multipart/mixed; boundary=x' }
      const parts = ['--x', '', 'Proof of execution for service attach.', '--x', 'Content-Type: text/plain; name=SOW.txt']
      const file = mail(desk, 'b.eml', headers, ...parts, '', 'Statement of work, deal ID DR-999999', '--x--')
      expect(route(desk, file)[0]?.flags).toEqual(['registration_unknown'])
    }))
})

describe('a question with an answer in the handbook', () => {
  it.each([
    // Partner Support, "Customer Support, Subscription Changes and Email Updates".
    [
      'Licence for Customer 9',
      'Could you please resend the license key to our customer?',
      'licence-resend',
      'Submit a Technical Support Ticket',
    ],
    ['Lizenz', 'Bitte senden Sie die Lizenz nochmals an unseren Kunden.', 'licence-resend', 'GitLab invoice'],
    // Partner Help Desk, "LoAs for Partners with Specific Needs".
    ['Letter of Authorization', 'We need a letter of authorization with different wording.', 'loa-tailored', 'Legal Request'],
    // Partner Support, "NFR Requests Outside of Program Guidelines".
    ['NFR exception', 'We would like an exception for our NFR licence: 60 users.', 'nfr-more-than-program', 'two approvals'],
    // Partner Help Desk, "Adding Additional Minutes to a SaaS NFR".
    ['NFR', 'Please give us more CI minutes for our SaaS NFR.', 'nfr-minutes-partner', 'channel manager'],
  ])('is answered: %s', (subject, text, reply, told) =>
    atDesk(async (desk) => {
      const [message] = route(staffed(desk), mail(desk, 'a.eml', { Subject: subject }, text), '--drafts', 'drafts')
      expect(message).toMatchObject({ outcome: 'route', draft: `drafts/a-${reply}.eml`, route: { to: [PARTNER] } })
      const draft = await parsedDraft(desk, message?.draft ?? null)
      expect(draft.text).toContain(told)
      expect(draft.attachments).toEqual([])
    }),
  )

  it.each([
    ['We would like to buy 25 more. And the license was sent to the wrong email, please resend.'],
    ['We accept, please invoice. The licence contact on it is the wrong contact.'],
  ])('hides nothing about an opportunity: %s', (text) =>
    atDesk((desk) => {
      const [message] = route(staffed(desk), mail(desk, 'a.eml', { Subject: `Customer 41 ${OWN}` }, text))
      expect(message).toMatchObject({ kind: 'other', outcome: 'review', flags: ['uncertain_kind'], draft: null })
    }),
  )

  it('has the command where figures or a person are missing', () =>
    atDesk((desk) => {
      staffed(desk)
      mail(desk, 'a.eml', { Subject: 'SaaS NFR' }, 'We have too many seats in our NFR. How do we reduce them?')
      mail(
        desk,
        'b.eml',
        { From: 'cam@gitlab.com', Subject: 'NFR Exception for Acme' },
        'Please grant an exception: 60 NFR users.',
      )
      mail(desk, 'c.eml', { From: 'cam@gitlab.com', Subject: 'NFR minutes' }, 'The partner needs additional minutes for its NFR.')
      const [seats, exception, minutes] = route(desk, 'a.eml', 'b.eml', 'c.eml')
      expect(seats?.actions[0]?.text).toContain('phd reply render seat-reduction --partner 0014M000AAAAAPHQY5')
      expect(exception?.actions[0]?.text).toContain('phd nfr exception')
      expect(minutes?.actions[0]?.text).toContain('phd reply render nfr-minutes')
      expect(seats?.handbook?.section).toBe('Teaching a Partner to Reduce Seats in a SaaS NFR')
      for (const each of [seats, exception, minutes]) expect(each).toMatchObject({ outcome: 'route', draft: null })
    }))

  it('has none without its words, nor for an unknown sender', () =>
    atDesk((desk) => {
      staffed(desk)
      mail(desk, 'a.eml', { Subject: 'Hello' }, 'Please send it again.')
      mail(desk, 'b.eml', { From: 'x@nowhere.example', Subject: 'Licence' }, 'Please resend the license key.')
      for (const message of route(desk, 'a.eml', 'b.eml')) expect(message).toMatchObject({ outcome: 'review', route: null })
    }))
})

describe('the list of routed mail', () => {
  it('has a heading above every column, and ends with how many went each way', () =>
    atDesk((desk) => {
      staffed(desk)
      const known = ['mail-001.eml', 'mail-003.eml'].map((name) => join(fixtures, 'mails', name))
      const doubtful = mail(desk, 'a.eml', { Subject: 'Quote request' }, QUOTE)
      const { stdout } = desk.phd('mail', 'route', ...known, doubtful)
      expect(stdout.split('\n')[0]?.trim().split(/\s+/)).toEqual(['FILE', 'OUTCOME', 'KIND', 'SURE', 'FROM', 'OPPORTUNITY'])
      const total = '3 mails: 2 drafts, 0 to do by hand, 0 with nothing to do, 1 to review, 0 not read'
      expect(stdout.trimEnd().split('\n').at(-1)).toBe(total)
    }))
})

describe('the memory of routed mail', () => {
  const path = join(fixtures, 'mails', 'mail-003.eml')

  it('is who, what, when and where to, and never the text', () =>
    atDesk((desk) => {
      const [message] = route(staffed(desk), path, '--drafts', 'drafts') as (Routed & { entry: number })[]
      const { mails } = desk.json<{ mails: Record<string, unknown>[] }>('mail', 'list')
      expect(mails).toEqual([
        expect.objectContaining({
          entry: message?.entry,
          at: NOW,
          file: 'mail-003.eml',
          messageId: '<7.3@zagielcloud25.example>',
          kind: 'po_submission',
          from: PARTNER,
          partner: { id: '0014M000AAAAAPHQY5', name: 'Żagiel Cloud S.L.' },
          opportunityId: OWN,
          to: [PARTNER],
          draft: expect.objectContaining({ reply: 'reseller-order' }),
        }),
      ])
      for (const file of readdirSync(join(desk.folder, 'data'))) {
        expect(readFileSync(join(desk.folder, 'data', file)).includes('anbei erhalten Sie'), file).toBe(false)
      }
      expect(desk.phd('audit', 'verify').code).toBe(0)
      expect(desk.phd('audit', 'list').stdout).toContain('mail_routed')
    }))

  it('keeps a mail from being answered twice, and a nightly run quiet', () =>
    atDesk((desk) => {
      route(staffed(desk), path, '--drafts', 'drafts')
      const { stdout, code } = desk.phd('mail', 'route', path, '--drafts', 'drafts', '--json')
      expect(code).toBe(0)
      const [again] = (JSON.parse(stdout) as { messages: Routed[] }).messages
      expect(again).toMatchObject({ draft: null, actions: [], outcome: 'route' })
      expect(again?.reasons[0]).toContain('it was handled before, as mail-003.eml (routed on 2026-11-20 by tester, audit entry ')
      expect(readdirSync(join(desk.folder, 'drafts')).length).toBe(1)
      expect(desk.json<{ mails: unknown[] }>('mail', 'list').mails.length).toBe(1)
    }))

  it('recognizes the same mail on another way, and lets a person route one again', () =>
    atDesk((desk) => {
      const headers = { Subject: `Quote request ${OWN}`, 'Message-ID': '<1@zagielcloud25.example>' }
      staffed(desk)
      mail(desk, 'a.eml', headers, QUOTE)
      mail(desk, 'b.eml', { Received: 'from elsewhere', ...headers }, QUOTE)
      route(desk, 'a.eml', '--drafts', 'drafts')
      const [other] = route(desk, 'b.eml', '--drafts', 'drafts')
      expect(other).toMatchObject({ outcome: 'review', flags: ['came_before'], draft: null })
      const [again] = route(desk, 'a.eml', '--drafts', 'elsewhere', '--again')
      expect(again?.draft).toBe('elsewhere/a-reseller-quote.eml')
    }))

  it('knows the thread of a mail', () =>
    atDesk((desk) => {
      staffed(desk)
      mail(desk, 'a.eml', { Subject: `Quote request ${OWN}`, 'Message-ID': '<1@zagielcloud25.example>' }, QUOTE)
      mail(desk, 'b.eml', { Subject: 'More', 'In-Reply-To': '<1@zagielcloud25.example>' }, QUOTE, `Opportunity ${OWN}`)
      const [first] = route(desk, 'a.eml', '--drafts', 'drafts') as (Routed & { entry: number })[]
      const [second] = classify(desk, 'b.eml') as (Message & { thread: number[] })[]
      expect(second?.thread).toEqual([first?.entry])
    }))

  it('is empty without drafts, in a dry run, and for mail that needs review', () =>
    atDesk((desk) => {
      staffed(desk)
      route(desk, path)
      route(desk, path, '--drafts', 'drafts', '--dry-run')
      route(desk, mail(desk, 'a.eml', { Subject: 'Quote request' }, QUOTE), '--drafts', 'drafts')
      expect(desk.json<{ mails: unknown[] }>('mail', 'list').mails).toEqual([])
    }))

  it('is listed for one partner', () =>
    atDesk((desk) => {
      route(staffed(desk), join(fixtures, 'mails'), '--drafts', 'drafts')
      const { mails } = desk.json<{ mails: { partner: { name: string } | null }[] }>(
        'mail',
        'list',
        '--partner',
        'Żagiel Cloud S.L.',
      )
      expect(mails.length).toBeGreaterThan(1)
      expect(new Set(mails.map(({ partner }) => partner?.name))).toEqual(new Set(['Żagiel Cloud S.L.']))
      expect(desk.phd('mail', 'list').stdout).toContain('50 mails')
    }))
})

describe('other rules', () => {
  it('are tried on existing mail, and show which would go elsewhere', () =>
    atDesk((desk) => {
      staffed(desk)
      const rules = JSON.parse(readFileSync(join(fixtures, '..', 'data', 'mail-rules.json'), 'utf8'))
      const tried = (file: string, content: object) => {
        writeFileSync(join(desk.folder, file), JSON.stringify(content))
        return desk.phd('mail', 'route', join(fixtures, 'mails'), '--dry-run', '--rules', file, '--json')
      }
      expect(tried('same.json', rules)).toMatchObject({ code: 0 })
      const { code, stdout } = tried('stricter.json', { ...rules, threshold: 0.8 })
      const { mails, moved } = JSON.parse(stdout) as {
        mails: number
        moved: { now: { outcome: string }; then: { flags: string[] } }[]
      }
      expect({ code, mails }).toEqual({ code: 1, mails: 60 })
      expect(moved.length).toBeGreaterThan(0)
      for (const { then } of moved) expect(then.flags).toEqual(['uncertain_kind'])
      const broken = tried('broken.json', { ...rules, threshold: 'high' })
      expect(broken.code).toBe(5)
      expect(broken.stdout).toContain('threshold')
    }))

  it('are never used', () =>
    atDesk((desk) => {
      const { code, stderr } = desk.phd('mail', 'route', join(fixtures, 'mails'), '--rules', 'x.json')
      expect(code).toBe(2)
      expect(stderr).toContain('add --dry-run')
    }))
})

describe('what must not pass', () => {
  const GOOD = `Quote request ${OWN}`

  /** An account list with a further column for what each is. */
  const accountList = (desk: Desk, ...rows: readonly (readonly [string, string, string, string])[]): void => {
    desk.write(
      'more.csv',
      '"Account ID","Account Name","Type","Partner Status","Partner Track","Public Sector Partner","Signed Contract Date","Click-Through Agreement","Account Owner","Contracted Territories","Billing Country","Billing State/Province","Billing Zip/Postal Code","Website"',
      ...rows.map(
        ([id, name, type, website]) =>
          `"${id}","${name}","${type}","Authorized","Open","No","4/4/2023","1","Tristan Ouin","","Germany","","57844","${website}"`,
      ),
    )
    expect(desk.phd('import', 'more.csv', '--date-order', 'mdy').code).toBe(0)
  }

  const opportunity = (desk: Desk, seller: string, partner: string): void => {
    desk.write(
      'opp.csv',
      'Opportunity ID,Opportunity Name,Account Name,Stage,Close Date,Opportunity Owner,Opportunity Owner Email,ISR,ISR Email,Channel Manager,Primary Quote Number,Resale Partner,Distributor',
      `0064M000AAAAAZZ,Deal,Customer Z,5-Negotiating,7/27/2026,Ann Seller,${seller},,,Maria Henry,Q-777777,${partner},`,
    )
    expect(desk.phd('import', 'opp.csv', '--date-order', 'mdy').code).toBe(0)
  }

  it.each(['reseller.sales@gmail.com', 'zed@zeta.example', 'ann@nobody-knows.example', 'partnersupport@gmail.com'])(
    'a draft to %s, which no colleague has',
    (seller) =>
      atDesk((desk) => {
        staffed(desk)
        accountList(
          desk,
          ['0014M000AAAAZZA', 'Zeta One', 'Partner', 'zeta.example'],
          ['0014M000AAAAZZB', 'Zeta Two', 'Partner', 'zeta.example'],
        )
        opportunity(desk, seller, 'Zeta One')
        const file = mail(desk, 'a.eml', { From: 'sales@climbcs.com', Subject: 'Quote request' }, `${QUOTE} Q-777777`)
        const [message] = route(desk, file, '--drafts', 'drafts')
        expect(message).toMatchObject({ outcome: 'review', draft: null, route: null })
      }),
  )

  it('another partner’s opportunity by a name that two partners have', () =>
    atDesk((desk) => {
      staffed(desk)
      accountList(
        desk,
        ['0014M000AAAAZZA', 'Acme Cloud', 'Partner', 'acme-de.example'],
        ['0014M000AAAAZZB', 'Acme Cloud', 'Partner', 'acme-fr.example'],
      )
      opportunity(desk, 'kamala.seller@gitlab.example', 'Acme Cloud')
      for (const from of ['a@acme-de.example', 'a@acme-fr.example']) {
        const [message] = route(desk, mail(desk, 'a.eml', { From: from, Subject: 'Quote request' }, `${QUOTE} Q-777777`))
        expect(message).toMatchObject({ outcome: 'review', flags: ['opportunity_of_another'], opportunity: null })
      }
    }))

  it('a portal user of one partner who writes from the domain of another account', () =>
    atDesk((desk) => {
      staffed(desk)
      accountList(
        desk,
        ['0014M000AAAAZZA', 'Nova', 'Customer', 'zagielcloud25.example.org'],
        ['0014M000AAAAZZB', 'Orbit', 'Partner', 'orbit.example'],
      )
      const users = desk.read('impartner-users.csv').replaceAll(PARTNER, 'mei@orbit.example')
      desk.write('users.csv', ...users.trimEnd().split('\n'))
      expect(desk.phd('import', 'users.csv').code).toBeLessThan(2)
      const { flags, partner } = one(desk, mail(desk, 'a.eml', { From: 'mei@orbit.example', Subject: GOOD }, QUOTE))
      expect({ flags, partner }).toMatchObject({ flags: expect.arrayContaining(['several_partners']), partner: null })
    }))

  it('a portal user whose row names no known account', () =>
    atDesk((desk) => {
      staffed(desk)
      desk.write(
        'users.csv',
        ...desk.read('impartner-users.csv').replaceAll('Żagiel Cloud S.L.', 'Nobody Ever').trimEnd().split('\n'),
      )
      expect(desk.phd('import', 'users.csv').code).toBeLessThan(2)
      const { flags, reasons, partner } = one(desk, mail(desk, 'a.eml', { Subject: 'Quote request' }, QUOTE))
      expect({ flags, partner }).toEqual({ flags: ['unknown_sender'], partner: null })
      expect(reasons[0]).toContain('a portal user has the sender’s address')
    }))

  it('an unknown quote next to a known one', () =>
    atDesk((desk) => {
      const { flags } = one(staffed(desk), mail(desk, 'a.eml', { Subject: GOOD }, QUOTE, 'It replaces Q-999999.'))
      expect(flags).toEqual(['opportunity_unknown'])
    }))

  it.each([
    `\u2039${PARTNER}><evil@evil.example>`,
    `evil@evil.example <${PARTNER}`,
    `"${PARTNER}" <>`,
    `"${PARTNER}"`,
    `${PARTNER} evil@evil.example`,
    `${PARTNER}, evil@evil.example`,
  ])('a sender written as %s', (from) =>
    atDesk((desk) => {
      const { outcome, partner } = one(staffed(desk), mail(desk, 'a.eml', { From: from, Subject: GOOD }, QUOTE))
      expect({ outcome, partner }).toEqual({ outcome: 'review', partner: null })
    }),
  )

  it.each([
    ['auth_fail', { 'Authentication-Results': 'mx.example; dmarc=fail header.from=zagielcloud25.example' }],
    ['auth_fail', { 'Authentication-Results': 'mx.example; dkim=pass\r\nAuthentication-Results: mx.example; dmarc = fail' }],
    ['auth_fail', { 'Authentication-Results': 'mx.example; spf=softfail; dkim=none' }],
    ['auth_fail', { 'Authentication-Results': `mx.example; ${'dkim=neutral; '.repeat(600)} dmarc/1=fail` }],
    ['reply_to_elsewhere', { 'Reply-To': 'a@evil.example, b@evil.example' }],
    ['reply_to_elsewhere', { 'Reply-To': 'mei@zagielcloud.example' }],
    ['doubled_header', { 'Content-Type': 'text/plain\r\nContent-Type: text/html' }],
  ])('%s: %j', (flag, headers) =>
    atDesk((desk) => {
      const { outcome, flags } = one(staffed(desk), mail(desk, 'a.eml', { ...headers, Subject: GOOD }, QUOTE))
      expect({ outcome, flags }).toEqual({ outcome: 'review', flags: expect.arrayContaining([flag]) })
    }),
  )

  it.each([
    `<p style="font-family:'Arial';display:none">x</p>`,
    '<p hidden>x</p>',
    '<style>.a{display:none}</style><p class=a>x</p>',
    '<p style=font-size:0px;>x</p>',
    '<p style="opacity:0.0;">x</p>',
  ])('invisible text: %s', (html) =>
    atDesk((desk) => {
      const file = mail(desk, 'a.eml', { Subject: GOOD, 'Content-Type': 'text/html; charset=utf-8' }, `<p>${QUOTE}</p>${html}`)
      expect(one(staffed(desk), file).flags).toContain('hidden_text')
    }),
  )

  it.each([
    { 'Auto-Submitted': 'no\r\nAuto-Submitted: auto-replied' },
    { 'Auto-Submitted': '(really) auto-replied' },
    { 'Return-Path': '<>' },
    { Precedence: 'bulk' },
    { 'X-Mail-Autoreply': '1' },
  ])('an answer to a machine: %j', (headers) =>
    atDesk((desk) => {
      const [message] = route(staffed(desk), mail(desk, 'a.eml', { ...headers, Subject: GOOD } as Record<string, string>, QUOTE))
      expect(message?.route).toBeNull()
    }),
  )

  it.each([
    'na4.docusign.net/Signing/?a=KEY',
    'https://na4.docu=\r\nsign.net/KEY',
    'https://na4.docusign%2Enet/KEY',
    'https://na4.%64ocusign.net/KEY',
    'https://na4.\uff44ocusign.net/KEY',
    "https://na4.docusign.net/'KEY",
  ])('a link to sign: %s', (link) =>
    atDesk(async (desk) => {
      const headers = { Subject: GOOD, 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': '8bit' }
      const [message] = route(staffed(desk), mail(desk, 'a.eml', headers, QUOTE, link), '--drafts', 'drafts')
      expect((await parsedDraft(desk, message?.draft ?? null)).text).not.toContain('KEY')
    }),
  )

  it.each([
    ['7bit', 'a;b\r\nc;d\r\n', 'a;b\r\nc;d\r\n'],
    ['8bit', '%PDF\r\n\u00e4\n\r\n', '%PDF\r\n\u00e4\n\r\n'],
    ['quoted-printable', 'a=3Db=\r\nc\r\nd', 'a=bc\r\nd'],
  ])('a byte of a file that comes as %s', (encoding, written, bytes) =>
    atDesk(async (desk) => {
      const file = join(desk.folder, 'a.eml')
      const head = [
        `From: ${PARTNER}`,
        'To: partnersupport@gitlab.com',
        'Date: Thu, 19 Nov 2026 09:00:00 +0000',
        `Subject: ${GOOD}`,
        'Content-Type: multipart/mixed; boundary=x',
      ]
      const parts = ['', '--x', '', QUOTE, '--x', 'Content-Type: application/octet-stream; name=a.csv']
      const last = [
        'Content-Disposition: attachment; filename=a.csv',
        `Content-Transfer-Encoding: ${encoding}`,
        '',
        written,
        '--x--',
        '',
      ]
      writeFileSync(file, [...head, ...parts, ...last].join('\r\n'), 'latin1')
      const [message] = route(staffed(desk), 'a.eml', '--drafts', 'drafts')
      const draft = await parsedDraft(desk, message?.draft ?? null)
      expect(draft.attachments.map(({ content }) => Buffer.from(bytesOf(content)).toString('latin1'))).toEqual([bytes])
    }),
  )

  it('one mail of an archive into the draft of another', () =>
    atDesk((desk) => {
      staffed(desk)
      const mark = 'From x@y.example Thu Nov 19 09:00:00 2026\r\n'
      const first = readFileSync(join(desk.folder, mail(desk, 'a.eml', { Subject: GOOD }, QUOTE)), 'latin1')
      const second = readFileSync(
        join(desk.folder, mail(desk, 'b.eml', { From: 'gitlab@amazic.com', Subject: 'PO' }, 'EUR 31.337')),
        'latin1',
      )
      // No blank line stands before the second mark.
      writeFileSync(join(desk.folder, 'all.mbox'), `\ufeff\r\n${mark}${first}${mark}${second}`)
      expect(classify(desk, 'all.mbox').map(({ from }) => from?.address)).toEqual([PARTNER, 'gitlab@amazic.com'])
      const january = mail(desk, 'c.eml', { Subject: GOOD }, QUOTE, '', 'From January 2026 we buy more.')
      writeFileSync(join(desk.folder, 'one.mbox'), `${mark}${readFileSync(join(desk.folder, january), 'latin1')}`)
      expect(classify(desk, 'one.mbox').length).toBe(1)
    }))

  it('an order, as an automatic reply', () =>
    atDesk((desk) => {
      const parts = [
        '--x',
        '',
        'Attached is our purchase order.',
        '--x',
        'Content-Type: application/pdf; name=PO-1.pdf',
        '',
        '%PDF',
        '--x--',
      ]
      for (const subject of ['Lu Electronics purchase order PO-4001', 'Read please: purchase order PO-4001']) {
        const file = mail(desk, 'a.eml', { Subject: subject, 'Content-Type': 'multipart/mixed; boundary=x' }, ...parts)
        expect(one(staffed(desk), file).kind, subject).toBe('po_submission')
      }
    }))

  it('a mail of short lines or missing boundaries, for long', () =>
    atDesk((desk) => {
      staffed(desk)
      writeFileSync(join(desk.folder, 'lines.eml'), `From: a@b.example\n\n${'\n'.repeat(3_000_000)}`)
      const parts = Array.from({ length: 980 }, (_, i) => `--x\nContent-Type: multipart/mixed; boundary="z${i}"\n\n`).join('')
      writeFileSync(
        join(desk.folder, 'parts.eml'),
        `From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n${parts}--x--\n${`${'a'.repeat(75)}\n`.repeat(300_000)}`,
      )
      expect(classify(desk, 'lines.eml', 'parts.eml').map(({ outcome }) => outcome)).toEqual(['quarantine', 'review'])
    }))
})

describe('a DocuSign notice', () => {
  const notice = readFileSync(join(fixtures, 'requests', 'loa-notice.eml'), 'latin1')

  it('opens a request, once, and is never copied', () =>
    atDesk((desk) => {
      staffed(desk)
      writeFileSync(join(desk.folder, 'a.eml'), notice, 'latin1')
      const [first] = route(desk, 'a.eml', '--drafts', 'drafts')
      expect(first).toMatchObject({ outcome: 'route', draft: null, actions: [{ id: 'open_request' }] })
      const { requests } = desk.json<{ requests: { request: number; requester: { name: string } }[] }>('loa', 'list')
      expect(requests).toEqual([expect.objectContaining({ requester: expect.objectContaining({ name: 'Mei Smith' }) })])
      expect(first?.actions[0]?.text).toContain(`--request ${requests[0]?.request}`)
      // A reminder of the same envelope is of the same request.
      writeFileSync(
        join(desk.folder, 'b.eml'),
        notice.replace(/^Message-ID: </im, 'Message-ID: <again.').replace('Date: Thu', 'Date:  Thu'),
        'latin1',
      )
      route(desk, 'b.eml', '--drafts', 'drafts', '--again')
      expect(desk.json<{ requests: unknown[] }>('loa', 'list').requests.length).toBe(1)
      for (const file of readdirSync(join(desk.folder, 'data')))
        expect(readFileSync(join(desk.folder, 'data', file)).includes('EmailStart'), file).toBe(false)
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))

  it('opens none without --drafts, nor where it is not a notice by its own rules', () =>
    atDesk((desk) => {
      staffed(desk)
      writeFileSync(join(desk.folder, 'a.eml'), notice, 'latin1')
      route(desk, 'a.eml')
      writeFileSync(
        join(desk.folder, 'b.eml'),
        notice.replace(/^Subject:.*$/m, 'Subject: GitLab LOA: see https://evil.example'),
        'latin1',
      )
      const [refused] = route(desk, 'b.eml', '--drafts', 'drafts')
      expect(refused).toMatchObject({ outcome: 'review', flags: ['notice_refused'] })
      expect(desk.json<{ requests: unknown[] }>('loa', 'list').requests).toEqual([])
    }))
})
