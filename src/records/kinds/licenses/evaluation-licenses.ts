import { foldCode } from '../../key.ts'
import { date, defineKind, id, type RecordOf, text } from '../../kind.ts'

/** Evaluation licenses of prospects of partners (Channel Partners: Working with GitLab, Evaluation Licenses for Prospects). */
export const evaluationLicenses = defineKind({
  kind: 'evaluation_licenses',
  title: 'evaluation licenses',
  from: 'the list of evaluation licenses issued to customers of partners, one license a row, as CSV',
  fields: {
    evaluation: text(
      ['Evaluation License', 'Evaluation License ID', 'Evaluation ID', 'Evaluation Number', 'Evaluation', 'Trial ID'],
      'Number of the evaluation license',
      { required: true, filled: true, max: 255 },
    ),
    customer: text(
      ['Customer', 'Customer Name', 'Customer Account', 'Prospect', 'Prospect Company', 'End Customer'],
      'Customer who evaluates',
      { required: true, filled: true, max: 255 },
    ),
    partner: text(['Partner Account', 'Partner', 'Partner Name', 'Reseller'], 'Partner of the customer'),
    partnerId: id('001', ['Partner Account ID', 'Partner Account: Account ID'], 'Salesforce id of the partner'),
    startDate: date(['Start Date', 'Evaluation Start Date', 'Issued', 'Issued On', 'Starts On', 'Starts At'], 'First day', {
      required: true,
    }),
    endDate: date(
      ['Expiration Date', 'Evaluation End Date', 'End Date', 'Expires On', 'Expires At', 'Expiry Date'],
      'Last day, where the list has it; else 30 days are counted',
    ),
    licenseType: text(['License Type', 'Type', 'Delivery'], 'SaaS or Self-Managed'),
    plan: text(['Plan', 'Level', 'Tier', 'Edition'], 'Ultimate or Premium'),
    dealId: text(['DR - Deal ID', 'Deal ID', 'Registration', 'Registration Name', 'Deal Registration'], 'Registered deal'),
    architect: text(['Solutions Architect', 'Solution Architect', 'SA'], 'Solutions Architect of a managed evaluation'),
  },
  key: ({ evaluation }) => foldCode(evaluation?.trim() ?? '') || null,
  keyFields: ['evaluation'],
  objects: ['Evaluation License', 'Evaluation'],
  partnerName: 'partner',
  partnerId: 'partnerId',
})

export type EvaluationLicense = RecordOf<(typeof evaluationLicenses)['fields']>
