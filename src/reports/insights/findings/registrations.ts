/** What the rule says of registrations, attached services and influence. */

import type { Thresholds } from '../../../rules/insights/thresholds.ts'
import type { Figures } from '../figures.ts'
import { finding, type Judged, ofShare } from './judged.ts'

/** Judges the registrations of the period, those that wait for the partner, services, and influence without a record. */
export function registrationFindings(figures: Figures, thresholds: Thresholds): Judged {
  return [...registrations(figures, thresholds), ...services(figures, thresholds), ...influence(figures)]
}

function registrations({ registrations: found }: Figures, { registrations: share, approvalDays }: Thresholds): Judged {
  if (found === null) return []
  const { period, approval, returned } = found
  const { approved, denied } = period.outcomes
  const behind = 'registrations'
  const judged = ofShare('registrations_approved', period.rate, approved + denied, share, {
    figures: { approved, denied },
    behind,
  })
  if (approval.of >= approvalDays.least && approval.median !== null && approval.median > approvalDays.improve) {
    const days = { median: approval.median, longest: approval.longest, of: approval.of, threshold: approvalDays.improve }
    judged.push(finding('approval_days', 'improve', days, { behind, isInside: true }))
  }
  if (returned.length > 0)
    judged.push(finding('registrations_returned', 'improve', { returned: returned.length }, { behind: 'waiting' }))
  return judged
}

function services({ services: found, role }: Figures, { serviceAttach }: Thresholds): Judged {
  // Of deals that the partner only serves, all have a service partner.
  if (found === null || role === 'service') return []
  const { won, of, rate } = found.attached
  return ofShare('service_attach', rate, of, serviceAttach, { figures: { won }, behind: 'won-deals' })
}

function influence({ unrecorded }: Figures): Judged {
  if (unrecorded === null || unrecorded.length === 0) return []
  return [finding('influence_not_recorded', 'improve', { deals: unrecorded.length }, { behind: 'unrecorded', isInside: true })]
}
