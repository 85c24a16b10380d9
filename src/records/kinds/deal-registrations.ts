import { boolean, date, defineKind, id, type RecordOf, text } from '../kind.ts'

/**
 * Deals that partners register. Three eras share the kind: the Vartopia package with the labels of the channel managers (CAM, then
 * PM), the same package with those of the ecosystem sales managers (ESM), and the object Deal Registration of 2026, of which the
 * labels are known and the API names are not.
 */
export const dealRegistrations = defineKind({
  kind: 'deal_registrations',
  title: 'Salesforce deal registrations',
  from: 'Salesforce: a report of registrations, exported as "Details Only" CSV; or a Data Loader export of VartopiaDRS__Registration__c',
  fields: {
    name: text(['Registration Name', 'Deal Registration Name', 'Registration', 'Deal Registration', 'Name'], 'Name: REG10000', {
      required: true,
      filled: true,
      max: 255,
    }),
    recordId: id('', ['Registration ID', 'Deal Registration ID', 'Record ID', 'Id'], 'Salesforce id of the registration'),
    dealId: text(
      ['DR - Deal ID', 'Deal ID', 'Vendor Deal ID', 'VartopiaDRS__Vendor_Deal_ID__c'],
      'Deal id, as partners quote it in mail',
      { required: 'deal' },
    ),
    type: text(
      ['Deal Registration Type', 'Registration Type', 'VartopiaDRS__Picklist_1__c'],
      'Resale, Referral, MSP, Service Attach',
      { required: 'deal' },
    ),
    status: text(
      [
        'DR-Status',
        'DR - Status',
        'DR Status',
        'Deal Registration Status',
        'Registration Status',
        'Vendor Status',
        'Status',
        'VartopiaDRS__Vendor_Status__c',
      ],
      'Submitted, Pending Sales Review, Approved … (from 2026 New, Pending Approval …)',
      { required: true, max: 255 },
    ),
    serviceAttachStatus: text(['Service Attach Status'], 'Pending, Pending Opportunity Closure, Approved, Accepted …'),
    partner: text(
      [
        'Partner Account',
        'Partner Account: Account Name',
        'Partner Account Name',
        'Partner',
        'Partner Name',
        'DR - Partner',
        'VartopiaDRS__Partner_Account__r.Name',
      ],
      'Partner who registered the deal',
      { required: 'partner', max: 255 },
    ),
    partnerId: id(
      '001',
      ['Partner Account ID', 'Partner Account: Account ID', 'VartopiaDRS__Partner_Account__c'],
      'Salesforce id of the partner',
      { required: 'partner' },
    ),
    customer: text(
      ['Customer Account', 'Customer Account: Account Name', 'Customer', 'Customer Name', 'Account Name'],
      'Customer of the deal',
    ),
    customerId: id('001', ['Customer Account ID', 'Customer Account: Account ID', 'Account ID'], 'Salesforce id of the customer'),
    dealName: text(['Deal Name', 'VartopiaDRS__Deal_Name__c'], 'Name the partner gave the deal'),
    opportunity: text(
      ['Linked Opportunity', 'Linked Opportunity: Opportunity Name', 'Opportunity Name', 'VartopiaDRS__Opportunity__r.Name'],
      'Name of the linked opportunity',
    ),
    opportunityId: id(
      '006',
      ['Linked Opportunity ID', 'Linked Opportunity: Opportunity ID', 'Opportunity ID', 'VartopiaDRS__Opportunity__c'],
      'Salesforce id of the linked opportunity',
    ),
    manager: text(
      ['Ecosystem Sales Manager', 'ESM', 'Partner Manager', 'PM', 'Channel Manager', 'Channel Account Manager', 'CAM'],
      'Channel manager of the registration',
    ),
    approvalStatus: text(
      ['ESM Approval Status', 'PM Approval Status', 'CAM Approval Status', 'CAM_Approval_Status__c'],
      'What the channel manager decided: Approved, Denied, Returned',
    ),
    denialReason: text(
      ['ESM Denial Reason', 'PM Denial Reason', 'CAM Denial Reason', 'CAM_Denial_Reason__c'],
      'Why the channel manager denied it',
    ),
    managerComments: text(['ESM Comments', 'PM Comments', 'CAM Comments'], 'What the channel manager wrote to the partner'),
    submitted: date(['Submitted Date', 'Submission Date'], 'Day the partner submitted it'),
    approved: date(
      ['Approved Date', 'Approval Date', 'Original Approval Date', 'VartopiaDRS__Approved_Date__c'],
      'Day it was approved; 90 days are counted from it',
    ),
    expires: date(
      ['Expiration Date', 'DR Expiration Date', 'DR - Expiration Date', 'VartopiaDRS__Expiration_Date__c'],
      'Day it ends',
    ),
    extended: boolean(['Registration Extended', 'VartopiaDRS__Registration_Extended__c'], 'Whether the 30 days were added'),
    extensionApproval: text(
      ['Extension Approval Status'],
      'Whether the 30 days were granted: Approved, Denied, Pending (from 2026)',
    ),
    serviceAttachApproved: date(['Service Attach Approval Date'], 'Day the attached service was approved'),
    serviceRegApproved: date(['Service Reg Approval Date'], 'Day all requirements of the service were met'),
    distributor: text(['Distributor Account', 'DR - Distributor', 'Distributor'], 'Distributor the partner buys from'),
    distributorId: id(
      '001',
      ['Distributor Account ID', 'VartopiaDRS__Distributor_Account__c'],
      'Salesforce id of the distributor',
    ),
    submitterType: text(['Submitter Type', 'VartopiaDRS__Submitter_Type__c'], 'Who submitted it'),
  },
  // The name is numbered by the system and printed by all eras; the deal id is not there in every one of them.
  key: ({ name }) => name?.trim().toUpperCase() ?? null,
  keyFields: ['name'],
  objects: ['Registration', 'Deal Registration'],
  partnerName: 'partner',
  partnerId: 'partnerId',
})

export type DealRegistration = RecordOf<(typeof dealRegistrations)['fields']>
