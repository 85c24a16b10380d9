import { boolean, defineKind, email, id, type RecordOf, text } from '../kind.ts'

/** Users of the partner portal as Impartner exports them (Partner Help Desk, Pulling a Certification Report). */
export const portalUsers = defineKind({
  kind: 'portal_users',
  endsByList: true,
  title: 'Impartner portal users',
  from: 'Impartner: Users, filter on the account or on none, Export, "All found records" and "Current view"',
  fields: {
    accountId: id('001', ['Crm Id', 'Account: Crm Id'], 'Salesforce id of the account, when the export has it'),
    accountName: text(
      ['Account Name', 'Account: Account Name', 'Account'],
      'Account the user belongs to; not needed where the import names one account',
      {
        required: true,
        filled: true,
      },
    ),
    fullName: text(['User: Full Name'], 'Full name', { required: true, filled: true }),
    email: email(['User: Email'], 'Email address, the user’s login', { required: true, filled: true }),
    street: text(['User: Mailing Street'], 'Mailing street'),
    city: text(['User: Mailing City'], 'Mailing city'),
    state: text(['User: Mailing State'], 'Mailing state'),
    country: text(['User: Mailing Country'], 'Mailing country'),
    phone: text(['User: Phone'], 'Phone'),
    activated: boolean(['User: Account Activated'], 'Whether the login is activated'),
    onLocator: boolean(['User: Display on Partner Locator?'], 'Whether shown on the partner locator'),
    administrator: boolean(['User: Administrative Privileges'], 'Whether the user manages the partner’s team'),
    saVerified: boolean(['User: SA Verified', 'Solution Architect Core Training'], 'Solution Architect Core Training passed', {
      required: true,
    }),
    salesBadged: boolean(['User: Sales Badged', 'Sales Core Training'], 'Sales Core Training passed', { required: true }),
    salesCertified: boolean(
      ['User: Sales Certified', 'Sales Professional Accreditation'],
      'Sales Professional Accreditation passed',
      { required: true },
    ),
    pse2020: boolean(['User: PSE Certified 2020'], 'PSE Certified 2020', { required: true }),
    pse2021: boolean(['User: PSE Certified 2021'], 'PSE Certified 2021', { required: true }),
  },
  key: (user) => user.email?.trim().toLowerCase() ?? null,
  keyFields: ['email'],
  objects: ['User'],
  reportHeadings: ['Solution Architect Core Training', 'Sales Core Training', 'Sales Professional Accreditation'],
  partnerName: 'accountName',
  partnerId: 'accountId',
  people: [{ email: 'email', name: 'fullName', more: ['street', 'city', 'state', 'country', 'phone'] }],
  counted: ['activated', 'saVerified', 'salesBadged', 'salesCertified', 'pse2020', 'pse2021'],
})

export type PortalUser = RecordOf<(typeof portalUsers)['fields']>
