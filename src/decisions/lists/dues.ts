/** The due dates of lists, for a calendar. */

import type { Due } from '../../files/calendar-file.ts'
import type { Ending } from '../../requests/expiring.ts'
import type { ListedRequest } from './rows.ts'

/** What each kind of request is called. */
const ASKED = { loa: 'letter of authorization', nfr: 'not-for-resale license' } as const

/** The last day to answer each open request on; those with an unknown clock have none. */
export function requestDues(requests: readonly ListedRequest[]): Due[] {
  return requests.flatMap(({ question, reference, lasting, clock, partner, partnerText, requester, received, askedText }) => {
    if (!clock) return []
    const who = partner?.name ?? partnerText ?? 'see the document'
    const about = [
      `request ${reference}, received ${received ?? '?'}${askedText ? `: ${askedText}` : ''}`,
      `asked by ${requester.name ?? requester.address ?? 'unknown'}`,
      `phd ${question} list`,
    ]
    return [
      {
        uid: `${question}-request-${lasting}`,
        day: clock.due,
        title: `Answer due: ${ASKED[question]}, ${who}`,
        about: about.join('\n'),
      },
    ]
  })
}

/** The day each letter or license ends on; what is followed by a newer one is still listed. */
export function endingDues(question: 'loa' | 'nfr', endings: readonly Ending[]): Due[] {
  return endings.map(({ what, partner, partnerText, about, type, users, start, end, addOn, place, remarks }) => {
    const who = partner?.name ?? partnerText
    const last = what === 'letter' ? 'Last day' : addOn ? 'Add-on ends at 00:00 UTC' : 'Ends at 00:00 UTC'
    return {
      uid: JSON.stringify([question, 'ends', partner?.id ?? partnerText, what === 'letter' ? about : [type, users], start]),
      day: end,
      title: `${last}: ${ASKED[question]}, ${who}`,
      about: [about, `from ${place}`, ...remarks, `phd ${question} expiring`].filter(Boolean).join('\n'),
    }
  })
}
