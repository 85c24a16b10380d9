import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures } from './phd.ts'

interface Verdict {
  question: string
  decision: string
  policy: { id: string; version: string }
  checks: { id: string; outcome: string; reason: string | null; detail: string | null }[]
  status: { status: string } | null
  chatter: { to: string; text: string } | null
  drafts: { reply: string; file: string }[]
  mailFlags: string[]
  receivedOn: string | null
  lastDays: { rebate: string | null; submission: string | null }
}

const NOW = '2026-11-20T09:00:00Z'
const HEAD =
  '"Registration Name","DR - Deal ID","Deal Registration Type","DR-Status","Service Attach Status","Partner Account","Customer Account","Linked Opportunity ID","Ecosystem Sales Manager","Submitted Date"'

/** A desk with the partner's registration; `own`: what differs. */
function registered(desk: Desk, own: Record<string, string> = {}): Desk {
  const row = {
    name: 'REG10077',
    deal: 'DR-700777',
    type: 'Service Attach',
    status: 'Pending',
    service: '',
    partner: 'Żagiel Cloud S.L.',
    customer: 'Customer 41',
    opportunity: '0064M000AAAAAIgQYP',
    manager: 'Maria Henry',
    submitted: '2026-08-19',
    ...own,
  }
  desk.put('desk/sfdc-accounts.csv', 'desk/sfdc-opportunities.csv', 'desk/sfdc-users.csv')
  desk.imports('sfdc-accounts.csv', 'sfdc-opportunities.csv', 'sfdc-users.csv')
  desk.write(
    'r.csv',
    HEAD,
    Object.values(row)
      .map((cell) => `"${cell}"`)
      .join(','),
  )
  expect(desk.phd('import', 'r.csv').code).toBe(0)
  return desk
}

function document(desk: Desk, name: string): string {
  copyFileSync(join(fixtures, 'documents', name), join(desk.folder, name))
  return name
}

