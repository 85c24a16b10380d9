import { foldPartner, joinKey } from '../../key.ts'
import { date, defineKind, email, id, type RecordOf, text } from '../../kind.ts'
import { foldName } from '../../name.ts'
import { BADGE_HEADINGS } from '../certifications.ts'

/** Letters of authorization that were issued (Partner Help Desk, Letters of Authorization). */
export const lettersIssued = defineKind({
  kind: 'letters_issued',
  title: 'letters of authorization issued',
  from: 'the desk’s own sheet of letters; or the list of completed envelopes of DocuSign, with a column for the partner, as CSV',
  fields: {
    partner: text(
      ['Partner', 'Partner Name', 'Partner Account', 'Account Name', 'Company', 'Company Name'],
      'Partner the letter names; DocuSign’s list lacks it, because it is only in the document',
      { required: true, filled: true },
    ),
    accountId: id('001', ['Account ID', 'SFDC Account ID'], 'Salesforce id of the partner, when the list has it'),
    requester: text(
      ['Requester', 'Requested By', 'Requester Name', 'Recipient Name', 'Recipient', 'Signer Name'],
      'Who asked for it',
      {
        required: 'requester',
      },
    ),
    requesterEmail: email(
      ['Requester Email', 'Requester E-Mail', 'Recipient Email', 'Signer Email'],
      'Address of who asked for it',
      {
        required: 'requester',
      },
    ),
    letterDate: date(
      [
        'Letter Date',
        'Date on the Letter',
        'Date of the Letter',
        'Date of Letter',
        'Completed On',
        'Completed Date',
        'Date Completed',
      ],
      'Date on the letter; it holds for one calendar year from it',
      { required: true },
    ),
    expires: date(
      ['Expiry', 'Expires', 'Expires On', 'Expiry Date', 'Expiration Date', 'Valid Until'],
      'Last day, when the list has it',
    ),
    envelopeId: text(['Envelope ID', 'EnvelopeId', 'DocuSign Envelope ID', 'Envelope'], 'Id of the envelope in DocuSign'),
    subject: text(['Subject', 'Envelope Subject'], 'Subject of the mail: GitLab LOA: …'),
    status: text(['Status', 'Envelope Status'], 'Completed, Declined, Voided …'),
    note: text(['Note', 'Notes'], 'Notes'),
  },
  // An envelope is one letter. Without one, a partner may have letters of one day for two people.
  key: ({ envelopeId, accountId, partner, letterDate, requester, requesterEmail }) => {
    if (envelopeId?.trim()) return envelopeId.trim().toLowerCase()
    const person = requesterEmail?.trim().toLowerCase() ?? foldName(requester ?? '').folded
    return joinKey(foldPartner(accountId, partner), letterDate ?? '', person)
  },
  keyFields: ['envelopeId', 'accountId', 'partner', 'letterDate', 'requester', 'requesterEmail'],
  // A list of badges has the columns of a list of envelopes, too.
  notWith: BADGE_HEADINGS,
  people: [{ email: 'requesterEmail', name: 'requester', more: [] }],
  partnerName: 'partner',
  partnerId: 'accountId',
})

export type LetterIssued = RecordOf<(typeof lettersIssued)['fields']>
