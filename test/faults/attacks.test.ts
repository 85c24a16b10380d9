import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { Parser } from 'htmlparser2'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures, type Run, root } from '../cli/phd.ts'
import { sheetXml, spreadsheetMl, workbook, workbookParts, zip } from '../imports/writers.ts'
import { stateOf } from './state.ts'

/*
 * What an attacker could send: files that are made to be slow or large, keys that reach into the program, and values that are
 * told to a spreadsheet, a page, a terminal or the database as commands. The rows are ones that the import takes.
 */

interface Ended extends Run {
  /** How long it worked; what others took of the machine does not count. */
  seconds: number
  /** The most memory that it took, in MiB, and what stands in every object at its end. */
  memory: number
  polluted: string[]
}

/** Runs the built program, and looks at it from within at its end. */
function watched(desk: Desk, args: readonly string[]): Ended {
  const hook = join(desk.folder, 'watch.cjs')
  const seen = join(desk.folder, 'seen.json')
  writeFileSync(
    hook,
    `process.on('exit', () => {
      const fs = require('node:fs'), here = []
      for (const key in {}) here.push(key)
      for (const key of ['polluted', 'isAdmin', 'db', 'format']) if (key in {} || key in [] || key in (() => {})) here.push(key)
      const peak = /VmHWM:\\s+(\\d+)/.exec(fs.existsSync('/proc/self/status') ? fs.readFileSync('/proc/self/status', 'utf8') : '')
      const { user, system } = process.cpuUsage()
      fs.writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ seconds: (user + system) / 1e6, memory: peak ? peak[1] / 1024 : 0, polluted: here }))
    })`,
  )
  return { ...desk.run(args, { NODE_OPTIONS: `--require ${hook}` }), ...JSON.parse(readFileSync(seen, 'utf8')) }
}

const MEBI = 1 << 20
const HEAD = ['Account ID', 'Account Name', 'Partner Status', 'Partner Track']

describe('a workbook made to be large when it is read', () => {
  const nested = (levels: number): string => `${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`
  const sheet = sheetXml([HEAD])
  const entities = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]>`
  const BOMBS: readonly (readonly [string, string, () => Buffer])[] = [
    ['a sheet of 400 MiB in some kilobytes', 'bomb.xlsx', () => zip(parts({ sheet: Buffer.alloc(400 * MEBI, 32) }))],
    [
      'an archive within an archive',
      'bomb.xlsx',
      () => zip([{ name: 'inner.xlsx', data: zip(parts({ sheet: Buffer.alloc(50 * MEBI, 32) })) }]),
    ],
    [
      'entities within entities',
      'bomb.xlsx',
      () => zip(parts({ sheet: Buffer.from(entities + sheet.replace('<sheetData>', '<sheetData>&j;')) })),
    ],
    [
      'a file of the system as an entity',
      'bomb.xlsx',
      () =>
        zip(
          parts({
            sheet: Buffer.from(`<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${sheet.replace('Account Name', '&f;')}`),
          }),
        ),
    ],
    [
      'a hundred thousand levels',
      'bomb.xlsx',
      () => zip(parts({ sheet: Buffer.from(sheet.replace('<sheetData>', `<sheetData>${nested(100_000)}`)) })),
    ],
    [
      'a hundred thousand attributes',
      'bomb.xlsx',
      () =>
        zip(
          parts({
            sheet: Buffer.from(sheet.replace('<row', `<row ${Array.from({ length: 100_000 }, (_, i) => `a${i}="1"`).join(' ')}`)),
          }),
        ),
    ],
    [
      'one cell of 60 MiB',
      'bomb.xlsx',
      () => zip(parts({ sheet: Buffer.from(sheet.replace('Account Name', 'A'.repeat(60 * MEBI))) })),
    ],
    [
      'a cell in the last column of the last row',
      'bomb.xlsx',
      () =>
        workbook({
          sheets: {
            A: sheet.replace('</sheetData>', '<row r="99999999"><c r="ZZZZZZZ99999999" t="n"><v>1</v></c></row></sheetData>'),
          },
        }),
    ],
    [
      'an XML spreadsheet with entities',
      'bomb.xls',
      () =>
        Buffer.from(
          spreadsheetMl({ A: '<Row><Cell><Data>&j;</Data></Cell></Row>' }).replace(/^(<\?xml[^>]*>)?/, `$1${entities}`),
        ),
    ],
    [
      'an XML spreadsheet that skips to the end',
      'bomb.xls',
      () =>
        Buffer.from(spreadsheetMl({ A: '<Row ss:Index="2147483647"><Cell ss:Index="2147483647"><Data>1</Data></Cell></Row>' })),
    ],
    ['a table of a page within tables', 'bomb.xls', () => Buffer.from(`<html><body>${'<table><tr><td>'.repeat(100_000)}`)],
    [
      'a cell of a page over a thousand million columns',
      'bomb.xls',
      () => Buffer.from('<table><tr><td colspan="999999999" rowspan="999999999">a</td></tr></table>'),
    ],
    ['a line of 60 MiB', 'bomb.csv', () => Buffer.alloc(60 * MEBI, 'a')],
    [
      'a quote that never ends',
      'bomb.csv',
      () => Buffer.concat([Buffer.from(`${HEAD.join(',')}\n"`), Buffer.alloc(60 * MEBI, 'a,\n')]),
    ],
    ['a million columns', 'bomb.csv', () => Buffer.from(`${'a,'.repeat(1_000_000)}\n`)],
  ]

  function parts({ sheet: data }: { sheet: Buffer }) {
    return workbookParts({ sheets: { A: sheet } }).map((part) => (part.name.endsWith('sheet1.xml') ? { ...part, data } : part))
  }

  it.each(BOMBS)(
    'is refused within ten seconds and 400 MiB: %s',
    (_, name, bytes) =>
      atDesk((desk) => {
        writeFileSync(join(desk.folder, name), bytes())
        const { code, memory, seconds, stdout, stderr } = watched(desk, ['import', name])
        expect([code, stdout + stderr]).toEqual([5, expect.stringContaining(name)])
        expect(stdout + stderr).not.toContain('root:')
        expect((stdout + stderr).length).toBeLessThan(10_000)
        expect(memory).toBeLessThan(400)
        expect(seconds).toBeLessThan(10)
      }),
    40_000,
  )
})

