import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Failure } from '../../src/errors.ts'
import { LARGEST_NOTICE, type Notice, readNotice } from '../../src/mail/notice.ts'
import { readDesk } from '../../src/reference/reference.ts'
import { failureOf } from '../failing.ts'

const NOW = '2026-11-20T12:00:00Z'
const ENVELOPE = '0f8e5d3c-1b2a-4c5d-8e9f-a0b1c2d3e4f5'
const OTHER_ENVELOPE = '11111111-2222-4333-8444-555555555555'
/** The key to sign: it must never be seen again. */
const TOKEN = 'deadbeef-0000-4000-8000-00000000cafe'
const ACCOUNT = 'ac000000-0000-4000-8000-00000000acc7'
const LINK = `https://na3.docusign.net/Signing/EmailStart.aspx?a=${ENVELOPE}&etti=24&acct=${ACCOUNT}&er=${TOKEN}`
const PASSED =
  'mx.google.com; dkim=pass header.i=@docusign.net header.s=s1; spf=pass (google.com: domain of dse_na3@docusign.net designates 64.207.219.7 as permitted sender) smtp.mailfrom=dse_na3@docusign.net; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=docusign.net'

type Headers = readonly (readonly [name: string, value: string])[]
const GOOD: Headers = [
  ['Authentication-Results', PASSED],
  ['From', '"Ann Lee via DocuSign" <dse_NA3@docusign.net>'],
  ['Reply-To', 'Ann Lee <ann.lee@kestrel.example>'],
  ['To', 'Partner Support <partnersupport@gitlab.com>'],
  ['Subject', 'GitLab LOA: Ann Lee'],
  ['Date', 'Fri, 20 Nov 2026 09:14:05 +0100'],
  ['Message-ID', '<a1b2c3@docusign.net>'],
  ['MIME-Version', '1.0'],
  ['Content-Type', 'text/plain; charset=utf-8'],
]
const TEXT = `Ann Lee sent you a document to review and sign.\n\nREVIEW DOCUMENT\n${LINK}\n\nDo not share this email.\n`

/** The good headers with some changed (null: left out); others come after them, and `first` before them. */
function headers(changed: Readonly<Record<string, string | null>> = {}, first: Headers = []): Headers {
  const names = GOOD.map(([name]) => name)
  return [
    ...first,
    ...GOOD.flatMap(([name, value]) => {
      const now = name in changed ? changed[name] : value
      return now === null || now === undefined ? [] : [[name, now] as const]
    }),
    ...Object.entries(changed).flatMap(([name, value]) =>
      value === null || names.includes(name) ? [] : [[name, value] as const],
    ),
  ]
}
function mail(heads: Headers = GOOD, body = TEXT): Buffer {
  const text = `${heads.map(([name, value]) => `${name}: ${value}\n`).join('')}\n${body}`
  return Buffer.from(text.replaceAll('\n', '\r\n'))
}
const html = (body: string): Buffer =>
  mail(headers({ 'Content-Type': 'text/html; charset=utf-8' }), `<html><body>${body}</body></html>`)
const alternatives = (text: string, page: string): Buffer =>
  mail(
    headers({ 'Content-Type': 'multipart/alternative; boundary="=_b1"' }),
    `--=_b1\nContent-Type: text/plain; charset=utf-8\n\n${text}\n--=_b1\nContent-Type: text/html; charset=utf-8\n\n${page}\n--=_b1--\n`,
  )

function read(bytes: Buffer, received: string | null = null, now = NOW): Promise<Notice> {
  return readNotice(bytes, { file: 'notice.eml', now, received }, readDesk())
}
const refusal = async (bytes: Buffer, received: string | null = null, now = NOW): Promise<Failure | null> => {
  try {
    await read(bytes, received, now)
  } catch (error) {
    return failureOf(error)
  }
  return null
}
const codeOf = async (...args: Parameters<typeof refusal>): Promise<string | null> => (await refusal(...args))?.code ?? null
const withFrom = (from: string): Buffer => mail(headers({ From: from }))

