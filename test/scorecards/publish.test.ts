import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { Command } from 'commander'
import { expect, it } from 'vitest'
import { type CommonFlags, makeContext } from '../../src/app/context.ts'
import { addReportOptions } from '../../src/scorecards/options.ts'
import { checkPublish, type PublishFlags, publish, type Report } from '../../src/scorecards/publish.ts'
import { atDesk, type Desk } from '../cli/phd.ts'

const REPORT: Report = {
  page: {
    title: 'Scorecard of Acme & Söhne',
    parts: [
      { kind: 'text', text: 'One row was rejected.', isWarning: true },
      { kind: 'text', text: 'Open is met; 1 certification lapsed.' },
      { kind: 'figures', figures: [{ label: 'Held', value: '7', change: '-1' }] },
      { kind: 'table', caption: 'Badges', headings: ['Badge', 'Held'], rows: [['=Sales', '7']] },
    ],
  },
  json: { schema: 'phd.example/1', badge: '=Sales', held: 7 },
  ndjson: () => [{ schema: 'phd.example-row/1', badge: '=Sales', held: 7 }],
  csv: [
    ['badge', 'held'],
    ['=Sales', '7'],
  ],
  name: 'scorecard-acme-fy27-q3',
  owner: { id: null, name: 'Frank McGowan' },
}

/** Publishes at a desk; gives the exit code, and what was printed and noted. */
async function published(desk: Desk, flags: PublishFlags & CommonFlags, report = REPORT) {
  const streams = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof streams) =>
    new Writable({
      write: (text, _encoding, done) => {
        streams[name] += text
        done()
      },
    }) as NodeJS.WriteStream
  const context = await makeContext(flags, {
    env: desk.env(),
    stdin: {},
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    clock: () => new Date(0),
    pages: true,
  })
  const { out, draft, force, to } = flags
  const at = (file: string | undefined) => (file === undefined ? undefined : join(desk.folder, file))
  const given = { out: at(out), draft: at(draft), force, to }
  const code = await publish(context, JSON.parse(JSON.stringify(given)), report)
  return { code, stdout: streams.stdout, stderr: streams.stderr.replaceAll(`${desk.folder}/`, '') }
}

it('prints and writes the very same in every format, by the ending of the file', () =>
  atDesk(async (desk) => {
    for (const format of ['html', 'md', 'csv', 'json', 'ndjson']) {
      const { code, stdout, stderr } = await published(desk, { out: `a.${format.toUpperCase()}`, format })
      expect([code, stderr]).toEqual([0, `wrote a.${format.toUpperCase()}\n`])
      expect(desk.read(`a.${format.toUpperCase()}`)).toBe(stdout)
      expect(stdout).toContain('Sales')
    }
    expect(desk.read('a.CSV')).toBe("badge,held\r\n'=Sales,7\r\n")
    expect((await published(desk, { out: 'a.xlsx' })).stderr).toBe('wrote a.xlsx\n')
    expect(readFileSync(join(desk.folder, 'a.xlsx')).subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
    expect((await published(desk, {})).stdout).toContain('Open is met; 1 certification lapsed.')
  }))

it('never overwrites unasked, refuses endings it does not know, and writes nothing in a dry run', () =>
  atDesk(async (desk) => {
    desk.write('a.html', 'mine')
    await expect(published(desk, { out: 'a.html' })).rejects.toThrow('already exists; not overwritten')
    expect(desk.read('a.html')).toBe('mine\n')
    await expect(published(desk, { out: 'a.pdf' })).rejects.toThrow('a.pdf has no known ending')
    await expect(published(desk, { out: 'no/a.md' })).rejects.toThrow('cannot be written')
    mkdirSync(join(desk.folder, 'b.md'))
    await expect(published(desk, { out: 'b.md', force: true })).rejects.toThrow('not a regular file')
    expect((await published(desk, { out: 'c.md', draft: 'c', dryRun: true })).stderr).toContain('would write c.md\n')
    expect(existsSync(join(desk.folder, 'c.md'))).toBe(false)
    expect((await published(desk, { out: 'a.html', force: true })).stderr).toBe('wrote a.html\n')
    expect(readdirSync(desk.folder).sort()).toEqual(['a.html', 'b.md'])
  }))

it('says which option lacks its other', () => {
  for (const flags of [{ to: 'Ann' }, { force: true }, { out: ' ' }, { draft: '' }]) expect(() => checkPublish(flags)).toThrow()
  expect(addReportOptions(new Command()).options.map(({ long }) => long)).toEqual(['--out', '--force', '--draft', '--to'])
})

it('drafts a mail with the finding, the figures and the page to the owner of the account, or to whom --to names', () =>
  atDesk(async (desk) => {
    desk.write('staff.csv', 'ID,NAME,EMAIL,ISACTIVE', '0054M000000000A,Frank McGowan,frank@vendor.example,true')
    desk.imports('staff.csv')
    const { code, stderr } = await published(desk, { draft: 'drafts' })
    expect([code, stderr]).toEqual([0, 'wrote drafts/scorecard-acme-fy27-q3.eml; check it, then send it\n'])
    const mail = desk.read('drafts/scorecard-acme-fy27-q3.eml')
    expect(mail).toContain('To: frank@vendor.example')
    expect(mail).toContain('Hi Frank McGowan,')
    expect(mail).toContain('Open is met; 1 certification lapsed.')
    expect(mail).toContain('- Held: 7 (-1)')
    expect(mail).toContain('filename=scorecard-acme-fy27-q3.html')
    const html = Buffer.from(mail.split('base64')[1]?.split('\r\n\r\n')[1]?.split('\r\n--')[0] ?? '', 'base64').toString()
    expect(html).toBe((await published(desk, { format: 'html' })).stdout)
    await expect(published(desk, { draft: 'drafts' })).rejects.toThrow('already exists')
    const nobody = await published(desk, { draft: 'a.eml', to: 'Bo Chen' })
    expect([nobody.code, nobody.stderr]).toEqual([
      4,
      'no draft for Bo Chen: Bo Chen is not among the Salesforce users; name a Salesforce user with an address: --to <name>, or import the users again\n',
    ])
    const late = await published(desk, { draft: 'a.eml', now: '2027-03-01T00:00:00Z' })
    expect([late.code, late.stderr]).toMatchObject([4, expect.stringContaining('too old or in doubt')])
    expect((await published(desk, { draft: 'a.eml' }, { ...REPORT, owner: null })).stderr).toContain('no draft for')
    expect(existsSync(join(desk.folder, 'a.eml'))).toBe(false)
  }))
