/** The page of what is due: what is on it for each reader, what changed since it was marked, its formats, its mail, its exit codes. */

import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Item {
  code: string
  key: string
  change: 'new' | 'still' | null
  was: { section: string } | null
  manager: { name: string | null } | null
  requester?: unknown
}

interface Digest {
  schema: string
  audience: { reader: string; name: string }
  mark: { entry: number; at: string; by: string } | null
  figures: { label: string; value: string; change: string }[]
  sections: { id: string; count: number; items: Item[] }[]
  gone: { key: string; section: string; text: string }[]
  cannotTell: { code: string }[]
  sums?: { section: string; code: string; count: number; change: number | null; oldest: string | null; owner: string | null }[]
  partnersAtRisk?: { partner: string; late: number; oldest: string; owner: string; change: string | null }[]
  promises: { question: string; kept: number; answered: number }[]
}

const FILES = [
  'nfr-licenses.csv',
  'staff.csv',
  'nfr-requests.csv',
  'letters-issued.csv',
  'prospects.csv',
  'evaluation-licenses.csv',
]
const DAY_BEFORE = ['--now', '2026-11-19T09:00:00Z']

/** A desk with every list that something is due by. */
function wholeDesk(desk: Desk): Desk {
  desk.putAll('desk').putAll('requests').putAll('leads').putAll('deals')
  desk.imports('sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', ...FILES)
  return desk.imports('registrations-2026-11-16.csv').imports('registrations-2026-11-20.csv')
}

/** The same without what cannot be judged: a lead or a registration with an unknown word. */
function clearDesk(desk: Desk): Desk {
  wholeDesk(desk)
  const without = (file: string, pattern: RegExp): void => {
    desk.write(
      file,
      ...desk
        .read(file)
        .trimEnd()
        .split('\n')
        .filter((line) => !pattern.test(line)),
    )
  }
  without('prospects.csv', /P-1007|P-1012|P-1013/)
  without('registrations-2026-11-20.csv', /REG30009/)
  for (const file of ['prospects.csv', 'registrations-2026-11-20.csv'])
    desk.phd('import', '--snapshot', '--allow-shrink', '--allow-older', file)
  return desk
}

const keysOf = ({ sections }: Digest, id: string): string[] =>
  (sections.find((section) => section.id === id)?.items ?? []).map(({ key }) => key.split(' ').slice(0, 2).join(' '))