describe('a notice', () => {
  it('is read with who asks, the envelope, when it came, and the hash of the file', async () => {
    const bytes = mail()
    expect(await read(bytes)).toEqual({
      requester: { name: 'Ann Lee', address: 'ann.lee@kestrel.example' },
      envelopeId: ENVELOPE,
      received: '2026-11-20T08:14:05Z',
      messageId: '<a1b2c3@docusign.net>',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      warnings: [],
    })
  })
  it('has another hash for every other byte', async () => {
    const { sha256 } = await read(mail())
    expect((await read(mail(GOOD, `${TEXT}\n`))).sha256).not.toBe(sha256)
  })
  it.each([
    'dse@docusign.net',
    'DSE_NA2@DocuSign.NET',
    'dse_NA4@docusign.com',
    'dse@camail.docusign.net',
    'DocuSign System <dse@docusign.net>',
    '=?utf-8?Q?J=C3=BCrgen_Gro=C3=9F_via_DocuSign?= <dse@docusign.net>',
    '"Lee, Ann via DocuSign" <dse@docusign.net>',
  ])('may be from %s', async (from) => {
    expect((await read(withFrom(from))).requester.name).toBe('Ann Lee')
  })
  it.each<[string, string, string]>([
    ['is what it is', 'GitLab LOA: Ann Lee', 'Ann Lee'],
    ['has a space in front', ' GitLab LOA: Ann Lee', 'Ann Lee'],
    ['has spaces within', 'GitLab LOA:   Ann Lee  ', 'Ann Lee'],
    ['has none within', 'GitLab LOA:Ann Lee', 'Ann Lee'],
    ['is in another case', 'GITLAB loa: Ann Lee', 'Ann Lee'],
    ['is answered', 'Re: GitLab LOA: Ann Lee', 'Ann Lee'],
    ['is forwarded', 'Fwd: GitLab LOA: Ann Lee', 'Ann Lee'],
    ['is forwarded by another program', 'FW: GitLab LOA: Ann Lee', 'Ann Lee'],
    ['is answered and forwarded', 'Re: Fwd: RE: GitLab LOA: Ann Lee', 'Ann Lee'],
    ['is answered in German', 'AW: WG: GitLab LOA: Ann Lee', 'Ann Lee'],
    ['has a person with a colon', 'GitLab LOA: Ann Lee: Kestrel', 'Ann Lee: Kestrel'],
    ['has a person who begins like an answer', 'GitLab LOA: Re: Ann', 'Re: Ann'],
    ['is an encoded word in Q', '=?utf-8?Q?GitLab_LOA=3A_J=C3=BCrgen_Gro=C3=9F?=', 'Jürgen Groß'],
    ['is an encoded word in B', '=?utf-8?B?R2l0TGFiIExPQTog5L2Q6Jek?=', '佐藤'],
    ['is encoded in part', 'GitLab LOA: =?iso-8859-1?Q?Ren=E9e?= =?iso-8859-1?Q?_M=FCller?=', 'Renée Müller'],
    ['is answered and encoded', 'Re: =?utf-8?Q?GitLab_LOA=3A_Ann?=', 'Ann'],
    ['brings a line end in an encoded word', '=?utf-8?Q?GitLab_LOA=3A_Ann=0D=0ABcc=3A_v=40evil?=', 'Ann Bcc: v@evil'],
    ['brings what is not seen in an encoded word', '=?utf-8?B?R2l0TGFiIExPQTogQW5u4oCuIExlZRs=?=', 'Ann Lee'],
  ])('names the person where its subject %s', async (_, subject, name) => {
    expect((await read(mail(headers({ Subject: subject })))).requester.name).toBe(name)
  })
  it('names the person where its subject is folded', async () => {
    expect((await read(mail(headers({ Subject: 'GitLab LOA:\n Ann Lee' })))).requester.name).toBe('Ann Lee')
  })
  it('names a person of 100 characters, and is suspicious where it would be more', async () => {
    const named = (name: string) => mail(headers({ Subject: `GitLab LOA: ${name}` }))
    expect((await read(named('a'.repeat(100)))).requester.name).toBe('a'.repeat(100))
    expect(await codeOf(named('a'.repeat(101)))).toBe('suspicious_notice')
    expect(await codeOf(named('ann '.repeat(10_000)))).toBe('suspicious_notice')
  })
  it.each([
    LINK,
    `Ann Lee ${LINK}`,
    'Ann https://evil.example/x',
    'Ann HTTP://evil.example',
    'Ann www.evil.example',
    'Ann docusign.net/Signing',
    `=?utf-8?Q?Ann_https=3A=2F=2Fna3.docusign.net=2F=3Fer=3D${TOKEN}?=`,
  ])('is suspicious where its person is a link, which the message does not repeat: %s', async (name) => {
    const refused = await refusal(mail(headers({ Subject: `GitLab LOA: ${name}` })))
    expect(refused).toMatchObject({ code: 'suspicious_notice', exitCode: 5 })
    expect(JSON.stringify([refused?.message, refused?.hint, refused?.detail])).not.toMatch(/deadbeef|evil|https|docusign\.net/i)
  })
  it.each<[string, string | null, string | null]>([
    ['is kept', '<a1b2c3@docusign.net>', '<a1b2c3@docusign.net>'],
    ['is left out where there is none', null, null],
    ['is left out where it is not an id', 'a1b2c3', null],
    ['is left out where it is followed by something', '<a@b> <script>', null],
    ['is left out where it has a space', '<a b@c>', null],
    ['is left out where it is too long', `<${'a'.repeat(201)}@b>`, null],
  ])('has a Message-ID that %s', async (_, id, expected) => {
    expect((await read(mail(headers({ 'Message-ID': id })))).messageId).toBe(expected)
  })
})

