/** Says what kind of mail it is: headers first, then words, which only suggest. The words are data. */

import { type LessonBook, lessonWords, type Taught } from './lessons.ts'
import { automaticMarks, type Report } from './read/automatic.ts'

export const MAIL_KINDS = [
  'po_submission',
  'quote_request',
  'order_status',
  'loa_request',
  'loa_completed',
  'nfr_question',
  'service_attach_poe',
  'portal_access',
  'certification_question',
  'auto_reply',
  'bounce',
  'other',
] as const
export type MailKind = (typeof MAIL_KINDS)[number]

/** Words that speak for a kind where they stand together: of each group one must be there. */
interface MailRule {
  kind: MailKind
  /** `any`: the subject and the body together. */
  where: 'subject' | 'body' | 'attachment' | 'any'
  weight: number
  all: ReadonlyArray<readonly string[]>
}

interface Signal {
  where: 'header' | 'from' | MailRule['where']
  text: string
  for: MailKind
}

/** What is looked at of a mail. */
export interface MailText {
  subject: string
  /** What was written now. */
  fresh: string
  /** What is quoted or forwarded below; left out: nothing. */
  older?: string
  attachments: readonly string[]
  /** Headers by lower-case name; the first of each. */
  header(key: string): string
  from: string
  /** What it reports of another mail; null where it reports nothing. */
  report: Report | null
}

export interface ClassifyRules {
  rules: readonly MailRule[]
  /** Below this a person must look. */
  threshold: number
  docusign: { domains: readonly string[]; loa: readonly string[]; completed: readonly string[]; otherNotices: readonly string[] }
  autoReply: { subjects: readonly string[]; bodies: readonly string[] }
  bounce: { senders: readonly string[]; subjects: readonly string[] }
  /** How a text ends: what stands behind says nothing of the mail. */
  endings: { closings: readonly string[]; disclaimers: readonly string[] }
  /** What was taught weighs so much, where it is so sure, so many telling words fit and this share of all words is known. */
  lessons: { weight: number; sure: number; words: number; share: number }
}

/** Why a mail is of its kind, for whoever asks. */
export interface KindExplained {
  decidedBy: 'headers' | 'words' | 'lessons'
  /** The kinds that the words of the rules speak for, best first. */
  words: ReadonlyArray<{ kind: MailKind; score: number }>
  /** What the desk taught says; null where nothing that was taught is like it. */
  lessons: Taught<MailKind> | null
}

export interface Classified {
  kind: MailKind
  /** From 0 to 1. */
  confidence: number
  signals: readonly Signal[]
  runnerUp: { kind: MailKind; score: number } | null
  /** What it is where nothing was taught: what a person must look at by that stays so. */
  untaught: MailKind
  explained: KindExplained
}

const LOOKED_AT = 1 << 14

/** The kind of a mail. A pure function of the text, the rules and what the desk taught. */
export function classify(mail: MailText, rules: ClassifyRules, lessons: LessonBook<MailKind> | null = null): Classified {
  const bare = byWords(mail, rules, null)
  const known = byHeaders(mail, rules, bare)
  if (known) return { ...known, untaught: known.kind, explained: { decidedBy: 'headers', words: [], lessons: null } }
  return lessons ? byWords(mail, rules, lessons) : bare
}

/** The words that a lesson of a mail rests on: not the names of who wrote and who is written to. */
export function teachableWords(
  mail: Pick<MailText, 'subject' | 'fresh'>,
  { endings }: ClassifyRules,
  people: readonly string[],
): string[] {
  return lessonWords(`${bareOf(mail.subject)}\n${withoutEnding(mail.fresh.slice(0, LOOKED_AT), endings)}`, people)
}

function sure(kind: MailKind, ...signals: Signal[]): ByHeaders {
  return { kind, confidence: 0.99, signals, runnerUp: null }
}

type ByHeaders = Omit<Classified, 'untaught' | 'explained'>

/** What names an opportunity or a quote: no answer of a machine has it in a text of its own. */
const OPPORTUNITY = /(?<![A-Za-z0-9])(?:006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?|Q-\d{4,12})(?![A-Za-z0-9])/i

