import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { escaped, htmlTable, sheetXml, workbook } from '../imports/writers.ts'
import { atDesk, type Desk, root } from './phd.ts'

const HEAD = ['Account ID', 'Account Name', 'Partner Status', 'Partner Track', 'Account Owner', 'Type']
const ACME = ['0014M000AAAAAAM', 'Acme GmbH', 'Authorized', 'Open', 'Ann Lee', 'Partner']
const BOLT = ['0014M000AAAAAAN', 'Bolt & Söhne', 'Authorized', 'Open', 'Ann Lee', 'Partner']

function put(desk: Desk, file: string, bytes: Buffer | string): void {
  writeFileSync(join(desk.folder, file), bytes)
}
function settings(desk: Desk, content: object): void {
  mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
  put(desk, '.config/phd/config.json', JSON.stringify(content))
}
function piped(desk: Desk, input: Buffer | string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const options = { cwd: desk.folder, env: { ...desk.env(), ...env }, input }
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'bin', 'phd.cjs'), ...args], options)
  return { stdout: stdout.toString(), stderr: stderr.toString(), code: status }
}
const csv = (rows: readonly (readonly string[])[], delimiter = ','): string =>
  rows.map((row) => `${row.join(delimiter)}\n`).join('')
const latin = (rows: readonly (readonly string[])[], delimiter?: string): Buffer => Buffer.from(csv(rows, delimiter), 'latin1')
function resultOf(stdout: string) {
  return JSON.parse(stdout).imports[0]
}

describe('an import', () => {
  it('is the same from a workbook, a page and a text, and says how the text is encoded', () =>
    atDesk((desk) => {
      put(desk, 'a.csv', csv([HEAD, ACME, BOLT]))
      put(desk, 'a.xlsx', workbook({ sheets: { Report: sheetXml([['Partners'], [], HEAD, ACME, BOLT]) } }))
      put(desk, 'a.xls', htmlTable([HEAD, ACME, BOLT]))
      const rows = ['a.csv', 'a.xlsx', 'a.xls'].map((file) => resultOf(desk.phd('import', '--json', file).stdout))
      expect(rows).toMatchObject([
        { kind: 'accounts', encoding: 'utf-8', rows: { read: 2, added: 2 } },
        { kind: 'accounts', encoding: 'utf-8', rows: { read: 2, added: 0, changed: 0, unchanged: 2 } },
        { kind: 'accounts', encoding: 'utf-8', rows: { read: 2, added: 0, changed: 0, unchanged: 2 } },
      ])
    }))

  it('rejects a row in which a spreadsheet shows an error, until a person has looked', () =>
    atDesk((desk) => {
      const cell = (value: string, place: string): string =>
        value.startsWith('#')
          ? `<c r="${place}" t="e"><v>${value}</v></c>`
          : `<c r="${place}" t="str"><v>${escaped(value)}</v></c>`
      put(desk, 'a.xlsx', workbook({ sheets: { A: sheetXml([HEAD, ACME, BOLT.with(4, '#REF!')], cell) } }))
      const first = desk.phd('import', '--json', 'a.xlsx')
      expect(first.code).toBe(1)
      expect(resultOf(first.stdout)).toMatchObject({
        rows: { read: 2, added: 1, rejected: 1 },
        problems: [
          {
            line: 3,
            column: 'Account Owner',
            code: 'error_cell',
            message: 'the spreadsheet shows the error "#REF!" here; expected a value',
          },
        ],
      })
      expect(desk.read('a.rejects.csv')).toContain('#REF!')
      expect(resultOf(desk.phd('import', '--json', 'a.rejects.csv').stdout).status).toBe('refused')
    }))

  it('takes the sheet and the delimiter that are named', () =>
    atDesk((desk) => {
      const sheets = { Old: sheetXml([HEAD, ACME]), New: sheetXml([HEAD, BOLT]) }
      put(desk, 'a b.xlsx', workbook({ sheets }))
      expect(desk.phd('import', 'a b.xlsx').stdout).toContain('choose one: phd import --sheet Old "a b.xlsx"')
      expect(resultOf(desk.phd('import', '--json', '--sheet', '2', 'a b.xlsx').stdout).rows.added).toBe(1)
      put(desk, 'd.csv', csv([HEAD, ACME], ';'))
      for (const delimiter of ['semicolon', ';']) {
        expect(resultOf(desk.phd('import', '--json', '--delimiter', delimiter, 'd.csv').stdout).rows.read).toBe(1)
      }
      expect(resultOf(desk.phd('import', '--json', '--delimiter', 'comma', 'd.csv').stdout).status).toBe('refused')
      expect(desk.phd('import', '--delimiter', 'x', 'd.csv').code).toBe(2)
    }))

  it('names both delimiters where a file reads with either', () =>
    atDesk((desk) => {
      put(desk, 'a.csv', 'Partner,Region,Open Reqs Met?\nPartner;Region;Open Reqs Met?\nAcme;EMEA;Yes\n')
      const { stdout, code } = desk.phd('import', 'a.csv')
      expect(code).toBe(5)
      expect(stdout).toContain('choose one: phd import --delimiter comma a.csv or phd import --delimiter semicolon a.csv')
      expect(resultOf(desk.phd('import', '--json', '--delimiter', 'semicolon', 'a.csv').stdout).rows.read).toBe(1)
    }))
})

