import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const src = join(import.meta.dirname, '..', 'src')

/** What every room may import. */
const FOR_ALL: readonly string[] = ['errors.ts', 'shell-word.ts']

/** What each room may import, besides itself, what all may, and packages. "types" means types alone. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  records: [],
  rules: ['records'],
  reports: ['records'],
  imports: ['shell-word.ts', 'records', 'store (types)'],
  store: ['records', 'disk.ts'],
  partners: ['shell-word.ts', 'records', 'rules', 'store (types)'],
  requests: ['records', 'rules', 'partners', 'store (types)'],
  plans: ['records', 'rules', 'partners', 'store (types)'],
  mail: ['records'],
  reference: ['records', 'rules (types)', 'partners (types)', 'mail'],
  jobs: ['disk.ts', 'records', 'rules', 'imports', 'partners', 'mail', 'reports (types)', 'store (types)'],
  output: [
    'disk.ts',
    'shell-word.ts',
    'records',
    'rules',
    'reports (types)',
    'partners',
    'requests (types)',
    'plans',
    'mail (types)',
    'reference (types)',
    'imports (types)',
    'jobs (types)',
    'store (types)',
    'context.ts (types)',
  ],
  cli: [
    'records',
    'rules',
    'reports',
    'imports',
    'jobs',
    'store (types)',
    'partners',
    'requests',
    'plans',
    'mail',
    'reference',
    'output',
    'context.ts',
    'shell-word.ts',
    'version.ts',
  ],
}
/** Packages that only one room may know. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['store'],
  fflate: ['imports'],
  'entities/decode': ['imports'],
  commander: ['cli', 'main.ts'],
  'csv-stringify/sync': ['output'],
  '@inquirer/search': ['output'],
  '@inquirer/select': ['output'],
  '@inquirer/input': ['output'],
  'fast-string-width': ['output'],
  'fast-wrap-ansi': ['output'],
  valibot: ['reference', 'imports', 'plans', 'config.ts'],
  entities: ['output'],
  'i18n-iso-countries/codes.json': ['reference'],
  'i18n-iso-countries/langs/en.json': ['reference'],
  'csv-parse/sync': ['reference'],
  liquidjs: ['mail'],
  'nodemailer/lib/mail-composer': ['mail'],
  'postal-mime': ['mail'],
  htmlparser2: ['mail'],
  '@exodus/bytes/encoding.js': ['records'],
}

interface Import {
  file: string
  room: string
  to: string
  typesOnly: boolean
}

function importsOf(file: string): Import[] {
  const room = relative(src, file).split('/')[0] ?? ''
  const text = readFileSync(file, 'utf8')
  const found = [
    ...[...text.matchAll(/^(?:import|export) (type )?([^'";]*?)from '([^']+)'/gms)].map(([, type, names = '', to = '']) => ({
      to,
      typesOnly: type !== undefined || /^\{(?:\s*type [^,}]+,?)+\s*\}\s*$/.test(names.trim()),
    })),
    ...[...text.matchAll(/import\('([^']+)'\)/g)].map(([, to = '']) => ({ to, typesOnly: false })),
  ]
  return found.map(({ to, typesOnly }) => ({
    file: relative(src, file),
    room,
    to: to.startsWith('.') ? relative(src, join(file, '..', to)) : to,
    typesOnly,
  }))
}

const files = globSync('**/*.ts', { cwd: src }).map((file) => join(src, file))
const imports = files.flatMap(importsOf)

describe('the house', () => {
  it('has only the rooms it is drawn with', () => {
    const rooms = new Set(
      files
        .map((file) => relative(src, file))
        .filter((file) => file.includes('/'))
        .map((file) => file.split('/')[0]),
    )
    expect([...rooms].sort()).toEqual(Object.keys(MAY_IMPORT).sort())
  })

  it('imports in the directions it is drawn with', () => {
    const wrong = imports.filter(({ room, to, typesOnly }) => {
      const may = MAY_IMPORT[room]
      const target = to.split('/')[0] ?? ''
      if (!may || !/\.ts$/.test(to) || target === room || FOR_ALL.includes(to)) return false
      return !may.includes(target) && !(typesOnly && may.includes(`${target} (types)`))
    })
    // cli opens the store through the context, which may know the engine.
    expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([])
  })

  it('keeps each package in its room', () => {
    const wrong = imports.filter(({ room, to }) => ONLY_IN[to] && !ONLY_IN[to]?.includes(room))
    expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([])
  })

  it('has rules and reports that open nothing and read no clock', () => {
    for (const file of files.filter((each) => /^(?:rules|reports)\//.test(relative(src, each)))) {
      expect(readFileSync(file, 'utf8'), relative(src, file)).not.toMatch(/from 'node:|Date\.now|new Date\(\)|process\.|import\(/)
    }
  })

  it('has SQL in the store alone, and no value of a file in it', () => {
    for (const file of files) {
      const name = relative(src, file)
      const text = readFileSync(file, 'utf8')
      if (!name.startsWith('store/')) expect(text, name).not.toMatch(/\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM) /)
    }
  })

  it('prints through its output alone', () => {
    for (const file of files) {
      const name = relative(src, file)
      if (name === 'main.ts' || name.startsWith('output/')) continue
      expect(readFileSync(file, 'utf8'), name).not.toMatch(/console\.|std(?:out|err)\.write|process\.exit\b/)
    }
  })

  it('has no way to the network and starts no program', () => {
    const forbidden = [
      'node:net',
      'node:http',
      'node:https',
      'node:http2',
      'node:dgram',
      'node:tls',
      'node:dns',
      'node:child_process',
      'node:worker_threads',
    ]
    expect(imports.filter(({ to }) => forbidden.includes(to))).toEqual([])
    for (const file of files) expect(readFileSync(file, 'utf8'), relative(src, file)).not.toMatch(/\bfetch\(|WebSocket/)
  })
})
