/** What the headers of a mail say of who sent it. */

import { isAddress, isBelow } from '../address.ts'
import { addressParser, type Email } from '../packages/parser.ts'

/** The first header of a name, in lower case. */
export function headerOf(mail: Email, key: string): string | null {
  return mail.headers.find((header) => header.key === key)?.value ?? null
}

/** The one address a header names; empty where it is none, several or a group. */
export function oneAddress(header: string | null): string {
  const [first, ...others] = header === null ? [] : addressParser(header)
  const address = first && 'address' in first ? (first.address ?? '') : ''
  return others.length === 0 && isAddress(address) && isPlain(header ?? '', address) ? address : ''
}

/** That a header is an address, or a name and an address, and nothing that programs could read in two ways. */
function isPlain(header: string, address: string): boolean {
  const bare = withoutComments(header.slice(0, LONGEST_RESULTS).replace(/"(?:[^"\\]|\\.)*"/g, '')).trim()
  const inside = /^[^<>@]*<([^\s<>@]+@[^\s<>@]+)>$/.exec(bare)?.[1] ?? /^[^\s<>@,;:]+@[^\s<>@,;:]+$/.exec(bare)?.[0] ?? ''
  return inside.toLowerCase() === address.toLowerCase()
}

/** Whether a header of results says anywhere that a mail is not from who it says; comments and odd spellings count. */
export function saysFailed(header: string): boolean {
  const text = header.slice(0, LONGEST_SEARCHED)
  const says = (method: string, words: string): boolean =>
    new RegExp(`\\b${method}(?:/\\d)?\\s*=\\s*(?:${words})\\b`, 'i').test(text)
  if (says('dmarc', 'fail')) return true
  return says('spf', '(?:soft|hard)?fail') && !says('dkim', 'pass') && !says('dmarc', 'pass')
}

const LONGEST_SEARCHED = 1 << 16

/** What a mail server says of a sender. */
export type Authentication = 'passed' | 'failed' | 'unknown'

/** Reads a header of results (RFC 8601) for mail of some domains; what stands in comments and quotes is nobody's word. */
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
  // By its nature it is of the domain in From; a server may name that, or not.
  const hasDmarc =
    says('dmarc', 'pass') &&
    of('dmarc').every((result) => isBelow(domainIn(result, 'header\\.from') ?? domains[0] ?? '', domains))
  if (says('dmarc', 'fail') || (!hasDmarc && says('spf', '(?:soft)?fail') && says('dkim', 'fail'))) return 'failed'
  return hasDmarc || passedFor('dkim', 'header\\.[di]') || passedFor('spf', 'smtp\\.mailfrom') ? 'passed' : 'unknown'
}

const LONGEST_RESULTS = 4096

/** A header without its comments, which may stand within each other. */
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
