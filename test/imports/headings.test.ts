import { describe, expect, it } from 'vitest'
import { foldHeading, matchHeadings, missingHeadings } from '../../src/imports/read/headings.ts'
import { defineKind, type Kind, text } from '../../src/records/kind.ts'
import { accounts } from '../../src/records/kinds/accounts.ts'
import { certificationDashboard } from '../../src/records/kinds/certification-dashboard.ts'
import { camOpportunitiesBySegment } from '../../src/records/kinds/channel-managers.ts'
import { portalUsers } from '../../src/records/kinds/portal-users.ts'
import { kinds } from '../../src/records/kinds.ts'

const columnsOf = (kind: Kind, ...headings: string[]) => Object.fromEntries(matchHeadings(kind, headings).columns)
const claimedIn = (kind: Kind, ...headings: string[]) => matchHeadings(kind, headings).claimed

describe('two headings are the same', () => {
  it.each([
    ['in another case', 'ACCOUNT id', 'Account ID'],
    ['with space around and inside', '  Account \u00a0\t ID ', 'Account ID'],
    ['without the closing question mark', 'Open Reqs Met', 'Open Reqs Met?'],
    ['with space before the question mark', 'Open Reqs Met ?', 'Open Reqs Met?'],
    ['with their accents composed or not', 'Qualite\u0301', 'Qualité'],
  ])('%s', (_, one, other) => {
    expect(foldHeading(one)).toBe(foldHeading(other))
  })
})

describe('two headings differ', () => {
  it.each([
    ['in a letter that only looks Latin', 'Partner St\u0430tus', 'Partner Status'],
    ['in a letter', 'Partner Staus', 'Partner Status'],
    ['in punctuation', 'Partner-Status', 'Partner Status'],
    ['in a question mark inside', 'Open? Reqs Met', 'Open Reqs Met'],
    ['in more than one question mark', 'Open Reqs Met??', 'Open Reqs Met'],
    ['in accents', 'Qualité', 'Qualite'],
  ])('%s', (_, one, other) => {
    expect(foldHeading(one)).not.toBe(foldHeading(other))
  })
})

describe('a column', () => {
  const fields = kinds.flatMap((kind) => Object.entries(kind.fields).map(([field, { headings }]) => ({ kind, field, headings })))
  it.each(fields)('of $kind.kind is $field by any of $headings', ({ kind, field, headings }) => {
    for (const heading of headings) expect(columnsOf(kind, 'Zodiac', heading)).toEqual({ [field]: 1 })
  })
  it.each<[string, Kind, string]>([
    ['Account: Partner Status', accounts, 'status'],
    ['ACCOUNT:  Account ID', accounts, 'id'],
    ['User: Email', portalUsers, 'email'],
    ['Email', portalUsers, 'email'],
    ['Account: Account Name', portalUsers, 'accountName'],
    ['User: Solution Architect Core Training', portalUsers, 'saVerified'],
  ])('is known with its own object before it, or without: %s', (heading, kind, field) => {
    expect(columnsOf(kind, heading)).toEqual({ [field]: 0 })
  })
  it.each<[string, Kind]>([
    ['Parent Account: Partner Status', accounts],
    ['Account: Phone', portalUsers],
    ['Account: Email', portalUsers],
    ['Opportunity: Account Name', accounts],
    ['User: Partner Status', accounts],
    ['Account:Partner Status', accounts],
    ['Account: ', accounts],
    ['Account: Account: Partner Status', accounts],
    ['Partner: Region', certificationDashboard],
    ['Manager: Email', portalUsers],
    ['Partner Status (old)', accounts],
    ['', accounts],
    ['?', accounts],
  ])('of another object or meaning is not known: "%s"', (heading, kind) => {
    expect(columnsOf(kind, heading)).toEqual({})
  })
  it('of another object does not stand in the way of its own', () => {
    const headings = ['Parent Account: Partner Status', 'Partner Status', 'Parent Account: Account ID', 'Account ID']
    expect(matchHeadings(accounts, headings)).toEqual({
      columns: new Map([
        ['status', 1],
        ['id', 3],
      ]),
      claimed: [],
    })
  })
})

