import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const HEADINGS =
  'Opportunity ID,Opportunity Name,Stage,Close Date,Resale Partner,Resale Partner: Account ID,DR - Partner,DR - Partner ID,DR - Partner Deal Type,Influence Partner,CPPO or DSOR Partner,Distributor'
const AWS = '0014M00001ldTdt'

interface Tagged {
  useCase: { number: number } | null
  agrees: boolean | null
  describedBy: string
  blank: string[]
  opportunityFields: { field: string; value: string | null; accountId: string | null; is: string }[]
  quoteFields: { field: string; value: string | null }[]
  fields: {
    field: string
    recorded: string | null
    agrees: boolean | null
    reason: string | null
    source: { line: number } | null
  }[]
  notSettled: string[]
  chatter: { people: string[] } | null
  guide: { url: string } | null
}

/** A desk with opportunities: the rest of each row after id, name, stage and day. */
function withRows(desk: Desk, ...rows: readonly [id: string, name: string, rest: string][]): Desk {
  const lines = rows.map(([id, name, rest]) => `${id},${name},3-Technical Evaluation,2026-12-31,${rest}`)
  return desk.write('opportunities.csv', HEADINGS, ...lines).imports('opportunities.csv')
}

describe('phd deal tag', () => {
  it('says which fields get which values, without any database', () =>
    atDesk((desk) => {
      const answer = desk.json<Tagged>('deal', 'tag', '--cloud', 'aws', '--sourced-by', 'cloud', '--marketplace', 'yes')
      expect(answer).toMatchObject({ schema: 'phd.answer/1', useCase: { number: 3 }, agrees: null, guide: null, chatter: null })
      expect(answer.opportunityFields.map(({ field, value, accountId }) => [field, value, accountId])).toEqual([
        ['DR - Partner', 'Amazon Web Services', `${AWS}QAE`],
        ['DR - Partner Deal Type', 'Resale', null],
        ['Resale Partner', 'Amazon Web Services', `${AWS}QAE`],
        ['Influence Partner', null, null],
        ['CPPO or DSOR Partner', null, null],
      ])
      expect(answer.quoteFields.map(({ field, value }) => `${field} = ${value}`)).toEqual([
        'Invoice Owner = Amazon Web Services, Inc.',
        'Invoice Owner Contact = Accounts Payable (AWS)',
        'Resale Partner = Amazon Web Services',
      ])
      expect(desk.phd('deal', 'tag', '--cloud', 'GCP', '--sourced-by', 'vendor', '--marketplace', 'no', '--influence').code).toBe(
        0,
      )
    }))

  it('names the people of DSOR and the guide of CPPO, and guesses nothing that the guide has', () =>
    atDesk((desk) => {
      expect(desk.json<Tagged>('deal', 'tag', '--dsor').chatter?.people).toEqual(['Chris Novello', 'Pilar Meija'])
      expect(desk.phd('deal', 'tag', '--dsor').code).toBe(0)
      expect(desk.phd('deal', 'tag', '--dsor', '--sourced-by', 'cloud').code).toBe(4)
      expect(desk.json<Tagged>('deal', 'tag', '--cppo')).toMatchObject({
        guide: { url: 'https://docs.google.com/document/d/11P1Iva6ksIuw-UrxCvq5G5i2k0a-cplxAsCKi4msjpY/edit' },
        opportunityFields: [],
        notSettled: ['CPPO or DSOR Partner', 'Resale Partner', 'DR - Partner'],
      })
      expect(desk.phd('deal', 'tag', '--cppo').code).toBe(4)
    }))

  it.each([
    [['--cloud', 'gcp', '--dsor'], 'for the AWS Marketplace only'],
    [['--cloud', 'gcp', '--cppo'], 'for the AWS Marketplace only'],
    [['--dsor', '--cppo'], 'they are two programs'],
    [['--dsor', '--marketplace', 'no'], 'goes through the AWS Marketplace'],
    [['--cloud', 'aws', '--influence', '--marketplace', 'yes'], 'neither brought nor transacts'],
    [['--cloud', 'aws', '--influence', '--sourced-by', 'cloud'], 'neither brought nor transacts'],
    [['--cloud', 'azure'], 'unknown --cloud "azure"'],
    [['--cloud', 'aws', '--sourced-by', 'me'], 'unknown --sourced-by "me"'],
    [['--cloud', 'aws', '--sourced-by', 'cloud', '--marketplace', 'perhaps'], 'unknown --marketplace "perhaps"'],
    [['--sourced-by', 'cloud', '--marketplace', 'yes'], 'missing: --cloud'],
    [['--cloud', 'aws', '--marketplace', 'yes'], 'missing: --sourced-by'],
    [['--cloud', 'aws', '--sourced-by', 'cloud'], 'missing: --marketplace'],
    [[], 'describe the deal'],
  ])('refuses %j and says why', (args, why) =>
    atDesk((desk) => {
      const { code, stderr } = desk.phd('deal', 'tag', ...args)
      expect(stderr).toContain(why)
      expect(code).toBe(2)
    }),
  )

  it('has nothing to tag where the cloud has no part in the deal', () =>
    atDesk((desk) => {
      const run = desk.phd('deal', 'tag', '--cloud', 'aws', '--sourced-by', 'vendor', '--marketplace', 'no')
      expect(run.stdout).toContain('none of the four use cases')
      expect(run.code).toBe(1)
    }))

  it('has no rule before the page', () =>
    atDesk((desk) => {
      expect(desk.phd('deal', 'tag', '--dsor', '--now', '2024-12-31').code).toBe(4)
    }))
})

