import type { Outcome } from './model.ts'

/**
 * Words as they stand in cells, and what the handbook lets be made of them.
 *
 * Partner Help Desk, "Approving Letters of Authorization", step 4 (the field says "Authorized") and step 7 (the field says "Yes");
 * "Denying Letters of Authorization" (not authorized; "no"). Domain rules: case and outer space apart, blank or any other status
 * fails; a damaged cell is missing evidence, not a no. Where a word is neither plainly the one nor the other, a person may be asked.
 */
interface Word {
  text: string
  may: readonly Outcome[]
  trap: string | null
}

const words = (trap: string | null, may: readonly Outcome[], ...texts: string[]): Word[] =>
  texts.map((text) => ({ text, may, trap }))

const PASS: readonly Outcome[] = ['pass']
const FAIL: readonly Outcome[] = ['fail']
const UNKNOWN: readonly Outcome[] = ['unknown']
const NOT_YES: readonly Outcome[] = ['fail', 'unknown']
const NOT_NO: readonly Outcome[] = ['pass', 'unknown']

const DAMAGED = ['#N/A', 'null', 'NULL', '#REF!', '#VALUE!', '#NAME?', '#DIV/0!']

export const STATUSES = [
  ...words(null, PASS, 'Authorized'),
  ...words(null, FAIL, 'Prospect', 'Former'),
  ...words('status: case and outer space', PASS, 'authorized', 'AUTHORIZED', ' Authorized ', 'Authorized\u00a0'),
  ...words('status: blank', FAIL, '', '  '),
  ...words('status: another word', FAIL, 'Denied', 'Terminated', 'Not Authorized', 'Unauthorized', 'Pending'),
  ...words('status: a word that is only like it', NOT_YES, 'Authorised', 'Authorized?', 'Authorized*', 'Auth', 'Yes', '1', '-'),
  ...words('status: letters that look like it', NOT_YES, '\u0410uthorized', 'Author\u0456zed'),
  ...words('status: damaged', UNKNOWN, ...DAMAGED),
  ...words('status: invisible characters around it', NOT_NO, 'Authorized\u200b', '\u200bAuthorized', '\u2060Authorized'),
  ...words('status: invisible characters inside it', UNKNOWN, 'Author\u200bized', 'Auth\u00adorized', 'Au\u200dthorized'),
  ...words('status: invisible characters alone', NOT_YES, '\u200b', '\u2060'),
] as const

export const TRACKS = [
  ...words(null, PASS, 'Open', 'Select'),
  ...words('track: another', FAIL, 'Technology', 'Select Services', 'Alliance'),
  ...words('track: blank', FAIL, ''),
  ...words('track: case and outer space', NOT_NO, ' Open ', 'SELECT', 'open'),
  ...words('track: a word that is only like it', NOT_YES, 'Open/Select', 'Opne', 'Open?'),
  ...words('track: damaged', UNKNOWN, ...DAMAGED),
  ...words('track: invisible characters around it', NOT_NO, 'Open\u200b', '\u200bSelect'),
  ...words('track: invisible characters inside it', UNKNOWN, 'Op\u200ben', 'Sel\u00adect'),
] as const

export const ANSWERS = [
  ...words(null, PASS, 'Yes'),
  ...words(null, FAIL, 'No'),
  ...words('answer: case and outer space', PASS, 'yes', 'YES', ' Yes '),
  ...words('answer: case and outer space', FAIL, 'no', 'NO', ' No '),
  ...words('answer: another word for yes', NOT_NO, 'Y', 'True', 'TRUE'),
  ...words('answer: another word for no', NOT_YES, 'N', 'False', 'FALSE'),
  ...words('answer: blank', UNKNOWN, '', ' '),
  ...words('answer: neither yes nor no', UNKNOWN, 'Yes?', 'Yes/No', 'Pending', 'Maybe', 'Not yet', 'No longer checked', '?', '-'),
  ...words('answer: damaged', UNKNOWN, ...DAMAGED),
  ...words('answer: invisible characters around it', NOT_NO, 'Yes\u200b', '\u200bYes'),
  ...words('answer: invisible characters around it', NOT_YES, 'No\u200b', '\u2060No'),
  ...words('answer: invisible characters inside it', UNKNOWN, 'Y\u200bes', 'N\u200bo', 'Ye\u00ads'),
] as const

/** The track that a word plainly or perhaps means, or null. */
export function trackOf(text: string): 'Open' | 'Select' | null {
  const bare = text.replaceAll('\u200b', '').trim().toLowerCase()
  return bare === 'open' ? 'Open' : bare === 'select' ? 'Select' : null
}

/** What may be made of a cell, by one of the lists. */
export function readingOf(list: readonly Word[], text: string): readonly Outcome[] {
  const word = list.find((each) => each.text === text)
  if (word === undefined) throw new Error(`the oracle does not know the word ${JSON.stringify(text)}`)
  return word.may
}

/** Whether a cell can be taken for one thing alone, so it is not damage. */
export function isPlain(list: readonly Word[], text: string): boolean {
  const [only, ...others] = readingOf(list, text)
  return others.length === 0 && only !== 'unknown'
}
