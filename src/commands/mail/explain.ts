/** Says why a mail is of its kind: by its headers, the words of the rules, or what the desk taught. */

import type { KindExplained, MailKind } from '../../mail/classify.ts'

const BY: Readonly<Record<KindExplained['decidedBy'], string>> = {
  headers: 'its headers and sender, or words that only automatic mail has; nothing else is asked then',
  words: 'the words of the rules',
  lessons: 'what the desk taught, beside the words of the rules',
}

/** A line of text each: what decided, how much the words say for which kind, what lessons say. */
export function explainLines({ decidedBy, words, lessons }: KindExplained, nameOf: (kind: MailKind) => string): string[] {
  const lines = [`decided by ${BY[decidedBy]}`]
  if (decidedBy === 'headers') return lines
  const said = words.map(({ kind, score }) => `${nameOf(kind)} ${score}`).join(', ')
  lines.push(`words: ${said || 'they speak for nothing'}`)
  if (!lessons) return [...lines, 'lessons: none that is like it']
  const numbers = lessons.lessons.map((entry) => `audit entry ${entry}`).join(', ')
  return [
    ...lines,
    `lessons: ${nameOf(lessons.kind)}, ${lessons.probability.toFixed(2)}, by ${lessons.words.map((word) => `"${word}"`).join(', ')} (${numbers})`,
  ]
}