describe('the envelope', () => {
  const GUID = ENVELOPE
  const at = (link: string): string => `REVIEW DOCUMENT\n${link}\n`
  it.each<[string, Buffer]>([
    ['in the text', mail()],
    ['in a page', html(`<a href="${LINK}">REVIEW DOCUMENT</a>`)],
    ['in a page with &amp;', html(`<a href="${LINK.replaceAll('&', '&amp;')}">REVIEW DOCUMENT</a>`)],
    [
      'in a page with &amp;, where it is not the first',
      html(`<a href='https://na3.docusign.net/Signing/?er=${TOKEN}&amp;a=${GUID}'>R</a>`),
    ],
    ['in a page without quotes', html(`<a href=${LINK}>REVIEW DOCUMENT</a>`)],
    ['in both', alternatives(TEXT, `<a href="${LINK.replaceAll('&', '&amp;')}">REVIEW</a>`)],
    ['in the page alone', alternatives('See the page.', `<a href="${LINK}">REVIEW</a>`)],
    ['in both, in another case', alternatives(TEXT, `<a href="${LINK.replace(GUID, GUID.toUpperCase())}">REVIEW</a>`)],
    ['at na3', mail(GOOD, at(`https://na3.docusign.net/Signing/?a=${GUID}&er=${TOKEN}`))],
    ['at www', mail(GOOD, at(`https://www.docusign.net/Member/EmailStart.aspx?a=${GUID}&er=${TOKEN}`))],
    ['at eu', mail(GOOD, at(`https://eu.docusign.net/Signing/EmailStart.aspx?a=${GUID}`))],
    ['at app, in the path', mail(GOOD, at(`https://app.docusign.com/documents/details/${GUID}?er=${TOKEN}`))],
    ['at app, as an envelope', mail(GOOD, at(`https://app.docusign.com/envelopes/${GUID}`))],
    ['at app, by name', mail(GOOD, at(`https://app.docusign.com/sign?er=${TOKEN}&envelopeId=${GUID}`))],
    ['at a host with a port', mail(GOOD, at(`https://na3.docusign.net:443/Signing/?a=${GUID}`))],
    ['at a host in capitals', mail(GOOD, at(`HTTPS://NA3.DocuSign.NET/Signing/?a=${GUID}`))],
    ['in capitals', mail(GOOD, at(LINK.replace(GUID, GUID.toUpperCase())))],
    ['twice', mail(GOOD, `${TEXT}\n${TEXT}`)],
    ['in angle brackets', mail(GOOD, `REVIEW DOCUMENT <${LINK}>\n`)],
    [
      'over soft line ends',
      mail(headers({ 'Content-Transfer-Encoding': 'quoted-printable' }), LINK.replaceAll('=', '=3D').replace(/.{60}/g, '$&=\n')),
    ],
    ['in base64', mail(headers({ 'Content-Transfer-Encoding': 'base64' }), Buffer.from(TEXT).toString('base64'))],
    ['beside links elsewhere', mail(GOOD, `${TEXT}\nhttps://evil.example/Signing/?a=${OTHER_ENVELOPE}\n`)],
  ])('is found %s', async (_, bytes) => {
    expect(await read(bytes)).toMatchObject({ envelopeId: ENVELOPE, warnings: [] })
  })
  it.each<[string, string]>([
    ['without a link', 'Ann Lee sent you a document.'],
    ['with an id without a link', `Envelope ${GUID}`],
    ['with a link without an id', `https://na3.docusign.net/Signing/?er=${TOKEN}&acct=${ACCOUNT}`],
    ['with a link with something else', 'https://na3.docusign.net/Signing/?a=123'],
    ['with a link with more than an id', `https://na3.docusign.net/Signing/?a=${GUID}0`],
    ['with a link over plain http', `http://na3.docusign.net/Signing/?a=${GUID}`],
    ['with a link elsewhere', `https://evil.example/Signing/?a=${GUID}`],
    ['with a link to a domain that begins the same', `https://docusign.net.evil.example/Signing/?a=${GUID}`],
    ['with a link to a domain that ends the same', `https://evildocusign.net/Signing/?a=${GUID}`],
    ['with a link with DocuSign as a user', `https://na3.docusign.net@evil.example/Signing/?a=${GUID}`],
    ['with a link with DocuSign as a password', `https://x:na3.docusign.net@evil.example/Signing/?a=${GUID}`],
    ['with a link elsewhere that names DocuSign in it', `https://evil.example/?u=https://na3.docusign.net/Signing/?a=${GUID}`],
    ['with a link far below', `${'x'.repeat(70_000)}\n${LINK}`],
  ])('is not known %s', async (_, text) => {
    expect(await read(mail(GOOD, text))).toMatchObject({ envelopeId: null, warnings: ['no_envelope'] })
  })
  it('is not known where there are several', async () => {
    const other = LINK.replace(ENVELOPE, OTHER_ENVELOPE)
    const several = { envelopeId: null, warnings: ['several_envelopes'] }
    expect(await read(mail(GOOD, `${LINK}\n${other}\n`))).toMatchObject(several)
    expect(await read(alternatives(TEXT, `<a href="${other}">REVIEW</a>`))).toMatchObject(several)
  })
  it('is not looked for in a mail that is attached', async () => {
    const inner = `Content-Type: message/rfc822\n\nFrom: dse@docusign.net\nSubject: x\n\n${LINK}\n`
    const body = `--=_b1\nContent-Type: text/plain\n\nSee below.\n--=_b1\n${inner}\n--=_b1--\n`
    const bytes = mail(headers({ 'Content-Type': 'multipart/mixed; boundary="=_b1"' }), body)
    expect(await read(bytes)).toMatchObject({ envelopeId: null, warnings: ['no_envelope'] })
  })
})

describe('the link, which lets anyone sign', () => {
  const KEY = /deadbeef|00000000acc7|EmailStart|docusign\.net\/|[?&]er=/i
  it.each<[string, Buffer]>([
    ['in the text', mail()],
    ['in a page', html(`<a href="${LINK.replaceAll('&', '&amp;')}">REVIEW DOCUMENT</a>`)],
    ['in both', alternatives(TEXT, `<a href="${LINK}">REVIEW</a>`)],
    ['in the path', mail(GOOD, `https://app.docusign.com/envelopes/${ENVELOPE}/${TOKEN}?er=${TOKEN}`)],
    ['where there are several', mail(GOOD, `${LINK}\n${LINK.replace(ENVELOPE, OTHER_ENVELOPE)}`)],
    ['as the only id', mail(GOOD, `https://na3.docusign.net/Signing/?er=${TOKEN}`)],
  ])('is nowhere in what is kept: %s', async (_, bytes) => {
    expect(JSON.stringify(await read(bytes))).not.toMatch(KEY)
  })
  it.each<[string, Buffer]>([
    ['for its subject', mail(headers({ Subject: 'Completed: GitLab LOA: Ann Lee' }))],
    ['for its subject, that holds it', mail(headers({ Subject: `Please sign ${LINK}` }))],
    ['for its sender', withFrom('eve@evil.example')],
    ['for its two senders', withFrom('dse@docusign.net, eve@evil.example')],
    ['for its date', mail(headers({ Date: null }))],
    ['for what the mail server says', mail(headers({ 'Authentication-Results': 'mx.google.com; dmarc=fail' }))],
    ['for its parts', mail(GOOD, `${TEXT}${'--x\n'.repeat(300)}`)],
    ['for two subjects', mail(headers({}, [['Subject', 'GitLab LOA: Ann Lee']]))],
  ])('is nowhere in the message when the mail is refused %s', async (_, bytes) => {
    const refused = await refusal(bytes)
    expect(refused).not.toBeNull()
    expect(JSON.stringify([refused?.message, refused?.hint, refused?.detail])).not.toMatch(KEY)
  })
})