describe('phd digest', () => {
  it('has what a channel manager’s own registrations and accounts have, and nothing else', () =>
    atDesk((desk) => {
      const digest = wholeDesk(desk).json<Digest>('digest', '--for', 'frank mcgowan')
      expect(digest).toMatchObject({ schema: 'phd.digest/1', audience: { reader: 'manager' } })
      // Lumen Labs 4 Ltd is Frank McGowan's account, and he is named on REG30001 and REG30002; REG30008 is Dirk de Vos's.
      expect(keysOf(digest, 'late').map((key) => key.replace(/\w{16}$/, 'of the form'))).toEqual([
        'nfr_request of the form',
        'deal_answer REG30002',
      ])
      expect(keysOf(digest, 'waiting')).toEqual(['deal_answer REG30001'])
      expect(keysOf(digest, 'week')).toEqual(['lead_recall P-1004'])
      expect(keysOf(digest, 'open')).toEqual(['lead_recall P-1003'])
      const all = digest.sections.flatMap(({ items }) => items)
      expect(all.every(({ manager }) => manager?.name === 'Frank McGowan')).toBe(true)
      const address = desk.json<Digest>('digest', '--for', 'frank.mcgowan@gitlab.example')
      expect(address.sections).toEqual(digest.sections)
      const unknown = desk.phd('digest', '--for', 'Frank')
      expect(unknown.code).toBe(3)
      expect(unknown.stderr).toContain('no channel manager is "Frank"; did you mean "Frank McGowan"?')
    }))

  it('gives the director sums, owners and partners at risk, and no one who asked', () =>
    atDesk((desk) => {
      const digest = wholeDesk(desk).json<Digest>('digest', '--for', 'director')
      expect(digest.sections.map(({ id, count }) => `${id} ${count}`)).toEqual([
        'promises 3',
        'ends 5',
        'unowned 2',
        'decisions 6',
      ])
      expect(digest.sums).toEqual([
        expect.objectContaining({
          section: 'promises',
          code: 'license_request',
          count: 1,
          oldest: '2026-11-19',
          owner: 'Frank McGowan',
        }),
        expect.objectContaining({ section: 'promises', code: 'deal_answer', count: 2, oldest: '2026-11-12', change: null }),
        expect.objectContaining({ section: 'ends', code: 'evaluation_ends', count: 2, oldest: '2026-11-21' }),
        expect.objectContaining({ section: 'ends', code: 'deal_ends', count: 3, oldest: '2026-11-26' }),
        expect.objectContaining({ section: 'unowned', code: 'accounts_unmapped', count: 2 }),
        expect.objectContaining({ section: 'decisions', code: 'lead_recall', count: 4 }),
        expect.objectContaining({ section: 'decisions', code: 'deal_conflict', count: 2 }),
      ])
      expect(digest.partnersAtRisk?.map(({ partner, late, owner }) => `${partner}: ${late}, ${owner}`)).toEqual([
        'Häuser Labs Co., Ltd.: 1, Dirk de Vos',
        'Ørsted Software 42 Co., Ltd.: 1, Frank McGowan',
        'Lumen Labs 4 Ltd: 1, Frank McGowan',
      ])
      for (const format of ['table', 'json', 'ndjson', 'csv', 'md', 'html']) {
        const { stdout } = desk.phd('digest', '--for', 'director', '--format', format)
        expect(stdout, format).not.toMatch(/noah|mei smith|fatima|\.example/i)
      }
      const asked = desk.phd('digest', '--with-people', '--format', 'md').stdout
      expect(asked).toContain('| Noah Smith &lt;noah.smith0&#64;lumenlabs3.example&gt; |')
    }))

  it('counts the requests that were answered in time', () =>
    atDesk((desk) => {
      wholeDesk(desk)
      const decide = (partner: string, received: string) =>
        desk.phd(
          'loa',
          'approve',
          partner,
          '--requester',
          'Ann Lee',
          '--email',
          'ann@x.example',
          '--received',
          received,
          '--request',
          'new',
          '--yes',
        )
      // Answered on Friday, the 20th: what came on Wednesday is in time, what came on Tuesday is not.
      expect(decide('Lumen Labs 4 Ltd', '2026-11-18').code).toBe(0)
      expect(decide('Lumen Labs 4 Ltd', '2026-11-17').code).toBe(0)
      const digest = desk.json<Digest>('digest', '--for', 'director')
      expect(digest.promises[0]).toEqual({ question: 'loa', kept: 1, answered: 2 })
    }))

  it('marks what is new, still there and gone since the last that was marked, for each reader apart', () =>
    atDesk((desk) => {
      wholeDesk(desk)
      expect(desk.json<Digest>('digest')).toMatchObject({ mark: null, gone: [] })
      const marked = desk.phd('digest', '--mark', '--quiet', '--json', ...DAY_BEFORE)
      const first = JSON.parse(marked.stdout) as Digest
      expect(first.sections.flatMap(({ items }) => items).every(({ change }) => change === null)).toBe(true)
      desk.phd('loa', 'request', 'loa-notice.eml', '--partner', 'Cobalt Labs 1 GmbH')
      const second = desk.json<Digest>('digest')
      const items = second.sections.flatMap((section) => section.items)
      const of = (change: string): string[] =>
        items.filter((item) => item.change === change).map(({ key }) => key.split(' ').slice(0, 2).join(' '))
      expect(second.mark).toMatchObject({ at: '2026-11-19T09:00:00Z', by: 'tester' })
      expect(of('new')).toEqual(['loa_request 13'])
      expect(of('still')).toHaveLength(items.filter(({ code }) => code !== 'imports_made').length - 1)
      // The evaluation ended on the 20th; the row of Tuesday's request was due the day before.
      expect(second.gone.map(({ text }) => text)).toEqual(['end of evaluation EV-303 2026-11-20 (was due soon)'])
      expect(items.find(({ key }) => key.startsWith('deal_answer REG30003'))?.was).toMatchObject({ section: 'new' })
      expect(second.figures[0]).toEqual({ label: 'late', value: '3', change: '+1' })
      // The director's page was never marked; a mark of the desk is none of theirs.
      expect(desk.json<Digest>('digest', '--for', 'director').mark).toBeNull()
      expect(desk.json<Digest>('digest', '--since', 'none').mark).toBeNull()
      // Marked again, all of it is known, and nothing is gone.
      desk.phd('digest', '--mark', '--quiet')
      const third = desk.json<Digest>('digest', '--now', '2026-11-20T10:00:00Z')
      expect(third.gone).toEqual([])
      expect(third.sections.flatMap((section) => section.items).some(({ change }) => change === 'new')).toBe(false)
    }))

  it('keeps ids in the audit and no address, and the chain verifies', () =>
    atDesk((desk) => {
      wholeDesk(desk).phd('digest', '--mark', '--for', 'Frank McGowan')
      desk.phd('digest', '--mark')
      const { entries } = desk.json<{ entries: { id: number; action: string; body: { audience: string; items: number } }[] }>(
        'audit',
        'list',
        '--action',
        'digest_marked',
      )
      expect(entries.map(({ body }) => body.audience)).toEqual([expect.stringMatching(/^manager 005\w{15}$/), 'desk'])
      const shown = desk.phd('audit', 'list', '--json').stdout
      expect(shown).not.toMatch(/@/)
      expect(desk.phd('audit', 'verify').code).toBe(0)
      expect(desk.phd('digest', '--mark', '--as-of', '2026-11-20').code).toBe(2)
      const before = desk.json<{ entries: unknown[] }>('audit', 'list').entries.length
      expect(desk.phd('digest', '--mark', '--dry-run').stderr).toContain('would mark this digest, 22 items')
      expect(desk.json<{ entries: unknown[] }>('audit', 'list').entries).toHaveLength(before)
    }))

  it('ends with 1 where something is late and that is asked for, with 4 where a list cannot tell', () =>
    atDesk((desk) => {
      clearDesk(desk)
      expect(desk.json<Digest>('digest').cannotTell).toEqual([])
      expect(desk.phd('digest').code).toBe(0)
      expect(desk.phd('digest', '--fail-on-due').code).toBe(1)
      expect(desk.phd('digest', '--fail-on-due', '--for', 'Camille Dios').code).toBe(0)
      const later = ['--now', '2026-12-05T09:00:00Z']
      expect(desk.phd('digest', ...later).code).toBe(4)
      expect(desk.phd('digest', '--fail-on-due', ...later).code).toBe(4)
      const page = desk.phd('digest', '--format', 'md', ...later).stdout
      expect(page).toContain('**Cannot tell everything: too old: Salesforce deal registrations (15 days)')
    }))

  it('says of an empty database that it knows nothing, in every format', () =>
    atDesk((desk) => {
      const { stdout, code } = desk.phd('digest')
      expect(code).toBe(4)
      expect(stdout).toContain('Cannot tell everything: never imported: Salesforce deal registrations')
      desk.phd('digest', '--mark', '--quiet', '--now', '2026-11-19T09:00:00Z')
      const { figures } = desk.json<{ figures: { value: string; change: string }[] }>('digest')
      // What is not known did not change either.
      expect(figures.filter(({ value }) => value === 'none known').map(({ change }) => change)).not.toContain('unchanged')
      expect(stdout).toContain('Nothing that is known is late or due today.')
      expect(stdout).toContain('late: none known; due today: none known')
      for (const format of ['json', 'ndjson', 'csv', 'md', 'html'])
        expect(desk.phd('digest', '--format', format).code, format).toBe(4)
    }))

  it('is written to a file by its ending, whole, never over another, and drafted with the page attached', () =>
    atDesk((desk) => {
      wholeDesk(desk)
      for (const ending of ['html', 'md', 'json', 'ndjson', 'csv', 'txt']) {
        const { stderr } = desk.phd('digest', '--out', `digest.${ending}`)
        expect(stderr).toContain(`wrote digest.${ending}`)
        expect(desk.read(`digest.${ending}`)).toBe(desk.phd('digest', '--format', ending === 'txt' ? 'table' : ending).stdout)
      }
      expect(desk.phd('digest', '--out', 'digest.html', '--mark').code).toBe(5)
      expect(desk.json<Digest>('digest', '--now', '2026-11-21T09:00:00Z').mark).toBeNull()
      expect(desk.phd('digest', '--out', 'digest.pdf').code).toBe(2)
      expect(desk.phd('digest', '--for', 'Frank McGowan', '--draft', 'drafts').stderr).toContain(
        'wrote drafts/digest-frank-mcgowan-2026-11-20.eml; check it, then send it',
      )
      const mail = desk.read('drafts/digest-frank-mcgowan-2026-11-20.eml')
      expect(mail).toMatch(/^X-Unsent: 1\r\n/)
      expect(mail).toMatch(/^To: frank\.mcgowan@gitlab\.example\r\n/m)
      expect(mail).toMatch(/filename=digest-2026-11-20\.html/)
      const nobody = desk.phd('digest', '--for', 'director', '--draft', 'director.eml')
      expect(nobody.code).toBe(4)
      expect(nobody.stderr).toContain(
        'no draft for the director: no one is named; name a Salesforce user with an address: --to <name>',
      )
      expect(desk.phd('digest', '--for', 'director', '--draft', 'director.eml', '--to', 'Frank McGowan').stderr).toContain(
        'wrote director.eml',
      )
    }))
})

