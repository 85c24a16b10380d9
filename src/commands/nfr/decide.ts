import { choosePartner } from '../../app/choose-partner.ts'
import type { Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { refuseTaken, refuseTakenNamed, takeableForm } from '../../decisions/claims.ts'
import { decide } from '../../decisions/decide.ts'
import { authoritiesFor } from '../../decisions/read-authorities.ts'
import { partnerOfRequest, requestsNamed, waitingFormNamed } from '../../decisions/which-request.ts'
import { type ExitCode, type PhdError, usageError } from '../../errors.ts'
import type { FormRequest } from '../../requests/form.ts'
import type { DeskRequest } from '../../requests/request.ts'
import type { NfrPolicy } from '../../rules/nfr-types.ts'
import { licensePolicy, licenseRule } from '../../verdicts/license-rule.ts'
import { checkOne } from '../../verdicts/rule.ts'
import type { DecideNfrFlags } from './ask.ts'
import { findRequest } from './find-request.ts'

/** Records that a license is approved or denied, or that an exception is asked for. */
export async function runNfrDecision(
  context: Context,
  flags: DecideNfrFlags,
  subject: string | undefined,
  decision: 'approved' | 'denied' | 'exception',
): Promise<ExitCode> {
  const store = await context.openStore('decide')
  try {
    const requests = await requestsNamed(store, 'nfr', flags.request)
    const policy = await licensePolicy(context)
    if (context.interactive && !flags.takeOver) {
      await refuseTakenNamed(store, requests, context.actor)
      const row = flags.request?.trim().startsWith('form:') && (await waitingFormNamed(context, store, policy, flags.request))
      if (row) await refuseTaken(store, takeableForm(row), context.actor)
    }
    const named = subject ?? partnerOfRequest(flags.request, 'nfr', requests)
    const { partner, by } = await choosePartner(context, store, named)
    const { request, form, ask } = await findRequest(context, store, flags, { partner, policy, decision })
    // A denial may be of the partner as such; everything else is for a number of users.
    if (!ask && decision !== 'denied') throw unknownAsk(form, policy)
    const rule = await licenseRule(context, store, ask, request?.id ?? null)
    const verdict = await checkOne(rule, { partner, by })
    if (ask && request?.state === 'waiting' && decision === 'approved')
      refuseMoreHeld(request, verdict.limits[ask.type]?.held ?? null)
    const justification = decision === 'exception' ? justificationOf(flags, form) : null
    const authorities = await authoritiesFor(context, store, partner)
    return await decide(context, store, flags, { decision, verdict, request, form, ask, justification, authorities })
  } finally {
    await store.close()
  }
}

/** Why an exception is asked for, as typed or by the form. Throws a usage error. */
function justificationOf(flags: DecideNfrFlags, form: FormRequest | null): string {
  const justification = givenValue('--justification', flags.justification)?.trim() ?? form?.justification ?? null
  if (justification !== null) return justification
  throw usageError('an exception needs a justification', 'add --justification "why the partner needs more"')
}

function unknownAsk(form: FormRequest | null, { types }: NfrPolicy): PhdError {
  const options = `add --type ${types.map(({ id }) => id.replace('_', '-')).join(' or --type ')} and --users <number>`
  if (!form) return usageError('unclear what is requested', options)
  return usageError(
    `${form.reference} asks for ${form.users ?? 'an unknown number of'} users of "${form.typeText}"`,
    `${options}, with --request ${form.reference}`,
  )
}

/** No more may be held than the approvers of an exception were told: else they approved something else. Throws a usage error. */
function refuseMoreHeld({ id, partner, toldHeld }: DeskRequest, held: number | null): void {
  if (toldHeld === held || (toldHeld !== null && held !== null && held < toldHeld)) return
  const words = (users: number | null): string => (users === null ? 'an unknown number' : String(users))
  throw usageError(
    `the approvers of request ${id} were told that ${words(toldHeld)} users are held; now it is ${words(held)}`,
    `ask them again: phd nfr exception ${partner?.id ?? '<partner>'} --request ${id} --justification "…"`,
  )
}
