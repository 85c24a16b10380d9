/** Milliseconds since 1970, of the years 2001 to 2065. */
const EPOCH = /(?<!\d)([12]\d{12})(?!\d)/
const DAY =
  /(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?:[-_T ]+(?!20\d{2}[-_.]?(?:0[1-9]|1[0-2])[-_.]?\d{2}(?!\d))([01]\d|2[0-3])[-_:.]?([0-5]\d)(?:[-_:.]?([0-5]\d))?)?(?!\d)/
/** What phd adds to the name of a file that it moves: when it moved it, not when the file was exported. */
const MOVED = /\.\d{8}T\d{6}Z(?:\.\d{1,3})?(?=\.|$)/g

/**
 * When a file was exported, as far as its name says: Salesforce puts the milliseconds since 1970 behind "report", people put the day.
 * Gives ISO 8601, UTC; null where the name says nothing.
 */
export function exportedAt(name: string): string | null {
  const own = withoutStamps(name)
  const epoch = EPOCH.exec(own)?.[1]
  if (epoch !== undefined) return `${new Date(Number(epoch)).toISOString().slice(0, 19)}Z`
  const match = DAY.exec(own)
  if (!match) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = match
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  // A month of thirty days has no 31st; then the digits are not a day.
  return moment.getUTCDate() === Number(day) ? `${moment.toISOString().slice(0, 19)}Z` : null
}

/** A name without what phd added when it moved the file. */
export function withoutStamps(name: string): string {
  return name.replace(MOVED, '')
}

/** Names of months and weekdays, whole and short, English and German. */
const DAY_WORDS =
  'jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|am|pm'
/** Words that differ between copies or versions of a file. */
const COPY_WORDS = 'copy|kopie|copie|copia|kopia|final|latest|newest|new|neu|updated?|today|v|version|st|nd|rd|th|t|z|utc|gmt'
const PASSING = new RegExp(String.raw`(?<!\p{L})(?:(?:copy|kopie) (?:of|von)|${DAY_WORDS}|${COPY_WORDS})(?!\p{L})`, 'gu')

/** A name without what differs from one export of a report to the next: folder, ending, dates, numbers, and marks of copies. */
export function undatedName(name: string): string {
  return withoutStamps(name)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?:\.[a-z]{1,5})+$/, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .replace(PASSING, ' ')
    .replace(/ +/g, ' ')
    .trim()
}