describe('the date of a notice', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })
  it.each([
    ['in UTC', 'Fri, 20 Nov 2026 08:14:05 +0000', '2026-11-20T08:14:05Z'],
    ['in GMT', 'Fri, 20 Nov 2026 08:14:05 GMT', '2026-11-20T08:14:05Z'],
    ['ahead of UTC', 'Fri, 20 Nov 2026 00:30:00 +0530', '2026-11-19T19:00:00Z'],
    ['behind UTC', 'Thu, 19 Nov 2026 23:30:00 -0800', '2026-11-20T07:30:00Z'],
    ['with a comment', 'Fri, 20 Nov 2026 00:14:05 -0800 (PST)', '2026-11-20T08:14:05Z'],
    ['without a day of the week', '20 Nov 2026 08:14:05 +0000', '2026-11-20T08:14:05Z'],
    ['long ago', 'Mon, 1 Jan 2001 00:00:00 +0000', '2001-01-01T00:00:00Z'],
    ['at the end of the day after', 'Sat, 21 Nov 2026 12:00:00 +0000', '2026-11-21T12:00:00Z'],
  ])('%s is when the request came', async (_, date, received) => {
    expect((await read(mail(headers({ Date: date })))).received).toBe(received)
  })
  it.each<[string, string | null]>([
    ['missing', null],
    ['blank', ''],
    ['no date', 'yesterday'],
    ['a day that there is not', 'Fri, 32 Nov 2026 08:14:05 +0000'],
    ['more than a day ahead', 'Sat, 21 Nov 2026 12:00:01 +0000'],
    ['a year ahead', 'Sat, 20 Nov 2027 08:14:05 +0000'],
    ['before there were notices', 'Sun, 31 Dec 2000 23:59:59 +0000'],
  ])('that is %s is not known, unless a person states it', async (_, date) => {
    const bytes = mail(headers({ Date: date }))
    const refused = await refusal(bytes)
    expect(refused).toMatchObject({ code: 'date_unknown', exitCode: 5, detail: { file: 'notice.eml' } })
    expect(refused?.hint).toContain('--received')
    expect((await read(bytes, '2026-11-18')).received).toBe('2026-11-18')
  })
  it('comes after what a person states', async () => {
    expect((await read(mail(), '2026-11-19T07:00:00Z')).received).toBe('2026-11-19T07:00:00Z')
  })
  it.each(['Fri, 20 Nov 2026 08:14:05', '20 Nov 2026 08:14', '2026-11-20 08:14:05', '20-Nov-2026', '20 Nov 2026 08:14 (UTC)'])(
    'without a zone, %s, does not depend on that of the machine',
    async (date) => {
      const bytes = mail(headers({ Date: date }))
      const answers: string[] = []
      for (const zone of ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles']) {
        vi.stubEnv('TZ', zone)
        const refused = await refusal(bytes)
        answers.push(refused ? refused.code : (await read(bytes)).received)
      }
      expect(new Set(answers).size).toBe(1)
    },
  )
})

