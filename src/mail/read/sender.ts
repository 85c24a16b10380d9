/** The sender of a mail by its headers, and what is odd about them. */

import { domainOf, isBelow } from '../address.ts'
import { addressParser, type Email } from '../packages/parser.ts'
import { cleanLine } from './clean.ts'
import type { MailFlag } from './flags.ts'
import { headerOf, oneAddress, resultOf, saysFailed } from './headers.ts'

/** The name and the address that a mail gives; no address where it names none, or several. */
export interface NamedSender {
  name: string
  address: string | null
}

/** The sender; where the group rewrote it, the original one. */
export function senderOf(
  mail: Email,
  { mailbox, docusign }: { mailbox: string; docusign: { domains: readonly string[] } },
  flags: Set<MailFlag>,
): NamedSender {
  const header = headerOf(mail, 'from')
  const named = header === null ? [] : addressParser(header, { flatten: true })
  if (named.length > 1) flags.add('multiple_from')
  const own = oneAddress(header)
  const isGroup = own.toLowerCase() === mailbox.toLowerCase()
  // The first of these headers decides; without a single address in it, there is no sender. The group is never its own sender.
  const original = ['x-original-from', 'reply-to', 'x-original-sender']
    .flatMap((key) => headerOf(mail, key) ?? [])
    .find((value) => value.trim() !== '' && !names(value, mailbox))
  const address = isGroup ? oneAddress(original ?? null) : own
  const name = cleanLine((named[0]?.name ?? '').slice(0, 200)).replace(isGroup ? /\s+via\s+.*$/i : /$^/, '')
  // A domain in letters of another script is not a plain address, and may imitate one.
  const isForeign = address === '' && named.some((each) => 'address' in each && /[^\x00-\x7f]/.test(each.address ?? ''))
  if (isForeign) flags.add('lookalike_domain')
  else if (address === '') flags.add('no_sender')
  const domain = domainOf(address)
  const results = resultOf(
    headerOf(mail, isGroup ? 'x-original-authentication-results' : 'authentication-results'),
    domain === '' ? [] : [domain],
  )
  const isFailed = mail.headers.some(({ key, value }) => RESULTS.has(key) && saysFailed(value))
  if (results === 'failed' || isFailed) flags.add('auth_fail')
  const replyHeader = headerOf(mail, 'reply-to')?.trim() ?? ''
  if (replyHeader !== '' && !isBelow(domain, docusign.domains) && !answersGo(replyHeader, domain, isGroup ? mailbox : null))
    flags.add('reply_to_elsewhere')
  if (/docusign/i.test(name) && !isBelow(domain, docusign.domains)) flags.add('docusign_by_name')
  return { name: name.replace(/^["']+|["']+$/g, ''), address: address === '' ? null : address }
}

/** Whether a header names an address, alone or among others. */
function names(header: string, address: string): boolean {
  return addressParser(header, { flatten: true }).some(
    (each) => 'address' in each && each.address?.toLowerCase() === address.toLowerCase(),
  )
}

/** Whether replies go to the sender's own company, by Reply-To; a group may have added itself there, or replaced the sender. */
function answersGo(replyTo: string, domain: string, group: string | null): boolean {
  if (group === null || !names(replyTo, group)) return organization(domainOf(oneAddress(replyTo))) === organization(domain)
  return addressParser(replyTo, { flatten: true }).every(
    (each) =>
      'address' in each &&
      (each.address?.toLowerCase() === group.toLowerCase() ||
        organization(domainOf(each.address ?? '')) === organization(domain)),
  )
}

const RESULTS: ReadonlySet<string> = new Set(['authentication-results', 'x-original-authentication-results'])

/** The last two labels of a domain, or three where the second to last is short (co.uk). */
function organization(domain: string): string {
  const labels = domain.split('.')
  const count = (labels.at(-2)?.length ?? 0) <= 3 && labels.length > 2 ? 3 : 2
  return labels.slice(-count).join('.')
}