/** A mail with documents. */
function mailed(
  desk: Desk,
  documents: readonly string[],
  { from = 'ann.lee@zagielcloud25.example', text = '', own = {} as Readonly<Record<string, string>> } = {},
): string {
  const parts = [...documents, ...Object.keys(own)].flatMap((name) => [
    '--x',
    `Content-Type: application/octet-stream; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...((own[name] === undefined ? readFileSync(join(fixtures, 'documents', name)) : Buffer.from(own[name]))
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
  ])
  const head = [`From: Ann Lee <${from}>`, 'To: partnersupport@gitlab.com', 'Date: Thu, 19 Nov 2026 09:00:00 +0000']
  const subject = [
    'Subject: Service Attach: proof of execution',
    'Message-ID: <p1@a.example>',
    'Content-Type: multipart/mixed; boundary=x',
  ]
  desk.write('p.eml', ...head, ...subject, '', '--x', '', `Our proof of execution for service attach. ${text}`, ...parts, '--x--')
  return 'p.eml'
}

function check(desk: Desk, ...args: string[]): { code: number | null; verdict: Verdict; stderr: string } {
  const { code, stdout, stderr } = desk.run(['poe', 'check', ...args, '--json', '--max-age', '30'], { PHD_NOW: NOW })
  return { code, verdict: JSON.parse(stdout) as Verdict, stderr }
}

const notPassed = ({ checks }: Verdict): string[] =>
  checks.filter(({ outcome }) => outcome !== 'pass').map(({ id, outcome, reason }) => `${id} ${outcome} ${reason}`)

describe('phd poe check', () => {
  it.each([
    'sow-reportlab.pdf',
    'sow-libreoffice.pdf',
    'sow-fpdf.pdf',
    'sow-deal-id-broken.pdf',
    'sow-libreoffice.docx',
    'sow-python.docx',
  ])('takes a mail with %s, and drafts the answer and the text for the chatter', (name) =>
    atDesk((desk) => {
      const { code, verdict } = check(registered(desk), mailed(desk, [name]), '--draft', 'drafts')
      expect(notPassed(verdict)).toEqual([])
      expect(verdict).toMatchObject({ question: 'proof', decision: 'eligible', policy: { id: 'proof', version: '2025' } })
      expect(code).toBe(0)
      expect(verdict.status?.status).toBe('Pending Opportunity Closure')
      expect(verdict.chatter?.text).toContain('REG10077 (deal ID DR-700777) to "Pending Opportunity Closure"')
      expect(verdict.chatter?.text).not.toMatch(/[{}<>]/)
      expect(verdict.drafts.map(({ reply }) => reply)).toEqual(['poe-received', 'poe-chatter'])
      const draft = readFileSync(join(desk.folder, verdict.drafts[0]?.file ?? ''), 'utf8')
      expect(draft).toContain('To: ann.lee@zagielcloud25.example')
      expect(draft).toContain('In-Reply-To: <p1@a.example>')
    }),
  )

  it('asks for what the document does not name, even if the mail does', () =>
    atDesk((desk) => {
      const mail = mailed(desk, ['sow-without-deal-id.pdf'], { text: 'The deal is DR-700777.' })
      const { code, verdict } = check(registered(desk), mail, '--draft', 'drafts')
      expect(notPassed(verdict)).toEqual(['deal_id_named fail only_in_mail'])
      expect({ code, status: verdict.status?.status }).toEqual({ code: 1, status: 'Pending' })
      expect(verdict.drafts.map(({ reply }) => reply)).toEqual(['poe-incomplete'])
      const draft = readFileSync(join(desk.folder, verdict.drafts[0]?.file ?? ''), 'utf8')
      expect(draft).toContain('- the service attach deal ID')
      expect(draft).not.toContain('- the partner name')
      expect(verdict.chatter).toBeNull()
    }))

  it.each([
    ['scan.pdf', 'document_scanned'],
    ['scan-with-stamp.pdf', 'document_scanned'],
    ['scan.docx', 'document_scanned'],
    ['encrypted.pdf', 'document_encrypted'],
    ['cut-off.pdf', 'document_damaged'],
    ['no-letters.pdf', 'document_unlettered'],
    ['sow.doc', 'document_old_word'],
  ])('never guesses what %s names', (name, note) =>
    atDesk((desk) => {
      const mail = mailed(desk, [name], { text: 'Deal DR-700777, Customer 41.' })
      const { code, verdict, stderr } = check(registered(desk), mail, '--draft', 'drafts')
      expect(notPassed(verdict)).toEqual(['partner_named', 'customer_named', 'deal_id_named'].map((id) => `${id} unknown unread`))
      expect({ code, status: verdict.status, drafts: verdict.drafts }).toEqual({ code: 4, status: null, drafts: [] })
      expect(JSON.stringify(verdict)).toContain(note)
      expect(stderr).toContain('no draft for the partner')
      expect(readdirSync(desk.folder)).not.toContain('drafts')
    }),
  )

  const ALL = 'Statement of work between Żagiel Cloud S.L. and Customer 41, deal ID: DR-700777.'

  it.each([
    ['a mail', 'old.eml', `Received: by x\nFrom: a@b.example\nSubject: old\nMessage-ID: <1@b>\n\n${ALL}`],
    ['a page of the web', 'sow.html', `<html><body><!-- ${ALL} --></body></html>`],
    ['data', 'sow.json', JSON.stringify({ ALL })],
    ['a drawing', 'sow.svg', `<svg><desc>${ALL}</desc></svg>`],
    ['an invitation', 'sow.ics.txt', `BEGIN:VCALENDAR\nDESCRIPTION:${ALL}\nEND:VCALENDAR\n`],
  ])('does not take %s for a document', (_what, name, text) =>
    atDesk((desk) => {
      const { code, verdict } = check(registered(desk), mailed(desk, [], { own: { [name]: text }, text: 'DR-700777' }))
      expect(verdict.checks.slice(0, 3).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'unknown'])
      expect(code).toBe(4)
    }),
  )

  it('wants all names in one document', () =>
    atDesk((desk) => {
      registered(desk)
      const more = { 'terms.txt': 'The service attach deal ID is DR-700777.' }
      const { code, verdict } = check(desk, mailed(desk, ['sow-without-deal-id.pdf'], { own: more }), '--draft', 'drafts')
      expect(notPassed(verdict)).toEqual(['deal_id_named unknown in_another'])
      expect({ code, status: verdict.status, drafts: verdict.drafts }).toEqual({ code: 4, status: null, drafts: [] })
      const whole = { ...more, 'sow.txt': ALL }
      expect(check(desk, mailed(desk, ['sow-without-deal-id.pdf'], { own: whole })).code).toBe(0)
    }))

  it('finds a second deal however far behind the first', () =>
    atDesk((desk) => {
      registered(desk)
      const own = { 'sow.txt': `${ALL}${' work'.repeat(30_000)} and DR-700778` }
      expect(notPassed(check(desk, mailed(desk, [], { own })).verdict)).toContain('deal_known fail missing')
    }))

  it('is not taken in by a longer name or number', () =>
    atDesk((desk) => {
      const { code, verdict } = check(
        registered(desk),
        mailed(desk, ['sow-other-company.pdf'], { text: 'DR-700777' }),
        '--deal',
        'DR-700777',
      )
      expect(notPassed(verdict)).toEqual([
        'partner_named unknown part_of_name',
        'customer_named fail missing',
        'deal_id_named fail only_in_mail',
      ])
      expect(code).toBe(1)
      expect(verdict.checks[0]?.detail).toContain('New Żagiel Cloud Solutions')
    }))

  it.each([
    [{ type: 'Resale' }, ['deal_is_service_attach fail null']],
    [{ status: 'Denied' }, ['deal_awaits_proof fail null']],
    [{ partner: 'Delta Consulting Co., Ltd.' }, ['deal_is_partners fail null']],
    [{ opportunity: '' }, ['no_other_approved unknown no_opportunity', 'within_window unknown no_opportunity']],
    [{ submitted: '' }, ['within_window unknown no_date']],
    [{ submitted: '2025-11-18' }, ['within_window unknown not_sold']],
    [{ submitted: '2025-11-19' }, []],
  ])('with %j: %j', (own, expected) =>
    atDesk((desk) => {
      const { verdict } = check(
        registered(desk, own as Record<string, string>),
        mailed(desk, ['sow-fpdf.pdf']),
        '--draft',
        'drafts',
      )
      expect(notPassed(verdict)).toEqual(expected)
      expect(verdict.drafts.some(({ reply }) => reply === 'poe-received')).toBe(expected.length === 0)
    }),
  )

  it('takes what a person read in the document, and another document', () =>
    atDesk((desk) => {
      registered(desk)
      const named = ['--partner', 'zagiel cloud sl', '--customer', 'CUSTOMER 41', '--deal', 'reg10077']
      const { code, verdict } = check(desk, ...named)
      expect({ code, not: notPassed(verdict) }).toEqual({ code: 0, not: [] })
      expect(check(desk, ...named.with(3, 'Customer 42')).code).toBe(1)
      expect(check(desk, ...named, '--file', document(desk, 'sow-fpdf.pdf')).code).toBe(0)
      expect(notPassed(check(desk, ...named, '--file', document(desk, 'scan.pdf')).verdict).length).toBe(3)
      expect(notPassed(check(desk, ...named, '--received', '2027-11-20').verdict)).toEqual(['within_window unknown in_future'])
      expect(desk.phd('poe', 'check', ...named, '--file', 'none.pdf').code).toBe(5)
    }))

  it('does not answer a mail that needs review', () =>
    atDesk((desk) => {
      const mail = mailed(desk, ['sow-fpdf.pdf'], { from: 'ann@zagielcloud.example' })
      registered(desk)
      expect(desk.phd('poe', 'check', mail).code).toBe(2)
      const { verdict, stderr } = check(desk, mail, '--partner', 'Żagiel Cloud S.L.', '--draft', 'drafts')
      expect(verdict.mailFlags).toContain('lookalike_domain')
      expect(stderr).toContain('the mail itself needs review')
      expect({ drafts: verdict.drafts, chatter: verdict.chatter }).toEqual({ drafts: [], chatter: null })
    }))

  it.each([
    ['the same day', 'Thu, 19 Nov 2026 09:00:05 +0000', '2026-11-19'],
    ['the next day', 'Fri, 20 Nov 2026 00:10:00 +0200', '2026-11-19'],
    // The sender's clock is wrong, or the mail is dated back.
    ['another day', 'Mon, 23 Nov 2026 09:00:00 +0000', null],
  ])('takes the day from the server: %s', (_what, came, day) =>
    atDesk((desk) => {
      const mail = mailed(registered(desk), ['sow-fpdf.pdf'])
      const path = join(desk.folder, mail)
      writeFileSync(path, `Received: from a by b; ${came}\r\n${readFileSync(path, 'utf8')}`)
      const { verdict } = check(desk, mail)
      expect(verdict.receivedOn).toBe(day)
      expect(notPassed(verdict)).toEqual(day === null ? ['within_window unknown no_date'] : [])
    }),
  )

  it.each([[[]], [['p.eml', '--file', 'a.pdf']], [['--partner', 'x', '--customer', 'y']], [['--deal', '']]])(
    'refuses %j',
    (args) => atDesk((desk) => expect(desk.phd('poe', 'check', ...args).code).toBe(2)),
  )

  it('says the same as phd mail route', () =>
    atDesk((desk) => {
      const mail = mailed(registered(desk), ['sow-fpdf.pdf'])
      const { verdict } = check(desk, mail)
      const { stdout } = desk.run(['mail', 'route', mail, '--json', '--max-age', '30'], { PHD_NOW: NOW })
      const [routed] = (JSON.parse(stdout) as { messages: { outcome: string; proof: Verdict; actions: { text: string }[] }[] })
        .messages
      expect(routed?.outcome).toBe('route')
      expect(routed?.proof.decision).toBe(verdict.decision)
      expect(routed?.proof.checks.map(({ id, outcome }) => [id, outcome])).toEqual(
        verdict.checks.map(({ id, outcome }) => [id, outcome]),
      )
      expect(routed?.actions[1]?.text).toContain(`"${verdict.status?.status}"`)
    }))
})
