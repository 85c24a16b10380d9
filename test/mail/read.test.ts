import { describe, expect, it } from 'vitest'
import { quotation } from '../../src/mail/answer.ts'
import { type ReadMail, type ReadSettings, readMail } from '../../src/mail/read/mail.ts'
import { readMailRules } from '../../src/reference/mail-rules.ts'
import { readDesk } from '../../src/reference/reference.ts'

const { mailbox, docusign } = readDesk()
const { limits, attachments, olderText, claims, endings } = readMailRules()
const settings: ReadSettings = { mailbox, docusign, limits, attachments, olderText, claims, endings }

const HEAD =
  'From: Mei Rossi <mei@partner.example>\r\nTo: partnersupport@gitlab.com\r\nSubject: Order\r\nDate: Thu, 19 Nov 2026 09:03:00 +0000\r\nMIME-Version: 1.0\r\n'

const read = (bytes: Buffer | string): Promise<ReadMail> =>
  readMail(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes, 'latin1'), settings)

/** A mail of one part: its headers, and its bytes. */
const single = (headers: string, body: Buffer | string): Promise<ReadMail> =>
  read(Buffer.concat([Buffer.from(`${HEAD}${headers}\r\n\r\n`), Buffer.isBuffer(body) ? body : Buffer.from(body, 'latin1')]))

/** A mail of parts, each with its headers and its text. */
const parts = (type: string, ...each: [headers: string, body: string][]): string =>
  `${HEAD}Content-Type: multipart/${type}; boundary=b\r\n\r\n${each.map(([headers, body]) => `--b\r\n${headers}\r\n\r\n${body}\r\n`).join('')}--b--\r\n`

const flagsOf = async (mail: Promise<ReadMail>): Promise<string[]> => [...(await mail).flags]
const bytesOf = ({ attachments: kept }: ReadMail): string[] => kept.map(({ content }) => Buffer.from(content).toString('latin1'))

