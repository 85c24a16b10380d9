import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { type Draft, draftFile } from '../../src/mail/draft.ts'
import { cleanLine } from '../../src/mail/read/clean.ts'

const DRAFT: Draft = {
  from: 'partnersupport@gitlab.com',
  to: ['ann@kestrel.example'],
  cc: ['partnersupport@gitlab.com', 'bo.chen@gitlab.example'],
  subject: 'Letter of authorization for Kestrel: not possible yet',
  body: 'Dear Ann,\n\nNot yet.\n\nKind regards\nPartner Support\n',
  at: '2026-11-20T09:14:05.678Z',
}
const draft = (changed: Partial<Draft> = {}): Promise<string> => draftFile({ ...DRAFT, ...changed })

const HEADERS = [
  'X-Unsent',
  'From',
  'To',
  'Cc',
  'Subject',
  'Message-ID',
  'Date',
  'Content-Transfer-Encoding',
  'MIME-Version',
  'Content-Type',
]
const sorted = (names: readonly string[]): string[] => [...names].sort()
/** The headers by name as the lines of the file say, folded lines put together. */
function headersOf(file: string): [name: string, value: string][] {
  const head = file.slice(0, file.indexOf('\r\n\r\n'))
  const lines = head.replace(/\r\n(?=[ \t])/g, '').split('\r\n')
  return lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
}
const namesIn = (file: string): string[] => sorted(headersOf(file).map(([name]) => name))
const unfolded = (text: string | undefined): string => (text ?? '').replace(/\r\n/g, '\n')

