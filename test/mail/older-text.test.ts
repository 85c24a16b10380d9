import { describe, expect, it } from 'vitest'
import { splitText } from '../../src/mail/read/older-text.ts'
import { readMailRules } from '../../src/reference/mail-rules.ts'

const { olderText } = readMailRules()

/** What Outlook writes above a mail that it forwards or answers: its prefixes for both, and its headers. */
const OUTLOOK: readonly [language: string, forward: string, answer: string, headers: string[]][] = [
  [
    'English',
    'FW:',
    'RE:',
    ['From: Ida Berg <ida@elsewhere.example>', 'Sent: Thursday, November 19, 2026 9:00 AM', 'To: Mei Rossi', 'Subject: PO-4003'],
  ],
  [
    'English, on a phone',
    'Fw:',
    'Re:',
    [
      'From: Ida Berg <ida@elsewhere.example>',
      'Date: Thursday, November 19, 2026 at 9:00 AM',
      'To: Mei Rossi',
      'Subject: PO-4003',
    ],
  ],
  [
    'German',
    'WG:',
    'AW:',
    [
      'Von: Ida Berg <ida@elsewhere.example>',
      'Gesendet: Donnerstag, 19. November 2026 09:00',
      'An: Mei Rossi',
      'Betreff: PO-4003',
    ],
  ],
  [
    'French',
    'TR :',
    'RE :',
    [
      'De : Ida Berg <ida@elsewhere.example>',
      'Envoy\u00e9 : jeudi 19 novembre 2026 09:00',
      '\u00c0 : Mei Rossi',
      'Objet : PO-4003',
    ],
  ],
  [
    'Spanish',
    'RV:',
    'RE:',
    [
      'De: Ida Berg <ida@elsewhere.example>',
      'Enviado el: jueves, 19 de noviembre de 2026 9:00',
      'Para: Mei Rossi',
      'Asunto: PO-4003',
    ],
  ],
  [
    'Italian',
    'I:',
    'R:',
    ['Da: Ida Berg <ida@elsewhere.example>', 'Inviato: gioved\u00ec 19 novembre 2026 09:00', 'A: Mei Rossi', 'Oggetto: PO-4003'],
  ],
  [
    'Portuguese',
    'ENC:',
    'RES:',
    [
      'De: Ida Berg <ida@elsewhere.example>',
      'Enviada em: quinta-feira, 19 de novembro de 2026 09:00',
      'Para: Mei Rossi',
      'Assunto: PO-4003',
    ],
  ],
  [
    'Dutch',
    'FW:',
    'Antw:',
    [
      'Van: Ida Berg <ida@elsewhere.example>',
      'Verzonden: donderdag 19 november 2026 09:00',
      'Aan: Mei Rossi',
      'Onderwerp: PO-4003',
    ],
  ],
  [
    'Polish',
    'PD:',
    'ODP:',
    [
      'Od: Ida Berg <ida@elsewhere.example>',
      'Wys\u0142ano: czwartek, 19 listopada 2026 09:00',
      'Do: Mei Rossi',
      'Temat: PO-4003',
    ],
  ],
  [
    'Japanese',
    '\u8ee2\u9001:',
    'RE:',
    [
      '\u5dee\u51fa\u4eba: Ida Berg <ida@elsewhere.example>',
      '\u9001\u4fe1\u65e5\u6642: 2026\u5e7411\u670819\u65e5 9:00',
      '\u5b9b\u5148: Mei Rossi',
      '\u4ef6\u540d: PO-4003',
    ],
  ],
  [
    'Chinese',
    '\u8f6c\u53d1:',
    '\u7b54\u590d:',
    [
      '\u53d1\u4ef6\u4eba: Ida Berg <ida@elsewhere.example>',
      '\u53d1\u9001\u65f6\u95f4: 2026\u5e7411\u670819\u65e5 9:00',
      '\u6536\u4ef6\u4eba: Mei Rossi',
      '\u4e3b\u9898: PO-4003',
    ],
  ],
  [
    'Chinese of Taiwan',
    '\u8f49\u5bc4\uff1a',
    '\u56de\u8986\uff1a',
    [
      '\u5bc4\u4ef6\u8005\uff1a Ida Berg <ida@elsewhere.example>',
      '\u5bc4\u4ef6\u65e5\u671f\uff1a 2026\u5e7411\u670819\u65e5 9:00',
      '\u6536\u4ef6\u8005\uff1a Mei Rossi',
      '\u4e3b\u65e8\uff1a PO-4003',
    ],
  ],
  [
    'Korean',
    '\uc804\ub2ec:',
    '\ud68c\uc2e0:',
    [
      '\ubcf4\ub0b8 \uc0ac\ub78c: Ida Berg <ida@elsewhere.example>',
      '\ubcf4\ub0b8 \ub0a0\uc9dc: 2026\ub144 11\uc6d4 19\uc77c 9:00',
      '\ubc1b\ub294 \uc0ac\ub78c: Mei Rossi',
      '\uc81c\ubaa9: PO-4003',
    ],
  ],
]