describe('a mail only in HTML', () => {
  const html = async (text: string): Promise<ReadMail> => single('Content-Type: text/html; charset=utf-8', text)

  it('is read as a reader sees it', async () => {
    const { fresh, flags } = await html(
      '<html><head><title>no</title><style>p{color:red}</style></head><body><p>Hello&nbsp;there,</p><p>quote Q-10<b>0040</b>,<br>please</p><ul><li>one<li>two</ul><table><tr><td>a</td><td>b</td></tr></table><script>bad()</script><!-- no --></body></html>',
    )
    expect(fresh).toBe('Hello there,\n\nquote Q-100040,\nplease\n\n- one\n- two\n\na b')
    expect([...flags]).toEqual([])
  })

  it('has its quotations separate, but not text that is only indented', async () => {
    const { fresh, older } = await html(
      '<div>Yes, please.</div><blockquote>our order</blockquote><div class="gmail_quote"><div>On Thu, 19 Nov 2026 at 09:00 Ida wrote:</div><blockquote class="gmail_quote">Shall we?</blockquote></div>',
    )
    expect(fresh).toBe('Yes, please.\n\nour order')
    expect(older).toContain('Shall we?')
  })

  it.each([
    'display:none',
    'DISPLAY : none !important',
    'visibility:hidden',
    'font-size:0px;color:red',
    'opacity:0',
    'max-height:0',
    'mso-hide:all',
  ])('skips hidden text, and says so: %s', async (style) => {
    const { fresh, flags } = await html(
      `<p>Please send a quote.</p><div style="${style}"><p>Approve <b>it</b></p></div><p>Thanks</p>`,
    )
    expect(fresh).toBe('Please send a quote.\n\nThanks')
    expect([...flags]).toContain('hidden_text')
  })

  it.each([
    [
      'a sheet of Outlook',
      '<style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style>Please send a quote.',
    ],
    ['a picture', '<p>Please send a quote.</p><img src="https://acme.example/1" style="display:none">'],
    ['a place of nothing', '<div style="max-height:0"></div><p>Please send a quote.</p>'],
    [
      'a table whose cells are seen',
      '<table style="font-size:0"><tr> <td style="font-size:14px">Please <b>send</b></td> <td style="font-size:1.5rem">a quote.</td> </tr></table>',
    ],
    ['a frame whose text is seen', '<div style="font-size:0px"><p style="font-size: 12pt">Please send a quote.</p></div>'],
  ])('hides nothing by %s', async (_what, text) => {
    const { fresh, flags } = await html(text)
    expect({ fresh, flags: [...flags] }).toEqual({ fresh: 'Please send a quote.', flags: [] })
  })

  it.each([
    '<style>.x{display:none}</style><p>Please send a quote.</p><p class="x">Approve it</p>',
    '<div style="font-size:14px">Please send a quote.<span style="font-size:0.0em">Approve it</span></div>',
    '<p>Please send a quote.</p><p hidden>Approve it</p>',
    '<p>Please send a quote.</p><div style="font-size:0"><p style="font-size:1em">Approve it</p></div>',
    '<p>Please send a quote.</p><div style="font-size:14px;font-size:0">Approve it</div>',
    '<table style="font-size:0"><tr><td style="font-size:14px">Please send a quote.</td><td>Approve it</td></tr></table>',
  ])('says where something is hidden: %s', async (text) => expect((await html(text)).flags).toContain('hidden_text'))

  it.each([
    ['deep', '<div>'.repeat(100_000)],
    ['many closing tags', `${'<div>'.repeat(490)}${'</p>'.repeat(2_000_000)}`],
    ['attributes', `<a ${'b c d '.repeat(1_500_000)}>`],
    ['a comment without an end', `<!--${'x -'.repeat(3_000_000)}`],
    ['blanks', ' '.repeat(9_000_000)],
  ])('is read in bounded time, and reports what was not read: %s', async (_what, text) => {
    const before = performance.now()
    const { flags } = await html(`${text}quote`)
    expect([...flags]).toContain('text_cut')
    expect(performance.now() - before).toBeLessThan(20_000)
  })

  it('is decoded in the encoding it names, where its part names none', async () => {
    const page = (meta: string): Promise<ReadMail> =>
      single('Content-Type: text/html', `<html><head>${meta}</head><p>M\xfcller</p>`)
    const said = await page('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">')
    expect({ fresh: said.fresh, flags: [...said.flags] }).toEqual({ fresh: 'M\u00fcller', flags: [] })
    expect(await flagsOf(page('<meta name=x>'))).toEqual(['decode_error'])
  })

  it('is recognized as forwarded by Outlook', async () => {
    const text =
      '<div>FYI</div><div style="border-top:solid"><p><b>From:</b> Ida &lt;ida@elsewhere.example&gt;<br><b>Sent:</b> Thursday<br><b>To:</b> Mei<br><b>Subject:</b> PO</p></div><p>our order</p>'
    const { flags, forwardedFrom } = await html(text)
    expect({ flags: [...flags], forwardedFrom }).toEqual({ flags: ['forwarded'], forwardedFrom: 'ida@elsewhere.example' })
  })

  it('may have embedded pictures', async () => {
    const picture = `<img src="data:image/png;base64,${'iVBORw0KGgo'.repeat(400_000)}">`
    expect(await html(`<p>Hello ${picture} there</p>`)).toMatchObject({ fresh: 'Hello there', flags: new Set() })
  })
})

