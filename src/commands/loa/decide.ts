import { choosePartner } from '../../app/choose-partner.ts'
import type { Context } from '../../app/context.ts'
import { refuseTakenNamed } from '../../decisions/claims.ts'
import { decide } from '../../decisions/decide.ts'
import type { DecideFlags } from '../../decisions/options.ts'
import { authoritiesFor } from '../../decisions/read-authorities.ts'
import { partnerOfRequest, requestFor, requestsNamed } from '../../decisions/which-request.ts'
import type { ExitCode } from '../../errors.ts'
import { letterRule } from '../../verdicts/letter-rule.ts'
import { checkOne } from '../../verdicts/rule.ts'

/** Records that a letter is approved or denied. */
export async function runLoaDecision(
  context: Context,
  flags: DecideFlags,
  subject: string | undefined,
  decision: 'approved' | 'denied',
): Promise<ExitCode> {
  const store = await context.openStore('decide')
  try {
    const requests = await requestsNamed(store, 'loa', flags.request)
    if (context.interactive && !flags.takeOver) await refuseTakenNamed(store, requests, context.actor)
    const named = subject ?? partnerOfRequest(flags.request, 'loa', requests)
    const { partner, by } = await choosePartner(context, store, named)
    const rule = await letterRule(context, store)
    const verdict = await checkOne(rule, { partner, by })
    const request = await requestFor(context, store, { given: flags.request, question: 'loa', partner })
    const authorities = await authoritiesFor(context, store, partner)
    const about = { decision, verdict, request, form: null, ask: null, justification: null, authorities }
    return await decide(context, store, flags, about)
  } finally {
    await store.close()
  }
}