describe('a page', () => {
  it('loads nothing and runs nothing, whatever names there are', () =>
    atDesk((desk) => {
      wholeDesk(desk)
      const hostile = `<script>alert(1)</script>"'&<img src=x onerror=a> | [x](http://evil.example) \`$(id)\` @all www.evil.example`
      const file = 'registrations-2026-11-20.csv'
      desk.write(
        file,
        desk
          .read(file)
          .trimEnd()
          .replace('Polaris Cloud Inc.', hostile.replaceAll('"', '""'))
          .replace('"REG30003"', '"REG|30003<b>`x`"'),
      )
      desk.imports(file)
      const html = desk.phd('digest', '--format', 'html').stdout
      expect(html).toContain(
        `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
      )
      const tags = new Set(
        [...html.matchAll(/<\/?([a-z0-9]+)((?:\s[^<>]*)?)>/gi)].map(([, tag, attributes]) => `${tag}${attributes}`),
      )
      const known =
        /^(?:html(?: lang="en")?|head|meta [a-z-]+="[^"]*"(?: content="[^"]*")?|title|style|body|main|section(?: class="short")?|h1|h2|p|dl(?: class="figures")?|div(?: class="scroll(?: wide)?(?: many)?" tabindex="0" role="group" aria-label="[^"]*")?|dt|dd|small|table|caption|thead|tbody|tr|th(?: scope="(?:col|row)"(?: class="brief")?)?|td(?: class="day")?|code|ul|li|wbr)$/
      expect([...tags].filter((tag) => !known.test(tag))).toEqual([])
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&apos;&amp;&lt;img src=x onerror=a&gt;')
      expect(html).toMatch(/<th scope="col" class="brief">What<\/th>/)
      expect(html).toMatch(/<th scope="row">registration REG\|30003&lt;b&gt;`x`: yours to check<\/th>/)
      expect(html).not.toContain('<script>')
      expect(html.match(/<caption>/g)?.length).toBe(html.match(/<table>/g)?.length)
      const md = desk.phd('digest', '--format', 'md').stdout
      const outsideCode = md.replace(/(`+) ?.+?\1(?!`)/g, '')
      expect(outsideCode).not.toMatch(/[<>]|http:\/\/|www\.evil|(?<!\\)\]\(/)
      const row = md.split('\n').find((line) => line.includes('alert'))
      // Seven bars that are not escaped make the cells of the row: a bar in a name makes none.
      expect(row?.match(/(?<!\\)\|/g)).toHaveLength(6)
    }))

  it('is refused, before anything is done, by a command that has none', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv')
      for (const format of ['html', 'md']) {
        const { code, stderr, stdout } = desk.phd('import', 'sfdc-accounts.csv', '--format', format)
        expect(code).toBe(2)
        expect(stdout).toBe('')
        expect(stderr).toBe(`phd: this command has no --format ${format}\n  use one of: table, json, ndjson, csv\n`)
      }
      expect(desk.phd('imports', 'list').stdout).not.toContain('sfdc-accounts')
      expect(desk.phd('digest', '--format', 'pdf').code).toBe(2)
    }))
})