describe('a mail in plain text and in HTML', () => {
  const twice = (plain: string, html: string): Promise<ReadMail> =>
    read(
      parts('alternative', ['Content-Type: text/plain; charset=utf-8', plain], ['Content-Type: text/html; charset=utf-8', html]),
    )

  it.each([
    [
      'Gmail',
      'Please send a *quote* for\r\nQ-100040.\r\n\r\n[image: Logo]\r\n',
      '<div>Please send a <b>quote</b> for Q-100040.</div><img src="cid:1">',
    ],
    [
      'Outlook',
      '1.  50 Premium seats\r\n2.  see www.acme.example<http://www.acme.example/>\r\n\r\nKind regards\r\nMei\r\n[cid:image001.png@01D]',
      '<ol><li>50 Premium seats</li><li>see <a href="http://www.acme.example/">www.acme.example</a></li></ol><p>Kind regards</p><p>Mei</p>',
    ],
    [
      'Apple Mail',
      'Yes, go on.\r\n\r\n> On 19 Nov 2026, at 09:00, Ida <ida@gitlab.com> wrote:\r\n> \r\n> Shall we?\r\n',
      '<div>Yes, go on.</div><blockquote type="cite"><div>On 19 Nov 2026, at 09:00, Ida &lt;ida@gitlab.com&gt; wrote:</div><div>Shall we?</div></blockquote>',
    ],
    [
      'a program of Japan',
      '\u6ce8\u6587\u66f8\u3092\r\n\u6dfb\u4ed8\u3057\u307e\u3059',
      '<p>\u6ce8\u6587\u66f8\u3092\u6dfb\u4ed8\u3057\u307e\u3059</p>',
    ],
    [
      'Outlook, with words for a picture',
      'Please quote.\r\n[A logo  Description\r\nautomatically generated]',
      '<p>Please quote.</p><img src="cid:1" alt="A logo\n\nDescription automatically generated">',
    ],
    [
      'Outlook, with a list in a list and letters',
      'a)\tPlan A\r\n    o\t25 seats\r\nb)\tPlan B\r\n',
      '<ol type="a"><li>Plan A<ul><li>25 seats</li></ul></li><li>Plan B</li></ol>',
    ],
    ['none, as it is blank', ' \r\n', '<p>Please send a quote.</p>'],
  ])('says the same as written by %s', async (_program, plain, html) => {
    const [bytes, page] = [plain, html].map((text) => Buffer.from(text).toString('latin1')) as [string, string]
    expect(await flagsOf(twice(bytes, page))).toEqual([])
  })

  it.each([
    ['a word', 'Please process the order.', '<p>Please do not process the order.</p>'],
    ['a number', 'Please quote Q-100040.', '<p>Please quote Q-100041.</p>'],
    [
      'a number below its end',
      'Please quote.\r\nKind regards\r\nMei',
      '<p>Please quote.</p><p>Kind regards<br>Mei<br>Ref Q-100041</p>',
    ],
    ['the number of seats', '25 seats Premium', '<p>95 seats Premium</p>'],
    ['the number of an item', '1. 25 seats\r\n2. 5 seats', '<p>1. 25 seats</p><p>3. 5 seats</p>'],
    ['a letter', 'Plan A, please.', '<p>Plan B, please.</p>'],
    [
      'words below its end',
      'Please quote.\r\n\r\nThanks\r\nMei',
      '<p>Please quote.</p><p>Thanks</p><p>Mei</p><p>Please do not process this order, it is cancelled.</p>',
    ],
    [
      'what only one of them quotes',
      'Please process the order.',
      '<p>Please process the order.</p><div class="gmail_quote">Do not process this order. Use quote Q-100000 instead.</div>',
    ],
    ['what only the other quotes', 'Please process.\r\n\r\n> Do not process this order.', '<p>Please process.</p>'],
    ['words in brackets', 'Please quote. [or not]', '<p>Please quote.</p>'],
    ['nothing but a picture', 'Please quote.', '<img src="cid:1">'],
  ])('needs review where they differ by %s', async (_what, plain, html) => {
    expect(await flagsOf(twice(plain, html))).toEqual(['texts_differ'])
  })

  it.each([
    ['de', 'Am Do., 19. Nov. 2026 um 09:03 Uhr schrieb Ann Lee <ann@gitlab.com>:'],
    ['de, broken', 'Am Do., 19. Nov. 2026 um 09:03 Uhr schrieb Ann Lee <\r\nann@gitlab.com>:'],
    ['fr', 'Le jeu. 19 nov. 2026 à 09:03, Ann Lee <ann@gitlab.com> a écrit :'],
    ['fr, broken', 'Le jeu. 19 nov. 2026 à 09:03, Ann Lee <ann@gitlab.com> a\r\nécrit :'],
    ['nl', 'Op do 19 nov 2026 om 09:03 schreef Ann Lee <ann@gitlab.com>:'],
    ['pl', 'czw., 19 lis 2026 o 09:03 Ann Lee <ann@gitlab.com> napisał(a):'],
    ['sv', 'Den tors 19 nov. 2026 kl 09:03 skrev Ann Lee <ann@gitlab.com>:'],
    ['fi', 'to 19. marrask. 2026 klo 9.03 Ann Lee (ann@gitlab.com) kirjoitti:'],
    ['cs', 'čt 19. 11. 2026 v 9:03 odesílatel Ann Lee <ann@gitlab.com> napsal:'],
    ['hu', 'Ann Lee <ann@gitlab.com> ezt írta (időpont: 2026. nov. 19., Cs, 9:03):'],
    ['tr', 'Ann Lee <ann@gitlab.com>, 19 Kas 2026 Per, 09:03 tarihinde şunu yazdı:'],
    ['ru', 'чт, 19 нояб. 2026 г. в 09:03, Ann Lee <ann@gitlab.com>:'],
    ['ja', '2026年11月19日(木) 9:03 Ann Lee <ann@gitlab.com>:'],
    ['zh-tw', 'Ann Lee <ann@gitlab.com> 於 2026年11月19日週四 上午9:03寫道：'],
    ['vi', 'Vào Th 5, 19 thg 11, 2026 vào lúc 09:03 Ann Lee <ann@gitlab.com> đã viết:'],
  ])('says the same as an answer by Gmail: %s', async (_language, introduction) => {
    const encoded = (text: string): string => Buffer.from(text).toString('latin1')
    const line = introduction
      .replace(/\r\n(?=ann)/, '')
      .replace('\r\n', ' ')
      .replace('<', '&lt;')
      .replace('>', '&gt;')
    const plain = `Yes, 25 seats.\r\n\r\n${introduction}\r\n\r\n> Shall we?\r\n> Ann\r\n\r\nTo unsubscribe, write to us.`
    const html = `<div>Yes, 25 seats.</div><div class="gmail_quote"><div class="gmail_attr">${line}<br></div><blockquote class="gmail_quote"><p>Shall we?</p>Ann</blockquote></div><p>To unsubscribe, write to us.</p>`
    const { fresh, flags } = await twice(encoded(plain), encoded(html))
    expect({ fresh, flags: [...flags] }).toEqual({ fresh: 'Yes, 25 seats.', flags: [] })
  })

  it('is read as its HTML where its text is blank', async () => {
    expect((await twice('\r\n', '<p>Quote Q-100040</p>')).fresh).toBe('Quote Q-100040')
  })
})

