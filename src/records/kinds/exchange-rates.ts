import { joinKey } from '../key.ts'
import { date, defineKind, money, type RecordOf, text } from '../kind.ts'

/** Dated exchange rates of Salesforce (the object DatedConversionRate): from which day on a currency has which rate. */
export const exchangeRates = defineKind({
  kind: 'exchange_rates',
  title: 'exchange rates',
  from: 'Salesforce: a Data Loader export of DatedConversionRate with IsoCode, StartDate and ConversionRate; or a sheet with Currency, From and Rate, as CSV',
  fields: {
    currency: text(
      ['Currency', 'Currency Code', 'Currency ISO Code', 'ISO Code', 'IsoCode'],
      'Currency, by its code of three letters',
      {
        required: true,
        filled: true,
        isWord: true,
        max: 255,
      },
    ),
    since: date(
      ['From', 'Since', 'Start Date', 'StartDate', 'Effective Date', 'Effective From', 'Valid From'],
      'First day it holds',
      {
        required: true,
        filled: true,
      },
    ),
    rate: money(
      ['Conversion Rate', 'ConversionRate', 'Exchange Rate', 'Rate'],
      'Units of the currency for 1 of the company’s own, which has the rate 1',
      { required: true, filled: true, currency: null },
    ),
  },
  key: ({ currency, since }) => joinKey(currency?.trim().toUpperCase() ?? null, since),
  keyFields: ['currency', 'since'],
  objects: ['Dated Conversion Rate'],
})

export type ExchangeRate = RecordOf<(typeof exchangeRates)['fields']>
