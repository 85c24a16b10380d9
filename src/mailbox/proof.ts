/** Checks proofs of execution: reads their documents, finds the registration, and decides by the rule of the day. */

import { effortOfMail, readDocument } from '../documents/document.ts'
import type { DocumentText } from '../documents/text.ts'
import { mayBeDocument } from '../mail/read/attachments.ts'
import { type ReadMail, sentAt } from '../mail/read/mail.ts'
import { type MailReference, referencesOf } from '../partners/mail/opportunity.ts'
import { dealOf, type FoundDeal, namesOf } from '../partners/mail/proof.ts'
import type { Partner } from '../partners/partner.ts'
import type { MailPolicy } from '../rules/mail-route.ts'
import { decideProof, doubtOfProof, type ProofDoubt } from '../rules/proof/proof.ts'
import type { ProofDocument, ProofPolicy, ProofVerdict } from '../rules/proof/types.ts'
import type { RecordReader } from '../store/store.ts'

export interface ProofSettings {
  store: RecordReader
  /** The rules of the day. */
  policy: ProofPolicy
  stages: MailPolicy['stages']
  /** Words that may stand next to a name. */
  beside: ReadonlySet<string>
  /** What mail programs add to a mail; see {@link mayBeDocument}. */
  noDocuments: Parameters<typeof mayBeDocument>[1]
  /** The moment that is "now", ISO 8601, and how many days evidence may be old. */
  now: string
  maxAgeDays: number
}

/** A proof that was checked. It holds nothing of the text of its mail and documents but what a check names. */
export interface CheckedProof extends Omit<FoundDeal, 'deal'> {
  partner: Partner
  /** The customer that the document must name; null where it is not known. */
  customerName: string | null
  dealId: string | null
  receivedOn: string | null
  verdict: ProofVerdict
  /** Why the registration needs review, with what was found. */
  doubt: { code: ProofDoubt; found: string } | null
  documents: ReadonlyArray<Pick<ProofDocument, 'name' | 'unread' | 'isRevised'>>
}

/** What a proof is checked by. */
export interface AskedProof {
  partner: Partner
  /** The customer that a person named. */
  customer: string | null
  documents: readonly ProofDocument[]
  /** What names the registration. */
  references: ReadonlyArray<Pick<MailReference, 'by' | 'text'>>
  /** The text of the mail; null where there is none. */
  mail: string | null
  isStated: boolean
  receivedOn: string | null
}

/** Checks a proof. */
export async function checkProof(settings: ProofSettings, asked: AskedProof): Promise<CheckedProof> {
  const { store, policy, stages, beside, now, maxAgeDays } = settings
  const { partner, references, customer, ...rest } = asked
  const { deal, ...found } = await dealOf(store, references, partner, { stages })
  const dealId = deal.found === 'one' ? deal.dealId : (references.find(({ text }) => /^DR-/.test(text))?.text ?? null)
  const evidence = {
    ...rest,
    partnerNames: await namesOf(store, partner),
    customer: { given: customer, recorded: found.customer },
    dealId,
    deal,
    beside,
  }
  const verdict = decideProof(evidence, policy, now, maxAgeDays)
  return {
    ...found,
    partner,
    customerName: found.customer?.value?.trim() || customer,
    dealId,
    receivedOn: asked.receivedOn,
    verdict,
    doubt: doubtOfProof(verdict, evidence),
    documents: asked.documents.map(({ name, unread, isRevised }) => ({ name, unread, isRevised })),
  }
}

const NOTHING_GIVEN = { customer: null, dealId: null, receivedOn: null }

