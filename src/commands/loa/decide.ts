import { choosePartner } from '../../app/choose-partner.ts'
import type { Context } from '../../app/context.ts'
import { decide } from '../../decisions/decide.ts'
import { type DecideFlags, partnerOfRequest, requestFor } from '../../decisions/options.ts'
import { handSteps } from '../../decisions/steps.ts'
import type { ExitCode } from '../../errors.ts'
import { requestsOf } from '../../requests/request.ts'
import { letterRule } from '../../verdicts/letter-rule.ts'
import { partnerArgument } from '../../verdicts/shared-sentences.ts'

/** Records that a letter is approved or denied. */
export async function runLoaDecision(
  context: Context,
  flags: DecideFlags,
  subject: string | undefined,
  decision: 'approved' | 'denied',
): Promise<ExitCode> {
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const requests = requestsOf(await store.requestEntries()).filter(({ question }) => question === 'loa')
    const { partner, by } = await choosePartner(context, store, subject ?? partnerOfRequest(flags, 'loa', requests))
    const rule = await letterRule(context, store)
    const verdict = await rule.check(partner, by)
    const request = requestFor(context, flags, 'loa', partner, requests)
    const { readDesk } = await import('../../reference/reference.ts')
    const { loaLabel, nfrLabel, mailbox } = readDesk()
    const words = {
      loaLabel,
      nfrLabel,
      mailbox,
      channelManager: partner.account.record.owner,
      slaBusinessDays: rule.policy.slaBusinessDays,
    }
    return await decide(context, store, flags, basis, {
      question: 'loa',
      decision,
      partner,
      verdict,
      ask: null,
      term: null,
      listedThen: [],
      request,
      form: null,
      barredBy: [],
      exception: false,
      justification: null,
      replies: decision === 'denied' ? ['loa-denial-docusign', 'loa-denial'] : [],
      values: {},
      leftToDo: handSteps(
        'loa',
        decision,
        {
          partnerName: partner.name,
          subject: partnerArgument(verdict),
          exceptionBy: '',
          envelopeId: request?.envelopeId ?? null,
          licence: null,
          formRow: null,
        },
        words,
      ),
      remarks: [],
      approvers: [],
    })
  } finally {
    store.close()
  }
}