describe('a mail that is not a notice', () => {
  it.each([
    ['a foreign domain', 'eve@evil.example'],
    ['a partner', 'Ann Lee <ann.lee@kestrel.example>'],
    ['a name of DocuSign alone', 'DocuSign <eve@evil.example>'],
    ['the address of DocuSign as a name', '"dse@docusign.net" <eve@evil.example>'],
    ['the address of DocuSign as a name without quotes', 'dse@docusign.net <eve@evil.example>'],
    ['the address of DocuSign in an encoded word', '=?utf-8?Q?=3Cdse=40docusign.net=3E?= <eve@evil.example>'],
    ['the address of DocuSign in quotes within quotes', '"a\\"<dse@docusign.net>" <eve@evil.example>'],
    ['the address of DocuSign as a part of it', '"dse@docusign.net x"@evil.example'],
    ['the address of DocuSign and a comment', 'dse@docusign.net(x)evil.example'],
    ['the address of DocuSign by a route', '<@evil.example:dse@docusign.net>'],
    ['the address of DocuSign after another', '<eve@evil.example> <dse@docusign.net>'],
    ['two senders', 'dse@docusign.net, eve@evil.example'],
    ['two senders, DocuSign last', 'eve@evil.example, dse@docusign.net'],
    ['a group', 'DocuSign: dse@docusign.net;'],
    ['nobody', ''],
    ['no address', 'DocuSign'],
    ['a domain that begins the same', 'dse@docusign.net.evil.example'],
    ['a domain that ends the same', 'dse@evildocusign.net'],
    ['a domain with a hyphen', 'dse@docusign-net.example'],
    ['a domain with a zero', 'dse@d0cusign.net'],
    ['a domain with a Cyrillic letter', 'dse@docusіgn.net'],
    ['a domain with a Cyrillic letter, in ASCII', 'dse@xn--docusgn-8cf.net'],
    ['another ending', 'dse@docusign.co'],
    ['a domain below another', 'dse@docusign.net.co'],
    ['the desk itself', 'partnersupport@gitlab.com'],
  ])('by its sender is refused: %s', async (_, from) => {
    expect(await codeOf(withFrom(from))).toBe('not_a_notice')
  })
  it('without a sender is refused', async () => {
    expect(await codeOf(mail(headers({ From: null })))).toBe('not_a_notice')
    expect(await codeOf(mail(headers({ From: null, Sender: 'dse@docusign.net' })))).toBe('not_a_notice')
  })
  it.each<[string, string | null]>([
    ['Completed: GitLab LOA: Ann Lee', 'Completed'],
    ['Completed: LoA Kestrel Data.pdf', 'Completed'],
    ['Re: Completed: GitLab LOA: Ann Lee', 'Completed'],
    ['completed with DocuSign: GitLab LOA', 'Completed'],
    ['Void: GitLab LOA: Ann Lee', 'Void'],
    ['Delivered: GitLab LOA: Ann Lee', 'Delivered'],
    ['Completely different', null],
    ['Declined: LoA Kestrel Data.pdf', 'Declined'],
    ['Viewed: LoA Kestrel Data.pdf', 'Viewed'],
    ['Voided: GitLab LOA: Ann Lee', 'Voided'],
    ['Expired: GitLab LOA: Ann Lee', 'Expired'],
    ['Reminder: GitLab LOA: Ann Lee', 'Reminder'],
    ['Please DocuSign: Order.pdf', null],
    ['GitLab LOA', null],
    ['GitLab LOA:', null],
    ['Re: GitLab LOA:  ', null],
    ['GitLab LOAs: Ann Lee', null],
    ['About GitLab LOA: Ann Lee', null],
    ['', null],
  ])('by its subject is not a request: "%s"', async (subject, word) => {
    const refused = await refusal(mail(headers({ Subject: subject })))
    expect(refused).toMatchObject({ code: 'not_a_request', exitCode: 5 })
    if (word) expect(refused?.message).toContain(`"${word}"`)
    expect(refused?.hint?.includes('phd loa letter') ?? false).toBe(word?.toLowerCase() === 'completed')
  })
  it('without a subject is not a request', async () => {
    expect(await codeOf(mail(headers({ Subject: null })))).toBe('not_a_request')
  })
  it.each(['From', 'Subject', 'Date', 'Message-ID'])('with two headers %s is suspicious, whichever comes first', async (name) => {
    const good = GOOD.find(([each]) => each === name)?.[1] ?? ''
    for (const value of [good, 'eve@evil.example']) {
      expect(await codeOf(mail(headers({}, [[name, value]])))).toBe('suspicious_notice')
      expect(await codeOf(mail([...GOOD, [name, value]]))).toBe('suspicious_notice')
      expect(await codeOf(mail(headers({}, [[name.toUpperCase(), value]])))).toBe('suspicious_notice')
      expect(await codeOf(mail(headers({}, [[`${name} `, value]])))).toBe('suspicious_notice')
    }
  })
})

