import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { classify } from '../../src/mail/classify.ts'
import type { MailKind, MailText } from '../../src/mail/kinds.ts'
import { splitText } from '../../src/mail/read/older-text.ts'
import { readMailRules } from '../../src/reference/mail-rules.ts'
import { readDesk } from '../../src/reference/reference.ts'

interface Written {
  id: string
  language: string
  kind: MailKind
  from: { address: string }
  subject: string
  body: string
  attachments: string[]
  headers: Record<string, string>
  /** Not looked at while the words were chosen. */
  heldOut: boolean
}

const corpus: Written[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'mails', 'corpus.json'), 'utf8'),
)
const rules = readMailRules()
const byRules = { ...rules, docusign: { ...rules.docusign, domains: readDesk().docusign.domains } }

function told({ from, subject, body, attachments, headers }: Written) {
  const { fresh, older, isForwarded } = splitText(body, rules.olderText)
  const lower = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]))
  return classify(
    {
      subject,
      fresh: isForwarded && fresh.length < 40 ? older : fresh,
      attachments,
      header: (key) => lower[key] ?? '',
      from: from.address,
      report: reportOf(lower['content-type'] ?? ''),
    },
    byRules,
  )
}

/** The corpus has the headers alone, so the part that reports is taken for there. */
function reportOf(type: string): MailText['report'] {
  if (!type.startsWith('multipart/report')) return null
  return /delivery-status/.test(type) ? 'delivery' : /disposition-notification/.test(type) ? 'disposition' : null
}

function share(mails: readonly Written[]): number {
  return mails.filter((mail) => told(mail).kind === mail.kind).length / mails.length
}