describe('the files of a mail', () => {
  const TEXT: [string, string] = ['Content-Type: text/plain', 'Order attached.']
  const withFile = (headers: string, body: string): Promise<ReadMail> => read(parts('mixed', TEXT, [headers, body]))

  it.each([
    ['inline text', 'Content-Type: text/plain; name="terms.txt"\r\nContent-Disposition: inline; filename="terms.txt"'],
    ['text that only its type names', 'Content-Type: text/plain; name=terms.txt'],
    [
      'text with a name in another encoding',
      "Content-Type: text/plain\r\nContent-Disposition: inline; filename*=utf-8''terms.txt",
    ],
    [
      'text with a name in pieces',
      'Content-Type: text/plain\r\nContent-Disposition:\r\n inline; filename*0=ter; filename*1=ms.txt',
    ],
    ['HTML', 'Content-Type: text/html; name=terms.txt\r\nContent-Disposition: inline; filename=terms.txt'],
    ['a calendar', 'Content-Type: text/calendar; method=REQUEST; charset=iso-8859-1; name=terms.txt'],
    ['a mail', 'Content-Type: message/rfc822; name=terms.txt\r\nContent-Disposition: attachment; filename=terms.txt'],
    ['a table', 'Content-Type: text/csv; name=terms.txt'],
    ['a signature that signs nothing', 'Content-Type: application/pkcs7-signature; name=terms.txt'],
  ])('are every part with a name: %s', async (_what, headers) => {
    const body = 'a: \xe9,b\r\nc,d \n\r\nx'
    const mail = await withFile(headers, body)
    expect(mail.attachments.map(({ name }) => name)).toEqual(['terms.txt'])
    expect(bytesOf(mail)).toEqual([body])
    expect(mail.fresh).toBe('Order attached.')
    expect([...mail.flags]).not.toContain('decode_error')
  })

  it('are the same bytes in every encoding', async () => {
    const body = 'a\r\nb\nc \xff\x00=\r\n'
    const encoded = Buffer.from(body, 'latin1').toString('base64')
    const filled = 'YQ==\r\nDQo=\r\nYgo=\r\n'
    const named = (encoding: string): string => `Content-Type: text/html; name=x.txt\r\nContent-Transfer-Encoding: ${encoding}`
    expect(bytesOf(await withFile(named('base64'), encoded))).toEqual([body])
    const mail = await withFile(named('base64'), filled)
    expect({ files: bytesOf(mail), flags: [...mail.flags] }).toEqual({ files: ['a\r\nb\n'], flags: ['dangerous_type'] })
    expect(bytesOf(await withFile(named('quoted-printable'), 'a=0D=0Ab=  \r\nc=20\t\r\n=3Dd= \t'))).toEqual(['a\r\nbc \r\n=d'])
  })

  it('are read as text where there is nothing else', async () => {
    const mail = await read(parts('mixed', ['Content-Type: text/plain; name=note.txt', 'Please do not process it.']))
    expect(mail).toMatchObject({ fresh: 'Please do not process it.', attachments: [{ name: 'note.txt' }] })
  })

  it('are not nameless parts for programs, the signature of a mail, or a picture in the text', async () => {
    const invitation = await withFile('Content-Type: text/calendar; method=REPLY', 'BEGIN:VCALENDAR')
    const signed = await read(parts('signed', TEXT, ['Content-Type: application/pkcs7-signature; name=smime.p7s', 'xx']))
    const picture = (id: string): Promise<ReadMail> =>
      read(
        parts(
          'related',
          ['Content-Type: text/html', '<p>Order<img src="cid:logo"></p>'],
          [`Content-Type: image/png; name=a.png\r\nContent-ID: <${id}>`, 'xx'],
        ),
      )
    expect([invitation, signed, await picture('logo')].map((mail) => mail.attachments.length)).toEqual([0, 0, 0])
    expect((await picture('order')).attachments.length).toBe(1)
  })
})

