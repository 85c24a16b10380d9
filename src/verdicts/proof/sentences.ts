/** A verdict on a proof of execution in words: headline, what is missing, notes, next steps. */

import { NAMED } from '../../rules/proof/proof.ts'
import type { ProofVerdict } from '../../rules/proof/types.ts'
import type { Note } from '../shared-sentences.ts'
import { foundSentence, howTo, thingOf, unreadSentence, whySentence } from './check-sentences.ts'
import type { CheckedDeal } from './verdict.ts'

export interface ProofWords {
  headline: { color: 'green' | 'red' | 'yellow'; text: string }
  missing: { requirement: string; howTo: string }[]
  notes: Note[]
  nextSteps: string[]
}

/** What a verdict on a proof says. `maxAgeDays`: how old evidence may be; `file`: the mail as a command names it, or null. */
export function proofWords(checked: CheckedDeal, maxAgeDays: number, file: string | null): ProofWords {
  const { verdict } = checked
  return {
    headline: headlineOf(verdict),
    missing: verdict.checks
      .filter(({ outcome, reason }) => outcome !== 'pass' && reason !== 'no_registration')
      .map((check) => {
        const why = whySentence(check, maxAgeDays)
        return { requirement: `${foundSentence(check)}${why === '' ? '' : `: ${why}`}`, howTo: howTo(check) }
      }),
    notes: notesOf(checked),
    nextSteps: stepsOf(checked, file),
  }
}

function headlineOf({ decision, checks }: ProofVerdict): ProofWords['headline'] {
  if (decision === 'eligible') return { color: 'green', text: 'YES: the proof is complete and fits its registration' }
  if (decision === 'needs_review') return { color: 'yellow', text: 'CANNOT TELL: needs review' }
  const isIncomplete = checks.some(({ id, outcome }) => outcome === 'fail' && NAMED.includes(id))
  return {
    color: 'red',
    text: `NO: ${isIncomplete ? 'the document is incomplete' : 'the proof does not fit its registration'}`,
  }
}

function notesOf({ documents, partner, verdict }: CheckedDeal): Note[] {
  const notes: Note[] = documents.flatMap(({ name, unread, isRevised }): Note[] => [
    ...(unread ? [{ code: `document_${unread.why}`, level: 'warning' as const, message: unreadSentence({ name, unread }) }] : []),
    ...(isRevised
      ? [
          {
            code: 'document_revised',
            level: 'warning' as const,
            message: `${name} has tracked changes that are not accepted; a signed document has none`,
          },
        ]
      : []),
  ])
  if (verdict.status?.if === 'complete_late')
    notes.push({
      code: 'no_rebate',
      level: 'warning',
      message: 'it counts for PSP, but not for the rebate: the months after the sale are over',
    })
  const track = partner.account.record.track?.trim() ?? ''
  if (!/^select$/i.test(track)) {
    const message = `the partner’s track is ${track || 'blank'}: only Select partners and designated Professional Services Partners take part, and no export shows who is designated`
    notes.push({ code: 'track_not_select', level: 'info', message })
  }
  notes.push({
    code: 'look_at_it',
    level: 'info',
    message: 'phd reads names only: check the customer’s signature, the work and its cost in the document yourself',
  })
  return notes
}

/** The next steps, in order. `file`: the mail as a command names it; null where there is none. */
function stepsOf(checked: CheckedDeal, file: string | null): string[] {
  const { verdict, registration, opportunity, documents } = checked
  const { status, decision } = verdict
  const name = registration?.record.name ?? 'the registration'
  const manager = registration?.record.manager?.trim() || 'its channel manager'
  const subject = file ?? '<mail.eml>'
  const look = `open ${documents.map((each) => each.name).join(', ') || 'the document'} and check that the customer signed it, and that it names the work and its cost`
  if (decision === 'eligible' && status !== null) {
    return [
      look,
      'save a copy of it',
      `set ${name} to "${status.status}" in Salesforce (${status.when})`,
      `in the chatter of the linked opportunity${opportunity?.record.name ? ` (${opportunity.record.name})` : ''}, upload it and tell ${manager}: the text is below`,
      `tell the partner that it is submitted: phd poe check ${subject} --draft <folder>`,
    ]
  }
  const incomplete = missingNames(checked)
  if (canAsk(checked)) {
    return [
      `ask the partner for ${incomplete.join(' and ')}: phd poe check ${subject} --draft <folder>`,
      ...(status ? [`leave ${name} at "${status.status}" (${status.when})`] : ['leave the registration as it is until then']),
    ]
  }
  const isOut = status !== null && (status.if === 'unqualified' || status.if === 'lost')
  return [
    ...(documents.some(({ unread }) => unread !== null) ? [`${look}; look for the names that could not be read`] : []),
    ...(isOut ? [`ask ${manager}, then set ${name} to "${status.status}" (${status.when})`] : []),
    'do not confirm the proof to the partner before the points above are clear',
  ]
}

/** What the document certainly does not name, as a partner is asked for it. */
export function missingNames({ verdict }: Pick<CheckedDeal, 'verdict'>): string[] {
  return verdict.checks
    .filter(({ id, outcome, reason }) => NAMED.includes(id) && outcome === 'fail' && reason !== 'not_the_recorded')
    .map(({ id }) => thingOf(id))
}

/** Whether the partner can be asked for what is missing: it is certain what, and every other check passes or is unknown. */
export function canAsk({ verdict }: Pick<CheckedDeal, 'verdict'>): boolean {
  const failed = verdict.checks.filter(({ outcome }) => outcome === 'fail')
  return failed.length > 0 && failed.every(({ id, reason }) => NAMED.includes(id) && reason !== 'not_the_recorded')
}
