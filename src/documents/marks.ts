/** Text among the marks of XML and HTML. */

/** A text as it is, and without its marks: once with the words they separate apart, once together. */
export function bothWays(text: string): string {
  if (!text.includes('<')) return text
  const plain = (between: string): string => unescaped(text.replace(/<[^<>]*>/g, between))
  return `${text}\n${plain(' ')}\n${plain('')}`
}

/** The characters that a text of XML writes by their names or numbers. */
export function unescaped(text: string): string {
  return text
    .replace(/&#(x?)([0-9a-f]{1,6});/gi, (_, hex: string, digits: string) => characterOf(Number.parseInt(digits, hex ? 16 : 10)))
    .replace(/&(lt|gt|quot|apos);/g, (_, name: string) => NAMED[name] ?? '')
    .replaceAll('&amp;', '&')
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'" }

function characterOf(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}

/** XML without its remarks, which no reader sees. */
export function withoutRemarks(xml: string): string {
  const pieces: string[] = []
  let at = 0
  for (let begin = xml.indexOf('<!--'); begin !== -1; begin = xml.indexOf('<!--', at)) {
    pieces.push(xml.slice(at, begin))
    const end = xml.indexOf('-->', begin + 4)
    if (end === -1) return pieces.join('')
    at = end + 3
  }
  return pieces.join('') + xml.slice(at)
}