describe('an encoding', () => {
  it('that is not UTF-8 is refused with its cells and the command that reads it', () =>
    atDesk((desk) => {
      put(desk, "it's.csv", latin([HEAD, ACME, BOLT, ACME.with(0, '0014M000AAAAAAO').with(4, 'Zoë')]))
      const { stdout, code } = desk.phd('import', '--kind', 'accounts', "it's.csv")
      expect(code).toBe(5)
      expect(stdout).toContain(
        'line 3: not valid UTF-8; read as Windows-1252 it would be line 3, Account Name: "Bolt & Söhne"; line 4, Account Owner: "Zoë"',
      )
      expect(stdout).toContain(`phd import --kind accounts --encoding windows-1252 "it's.csv"`)
      expect(resultOf(desk.phd('import', '--json', '--encoding', 'latin1', "it's.csv").stdout)).toMatchObject({
        encoding: 'windows-1252',
        rows: { added: 3 },
      })
    }))

  it('of UTF-16 without its mark is named, not guessed', () =>
    atDesk((desk) => {
      put(desk, 'a.csv', Buffer.from(csv([HEAD, ACME]), 'utf16le'))
      expect(desk.phd('import', 'a.csv').stdout).toContain('phd import --encoding utf-16le a.csv')
      expect(resultOf(desk.phd('import', '--json', '--encoding', 'utf-16le', 'a.csv').stdout).encoding).toBe('utf-16le')
    }))

  it('phd does not know is a usage error', () =>
    atDesk((desk) => {
      const { code, stderr } = desk.phd('import', '--encoding', 'klingon', 'a.csv')
      expect([code, stderr]).toEqual([2, expect.stringContaining('windows-1252')])
    }))

  it('that the settings name for a kind is used for that kind alone', () =>
    atDesk((desk) => {
      settings(desk, { encodings: { accounts: 'windows-1252' } })
      put(desk, 'a.csv', latin([HEAD, BOLT]))
      put(desk, 'utf8.csv', csv([HEAD, BOLT]))
      put(
        desk,
        'd.csv',
        latin([
          ['Partner', 'Region', 'Open Reqs Met?'],
          ['Söhne', 'EMEA', 'Yes'],
        ]),
      )
      expect(resultOf(desk.phd('import', '--json', 'a.csv').stdout)).toMatchObject({
        encoding: 'windows-1252',
        rows: { added: 1 },
      })
      expect(resultOf(desk.phd('import', '--json', 'utf8.csv').stdout)).toMatchObject({
        encoding: 'utf-8',
        rows: { unchanged: 1 },
      })
      expect(resultOf(desk.phd('import', '--json', 'd.csv').stdout)).toMatchObject({
        status: 'refused',
        reason: { code: 'bad_encoding' },
      })
      settings(desk, { encodings: { account: 'windows-1252' } })
      expect(desk.phd('import', 'a.csv').code).toBe(2)
      settings(desk, { encodings: { accounts: 'klingon' } })
      expect(desk.phd('import', 'a.csv').code).toBe(2)
    }))

  it('used twice is said with what the text would have been', () =>
    atDesk((desk) => {
      for (const [name, was] of [
        ['MÃ¼ller GmbH', 'Müller GmbH'],
        ['GitLabâ€™s', 'GitLab’s'],
      ] as const) {
        put(desk, 'a.csv', csv([HEAD, ACME.with(1, name)]))
        expect(desk.phd('import', 'a.csv').stdout).toContain(`"${name}", which would have been "${was}"`)
      }
    }))
})

