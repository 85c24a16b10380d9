/** Whether Partner Order Operations already has a mail: only To and Cc say so; any other sign is for a person to check. */

import type { ReadMail } from '../mail/read/mail.ts'

export interface OrderOperationsShown {
  /** `perhaps`: named only by a header that servers write, or by an address with a tag. */
  is: 'recipient' | 'perhaps' | 'no'
  /** The header, or the address with its tag; null where it is clear. */
  by: string | null
}

/** Headers in which servers and forwarding write where a mail passed; none of them means that the sender wrote there. */
const BY_SERVERS = [
  'delivered-to',
  'x-original-to',
  'x-forwarded-to',
  'x-forwarded-for',
  'x-gm-original-to',
  'envelope-to',
  'x-envelope-to',
  'resent-to',
  'resent-cc',
  'apparently-to',
] as const
const LONGEST = 1 << 14

/** Whether a mail was sent to an address. */
export function isSentTo(
  { to, cc, deliveredTo, header }: Pick<ReadMail, 'to' | 'cc' | 'deliveredTo' | 'header'>,
  address: string,
): OrderOperationsShown {
  const wanted = address.toLowerCase()
  const recipients = [...to, ...cc].map((each) => each.toLowerCase())
  if (recipients.includes(wanted)) return { is: 'recipient', by: null }
  const tagged = recipients.find((each) => withoutTag(each) === wanted)
  if (tagged !== undefined) return { is: 'perhaps', by: tagged }
  for (const key of BY_SERVERS) {
    const named = [
      ...(key === 'delivered-to' ? deliveredTo : []),
      ...(header(key)
        .slice(0, LONGEST)
        .match(/[^\s<>,;:"()]{1,64}@[^\s<>,;:"()]{1,255}/g) ?? []),
    ]
    if (named.some((each) => withoutTag(each.toLowerCase()) === wanted)) return { is: 'perhaps', by: key }
  }
  return { is: 'no', by: null }
}

/** An address without its tag, which follows a plus. */
function withoutTag(address: string): string {
  return address.replace(/\+[^@]*(?=@)/, '')
}
