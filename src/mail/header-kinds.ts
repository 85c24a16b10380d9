/** Tells bounces, automatic answers and DocuSign notices: by headers and parts, and by words that only such mails have. */

import { isBelow } from './address.ts'
import type { ClassifyRules, KindFound, MailKind, MailText, Signal } from './kinds.ts'
import { automaticMarks } from './read/automatic.ts'
import { ANSWER, bareOf, fold, has, LOOKED_AT, soughtOf, tokens, UNSPACED, withoutEnding } from './rule-words.ts'

/** What names an opportunity or a quote: no answer of a machine has it in a text of its own. */
const OPPORTUNITY = /(?<![A-Za-z0-9])(?:006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?|Q-\d{4,12})(?![A-Za-z0-9])/i

/** Bounces, automatic answers and notices of DocuSign are known by their headers and parts. */
export function kindByHeaders(
  mail: MailText,
  { docusign, autoReply, bounce, endings }: ClassifyRules,
  words: KindFound,
): KindFound | null {
  const { header, from } = mail
  const subject = fold(mail.subject)
  const sender = from.toLowerCase()
  const hasFiles = mail.attachments.length > 0
  const holdsWork = hasFiles || OPPORTUNITY.test(mail.fresh.slice(0, LOOKED_AT))
  const isWorded = words.kind !== 'other'
  const isMachine = bounce.senders.some((each) => sender.startsWith(`${each}@`))
  const marks = automaticMarks(header)
  const automatic = (kind: MailKind, key: string): KindFound => sure(kind, said('header', key, header(key), kind))
  if (mail.report === 'delivery') return automatic('bounce', 'content-type')
  const tellsOfBounce = has(subject, bounce.subjects) && (marks.isAutomatic || !hasFiles)
  if (isMachine && (tellsOfBounce || (marks.isAutomatic && !holdsWork && !isWorded)))
    return sure('bounce', said('from', '', from, 'bounce'))
  if (mail.report === 'disposition') return automatic('auto_reply', 'content-type')
  const word = autoReply.subjects.find((each) => beginsWith(bareOf(subject), fold(each)))
  const phrase = autoReply.bodies.find((each) => has(fold(mail.fresh.slice(0, LOOKED_AT)), [each]))
  const speaks = word ?? phrase
  const answered = (signal: Signal, confidence: number): KindFound => ({ ...sure('auto_reply', signal), confidence })
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
function saysLittleElse({ fresh }: MailText, phrase: string, words: KindFound, endings: ClassifyRules['endings']): boolean {
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

function sure(kind: MailKind, ...signals: Signal[]): KindFound {
  return { kind, confidence: 0.99, signals, runnerUp: null }
}

function said(where: Signal['where'], key: string, text: string, kind: MailKind): Signal {
  return { where, text: key === '' ? text : `${key}: ${text}`, for: kind }
}

function domainIn(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