describe('words and mails made to be slow', () => {
  const LONG = 64_000
  const repeated = (piece: string): string => piece.repeat(Math.ceil(LONG / piece.length)).slice(0, LONG)
  const PIECES = [
    'a',
    ' ',
    '\t',
    '>',
    '> ',
    '-',
    '_',
    '*',
    '.',
    '@',
    'a@',
    'a.',
    '<',
    '<a',
    '(',
    '[',
    '"',
    "'",
    'On ',
    'Q-1',
    '006',
    'wrote: ',
    'Re: ',
    '=?utf-8?q?a?= ',
    'http://',
    'a\n',
    '\n',
    ' \n',
    '-\n',
    'From: ',
    '1 ',
    '1-',
    'ä',
    '\u00a0',
    '\u200b',
    'PO-',
    '&',
    '&#1;',
    '<b>',
    '<!--',
  ]
  const mail = (subject: string, body: string, type = 'text/plain'): string =>
    `From: Ann <ann@cobaltlabs10.example>\r\nTo: partnersupport@gitlab.com\r\nSubject: ${subject}\r\nMessage-ID: <a@b.example>\r\nDate: Fri, 20 Nov 2026 08:00:00 +0000\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${body}\r\n`

  it(
    'are classified in time, whatever is repeated in them',
    () =>
      atDesk((desk) => {
        desk.imported()
        mkdirSync(join(desk.folder, 'slow'))
        for (const [i, piece] of PIECES.entries()) {
          const body = repeated(piece)
          const line = body.replace(/[\r\n]/g, ' ')
          writeFileSync(join(desk.folder, 'slow', `${i}-body.eml`), mail('Quote', `${body}!`))
          writeFileSync(join(desk.folder, 'slow', `${i}-subject.eml`), mail(`${line.slice(0, 8000)}!`, 'Hello'))
          writeFileSync(join(desk.folder, 'slow', `${i}-html.eml`), mail('Quote', `<p>${body}!`, 'text/html'))
        }
        const { code, seconds, memory } = watched(desk, ['mail', 'classify', 'slow', '--json'])
        expect([0, 4]).toContain(code)
        // A hundred and twenty mails; one that is slow takes minutes.
        expect(seconds).toBeLessThan(40)
        expect(memory).toBeLessThan(600)
      }),
    90_000,
  )

  it('are not patterns where they are in a list of words, of phd’s or of one’s own', () =>
    atDesk((desk) => {
      desk.imported()
      const rules = JSON.parse(readFileSync(join(root, 'data', 'mail-rules.json'), 'utf8'))
      const slow = ['(a+)+$', '(a|a)*b', '([a-z]+)*!', '.*.*.*.*x', '(', '[', '\\', '*', '**', '+', '$', '^', 'a{1,99999}']
      for (const list of [
        rules.autoReply.subjects,
        rules.autoReply.bodies,
        rules.bounce.subjects,
        rules.bounce.senders,
        rules.docusign.otherNotices,
        rules.docusign.loa,
        rules.docusign.completed,
        rules.endings.closings,
        rules.endings.disclaimers,
        rules.olderText.lines,
        rules.olderText.forwarded,
        rules.olderText.from,
        rules.olderText.others,
        rules.claims,
        rules.publicDomains,
        rules.attachments.never,
        rules.attachments.archives,
      ])
        list.unshift(...slow)
      for (const each of rules.rules) each.all[0]?.unshift(...slow)
      rules.olderText.wrote.unshift(...slow.map((word) => [word, word]))
      writeFileSync(join(desk.folder, 'own.json'), JSON.stringify(rules))
      writeFileSync(join(desk.folder, 'a.eml'), mail('a'.repeat(5000), `${'a'.repeat(LONG)}!`))
      writeFileSync(join(desk.folder, 'b.eml'), mail('Completed', `${'a '.repeat(LONG / 2)}!`))
      const { code, seconds, stderr } = watched(desk, ['mail', 'route', 'a.eml', 'b.eml', '--dry-run', '--rules', 'own.json'])
      expect([0, 1, 4], stderr).toContain(code)
      expect(seconds).toBeLessThan(10)
    }))
})