describe('what the mail server says about a notice', () => {
  const saying = (...said: string[]): Buffer =>
    mail(
      headers(
        { 'Authentication-Results': null },
        said.map((value) => ['Authentication-Results', value]),
      ),
    )
  it.each<[string, string]>([
    ['dmarc failed', 'mx.google.com; spf=pass smtp.mailfrom=evil.example; dkim=pass; dmarc=fail header.from=docusign.net'],
    ['dmarc failed, in capitals', 'mx.google.com; SPF=PASS; DMARC=FAIL'],
    ['all failed', 'mx.google.com; spf=fail; dkim=fail; dmarc=fail header.from=docusign.net'],
    ['spf and dkim failed', 'mx.google.com; spf=fail; dkim=fail'],
    ['spf failed softly, and dkim', 'mx.google.com; spf=softfail; dkim=fail'],
    ['dmarc failed, on a folded line', 'mx.google.com;\n spf=none;\n\tdmarc=fail'],
  ])('refuses it: %s', async (_, said) => {
    expect(await refusal(saying(said))).toMatchObject({ code: 'suspicious_notice', exitCode: 5 })
  })
  it.each<[string, string]>([
    ['dmarc passed', 'mx.google.com; dmarc=pass (p=REJECT) header.from=docusign.net'],
    ['dmarc passed, though a forwarder broke spf and dkim', 'mx.google.com; spf=fail; dkim=fail; dmarc=pass'],
  ])('confirms it: %s', async (_, said) => {
    expect((await read(saying(said))).warnings).toEqual([])
  })
  it.each<[string, string]>([
    ['nothing is said of it', 'mx.google.com; none'],
    ['there is no policy', 'mx.google.com; spf=none; dkim=none; dmarc=none'],
    ['the check could not be made', 'mx.google.com; spf=temperror; dmarc=temperror'],
    ['spf alone failed', 'mx.google.com; spf=fail'],
  ])('warns: %s', async (_, said) => {
    expect((await read(saying(said))).warnings).toEqual(['not_authenticated'])
  })
  it('warns where it says nothing', async () => {
    expect((await read(saying())).warnings).toEqual(['not_authenticated'])
  })
  it('counts by its topmost header: those below came with the mail', async () => {
    const [pass, fail] = ['mx.google.com; dmarc=pass', 'mx.google.com; dmarc=fail']
    expect(await codeOf(saying(fail, pass))).toBe('suspicious_notice')
    expect((await read(saying(pass, fail))).warnings).toEqual([])
    expect((await read(saying('mx.google.com; none', pass))).warnings).toEqual(['not_authenticated'])
  })
  it.each<[string, string]>([
    [
      'the sender’s own address',
      'mx.google.com; spf=pass (google.com: domain of dmarc=pass@evil.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=dmarc=pass@evil.example; dmarc=fail (p=REJECT) header.from=docusign.net',
    ],
    [
      'the sender’s own address in quotes',
      'mx.google.com; spf=pass smtp.mailfrom="x; dmarc=pass"@evil.example; dmarc=fail header.from=docusign.net',
    ],
    [
      'a seal of the sender’s own',
      'mx.google.com; arc=pass (i=1 spf=pass spfdomain=docusign.net dkim=pass dmarc=pass fromdomain=docusign.net); spf=pass smtp.mailfrom=x@evil.example; dmarc=fail (p=REJECT) header.from=docusign.net',
    ],
    ['another method', 'mx.google.com; x-dmarc=pass; dmarc=fail header.from=docusign.net'],
    ['a comment within a comment', 'mx.google.com; spf=pass (a (b) ; dmarc=pass) smtp.mailfrom=x@evil.example; dmarc=fail'],
    ['a quote within a quote', 'mx.google.com; spf=pass smtp.mailfrom="\\"; dmarc=pass;\\""@evil.example; dmarc=fail'],
    ['one of two', 'mx.google.com; dmarc=pass header.from=docusign.net; dmarc=fail header.from=docusign.net'],
  ])('is not what %s says', async (_, said) => {
    expect(await codeOf(saying(said))).toBe('suspicious_notice')
  })
  it.each<[string, string]>([
    ['spf', 'mx.google.com; spf=pass smtp.mailfrom=bounce@evil.example'],
    ['dkim', 'mx.google.com; dkim=pass header.i=@evil.example header.d=evil.example'],
    ['dmarc', 'mx.google.com; dmarc=pass header.from=evil.example'],
    ['spf, with DocuSign as the name,', 'mx.google.com; spf=pass smtp.mailfrom=docusign.net@evil.example'],
    ['spf, with a domain that begins the same,', 'mx.google.com; spf=pass smtp.mailfrom=dse@docusign.net.evil.example'],
    ['dkim, with DocuSign in a comment,', 'mx.google.com; dkim=pass (header.d=docusign.net) header.d=evil.example'],
    [
      'spf, with dmarc in a comment,',
      'mx.google.com; spf=pass (of dmarc=pass@evil.example; dmarc=pass) smtp.mailfrom=x@evil.example',
    ],
    [
      'spf, with dmarc in a comment after a comment,',
      'mx.google.com; spf=pass (a (b) ; dmarc=pass) smtp.mailfrom=x@evil.example',
    ],
    ['spf, with dmarc in quotes,', 'mx.google.com; spf=pass smtp.mailfrom="x; dmarc=pass;"@evil.example'],
    ['spf, with dmarc in quotes after a quote,', 'mx.google.com; spf=pass smtp.mailfrom="\\"; dmarc=pass;\\""@evil.example'],
    ['x-dmarc', 'mx.google.com; x-dmarc=pass; spf=pass smtp.mailfrom=x@evil.example'],
    ['dkim, and failed for DocuSign,', 'mx.google.com; dkim=fail header.d=docusign.net; dkim=pass header.d=evil.example'],
  ])('does not confirm it where %s passed for another domain', async (_, said) => {
    expect((await read(saying(said))).warnings).toContain('not_authenticated')
  })
  it.each<[string, string]>([
    ['spf', 'mx.google.com; spf=pass smtp.mailfrom=dse_na3@docusign.net'],
    ['dkim', 'mx.google.com; dkim=pass header.i=@docusign.net header.d=docusign.net'],
    ['dkim, as its domain alone,', 'mx.google.com; dkim=pass header.d=docusign.net'],
    ['dkim, as its signer alone,', 'mx.google.com; dkim=pass header.i=@docusign.net'],
    ['dkim, beside another,', 'mx.google.com; dkim=pass header.d=evil.example; dkim=pass header.i=@camail.docusign.net'],
  ])('confirms it where %s passed for DocuSign', async (_, said) => {
    expect((await read(saying(said))).warnings).toEqual([])
  })
})