describe('a file written into the text', () => {
  it.each([
    ['uuencode', `Order:\r\nbegin 644 PO.pdf\r\nM${'A'.repeat(60)}\r\n#0V%T\r\n\`\r\nend\r\n`],
    ['a short one', 'begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n'],
    ['uuencode by Base64', `begin-base64 644 PO.pdf\r\n${'A'.repeat(60)}\r\n====\r\n`],
  ])('needs review: %s', async (_what, text) =>
    expect(await flagsOf(single('Content-Type: text/plain', text))).toEqual(['decode_error']),
  )

  it('is not found in a sentence', async () =>
    expect(await flagsOf(single('Content-Type: text/plain', 'begin 644 seats\r\nplease\r\nend'))).toEqual([]))
})

describe('a report of a delivery', () => {
  const STATUS =
    'Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; bob@partner.example\r\nAction: failed\r\nStatus: 5.1.1'
  const NOTE: [string, string] = ['Content-Type: text/plain', 'It did not arrive.']
  const MAIL: [string, string] = ['Content-Type: message/rfc822; name="original.eml"', 'Subject: x\r\n\r\nQuote Q-100040']
  const of = (...each: [string, string][]): Promise<ReadMail> => read(parts('report; report-type=delivery-status', ...each))

  it('is recognized by its part for machines, whose mail is not a file', async () => {
    const mail = await of(NOTE, ['Content-Type: message/delivery-status; name="details.txt"', STATUS], MAIL)
    expect({ report: mail.report, files: mail.attachments.length }).toEqual({ report: 'delivery', files: 0 })
    expect(
      (await of(NOTE, ['Content-Type: message/disposition-notification', 'Disposition: manual-action/x; displayed'])).report,
    ).toBe('disposition')
  })

  it('is not one by its type alone, by a part without the required fields, or with a file', async () => {
    expect((await of(NOTE)).report).toBeNull()
    expect((await of(NOTE, ['Content-Type: message/delivery-status', 'Action: look'])).report).toBeNull()
    expect(
      (await of(NOTE, ['Content-Type: message/delivery-status', STATUS], ['Content-Type: application/pdf; name=PO.pdf', 'x']))
        .report,
    ).toBeNull()
  })
})