/** Bounces, automatic answers and notices of DocuSign are known by their headers and parts. */
function byHeaders(mail: MailText, { docusign, autoReply, bounce, endings }: ClassifyRules, words: ByHeaders): ByHeaders | null {
  const { header, from } = mail
  const subject = fold(mail.subject)
  const sender = from.toLowerCase()
  const hasFiles = mail.attachments.length > 0
  const holdsWork = hasFiles || OPPORTUNITY.test(mail.fresh.slice(0, LOOKED_AT))
  const isWorded = words.kind !== 'other'
  const isMachine = bounce.senders.some((each) => sender.startsWith(`${each}@`))
  const marks = automaticMarks(header)
  const automatic = (kind: MailKind, key: string): ByHeaders => sure(kind, said('header', key, header(key), kind))
  if (mail.report === 'delivery') return automatic('bounce', 'content-type')
  const tellsOfBounce = has(subject, bounce.subjects) && (marks.isAutomatic || !hasFiles)
  if (isMachine && (tellsOfBounce || (marks.isAutomatic && !holdsWork && !isWorded)))
    return sure('bounce', said('from', '', from, 'bounce'))
  if (mail.report === 'disposition') return automatic('auto_reply', 'content-type')
  const word = autoReply.subjects.find((each) => beginsWith(bareOf(subject), fold(each)))
  const phrase = autoReply.bodies.find((each) => has(fold(mail.fresh.slice(0, LOOKED_AT)), [each]))
  const speaks = word ?? phrase
  const answered = (signal: Signal, confidence: number): ByHeaders => ({ ...sure('auto_reply', signal), confidence })
  // What it is about may stand around what a machine writes, and then its own words must say that it is one.
  const isAbout = [mail.subject, (mail.older ?? '').slice(0, LOOKED_AT)].some((text) => OPPORTUNITY.test(text))
  // Of a single word, or of one phrase in a text, a header alone makes no answer of a machine.
  const isTitled = word !== undefined && (word.includes(' ') || UNSPACED.test(word) || phrase !== undefined)
  const isAlone = phrase !== undefined && saysLittleElse(mail, phrase, words, endings)
  if (!isBelow(domainIn(sender), docusign.domains) && !holdsWork) {
    if (marks.answers !== null && (speaks !== undefined || !isWorded)) {
      const isSure = isTitled || (phrase !== undefined && (isAlone || !isAbout))
      return answered(said('header', marks.answers, header(marks.answers), 'auto_reply'), isSure ? 0.99 : DOUBTED)
    }
    if (marks.isAutomatic && speaks !== undefined)
      return answered(
        said(word === undefined ? 'body' : 'subject', '', speaks, 'auto_reply'),
        isTitled || isAlone ? 0.99 : DOUBTED,
      )
    const isLetter = words.signals.some((signal) => signal.for === 'other') && !ANSWER.test(mail.subject)
    if (marks.isMass && !isWorded && !isAbout && isLetter) return automatic('other', 'precedence')
  }
  if (isBelow(domainIn(sender), docusign.domains)) {
    const bare = subject.replace(/^(?:(?:re|fw|fwd|aw|wg|tr|rv)\s*:\s*)+/, '').trim()
    const isLoa = has(subject, docusign.loa)
    if (docusign.completed.some((each) => bare.startsWith(fold(each)))) {
      return isLoa
        ? sure('loa_completed', said('subject', '', mail.subject, 'loa_completed'))
        : sure('other', said('subject', '', mail.subject, 'other'))
    }
    if (docusign.otherNotices.some((each) => bare.startsWith(fold(each))))
      return sure('other', said('subject', '', mail.subject, 'other'))
    return isLoa
      ? sure('loa_request', said('subject', '', mail.subject, 'loa_request'))
      : sure('other', said('from', '', from, 'other'))
  }
  if (speaks === undefined || hasFiles) return null
  // Words alone hide nothing: where the text holds more, a person must say what it is.
  const isOwn = isAlone && !holdsWork && !isAbout && (isTitled || ANSWER.test(mail.subject))
  return answered(said(word === undefined ? 'body' : 'subject', '', speaks, 'auto_reply'), isOwn ? 0.8 : DOUBTED)
}

/** Whether a text is a sentence with that phrase and nothing else but a greeting. */
function saysLittleElse({ fresh }: MailText, phrase: string, words: ByHeaders, endings: ClassifyRules['endings']): boolean {
  const sentences = withoutEnding(fresh.slice(0, LOOKED_AT), endings)
    .split(/[\n.!?\u3002]/)
    .map((each) => tokens(fold(each)))
    .filter((each) => !/^\d*$/.test(each))
  const sought = soughtOf(fold(phrase)).trim()
  const said = sentences.at(-1) ?? ''
  const most = UNSPACED.test(phrase) ? MOST_BESIDE / 2 : MOST_BESIDE
  const greeting = sentences.slice(0, -1).join(' ')
  return words.signals.length === 0 && said.includes(sought) && said.length - sought.length <= most && greeting.length <= most / 3
}

/** Letters beside the phrase of an automatic answer that are no text of their own. */
const MOST_BESIDE = 36

/** Below every threshold. */
const DOUBTED = 0.3