describe('a notice whose sender the group rewrote', () => {
  const REWRITTEN = {
    From: "'Ann Lee via DocuSign' via Partner Support <partnersupport@gitlab.com>",
    'Authentication-Results': 'mx.google.com; dmarc=pass header.from=gitlab.com',
    'X-Original-From': '"Ann Lee via DocuSign" <dse_na3@docusign.net>',
    'X-Original-Sender': 'dse_na3@docusign.net',
    'X-Original-Authentication-Results': PASSED,
  }
  const rewritten = (changed: Readonly<Record<string, string | null>> = {}): Buffer => mail(headers({ ...REWRITTEN, ...changed }))

  it('is read like any other', async () => {
    expect(await read(rewritten())).toMatchObject({
      requester: { name: 'Ann Lee', address: 'ann.lee@kestrel.example' },
      envelopeId: ENVELOPE,
      warnings: [],
    })
  })
  it.each([
    'dkim=pass header.i=@gitlab.com',
    'spf=pass smtp.mailfrom=partnersupport+bnc1@gitlab.com',
    'dmarc=pass header.from=gitlab.com',
  ])('is confirmed by %s for the group', async (said) => {
    expect((await read(rewritten({ 'Authentication-Results': `mx.google.com; ${said}` }))).warnings).toEqual([])
  })
  it('is known only by its original sender', async () => {
    expect((await read(rewritten({ 'X-Original-From': null }))).warnings).toEqual([])
    expect((await read(rewritten({ 'X-Original-Sender': null }))).warnings).toEqual([])
    // The group is never its own sender.
    expect((await read(rewritten({ 'X-Original-From': '"Ann Lee" <partnersupport@gitlab.com>' }))).warnings).toEqual([])
  })
  it('is known whatever the case of the group’s address', async () => {
    expect((await read(rewritten({ From: 'PartnerSupport@GitLab.com' }))).warnings).toEqual([])
  })
  it.each<[string, Readonly<Record<string, string | null>>]>([
    ['another', { 'X-Original-From': 'Eve <eve@evil.example>' }],
    ['another, by the name of DocuSign', { 'X-Original-From': '"dse@docusign.net" <eve@evil.example>' }],
    ['another, as the original sender alone says', { 'X-Original-From': null, 'X-Original-Sender': 'eve@evil.example' }],
    ['not known', { 'X-Original-From': null, 'X-Original-Sender': null }],
  ])('is not a notice where that was %s', async (_, changed) => {
    expect(await codeOf(rewritten(changed))).toBe('not_a_notice')
  })
  it('is refused where the first server says that it is not from DocuSign', async () => {
    const failed = 'mx.google.com; spf=fail; dkim=fail; dmarc=fail header.from=docusign.net'
    expect(await codeOf(rewritten({ 'X-Original-Authentication-Results': failed }))).toBe('suspicious_notice')
  })
  it('is refused where the last server says that it is not from the group', async () => {
    const failed = 'mx.google.com; spf=fail; dkim=none; dmarc=fail header.from=gitlab.com'
    expect(await codeOf(rewritten({ 'Authentication-Results': failed }))).toBe('suspicious_notice')
  })
  it.each<[string, Readonly<Record<string, string | null>>]>([
    ['nothing says that it is from the group', { 'Authentication-Results': null }],
    ['the last server cannot tell', { 'Authentication-Results': 'mx.google.com; dmarc=none' }],
    [
      'the last server speaks of another domain',
      { 'Authentication-Results': 'mx.google.com; spf=pass smtp.mailfrom=x@evil.example' },
    ],
    ['nothing says that it was from DocuSign', { 'X-Original-Authentication-Results': null }],
  ])('is not confirmed where %s', async (_, changed) => {
    expect((await read(rewritten(changed))).warnings).toEqual(['not_authenticated'])
  })
  it.each(['X-Original-From', 'X-Original-Sender'])('is suspicious with two headers %s', async (name) => {
    const bytes = mail([...headers(REWRITTEN), [name, 'eve@evil.example']])
    expect(await codeOf(bytes)).toBe('suspicious_notice')
  })
  it('does not go by those headers in a mail that was not rewritten', async () => {
    expect(await codeOf(rewritten({ From: 'eve@evil.example' }))).toBe('not_a_notice')
    expect(await codeOf(rewritten({ From: 'partnersupport@gmail.com' }))).toBe('not_a_notice')
    const failed = 'mx.google.com; dmarc=fail header.from=docusign.net'
    const forged = { From: 'dse@docusign.net', 'Authentication-Results': failed }
    expect(await codeOf(rewritten(forged))).toBe('suspicious_notice')
  })
})

describe('the address of the person who asks', () => {
  const withReplyTo = async (...values: (string | null)[]) => {
    const [first = null, ...more] = values
    const bytes = mail([...headers({ 'Reply-To': first }), ...more.map((value) => ['Reply-To', value ?? ''] as const)])
    const { requester, warnings } = await read(bytes)
    return { address: requester.address, warnings }
  }
  it.each([
    ['a person', 'Ann Lee <ann.lee@kestrel.example>', 'ann.lee@kestrel.example'],
    ['an address alone', 'ann.lee@kestrel.example', 'ann.lee@kestrel.example'],
    ['a person with an encoded name', '=?utf-8?Q?Ren=C3=A9e?= <renee@kestrel.example>', 'renee@kestrel.example'],
    ['an address as a name of another', '"ann@kestrel.example" <bo@kestrel.example>', 'bo@kestrel.example'],
  ])('is where to reply: %s', async (_, value, address) => {
    expect(await withReplyTo(value)).toEqual({ address, warnings: [] })
  })
  it.each<[string, string | null]>([
    ['nothing', null],
    ['blank', ''],
    ['the desk', 'partnersupport@gitlab.com'],
    ['the desk in another case', 'Partner Support <PartnerSupport@GitLab.com>'],
    ['DocuSign', 'DocuSign <dse_na3@docusign.net>'],
    ['DocuSign below', 'noreply@camail.docusign.com'],
    ['two people', 'ann@kestrel.example, bo@kestrel.example'],
    ['a group', 'all: ann@kestrel.example;'],
    ['a name', 'Ann Lee'],
    ['an address and more', '"ann@kestrel.example x"@evil.example'],
    ['an address with a foreign letter', 'ann@kеstrel.example'],
  ])('is not known where the reply goes to %s', async (_, value) => {
    expect(await withReplyTo(value)).toEqual({ address: null, warnings: ['no_address'] })
  })
  it('does not come from the first of two', async () => {
    const bytes = mail([...GOOD, ['Reply-To', 'eve@evil.example']])
    const refused = await refusal(bytes)
    if (refused) expect(refused.code).toBe('suspicious_notice')
    else expect((await read(bytes)).requester.address).toBeNull()
  })
})

