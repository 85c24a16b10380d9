/** Recognizes bounces, automatic replies and DocuSign notices: by headers and parts, and by words that only such mails have. */

import { isBelow } from './address.ts'
import type { ClassifyRules, KindFound, MailKind, MailText, Signal } from './kinds.ts'
import { automaticMarks } from './read/automatic.ts'
import { contains, fold, hasTerm, LOOKED_AT, searchable, spaced, WITHIN_WORDS } from './terms.ts'
import { ANSWER, bareOf, withoutEnding } from './trim.ts'

/** An opportunity or a quote: no automatic reply names one in its own text. */
const OPPORTUNITY = /(?<![A-Za-z0-9])(?:006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?|Q-\d{4,12})(?![A-Za-z0-9])/i

/** The kind of a mail by its headers and parts; null where words must tell. `words`: what the words alone say. */
export function kindByHeaders(mail: MailText, rules: ClassifyRules, words: KindFound): KindFound | null {
  const isNotice = isBelow(domainIn(mail.from.toLowerCase()), rules.docusign.domains)
  const holdsWork = mail.attachments.length > 0 || OPPORTUNITY.test(mail.fresh.slice(0, LOOKED_AT))
  const reported = reportKind(mail, rules.bounce, { holdsWork, isWorded: words.kind !== 'other' })
  if (reported) return reported
  const reply = replySigns(mail, rules, words)
  const automatic = isNotice || holdsWork ? null : automaticKind(mail, reply, words)
  if (automatic) return automatic
  return isNotice ? noticeKind(mail, rules.docusign) : kindByReplyWords(mail, reply, holdsWork)
}

/** Bounces and receipts. */
function reportKind(
  { header, from, report, attachments, ...mail }: MailText,
  bounce: ClassifyRules['bounce'],
  { holdsWork, isWorded }: { holdsWork: boolean; isWorded: boolean },
): KindFound | null {
  const byType = (kind: MailKind): KindFound => sure(kind, said('header', 'content-type', header('content-type'), kind))
  if (report === 'delivery') return byType('bounce')
  const { isAutomatic } = automaticMarks(header)
  const isMachine = bounce.senders.some((each) => from.toLowerCase().startsWith(`${each}@`))
  const isTitled = hasTerm(mail.subject, bounce.subjects) && (isAutomatic || attachments.length === 0)
  if (isMachine && (isTitled || (isAutomatic && !holdsWork && !isWorded))) return sure('bounce', said('from', '', from, 'bounce'))
  return report === 'disposition' ? byType('auto_reply') : null
}

/** What in the words of a mail makes it an automatic reply. */
interface ReplySigns {
  /** The words found, in the subject or in the text. */
  words: { where: 'subject' | 'body'; text: string } | null
  hasPhrase: boolean
  /** Whether its subject says it beyond doubt: a single word needs a phrase in the text beside it. */
  isTitled: boolean
  /** Whether its text says nothing else. */
  isAlone: boolean
  /** Whether its subject or what it quotes names an opportunity. A machine may quote one; its own words must say it is a machine. */
  isAbout: boolean
}

function replySigns(mail: MailText, { autoReply, endings }: ClassifyRules, words: KindFound): ReplySigns {
  const subject = bareOf(fold(mail.subject))
  const word = autoReply.subjects.find((each) => beginsWith(subject, fold(each)))
  const text = searchable(mail.fresh.slice(0, LOOKED_AT))
  const phrase = autoReply.bodies.find((each) => contains(text, each))
  const found = word ?? phrase
  return {
    words: found === undefined ? null : { where: word === undefined ? 'body' : 'subject', text: found },
    hasPhrase: phrase !== undefined,
    isTitled: word !== undefined && (word.includes(' ') || WITHIN_WORDS.test(word) || phrase !== undefined),
    isAlone: phrase !== undefined && saysLittleElse(mail, phrase, words, endings),
    isAbout: [mail.subject, (mail.older ?? '').slice(0, LOOKED_AT)].some((each) => OPPORTUNITY.test(each)),
  }
}

