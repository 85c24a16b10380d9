/** Which report a file is an export of: its name, without what differs from one export to the next. */

import { ANY_DATE, MONTHS, withoutStamps, withPlainDays } from './exported-at.ts'

/** So much of a title or a name counts: imports are found by it, and a store finds nothing by a long text. */
const MOST_LETTERS = 200

/**
 * What two exports of one report have in common: the first title line without its dates, else the file's name without dates and
 * numbers; and whose records they are where the file does not say so. A report may gain or lose columns.
 */
export function reportOf(name: string, titles: readonly string[], account: string | null): string {
  const title = titles.map(undated).find((each) => each !== '')
  const report = title === undefined ? `name ${undatedName(name)}` : `title ${title}`
  return JSON.stringify([report.slice(0, MOST_LETTERS), account])
}

function undated(title: string): string {
  return withPlainDays(title)
    .replace(ANY_DATE, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Names of months and weekdays, whole and short. */
const DAY_WORDS = `${MONTHS}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|am|pm`
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
