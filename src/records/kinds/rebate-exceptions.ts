import { foldPartner, joinKey } from '../key.ts'
import { date, defineKind, id, money, type RecordOf, text } from '../kind.ts'
import { foldName } from '../name.ts'

/** Requests for a rebate by exception, and what the review decided (Partner Help Desk, Partner Rebate Exception Review Process). */
export const rebateExceptions = defineKind({
  kind: 'rebate_exceptions',
  title: 'rebate exceptions',
  from: 'the desk’s own sheet of the rebate exceptions that were asked for, a row for each opportunity and partner, as CSV',
  fields: {
    opportunity: text(['Opportunity', 'Opportunity Name', 'Opportunity: Opportunity Name'], 'Name of the opportunity', {
      required: true,
      filled: true,
    }),
    opportunityId: id(
      '006',
      ['Opportunity ID', 'Opportunity ID (18)', 'Opportunity: Opportunity ID'],
      'Salesforce id of the opportunity, when the sheet has it',
    ),
    partner: text(
      ['Partner', 'Partner Name', 'Partner Account', 'Partner Account: Account Name', 'Account Name'],
      'Partner the rebate is asked for',
      { required: true, filled: true },
    ),
    partnerId: id(
      '001',
      ['Partner Account ID', 'Partner ID', 'Account ID', 'SFDC Account ID', 'Partner Account: Account ID'],
      'Salesforce id of the partner, when the sheet has it',
    ),
    requested: date(
      [
        'Requested',
        'Requested On',
        'Requested Date',
        'Request Date',
        'Date Requested',
        'Submitted',
        'Submitted On',
        'Submitted Date',
      ],
      'Day it was asked for',
      { required: true },
    ),
    outcome: text(
      ['Outcome', 'Review Outcome', 'Exception Outcome', 'Rebate Outcome', 'Rebate Exception Outcome', 'Decision', 'Result'],
      'What the review decided: Approved, Rejected; blank: not yet',
      { required: true, isWord: true },
    ),
    fundedBy: text(
      ['Funded By', 'Funding', 'Funding Source', 'Funded From', 'Budget', 'Funded'],
      'Whose budget pays it: Global Ecosystem, or the account team',
      { isWord: true },
    ),
    amount: money(
      ['Rebate Amount', 'Rebate Exception Amount', 'Exception Amount', 'Requested Amount', 'Amount', 'Rebate'],
      'Amount of the rebate',
    ),
    currency: text(['Currency', 'Rebate Currency', 'Rebate Amount Currency', 'Amount Currency'], 'Currency of the amount'),
    decided: date(
      ['Decided', 'Decided On', 'Decision Date', 'Date Decided', 'Reviewed', 'Reviewed On', 'Review Date', 'Approved Date'],
      'Day it was decided',
    ),
    paid: date(['Paid', 'Paid On', 'Paid Date', 'Date Paid', 'Payment Date', 'Payout Date'], 'Day it was paid'),
  },
  key: ({ opportunity, opportunityId, partner, partnerId }) =>
    joinKey(opportunityId ?? (opportunity === null ? null : foldName(opportunity).folded), foldPartner(partnerId, partner)),
  keyFields: ['opportunityId', 'opportunity', 'partnerId', 'partner'],
  objects: ['Rebate Exception'],
  partnerName: 'partner',
  partnerId: 'partnerId',
})

export type RebateException = RecordOf<(typeof rebateExceptions)['fields']>
