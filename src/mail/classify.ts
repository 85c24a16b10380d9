/** Tells the kind of a mail: by its headers first, then by words. */

import { kindByHeaders } from './header-kinds.ts'
import {
  type Classified,
  type ClassifyRules,
  type KindFound,
  MAIL_KINDS,
  type MailKind,
  type MailText,
  type Signal,
} from './kinds.ts'
import { type LessonBook, lessonWords } from './lessons.ts'
import { contains, fold, inWords, LOOKED_AT, searchable, spaced, together } from './terms.ts'
import { ANSWER, bareOf, withoutEnding } from './trim.ts'

/** The kind of a mail, by its text, the rules and what the desk taught. */
export function classify(mail: MailText, rules: ClassifyRules, lessons: LessonBook<MailKind> | null = null): Classified {
  const bare = byWords(mail, rules, null)
  const known = kindByHeaders(mail, rules, bare)
  if (known) return { ...known, untaught: known.kind, explained: { decidedBy: 'headers', words: [], lessons: null } }
  return lessons ? byWords(mail, rules, lessons) : bare
}

/** The words of a mail that a lesson keeps; `people`: the names of its sender and recipients, which it does not. */
export function teachableWords(
  mail: Pick<MailText, 'subject' | 'fresh'>,
  { endings }: ClassifyRules,
  people: readonly string[],
): string[] {
  return lessonWords(`${bareOf(mail.subject)}\n${withoutEnding(mail.fresh.slice(0, LOOKED_AT), endings)}`, people)
}

function byWords(mail: MailText, ruling: ClassifyRules, lessons: LessonBook<MailKind> | null): Classified {
  const said = saidBy(mail, ruling)
  const bare = verdictOn(said)
  const words = rankedOf(said.scores).map(([kind, score]) => ({ kind, score }))
  const taught = lessons?.weigh(teachableWords(mail, ruling, []), ruling.lessons) ?? null
  if (!taught || taught.probability < ruling.lessons.sure)
    return { ...bare, untaught: bare.kind, explained: { decidedBy: 'words', words, lessons: taught } }
  const own = said.scores.get(taught.kind) ?? 0
  const swayed = verdictOn({ ...said, scores: new Map([...said.scores, [taught.kind, own + ruling.lessons.weight]]) })
  // A lesson chooses between kinds that the words suggest. Alone it decides nothing, and what needed review still does.
  const isSure = bare.kind !== 'other' && bare.confidence >= ruling.threshold
  const isSaid = swayed.kind !== 'other' && (said.scores.get(swayed.kind) ?? 0) >= LEAST
  const most = isSure && isSaid ? 1 : Math.min(UNKNOWN, Math.max(0, ruling.threshold - 0.01))
  const decidedBy = swayed.kind === bare.kind ? 'words' : 'lessons'
  const confidence = Math.min(swayed.confidence, most)
  return { ...swayed, confidence, untaught: bare.kind, explained: { decidedBy, words, lessons: taught } }
}

/** What the words of the rules suggest. */
interface Said {
  scores: ReadonlyMap<MailKind, number>
  signals: readonly Signal[]
  isAnswer: boolean
}

function saidBy(mail: MailText, { rules, endings }: ClassifyRules): Said {
  const written = {
    subject: inWords(spaced(bareOf(fold(mail.subject)))),
    body: searchable(withoutEnding(mail.fresh.slice(0, LOOKED_AT), endings)),
    attachment: together(mail.attachments.map(searchable)),
  }
  const places = { ...written, any: together([written.subject, written.body]) }
  // The subject of an answer belongs to what it answers.
  const isAnswer = ANSWER.test(mail.subject)
  const scores = new Map<MailKind, number>()
  const signals: Signal[] = []
  for (const { kind, where, weight, all } of rules) {
    const found = all.map((group) => group.find((term) => contains(places[where], term)))
    if (found.includes(undefined)) continue
    scores.set(kind, (scores.get(kind) ?? 0) + (where === 'subject' && isAnswer ? weight / 2 : weight))
    signals.push({ where, text: found.join(' + '), for: kind })
  }
  return { scores, signals, isAnswer }
}

function verdictOn({ scores, signals, isAnswer }: Said): KindFound {
  const [first, second] = rankedOf(scores)
  if (!first || first[1] < LEAST)
    return {
      kind: 'other',
      confidence: UNKNOWN,
      signals,
      runnerUp: first ? { kind: first[0], score: first[1] } : null,
    }
  const spoken = signals.some((signal) => signal.for === first[0] && signal.where !== 'subject')
  // A subject that was carried over does not count as the mail's own words.
  const most = isAnswer && !spoken ? UNKNOWN : 0.97
  const confidence = Math.min(most, first[1] / (first[1] + (second?.[1] ?? 0) + 0.5))
  return {
    kind: first[0],
    confidence: Math.round(confidence * 100) / 100,
    signals: signals.filter((signal) => signal.for === first[0] || signal.for === second?.[0]),
    runnerUp: second ? { kind: second[0], score: second[1] } : null,
  }
}

function rankedOf(scores: ReadonlyMap<MailKind, number>): [MailKind, number][] {
  return [...scores]
    .filter(([, score]) => score > 0)
    .sort((a, b) => b[1] - a[1] || MAIL_KINDS.indexOf(a[0]) - MAIL_KINDS.indexOf(b[0]))
}

/** The confidence where no words suggest a kind. */
const UNKNOWN = 0.4

/** A lower score means nothing. */
const LEAST = 2