const RULES = ['', '________________________________', '-----Original Message-----']

describe('a mail that Outlook forwards', () => {
  it.each(OUTLOOK)('is known by its headers in %s', (_language, forward, answer, headers) => {
    for (const rule of RULES) {
      const text = ['see below', '', rule, ...headers, '', 'please find our order attached'].join('\n')
      const forwarded = splitText(text, olderText, `${forward} PO-4003`)
      expect(forwarded).toMatchObject({ fresh: 'see below', isForwarded: true, forwardedFrom: 'ida@elsewhere.example' })
      expect(forwarded.older).toContain('our order attached')
      expect(splitText(text, olderText, `${answer} PO-4003`), rule).toMatchObject({ fresh: 'see below', isForwarded: false })
    }
  })

  it('is recognized where header names are bold or quoted', () => {
    for (const lines of [
      ['*From:* Ida', '*Sent:* Thursday', '*To:* Mei'],
      ['> From: Ida', '> Sent: Thursday', '> To: Mei'],
    ])
      expect(splitText(['FYI', ...lines, '', 'order'].join('\n'), olderText, 'FW: x').isForwarded).toBe(true)
  })

  it('counts as forwarded where the subject does not tell, and not without headers', () => {
    const [, , , headers] = OUTLOOK[0] ?? []
    expect(splitText(['see below', ...(headers ?? [])].join('\n'), olderText, 'Purchase order').isForwarded).toBe(true)
    expect(splitText('Send it to: Mei\nFrom: March on\nthanks', olderText, 'FW: x').isForwarded).toBe(false)
    expect(splitText('see below\n\nOn 19 Nov 2026 Ida wrote:\n> order', olderText, 'Purchase order').isForwarded).toBe(false)
  })
})

describe('lines of the new text', () => {
  it.each([
    [
      'please renew Q-100040, term',
      'From: 1 December 2026',
      'To: 30 November 2027',
      '',
      'Please do not use Q-100000, it is cancelled.',
    ],
    ['bitte verlängern', 'Von: 1.12.2026', 'An: Kunde 41', 'Betreff: Verlängerung'],
    ['please renew', 'From: December', 'To: November', '', 'Premium'],
    ['here is our order. On 12 November you wrote:', '', 'Please do not process it before we confirm; Q-100040.'],
    ['Hello,', '', 'On 12 November you wrote:', '', 'Please do not process it before we confirm; Q-100040.'],
  ])('are not mistaken for an older mail: %s', (...lines) => {
    expect(splitText(lines.join('\n'), olderText, 'Order')).toMatchObject({
      fresh: lines.join('\n'),
      older: '',
      isForwarded: false,
    })
  })

  it.each([
    ['From: Ida <ida@elsewhere.example>', 'To: Mei', '', 'order'],
    ['From: Ida Berg', 'Sent: 19 November 2026', 'To: Mei', '', 'order'],
    ['On 19 Nov 2026 Ida wrote:', '', '> order'],
    ['On 19 Nov 2026, Ida <ida@elsewhere.example> wrote:', '', 'order'],
    ['On 19 Nov 2026 Ida wrote:', ''],
    ['On Thursday, 19 Nov 2026 at 09:00, Ida Berg', '<ida@elsewhere.example> wrote:', '', 'order'],
  ])('are an older mail where they name its writer, or mark it: %s', (...lines) => {
    expect(splitText(['see below', '', ...lines].join('\n'), olderText, 'RE: x').fresh).toBe('see below')
  })

  it('is kept above the line that begins the older mail', () => {
    const text = 'Go ahead.\nBut cancel Q-100041.\nOn 19 Nov 2026, Ida <ida@elsewhere.example> wrote:\n> order'
    expect(splitText(text, olderText, 'RE: x').fresh).toBe('Go ahead.\nBut cancel Q-100041.')
  })

  it.each([
    ['We take 25.', 'Am Do., 19. Nov. 2026 um 09:03 Uhr schrieb Ann Lee <ann@gitlab.com>:', '> order', 'We take 25.'],
    ['Write to ann@acme.example on 25 seats:', 'Premium', '> order', 'Write to ann@acme.example on 25 seats:\nPremium'],
    ['> order of 25', 'Please cancel it.', '> Ann <ann@gitlab.com> 19.11.:\n> > order', 'Please cancel it.'],
  ])('is kept above a line that introduces a quotation, and next to it: %s %s', (first, second, third, fresh) => {
    expect(splitText([first, second, third].join('\n'), olderText, 'RE: x').fresh).toBe(fresh)
  })
})
