/** Whether the plain text of a mail and its HTML say the same: a reader sees one of them, and phd the other. */

/** What programs write into only one of them: links, addresses, and placeholders of pictures. */
const LINKS =
  /\b(?:https?|ftp|mailto|tel|cid|data):[^\s<>"'\])]*|\bwww\.[^\s<>"'\])]+|[^\s<>"'()[\]:;,]{1,64}@[^\s<>"'()[\]:;,]{1,253}/gi
const PICTURES = /\[(?:cid:|image\b|inline image|bild\b|imagen\b|immagine\b|imagem\b|afbeelding\b|obraz\b|画像)[^\]]{0,300}\]/gi
/** Words; in scripts without blanks, where a line may break anywhere, letters. */
const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}])+/gu
/** A plain text without the placeholders for the pictures of its HTML, which are in brackets and may be broken into lines. */
export function withoutPictures(plain: string, pictures: readonly string[]): string {
  const words = (text: string): string => text.replace(/\s+/g, ' ').trim()
  const known = new Set(pictures.map(words))
  return plain.replace(/\[([^[\]]{1,4096})\]/g, (all, inside) => (known.has(words(inside)) ? ' ' : all))
}

/** Bullets and numbers of a list at the beginning of a line; only one of the texts may have them. */
const LIST_MARK = /^[ \t\u00a0]*(?:(?:\d{1,2}|\p{Script=Latin}|[ivx]{2,4})[.)](?=\s)|o(?=\t|[ \u00a0]{2}))/gimu
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu

/** What may be the number of an order, a quote or an opportunity: it counts anywhere. */
const REFERENCE = /^(?=.*\d)[\p{L}\p{N}]{5,}$/u

/**
 * Whether both have the same words, equally often; order, line ends, links, pictures and list marks do not matter. After what `cut`
 * takes for the end of a text, programs add things to the plain one; there both must have the same references, and the HTML, which
 * a reader sees, no additional word.
 */
export function saySame(plain: string, html: string, cut: (text: string) => string): boolean {
  const references = (text: string): Map<string, number> =>
    new Map([...wordsOf(text)].filter(([word]) => REFERENCE.test(word)).map(([word]) => [word, 1]))
  const [bare, page] = withoutMarks(plain, html)
  if (!areEqual(wordsOf(cut(bare)), wordsOf(cut(page))) || !areEqual(references(bare), references(page))) return false
  const known = wordsOf(bare)
  return [...wordsOf(page)].every(([word, times]) => (known.get(word) ?? 0) >= times)
}

/** Both without list marks, where only one of them has those. */
function withoutMarks(plain: string, html: string): [string, string] {
  const [some, others] = [plain, html].map((text) => (text.match(LIST_MARK) ?? []).length > 0)
  return some && others ? [plain, html] : [plain.replace(LIST_MARK, ' '), html.replace(LIST_MARK, ' ')]
}

function areEqual(some: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): boolean {
  return some.size === others.size && [...some].every(([word, times]) => others.get(word) === times)
}

function wordsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  const bare = text.replace(PICTURES, ' ').replace(LINKS, ' ').replace(UNSEEN, '').normalize('NFKC').toLowerCase()
  for (const [word] of bare.matchAll(WORDS)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