describe('keys that reach into the program', () => {
  const KEYS =
    '"__proto__":{"polluted":"yes","isAdmin":true,"format":"csv","db":"evil.db"},"constructor":{"prototype":{"polluted":"yes"}}'
  const inside = (json: string): string => json.replace('{', `{${KEYS},`)

  it(
    'pollute nothing where they stand in a map, a plan, settings, rules or a result',
    () =>
      atDesk((desk) => {
        desk.putAll('desk')
        expect(desk.phd('import', 'sfdc-accounts.csv', 'sfdc-users.csv').code).toBe(0)
        desk.phd('cam', 'plan', '--out', 'plan.json')
        writeFileSync(join(desk.folder, 'edited.json'), inside(desk.read('plan.json')))
        desk.write('deep.json', desk.read('plan.json').replace('"subject": {', `"subject": {${KEYS},`))
        desk.write(
          'map.json',
          inside('{"kind":"accounts","columns":{"Account ID":"id","__proto__":"name","constructor":"status"}}'),
        )
        desk.write('columns.json', `{"kind":"accounts","columns":{${KEYS}}}`)
        writeFileSync(join(desk.folder, 'rules.json'), inside(readFileSync(join(root, 'data', 'mail-rules.json'), 'utf8')))
        desk.write(
          'result.csv',
          '__proto__,constructor,Id,OwnerId,STATUS',
          'polluted,polluted,0014M000AAAAAAMQY5,0054M000AAAAAAEQY5,Item Updated',
        )
        desk.put('mails/mail-001.eml')
        const before = stateOf(desk.db)
        const commands: readonly (readonly [number | null, ...string[]])[] = [
          [null, 'cam', 'show', 'edited.json'],
          [null, 'cam', 'export', 'edited.json', '--out', 'out', '--dry-run'],
          [null, 'cam', 'export', 'deep.json', '--out', 'out', '--dry-run'],
          [2, 'import', '--map', 'map.json', 'sfdc-accounts.csv'],
          [2, 'import', '--map', 'columns.json', 'sfdc-accounts.csv'],
          [null, 'mail', 'route', 'mail-001.eml', '--dry-run', '--rules', 'rules.json'],
          [null, 'cam', 'reconcile', 'result.csv', '--dry-run'],
        ]
        for (const [wanted, ...args] of commands) {
          const { code, polluted, stderr, stdout } = watched(desk, args)
          expect(polluted, args.join(' ')).toEqual([])
          expect(code, args.join(' ') + stderr + stdout).not.toBe(70)
          if (wanted !== null) expect(code, args.join(' ') + stderr + stdout).toBe(wanted)
        }
        expect(stateOf(desk.db)).toEqual(before)
        mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
        for (const settings of [
          `{${KEYS}}`,
          `{"encodings":{${KEYS}}}`,
          `{"dateOrder":{${KEYS}}}`,
          `{"contractedTerritories":{"field":"A__c","values":{${KEYS}}}}`,
        ]) {
          desk.write('.config/phd/config.json', settings)
          const { code, polluted, stdout, stderr } = watched(desk, ['loa', 'check', 'Cobalt Labs 1 GmbH'])
          expect(polluted, settings).toEqual([])
          expect(code, settings + stderr + stdout).toBe(settings.includes('contractedTerritories') ? 4 : 2)
        }
      }),
    60_000,
  )
})

