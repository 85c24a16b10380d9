/** Cleans text from exports and people on its way into a mail. */

/** Line ends of every kind, and control characters. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g
/** Characters that change the direction of text, or are invisible. */
const UNSEEN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Both, one character at a time. */
export const UNSEEN_OR_CONTROL =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

/** One line of text: control characters and line ends become a space; invisible ones are removed. */
export function cleanLine(text: string): string {
  return text.replace(CONTROLS, ' ').replace(UNSEEN, '').replace(LONE, '\ufffd').trim()
}

/** Text of several lines: line ends stay, everything else is cleaned. */
export function cleanText(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => cleanLine(line.replaceAll('\t', ' ')))
    .join('\n')
    .trim()
}
