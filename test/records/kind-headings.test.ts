import { describe, expect, it } from 'vitest'
import { foldHeading, matchHeadings, missingHeadings } from '../../src/imports/read/headings.ts'
import type { Field, Kind } from '../../src/records/kind.ts'
import { kinds } from '../../src/records/kinds.ts'

/** What --account states for a whole file: the partner's name of every kind. */
const stated = kinds.flatMap(({ partnerName, isPartner }) => (partnerName && !isPartner ? [partnerName] : []))

/** The kinds that a row of headings is enough for. */
function kindsOf(headings: readonly string[], given: readonly string[] = []): string[] {
  return kinds
    .filter((kind) => {
      const { columns } = matchHeadings(kind, headings)
      return columns.size >= 2 && missingHeadings(kind, (field) => columns.has(field) || given.includes(field)).length === 0
    })
    .map(({ kind }) => kind)
}

/** Every row of headings a file of the kind can do with: one spelling of each needed field, one field of each group. */
function smallest(kind: Kind): string[][] {
  const fields = Object.entries<Field>(kind.fields)
  const groups = new Map<string, string[]>()
  for (const [name, { required, headings }] of fields) {
    if (required === false) continue
    const group = required === true ? `field ${name}` : `one of ${required}`
    groups.set(group, [...(groups.get(group) ?? []), ...headings])
  }
  return [...groups.values()].reduce<string[][]>(
    (rows, spellings) => rows.flatMap((row) => spellings.map((each) => [...row, each])),
    [[]],
  )
}

/** All columns of a kind, each under its heading of one rank (or its last one). */
function largest(kind: Kind, rank: number): string[] {
  return Object.values<Field>(kind.fields).map(({ headings }) => headings[Math.min(rank, headings.length - 1)] ?? '')
}

describe('the headings of a kind', () => {
  it.each(kinds)('$kind: what it needs tells it from every other kind', (kind) => {
    const rows = smallest(kind)
    expect(rows.length).toBeGreaterThan(0)
    const mistaken = rows.map((row) => [row.join(' · '), kindsOf(row)]).filter(([, fits]) => String(fits) !== kind.kind)
    expect(mistaken.slice(0, 5)).toEqual([])
  })

  it.each(kinds)('$kind: a file with every column is of no other kind', (kind) => {
    for (const rank of [0, 1, 2, 3, 9]) expect(kindsOf(largest(kind, rank)), `headings of rank ${rank}`).toEqual([kind.kind])
  })

  it.each(kinds)('$kind: stays what it is where --account states the partner', (kind) => {
    const rows = [...smallest(kind), ...[0, 1, 2, 3, 9].map((rank) => largest(kind, rank))]
    const mistaken = rows.map((row) => [row.join(' · '), kindsOf(row, stated)]).filter(([, fits]) => String(fits) !== kind.kind)
    expect(mistaken.slice(0, 5)).toEqual([])
  })

  it.each(kinds)('$kind: no heading stands for two fields', (kind) => {
    const all = Object.values<Field>(kind.fields).flatMap(({ headings }) => headings.map(foldHeading))
    expect(all.filter((heading, i) => all.indexOf(heading) !== i)).toEqual([])
  })

  it.each(kinds)('$kind: a needed field that --account may state is its partner, and no other', (kind) => {
    const needed = Object.entries<Field>(kind.fields).filter(([, { required }]) => required !== false)
    const wrong = needed.filter(([name]) => stated.includes(name) && name !== kind.partnerName && !kind.isPartner)
    expect(wrong.map(([name]) => name)).toEqual([])
  })

  it('never has a field for what must not be kept', () => {
    const sensitive = /\b(?:vat|iban|tax id|bank|passport|birth)/i
    const all = kinds.flatMap(({ fields }) => Object.values<Field>(fields).flatMap(({ headings }) => headings))
    expect(all.filter((heading) => sensitive.test(heading.replaceAll('_', ' ')))).toEqual([])
  })

  it.each([
    ['contacts', 'Contact ID', 'First Name', 'Last Name', 'Email', 'Account Name'],
    ['contacts of Data Loader', 'Id', 'FirstName', 'LastName', 'Name', 'Email', 'AccountId', 'Title', 'Inactive_Contact__c'],
    ['products of Data Loader', 'Id', 'Name', 'IsActive', 'ProductCode', 'Description'],
    ['leads', 'Id', 'Name', 'Email', 'Company', 'Status', 'OwnerId', 'CreatedDate'],
    ['leads of a partner, not shared', 'Lead ID', 'Company', 'Lead Owner', 'Status', 'Create Date', 'Partner Account'],
    ['subscriptions', 'Customer', 'Start Date', 'Expiration Date', 'Plan', 'License Type'],
    ['cases', 'Case Number', 'Subject', 'Status', 'Account Name', 'Opened Date'],
    ['campaigns', 'Id', 'Name', 'Type', 'Status', 'StartDate', 'EndDate', 'IsActive'],
    ['contracts', 'Contract Number', 'Account Name', 'Status', 'Start Date', 'End Date'],
    ['quotes', 'Quote Number', 'Quote Name', 'Opportunity Name', 'Account Name', 'Status', 'Amount', 'Valid Until'],
    ['fund requests', 'Request Name', 'Partner Account', 'Status', 'Type', 'Amount', 'Submitted Date', 'Approved Date'],
    ['a form’s answers', 'Timestamp', 'Email Address', 'Your Name', 'Company', 'Comments'],
    ['expenses', 'Date', 'Name', 'Type', 'Amount', 'Region'],
    ['an address list', 'Name', 'Company', 'Email', 'Country', 'Website'],
    ['envelopes without a partner', 'Envelope ID', 'Subject', 'Recipient Name', 'Recipient Email', 'Status', 'Completed On'],
  ])('do not fit %s', (_, ...headings) => {
    expect(kindsOf(headings)).toEqual([])
  })
})
