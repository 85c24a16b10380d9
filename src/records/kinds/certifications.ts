import { foldCode, joinKey } from '../key.ts'
import { date, defineKind, email, id, type RecordOf, text } from '../kind.ts'

/** The headings of a badge: a list with one of them is a list of certifications. */
export const BADGE_HEADINGS = [
  'Badge',
  'Badge Name',
  'Badge Template Name',
  'Badge Template',
  'Certification',
  'Certification Name',
  'Accreditation',
  'Credential',
  'Credential Name',
  'Certificate',
]

/**
 * Certifications that people of partners earned, a row for each (Partner Help Desk, GitLab Ecosystem Certification Dashboard). No
 * export is public: the headings are those of Credly, of learning systems and of the handbook's words.
 */
export const certifications = defineKind({
  kind: 'certifications',
  title: 'certifications',
  from: 'Google Sheets: the tab of the certification dashboard with a row for each person and badge, File, Download, CSV; or the badges issued, from Credly or the learning system, as CSV',
  fields: {
    name: text(
      [
        'Name',
        'Full Name',
        'Person',
        'User',
        'User Name',
        'User: Full Name',
        'Learner',
        'Learner Name',
        'Earner Name',
        'Issued To',
      ],
      'Name of the person',
    ),
    email: email(
      [
        'Email',
        'Email Address',
        'User Email',
        'User: Email',
        'Learner Email',
        'Earner Email',
        'Recipient Email',
        'Issued To Email',
        'E-Mail',
      ],
      'Address of the person',
      { required: true, filled: true },
    ),
    partner: text(
      [
        'Partner',
        'Partner Name',
        'Partner Account',
        'Partner Account: Account Name',
        'Account Name',
        'Account',
        'Company',
        'Company Name',
        'Organization',
        'Organization Name',
      ],
      'Partner the person works for',
      { required: 'partner' },
    ),
    partnerId: id(
      '001',
      ['Partner Account ID', 'Partner ID', 'Account ID', 'SFDC Account ID', 'Partner Account: Account ID', 'Crm Id'],
      'Salesforce id of the partner, when the list has it',
      { required: 'partner' },
    ),
    country: text(
      ['Country', 'User Country', 'Mailing Country', 'User: Mailing Country', 'Country/Region', 'Country Name'],
      'Country of the person',
    ),
    badge: text(BADGE_HEADINGS, 'Badge: GitLab Certified Professional Services Engineer …', {
      required: true,
      filled: true,
      isWord: true,
    }),
    earned: date(
      [
        'Earned',
        'Earned Date',
        'Date Earned',
        'Earned On',
        'Issued At',
        'Issued',
        'Issued On',
        'Issue Date',
        'Completed',
        'Completed Date',
        'Completed On',
        'Completion Date',
        'Date Completed',
        'Awarded',
        'Awarded On',
        'Award Date',
        'Date Awarded',
        'Certification Date',
      ],
      'Day it was earned',
      { required: true, filled: true },
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
        'Badge Expiration Date',
      ],
      'Last day it is held; blank: it does not end',
    ),
  },
  key: (row) =>
    joinKey(row.email?.trim().toLowerCase() ?? null, row.badge === null ? null : foldCode(row.badge.trim()), row.earned),
  keyFields: ['email', 'badge', 'earned'],
  objects: ['Badge', 'Certification', 'Credential'],
  people: [{ email: 'email', name: 'name', more: ['country'] }],
  partnerName: 'partner',
  partnerId: 'partnerId',
})

export type Certification = RecordOf<(typeof certifications)['fields']>
