/** What the headers of a mail say about its sender. */

import { isAddress, isBelow } from '../address.ts'
import { addressParser, type Email } from '../packages/parser.ts'

/** The first header of a name, in lower case. */
export function headerOf(mail: Email, key: string): string | null {
  return mail.headers.find((header) => header.key === key)?.value ?? null
}

/** The address a header names; empty where it names none, several or a group. */
export function oneAddress(header: string | null): string {
  const [first, ...others] = header === null ? [] : addressParser(header)
  const address = first && 'address' in first ? (first.address ?? '') : ''
  return others.length === 0 && isAddress(address) && isPlain(header ?? '', address) ? address : ''
}

/** Whether a header is just an address, or a name and an address, and cannot be read in two ways. */
function isPlain(header: string, address: string): boolean {
  const bare = withoutComments(header.slice(0, LONGEST_RESULTS).replace(/"(?:[^"\\]|\\.)*"/g, '')).trim()
  const inside = /^[^<>@]*<([^\s<>@]+@[^\s<>@]+)>$/.exec(bare)?.[1] ?? /^[^\s<>@,;:]+@[^\s<>@,;:]+$/.exec(bare)?.[0] ?? ''
  return inside.toLowerCase() === address.toLowerCase()
}

/** Whether a results header says anywhere that the sender is not authentic; comments and odd spellings count too. */
export function saysFailed(header: string): boolean {
  const text = header.slice(0, LONGEST_SEARCHED)
  const says = (method: string, words: string): boolean =>
    new RegExp(`\\b${method}(?:/\\d)?\\s*=\\s*(?:${words})\\b`, 'i').test(text)
  if (says('dmarc', 'fail')) return true
  return says('spf', '(?:soft|hard)?fail') && !says('dkim', 'pass') && !says('dmarc', 'pass')
}

const LONGEST_SEARCHED = 1 << 16

/** What a mail server says about a sender. */
export type Authentication = 'passed' | 'failed' | 'unknown'

/** Reads a results header (RFC 8601) for mail from some domains; comments and quoted text do not count. */
export function resultOf(header: string | null, domains: readonly string[]): Authentication {
  if (header === null) return 'unknown'
  const results = withoutComments(header.slice(0, LONGEST_RESULTS).replace(/"(?:[^"\\]|\\.)*"/g, ''))
    .split(';')
    .slice(1)
    .map((result) => result.trim().toLowerCase())
  const of = (method: string): string[] => results.filter((result) => result.startsWith(`${method}=`))
  const says = (method: string, word: string): boolean =>
    of(method).some((result) => new RegExp(`^${method}=${word}\\b`).test(result))
  const domainIn = (result: string, property: string): string | undefined =>
    new RegExp(`\\b${property}=(?:\\S*@)?([a-z0-9.-]+)`).exec(result)?.[1]
  const passedFor = (method: string, property: string): boolean =>
    of(method).some((result) => result.startsWith(`${method}=pass`) && isBelow(domainIn(result, property) ?? '', domains))
  // It always concerns the domain in From; a server may name that, or not.
  const hasDmarc =
    says('dmarc', 'pass') &&
    of('dmarc').every((result) => isBelow(domainIn(result, 'header\\.from') ?? domains[0] ?? '', domains))
  if (says('dmarc', 'fail') || (!hasDmarc && says('spf', '(?:soft)?fail') && says('dkim', 'fail'))) return 'failed'
  return hasDmarc || passedFor('dkim', 'header\\.[di]') || passedFor('spf', 'smtp\\.mailfrom') ? 'passed' : 'unknown'
}

const LONGEST_RESULTS = 4096

/** A header without its comments, which may be nested. */
function withoutComments(header: string): string {
  let depth = 0
  let text = ''
  for (const character of header) {
    if (character === '(') depth++
    else if (character === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) text += character
  }
  return text
}
