/** The text for the chatter, and the answer to the partner, as far as the verdict allows them. */

import type { Context } from '../../app/context.ts'
import type { PreparedDraft } from '../../drafts/prepared.ts'
import { prepareReply } from '../../drafts/replies.ts'
import { writeDrafts } from '../../drafts/write.ts'
import { failure } from '../../errors.ts'
import { answerSubject, greetedName } from '../../mail/answer.ts'
import type { ReplyValues } from '../../mail/fill-reply.ts'
import type { CheckedProof } from '../../mailbox/proof.ts'
import { readDesk } from '../../reference/reference.ts'
import { readReply } from '../../reference/replies.ts'
import type { RecordReader } from '../../store/store.ts'
import type { ProofRun } from '../../verdicts/proof/json.ts'
import { canAsk, missingNames } from '../../verdicts/proof/sentences.ts'
import type { FoundMail } from './input.ts'

/** Prepares what the verdict allows, and writes it where a folder is given. */
export async function answersTo(
  context: Context,
  store: RecordReader,
  checked: CheckedProof,
  { mail, folder }: { mail: FoundMail | null; folder: string | null },
): Promise<Pick<ProofRun, 'chatter' | 'drafts'>> {
  const prepare = (name: string, known: ReplyValues): Promise<PreparedDraft> =>
    prepareReply(context, store, readReply(name, context.repliesFolder), { partner: checked.partner, known, set: new Map() })
  const isDoubted = mail !== null && mail.flags.length > 0
  // Nothing that a mail in doubt claims is passed on.
  const values = isDoubted ? null : chatterValues(checked)
  const chatter = values === null ? null : await prepare('poe-chatter', values)
  const shown = chatter && values ? { to: values.registration_manager, text: chatter.filled.body } : null
  if (folder === null) return { chatter: shown, drafts: [] }
  const reply = replyFor(checked)
  const isToBeAnswered = reply !== null && mail !== null && !isDoubted
  const answer = isToBeAnswered
    ? await inThread(context, await prepare(reply.name, { ...reply.values, ...senderOf(mail) }), mail)
    : null
  const prepared = [answer, chatter].filter((each) => each !== null)
  if (answer === null) context.io.note(whyNoAnswer(reply !== null, mail))
  return { chatter: shown, drafts: await writeDrafts(context, folder, prepared, null) }
}

/** An answer in the thread of its mail. */
async function inThread({ now }: Context, prepared: PreparedDraft, { mail }: FoundMail): Promise<PreparedDraft> {
  const { draftFile } = await import('../../mail/draft.ts')
  const { to, cc, body } = prepared.filled
  const { messageId, references } = mail
  const subject = answerSubject(mail)
  const answers =
    messageId === null ? {} : { answers: { messageId, references: references.filter((each) => each !== messageId) } }
  const content = await draftFile({ from: readDesk().mailbox, to, cc, subject, body, at: now, ...answers })
  return { ...prepared, filled: { ...prepared.filled, subject }, content }
}

function whyNoAnswer(hasReply: boolean, mail: FoundMail | null): string {
  if (!hasReply) return 'no draft for the partner: the verdict is not clear'
  if (mail === null) return 'no draft for the partner: without the mail, its sender is unknown'
  return `no draft for the partner: the mail itself needs review (${mail.flags.join(', ')})`
}

/** The values of the text for the chatter; null where the verdict does not allow it, or a value is not known. */
function chatterValues({ verdict, registration, customerName, dealId }: CheckedProof) {
  const { name = null, manager = null } = registration?.record ?? {}
  if (verdict.decision !== 'eligible' || verdict.status === null) return null
  if (!manager?.trim() || name === null || customerName === null || dealId === null) return null
  const { status } = verdict.status
  return { registration_manager: manager.trim(), registration: name, customer_name: customerName, deal_id: dealId, status }
}

/** The reply that the verdict calls for; null where it is not clear. */
function replyFor(checked: CheckedProof): { name: string; values: ReplyValues } | null {
  const { verdict, customerName, dealId } = checked
  if (verdict.decision === 'eligible' && verdict.status !== null && customerName !== null && dealId !== null)
    return { name: 'poe-received', values: { customer_name: customerName, deal_id: dealId } }
  return canAsk(checked) ? { name: 'poe-incomplete', values: { missing: missingNames(checked) } } : null
}

/** Whom an answer goes to. Throws the refusal `missing_values` where the mail names no single sender. */
function senderOf({ mail }: FoundMail): ReplyValues {
  const { address } = mail.from
  if (address === null) throw failure('file_unreadable', 'the mail does not name one sender', 'answer it by hand')
  return { sender_name: greetedName(mail), sender_email: address }
}