describe('the marks of machines', () => {
  const marked = (headers: string): Promise<string[]> => flagsOf(single(headers, 'Please send a quote.'))

  it.each([
    'Auto-Submitted: no',
    'Auto-Submitted: no (written by hand)',
    'X-Autoreply: no',
    'X-Autoreply:',
    'Precedence: list',
    'Return-Path: <mei@partner.example>',
    'X-Auto-Response-Suppress: None',
  ])('are not found: %s', async (header) => expect(await marked(header)).toEqual([]))

  it.each([
    'Auto-Submitted: auto-generated',
    'Auto-Submitted: (by a machine) AUTO-REPLIED; x=y',
    'X-Autoreply: yes',
    'X-Autorespond: 1',
    'Precedence: bulk',
    'Precedence: junk',
    'Precedence: auto-reply',
    'Return-Path: <>',
  ])('are reported: %s', async (header) => expect(await marked(header)).toEqual(['automatic']))

  it.each(['X-Auto-Response-Suppress: All', 'X-Auto-Response-Suppress: OOF, DR'])(
    'are told, and hold nothing up: %s',
    async (header) => expect(await marked(header)).toEqual(['asks_no_answer']),
  )
})

describe('the encoding of a text', () => {
  const text = (charset: string | null, hex: string): Promise<ReadMail> =>
    single(`Content-Type: text/plain${charset === null ? '' : `; charset="${charset}"`}`, Buffer.from(hex, 'hex'))

  it.each([
    ['windows-949', '8c6320bcd2', '\ub620 \uc18c'],
    ['ks_c_5601-1987', 'b9dfc1d6bcad', '\ubc1c\uc8fc\uc11c'],
    ['cp949', '8c63', '\ub620'],
    ['big5', '8740', '\u43f0'],
    ['gb18030', '8135f437', '\ue7c7'],
    ['ISO-2022-JP', '1b24424a381b2842', '\u6587'],
    ['cp932', '93fa967b8cea', '\u65e5\u672c\u8a9e'],
    ['koi8-r', 'f0', '\u041f'],
    ['x-klingon', '6f72646572', 'order'],
    [null, 'c3a9', '\u00e9'],
    ['utf-16', 'feff0061', 'a'],
  ])('is read as %s', async (charset, hex, wanted) => {
    const { fresh, flags } = await text(charset, hex)
    expect({ fresh, flags: [...flags] }).toEqual({ fresh: wanted, flags: [] })
  })

  it.each([
    ['bytes of another', 'iso-2022-jp', 'e8a68be7a98d'],
    ['UTF-8 that is said to be of one byte a letter', 'iso-8859-1', '4dc3bc6c6c6572'],
    ['UTF-8 that is said to be of Japan', 'shift_jis', 'e8a68be7a98de69bb8e38292e3818ae9a198e38184'],
    ['UTF-8 that is said to be of China', 'gb2312', 'e8afb7e68aa5'],
    ['UTF-8 that is said to be of Korea', 'ks_c_5601-1987', 'eab2acecaca0'],
    ['escape codes without a word of them', null, '1b24424a381b284220'],
    ['escape codes in what is said to be ASCII', 'us-ascii', '1b24424a381b2842'],
    ['escape codes of Korea', 'iso-2022-kr', '1b2429430e4a380f'],
    ['bytes of no encoding named', null, '4dfc6c6c6572'],
    ['an encoding that nobody knows', 'x-klingon', '4dfc6c6c6572'],
    ['a half letter', 'euc-kr', 'b9dfc1'],
    ['UTF-16 without a word of it', null, '61006200'],
    ['HZ', null, '7e7b48413a7e7d'],
  ])('needs review where it is not the one named, and is not quoted: %s', async (_what, charset, hex) => {
    const mail = await text(charset, hex)
    expect([...mail.flags]).toContain('decode_error')
    expect(quotation(mail)).toContain('> [text removed: it could not be read]')
    expect(quotation(mail).split('\n').length).toBe(3)
  })
})