describe('a file that has a heading of another kind', () => {
  const [segment, manager] = ['[Deprecated] Owner Segment-Geo-Region-Area', 'Channel Manager']
  it('has no columns of a kind that never stands beside it', () => {
    expect(columnsOf(camOpportunitiesBySegment, segment, manager)).toEqual({ segment: 0, manager: 1 })
    expect(columnsOf(camOpportunitiesBySegment, segment, manager, ' opportunity  ID')).toEqual({})
    expect(columnsOf(camOpportunitiesBySegment, segment, manager, 'Zodiac')).toEqual({ segment: 0, manager: 1 })
  })
})

describe('several columns that claim one field', () => {
  it.each([
    ['the same heading twice', ['Partner Status', 'Zodiac', ' PARTNER  status '], 'status', [0, 2]],
    ['a heading and its API name', ['Partners_Partner_Status__c', 'Partner Status'], 'status', [0, 1]],
    ['a heading with and without its object', ['Partner Status', 'Account: Partner Status'], 'status', [0, 1]],
    ['three of them', ['Partner Status', 'Partner Status', 'Partner Status'], 'status', [0, 1, 2]],
    ['an id under the same heading twice', ['Account ID', 'Account Id'], 'id', [0, 1]],
  ])('are named: %s', (_, headings, field, places) => {
    expect(claimedIn(accounts, ...headings)).toEqual([{ field, places }])
  })
  it('are named for each field', () => {
    const headings = ['Type', 'Partner Track', 'Account Type', 'Partner_Track__c']
    expect(claimedIn(accounts, ...headings).map(({ field }) => field)).toEqual(['type', 'track'])
  })
  it('are absent where phd does not know them', () => {
    expect(claimedIn(accounts, 'Zodiac', 'Zodiac', '', '')).toEqual([])
  })
})

describe('an id under several different headings', () => {
  it.each([
    [['Account ID', 'Account ID (18)', 'Id'], 0],
    [['Id', 'Account_ID_18__c', 'Account ID (18)'], 2],
    [['Id', 'Id', 'Account ID'], 2],
  ])('is taken from the one listed first: %j', (headings, place) => {
    expect(matchHeadings(accounts, headings)).toEqual({ columns: new Map([['id', place]]), claimed: [] })
  })
  it('is claimed where the one listed first stands twice', () => {
    expect(claimedIn(accounts, 'Id', 'Account ID', 'Account ID')).toEqual([{ field: 'id', places: [1, 2] }])
  })
})

describe('the headings a file lacks', () => {
  const lackingWith = (kind: Kind, ...fields: string[]) => missingHeadings(kind, (field) => fields.includes(field))

  it('are those of the needed fields, by their current label, alternatives together', () => {
    expect(lackingWith(accounts)).toEqual([
      'Account ID',
      'Account Name',
      'Partner Status',
      'Partner Track',
      'Account Owner" or "OwnerId',
    ])
  })
  it.each(['owner', 'ownerId'])('are not missing with either alternative: %s', (owner) => {
    expect(lackingWith(accounts, 'id', 'name', 'status', 'track', owner)).toEqual([])
  })
  it('are those of each group of alternatives', () => {
    const one = (heading: string, required: string) => text([heading], '', { required })
    const kind = defineKind({
      kind: 'k',
      title: '',
      from: '',
      fields: { a: one('A', 'x'), b: one('B', 'y'), c: one('C', 'x') },
      key: () => '',
      keyFields: [],
    })
    expect(lackingWith(kind)).toEqual(['A" or "C', 'B'])
    expect(lackingWith(kind, 'c')).toEqual(['B'])
  })
})
