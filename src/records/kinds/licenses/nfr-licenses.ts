import { foldCode, foldPartner, joinKey } from '../../key.ts'
import { boolean, count, date, defineKind, email, id, type RecordOf, text } from '../../kind.ts'

/** Not-for-resale licenses that were issued to partners (Working with GitLab, Not-for-Resale Program and Policy). */
export const nfrLicenses = defineKind({
  kind: 'nfr_licenses',
  endsByList: true,
  title: 'not-for-resale licenses',
  from: 'the list of not-for-resale licenses issued to partners, one license a row, as CSV',
  fields: {
    accountId: id(
      '001',
      ['Account ID', 'SFDC Account ID', 'Account_ID_18__c'],
      'Salesforce id of the partner, when the list has it',
    ),
    accountName: text(
      ['Account Name', 'Partner Account', 'Partner', 'Partner Name', 'Company', 'Company Name'],
      'Name of the partner',
      {
        required: true,
        filled: true,
      },
    ),
    licenseType: text(['License Type', 'Licence Type', 'NFR Type', 'Type', 'Product', 'Delivery'], 'SaaS or Self-Managed', {
      required: true,
      isWord: true,
      filled: true,
    }),
    level: text(['Level', 'Plan', 'Tier', 'Edition'], 'Ultimate (Premium in older ones)'),
    users: count(['Users', 'Seats', 'Users Count', 'User Count', 'Number of Users', 'Quantity'], 'Number of users', {
      required: true,
      filled: true,
    }),
    startDate: date(['Start Date', 'Starts At', 'Starts On', 'Term Start Date'], 'First day', { required: true, filled: true }),
    endDate: date(['Expiration Date', 'Expiry Date', 'End Date', 'Expires At', 'Expires On', 'Term End Date'], 'Last day', {
      required: true,
      filled: true,
    }),
    addOn: boolean(['Add-On', 'Add On', 'Addon', 'Is Add-On'], 'Whether it was added to a running license, and ends with that'),
    trial: boolean(['Trial'], 'Whether it is marked as a trial'),
    email: email(['Email', 'Email Address', 'Licensee Email'], 'Address the license was sent to'),
    namespace: text(['Namespace', 'Group', 'GitLab.com Namespace'], 'Namespace of a SaaS license'),
    notes: text(['Notes', 'Note', 'Comments'], 'Notes'),
  },
  // A license has no number that every list prints. A partner has one of each type at a time, so the day it starts distinguishes it from the
  // one that is renewed; an add-on may start on the same day. What may be corrected later (users, level, last day) is not part of it.
  key: ({ accountId, accountName, licenseType, startDate, addOn }) =>
    joinKey(
      foldPartner(accountId, accountName),
      licenseType === null ? null : foldCode(licenseType),
      startDate,
      addOn ? 'add-on' : '',
    ),
  keyFields: ['accountId', 'accountName', 'licenseType', 'startDate', 'addOn'],
  people: [{ email: 'email', name: null, more: [] }],
  partnerName: 'accountName',
  partnerId: 'accountId',
})

export type NfrLicense = RecordOf<(typeof nfrLicenses)['fields']>