describe('phd deal tag of an opportunity', () => {
  it('compares every field with its line', () =>
    atDesk((desk) => {
      withRows(desk, ['0064M000AAAAAAI', 'Deal A', `,,Amazon Web Services,${AWS},Referral,,,`])
      const options = ['--cloud', 'aws', '--sourced-by', 'cloud', '--marketplace', 'yes']
      const answer = desk.json<Tagged>('deal', 'tag', '0064M000AAAAAAIQY5', ...options)
      expect(answer).toMatchObject({ agrees: false, useCase: { number: 3 } })
      expect(answer.fields.map(({ field, recorded, agrees, reason }) => [field, recorded, agrees, reason])).toEqual([
        ['DR - Partner', 'Amazon Web Services', true, null],
        ['DR - Partner Deal Type', 'Referral', false, null],
        ['Resale Partner', null, null, 'not_stamped'],
        ['Influence Partner', null, true, null],
        ['CPPO or DSOR Partner', null, true, null],
      ])
      expect(new Set(answer.fields.map(({ source }) => source?.line))).toEqual(new Set([2]))
      expect(desk.phd('deal', 'tag', 'deal a', ...options).code).toBe(1)
      // What it is by its tags, without being told.
      expect(desk.json<Tagged>('deal', 'tag', 'Deal A')).toMatchObject({
        describedBy: 'tags',
        useCase: { number: 2 },
        agrees: true,
      })
      expect(desk.phd('deal', 'tag', 'Deal A').code).toBe(0)
    }))

  it('cannot tell where the export lacks the columns', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-opportunities.csv').imports('sfdc-opportunities.csv')
      const options = ['--cloud', 'aws', '--sourced-by', 'cloud', '--marketplace', 'no']
      const { stdout, code } = desk.phd('deal', 'tag', '0064M000AAAAAAIQY5', ...options)
      expect(stdout).toContain('UNKNOWN  DR - Partner: not in the export')
      expect(stdout).toContain('the export has no such column')
      expect(code).toBe(4)
    }))

  it('knows an account by its id, or by the one partner its name is, never by the name alone', () =>
    atDesk((desk) => {
      withRows(
        desk,
        ['0064M000AAAAAAI', 'By name', 'Amazon Web Services,,,,,,,'],
        ['0064M000AAAAAAV', 'Namesake', 'Amazon Web Services,0014M000AAAAAAM,,,,,,'],
      )
      const options = ['--cloud', 'aws', '--sourced-by', 'vendor', '--marketplace', 'yes']
      const resale = (name: string) => desk.json<Tagged>('deal', 'tag', name, ...options).fields[0]
      expect(resale('By name')).toMatchObject({ field: 'Resale Partner', agrees: null, reason: 'not_linked' })
      expect(resale('Namesake')).toMatchObject({ agrees: false })
      desk
        .write(
          'accounts.csv',
          'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner',
          `${AWS},Amazon Web Services,Partner,Authorized,Open,Ida`,
        )
        .imports('accounts.csv')
      expect(resale('By name')).toMatchObject({ agrees: true, reason: null })
    }))

  it('cannot tell by an export that is too old', () =>
    atDesk((desk) => {
      withRows(desk, ['0064M000AAAAAAI', 'Deal A', `,,Amazon Web Services,${AWS},Referral,,,`])
      const { code, stdout } = desk.phd('deal', 'tag', 'Deal A', '--now', '2026-12-20')
      expect(stdout).toContain('CANNOT TELL')
      expect(code).toBe(4)
    }))

  it('says where nothing is tagged, and where the tags are of no use case', () =>
    atDesk((desk) => {
      withRows(desk, ['0064M000AAAAAAI', 'Plain', ',,,,,,,'], ['0064M000AAAAAAV', 'Odd', `,,Amazon Web Services,${AWS},MSP,,,`])
      expect(desk.phd('deal', 'tag', 'Plain')).toMatchObject({ stdout: expect.stringContaining('NOT TAGGED'), code: 1 })
      expect(desk.phd('deal', 'tag', 'Odd')).toMatchObject({ stdout: expect.stringContaining('match no use case'), code: 1 })
    }))

  it('is not found, or is one of several of that name', () =>
    atDesk((desk) => {
      withRows(desk, ['0064M000AAAAAAI', 'Twice', ',,,,,,,'], ['0064M000AAAAAAV', 'twice!', ',,,,,,,'])
      for (const [subject, words] of [
        ['Nothing', 'no opportunity named "Nothing"'],
        ['Twice', '"Twice" matches 2 opportunities'],
        ['0064M000AAAAAAZ', 'no opportunity has the id'],
        ['0064M000AAAAAAIQY6', 'its check characters are wrong'],
      ] as const) {
        const { code, stderr } = desk.phd('deal', 'tag', subject)
        expect(stderr).toContain(words)
        expect(code).toBe(3)
      }
    }))

  it('makes text of the export safe to print, and cells safe for a spreadsheet', () =>
    atDesk((desk) => {
      withRows(desk, ['0064M000AAAAAAI', '"=HYPERLINK(""x"")"', ',,,,\u001b[31mReferral,,,'])
      const options = ['--cloud', 'aws', '--sourced-by', 'cloud', '--marketplace', 'no']
      expect(desk.phd('deal', 'tag', '0064M000AAAAAAI', ...options).stdout).not.toContain('\u001b')
      const csv = desk.phd('deal', 'tag', '0064M000AAAAAAI', ...options, '--format', 'csv').stdout
      expect(csv.split('\r\n')[0]).toBe('opportunity_id,use_case,on,field,should_be,account_id,recorded,agrees,why,file,line')
      expect(csv).not.toContain('\u001b')
    }))
})

it('has its rule in words, and that of the sources', () =>
  atDesk((desk) => {
    const clauses = (rule: string) =>
      desk.json<{ clauses: { text: string }[] }>('policy', 'show', rule).clauses.map(({ text }) => text)
    expect(clauses('marketplace')).toContain(
      'use case 2, Partner Sourced Deal Registration (No Marketplace transaction): DR - Partner is the account of the cloud provider, DR - Partner Deal Type is "Referral"',
    )
    expect(clauses('marketplace')).toContain('the account of GCP is 0014M00001nJhks')
    expect(clauses('sources')[0]).toBe(
      'an approved Partner Sourced Deal Registration that is linked to the opportunity makes the Sales Qualified Source "Partner Generated"',
    )
    expect(desk.phd('policy', 'show', 'marketplace', '--at', '2024-12-31').code).toBe(4)
  }))