describe('names of columns', () => {
  const EVIL = [
    'x"); DROP TABLE accounts;--',
    "x'); DELETE FROM audit;--",
    'name) VALUES (1); --',
    '`id`',
    '[id]',
    'rowid',
    'valid_to',
    'version',
    'extra',
    '@id',
    ':id',
    '?1',
    '$.name',
    '__proto__',
    'constructor',
    '=1+1',
    '<script>alert(1)</script>',
    '\u202egnp',
  ]

  it('are never a part of a statement: they are kept as they are, and asked for as they are', () =>
    atDesk((desk) => {
      desk.imported()
      const head = [...HEAD, 'Account Owner', ...EVIL]
      const row = [
        '0014M000AAAAAAMQY5',
        'Cobalt Labs 1 GmbH',
        'Authorized',
        'Open',
        'Tristan Ouin',
        ...EVIL.map((_, i) => `value ${i}`),
      ]
      writeFileSync(join(desk.folder, 'evil.csv'), stringify([head, row]))
      const tables = (): unknown => {
        const db = new Database(desk.db)
        try {
          return db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
        } finally {
          db.close()
        }
      }
      const before = tables()
      const { code, stderr, stdout } = desk.phd('import', 'evil.csv')
      expect([code, stderr + stdout]).toEqual([0, expect.any(String)])
      expect(tables()).toEqual(before)
      expect(desk.phd('imports', 'show', '4', '--diff', '--json').stdout).toContain('DROP TABLE accounts')
      writeFileSync(
        join(desk.folder, 'map.json'),
        JSON.stringify({
          kind: 'accounts',
          columns: { 'x"); DROP TABLE accounts;--': 'website', 'Account ID': 'id', 'Account Name': 'name' },
          ignore: EVIL.slice(1),
        }),
      )
      expect(desk.phd('import', '--map', 'map.json', 'evil.csv').code).not.toBe(70)
      expect(tables()).toEqual(before)
      expect(desk.phd('loa', 'check', 'Cobalt Labs 1 GmbH').code).not.toBe(70)
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))
})

describe('values that are told as commands', () => {
  const NAMES = [
    '=1+1',
    "=cmd|' /C calc'!A0",
    '@SUM(1)',
    '+1+cmd|x',
    '-2+3+A1',
    '＝1+1',
    'Acme;=1+1',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '\u202eevil\u202c GmbH',
    'Acme \u001b[2J\u001b]52;c;cm0=\u0007 Ltd',
    'Acme \u009b31m Ltd',
    '{{ desk_mailbox }} {% if true %}x{% endif %}',
    '`touch evil` $(touch evil)',
    '--db=evil.db',
    '../../etc/passwd',
  ]

  /** Replaces texts of a table's rows by the names, one after the other. */
  function withNames(file: string, columns: readonly string[], target: string, desk: Desk): void {
    const rows = parse(readFileSync(join(fixtures, file)), { bom: true, relax_column_count: true }) as string[][]
    const at = rows.findIndex((row) => columns.every((column) => row.includes(column)))
    for (const [i, row] of rows.slice(at + 1).entries()) {
      for (const [j, column] of columns.entries()) {
        const place = rows[at]?.indexOf(column) ?? -1
        // The first columns name the partner: they must go on fitting each other in every file.
        row[place] = NAMES[(i + j) % NAMES.length] ?? ''
      }
      if (i + 1 >= NAMES.length) break
    }
    writeFileSync(join(desk.folder, target), stringify(rows))
  }

  function hostile(desk: Desk, { withStaff } = { withStaff: true }): Desk {
    withNames(
      'desk/sfdc-accounts.csv',
      withStaff ? ['Account Name', 'Account Owner', 'Billing State/Province', 'Contracted Territories'] : ['Account Name'],
      'accounts.csv',
      desk,
    )
    withNames(
      'desk/impartner-users.csv',
      ['Account Name', 'User: Full Name', 'User: Mailing Street', 'User: Mailing City', 'User: Phone'],
      'users.csv',
      desk,
    )
    withNames(
      'desk/sfdc-opportunities.csv',
      ['Opportunity Name', 'Account Name', 'Opportunity Owner', 'Channel Manager'],
      'opportunities.csv',
      desk,
    )
    withNames(
      'desk/sfdc-registrations.csv',
      ['Registration Name', 'Partner Account', 'Customer Account'],
      'registrations.csv',
      desk,
    )
    withNames('desk/nfr-licenses.csv', ['Account Name'], 'licences.csv', desk)
    withNames('desk/sfdc-users.csv', withStaff ? ['NAME'] : [], 'staff.csv', desk)
    for (const file of ['accounts.csv', 'users.csv', 'opportunities.csv', 'registrations.csv', 'licences.csv', 'staff.csv']) {
      const { stdout, code } = desk.phd('import', file, '--json')
      const [{ rows }] = JSON.parse(stdout).imports
      expect([0, 1], file + stdout).toContain(code)
      // They are rows that the import takes.
      expect(rows.added + (rows.changed ?? 0), file).toBeGreaterThan(NAMES.length / 2)
    }
    return desk
  }

  const READS: readonly (readonly string[])[] = [
    ['loa', 'check', '--all'],
    ['nfr', 'check', '--all'],
    ['nfr', 'expiring', '--within', '700'],
    ['partner', 'find', 'a'],
    ['partner', 'show', '0014M000AAAAAAMQY5', '--history'],
    ['partner', 'show', '=1+1'],
    ['partner', 'alias', 'list'],
    ['loa', 'check', '<script>alert(1)</script>'],
    ['loa', 'check', 'no such \u001b[2J =1+1'],
    ['cert-report', '=1+1'],
    ['cert-report', '0014M000AAAAAAMQY5'],
    ['imports', 'list'],
    ['imports', 'show', '1', '--diff'],
    ['imports', 'show', '2', '--diff'],
    ['imports', 'show', '3', '--diff'],
    ['cam', 'plan'],
    ['cam', 'owner', '0014M000AAAAAAMQY5'],
    ['cam', 'mapping', 'check'],
    ['doctor'],
    ['audit', 'list'],
    ['loa', 'list'],
    ['nfr', 'list'],
    ['mail', 'list'],
    ['mail', 'classify', 'mails'],
    ['mail', 'route', 'mails', '--dry-run'],
  ]

  const NUMBER = /^[+-]?\d{1,3}([ ,.]?\d{3})*([.,]\d+)?\s?%?$/
  const PHONE = /^\+[0-9][0-9 ().\-/]{4,24}$/
  /** Whether a spreadsheet would take a cell for a formula: at its beginning, or behind what another locale separates by. */
  function isFormula(cell: string): boolean {
    if (NUMBER.test(cell) || PHONE.test(cell)) return false
    return /^[\s\0]*[=+\-@＝＋－＠]/.test(cell) || /^[\t\r\n\0]/.test(cell) || /[;\t\r\n][ ]*[=@＝＠]/.test(cell)
  }
  const RAW = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

  function putMails(desk: Desk): void {
    mkdirSync(join(desk.folder, 'mails'))
    for (const [i, name] of NAMES.entries()) {
      const encoded = `=?utf-8?B?${Buffer.from(name).toString('base64')}?=`
      const content = [
        `From: ${encoded} <mei.smith0@cobaltlabs10.example>`,
        'To: partnerorderops@gitlab.com',
        `Subject: =?utf-8?B?${Buffer.from(`Purchase order Q-100000 ${name}\r\nBcc: evil@evil.example`).toString('base64')}?=`,
        `Message-ID: <${i}@cobaltlabs10.example>`,
        'Date: Fri, 20 Nov 2026 08:00:00 +0000',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.from(`Please find our purchase order for Q-100000.\n${name}\n`).toString('base64'),
        '--b',
        'Content-Type: application/pdf',
        `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(`${name}\r\nBcc: evil@evil.example.pdf`).replace(/'/g, '%27')}`,
        'Content-Transfer-Encoding: base64',
        '',
        'JVBERi0xLjQK',
        '--b--',
        '',
      ]
      writeFileSync(join(desk.folder, 'mails', `mail-${i}.eml`), content.join('\r\n'))
    }
  }

  it(
    'reach no spreadsheet, terminal or document as what they are, in whatever form a command prints',
    () =>
      atDesk((desk) => {
        hostile(desk)
        putMails(desk)
        for (const args of READS) {
          for (const format of ['table', 'csv', 'json', 'ndjson']) {
            const { code, stdout, stderr } = desk.phd(...args, '--format', format)
            const what = `${args.join(' ')} --format ${format}`
            expect(code, what + stderr).not.toBe(70)
            expect(RAW.exec(stdout + stderr)?.[0], what).toBeUndefined()
            if (format === 'json' && stdout !== '') JSON.parse(stdout)
            if (format !== 'csv' || stdout === '') continue
            const cells = (parse(stdout, { bom: true, relax_column_count: true }) as string[][]).flat()
            expect(cells.filter(isFormula), what).toEqual([])
          }
        }
      }),
    240_000,
  )

  it(
    'are not markup in a page, and not files of a load',
    () =>
      atDesk((desk) => {
        hostile(desk, { withStaff: false })
        desk.phd('cam', 'plan', '--out', 'plan.json', '--html', 'plan.html')
        desk.phd('cam', 'show', 'plan.json', '--html', 'show.html')
        for (const page of ['plan.html', 'show.html']) {
          const tags = new Set<string>()
          const attributes = new Set<string>()
          const parser = new Parser({
            onopentag: (name, given) => {
              tags.add(name)
              for (const each of Object.keys(given)) attributes.add(each)
            },
          })
          parser.end(desk.read(page))
          for (const tag of ['script', 'img', 'iframe', 'a', 'form', 'svg'])
            expect(tags.has(tag), `${page}: <${tag}>`).toBe(false)
          expect([...attributes].filter((name) => name.startsWith('on') || ['src', 'href', 'srcset'].includes(name))).toEqual([])
          expect(desk.read(page)).toContain("default-src 'none'")
          expect(desk.read(page)).toContain('&lt;script&gt;')
          expect(RAW.test(desk.read(page)), page).toBe(false)
        }
        desk.phd('cam', 'export', 'plan.json', '--out', 'out')
        for (const name of readdirSync(join(desk.folder, 'out'))) {
          if (!/^account-owners(?:\.rollback)?\.csv$/.test(name)) continue
          const [, ...rows] = parse(desk.read(`out/${name}`), { bom: true }) as string[][]
          for (const row of rows) for (const cell of row) expect(cell, name).toMatch(/^(?:00[15][A-Za-z0-9]{15})?$/)
        }
      }),
    60_000,
  )

  it(
    'add no header and no path to a draft, whatever a file is called',
    () =>
      atDesk(async (desk) => {
        desk.putAll('desk')
        const exports = ['sfdc-accounts', 'impartner-users', 'sfdc-opportunities', 'sfdc-registrations', 'sfdc-users']
        expect(desk.phd('import', ...exports.map((name) => `${name}.csv`)).code).toBe(0)
        mkdirSync(join(desk.folder, 'mails'))
        let given = 0
        for (const file of readdirSync(join(fixtures, 'mails')).filter((name) => name.endsWith('.eml'))) {
          const name = encodeURIComponent(
            `${NAMES[given % NAMES.length]}${given++ % 3 === 0 ? '\r\nBcc: evil@evil.example' : ''}.pdf`,
          ).replaceAll("'", '%27')
          const mail = readFileSync(join(fixtures, 'mails', file), 'latin1')
          const named = mail.replace(/; name="[^"]*"/g, '').replace(/filename="[^"]*"/g, `filename*=utf-8''${name}`)
          writeFileSync(join(desk.folder, 'mails', file), named, 'latin1')
        }
        desk.phd('mail', 'route', 'mails', '--drafts', 'drafts')
        const names = readdirSync(join(desk.folder, 'drafts'))
        expect(names.length).toBeGreaterThan(0)
        let attached = 0
        for (const name of names) {
          expect(name).toMatch(/^[a-z0-9][a-z0-9.-]*$/)
          if (!name.endsWith('.eml')) continue
          const bytes = readFileSync(join(desk.folder, 'drafts', name))
          const head = bytes.toString('latin1').split('\r\n\r\n', 1)[0] ?? ''
          expect(head.toLowerCase(), name).not.toMatch(/^bcc:/m)
          const draft = await PostalMime.parse(bytes)
          expect([...(draft.to ?? []), ...(draft.cc ?? []), ...(draft.bcc ?? [])].map((each) => each.address)).not.toContain(
            'evil@evil.example',
          )
          for (const { filename } of draft.attachments) {
            attached++
            expect(filename ?? '', name).toMatch(/^[^\\/:*?"<>|\r\n]+$/)
            expect(RAW.test(filename ?? '')).toBe(false)
          }
        }
        expect(readdirSync(desk.folder)).not.toContain('evil')
        expect(attached).toBeGreaterThan(0)
      }),
    60_000,
  )
})