/** Whether a subject begins with words, whole; a single word must stand apart, for "Read our order" is no receipt. */
function beginsWith(subject: string, words: string): boolean {
  if (!subject.startsWith(words)) return false
  const next = subject.slice(words.length)
  if (UNSPACED.test(words)) return true
  return words.includes(' ') ? !/^[\p{L}\p{N}]/u.test(next) : /^\s*(?:$|[:\uff1a(\-\u2013])/.test(next)
}

function bareOf(subject: string): string {
  return subject.replace(/^(?:(?:re|fw|fwd|aw|wg|tr|rv|sv|odp|pd|antw|ref|enc)\s*:\s*)+/, '').trim()
}

function said(where: Signal['where'], key: string, text: string, kind: MailKind): Signal {
  return { where, text: key === '' ? text : `${key}: ${text}`, for: kind }
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
  // A lesson chooses between kinds that the words speak for. Alone it decides nothing, and what a person had to look at stays so.
  const isSure = bare.kind !== 'other' && bare.confidence >= ruling.threshold
  const isSaid = swayed.kind !== 'other' && (said.scores.get(swayed.kind) ?? 0) >= LEAST
  const most = isSure && isSaid ? 1 : Math.min(UNKNOWN, Math.max(0, ruling.threshold - 0.01))
  const decidedBy = swayed.kind === bare.kind ? 'words' : 'lessons'
  const confidence = Math.min(swayed.confidence, most)
  return { ...swayed, confidence, untaught: bare.kind, explained: { decidedBy, words, lessons: taught } }
}

/** What the words of the rules speak for in a mail. */
interface Said {
  scores: ReadonlyMap<MailKind, number>
  signals: readonly Signal[]
  isAnswer: boolean
}

function saidBy(mail: MailText, { rules, endings }: ClassifyRules): Said {
  const written = {
    subject: ` ${tokens(bareOf(fold(mail.subject)))} `,
    body: ` ${tokens(fold(withoutEnding(mail.fresh.slice(0, LOOKED_AT), endings)))} `,
    attachment: ` ${tokens(fold(mail.attachments.join(' \u2022 ')))} `,
  }
  const places = { ...written, any: `${written.subject}\u2022${written.body}` }
  // The subject of an answer is of what it answers.
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

function verdictOn({ scores, signals, isAnswer }: Said): ByHeaders {
  const [first, second] = rankedOf(scores)
  if (!first || first[1] < LEAST)
    return {
      kind: 'other',
      confidence: UNKNOWN,
      signals,
      runnerUp: first ? { kind: first[0], score: first[1] } : null,
    }
  const spoken = signals.some((signal) => signal.for === first[0] && signal.where !== 'subject')
  // A subject that was carried over is no word of the mail's own.
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

const ANSWER = /^\s*(?:re|aw|sv|antw|odp|r|ref|rif|res|fwd?|wg|tr|rv|pd|i|enc|doorst|返信|転送)\s*(?:\[\d+\])?\s*[:：]/i

/** Where nothing speaks for a kind nobody can say more. */
const UNKNOWN = 0.4
/** A text without its signature and disclaimer, whose slogans say nothing of the mail. */
export function withoutEnding(text: string, { closings, disclaimers }: ClassifyRules['endings']): string {
  const ends = new Set(closings.map(fold))
  const lines = text.split('\n')
  const at = lines.findIndex((line, i) => {
    const words = tokens(fold(line))
    return (i > 0 && ends.has(words)) || (i > 0 && has(fold(line), disclaimers))
  })
  return at === -1 ? text : lines.slice(0, at).join('\n')
}

/** Less than this says nothing. */
const LEAST = 2

/** Whether a text of words has a term: whole words, `*` at its end for any ending; of scripts without spaces, anywhere. */
function contains(text: string, term: string): boolean {
  let sought = SOUGHT.get(term)
  if (sought === undefined) {
    sought = soughtOf(fold(term))
    SOUGHT.set(term, sought)
  }
  return text.includes(sought)
}

/** What is looked for of each term, made once: the terms are few, and the mails many. */
const SOUGHT = new Map<string, string>()

function soughtOf(folded: string): string {
  if (UNSPACED.test(folded)) return folded
  return folded.endsWith('*') ? ` ${tokens(folded.slice(0, -1))}` : ` ${tokens(folded)} `
}

const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0600-\u06ff]/

function has(text: string, terms: readonly string[]): boolean {
  const words = ` ${tokens(text)} `
  return terms.some((term) => contains(words, term))
}

/** Case, width and the accents of Latin letters mean nothing. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]+/g, '')
    .normalize('NFC')
}

/** Words with one space between them. */
function tokens(text: string): string {
  return text.replace(/[^\p{L}\p{N}\u2022]+/gu, ' ').trim()
}

function domainIn(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

function isBelow(domain: string, domains: readonly string[]): boolean {
  return domains.some((each) => domain === each || domain.endsWith(`.${each}`))
}