interface ReadBack {
  headers: [name: string, value: string][]
  body: string
  defects: number
}
const PYTHON = `
import base64, json, sys
from email import policy
from email.parser import BytesParser
def read(file):
  mail = BytesParser(policy=policy.default).parsebytes(base64.b64decode(file))
  return {
    'headers': [[name, str(value).strip()] for name, value in mail.items()],
    'body': mail.get_content(),
    'defects': len(mail.defects) + sum(len(value.defects) for value in mail.values()),
  }
json.dump([read(file) for file in json.load(sys.stdin)], sys.stdout)
`
const hasPython = spawnSync('python3', ['-c', 'import email, json']).status === 0
/** The mails as Python's own parser reads them. */
function byPython(files: readonly string[]): ReadBack[] {
  const input = JSON.stringify(files.map((file) => Buffer.from(file, 'latin1').toString('base64')))
  const { stdout, stderr } = spawnSync('python3', ['-c', PYTHON], { input, encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

const TEXTS: ReadonlyArray<[name: string, text: string]> = [
  ['plain words', 'Letter of authorization'],
  ['accents', 'Žaneta Müller-Peña, Łódź, Ærø'],
  ['Japanese', '株式会社サクラ 御中 「日本」のライセンス'],
  ['Arabic', 'شركة الشريك'],
  ['emoji', '🦊 👩‍💻 👍🏽 🇩🇪'],
  ['quotes, dashes and the euro', '“GitLab” – ‘LoA’ … 12 €'],
  ['what headers use', 'a: "b" <c@d.example>, (e); =f?'],
  ['backslashes and percent signs', 'C:\\x %0D%0A 100%'],
  ['what Liquid and HTML use', '{{ a }} <b>&amp;</b>'],
]
const LONG: ReadonlyArray<[name: string, text: string]> = [
  ['many words', 'authorization '.repeat(40).trim()],
  ['many words with accents', 'größer '.repeat(60).trim()],
  ['one word of many letters', 'x'.repeat(900)],
  ['many Japanese letters', '日本語'.repeat(120)],
  ['many emoji', '🦊'.repeat(120)],
]

describe('a draft', () => {
  it('is a mail with exactly these headers, one of each', async () => {
    const file = await draft()
    expect(namesIn(file)).toEqual(sorted(HEADERS))
    expect(Object.fromEntries(headersOf(file))).toMatchObject({
      'X-Unsent': '1',
      From: 'partnersupport@gitlab.com',
      To: 'ann@kestrel.example',
      Cc: 'partnersupport@gitlab.com, bo.chen@gitlab.example',
      Subject: 'Letter of authorization for Kestrel: not possible yet',
      'Message-ID': expect.stringMatching(/^<[0-9a-f]{32}@draft\.phd\.invalid>$/),
      Date: 'Fri, 20 Nov 2026 09:14:05 +0000',
      'MIME-Version': '1.0',
      'Content-Type': 'text/plain; charset=utf-8',
    })
  })
  it('without anyone in copy has no header for it', async () => {
    expect(namesIn(await draft({ cc: [] }))).toEqual(sorted(HEADERS.filter((name) => name !== 'Cc')))
  })
  it('to many is to each of them, in order', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `person.number.${i}+loa@kestrel.example`)
    const file = await draft({ to: many, cc: many.toReversed() })
    const mail = await PostalMime.parse(file)
    expect(mail.to?.map(({ address }) => address)).toEqual(many)
    expect(mail.cc?.map(({ address }) => address)).toEqual(many.toReversed())
    expect(namesIn(file)).toEqual(sorted(HEADERS))
  })
  it.each([
    "o'brien@kestrel.example",
    'ann+loa@kestrel.example',
    'a{b}|c@kestrel.example',
    '!#$%&*/=?^`~@kestrel.example',
    'ann@xn--kstrel-gva.example',
  ])('to %s is to that address alone', async (address) => {
    const mail = await PostalMime.parse(await draft({ to: [address] }))
    expect(mail.to).toEqual([{ address, name: '' }])
  })
  it('has only ASCII bytes, and only CRLF line ends, with no line too long', async () => {
    for (const [, text] of [...TEXTS, ...LONG]) {
      const file = await draft({ subject: text, body: `${text}\n\n${text}\n` })
      expect(file).not.toMatch(/[^\x20-\x7e\r\n]/)
      expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      const longest = Math.max(...file.split('\r\n').map((line) => line.length))
      expect(longest).toBeLessThanOrEqual(998)
    }
  })
  it('has the same bytes for the same words, and another id for others', async () => {
    const file = await draft()
    expect(await draft()).toBe(file)
    const idOf = async (changed: Partial<Draft>) => Object.fromEntries(headersOf(await draft(changed)))['Message-ID']
    const ids = await Promise.all(
      [
        {},
        { to: ['bo@kestrel.example'] },
        { cc: [] },
        { subject: 'S' },
        { body: 'B\n' },
        { at: '2026-11-20T09:14:05.679Z' },
        { from: 'a@x.example' },
      ].map(idOf),
    )
    expect(new Set(ids).size).toBe(7)
  })
  it.each([
    ['2026-11-20T23:59:59Z', 'Fri, 20 Nov 2026 23:59:59 +0000'],
    ['2026-11-21T00:00:00Z', 'Sat, 21 Nov 2026 00:00:00 +0000'],
    ['2028-02-29T12:00:00Z', 'Tue, 29 Feb 2028 12:00:00 +0000'],
  ])('of %s is dated %s, whatever the zone', async (at, date) => {
    expect(Object.fromEntries(headersOf(await draft({ at }))).Date).toBe(date)
  })
})

describe('a draft is read back as intended', () => {
  it.each([...TEXTS, ...LONG])('with %s in its subject', async (_, subject) => {
    const file = await draft({ subject })
    expect((await PostalMime.parse(file)).subject).toBe(subject)
    expect(namesIn(file)).toEqual(sorted(HEADERS))
  })
  const BODIES: ReadonlyArray<[name: string, body: string]> = [
    ...[...TEXTS, ...LONG].map(([name, text]) => [name, `${text}\n${text}\n`] as [string, string]),
    ['lines that begin with a dot', '.\n..\n.hidden\n'],
    ['lines that begin with From', 'From here on\n>From there\nFrom: a@x.example\n'],
    ['lines that look like a boundary', '--\n--=_b1\n--=_b1--\n'],
    ['lines that look like headers', 'Bcc: eve@evil.example\nSubject: x\n\nText\n'],
    ['a first line that is blank', '\nText\n'],
    ['blank lines at its end', 'Text\n\n\n'],
    ['space at the ends of lines', 'one \ntwo\t\n three\n'],
    ['equals signs', 'a=3D =20 =\n=E2=82=AC\n'],
    ['an encoded word', '=?utf-8?Q?=C3=A9?=\n'],
    ['one letter', 'x\n'],
    ['a line of 3000 letters', `${'x'.repeat(3000)}\n`],
    ['a paragraph of 3000 letters', `${'one two '.repeat(400)}\n`],
  ]
  it.each(BODIES)('with %s in its body', async (_, body) => {
    const file = await draft({ body })
    const mail = await PostalMime.parse(file)
    expect(unfolded(mail.text)).toBe(body)
    expect(Math.max(...file.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
    expect(mail.html).toBeUndefined()
    expect(mail.attachments).toEqual([])
  })
  it('with any body', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 120 }), { minLength: 1, maxLength: 5 }),
        async (lines) => {
          const body = `${lines.join('\n')}\n`
          expect(unfolded((await PostalMime.parse(await draft({ body }))).text)).toBe(body)
        },
      ),
    ))
  it.skipIf(!hasPython)('by Python too, with each of them as a subject', async () => {
    const subjects = [...TEXTS, ...LONG].map(([, text]) => text)
    const mails = byPython(await Promise.all(subjects.map((subject) => draft({ subject }))))
    expect(mails).toHaveLength(subjects.length)
    for (const [i, { headers, defects }] of mails.entries()) {
      expect(sorted(headers.map(([name]) => name))).toEqual(sorted(HEADERS))
      expect(Object.fromEntries(headers)).toMatchObject({
        'X-Unsent': '1',
        From: DRAFT.from,
        To: DRAFT.to.join(', '),
        Cc: DRAFT.cc.join(', '),
        Subject: subjects[i],
        Date: 'Fri, 20 Nov 2026 09:14:05 +0000',
      })
      expect(defects, subjects[i]).toBe(0)
    }
  })
  it.skipIf(!hasPython)('by Python too, with each of them as a body', async () => {
    const mails = byPython(await Promise.all(BODIES.map(([, body]) => draft({ body }))))
    expect(mails.map(({ body }) => unfolded(body))).toEqual(BODIES.map(([, body]) => body))
    expect(mails.map(({ defects }) => defects)).toEqual(BODIES.map(() => 0))
  })
})

