import { foldPartner } from '../key.ts'
import { date, defineKind, id, type RecordOf, text } from '../kind.ts'

/** Who is a designated professional services partner, as the sheet says it (Partner Help Desk, the tab "PSP Eligibility"). */
export const pspEligibility = defineKind({
  kind: 'psp_eligibility',
  endsByList: true,
  title: 'PSP eligibility',
  from: 'Google Sheets: the tab "PSP Eligibility" of the certification dashboard, File, Download, CSV',
  fields: {
    partner: text(
      ['Partner', 'Partner Name', 'Partner Account', 'Partner Account: Account Name', 'Account Name', 'Company', 'Company Name'],
      'Name of the partner',
      { required: true, filled: true },
    ),
    partnerId: id(
      '001',
      ['Partner Account ID', 'Partner ID', 'Account ID', 'SFDC Account ID', 'Partner Account: Account ID'],
      'Salesforce id of the partner, when the tab has it',
    ),
    designation: text(
      [
        'PSP',
        'PSP Status',
        'PSP Designation',
        'PSP Eligibility',
        'PSP Eligible',
        'PSP Eligibility Status',
        'Designation',
        'Designation Status',
        'Designated PSP',
        'Professional Services Partner',
      ],
      'Whether it is a PSP, as the sheet says it',
      { required: true, isWord: true },
    ),
    since: date(
      ['Since', 'PSP Since', 'Designated Since', 'Designated On', 'Designation Date', 'PSP Designation Date', 'PSP Date'],
      'Day since when it is one',
    ),
    compliant: text(
      [
        'Compliant',
        'Compliance',
        'Compliance Status',
        'PSP Compliance',
        'PSP Compliant',
        'PSP Compliance Status',
        'In Compliance',
      ],
      'Whether it is compliant, as the sheet says it',
      { required: true, isWord: true },
    ),
    reviewed: date(
      ['Reviewed', 'Reviewed On', 'Last Reviewed', 'Last Review', 'Last Review Date', 'Review Date', 'Compliance Review Date'],
      'Day it was last reviewed',
    ),
  },
  key: ({ partnerId, partner }) => foldPartner(partnerId, partner),
  keyFields: ['partnerId', 'partner'],
  objects: ['PSP'],
  partnerName: 'partner',
  partnerId: 'partnerId',
})

export type PspEligibility = RecordOf<(typeof pspEligibility)['fields']>
