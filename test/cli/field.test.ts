import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures } from './phd.ts'

const HEADINGS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner,Signed Contract Date'
const ROW = '0014M000AAAAAAM,Kiesel GmbH,Partner,Authorized,Open,Ida Berg,4/30/2023'

describe('a list as desks get them', () => {
  it.each(['euc-kr', 'windows-949', 'ks_c_5601-1987', 'cp949'])('of Korea is read as %s, every syllable of it', (encoding) =>
    atDesk((desk) => {
      desk.put('field/accounts-korean-windows-949.csv')
      const args = ['import', '--json', '--encoding', encoding, 'accounts-korean-windows-949.csv', '--date-order', 'mdy']
      expect(desk.phd(...args).code).toBe(0)
      const { partners } = desk.json<{ partners: { name: string }[] }>('partner', 'find', '0014M000AAAAAAM')
      expect(partners.map(({ name }) => name)).toEqual(['\ub620\ubc29\uac01\ud558 \ud3b2'])
    }),
  )

  it('has its headings in the first row, though a row below holds the code of Idaho', () =>
    atDesk((desk) => {
      const { stdout, code } = desk
        .put('field/report-with-state-codes.csv')
        .phd('import', '--suggest-map', '--kind', 'accounts', 'report-with-state-codes.csv')
      expect(code).toBe(0)
      expect(Object.keys(JSON.parse(stdout).columns)).toEqual(['Company', 'Situation', 'Level', 'State'])
    }))

  it('has its headings below titles and filters', () =>
    atDesk((desk) => {
      desk.write(
        'titled.csv',
        'Partner List',
        '"Filtered by","Type = Partner"',
        'Company,Situation,Level,State',
        'Kiesel Inc.,A,Open,ID',
      )
      const { stdout } = desk.phd('import', '--suggest-map', '--kind', 'accounts', 'titled.csv')
      expect(Object.keys(JSON.parse(stdout).columns)).toEqual(['Company', 'Situation', 'Level', 'State'])
    }))

  it.each([
    ['behind its last line', `${HEADINGS}\r\n${ROW}\r\n\u001a`],
    ['behind its last cell', `${HEADINGS}\r\n${ROW}\u001a`],
    ['up to the end of a block', `${HEADINGS}\r\n${ROW}\r\n${'\u001a'.repeat(300)}`],
    ['with blanks and lines behind it', `${HEADINGS}\r\n${ROW}\r\n\u001a \t\r\n\r\n`],
  ])('may end with Ctrl-Z, as old programs write it: %s', (_what, text) =>
    atDesk((desk) => {
      writeFileSync(join(desk.folder, 'dos.csv'), text)
      const { stdout, code } = desk.phd('import', '--json', 'dos.csv', '--date-order', 'mdy')
      const [result] = JSON.parse(stdout).imports
      expect({ code, rows: result.rows.read, rejected: result.rows.rejected, warnings: result.warnings }).toEqual({
        code: 0,
        rows: 1,
        rejected: 0,
        warnings: [],
      })
    }),
  )

  it('does not end at a Ctrl-Z in its middle', () =>
    atDesk((desk) => {
      writeFileSync(
        join(desk.folder, 'middle.csv'),
        `${HEADINGS}\r\n${ROW}\r\n\u001a\r\n${ROW.replace('AAAAAAM', 'AAAAABY').replace('Kiesel', 'Basalt')}\r\n`,
      )
      const { stdout, code } = desk.phd('import', '--json', 'middle.csv', '--date-order', 'mdy')
      const [result] = JSON.parse(stdout).imports
      expect(code).not.toBe(0)
      expect(result.problems.length + (result.reason ? 1 : 0)).toBeGreaterThan(0)
    }))
})

interface Routed {
  kind: string
  outcome: string
  from: { address: string | null }
  sender: { role: string } | null
  opportunity: { id: string; where: string } | null
  attachments: { name: string; sha256: string; reattach: boolean }[]
  flags: string[]
  draft: { file: string } | null
}

/** Routes a mail of the field at a desk with all its exports. */
function routed(desk: Desk, file: string): { message: Routed; code: number | null } {
  const exports = readdirSync(join(fixtures, 'desk')).filter((name) => name.endsWith('.csv'))
  desk.put(...exports.map((name) => `desk/${name}`), `field/${file}`)
  expect(desk.phd('import', ...exports).code).toBe(0)
  const { stdout, code } = desk.phd('mail', 'route', '--json', '--drafts', 'drafts', file)
  const [message] = (JSON.parse(stdout) as { messages: Routed[] }).messages
  if (!message) throw new Error('there is no message')
  return { message, code }
}

const drafts = (desk: Desk): string[] => readdirSync(join(desk.folder, 'drafts')).filter((name) => name.endsWith('.eml'))

