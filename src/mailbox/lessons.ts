/** What the desk taught about the kinds of mail, put together from the audit. It has hashes of words, never a mail's text. */

import { teachableWords } from '../mail/classify.ts'
import { type ClassifyRules, isMailKind, MAIL_KINDS, type MailKind } from '../mail/kinds.ts'
import { type Lesson, wordHash } from '../mail/lessons.ts'
import type { EntryOf, InFull, NewAuditEntry, RecordReader } from '../store/store.ts'
import type { SortedMail } from './sort.ts'

/** A lesson, as its audit entry has it: its kind may be one that this version of phd does not have. */
export interface TaughtLesson extends Lesson {
  /** When it was taught, ISO 8601, UTC, and by whom. */
  at: string
  actor: string
  file: string
  /** The hash of the mail's file. */
  sha256: string
  /** The mail's kind before. */
  was: { kind: string; confidence: number }
}

/** The kinds that can be taught: those that are told by words. */
export function teachableKinds({ rules }: Pick<ClassifyRules, 'rules'>): MailKind[] {
  const byWords = new Set(rules.map(({ kind }) => kind))
  return MAIL_KINDS.filter((kind) => byWords.has(kind))
}

/** The words of a mail that a lesson keeps: without the names of its sender and recipients. */
export function wordsOfMail({ mail }: SortedMail, rules: ClassifyRules): string[] {
  const { header, from, to, cc } = mail
  const names = [from.name, from.address ?? '', ...to, ...cc, header('to'), header('cc')]
  return teachableWords(mail, rules, names)
}

/** The entry of a lesson. */
export function lessonEntry({ name, mail, classified }: SortedMail, kind: MailKind, words: readonly string[]): NewAuditEntry {
  const was = { kind: classified.kind, confidence: classified.confidence }
  const body = { file: name, sha256: mail.sha256, kind, was, words: words.length }
  const evidence = { words: words.map(wordHash).sort() }
  return { action: 'mail_taught', partnerId: null, request: null, body, evidence }
}

/** That a lesson no longer counts. */
export function forgottenEntry({ entry, file, kind }: TaughtLesson, reason: string | null): NewAuditEntry {
  const body = { lesson: entry, file, kind, reason }
  return { action: 'mail_lesson_forgotten', partnerId: null, request: null, body, evidence: null }
}

/** The lessons in force, oldest first; of a mail that was taught twice, the newer one. */
export async function readLessons(store: Pick<RecordReader, 'entriesInFull'>): Promise<TaughtLesson[]> {
  const inForce = new Map<string, InFull<EntryOf<'mail_taught'>>>()
  for await (const entry of store.entriesInFull(['mail_taught', 'mail_lesson_forgotten'])) {
    if (entry.action === 'mail_taught') {
      inForce.delete(entry.body.sha256)
      inForce.set(entry.body.sha256, entry)
    } else for (const [key, { id }] of inForce) if (id === entry.body.lesson) inForce.delete(key)
  }
  return [...inForce.values()].map(({ id, at, actor, body, evidence }) => {
    const { file, sha256, kind, was } = body
    const words = evidence?.words
    return {
      entry: id,
      at,
      actor,
      file,
      sha256,
      kind,
      was,
      words: Array.isArray(words) ? words.map(String) : [],
    }
  })
}

/** The lessons that can teach: those of kinds that this version of phd has. */
export function usableLessons(lessons: readonly TaughtLesson[]): Lesson<MailKind>[] {
  return lessons.flatMap(({ entry, kind, words }) => (isMailKind(kind) ? [{ entry, kind, words }] : []))
}
