/** Decides where sorted mails go, by the policy of the day. Writes no file and sends nothing. */

import { PhdError } from '../errors.ts'
import { type NoticeSettings, readNotice } from '../mail/notice.ts'
import type { Reply } from '../mail/reply.ts'
import { type MailDoubt, type MailPolicy, type MailRouting, opportunityState, routeMail } from '../rules/mail-route.ts'
import { type AnswerSettings, AnswerWriter } from './answer.ts'
import { type ProofSettings, proofInMail } from './proof.ts'
import type { RoutedMail } from './routed.ts'
import type { SortedMail } from './sort.ts'

export interface RouterSettings extends AnswerSettings {
  policy: MailPolicy | null
  desk: AnswerSettings['desk'] & NoticeSettings
  /** What proofs of execution are checked by; null: no rule is known for the day. */
  proofs: ProofSettings | null
  /** Finds a reply by its name. */
  replyOf(name: string): Reply
}

/** Routes mails one after the other. */
export class MailRouter {
  readonly #settings: RouterSettings
  readonly #answers: AnswerWriter

  constructor(settings: RouterSettings) {
    this.#settings = settings
    this.#answers = new AnswerWriter(settings)
  }

  /** Routes a mail that needs no review; `bytes`: the mail itself. */
  async route(sorted: SortedMail, bytes: Buffer): Promise<RoutedMail> {
    const routing = this.#routingOf(sorted)
    const plain = { routing, draft: null, manager: null, unread: [], proof: null, notice: null }
    if (routing.doubt !== null) return { ...plain, stopped: { code: routing.doubt, message: messageOf(routing.doubt, sorted) } }
    if (routing.actions.includes('open_request')) return { ...plain, ...(await this.#noticeIn(sorted.name, bytes)) }
    if (routing.actions.includes('read_proof')) return { ...plain, ...(await this.#proofIn(sorted)) }
    if (routing.reply === null) return { ...plain, stopped: null }
    return { ...plain, ...(await this.#answers.answer(routing, this.#settings.replyOf(routing.reply), sorted)) }
  }

  #routingOf({ hasDocuments, classified, topic, sender, orderOperations, opportunity }: SortedMail): MailRouting {
    const { policy } = this.#settings
    return routeMail(
      {
        kind: classified.kind,
        topic,
        role: sender?.role ?? 'unknown',
        market: sender?.role === 'distributor' ? sender.distributor.market : null,
        orderOperations: orderOperations.is,
        hasDocuments,
        opportunity:
          opportunity.found === 'one' && policy
            ? {
                state: opportunityState(opportunity.opportunity.record, policy),
                isOtherDistributors: opportunity.otherDistributor !== null,
              }
            : null,
      },
      policy,
    )
  }

  /** Checks a proof of execution by the rule of the day. */
  async #proofIn({ mail, sender }: SortedMail): Promise<Pick<RoutedMail, 'proof' | 'stopped'>> {
    const { proofs } = this.#settings
    if (proofs === null) return { proof: null, stopped: { code: 'no_rule_then', message: null } }
    if (sender?.role !== 'partner') return { proof: null, stopped: { code: 'no_rule_for_sender', message: null } }
    const proof = await proofInMail(proofs, mail, sender.partner)
    return { proof, stopped: proof.doubt && { code: proof.doubt.code, message: proof.doubt.found } }
  }

  /** Reads the mail as a DocuSign notice, more strictly than other mail. */
  async #noticeIn(file: string, bytes: Buffer): Promise<Pick<RoutedMail, 'notice' | 'stopped'>> {
    const { desk, now } = this.#settings
    try {
      return { notice: await readNotice(bytes, { file, now, received: null }, desk), stopped: null }
    } catch (error) {
      if (!(error instanceof PhdError)) throw error
      return { notice: null, stopped: { code: 'notice_refused', message: error.message } }
    }
  }
}

/** The name or status that the sentence for a doubt mentions. */
function messageOf(doubt: MailDoubt, { opportunity, orderOperations }: SortedMail): string | null {
  if (doubt === 'order_operations_unclear') return orderOperations.by
  if (opportunity.found !== 'one') return null
  const { stage, mergedInto, duplicateOf } = opportunity.opportunity.record
  if (doubt === 'other_distributor') return opportunity.otherDistributor
  if (doubt === 'opportunity_merged') return mergedInto ?? stage
  if (doubt === 'opportunity_duplicate') return duplicateOf ?? stage
  return doubt.startsWith('opportunity_') ? stage : null
}
