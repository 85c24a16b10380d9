/** What the desk taught of the kinds of mails: entries of the audit, put together. Hashes of words are kept, never a mail's text. */

import { type ClassifyRules, MAIL_KINDS, type MailKind, teachableWords } from '../mail/classify.ts'
import { type Lesson, wordHash } from '../mail/lessons.ts'
import type { AuditEntry, AuditEntryInFull, NewAuditEntry, Recording } from '../store/store.ts'
import type { SortedMail } from './sort.ts'

const LESSON_ACTION = { taught: 'mail_taught', forgotten: 'mail_lesson_forgotten' } as const

/** A lesson as its entry says it. */
export interface TaughtLesson extends Lesson<MailKind> {
  /** When it was taught, ISO 8601, UTC, and by whom. */
  at: string
  actor: string
  file: string
  /** The hash of the mail's file. */
  sha256: string
  /** What the mail was taken for before. */
  was: { kind: string; confidence: number }
}

/** The kinds that can be taught: those that words decide. */
export function teachableKinds({ rules }: Pick<ClassifyRules, 'rules'>): MailKind[] {
  const byWords = new Set(rules.map(({ kind }) => kind))
  return MAIL_KINDS.filter((kind) => byWords.has(kind))
}

/** The words of a mail that a lesson is made of: without the names of those who wrote it and whom it is written to. */
export function wordsOfMail({ mail }: SortedMail, rules: ClassifyRules): string[] {
  const { header, from, to, cc } = mail
  const names = [from.name, from.address ?? '', ...to, ...cc, header('to'), header('cc')]
  return teachableWords(mail, rules, names)
}

/** The entry of a lesson. */
export function lessonEntry(
  { name, mail, classified }: SortedMail,
  kind: MailKind,
  words: readonly string[],
  { at, actor, stated }: Recording,
): NewAuditEntry {
  const was = { kind: classified.kind, confidence: classified.confidence }
  const body = { file: name, sha256: mail.sha256, kind, was, words: words.length, ...(stated ? { timeStated: true } : {}) }
  const evidence = { words: words.map(wordHash).sort() }
  return { at, actor, action: LESSON_ACTION.taught, partnerId: null, request: null, body, evidence }
}

/** That a lesson counts no more. */
export function forgottenEntry(
  { entry, file, kind }: TaughtLesson,
  reason: string | null,
  { at, actor, stated }: Recording,
): NewAuditEntry {
  const body = { lesson: entry, file, kind, reason, ...(stated ? { timeStated: true } : {}) }
  return { at, actor, action: LESSON_ACTION.forgotten, partnerId: null, request: null, body, evidence: null }
}

interface LessonReader {
  entriesOf(actions: readonly string[]): Promise<AuditEntry[]>
  auditEntry(id: number): Promise<AuditEntryInFull | null>
}

/** The lessons in force, oldest first: of a mail that was taught twice the newer one. */
export async function readLessons(store: LessonReader): Promise<TaughtLesson[]> {
  const inForce = new Map<string, AuditEntry>()
  for (const entry of await store.entriesOf(Object.values(LESSON_ACTION))) {
    if (entry.action === LESSON_ACTION.taught) {
      inForce.delete(String(entry.body.sha256))
      inForce.set(String(entry.body.sha256), entry)
    } else for (const [key, { id }] of inForce) if (id === entry.body.lesson) inForce.delete(key)
  }
  const lessons: TaughtLesson[] = []
  for (const { id, at, actor, body } of inForce.values()) {
    const words = (await store.auditEntry(id))?.evidence?.words
    const { file, sha256, kind, was } = body as unknown as Pick<TaughtLesson, 'file' | 'sha256' | 'kind' | 'was'>
    lessons.push({ entry: id, at, actor, file, sha256, kind, was, words: Array.isArray(words) ? words.map(String) : [] })
  }
  return lessons
}
