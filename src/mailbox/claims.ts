/** Mails that colleagues have taken. */

import { type Claim, mailSubject } from '../records/claims/claim.ts'
import type { RecordReader } from '../store/store.ts'
import type { SortedMail } from './sort.ts'

/** What a claim on a mail is of. */
export function subjectOfMail({ mail, sender }: Pick<SortedMail, 'mail' | 'sender'>): string {
  // What is recorded of a notice of DocuSign does not have its Message-ID.
  return mailSubject({ messageId: sender?.role === 'docusign' ? null : mail.messageId, sha256: mail.sha256 })
}

/** Gives of a mail who else has it, as all of them are now; null: nobody. */
export async function takenByOthers(
  store: Pick<RecordReader, 'claims'>,
  actor: string,
): Promise<(sorted: SortedMail) => Claim | null> {
  const others = (await store.claims()).filter(({ holder }) => holder !== actor)
  const bySubject = new Map(others.map((claim) => [claim.subject, claim]))
  return (sorted) => (bySubject.size === 0 ? null : (bySubject.get(subjectOfMail(sorted)) ?? null))
}
