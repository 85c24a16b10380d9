import { boolean, date, defineKind, id, type RecordOf, text } from '../kind.ts'

/** The longest text Salesforce keeps in a text or picklist field. */
const SALESFORCE_TEXT = 255

/** Partner accounts as Salesforce reports and Data Loader print them. */
export const accounts = defineKind({
  kind: 'accounts',
  endsByList: true,
  title: 'Salesforce partner accounts',
  from: 'Salesforce: a report of partner accounts, exported as "Details Only" CSV; or a Data Loader export of Account',
  fields: {
    id: id('001', ['Account ID', 'Account ID (18)', 'Account_ID_18__c', 'Id'], 'Salesforce id, kept with 18 characters', {
      required: true,
      filled: true,
    }),
    name: text(['Account Name', 'Name'], 'Name of the account', { required: true, filled: true, max: SALESFORCE_TEXT }),
    type: text(['Type', 'Account Type'], 'Only accounts of type Partner are partners; a blank is not', {
      keepsBlank: true,
      isWord: true,
    }),
    status: text(['Partner Status', 'Partners_Partner_Status__c'], 'Authorized, Prospect, Former …', {
      required: true,
      isWord: true,
      max: SALESFORCE_TEXT,
    }),
    track: text(['Partner Track', 'Partner_Track__c'], 'Open, Select, Technology …', {
      required: true,
      isWord: true,
      max: SALESFORCE_TEXT,
    }),
    owner: text(['Account Owner', 'Account_Owner_Calc__c', 'Owner.Name'], 'Name of the channel manager who owns the account', {
      required: 'owner',
      max: SALESFORCE_TEXT,
    }),
    ownerId: id('005', ['OwnerId', 'Owner ID', 'Account Owner ID'], 'User id of the owner', { required: 'owner' }),
    publicSector: text(['Public Sector Partner'], 'Yes or No', { isWord: true }),
    signedContract: date(['Signed Contract Date', 'Partners_Signed_Contract_Date__c'], 'Date of the signed partner contract'),
    clickThrough: boolean(
      ['Click-Through Agreement', 'Click Through Agreement', 'Clickthrough Agreement'],
      'Whether the online agreement was accepted',
    ),
    contractedTerritories: text(['Contracted Territories'], 'Territories of the contract'),
    restricted: text(
      ['Restricted Account', 'Restricted Party', 'Restricted_Account__c'],
      'Restricted party; anything but blank, No, False, 0, None or Not Restricted is a mark',
      { isWord: true },
    ),
    country: text(['Billing Country', 'BillingCountry'], 'Billing country'),
    state: text(['Billing State/Province', 'Billing State', 'BillingState'], 'Billing state or province'),
    zip: text(['Billing Zip/Postal Code', 'BillingPostalCode'], 'Billing postal code'),
    website: text(['Website'], 'Web site; its host is the email domain phd knows the partner by'),
    domains: text(['Domains', 'Domains__c'], 'Further email domains'),
    city: text(['Billing City', 'BillingCity'], 'Billing city'),
  },
  key: (account) => account.id,
  keyFields: ['id'],
  objects: ['Account'],
  isPartner: true,
  mayBePartner: ({ type }) => !type?.trim() || type.trim().toLowerCase() === 'partner',
  partnerName: 'name',
  partnerId: 'id',
})

export type Account = RecordOf<(typeof accounts)['fields']>
