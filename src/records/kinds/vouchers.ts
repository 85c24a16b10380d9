import { foldCode } from '../key.ts'
import { date, defineKind, email, id, type RecordOf, text } from '../kind.ts'

/** Vouchers for the exam of the professional services engineer (Partner Help Desk, the tab "PSE Vouchers Used"). */
export const vouchers = defineKind({
  kind: 'vouchers',
  endsByList: true,
  title: 'PSE vouchers',
  from: 'Google Sheets: the tab "PSE Vouchers Used" of the certification dashboard, File, Download, CSV',
  fields: {
    code: text(
      [
        'Voucher Code',
        'Voucher',
        'PSE Voucher Code',
        'PSE Voucher',
        'PSE Voucher Codes',
        'Voucher Codes',
        'Exam Voucher',
        'Voucher Number',
        'Voucher ID',
        'Code',
        'Coupon Code',
      ],
      'Code of the voucher; pages show its last four characters',
      { required: true, filled: true, max: 255 },
    ),
    partner: text(
      ['Partner', 'Partner Name', 'Partner Account', 'Partner Account: Account Name', 'Account Name', 'Company', 'Company Name'],
      'Partner who has it',
      { required: 'partner' },
    ),
    partnerId: id(
      '001',
      ['Partner Account ID', 'Partner ID', 'Account ID', 'SFDC Account ID', 'Partner Account: Account ID'],
      'Salesforce id of the partner, when the sheet has it',
      { required: 'partner' },
    ),
    holder: text(
      [
        'Holder',
        'Holder Name',
        'Used By',
        'Assigned To',
        'Issued To',
        'Candidate',
        'Candidate Name',
        'Name',
        'Full Name',
        'Person',
      ],
      'Person it was given to',
    ),
    holderEmail: email(
      [
        'Holder Email',
        'Used By Email',
        'Assigned To Email',
        'Issued To Email',
        'Candidate Email',
        'Email',
        'Email Address',
        'E-Mail',
      ],
      'Address of that person',
    ),
    issued: date(
      [
        'Issued',
        'Issued On',
        'Issue Date',
        'Issued Date',
        'Date Issued',
        'Assigned',
        'Assigned On',
        'Assigned Date',
        'Date Assigned',
        'Sent',
      ],
      'Day it was given out',
    ),
    used: date(
      ['Used', 'Used On', 'Used Date', 'Date Used', 'Redeemed', 'Redeemed On', 'Redeemed Date', 'Redemption Date', 'Exam Date'],
      'Day it was used',
    ),
    expires: date(
      [
        'Expires',
        'Expires On',
        'Expires At',
        'Expiration Date',
        'Expiration',
        'Expiry Date',
        'Expiry',
        'Valid Until',
        'Voucher Expiration Date',
        'Voucher Expiration',
      ],
      'Last day it can be used',
      { required: true },
    ),
  },
  key: ({ code }) => foldCode(code?.trim() ?? '') || null,
  keyFields: ['code'],
  objects: ['Voucher'],
  people: [{ email: 'holderEmail', name: 'holder', more: [] }],
  partnerName: 'partner',
  partnerId: 'partnerId',
})

export type Voucher = RecordOf<(typeof vouchers)['fields']>