describe('a mail as desks get them', () => {
  const OWN = '0064M000AAAAAIgQYP'

  it.each([
    ['an order whose headers ask machines not to answer', 'po-auto-response-suppress.eml'],
    ['an order whose header says that it is not an automatic answer', 'po-x-autoreply-no.eml'],
    ['a quote number in HTML alone', 'html-only-quote-number.eml'],
    ['a text file that is marked inline', 'inline-text-file.eml'],
    ['a blank behind a soft line break', 'quoted-printable-space-after-soft-break.eml'],
    ['a group that answers go to', 'group-rewrote-sender-reply-to-group.eml'],
  ])('is an order of its sender, with a draft: %s', (_what, file) =>
    atDesk((desk) => {
      const { message, code } = routed(desk, file)
      expect(code).toBe(0)
      expect(message).toMatchObject({
        kind: 'po_submission',
        outcome: 'route',
        from: { address: 'mei.rossi0@zagielcloud25.example' },
        sender: { role: 'partner' },
        opportunity: { id: OWN, where: 'body' },
      })
      expect(drafts(desk).length).toBe(1)
    }),
  )

  it.each([
    ['HTML that takes the order back', 'html-only-do-not-process.eml', 'several_opportunities'],
    ['an HTML file that is marked inline', 'inline-html-file.eml', 'dangerous_type'],
    ['UTF-8 that is said to be ISO-2022-JP', 'body-utf8-said-to-be-iso-2022-jp.eml', 'decode_error'],
    ['escape codes of ISO-2022-JP without a word of it', 'body-iso-2022-jp-without-charset.eml', 'decode_error'],
    ['a mail that Outlook forwards', 'forwarded-by-outlook.eml', 'forwarded'],
  ])('is for a person, without a draft: %s', (_what, file, flag) =>
    atDesk((desk) => {
      const { message, code } = routed(desk, file)
      expect({ code, outcome: message.outcome, draft: message.draft }).toEqual({ code: 4, outcome: 'review', draft: null })
      expect(message.flags).toContain(flag)
    }),
  )

  it('has every named part among its files, and each byte for byte in the draft', () =>
    atDesk(async (desk) => {
      const { message } = routed(desk, 'inline-text-file.eml')
      const wanted = [
        ['PO-4003.pdf', 'JVBERi0xLjQKJSBmaWVsZCBvcmRlcgoAAf7/DQolJUVPRgo='],
        ['licence-terms.txt', 'c2t1LHF0eQ0KQSwxCkIsMg1DLDMNCg=='],
      ].map(([name, base64 = '']) => [name, createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex')])
      expect(message.attachments.map(({ name, sha256 }) => [name, sha256])).toEqual(wanted)
      const draft = await PostalMime.parse(readFileSync(join(desk.folder, 'drafts', drafts(desk)[0] ?? '')))
      expect(
        draft.attachments.map(({ filename, content }) => [
          filename,
          createHash('sha256')
            .update(typeof content === 'string' ? content : new Uint8Array(content))
            .digest('hex'),
        ]),
      ).toEqual(wanted)
      expect(routed(desk, 'inline-html-file.eml').message.attachments.map(({ name, reattach }) => ({ name, reattach }))).toEqual([
        { name: 'PO-4003.pdf', reattach: true },
        { name: 'order.html', reattach: false },
      ])
    }))

  it('has its subject and the names of its files read by the Encoding Standard, and what cannot be is not sent on', () =>
    atDesk((desk) => {
      const mail = (subject: string, name: string): Buffer =>
        Buffer.from(
          readFileSync(join(fixtures, 'field', 'html-only-quote-number.eml'), 'latin1')
            .replace('Subject: Purchase order PO-4003', `Subject: ${subject}`)
            .replaceAll('name="PO-4003.pdf"', `name="${name}"`),
          'latin1',
        )
      // U+B620, of which Node reads two other letters, in windows-949 and ks_c_5601-1987.
      writeFileSync(join(desk.folder, 'good.eml'), mail('=?windows-949?B?UE8gjGM=?=', '=?ks_c_5601-1987?Q?=8C=63=2Epdf?='))
      writeFileSync(join(desk.folder, 'unknown.eml'), mail('=?x-klingon?Q?PO_=FC?=', 'PO-4003.pdf'))
      writeFileSync(join(desk.folder, 'bytes.eml'), mail('PO \xfc', 'PO-4003.pdf'))
      writeFileSync(join(desk.folder, 'name.eml'), mail('PO', '=?euc-kr?Q?=FF=FF=2Epdf?='))
      const { messages } = desk.json<{ messages: (Routed & { subject?: string })[] }>(
        'mail',
        'classify',
        'good.eml',
        'unknown.eml',
        'bytes.eml',
        'name.eml',
      )
      const [good, ...bad] = messages
      expect(good?.attachments.map(({ name }) => name)).toEqual(['\ub620.pdf'])
      expect(good?.flags).not.toContain('decode_error')
      for (const { flags } of bad) expect(flags).toContain('decode_error')
    }))
})
