import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { classify, teachableWords } from '../../src/mail/classify.ts'
import type { MailKind, MailText } from '../../src/mail/kinds.ts'
import { LessonBook, lessonWords, wordHash } from '../../src/mail/lessons.ts'
import { splitText } from '../../src/mail/read/older-text.ts'
import { readMailRules } from '../../src/reference/mail-rules.ts'
import { readDesk } from '../../src/reference/reference.ts'

const rules = readMailRules()
const byRules = { ...rules, docusign: { ...rules.docusign, domains: readDesk().docusign.domains } }
const LEAST = { words: 3, share: 0.5 }

interface Written {
  kind: MailKind
  from: { address: string }
  subject: string
  body: string
  attachments: string[]
  headers: Record<string, string>
}
const corpus = (
  JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'mails', 'corpus.json'), 'utf8')) as Written[]
).map(({ kind, from, subject, body, attachments, headers }): { kind: MailKind; text: MailText } => {
  const lower = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]))
  const { fresh } = splitText(body, rules.olderText)
  return { kind, text: { subject, fresh, attachments, header: (key) => lower[key] ?? '', from: from.address, report: null } }
})

const lesson = (entry: number, kind: MailKind, text: string) => ({ entry, kind, words: lessonWords(text).map(wordHash) })
const mail = (subject: string, fresh: string): MailText => ({
  subject,
  fresh,
  attachments: [],
  header: () => '',
  from: 'a@b.example',
  report: null,
})

describe('the words of a lesson', () => {
  it('have no numbers, nothing short, and none of the excluded names', () => {
    expect(
      lessonWords('Dear Ann, the PO 4500 of Müller GmbH (Q-100019) für Straße', ['Ann Müller', 'ann.lee@x.example']),
    ).toEqual(['dear', 'gmbh', 'straße'])
  })

  it('are pairs of letters in scripts without spaces', () => {
    expect(lessonWords('発注書です')).toEqual(['発注', '注書', '書て', 'てす'])
  })

  it('are kept as hashes, from which no word can be read', () => {
    expect(wordHash('auftrag')).toMatch(/^[0-9a-f]{12}$/)
  })
})

describe('a book of lessons', () => {
  const book = new LessonBook([
    lesson(7, 'po_submission', 'hiermit erteilen wir verbindlich den auftrag zur lieferung'),
    lesson(9, 'quote_request', 'bitte nennen sie ihre konditionen zur lieferung'),
  ])

  it('gives the more likely kind, with the words that tell it and their lessons', () => {
    const taught = book.weigh(lessonWords('hiermit erteilen wir den auftrag zur lieferung'), LEAST)
    expect(taught).toMatchObject({ kind: 'po_submission', lessons: [7] })
    expect(taught?.words).toEqual(['hiermit', 'erteilen', 'auftrag'])
    expect(taught?.probability).toBeGreaterThan(0.8)
  })

  it('says nothing about a mail with too few of its words, or only common ones', () => {
    expect(book.weigh(lessonWords('lieferung'), LEAST)).toBeNull()
    expect(book.weigh(lessonWords('hiermit auftrag erteilen lorem ipsum dolor amet consectetur'), LEAST)).toBeNull()
    expect(new LessonBook([]).weigh(lessonWords('hiermit erteilen auftrag'), LEAST)).toBeNull()
  })
})

describe('the kind of a mail with lessons', () => {
  const taughtAs = (kind: MailKind, text: MailText) =>
    new LessonBook([{ entry: 1, kind, words: teachableWords(text, byRules, []).map(wordHash) }])

  it('is the same, to the last digit, where nothing was taught', () => {
    for (const { text } of corpus) {
      const { explained: _, ...bare } = classify(text, byRules)
      const { explained: __, ...empty } = classify(text, byRules, new LessonBook([]))
      expect(empty).toEqual(bare)
    }
  })

  it('is chosen by a lesson between kinds that the words suggest', () => {
    const close = corpus.flatMap(({ text }) => {
      const [first, second] = classify(text, byRules).explained.words
      const isClose = second !== undefined && second.score >= 2 && (first?.score ?? 0) - second.score < rules.lessons.weight
      return isClose && second.kind !== 'other' ? [{ text, kind: second.kind }] : []
    })
    expect(close.length).toBeGreaterThan(3)
    for (const { text, kind } of close) {
      const { kind: told, explained } = classify(text, byRules, taughtAs(kind, text))
      expect([told, explained.decidedBy], text.subject).toEqual([kind, 'lessons'])
    }
  })

  it('may come from a lesson alone, and then needs review', () => {
    const odd = mail('Beschaffungsvorgang', 'Die verbindliche Freigabe durch unseren Einkauf liegt hiermit schriftlich vor.')
    expect(classify(odd, byRules)).toMatchObject({ kind: 'other', confidence: 0.4 })
    const { kind, confidence, explained } = classify(odd, byRules, taughtAs('po_submission', odd))
    expect([kind, explained.decidedBy]).toEqual(['po_submission', 'lessons'])
    expect(confidence).toBeLessThan(rules.threshold)
  })

  it('never overrides headers, and keeps in review what was in review, whatever was taught', () => {
    const needsPerson = (kind: MailKind, confidence: number): boolean =>
      kind === 'other' ? confidence < 0.9 : confidence < rules.threshold
    const kinds: readonly MailKind[] = ['po_submission', 'quote_request', 'nfr_question', 'other']
    for (const { text } of corpus) {
      const bare = classify(text, byRules)
      for (const kind of kinds) {
        const taught = classify(text, byRules, taughtAs(kind, text))
        if (bare.explained.decidedBy === 'headers') expect(taught).toEqual(bare)
        else if (needsPerson(bare.kind, bare.confidence))
          expect(needsPerson(taught.kind, taught.confidence), text.subject).toBe(true)
        // Nothing is put away as "other" by a lesson.
        if (taught.kind === 'other' && bare.kind !== 'other') expect(needsPerson(taught.kind, taught.confidence)).toBe(true)
      }
    }
  })

  it.each([0, 1])('stays right where it was right, with half of the mails taught (%d)', (parity) => {
    const taught = corpus.filter(({ text }, i) => i % 2 === parity && classify(text, byRules).explained.decidedBy === 'words')
    const book = new LessonBook(
      taught.map(({ kind, text }, i) => ({ entry: i + 1, kind, words: teachableWords(text, byRules, []).map(wordHash) })),
    )
    const rest = corpus.filter((_, i) => i % 2 !== parity)
    const sure = (lessons: LessonBook<MailKind> | null, isRight: boolean): number =>
      rest.filter(({ kind, text }) => {
        const told = classify(text, byRules, lessons)
        return told.kind !== 'other' && told.confidence >= rules.threshold && (told.kind === kind) === isRight
      }).length
    expect(sure(book, true)).toBeGreaterThanOrEqual(sure(null, true))
    expect(sure(book, false)).toBeLessThanOrEqual(sure(null, false))
  })
})
