/** Partner names, folded so that spellings of one name compare equal and different names do not. */

/** What the name dictionary keeps of each spelling; see {@link foldName}. */
export interface FoldedName {
  /** Case, width and accents removed, spaces collapsed; punctuation kept. */
  light: string
  /** As `light`, spaces removed too, and punctuation except the signs that distinguish names (`+`, `#`, `&`, `@`). */
  folded: string
  /** As `folded`, without the legal form at its end or beginning. */
  core: string
}

/** Raise when folding changes, so that a database made before it folds its dictionary again. */
export const FOLD_VERSION = 2

/** Letters that Unicode does not decompose but that people type without their stroke. */
const BASE_LETTER: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
}

/**
 * Legal forms as they read once folded (no case, accents, punctuation or spaces), by where they are in a name.
 * A form is taken off only where a space or punctuation sets it apart, so that "Cisco" keeps its last two letters.
 */
const LEGAL_FORMS = new Set(
  `gmbh|gmbhcokg|gmbhcokgaa|gmbhandcokg|gmbhundcokg|ag|agcokg|kg|kgaa|ohg|ug|ughaftungsbeschrankt|ev|mbh|gesmbh
   |inc|incorporated|llc|llp|lp|corp|corporation|co|company|coltd|colimited|companyltd|companylimited|coinc|ltd|limited|plc|ltdco|pllc
   |sa|sas|sasu|sarl|sarlau|snc|sca|eurl|spa|srl|srls|sl|slu|sau|scrl|lda|ltda|sapidecv|sadecv|srldecv|eireli
   |bv|nv|vof|bvba|cvba|sprl|se|ab|as|asa|aps|oy|oyj|hf|ehf|ivs|ans
   |spzoo|spolkazoo|spolkazograniczonaodpowiedzialnoscia|spzook|spzoospk|spj|spk|sro|spolsro|doo|ood|eood|kft|zrt|nyrt|uab|sia|ooo|pao|zao
   |pty|ptyltd|ptylimited|proprietarylimited|pvt|pvtltd|pvtlimited|privatelimited|privateltd|pte|pteltd|ptelimited|sdnbhd|bhd|tbk
   |kk|gk|kabushikikaisha|godokaisha|株式会社|合同会社|有限会社|株|有|주식회사|유한회사|주|有限公司|股份有限公司|有限责任公司|股份公司
   |aktiengesellschaft|gesellschaftmitbeschrankterhaftung|ggmbh|gbr|aktiebolag|berhad|sociedadanonima|societeanonyme|limitada
   |unipessoallda|sgps|dmcc|sabdecv|sderldecv|scarl|slp|psa|jdoo|pltd|plimited|cooperatiefua|ооо|зао|пао|тоо|тов|оод|еоод|合資会社
   |ltdsti|limitedsirketi|anonimsirketi|ltdsirketi|fzllc|fzco|fze|wll|jsc|pjsc|ojsc|saoc`
    .split('|')
    .map((form) => form.trim()),
)

/** A legal form has at most this many words ("GmbH & Co. KG", "Sp. z o.o.", "S.à r.l."). */
const FORM_WORDS = 7

