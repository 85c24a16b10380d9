import { foldCode, joinKey } from '../key.ts'
import { date, defineKind, email, type RecordOf, text } from '../kind.ts'
import { foldName } from '../name.ts'

/** Distributors by country (Ecosystem Operations, Distributor Requirements and Coverage by Geo and Market). */
export const distributors = defineKind({
  kind: 'distributors',
  title: 'distributors by country',
  from: 'a sheet made of "Distributor Requirements and Coverage by Geo and Market" of the Ecosystem Operations page, one distributor and country a row, as CSV',
  fields: {
    country: text(['Country', 'Region', 'Country or Region', 'Country/Region', 'Territory'], 'Country or region it covers', {
      required: true,
      filled: true,
    }),
    distributor: text(['Distributor', 'Distributor Name'], 'Name of the distributor', { required: true, filled: true }),
    market: text(['Market'], 'Commercial or US PubSec'),
    domain: text(['Domain', 'Domains', 'E-Mail Domain', 'Email Domain'], 'Email domains its mail comes from', {
      required: 'address',
    }),
    email: email(['E-Mail', 'Email', 'Email Address', 'Alias', 'E-Mail Alias'], 'Address its orders and quotes go to', {
      required: 'address',
    }),
    aliases: text(
      ['Also Called', 'Aliases', 'Also Known As'],
      'What else it is called in mail and in Salesforce; between semicolons',
    ),
    quoteNumbers: text(['Quote Numbers', 'Quote Prefix'], 'How its quote numbers begin, as "AMZ-"; between semicolons'),
    website: text(['Website', 'Web Site', 'URL'], 'Web site, as the page gives it'),
    since: date(['Named Since', 'Since'], 'First day it was named'),
    until: date(['Named Until', 'Until'], 'Last day it was named; blank: it still is'),
    note: text(['Note', 'Notes'], 'Notes'),
  },
  key: ({ country, distributor }) =>
    joinKey(country === null ? null : foldCode(country), distributor === null ? null : foldName(distributor).folded),
  keyFields: ['country', 'distributor'],
  people: [{ email: 'email', name: null, more: [] }],
})

export type DistributorRow = RecordOf<(typeof distributors)['fields']>
