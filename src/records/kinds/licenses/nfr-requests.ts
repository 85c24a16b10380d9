import { foldCode, joinKey } from '../../key.ts'
import { count, defineKind, email, id, type RecordOf, text } from '../../kind.ts'
import { foldName } from '../../name.ts'

/**
 * Answers of the license request form (Partner Support, NFR Licenses), and the columns the desk adds to the sheet. The questions of
 * the form are not public: the headings are the handbook's words and their usual variants.
 */
export const nfrRequests = defineKind({
  kind: 'nfr_requests',
  title: 'not-for-resale license requests',
  from: 'Google Sheets: the answers of the NFR License Request Form, File, Download, CSV',
  fields: {
    // Text, because a date would lose the time, and a partner asks for two licenses on one day.
    timestamp: text(['Timestamp', 'Submitted At', 'Submitted'], 'When the form was sent, as the sheet prints it', {
      required: true,
      filled: true,
    }),
    requester: text(['Name', 'Your Name', 'Full Name', 'Requester', 'Requester Name', 'Requested By'], 'Who asks'),
    email: email(['Email Address', 'Email', 'Your Email', 'Requester Email', 'Business Email'], 'Address to answer to', {
      required: true,
      filled: true,
    }),
    partner: text(
      [
        'Partner Name',
        'Partner',
        'Partner Account',
        'Partner Company',
        'Partner Company Name',
        'Company',
        'Company Name',
        'Account Name',
      ],
      'Partner who asks',
      { required: true, filled: true },
    ),
    accountId: id(
      '001',
      ['Account ID', 'SFDC Account ID', 'Salesforce Account ID'],
      'Salesforce id, when the desk has filled it in',
    ),
    track: text(['Partner Track', 'Track', 'Partner Program Track'], 'Track as the requester states it'),
    country: text(['Country', 'Region', 'Country/Region'], 'Where the partner is'),
    licenseType: text(
      ['License Type', 'Licence Type', 'Type of License', 'NFR Type', 'NFR License Type', 'Type of NFR License'],
      'SaaS or Self-Managed',
      { required: true, filled: true },
    ),
    seats: count(
      ['Seats', 'Number of Seats', 'Users', 'Number of Users', 'Number of Licenses', 'Users Requested'],
      'Users asked for',
      {
        required: true,
      },
    ),
    requestType: text(['New or Renewal', 'Request Type', 'New, Renewal or Add-On'], 'New, renewal or add-on'),
    namespace: text(['Namespace', 'GitLab.com Namespace', 'GitLab Namespace'], 'Namespace for a SaaS license'),
    justification: text(['Justification', 'Business Justification', 'Reason'], 'Why more than the limit is asked for'),
    comments: text(['Comments', 'Notes', 'Additional Comments'], 'Comments'),
    manager: text(
      ['Channel Manager', 'Channel Account Manager', 'CAM', 'Partner Manager', 'Ecosystem Sales Manager'],
      'Channel manager',
    ),
    programsApproval: text(
      ['Programs Approval', 'Sr. Director of Programs Approval', 'Director of Programs Approval', 'Programs Director Approval'],
      'Approval of an exception by the Sr. Director of Programs',
    ),
    channelApproval: text(
      ['Channel Director Approval', 'Channel Approval', "Channel Manager's Manager Approval"],
      'Approval of an exception by the channel manager’s manager',
    ),
    status: text(['Status', 'Request Status'], 'How far the desk is'),
  },
  // The same moment may be printed with or without leading zeros.
  key: ({ timestamp, email: address, partner, licenseType }) =>
    joinKey(
      timestamp === null ? null : foldCode(timestamp.replace(/\b0+(?=\d)/g, '')),
      address?.trim().toLowerCase() ?? null,
      partner === null ? null : foldName(partner).folded,
      licenseType === null ? null : foldCode(licenseType),
    ),
  keyFields: ['timestamp', 'email', 'partner', 'licenseType'],
  people: [{ email: 'email', name: 'requester', more: [] }],
  partnerName: 'partner',
  partnerId: 'accountId',
})

export type NfrRequest = RecordOf<(typeof nfrRequests)['fields']>
