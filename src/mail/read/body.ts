/** The text of a mail: the texts of its parts, joined in order; of a text in several forms, one. */

import { isUtf8 } from 'node:buffer'
import { loadEncodings } from '../../records/encoding.ts'
import { decodedText } from './charset.ts'
import type { MailFlag } from './flags.ts'
import { type HtmlText, htmlText } from './html-text.ts'
import type { Leaf } from './leaf.ts'

/** The text of a mail. */
export interface Body {
  text: string
  /** Each text that appears twice: as plain text, and as its HTML shows it. */
  twice: ReadonlyArray<{ plain: string; html: string; pictures: readonly string[] }>
  /** All of its HTML, unchanged. */
  html: string
}

interface Form {
  plain: string[]
  html: string[]
  /** Texts of other types, read only where there is nothing else. */
  other: string[]
}

const LONGEST_TEXT = 1 << 16
const UNREADABLE_TEXT = /^text\/(?:calendar|css|csv|javascript|vcard|x-vcard|x-amp-html|directory|rfc822-headers|xml)$/

/** Reads the text; adds flags for what is odd. */
export async function bodyOf(leaves: readonly Leaf[], flags: Set<MailFlag>): Promise<Body> {
  await loadEncodings()
  const forms = new Map<number, Form>()
  for (const leaf of textsOf(leaves)) {
    const form = forms.get(leaf.form) ?? { plain: [], html: [], other: [] }
    forms.set(leaf.form, form)
    const text = textOf(leaf, flags)
    if (leaf.type === 'text/html') form.html.push(text)
    else if (leaf.type === 'text/plain') form.plain.push(text)
    else form.other.push(text)
  }
  const texts: string[] = []
  const twice: { plain: string; html: string; pictures: readonly string[] }[] = []
  for (const { plain, html, other } of forms.values()) {
    const written = (plain.length > 0 || html.length > 0 ? plain : other).join('\n').slice(0, LONGEST_TEXT)
    const shown = html.length === 0 ? null : await shownBy(html.join('\n'), flags)
    const isBlank = written.trim() === ''
    texts.push(isBlank ? (shown?.text ?? '') : written)
    if (shown !== null && !isBlank) twice.push({ plain: written, html: shown.text, pictures: shown.pictures })
  }
  const html = [...forms.values()].flatMap((form) => form.html).join('\n')
  return { text: texts.join('\n').slice(0, LONGEST_TEXT), twice, html }
}

/** The parts that are text. A named part is a file; it is read as text only where there is nothing else. */
function textsOf(leaves: readonly Leaf[]): readonly Leaf[] {
  const shown = leaves.filter(
    ({ type, disposition, isWithin }) =>
      !isWithin && disposition !== 'attachment' && type.startsWith('text/') && !UNREADABLE_TEXT.test(type),
  )
  const own = shown.filter(({ isNamed, isOneOfForms }) => !isNamed || isOneOfForms)
  return own.length > 0 ? own : shown
}

function textOf(leaf: Leaf, flags: Set<MailFlag>): string {
  const bytes = leaf.bytes()
  if (bytes === null) return ''
  const { text, isSure } = decodedText(bytes, leaf.charset ?? charsetOfHtml(leaf, bytes))
  if (!isSure || FILE_IN_TEXT.test(text)) flags.add('decode_error')
  const lines = text.replace(/\r\n/g, '\n')
  return leaf.flow === 'none' ? lines : unflowed(lines, leaf.flow === 'flowed_without_blanks')
}

/** Programs from before MIME put files into the text (uuencode); such a file would be lost. */
const FILE_IN_TEXT =
  /^begin(?:-base64)? [0-7]{3,4} [^\r\n]{1,250}\r?\n(?:M[ -`]{60}|[!-`][ -`]{1,60}\r?\n`?\r?\n?end|[A-Za-z0-9+/]{60})/m

/** The encoding that HTML names, where its part names none and it is not UTF-8. */
function charsetOfHtml({ type }: Leaf, bytes: Buffer): string | null {
  if (type !== 'text/html' || isUtf8(bytes)) return null
  return /<meta\b[^>]{0,200}\bcharset\s*=\s*["']?([\w.:-]{1,40})/i.exec(bytes.toString('latin1', 0, 4096))?.[1] ?? null
}

/** Joins lines that were broken for sending (RFC 3676). */
function unflowed(text: string, withoutBlanks: boolean): string {
  const joined: string[] = []
  let isOpen = false
  for (const stuffed of text.split('\n')) {
    const line = stuffed.startsWith(' ') ? stuffed.slice(1) : stuffed
    if (isOpen) joined.push(line)
    else joined.push(joined.length === 0 ? '' : '\n', line)
    isOpen = line.endsWith(' ') && line !== '-- '
    if (isOpen && withoutBlanks) joined.push(joined.pop()?.slice(0, -1) ?? '')
  }
  return joined.join('')
}

async function shownBy(html: string, flags: Set<MailFlag>): Promise<HtmlText> {
  const shown = await htmlText(html, LONGEST_TEXT)
  if (shown.hasHidden) flags.add('hidden_text')
  if (shown.isCut) flags.add('text_cut')
  return shown
}