describe('what a spreadsheet did to an export', () => {
  it('is noted where it made dates of some cells and left others as text', () =>
    atDesk((desk) => {
      const rows = [
        [...HEAD, 'Signed Contract Date'],
        [...ACME, '2023-05-04'],
        [...BOLT, '13/04/2023'],
      ]
      const codes = (file: string): string[] =>
        resultOf(desk.phd('import', '--json', '--dry-run', file).stdout).warnings.map(({ code }: { code: string }) => code)
      writeFileSync(join(desk.folder, 'opened.xlsx'), workbook({ sheets: { A: sheetXml(rows) } }))
      writeFileSync(join(desk.folder, 'whole.xlsx'), workbook({ sheets: { A: sheetXml(rows.slice(0, 2)) } }))
      expect([codes('opened.xlsx'), codes('whole.xlsx')]).toEqual([['dates_half_converted'], []])
    }))
})

describe('a file with the mark of UTF-8 that is not UTF-8', () => {
  it('is refused without the advice to name an encoding, for the mark goes before it', () =>
    atDesk((desk) => {
      writeFileSync(join(desk.folder, 'a.csv'), Buffer.concat([Buffer.from('\ufeff'), latin([HEAD, BOLT])]))
      for (const options of [[], ['--encoding', 'windows-1252']]) {
        const { reason } = resultOf(desk.phd('import', '--json', ...options, 'a.csv').stdout)
        expect([reason.code, reason.hint]).toEqual(['bad_encoding', 'export it again as UTF-8'])
      }
    }))
})

describe('standard input', () => {
  it('is read like a file, and nothing of it is left behind', () =>
    atDesk((desk) => {
      mkdirSync(join(desk.folder, 'tmp'))
      const env = { TMPDIR: join(desk.folder, 'tmp') }
      const first = piped(desk, csv([HEAD, ACME, BOLT.with(0, 'x')]), ['import', '--json', '-'], env)
      expect([first.code, resultOf(first.stdout)]).toMatchObject([
        1,
        { file: 'standard input', rows: { read: 2, added: 1, rejected: 1 }, rejects: 'standard-input.rejects.csv' },
      ])
      expect(existsSync(join(desk.folder, 'standard-input.rejects.csv'))).toBe(true)
      const book = workbook({ sheets: { A: sheetXml([HEAD, ACME]) } })
      expect(resultOf(piped(desk, book, ['import', '--json', '-'], env).stdout).rows.unchanged).toBe(1)
      expect(piped(desk, '', ['import', '-'], env)).toMatchObject({
        code: 5,
        stdout: expect.stringContaining('standard input is empty'),
      })
      expect(readdirSync(join(desk.folder, 'tmp'))).toEqual([])
      expect(desk.phd('imports', 'list').stdout).toContain('standard input')
    }))
  it('is read once in a command', () =>
    atDesk((desk) => {
      expect(piped(desk, 'x', ['import', '-', '-']).code).toBe(2)
    }))
  it('that cannot be kept is refused', () =>
    atDesk((desk) => {
      const { code, stdout } = piped(desk, 'x', ['import', '--json', '-'], { TMPDIR: join(desk.folder, 'none') })
      expect([code, resultOf(stdout).reason.code]).toEqual([5, 'no_room'])
    }))
  it('makes a certification report', () =>
    atDesk((desk) => {
      desk.put('broken/acme-users.csv')
      const { stdout, code } = piped(desk, desk.read('acme-users.csv'), ['cert-report', '--from', '-', '--format', 'csv'])
      expect([code, stdout]).toEqual([0, desk.phd('cert-report', '--from', 'acme-users.csv', '--format', 'csv').stdout])
    }))
  it.skipIf(spawnSync('script', ['--version']).status !== 0)('at a terminal is a usage error', () =>
    atDesk((desk) => {
      const command = `${process.execPath} ${join(root, 'bin', 'phd.cjs')} import -`
      const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], {
        cwd: desk.folder,
        env: desk.env(),
        encoding: 'utf8',
        input: '',
      })
      expect([status, stdout]).toEqual([2, expect.stringContaining('pipe an export in')])
    }),
  )
})
