import { foldCode } from '../key.ts'
import { date, defineKind, id, type RecordOf, text } from '../kind.ts'
import { readSalesforceId } from '../salesforce-id.ts'

/**
 * Leads that were shared with partners: "Prospects" in the partner portal (Channel Partners: Working with GitLab, Partner Lead Sharing
 * Overview). The words of both status fields are those under its "Definitions".
 */
export const leads = defineKind({
  kind: 'leads',
  // A lead that was recalled leaves the list of what is shared.
  endsByList: true,
  title: 'shared leads',
  from: 'the partner portal: the report of all prospects under "Prospects", as CSV; or a Salesforce report of the leads shared with partners',
  fields: {
    lead: text(['Prospect ID', 'Prospect Number', 'Lead ID', 'Lead ID (18)', 'Prospect: ID'], 'Id of the lead', {
      required: true,
      filled: true,
      max: 255,
    }),
    partner: text(
      ['Partner Account', 'Partner Account: Account Name', 'Partner Account Name', 'Partner', 'Partner Name', 'Reseller'],
      'Partner the lead is shared with',
      { required: 'partner', max: 255 },
    ),
    partnerId: id(
      '001',
      ['Partner Account ID', 'Partner Account: Account ID', 'CRM Partner ID', 'CRM_Partner_ID_Lookup__c'],
      'Salesforce id of the partner',
      { required: 'partner' },
    ),
    company: text(['Company', 'Company Name', 'Company / Account', 'Prospect Company'], 'Company of the lead'),
    contact: text(['Prospect Name', 'Lead Name', 'Full Name', 'Contact Name', 'Name'], 'Person of the lead'),
    shareStatus: text(['Prospect Share Status', 'Share Status'], 'Sending to Partner, Pending, Accepted, Rejected, Recall', {
      required: true,
      isWord: true,
      max: 255,
    }),
    status: text(
      ['Partner Prospect Status', 'Prospect Status', 'Status'],
      'Qualifying, Qualified, Disqualified, Converted to DR',
      { isWord: true, max: 255 },
    ),
    created: date(['Created Date', 'Created', 'Created On', 'Date Created', 'Create Date'], 'Day it was created', {
      required: true,
    }),
    accepted: date(
      ['Accepted Date', 'Accepted', 'Accepted On', 'Date Accepted', 'Prospect Accepted Date'],
      'Day the partner accepted it',
    ),
    updated: date(
      ['Last Updated', 'Updated Date', 'Updated', 'Updated On', 'Last Modified', 'Last Modified Date', 'Last Update'],
      'Day it was last changed',
    ),
    ownership: text(
      ['GitLab Owned', 'GitLab Owned Lead', 'Lead Ownership', 'Ownership', 'Owned By'],
      'Whether GitLab owns the lead: only such leads are recalled',
      { isWord: true, max: 255 },
    ),
    owner: text(
      ['Prospect Owner', 'Lead Owner', 'Owner', 'Assigned To', 'Salesperson'],
      'Person who works on it at the partner, or owns it in Salesforce',
    ),
    registration: text(
      ['Deal Registration', 'Linked Registration', 'Registration', 'Registration Name', 'Converted Registration'],
      'Registration it was converted to',
    ),
    campaign: text(['Campaign', 'Campaign Name', 'Lead Source'], 'Campaign the lead is from'),
  },
  // The case of a Salesforce id tells one lead from another; that of the portal's numbers does not.
  key: ({ lead }) => {
    const text = lead?.trim() ?? ''
    const read = readSalesforceId(text, '00Q')
    return read.ok ? read.id : foldCode(text) || null
  },
  keyFields: ['lead'],
  objects: ['Prospect', 'Lead'],
  partnerName: 'partner',
  partnerId: 'partnerId',
})

export type Lead = RecordOf<(typeof leads)['fields']>
