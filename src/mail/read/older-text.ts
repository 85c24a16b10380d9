/** Splits a mail into its new text and what it quotes or forwards: only the new text decides on the kind. */

/** The words by which mail programs of many languages introduce older text. */
export interface OlderTextWords {
  /** "On … wrote:": how the line begins and ends; either may be empty. */
  wrote: ReadonlyArray<readonly [begins: string, ends: string]>
  /** Lines of their own: "Original Message". */
  lines: readonly string[]
  /** The same of a forwarded mail: "Forwarded message". */
  forwarded: readonly string[]
  /** Headers above older text: From, and those that follow it. */
  from: readonly string[]
  others: readonly string[]
  /** How the subject of a forwarded mail begins, and of an answer: "FW", "RE". */
  forwardSubjects: readonly string[]
  answerSubjects: readonly string[]
}

export interface SplitText {
  /** The new text, without a marked signature. */
  fresh: string
  /** What is quoted or forwarded. */
  older: string
  /** Whether the older text is a forwarded mail. */
  isForwarded: boolean
  /** The sender that the forwarded text names; null where it does not name a single address. */
  forwardedFrom: string | null
}

const LONGEST_LINE = 400

/**
 * Splits a text by lines. Outlook begins forwarded and answered mail the same way, with headers only: there the subject decides,
 * and where it does not, the mail counts as forwarded, which needs review.
 */
export function splitText(text: string, words: OlderTextWords, subject = ''): SplitText {
  const lines = text.split(/\r\n|\r|\n/)
  const at = lines.findIndex((_, i) => beginsOlder(lines, i, words))
  const fresh = (at === -1 ? lines : lines.slice(0, at)).filter((line) => !line.startsWith('>'))
  const older = at === -1 ? [] : lines.slice(at)
  const head = older.slice(0, 12).map(fold)
  const isMarked = head.slice(0, 2).some((line) => words.forwarded.some((each) => line.includes(known(each))))
  const kind = kindOfSubject(subject, words)
  const hasHeaders = (from: number): boolean => at !== -1 && isHeaders(lines, at + from, words)
  const isForwarded =
    isMarked || (kind !== 'answer' && hasHeaders(0)) || (kind === 'forward' && [1, 2, 3].some((each) => hasHeaders(each)))
  const from = older.slice(0, 12).find((line) => isHeader(fold(line), words.from))
  return {
    fresh: withoutRule(withoutSignature(fresh)).join('\n').trim(),
    older: older
      .map((line) => line.replace(/^(?:>\s?)+/, ''))
      .join('\n')
      .trim(),
    isForwarded,
    forwardedFrom: /<?([^\s<>"(),;:]{1,64}@[^\s<>"(),;:]{1,253})>?/.exec((from ?? '').slice(0, LONGEST_LINE))?.[1] ?? null,
  }
}

/** What a subject says about its mail; the first mark counts. */
function kindOfSubject(subject: string, { answerSubjects, forwardSubjects }: OlderTextWords): 'answer' | 'forward' | null {
  const first = fold(subject.slice(0, LONGEST_LINE)).replace(/\s*\[[^\]]*\]/g, '')
  if (isHeader(first, forwardSubjects)) return 'forward'
  return isHeader(first, answerSubjects) ? 'answer' : null
}

/** Whether a line is a header with one of these names; some languages have a blank before the colon. */
function isHeader(line: string, names: readonly string[]): boolean {
  const bare = line.replace(/^[>\s]+/, '')
  const name = bare.slice(0, Math.max(0, bare.indexOf(':'))).trim()
  return name !== '' && names.some((each) => known(each) === name)
}

/** Whether a line is From with a sender, and other headers follow: "From: 1 December" and "To: 30 November" are a period. */
function isHeaders(lines: readonly string[], i: number, words: OlderTextWords): boolean {
  const line = fold(lines[i] ?? '').replace(/^[-_=>\s]+/, '')
  if (!isHeader(line, words.from)) return false
  const value = line.slice(line.indexOf(':') + 1).trim()
  const others = lines.slice(i + 1, i + 5).filter((next) => isHeader(fold(next), words.others))
  return value.includes('@') ? others.length > 0 : !/^\d/.test(value) && others.length > 1
}

/** Without the line that programs draw above older text. */
function withoutRule(lines: readonly string[]): readonly string[] {
  let end = lines.length
  while (end > 0 && /^[-_=\s]*$/.test((lines[end - 1] ?? '').slice(0, LONGEST_LINE))) end--
  return lines.slice(0, end)
}

function beginsOlder(lines: readonly string[], i: number, words: OlderTextWords): boolean {
  const line = fold(lines[i] ?? '')
  if (line === '' || line.length > LONGEST_LINE) return false
  const bare = line.replace(/^[-_=>\s]+|[-_=\s]+$/g, '')
  if ([...words.lines, ...words.forwarded].some((each) => bare === known(each) || bare === `${known(each)}:`)) return true
  // The line may be broken in two.
  const next = fold(lines[i + 1] ?? '')
  const joined = `${line} ${next}`.trim()
  // Mail programs name the writer's address or mark the quoted lines; without either it is a new sentence.
  const isQuoting = (text: string, from: number): boolean =>
    text.includes('@') || /^\s*>/.test(lines.slice(from, from + 5).find((each) => each.trim() !== '') ?? '>')
  if (introduces(lines, i, line, next)) return true
  for (const [begins, ends] of words.wrote) {
    const [first, last] = [known(begins), known(ends)]
    if (first !== '' && !line.startsWith(first)) continue
    const isEnd = (text: string): boolean => text.endsWith(last) || text.endsWith(`${last}:`)
    const isWhole = isEnd(line)
    // A new line may be right above an introduction that is complete in itself.
    if (!isWhole && (!isEnd(joined) || (first === '' && /\d/.test(next)))) continue
    if (/\d/.test(joined) && isQuoting(isWhole ? line : joined, isWhole ? i + 1 : i + 2)) return true
  }
  return isHeaders(lines, i, words)
}

/**
 * Whether a line, or one broken in two, introduces quoted text, in any language: it has an address and a time, ends with a colon,
 * and is right above the first marked lines.
 */
function introduces(lines: readonly string[], i: number, line: string, next: string): boolean {
  const isIntroduction = (text: string, from: number): boolean =>
    text.endsWith(':') &&
    text.includes('@') &&
    /\d/.test(text) &&
    text.length <= LONGEST_LINE &&
    (lines.slice(from, from + 3).find((each) => each.trim() !== '') ?? '').startsWith('>') &&
    !(line.startsWith('>') && lines.slice(0, i).some((each) => each.startsWith('>')))
  if (isIntroduction(line, i + 1)) return true
  const isBroken =
    /\d/.test(line) &&
    (line.endsWith('<') || next.startsWith('<') || (line.includes('@') && !next.includes('@') && next.length < 40))
  return isBroken && isIntroduction(`${line} ${next}`, i + 2)
}

function withoutSignature(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line) => line === '-- ' || line === '--')
  return at === -1 ? lines : lines.slice(0, at)
}

/** A word of the lists, folded once: a mail of many short lines needs each word for each line. */
function known(word: string): string {
  const folded = foldedWords.get(word) ?? fold(word)
  foldedWords.set(word, folded)
  return folded
}
const foldedWords = new Map<string, string>()

function fold(line: string): string {
  return line
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u00a0\s]+/g, ' ')
    .replace(/\*/g, '')
    .trim()
}