/** Automatic replies and mass mail that headers mark as such. */
function automaticKind({ header, subject }: MailText, reply: ReplySigns, words: KindFound): KindFound | null {
  const marks = automaticMarks(header)
  const isWorded = words.kind !== 'other'
  if (marks.answers !== null && (reply.words || !isWorded)) {
    const isSure = reply.isTitled || (reply.hasPhrase && (reply.isAlone || !reply.isAbout))
    return autoReply(said('header', marks.answers, header(marks.answers), 'auto_reply'), isSure ? SURE : DOUBTED)
  }
  if (marks.isAutomatic && reply.words) return byReplyWords(reply.words, reply.isTitled || reply.isAlone ? SURE : DOUBTED)
  const isLetter = words.signals.some((signal) => signal.for === 'other') && !ANSWER.test(subject)
  if (!marks.isMass || isWorded || reply.isAbout || !isLetter) return null
  return sure('other', said('header', 'precedence', header('precedence'), 'other'))
}

/** Automatic replies that only words tell. */
function kindByReplyWords({ attachments, subject }: MailText, reply: ReplySigns, holdsWork: boolean): KindFound | null {
  if (reply.words === null || attachments.length > 0) return null
  // Words alone must not hide anything: where the text holds more, the mail needs review.
  const isOwn = reply.isAlone && !holdsWork && !reply.isAbout && (reply.isTitled || ANSWER.test(subject))
  return byReplyWords(reply.words, isOwn ? 0.8 : DOUBTED)
}

function byReplyWords({ where, text }: NonNullable<ReplySigns['words']>, confidence: number): KindFound {
  return autoReply(said(where, '', text, 'auto_reply'), confidence)
}

function autoReply(signal: Signal, confidence: number): KindFound {
  return { ...sure('auto_reply', signal), confidence }
}

/** Notices from DocuSign. */
function noticeKind({ subject: given, from }: MailText, docusign: ClassifyRules['docusign']): KindFound {
  const subject = fold(given)
  const bare = subject.replace(/^(?:(?:re|fw|fwd|aw|wg|tr|rv)\s*:\s*)+/, '').trim()
  const bySubject = (kind: MailKind): KindFound => sure(kind, said('subject', '', given, kind))
  const isLoa = hasTerm(given, docusign.loa)
  if (docusign.completed.some((each) => bare.startsWith(fold(each)))) return bySubject(isLoa ? 'loa_completed' : 'other')
  if (docusign.otherNotices.some((each) => bare.startsWith(fold(each)))) return bySubject('other')
  return isLoa ? bySubject('loa_request') : sure('other', said('from', '', from, 'other'))
}

/** Whether a text is one sentence with that phrase, and nothing else except a greeting. */
function saysLittleElse({ fresh }: MailText, phrase: string, words: KindFound, endings: ClassifyRules['endings']): boolean {
  const sentences = withoutEnding(fresh.slice(0, LOOKED_AT), endings)
    .split(/[\n.!?\u3002]/)
    .map((each) => spaced(fold(each)))
    .filter((each) => !/^\d*$/.test(each))
  const sought = spaced(fold(phrase))
  const said = sentences.at(-1) ?? ''
  const most = WITHIN_WORDS.test(phrase) ? MOST_BESIDE / 2 : MOST_BESIDE
  const greeting = sentences.slice(0, -1).join(' ')
  return words.signals.length === 0 && said.includes(sought) && said.length - sought.length <= most && greeting.length <= most / 3
}

/** So many letters next to the phrase of an automatic reply still say nothing else. */
const MOST_BESIDE = 36

const SURE = 0.99
/** Below every threshold. */
const DOUBTED = 0.3

/** Whether a subject begins with whole words; a single word must stand apart, since "Read our order" is not a receipt. */
function beginsWith(subject: string, words: string): boolean {
  if (!subject.startsWith(words)) return false
  const next = subject.slice(words.length)
  if (WITHIN_WORDS.test(words)) return true
  return words.includes(' ') ? !/^[\p{L}\p{N}]/u.test(next) : /^\s*(?:$|[:\uff1a(\-\u2013])/.test(next)
}

function sure(kind: MailKind, ...signals: Signal[]): KindFound {
  return { kind, confidence: SURE, signals, runnerUp: null }
}

function said(where: Signal['where'], key: string, text: string, kind: MailKind): Signal {
  return { where, text: key === '' ? text : `${key}: ${text}`, for: kind }
}

function domainIn(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
