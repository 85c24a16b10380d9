/** What a decision grants or asks for, and what its replies are filled with. */

import type { ReplyValues } from '../mail/fill-reply.ts'
import type { Requester, Ruling } from '../requests/request.ts'
import { failedWords } from '../verdicts/check-sentences.ts'
import { termSentence, typeName } from '../verdicts/license-words.ts'
import { sentencesOf } from '../verdicts/sentences.ts'
import type { LicenseVerdict } from '../verdicts/verdict.ts'
import type { DecisionCase } from './case.ts'

export interface Terms {
  /** From when to when an approved license runs. */
  term: Ruling['term']
  /** The licenses that the list has of the partner now. */
  listedThen: Ruling['listedThen']
  replies: readonly string[]
  remarks: readonly string[]
}

/** What is recorded beside the verdict. */
export function termsOf({ decision, verdict }: Pick<DecisionCase, 'decision' | 'verdict'>): Terms {
  if (verdict.question === 'loa') {
    const replies = decision === 'denied' ? ['loa-denial-docusign', 'loa-denial'] : []
    return { term: null, listedThen: [], replies, remarks: [] }
  }
  return {
    term: decision === 'approved' ? runningDays(verdict) : null,
    listedThen: verdict.licenses.flatMap(({ type, start, end, addOn, users, source }) =>
      source ? [{ type, start, end, addOn, users }] : [],
    ),
    replies: [{ approved: 'nfr-submitted', denied: 'nfr-denial', exception: 'nfr-exception' }[decision]],
    remarks: verdict.term && decision === 'approved' ? [termSentence(verdict.term)] : [],
  }
}

function runningDays({ term }: LicenseVerdict): Ruling['term'] {
  return term && { start: term.start, end: term.end, addOn: term.kind === 'add_on' }
}

/** What the replies are filled in with, in addition to what phd knows about the partner; kept with the decision. */
export function replyValues(
  { verdict, ask, justification }: Pick<DecisionCase, 'verdict' | 'ask' | 'justification'>,
  requester: Requester,
): ReplyValues {
  const forPartner = sentencesOf(verdict).missing.flatMap((missing) => missing.forPartner ?? [])
  const textsOf = (wanted: string): string[] => forPartner.flatMap(({ what, text }) => (what === wanted ? [text] : []))
  return {
    requester_name: requester.name ?? undefined,
    requester_email: requester.address ?? undefined,
    missing: textsOf('other'),
    trainings: textsOf('training'),
    ...(verdict.question === 'nfr' ? licenseValues(verdict, ask, justification) : {}),
  }
}

function licenseValues(verdict: LicenseVerdict, ask: DecisionCase['ask'], justification: string | null): ReplyValues {
  const limit = ask ? verdict.limits[ask.type] : undefined
  return {
    license_type: ask ? typeName(ask.type, verdict.policy) : undefined,
    seats: ask ? String(ask.users) : undefined,
    ends_on: verdict.term?.end,
    limit: limit && String(limit.max),
    held: limit && limit.held !== null ? String(limit.held) : undefined,
    justification: justification ?? undefined,
    failed_checks: failedWords(verdict.checks),
  }
}