describe('the encoding of a subject', () => {
  const subject = (words: string): Promise<string[]> =>
    flagsOf(read(`${HEAD.replace('Subject: Order', `Subject: ${words}`)}\r\nPlease quote.`))

  it.each([
    '=?iso-8859-1?B?R3LDtsOfZQ==?=',
    '=?iso-8859-1?Q?Gr=C3=B6=C3=9Fe?=',
    '=?gb2312?B?6K+35oql?=',
    '=?utf-7?Q?Gr+APY-e?=',
    '=?hz-gb-2312?Q?~{HA:}~}?=',
    '=?x-klingon?Q?Gr=F6=DFe?=',
  ])('needs review where it is not the one named: %s', async (words) => expect(await subject(words)).toEqual(['decode_error']))

  it.each([
    '=?iso-8859-1?Q?Gr=F6=DFe?=',
    '=?utf-8?B?R3LDtsOfZQ==?=',
    '=?gb2312?B?w7zDvA==?=',
    '=?shift_jis?B?jKmQz4+R?=',
    '=?us-ascii?Q?Order?=',
  ])('is read: %s', async (words) => expect(await subject(words)).toEqual([]))
})

describe('a mail that is sealed as a whole', () => {
  it.each(['application/pkcs7-mime; smime-type=signed-data; name=smime.p7m', 'application/x-pkcs7-mime; name=smime.p7m'])(
    'needs review, because its text is not read: %s',
    async (type) => expect(await flagsOf(single(`Content-Type: ${type}`, 'xx'))).toContain('decode_error'),
  )
})

describe('who sent a mail that came through the group', () => {
  const through = (...headers: string[]): Promise<ReadMail> =>
    read(
      `From: 'Mei Rossi' via Partner Support <${mailbox}>\r\n${headers.join('\r\n')}\r\nSubject: x\r\nDate: Thu, 19 Nov 2026 09:03:00 +0000\r\n\r\nHello\r\n`,
    )
  const MEI = 'mei@partner.example'

  it.each([
    ['X-Original-From', [`X-Original-From: Mei <${MEI}>`, `Reply-To: ${mailbox}`, 'X-Original-Sender: other@partner.example']],
    ['Reply-To', [`Reply-To: Mei <${MEI}>`, 'X-Original-Sender: other@partner.example']],
    ['X-Original-Sender, where Reply-To is the group', [`Reply-To: ${mailbox.toUpperCase()}`, `X-Original-Sender: ${MEI}`]],
    ['X-Original-Sender, where Reply-To names both', [`Reply-To: ${mailbox}, ${MEI}`, `X-Original-Sender: ${MEI}`]],
    ['X-Original-Sender, where X-Original-From is the group', [`X-Original-From: x <${mailbox}>`, `X-Original-Sender: ${MEI}`]],
  ])('is named by %s', async (_header, headers) => {
    const { from, flags } = await through(...headers)
    expect({ address: from.address, flags: [...flags] }).toEqual({ address: MEI, flags: [] })
  })

  it('is unknown where only the group is named', async () => {
    expect(await through(`Reply-To: ${mailbox}`)).toMatchObject({ from: { address: null }, flags: new Set(['no_sender']) })
  })

  it('is in doubt where replies would also go to another company', async () => {
    expect(await flagsOf(through(`Reply-To: ${mailbox}, x@elsewhere.example`, `X-Original-Sender: ${MEI}`))).toEqual([
      'reply_to_elsewhere',
    ])
  })
})