const ASCII = /^[\x20-\x7e]*$/
/** "C++ Labs" is not "C Labs": these signs are part of a name. */
const SIGNS = /[+#&@]+/g
/** These are made when a text needs them: to look up what Unicode says takes longer than to fold a name. */
const wordsIn = (text: string) => text.matchAll(/(?:(?![\ufe00-\ufe0f])[\p{L}\p{N}\p{M}+#&@])+/gu)
const betweenWordsOut = (text: string): string => text.replace(/[^\p{L}\p{N}\p{M}+#&@]+|[\ufe00-\ufe0f]+/gu, '')
/** The same where there is nothing but ASCII. */
const ASCII_WORD = /[A-Za-z0-9+#&@]+/g
const ASCII_BETWEEN_WORDS = /[^A-Za-z0-9+#&@]+/g
/** The accents of Latin, Greek and Cyrillic; the marks of Japanese, Thai or Hebrew are part of the letter. */
const DIACRITICS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]+/gu

function removeAccents(text: string): string {
  return text
    .replace(/[İI]/g, 'i')
    .toLowerCase()
    .normalize('NFD')
    .replace(DIACRITICS, '')
    .replace(/[ßæœøłđðþħŧıς]/g, (letter) => BASE_LETTER[letter] ?? letter)
    .normalize('NFC')
}

/**
 * Folds a name for comparing: Unicode NFKC, case (ß = ss, Turkish İ and ı as i), accents, then spaces and punctuation (but not the
 * signs `+`, `#`, `&`, `@`), then the legal form. No step depends on the machine's language.
 * Rule: design of the name comparison, after the desk's "search the name of the partner organization"
 * (Partner Help Desk, Approving Letters of Authorization).
 */
export function foldName(name: string): FoldedName {
  const plain = ASCII.test(name)
    ? name.toLowerCase()
    : removeAccents(
        name
          .replace(/[\t\r\n]+/g, ' ')
          .replace(/[\p{Cf}\p{Cc}]+/gu, '')
          .normalize('NFKC'),
      )
  const light = plain.replace(/\s+/g, ' ').trim()
  const folded = ASCII.test(light) ? light.replace(ASCII_BETWEEN_WORDS, '') : betweenWordsOut(light)
  return { light, folded: folded || light, core: withoutLegalForm(light) || folded || light }
}

/** Spellings of one legal form, whole or within a longer one ("Pty Limited", "GmbH und Co. KG"). */
const SAME_FORM: ReadonlyArray<readonly [RegExp, string]> = [
  [/limited/, 'ltd'],
  [/incorporated/, 'inc'],
  [/corporation/, 'corp'],
  [/company/, 'co'],
  [/private/, 'pvt'],
  [/proprietary/, 'pty'],
  [/(?:und|and)co/, 'co'],
  [/gesmbh/, 'gmbh'],
  [/^aktiengesellschaft$/, 'ag'],
  [/^gesellschaftmitbeschrankterhaftung$/, 'gmbh'],
  [/^aktiebolag$/, 'ab'],
  [/^berhad$/, 'bhd'],
  [/^(?:sociedadanonima|societeanonyme)$/, 'sa'],
  [/haftungsbeschrankt$/, ''],
  [/^spolkaz(?:oo|ograniczonaodpowiedzialnoscia)/, 'spzoo'],
  [/^spolsro$/, 'sro'],
  [/^(?:株|kk|kabushikikaisha)$/, '株式会社'],
  [/^有$/, '有限会社'],
  [/^(?:gk|godokaisha)$/, '合同会社'],
  [/^주$/, '주식회사'],
]

/** Whether two names each have a legal form, and not the same one: they may be two companies'. */
export function differInLegalForm(a: FoldedName, b: FoldedName): boolean {
  const [form, other] = [legalForm(a), legalForm(b)]
  return form !== '' && other !== '' && form !== other
}

function legalForm({ folded, core }: FoldedName): string {
  const form = folded.startsWith(core) ? folded.slice(core.length) : folded.slice(0, Math.max(0, folded.length - core.length))
  return SAME_FORM.reduce((same, [spelling, usual]) => same.replace(spelling, usual), form.replace(SIGNS, ''))
}

/** A word of a name, and whether a dot alone joins it to the one before ("S.A."). */
interface Word {
  text: string
  isJoined: boolean
}

function wordsOf(light: string): Word[] {
  let end = 0
  return [...(ASCII.test(light) ? light.matchAll(ASCII_WORD) : wordsIn(light))].map(({ 0: text, index }) => {
    const isJoined = light.slice(end, index) === '.'
    end = index + text.length
    return { text, isJoined }
  })
}

/** A sign may join what comes before a form to it ("GmbH & Co. KG"); any other sign is the name's. */
function isForm(words: readonly Word[], before: Word | undefined): boolean {
  const [first, second] = words
  // "S.L.P." is no "L.P." of an S: a form does not begin within letters that dots join.
  if (first?.isJoined && before?.text.length === 1) return false
  const isSign = ({ text }: Word): boolean => text === '&' || text === '+'
  if (first && isSign(first) && !second?.text.startsWith('co')) return false
  const texts = words.filter((word) => !isSign(word)).map(({ text }) => text)
  return LEGAL_FORMS.has(texts.join(''))
}

/** The folded name less its legal form; empty when nothing else is left. */
function withoutLegalForm(light: string): string {
  const words = wordsOf(light)
  const join = (some: readonly Word[]): string => some.map(({ text }) => text).join('')
  for (let count = Math.min(FORM_WORDS, words.length - 1); count >= 1; count--) {
    if (isForm(words.slice(-count), words.at(-count - 1))) return join(words.slice(0, -count))
  }
  for (let count = Math.min(2, words.length - 1); count >= 1; count--) {
    // In front, only the forms that come there: 株式会社サクラ, PT Nusantara.
    const form = join(words.slice(0, count))
    if (LEADING_FORMS.has(form)) return join(words.slice(count))
  }
  return attachedForm(join(words))
}

const LEADING_FORMS = new Set([
  '株式会社',
  '合同会社',
  '有限会社',
  '株',
  '有',
  '주식회사',
  '유한회사',
  '주',
  'pt',
  'kabushikikaisha',
])
const ATTACHED_FORMS = [
  '株式会社',
  '合同会社',
  '有限会社',
  '주식회사',
  '유한회사',
  '股份有限公司',
  '有限责任公司',
  '有限公司',
  '股份公司',
]

/** Chinese, Japanese and Korean write the form without a space. */
function attachedForm(name: string): string {
  for (const form of ATTACHED_FORMS) {
    if (name.length <= form.length) continue
    if (name.endsWith(form)) return name.slice(0, -form.length)
    if (name.startsWith(form)) return name.slice(form.length)
  }
  return name
}
