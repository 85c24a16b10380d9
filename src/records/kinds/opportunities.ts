import { boolean, date, defineKind, email, id, type RecordOf, text } from '../kind.ts'

/**
 * Opportunities as Salesforce reports and Data Loader print them. Where a report prints a name and Data Loader an id, they are two
 * fields. Labels of an older year follow the current one.
 */
export const opportunities = defineKind({
  kind: 'opportunities',
  endsByList: true,
  title: 'Salesforce opportunities',
  from: 'Salesforce: a report of opportunities, exported as "Details Only" CSV; or a Data Loader export of Opportunity',
  fields: {
    id: id('006', ['Opportunity ID', 'Opportunity ID (18)', 'Id'], 'Salesforce id of the opportunity', {
      required: true,
      filled: true,
    }),
    name: text(['Opportunity Name', 'Name'], 'Name of the opportunity', { required: true, filled: true, max: 255 }),
    customer: text(['Account Name', 'Customer Account', 'Account: Account Name', 'Account.Name'], 'Account of the customer'),
    customerId: id('001', ['Account ID', 'Account ID (18)', 'AccountId'], 'Salesforce id of the customer'),
    stage: text(['Stage', 'StageName'], 'Stage: 3-Technical Evaluation, Closed Won …', { required: true, max: 255 }),
    closeDate: date(['Close Date', 'CloseDate'], 'Day it closes, or closed', { required: true }),
    created: date(['Created Date', 'CreatedDate'], 'Day it was made'),
    owner: text(
      ['Opportunity Owner', 'Opportunity Owner: Full Name', 'Opportunity_Owner__c', 'Owner.Name'],
      'Name of the seller who owns it',
    ),
    ownerId: id('005', ['Opportunity Owner ID', 'Opportunity Owner: User ID', 'Owner ID', 'OwnerId'], 'User id of the seller'),
    ownerEmail: email(['Opportunity Owner Email', 'Opportunity Owner: Email', 'Owner.Email'], 'Email address of the seller'),
    isr: text(['ISR', 'ISR: Full Name', 'ISR__r.Name'], 'Name of the inside sales representative'),
    isrId: id('005', ['ISR ID', 'ISR: User ID', 'ISR__c'], 'User id of the inside sales representative'),
    isrEmail: email(['ISR Email', 'ISR: Email', 'ISR__r.Email'], 'Email address of the inside sales representative'),
    channelManager: text(
      ['Channel Manager', 'Ecosystem Sales Manager', 'ESM', 'Channel Account Manager', 'CAM', 'Partner Manager'],
      'Channel manager of the opportunity; not necessarily the one who owns the partner',
    ),
    quote: text(
      ['Primary Quote Number', 'Quote Number', 'Primary Quote: Quote Number', 'Primary Quote'],
      'Primary quote: Q-100000',
    ),
    resalePartner: text(
      ['Resale Partner', 'Resale Partner: Account Name', 'Fulfillment Partner', 'Fulfillment_Partner__r.Name'],
      'Partner on the primary quote: who transacts',
    ),
    resalePartnerId: id(
      '001',
      ['Resale Partner ID', 'Resale Partner: Account ID', 'Fulfillment_Partner__c'],
      'Salesforce id of the resale partner',
    ),
    resalePartnerTrack: text(['Resale Partner Track', 'Resale_Partner_Track__c'], 'Track of the resale partner'),
    partnerTrack: text(['Partner Track', 'Partner_Track__c'], 'Track of the partner'),
    distributor: text(['Distributor', 'Distributor: Account Name', 'Distributor__r.Name'], 'Distributor on the primary quote'),
    distributorId: id('001', ['Distributor ID', 'Distributor__c'], 'Salesforce id of the distributor'),
    drPartner: text(
      ['DR - Partner', 'DR - Partner: Account Name', 'Partner Account', 'ImpartnerPRM__PartnerAccount__r.Name'],
      'Partner with the approved deal registration',
    ),
    drPartnerId: id('001', ['DR - Partner ID', 'ImpartnerPRM__PartnerAccount__c'], 'Salesforce id of that partner'),
    drDistributor: text(['DR - Distributor'], 'Distributor the partner buys from'),
    dealId: text(['DR - Deal ID', 'VartopiaDRS__DR_Deal_Reg_ID__c'], 'Deal id of the registration, as partners quote it'),
    drStatus: text(['DR - Status', 'DR-Status', 'VartopiaDRS__DR_Status1__c'], 'Status of the registration'),
    drDealType: text(['DR - Partner Deal Type', 'DR_Partner_Deal_Type__c'], 'Resale, Referral, MSP'),
    drEngagement: text(['DR - Partner Engagement', 'DR_Partner_Engagement__c'], 'What the partner does in the deal'),
    primaryRegistration: text(['Primary Registration', 'VartopiaDRS__Primary_Registration__r.Name'], 'Registration: REG10000'),
    primaryRegistrationId: id(
      '',
      ['Primary Registration ID', 'VartopiaDRS__Primary_Registration__c'],
      'Salesforce id of the primary registration',
    ),
    serviceAttachRegistration: text(['Service Attach Registration'], 'Registration of the attached service: REG10000'),
    serviceAttachPartner: text(['Service Attach Partner'], 'Partner who delivers the service'),
    influencePartner: text(['Influence Partner', 'Influence_Partner__r.Name'], 'Partner who had influence'),
    influencePartnerId: id('001', ['Influence_Partner__c'], 'Salesforce id of that partner'),
    platformPartner: text(['Platform Partner', 'Platform_Partner__r.Name'], 'Platform the customer runs on'),
    platformPartnerId: id('001', ['Platform_Partner__c'], 'Salesforce id of that partner'),
    aggregatePartner: text(
      ['Aggregate Partner', 'Aggregate_Partner__r.Name'],
      'Resale partner, else partner of the registration',
    ),
    aggregatePartnerId: id('001', ['Aggregate_Partner__c'], 'Salesforce id of that partner'),
    cppoPartner: text(['CPPO or DSOR Partner'], 'Marketplace partner'),
    alliancePartnerOppId: text(['Alliance Partner Opp ID'], 'Id of the deal at the cloud partner'),
    ownerSegmentGeoRegionArea: text(
      ['[Deprecated] Owner Segment-Geo-Region-Area', 'Owner Segment-Geo-Region-Area', 'Opp Owner Segment-Geo-Region-Area'],
      'Where the channel manager is looked up first; never to be split',
    ),
    accountSalesTerritory: text(
      ['Stamped Account Sales Territory', '[Deprecated] Stamped Account Sales Territory'],
      'Where the channel manager is looked up second',
    ),
    stampedSegment: text(['Stamped Opp Owner User Segment', 'User_Segment_o__c'], 'Segment of the owner when stamped'),
    stampedGeo: text(['Stamped Opp Owner User Geo', 'Stamped_User_Geo__c'], 'Geo of the owner when stamped'),
    stampedRegion: text(['Stamped Opp Owner User Region', 'Stamped_User_Region__c'], 'Region of the owner when stamped'),
    stampedArea: text(['Stamped Opp Owner User Area', 'Stamped_User_Area__c'], 'Area of the owner when stamped'),
    stampedOwner: text(['Stamped Opportunity Owner', 'Stamped_Opportunity_Owner__c'], 'Name of the owner when stamped'),
    stampedAccountOwner: text(['Stamped Account Owner', 'Stamped_Account_Owner__c'], 'Owner of the account when stamped'),
    orderType: text(['Order Type', 'Order Type 2.0', 'Order_Type_Live__c'], '1. New - First Order, 3. Growth …'),
    stampedOrderType: text(['Stamped Order Type', 'Order Type (Stamped)', 'Order_Type_Test__c'], 'Order type when stamped'),
    salesQualifiedSource: text(
      ['Sales Qualified Source', 'SQS', 'SQL_Source__c'],
      'Partner Generated (once Channel Generated) …',
    ),
    initialSource: text(['Initial Source'], 'Where the lead came from: PQL …'),
    dealPath: text(['Deal Path', 'Deal_Path__c'], 'Partner (once Channel), Direct, Web Direct'),
    publicSector: boolean(['Public Sector Opp', 'Public_Sector_Opp__c'], 'Whether it is a public sector deal'),
    fromPortal: boolean(['Registration from Portal', 'Registration_from_Portal__c'], 'Whether it came from the partner portal'),
    pspEngaged: boolean(['PSP Engaged'], 'Whether the service partner is a designated professional services partner'),
    salesLastActivity: date(['Sales Last Activity Date', 'Sales_Last_Activity_Date__c'], 'Day sales last did something'),
    duplicateOf: text(['Duplicate Opportunity', 'Duplicate_Opportunity__c'], 'Opportunity it duplicates'),
    mergedInto: text(['Merged Opportunity', 'Merged_Opportunity__c'], 'Opportunity it was merged into'),
  },
  key: (opportunity) => opportunity.id,
  keyFields: ['id'],
  objects: ['Opportunity'],
  people: [
    { email: 'ownerEmail', name: 'owner', more: [] },
    { email: 'isrEmail', name: 'isr', more: [] },
  ],
  partnerName: 'resalePartner',
  partnerId: 'resalePartnerId',
})

export type Opportunity = RecordOf<(typeof opportunities)['fields']>
