import { boolean, defineKind, email, id, type RecordOf, text } from '../kind.ts'

/** Users of Salesforce: the channel managers, sellers and those who may own an account. */
export const salesforceUsers = defineKind({
  kind: 'salesforce_users',
  endsByList: true,
  title: 'Salesforce users',
  from: 'Salesforce: a Data Loader export of User with Id, Name, Email and IsActive; or a report of users, exported as "Details Only" CSV',
  fields: {
    id: id('005', ['User ID', 'User ID (18)', 'Id'], 'Salesforce id of the user', { required: true, filled: true }),
    name: text(['Full Name', 'Name'], 'Full name', { required: true, filled: true, max: 255 }),
    email: email(['Email'], 'Email address', { required: true }),
    active: boolean(['Active', 'IsActive'], 'Whether the user may log in; an account cannot be given to one who may not', {
      required: true,
    }),
    username: text(['Username'], 'Log-in name'),
    title: text(['Title'], 'Title'),
    department: text(['Department'], 'Department'),
    role: text(['Role', 'Role Name', 'UserRole.Name'], 'Role in Salesforce'),
    roleId: id('00E', ['UserRoleId', 'Role ID'], 'Id of the role'),
    manager: text(['Manager', 'Manager: Full Name', 'Manager.Name'], 'Name of the manager'),
    managerId: id('005', ['ManagerId', 'Manager ID'], 'User id of the manager'),
    businessUnit: text(['User Business Unit', 'User_Business_Unit__c'], 'Business unit'),
    segment: text(['User Segment', 'User_Segment__c'], 'Segment: Large, Mid-Market, SMB, PubSec …'),
    geo: text(['User Geo', 'User_Geo__c'], 'Geo: AMER, EMEA, APAC …'),
    region: text(['User Region', 'User_Region__c'], 'Region'),
    area: text(['User Area', 'User_Area__c'], 'Area'),
    segmentGeoRegionArea: text(
      ['User Segment-Geo-Region-Area', 'User_Segment_Geo_Region_Area__c'],
      'Segment, geo, region and area in one; never split it: a segment may have a hyphen',
    ),
  },
  key: (user) => user.id,
  keyFields: ['id'],
  people: [{ email: 'email', name: 'name', more: ['username', 'title'] }],
  objects: ['User'],
})

export type SalesforceUser = RecordOf<(typeof salesforceUsers)['fields']>