describe('the kind of a mail', () => {
  it('is recognized in the languages partners write in', () => {
    const languages = new Set(corpus.map(({ language }) => language))
    expect(languages.size).toBeGreaterThanOrEqual(8)
    expect(corpus.length).toBeGreaterThanOrEqual(150)
    for (const language of languages) {
      const mails = corpus.filter((mail) => mail.language === language)
      expect(share(mails), language).toBeGreaterThanOrEqual(0.85)
    }
  })

  it('is right for 95 of 100 mails the words were chosen with, and 90 of 100 others', () => {
    expect(share(corpus.filter(({ heldOut }) => !heldOut))).toBeGreaterThanOrEqual(0.95)
    const heldOut = corpus.filter((mail) => mail.heldOut)
    expect(heldOut.length).toBeGreaterThanOrEqual(corpus.length / 3)
    expect(share(heldOut)).toBeGreaterThanOrEqual(0.9)
  })

  it('is rarely wrong where it is certain', () => {
    const wrong = corpus.filter((mail) => {
      const { kind, confidence } = told(mail)
      return kind !== mail.kind && confidence >= rules.threshold
    })
    expect(wrong.map(({ id }) => id).length).toBeLessThanOrEqual(corpus.length * 0.02)
  })

  const mail = (said: Partial<MailText>): MailText => ({
    subject: '',
    fresh: '',
    attachments: [],
    header: () => '',
    from: 'ann@acme.example',
    report: null,
    ...said,
  })
  const headers = (given: Record<string, string>) => (key: string) => given[key] ?? ''

  const ORDER = { subject: 'Purchase order PO-4711', fresh: 'Attached is our purchase order.', attachments: ['PO-4711.pdf'] }
  const AWAY = { subject: 'Automatic reply: Purchase order Q-100040', fresh: 'I am out of the office until Monday.' }
  const ANSWERS = { 'auto-submitted': 'auto-replied' }
  const kindOf = (said: Partial<MailText>) => classify(mail(said), byRules).kind

  it.each([
    { 'auto-submitted': 'auto-replied' },
    { 'auto-submitted': 'auto-generated' },
    { 'x-autoreply': 'yes', 'in-reply-to': '<1@gitlab.com>' },
    { 'x-auto-response-suppress': 'All' },
    { precedence: 'auto_reply' },
    { precedence: 'bulk', 'list-unsubscribe': '<mailto:x@acme.example>' },
    { 'return-path': '<>' },
    { 'content-type': 'multipart/report; report-type=delivery-status; boundary=x' },
  ])('is never hidden by a header: %o', (given) => {
    const header = headers(given)
    expect(kindOf({ ...ORDER, header })).toBe('po_submission')
    // Without its file, too: its words, and what they name, are of a person.
    expect(kindOf({ ...ORDER, attachments: [], header })).toBe('po_submission')
    expect(kindOf({ ...ORDER, fresh: 'Pour notre client, voir Q-100040.', attachments: [], header })).not.toMatch(
      /auto_reply|bounce/,
    )
    // So is a file, or an opportunity, beside words that say nothing.
    for (const held of [{ fresh: 'Viz Q-100040.' }, { fresh: 'Viz', attachments: ['a.pdf'] }])
      expect(classify(mail({ subject: 'x', ...held, header }), byRules).confidence).toBeLessThan(rules.threshold)
  })

  const sureness = (said: Partial<MailText>): number => classify(mail(said), byRules).confidence
  const THREAD = { 'in-reply-to': '<1@gitlab.com>' }
  const LETTER = { precedence: 'bulk', 'list-unsubscribe': '<mailto:x@acme.example>' }
  const GO = 'We take 25 Premium for Customer 41. Please go ahead and invoice us.'

  it.each([
    [
      'its subject',
      { subject: 'Re: Q-100040 for Customer 41', fresh: 'Accepted, go ahead and invoice us.' },
      { 'x-autoreply': 'yes' },
    ],
    [
      'what it answers',
      { subject: 'Re: Customer 41', fresh: 'Accepted, go ahead.', older: 'our quote Q-100040' },
      { 'auto-submitted': 'auto-generated' },
    ],
    ['its subject', { subject: 'Re: Q-100040', fresh: 'Accepted, go ahead. I am on leave until Monday.' }, ANSWERS],
    ['nothing', { subject: 'Re: Customer 41', fresh: GO }, ANSWERS],
    ['nothing', { subject: 'Re: Customer 41', fresh: GO }, { 'auto-submitted': 'auto-generated' }],
    ['nothing', { subject: 'Customer 41', fresh: GO }, LETTER],
    ['its subject', { subject: 'Q-100040', fresh: 'Go ahead.' }, LETTER],
  ])('is not certainly automatic where only a header says so, and %s names an opportunity: %o %o', (_what, said, given) => {
    expect(sureness({ ...said, header: headers({ ...given, ...THREAD }) })).toBeLessThan(rules.threshold)
  })

  it('is certainly an automatic reply to a mail about an opportunity, where its words say so too', () => {
    expect(sureness({ ...AWAY, header: headers(ANSWERS) })).toBe(0.99)
    const away = { subject: 'Re: Customer 41', fresh: 'Ich bin bis Montag im Urlaub.', older: 'our quote Q-100040' }
    expect(sureness({ ...away, header: headers(ANSWERS) })).toBe(0.99)
  })

  it.each([
    ['Order Customer 41', 'Please book the order for Customer 41, 25 Premium.\nI am on leave until Monday.'],
    ['Order Customer 41', 'I am on leave until Monday. Please book the order for Customer 41, 25 Premium.'],
    ['Order Customer 41', 'I am on leave until Monday.'],
    ['Re: Customer 41', 'I am on leave until Monday. Go ahead.'],
    ['Re: Customer 41', 'Accepted, go ahead. I am on leave until Monday.'],
    ['Read', GO],
    ['Absent: Customer 41', GO],
    ['Lu: commande', 'Allez-y, 25 Premium.'],
  ])('is not certainly an automatic reply by words alone: %s, %s', (subject, fresh) => {
    expect(sureness({ subject, fresh })).toBeLessThan(rules.threshold)
  })

  it('is an automatic reply by words that say nothing else', () => {
    const said = { subject: 'Re: Our talk', fresh: 'Hello,\n\nI am on leave until Monday.\n\nKind regards\nAnn Lee' }
    expect(classify(mail(said), byRules)).toMatchObject({ kind: 'auto_reply', confidence: 0.8 })
  })

  it('is not a bounce by a machine’s address alone, with files or the words of an order', () => {
    const from = 'postmaster@acme.example'
    expect(kindOf({ ...ORDER, from, header: headers({ 'return-path': '<>' }) })).toBe('po_submission')
    expect(kindOf({ ...ORDER, attachments: [], from, header: headers({ 'auto-submitted': 'auto-generated' }) })).toBe(
      'po_submission',
    )
    expect(kindOf({ subject: 'Undelivered mail', fresh: 'No such user', from })).toBe('bounce')
  })

  it('is an automatic reply or a report where it is one', () => {
    expect(kindOf({ ...AWAY, header: headers(ANSWERS) })).toBe('auto_reply')
    expect(kindOf({ ...AWAY, header: headers({ 'auto-submitted': 'auto-replied (vacation); owner-email="a@b.example"' }) })).toBe(
      'auto_reply',
    )
    expect(kindOf({ ...AWAY, header: headers({ 'x-autoreply': 'yes' }) })).toBe('auto_reply')
    expect(kindOf({ subject: 'Re: x', fresh: 'Wir melden uns.', header: headers(ANSWERS) })).toBe('auto_reply')
    expect(kindOf({ subject: 'x', fresh: 'It did not arrive.', report: 'delivery' })).toBe('bounce')
    expect(kindOf({ subject: 'Read: Quote Q-99', fresh: 'Your message was read.', report: 'disposition' })).toBe('auto_reply')
    const letter = { precedence: 'bulk', 'list-unsubscribe': '<mailto:x@acme.example>' }
    expect(
      classify(mail({ subject: 'News', fresh: 'Join us for our webinar, or unsubscribe.', header: headers(letter) }), byRules),
    ).toMatchObject({
      kind: 'other',
      confidence: 0.99,
    })
  })

  it('is not certainly an automatic reply where words alone say so, and it holds more', () => {
    const away = classify(
      mail({ subject: 'Quote', fresh: 'Ich bin bis Freitag im Urlaub, bitte senden Sie ein Angebot zu Q-100040.' }),
      byRules,
    )
    expect(away.confidence).toBeLessThan(rules.threshold)
    expect(kindOf({ subject: 'Read our purchase order PO-4711', fresh: 'It is attached.' })).toBe('po_submission')
    expect(kindOf({ subject: 'Read: your mail', fresh: 'was read' })).toBe('auto_reply')
    expect(kindOf({ subject: 'Absent', fresh: 'until Monday' })).toBe('auto_reply')
  })

  it('is not told by the word "completed" in a notice about something else', () => {
    const from = 'dse_NA4@docusign.net'
    expect(classify(mail({ from, subject: 'Completed: GitLab LOA: Ann Lee' }), byRules).kind).toBe('loa_completed')
    expect(classify(mail({ from, subject: 'Completed: Reseller agreement' }), byRules).kind).toBe('other')
    expect(classify(mail({ from, subject: 'Viewed: GitLab LOA: completed form' }), byRules).kind).toBe('other')
    expect(classify(mail({ from, subject: 'GitLab LOA: Ann Lee' }), byRules).kind).toBe('loa_request')
  })

  it('is not told by a signature, by quoted text, or where no words suggest one', () => {
    const text = 'Please send us a quote for 50 Premium seats.\n\nKind regards\nAnn Lee\nLoA and purchase order desk'
    expect(classify(mail({ subject: 'Quote', fresh: text }), byRules).kind).toBe('quote_request')
    const nothing = classify(mail({ subject: 'Hello', fresh: 'How are you?' }), byRules)
    expect(nothing.kind).toBe('other')
    expect(nothing.confidence).toBeLessThan(rules.threshold)
  })

  it('shows what decided, and what came second', () => {
    const { kind, signals, runnerUp } = classify(
      mail({ subject: 'NFR licence', fresh: 'We need an NFR licence. Do you need a purchase order for it?' }),
      byRules,
    )
    expect(kind).toBe('nfr_question')
    expect(signals.some((signal) => signal.for === 'nfr_question')).toBe(true)
    expect(runnerUp?.kind ?? null).not.toBe('nfr_question')
  })
})