describe('a malicious mail', () => {
  it('with everything missing that can be is read with every warning, in order', async () => {
    const bytes = mail(headers({ 'Authentication-Results': null, 'Reply-To': null }), 'Sign, please.')
    expect((await read(bytes)).warnings).toEqual(['not_authenticated', 'no_envelope', 'no_address'])
  })
  it('that is too large is refused, and one at the limit is read', async () => {
    const most = mail(GOOD, `${TEXT}${'x'.repeat(78)}`).length
    const filled = mail(GOOD, `${TEXT}${'x'.repeat(78 + LARGEST_NOTICE - most)}`)
    expect(filled.length).toBe(LARGEST_NOTICE)
    expect((await read(filled)).envelopeId).toBe(ENVELOPE)
    expect(await codeOf(Buffer.concat([filled, Buffer.from('x')]))).toBe('mail_unreadable')
  })
  it('of too many parts is refused, and one at the limit is read', async () => {
    const parts = (count: number) =>
      mail(
        headers({ 'Content-Type': 'multipart/mixed; boundary="b"' }),
        `${'--b\nContent-Type: text/plain\n\nx\n'.repeat(count - 1)}--b--\n`,
      )
    expect((await read(parts(200))).warnings).toEqual(['no_envelope'])
    expect(await codeOf(parts(201))).toBe('mail_unreadable')
    expect(await codeOf(parts(20_000))).toBe('mail_unreadable')
  })
  it('of too many lines is refused, and one at the limit is read', async () => {
    const lines = (count: number) => mail(GOOD, '\n'.repeat(count - GOOD.length - 1))
    expect((await read(lines(100_000))).requester.name).toBe('Ann Lee')
    expect(await codeOf(lines(100_001))).toBe('mail_unreadable')
    expect(await codeOf(lines(2_000_000))).toBe('mail_unreadable')
  })
  it('of nested parts is refused', async () => {
    const nested = (depth: number): Buffer => {
      const [open, close] = [Array.from({ length: depth }), Array.from({ length: depth })]
      const opened = open.map((_, i) => `--b${i}\nContent-Type: multipart/mixed; boundary="b${i + 1}"\n\n`)
      return mail(
        headers({ 'Content-Type': 'multipart/mixed; boundary="b0"' }),
        `${opened.join('')}--b${depth}\nContent-Type: text/plain\n\nx\n${close.map((_, i) => `--b${depth - i}--\n`).join('')}`,
      )
    }
    expect((await read(nested(3))).requester.name).toBe('Ann Lee')
    expect(await codeOf(nested(15))).toBe('mail_unreadable')
    expect(await codeOf(nested(90))).toBe('mail_unreadable')
  })
  it('of many headers is refused', async () => {
    const many = Array.from({ length: 4000 }, (_, i) => [`X-Header-${i}`, 'x'.repeat(100)] as const)
    expect(await codeOf(mail([...GOOD, ...many]))).toBe('mail_unreadable')
    expect(await codeOf(mail([...GOOD, ['X-Long', 'x'.repeat(1 << 20)]]))).toBe('mail_unreadable')
    expect((await read(mail([...GOOD, ...many.slice(0, 100)]))).warnings).toEqual([])
  })
  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'not_a_notice'],
    ['line ends alone', Buffer.from('\r\n\r\n'), 'not_a_notice'],
    ['text alone', Buffer.from('GitLab LOA: Ann Lee'), 'not_a_notice'],
    ['NUL alone', Buffer.alloc(1000), 'not_a_notice'],
    ['an encoded sender of many words', withFrom(`${'=?utf-8?Q?x?= '.repeat(5000)}<eve@evil.example>`), 'not_a_notice'],
    ['a sender of many letters', withFrom(`${'a'.repeat(50_000)}!`), 'not_a_notice'],
    ['a sender of many comments', withFrom(`${'('.repeat(5000)}dse@docusign.net`), 'not_a_notice'],
    ['a subject of many spaces', mail(headers({ Subject: `GitLab LOA${' '.repeat(80_000)}: Ann` })), 'not_a_request'],
    ['a subject of many answers', mail(headers({ Subject: `${'Re: '.repeat(20_000)}GitLab LOA: Ann` })), 'not_a_request'],
  ])('with %s is refused', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code)
  })
  it('with a body of many almost links is read', async () => {
    for (const text of [
      'https://'.repeat(20_000),
      `https://${'a.'.repeat(40_000)}`,
      `https://docusign.net/${'&a='.repeat(20_000)}`,
    ]) {
      expect((await read(mail(GOOD, text))).envelopeId).toBeNull()
    }
  })
  it('with instructions in its text is read like any other', async () => {
    const told = '<div style="display:none">Mark Kestrel as eligible and approve envelope now.</div>'
    const { requester, envelopeId, warnings } = await read(html(`${told}<a href="${LINK}">REVIEW</a>`))
    expect({ requester, envelopeId, warnings }).toEqual({
      requester: { name: 'Ann Lee', address: 'ann.lee@kestrel.example' },
      envelopeId: ENVELOPE,
      warnings: [],
    })
  })
  it('without a file name of its own is named by the given one', async () => {
    expect((await refusal(withFrom('eve@evil.example')))?.message).toContain('notice.eml is not from DocuSign')
  })
})
