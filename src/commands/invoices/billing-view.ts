/** Whether a partner needs a billing account, in every format. */

import type { Partner } from '../../partners/partner.ts'
import { placeOf } from '../../records/place.ts'
import type { InvoiceGuide } from '../../reference/invoices.ts'
import type { BillingNeed } from '../../rules/invoices.ts'
import type { Because } from '../../rules/standing/distribution.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { PartnerBuying } from '../../verdicts/distribution/buying.ts'
import type { FoundInvoice } from './read.ts'
import { needWords } from './sentences.ts'

interface BillingPage {
  partner: Partner
  buying: PartnerBuying
  need: BillingNeed
  guide: InvoiceGuide
  /** Invoices of the partner: who was invoiced has a billing account. */
  invoices: readonly FoundInvoice[]
  drafts: readonly { reply: string; file: string }[]
  now: string
  asOf: string | null
}

const DECISION = { needed: 'yes', not_needed: 'no', not_yet: 'no', depends: 'unknown', unknown: 'unknown' } as const

/** Whether a partner needs a billing account, and the steps (phd.answer/1, question "billing_account"). */
export function billingView(page: BillingPage, io: Io): Rendering {
  const { partner, buying, need, guide, invoices, drafts, now, asOf } = page
  const { create, entity, find, none } = guide.billing
  const json = () => ({
    schema: 'phd.answer/1',
    question: 'billing_account',
    subject: { kind: 'partner', id: partner.id, name: partner.name },
    decision: DECISION[need],
    ...{ need, evaluatedAt: now, asOf },
    policy: { id: 'distributors', version: buying.policy.version },
    country: buying.country,
    must: buying.answer?.must ?? null,
    distributors: (buying.answer?.distributors ?? []).map(({ name, email }) => ({ name, email })),
    because: becauseOf(page),
    invoiced: invoices[0] ? { invoice: invoices[0].record.invoice, source: invoices[0].source } : null,
    guides: { create, entity, find },
    handbook: none,
    drafts,
  })
  return {
    table: () => billingText(page, io),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['partner_id', 'partner', 'decision', 'need', 'guide', 'step', 'text'],
        ...[create, entity, find].flatMap(({ title, steps }) =>
          steps.map((step, i) => [partner.id, partner.name, DECISION[need], need, title, String(i + 1), step]),
        ),
      ]),
  }
}

/** Why the rule for distributors answers so, in short. */
function becauseOf({ buying, invoices, partner }: BillingPage): string[] {
  const { answer, buyer, country, countryName } = buying
  const { record, source } = partner.account
  const place = placeOf({ file: source.file, line: source.line })
  const names = (answer?.distributors ?? []).map(({ name }) => name).join(', ')
  const codes = new Set<Because['code']>(answer?.because.map(({ code }) => code))
  const [newest] = invoices
  return [
    `track ${buyer.track.actual ?? 'blank'}, billing country ${record.country?.trim() || 'blank'}${buyer.isPublicSector ? ', public sector' : ''} (${place})`,
    ...(country === null ? ['unknown billing country'] : []),
    ...(answer?.isCertain === false && names !== ''
      ? [`distributors of the region: ${names}; the handbook does not say whether they serve ${countryName}`]
      : []),
    ...(answer?.isCertain && names !== '' ? [`distributors in ${countryName}: ${names}`] : []),
    ...(codes.has('none_named') ? [`no distributor is named for ${countryName}`] : []),
    ...(codes.has('none_read') ? [`a row of the list of distributors that could not be read may be for ${countryName}`] : []),
    ...(codes.has('track_not_named') ? ['the handbook says nothing about this track'] : []),
    ...(codes.has('track_in_doubt') ? ['the track is in doubt'] : []),
    ...(codes.has('not_authorized') ? ['not an authorized partner, so it may not buy at all; see: phd authorized'] : []),
    ...(codes.has('authorized_unknown') ? ['unknown whether the partner is authorized; see: phd authorized'] : []),
    ...(newest
      ? [
          `it was invoiced directly: ${newest.record.invoice}, ${newest.record.invoiceDate ?? 'no day'} (${placeOf(newest.source)})`,
        ]
      : []),
  ]
}

function billingText(page: BillingPage, io: Io): string {
  const { partner, need, guide, drafts, buying, now } = page
  const { create, entity, find, none } = guide.billing
  const guides = need === 'not_needed' || need === 'not_yet' ? [] : [create, entity, find]
  const lines = [
    io.style('bold', safeText(`${partner.name}  (${partner.id})`)),
    io.style('bold', needWords(need)),
    ...becauseOf(page).map((each) => safeText(`  - ${each}`)),
    `  handbook: ${none.page}, "${none.section}"`,
    ...guides.flatMap(({ title, steps, handbook }) => [
      '',
      title,
      ...steps.map((step, i) => `  ${i + 1}. ${step}`),
      `  handbook: ${handbook.page}, "${handbook.section}"`,
    ]),
    '',
    need === 'not_yet'
      ? `see how it gets authorized: phd authorized ${partner.id}`
      : need === 'not_needed'
        ? `see its distributor: phd distributor ${buying.country ?? '<country>'} --partner ${partner.id}`
        : `to draft the reply for a new entity: phd invoices billing ${partner.id} --draft <folder>`,
    `Policy distributors ${buying.policy.version}, evaluated at ${showMoment(now)}`,
    ...drafts.map(({ file }) => safeText(`wrote ${file}`)),
  ]
  return `${io.prose(lines.join('\n'))}\n`
}
