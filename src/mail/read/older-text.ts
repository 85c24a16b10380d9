/** Parts a mail into what was written now and what it quotes or forwards: the kind of a mail is that of the new text alone. */

/** The words by which mail programs of many languages introduce older text. */
export interface OlderTextWords {
  /** "On … wrote:": what the line begins with, and what it ends with; either may be empty. */
  wrote: ReadonlyArray<readonly [begins: string, ends: string]>
  /** Lines that stand alone: "Original Message". */
  lines: readonly string[]
  /** The same of a forwarded mail: "Forwarded message". */
  forwarded: readonly string[]
  /** Headers of older text: From, and those that follow it. */
  from: readonly string[]
  others: readonly string[]
  /** How the subject of a mail begins that is forwarded, and of one that answers: "FW", "RE". */
  forwardSubjects: readonly string[]
  answerSubjects: readonly string[]
}

export interface PartedText {
  /** What was written now, without a signature that is marked as one. */
  fresh: string
  /** What is quoted or forwarded. */
  older: string
  /** Whether the older text is a mail that was forwarded. */
  isForwarded: boolean
  /** The sender that the forwarded text names; null where it names none that is one address. */
  forwardedFrom: string | null
}

const LONGEST_LINE = 400

/**
 * Parts a text of lines. Outlook begins what it forwards as what it answers, with headers alone: there the subject tells which it is, and
 * where it does not, it is forwarded, for a person to look at.
 */
export function partText(text: string, words: OlderTextWords, subject = ''): PartedText {
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

/** What a subject says of its mail; where it was forwarded and answered, the first word counts. */
function kindOfSubject(subject: string, { answerSubjects, forwardSubjects }: OlderTextWords): 'answer' | 'forward' | null {
  const first = fold(subject.slice(0, LONGEST_LINE)).replace(/\s*\[[^\]]*\]/g, '')
  if (isHeader(first, forwardSubjects)) return 'forward'
  return isHeader(first, answerSubjects) ? 'answer' : null
}

/** Whether a line is a header of one of some names; some languages have a blank before the colon. */
function isHeader(line: string, names: readonly string[]): boolean {
  const bare = line.replace(/^[>\s]+/, '')
  const name = bare.slice(0, Math.max(0, bare.indexOf(':'))).trim()
  return name !== '' && names.some((each) => known(each) === name)
}

/** Whether a line is From, names somebody, and others follow it: "From: 1 December" and "To: 30 November" are a term. */
function isHeaders(lines: readonly string[], i: number, words: OlderTextWords): boolean {
  const line = fold(lines[i] ?? '').replace(/^[-_=>\s]+/, '')
  if (!isHeader(line, words.from)) return false
  const value = line.slice(line.indexOf(':') + 1).trim()
  const others = lines.slice(i + 1, i + 5).filter((next) => isHeader(fold(next), words.others))
  return value.includes('@') ? others.length > 0 : !/^\d/.test(value) && others.length > 1
}

/** Without the line that programs draw above what is older. */
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
  // Programs name the address of who wrote, or mark what was written: without either it is a sentence of one's own.
  const isQuoting = (text: string, from: number): boolean =>
    text.includes('@') || /^\s*>/.test(lines.slice(from, from + 5).find((each) => each.trim() !== '') ?? '>')
  if (introduces(lines, i, line, next)) return true
  for (const [begins, ends] of words.wrote) {
    const [first, last] = [known(begins), known(ends)]
    if (first !== '' && !line.startsWith(first)) continue
    const isEnd = (text: string): boolean => text.endsWith(last) || text.endsWith(`${last}:`)
    const isWhole = isEnd(line)
    // A line of one's own may stand above one that is whole itself.
    if (!isWhole && (!isEnd(joined) || (first === '' && /\d/.test(next)))) continue
    if (/\d/.test(joined) && isQuoting(isWhole ? line : joined, isWhole ? i + 1 : i + 2)) return true
  }
  return isHeaders(lines, i, words)
}

/**
 * Whether a line, or one that is broken in two, introduces what is quoted, in any language: it has an address and a time, ends with a colon
 * and stands directly above the first lines that are marked.
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

/** A word of the lists, folded once: a mail of many short lines asks for each word at each line. */
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
