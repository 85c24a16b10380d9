import { date, defineKind, id, money, text } from '../kind.ts'

/** Invoices of the partners, from the list "Invoices" of the account record (Partner Help Desk, Partner Invoices). */
export const invoices = defineKind({
  kind: 'invoices',
  title: 'partner invoices',
  from: 'Salesforce: a report of the invoices of partner accounts, exported as "Details Only" CSV; or a Data Loader export of Zuora__ZInvoice__c',
  fields: {
    invoice: text(['Invoice Number', 'Invoice Name', 'Invoice', 'Invoice No.', 'Name'], 'Number of the invoice', {
      required: true,
      filled: true,
      max: 255,
    }),
    invoiceDate: date(['Invoice Date', 'Zuora__InvoiceDate__c'], 'Day of the invoice', { required: true }),
    accountName: text(
      ['Account Name', 'Account', 'Partner Account', 'Account: Account Name', 'Zuora__Account__r.Name'],
      'Account that was invoiced',
      { required: 'account' },
    ),
    accountId: id('001', ['Account ID', 'Account: Account ID', 'Zuora__Account__c'], 'Salesforce id of the account', {
      required: 'account',
    }),
    opportunity: text(['Opportunity Name', 'Opportunity'], 'Opportunity that was invoiced'),
    opportunityId: id('006', ['Opportunity ID'], 'Salesforce id of the opportunity'),
    amount: money(['Amount', 'Total Amount', 'Invoice Amount', 'Zuora__TotalAmount__c'], 'Amount', {
      required: true,
    }),
    currency: text(['Currency', 'Invoice Currency', 'Amount Currency', 'Total Amount Currency', 'CurrencyIsoCode'], 'Currency'),
    balance: money(['Balance', 'Amount Due', 'Zuora__Balance2__c'], 'What is still due'),
    status: text(['Status', 'Invoice Status', 'Zuora__Status__c'], 'Posted, Paid …'),
    due: date(['Due Date', 'Zuora__DueDate__c'], 'Day it is due'),
  },
  key: ({ invoice }) => invoice?.trim().toUpperCase() ?? null,
  keyFields: ['invoice'],
  objects: ['Invoice'],
  partnerName: 'accountName',
  partnerId: 'accountId',
})
