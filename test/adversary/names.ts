import type { Dice } from './dice.ts'
import type { Form, Name } from './model.ts'

const FIRST = ['Kestrel', 'Évolution', 'Häuser', 'Straße', 'Ørsted', 'İstikbal', 'Çelik', 'Cobalt', 'Żagiel', 'Señal', 'Nordwind']
const SECOND = ['Cloud', 'Labs', 'Digital', 'Consulting', 'DevOps', 'Systems', 'IT Services', 'Software', 'Networks']

/** Legal forms; those of one line are one form in two spellings. */
const FORMS: readonly (readonly string[])[] = [
  ['GmbH'],
  ['AG'],
  ['Inc.', 'Incorporated'],
  ['LLC'],
  ['Ltd', 'Limited'],
  ['Corp.', 'Corporation'],
  ['SAS'],
  ['SARL'],
  ['S.r.l.'],
  ['B.V.'],
  ['Oy'],
  ['AB'],
  ['Pty Ltd'],
  ['Sp. z o.o.'],
  ['s.r.o.'],
  ['GmbH & Co. KG'],
  ['株式会社'],
]

export const formsOf = (kind: string): Form[] => (FORMS.find(([text]) => text === kind) ?? []).map((text) => ({ kind, text }))

export function formOtherThan(dice: Dice, ...others: (Form | null)[]): Form {
  const kinds = FORMS.map(([text = '']) => text).filter((kind) => !others.some((other) => other?.kind === kind))
  const kind = dice.pick(kinds)
  return { kind, text: kind }
}

/** The words of a company that no other one has. */
export const wordsOf = (dice: Dice, number: number): string => `${dice.pick(FIRST)} ${dice.pick(SECOND)} ${number}`

/** Companies that differ by a sign only (domain rules, "Finding the partner": "C++ Labs" is not "C Labs"). */
export const SIGNED: readonly (readonly string[])[] = [
  ['C Labs', 'C++ Labs', 'C# Labs'],
  ['RD Cloud', 'R&D Cloud', 'R+D Cloud'],
  ['Ops Systems', '#Ops Systems', '@Ops Systems'],
  ['AB Digital', 'A&B Digital', 'A+B Digital'],
]

export const named = (core: string, words: string, form: Form | null): Name => ({
  core,
  form,
  text: form === null ? words : `${words} ${form.text}`,
})

/** Ways to write one name that are the same name: Unicode NFKC, case, accents, punctuation and spaces apart. */
const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.normalize('NFD'),
  (text) => text.normalize('NFKD').replace(/\p{M}/gu, ''),
  (text) => text.replaceAll('ß', 'ss').replaceAll('Ø', 'O'),
  (text) => text.replace(' ', '-'),
  (text) => text.replace(' ', ', '),
  (text) => text.replaceAll(' ', ''),
  (text) => text.replaceAll(' ', '  '),
  (text) => text.replaceAll(' ', '\u00a0'),
  (text) => text.replace(/[0-9A-Za-z]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
  (text) => `"${text}"`,
]
export const spelled = (dice: Dice, name: Name): Name => ({ ...name, text: dice.pick(SPELLINGS)(name.text) })

/** The three characters that make an id of 15 one of 18: the capitals of each five, as bits. */
function suffixOf(id: string): string {
  const bits = (part: string): number => [...part].reduce((sum, letter, i) => sum + (/[A-Z]/.test(letter) ? 1 << i : 0), 0)
  return [0, 5, 10].map((at) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'.charAt(bits(id.slice(at, at + 5)))).join('')
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const digits = (number: number, length: number): string => {
  let text = ''
  for (let rest = number, i = 0; i < length; i++, rest = Math.floor(rest / 62)) text = DIGITS.charAt(rest % 62) + text
  return text
}
/** An id of 18 characters. */
export function idOf(number: number, space = '0'): string {
  const id = `0014M00${space}${digits(number, 15 - 8)}`
  return id + suffixOf(id)
}

/** Two ids that differ in the case of one letter alone. */
export const idsOfCase = (number: number): [string, string] => [idOf(number, 'q'), idOf(number, 'Q')]