describe('a subject', () => {
  it.each([
    ['CRLF', 'PO\r\nBcc: v@evil.example'],
    ['LF', 'PO\nBcc: v@evil.example'],
    ['CR', 'PO\rBcc: v@evil.example'],
    ['CRLF and a body', 'PO\r\n\r\nDear all'],
    ['CRLF and a space', 'PO\r\n Bcc: v@evil.example'],
    ['NEL', 'PO\x85Bcc: v@evil.example'],
    ['a line separator', 'PO\u2028Bcc: v@evil.example'],
    ['NUL', 'PO\0\nBcc: v@evil.example'],
    ['accents and CRLF', 'Pö\r\nBcc: v@evil.example'],
  ])('with %s adds no header', async (_, subject) => {
    const file = await draft({ subject })
    expect(namesIn(file)).toEqual(sorted(HEADERS))
    const mail = await PostalMime.parse(file)
    expect(mail.bcc).toBeUndefined()
    expect(mail.subject).toBe(cleanLine(subject))
    expect(unfolded(mail.text)).toBe(DRAFT.body)
  })
  const PIECES = [
    '\r',
    '\n',
    '\r\n',
    '\r\n\r\n',
    'Bcc: v@evil.example',
    ' ',
    ':',
    '\0',
    '\x85',
    '\u2028',
    'é',
    '日本',
    '🦊',
    '\ud83e',
    '=?',
    '?=',
  ]
  const spaced = (text: string | undefined): string => (text ?? '').replace(/ +/g, ' ').trim()
  const anySubject = fc.oneof(
    fc.string({ unit: fc.oneof(fc.constantFrom(...PIECES), fc.string()), maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
  )
  it('of any kind adds no header, reads as intended, and changes no word of the body', () =>
    fc.assert(
      fc.asyncProperty(anySubject, async (subject) => {
        const file = await draft({ subject })
        expect(namesIn(file).filter((name) => name !== 'Subject')).toEqual(sorted(HEADERS.filter((name) => name !== 'Subject')))
        expect(headersOf(file).filter(([name]) => name === 'Subject').length).toBeLessThanOrEqual(1)
        const mail = await PostalMime.parse(file)
        expect(spaced(mail.subject)).toBe(spaced(cleanLine(subject)))
        expect(unfolded(mail.text)).toBe(DRAFT.body)
      }),
      { numRuns: 300 },
    ))
  it.each([
    ['a line end', '=?utf-8?Q?PO=0D=0ABcc=3A_v=40evil.example?='],
    ['another word', 'Re: =?utf-8?B?RHJpbmdlbmQ=?= now'],
    ['nothing', '=?'],
    ['many words', '=?utf-8?Q?x?= '.repeat(60).trim()],
    ['Japanese and emoji', '=?utf-8?Q?x?= 日本語 🦊 '.repeat(20).trim()],
  ])('that looks like an encoded word of %s is shown as intended', async (_, subject) => {
    const file = await draft({ subject })
    expect(namesIn(file)).toEqual(sorted(HEADERS))
    expect((await PostalMime.parse(file)).subject).toBe(subject)
  })
})