/** A mail as a proof of a partner's; `given`: what a person says that the mail need not. */
export async function proofInMail(
  settings: ProofSettings,
  mail: ReadMail,
  partner: Partner,
  given: { customer: string | null; dealId: string | null; receivedOn: string | null } = NOTHING_GIVEN,
): Promise<CheckedProof> {
  const effort = effortOfMail()
  const documents: ProofDocument[] = []
  const named: string[] = []
  for (const attachment of mail.attachments) {
    const { name, safeName, content } = attachment
    const document = proofDocument(safeName, await readDocument(content, effort))
    named.push(name, ...piecesOf(joined(document.pages)))
    if (mayBeDocument(attachment, settings.noDocuments)) documents.push(document)
  }
  const { subject, fresh, older } = mail
  const references =
    given.dealId === null ? referencesOf({ subject, body: fresh, older, attachments: named }) : referencesIn(given.dealId)
  return checkProof(settings, {
    partner,
    customer: given.customer,
    documents,
    references,
    mail: [subject, fresh, older].join('\n'),
    isStated: false,
    receivedOn: given.receivedOn ?? dayOf(mail),
  })
}

/**
 * The day a mail came, in UTC: by its date, which the sender's clock gave. Where the server that took it says another day, and not just
 * the day before or after, it is not known.
 */
function dayOf({ sentAt: sent, header }: ReadMail): string | null {
  const [newest = ''] = header('received').split('\n')
  const came = sentAt(newest.slice(newest.lastIndexOf(';') + 1))
  if (sent === null || came === null) return sent?.slice(0, 10) ?? null
  return Math.abs(Date.parse(came) - Date.parse(sent)) > MOST_APART ? null : came.slice(0, 10)
}

const MOST_APART = 36 * 3_600_000

/** A document as it is checked: of a format that is read; of a longer one than any statement of work the rest counts as not read. */
export function proofDocument(name: string, { kind, pages, unread, isRevised }: DocumentText): ProofDocument {
  // A workbook, a page of the web or a mail as a file is looked through for other things, but it is not read as a reader sees it.
  const isOther = kind === 'office' || kind === 'other' || (kind === 'plain' && pages.some(isInMarks))
  if (isOther) return { name, pages: [], unread: unread ?? { why: 'format', pages: [] }, isRevised }
  if (pages.reduce((sum, page) => sum + page.length, 0) <= LONGEST) return { name, pages, unread, isRevised }
  let left = LONGEST
  const kept = pages.map((page) => {
    const piece = page.slice(0, left)
    left -= piece.length
    return piece
  })
  return { name, pages: kept, unread: unread ?? { why: 'too_large', pages: [] }, isRevised }
}

/** Whether a text is one for programs: marked up, a mail, a card, an invitation, data. */
function isInMarks(text: string): boolean {
  const begin = text
    .slice(0, 4096)
    .replace(/^\ufeff/, '')
    .trimStart()
  return (
    /^(?:<|\{|\[|BEGIN:V|MIME-Version:|From )/i.test(begin) ||
    (/^(?:[A-Za-z][A-Za-z0-9-]*: ?[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3}/.test(begin) && MAIL_FIELD.test(begin)) ||
    /<\/?(?:html|body|div|p|br|table)\b/i.test(begin)
  )
}

const MAIL_FIELD = /^(?:Received|Return-Path|Message-ID|Delivered-To|MIME-Version|Content-Type):/im

/** So many characters of a document are looked at: 200 full pages. */
const LONGEST = 1 << 20

/** What a person gives as a deal id, or as the name of a registration. */
export function referencesIn(id: string): Pick<MailReference, 'by' | 'text'>[] {
  const text = id.normalize('NFKC').trim().toUpperCase()
  return [{ by: /^REG\d/.test(text) ? 'registration' : 'deal_id', text }]
}

/** Pages as one text, with deal ids that break over a line in one piece. */
function joined(pages: readonly string[]): string {
  return pages.join('\n').replace(/([\p{L}\p{N}]-)[ \t]*\r?\n[ \t]*(?=\p{N})/gu, '$1')
}

/** A long text in pieces, each as long as references are looked for in one; they overlap, so that none is cut. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += PIECE - 64) pieces.push(text.slice(at, at + PIECE))
  return pieces
}

const PIECE = 1 << 14
