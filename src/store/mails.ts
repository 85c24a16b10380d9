/** One mail is recorded once, by whichever of several runs comes first. */

import { failure } from '../errors.ts'
import { type MailMarks, sameBy } from '../records/claims/same-mail.ts'
import type { NewAuditEntry, RawAuditEntry } from './audit.ts'
import type { Readings } from './readings.ts'

/** Whether an entry says that a mail was routed. */
export function isRouted({ action }: { action: string }): boolean {
  return action === 'mail_routed'
}

/**
 * Throws `routed_meanwhile`, with nothing recorded, where one of the entries is of a mail that others routed since. What was read of the
 * requests of such a mail matters no longer: whoever records the others leaves it out.
 */
export function refuseRouted(entries: readonly NewAuditEntry[], since: readonly RawAuditEntry[], readings: Readings): void {
  const others = since.filter(isRouted).map(({ body }) => body as unknown as MailMarks)
  const again = entries.flatMap((entry) => (entry.action === 'mail_routed' && isAnyOf(entry.body, others) ? [entry.body] : []))
  const [first] = again
  if (!first) return
  readings.leaveNotices(new Set(again.map(({ sha256 }) => sha256)))
  throw failure('routed_meanwhile', `someone else just routed the mail ${first.file}`, 'nothing was recorded; route it again')
}

function isAnyOf(mail: MailMarks, others: readonly MailMarks[]): boolean {
  return others.some((other) => sameBy(mail, other) !== null)
}
