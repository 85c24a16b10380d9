import { foldCode } from '../key.ts'
import { date, defineKind, id, type RecordOf, text } from '../kind.ts'
import { readSalesforceId } from '../salesforce-id.ts'

/** Records of partners' influence on opportunities they do not transact (Partner Help Desk, Partner Influence). */
export const influenceRecords = defineKind({
  kind: 'influence_records',
  title: 'partner influence records',
  from: 'Salesforce: a report of the Influence Partners of opportunities, exported as "Details Only" CSV; or a Data Loader export of them',
  fields: {
    record: text(
      [
        'Influence Partner Record',
        'Influence Partner Name',
        'Influence Partner: Name',
        'Influence Partner: Influence Partner Name',
        'Influence Record',
        'Influence Record ID',
        'Influence ID',
        'Partner Influence',
        'Partner Influence Name',
        'Partner Influence ID',
      ],
      'Number of the record',
      { required: true, filled: true, max: 255 },
    ),
    recordId: id('', ['Record ID', 'Influence Partner: ID', 'Partner Influence: ID', 'Id'], 'Salesforce id of the record'),
    opportunity: text(
      ['Opportunity', 'Opportunity Name', 'Opportunity: Opportunity Name', 'Opportunity__r.Name'],
      'Name of the opportunity',
      { required: 'opportunity' },
    ),
    opportunityId: id(
      '006',
      ['Opportunity ID', 'Opportunity: Opportunity ID', 'Opportunity ID (18)', 'Opportunity__c'],
      'Salesforce id of the opportunity',
      { required: 'opportunity' },
    ),
    partner: text(
      [
        'Influence Partner',
        'Influence Partner: Account Name',
        'Influence Partner Account',
        'Influence_Partner__r.Name',
        'Partner',
        'Partner Name',
        'Partner Account',
      ],
      'Partner who had influence',
      { required: 'partner' },
    ),
    partnerId: id(
      '001',
      [
        'Influence Partner: Account ID',
        'Influence Partner Account ID',
        'Partner Account ID',
        'Partner ID',
        'Influence_Partner__c',
      ],
      'Salesforce id of that partner',
      { required: 'partner' },
    ),
    type: text(
      ['Influence Type', 'Partner Influence Type', 'Influence_Type__c'],
      'Customer executive engagement and advocacy, or working side by side on the customer pursuit',
      { required: true, isWord: true },
    ),
    details: text(
      ['Influence Details', 'Influence Detail', 'Partner Influence Details', 'Influence_Details__c'],
      'What the partner did: one or more of seven, between semicolons',
    ),
    description: text(
      [
        'Description of Partner Influence',
        'Influence Description',
        'Partner Influence Description',
        'Description_of_Partner_Influence__c',
      ],
      'What the partner did, in words',
    ),
    created: date(
      ['Created Date', 'CreatedDate', 'Created', 'Created On', 'Date Created', 'Influence Partner: Created Date'],
      'Day it was made',
    ),
  },
  // The case of a Salesforce id tells one record from another; that of a number does not.
  key: ({ record }) => {
    const text = record?.trim() ?? ''
    const read = readSalesforceId(text, '')
    return read.ok ? read.id : foldCode(text) || null
  },
  keyFields: ['record'],
  objects: ['Influence Partner', 'Partner Influence'],
  partnerName: 'partner',
  partnerId: 'partnerId',
})

export type InfluenceRecord = RecordOf<(typeof influenceRecords)['fields']>
