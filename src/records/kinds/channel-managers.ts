/** The tables of channel managers (Partner Help Desk, Channel Manager Ownership in SFDC). */

import { foldCode, foldPartner, joinKey } from '../key.ts'
import { defineKind, id, type RecordOf, text } from '../kind.ts'

const MANAGER = ['Channel Manager', 'Channel Account Manager', 'CAM', 'Partner Manager', 'PM', 'Ecosystem Sales Manager', 'ESM']
/** Beside these, the columns of a table are those of a list of opportunities. */
const OF_OPPORTUNITIES = [
  'Opportunity ID',
  'Opportunity Name',
  'Opportunity Owner',
  'Stage',
  'StageName',
  'Close Date',
  'CloseDate',
]

/** Channel managers by GEO: who owns the accounts of a territory. */
export const camAccountsByTerritory = defineKind({
  kind: 'cam_accounts_by_territory',
  title: 'channel managers of accounts, by territory',
  from: 'a sheet made of "Channel Managers by GEO" of the Partner Help Desk page, one territory a row, as CSV',
  fields: {
    tableName: text(['Table', 'Geo', 'CAM Table'], 'Table of the page: AMER, APAC, EMEA Select, EMEA Open, US-PubSec', {
      required: true,
      filled: true,
    }),
    territory: text(['Territory', 'State', 'State or Territory', 'Area'], 'State or group of countries: CT, Western PA, DACH', {
      required: true,
      filled: true,
    }),
    manager: text(MANAGER, 'Channel manager; blank where there is none', { required: true }),
    note: text(['Note', 'Notes'], 'Notes'),
  },
  key: ({ tableName, territory }) =>
    joinKey(tableName === null ? null : foldCode(tableName), territory === null ? null : foldCode(territory)),
  keyFields: ['tableName', 'territory'],
  whole: { by: 'tableName' },
  notWith: OF_OPPORTUNITIES,
})

/** The first table to look an opportunity up in. */
export const camOpportunitiesBySegment = defineKind({
  kind: 'cam_opportunities_by_segment',
  title: 'channel managers of opportunities, by segment',
  from: 'Google Sheets: CAM Mapping, the table by Owner Segment-Geo-Region-Area of the tab "Mapping Tables", alone in a sheet, File, Download, CSV',
  fields: {
    segment: text(
      ['[Deprecated] Owner Segment-Geo-Region-Area', 'Owner Segment-Geo-Region-Area', 'Segment-Geo-Region-Area'],
      'Segment, geo, region and area as the opportunity has them; never to be split',
      { required: true, filled: true },
    ),
    manager: text(MANAGER, 'Channel manager, or "Look at Territory"', { required: true }),
    note: text(['Note', 'Notes'], 'Notes'),
  },
  key: ({ segment }) => (segment === null ? null : foldCode(segment)),
  keyFields: ['segment'],
  whole: { by: null },
  notWith: OF_OPPORTUNITIES,
})

/** The second one, where the first says "Look at Territory". */
export const camOpportunitiesByTerritory = defineKind({
  kind: 'cam_opportunities_by_territory',
  title: 'channel managers of opportunities, by territory',
  from: 'Google Sheets: CAM Mapping, the table by Stamped Account Sales Territory of the tab "Mapping Tables", alone in a sheet, File, Download, CSV',
  fields: {
    territory: text(
      ['Stamped Account Sales Territory', 'Account Sales Territory', 'Sales Territory'],
      'Territory as the opportunity has it',
      {
        required: true,
        filled: true,
      },
    ),
    manager: text(MANAGER, 'Channel manager; blank where there is none', { required: true }),
    note: text(['Note', 'Notes'], 'Notes'),
  },
  key: ({ territory }) => (territory === null ? null : foldCode(territory)),
  keyFields: ['territory'],
  whole: { by: null },
  notWith: OF_OPPORTUNITIES,
})

/** Partners that are mapped by themselves: US PubSec, Alliance, GSI. */
export const camByPartner = defineKind({
  kind: 'cam_by_partner',
  title: 'channel managers by partner',
  from: 'Google Sheets: CAM Mapping, the tables of US PubSec, Alliance and GSI partners, one partner a row, as CSV',
  fields: {
    mapping: text(['Mapping', 'Mapping Table', 'Partner Group'], 'Table: US PubSec, Alliance, GSI', {
      required: true,
      filled: true,
    }),
    partner: text(['Partner', 'Partner Name', 'Partner Account', 'Account Name'], 'Name of the partner', {
      required: true,
      filled: true,
    }),
    accountId: id('001', ['Account ID', 'SFDC Account ID'], 'Salesforce id of the partner, when the table has it'),
    manager: text(MANAGER, 'Channel manager; blank where there is none', { required: true }),
    note: text(['Note', 'Notes'], 'Notes'),
  },
  key: ({ mapping, accountId, partner }) => joinKey(mapping === null ? null : foldCode(mapping), foldPartner(accountId, partner)),
  keyFields: ['mapping', 'accountId', 'partner'],
  whole: { by: 'mapping' },
  notWith: OF_OPPORTUNITIES,
  partnerName: 'partner',
  partnerId: 'accountId',
})

/** Which countries belong to a group of the tables. No public list exists, so this one is the desk's own. */
export const territories = defineKind({
  kind: 'territories',
  title: 'countries of the groups',
  from: 'a sheet made of data/territories.csv, which comes with phd: a country a row, its group in each table, as CSV',
  fields: {
    country: text(['Country', 'Country Code'], 'Country, by its code of two letters or its name', {
      required: true,
      filled: true,
    }),
    apac: text(['APAC', 'APAC Group'], 'Its group in the table APAC; blank: no group', { required: true }),
    emeaSelect: text(['EMEA Select', 'EMEA Select Group'], 'Its group in the table EMEA Select; blank: no group', {
      required: true,
    }),
    emeaOpen: text(['EMEA Open', 'EMEA Open Group'], 'Its group in the table EMEA Open; blank: no group', { required: true }),
    basis: text(['Basis', 'Reason'], 'Why it was put there'),
  },
  key: ({ country }) => (country === null ? null : foldCode(country)),
  keyFields: ['country'],
  whole: { by: null },
})

export type CamTerritoryRow = RecordOf<(typeof camAccountsByTerritory)['fields']>
export type CamPartnerRow = RecordOf<(typeof camByPartner)['fields']>
export type TerritoryRow = RecordOf<(typeof territories)['fields']>
