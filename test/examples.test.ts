/** The examples of the pages on adding something: taken from the page, put into a copy of the repository, compiled and run there. */

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { blocksOf, readPage } from '../scripts/docs.ts'
import { readHouse } from './architecture/house.ts'
import { RULES } from './architecture/rules.ts'
import { root } from './cli/phd.ts'

/** A copy of the repository with the files of a page, each of which stands below a heading that names it. */
class Example {
  readonly folder = mkdtempSync(join(tmpdir(), 'phd-test-'))
  readonly files: readonly string[]

  constructor(page: string) {
    for (const name of [
      'src',
      'test',
      'scripts',
      'bin',
      'docs',
      'package.json',
      'tsconfig.json',
      'biome.json',
      'README.md',
      'CHANGELOG.md',
    ])
      cpSync(join(root, name), join(this.folder, name), { recursive: true })
    writeFileSync(join(this.folder, 'vitest.config.ts'), 'export default { test: { testTimeout: 180_000 } }\n')
    for (const name of ['node_modules', 'data', 'fixtures']) symlinkSync(join(root, name), join(this.folder, name))
    const found = [...page.matchAll(/^## [^\n]*`(\S+\.ts)`$(.*?)^```ts\n(.*?)^```$/gms)]
    for (const [, path = '', , text = ''] of found) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true })
      writeFileSync(join(this.folder, path), text)
    }
    this.files = found.map(([, path = '']) => path)
  }

  edit(path: string, edits: readonly (readonly [place: RegExp, put: string])[]): this {
    let text = readFileSync(join(this.folder, path), 'utf8')
    for (const [place, put] of edits) {
      if (!place.test(text)) throw new Error(`${path} has nothing like ${place}`)
      text = text.replace(place, put)
    }
    writeFileSync(join(this.folder, path), text)
    return this
  }

  /** Runs a script in the copy and gives what it printed; throws that if it fails. */
  run(...script: string[]): string {
    const { PATH, HOME } = process.env
    const options = {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { PATH, HOME, PHD_DB: join(this.folder, 'phd.db') },
    } as const
    try {
      return execFileSync(process.execPath, script, options)
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string }
      throw new Error(`${stdout}\n${stderr}`)
    }
  }

  /** Compiles the source and the files of the page, which must stand there as the formatter has them. */
  compile(): void {
    const include = ['src', ...this.files]
    writeFileSync(join(this.folder, 'tsconfig.example.json'), JSON.stringify({ extends: './tsconfig.json', include }))
    this.run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.example.json')
    this.run('node_modules/@biomejs/biome/bin/biome', 'check', '--vcs-enabled=false', ...this.files)
  }

  offenses(): string[] {
    const house = readHouse(join(this.folder, 'src'))
    const own = this.files.map((path) => path.replace('src/', ''))
    const offenses = RULES.flatMap(({ check }) => check(house))
    return offenses.filter(({ what }) => own.some((path) => what.includes(path))).map(({ sentence }) => sentence)
  }

  test(...files: string[]): void {
    this.run('node_modules/vitest/vitest.mjs', 'run', ...files.map((file) => `test/${file}.test.ts`))
  }
}

const examples: Example[] = []
afterAll(() => {
  for (const { folder } of examples) rmSync(folder, { recursive: true, force: true })
})

function exampleOf(page: string): Example {
  const example = new Example(page)
  examples.push(example)
  return example
}

describe('the page on adding a job', () => {
  const page = readPage('docs/adding-a-job.md')

  it('has a job that compiles, keeps the rules of the house, runs, and is documented in plain words', () => {
    const example = exampleOf(page)
      .edit('src/commands/program.ts', [
        [/(?<=^const JOBS: .* = \{\n)/m, "  tracks: async () => (await import('./tracks/command.ts')).tracks,\n"],
      ])
      .edit('README.md', [[/^(?=\| `phd doctor`)/m, blocksOf(page, 'md')[0] ?? '']])
    expect(example.files).toEqual([
      'src/reports/tracks.ts',
      'src/commands/tracks/tracks-view.ts',
      'src/commands/tracks/command.ts',
      'test/cli/tracks.test.ts',
    ])
    example.compile()
    expect(example.offenses()).toEqual([])
    example.run('scripts/build.ts')
    example.test('cli/tracks', 'documentation', 'words')
  })

  it('shows it in about 60 lines', () => {
    const lines = blocksOf(page, 'ts').slice(0, 3).join('').split('\n')
    expect(lines.filter((line) => line !== '').length).toBeLessThan(70)
  })
})

describe('the page on adding a record kind', () => {
  it('has a kind that compiles, keeps the rules of the house, is told from the others, and is imported', () => {
    const example = exampleOf(readPage('docs/adding-a-record-kind.md'))
      .edit('src/records/kinds.ts', [
        [/^(?=import .* from '\.\/kinds\/invoices)/m, "import { fundRequests } from './kinds/fund-requests.ts'\n"],
        [/(?<=: readonly Kind\[\] = \[\n)/, '  fundRequests,\n'],
      ])
      .edit('src/records/kinds/names.ts', [[/(?<=KIND_NAMES = \[\n)/, "  'fund_requests',\n"]])
    expect(example.files).toEqual(['src/records/kinds/fund-requests.ts'])
    example.compile()
    expect(example.offenses()).toEqual([])
    example.test('records/kind-headings', 'records/kinds', 'imports/headings')
    example.run('scripts/build.ts')
    const rows = [
      'Fund Request Name,Partner Account ID,Partner Account,Fund Request Status,Activity Date,Reimbursed',
      'FR-0012,0014M000AAAAAAM,Cobalt Labs 1 GmbH,Approved,2026-10-02,1',
      'FR-0013,,Lumen Labs 4 Ltd,Submitted,12/20/2026,0',
    ]
    writeFileSync(join(example.folder, 'requests.csv'), `${rows.join('\n')}\n`)
    const imported = JSON.parse(example.run('bin/phd.cjs', 'import', 'requests.csv', '--json', '--dry-run'))
    expect(imported.imports[0]).toMatchObject({ kind: 'fund_requests', rows: { read: 2, added: 2 } })
  })
})
