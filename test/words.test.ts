import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { buildProgram } from '../src/commands/program.ts'
import { root } from './cli/phd.ts'
import { PHRASES } from './words/phrases.ts'
import { pairsOf, type Text, textsOf, withoutPairs } from './words/texts.ts'

/** What may have a phrase, and why. It is passed over wherever it stands in these files. */
const QUOTED: readonly { files: RegExp; text: string; why: string }[] = [
  {
    files: /^(?:docs\/standard-replies\.md|fixtures\/transcripts\/docs-standard-replies\.txt)$/,
    text: 'licence-resend',
    why: 'the name of a reply',
  },
  {
    files: /^src\/records\/kinds\/(?:distributors|licenses\/letters-issued)\.ts$|^docs\/(?:record-kinds|importing)\.md$/,
    text: 'E-Mail',
    why: 'a heading of the exports',
  },
  { files: /^docs\/scripts-and-cron\.md$/, text: '`licence`', why: 'a value in JSON' },
  {
    files: /^src\/records\/kinds\/licenses\/nfr-(?:licenses|requests)\.ts$|^docs\/record-kinds\.md$/,
    text: 'Licence Type',
    why: 'a heading of the exports',
  },
]

interface Place {
  /** The room of a source, else the file. */
  room: string
  path: string
  texts: readonly Text[]
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

function filesOf(pattern: string): string[] {
  return globSync(pattern, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
}

function page(path: string): Place {
  const text = read(path)
  return { room: path, path, texts: [{ line: 1, text: path === 'docs/style.md' ? withoutPairs(text) : text }] }
}

function help(command: Command, path: string): Place[] {
  const written: string[] = []
  command.configureOutput({ writeOut: (text) => void written.push(text) })
  command.outputHelp()
  const own = { room: 'help', path: `${path} --help`, texts: [{ line: 1, text: written.join('') }] }
  return [own, ...command.commands.flatMap((each) => help(each, `${path} ${each.name()}`))]
}

const PLACES: readonly Place[] = [
  ...filesOf('{src,scripts,bench}/**/*.ts').map((path) => ({ room: dirname(path), path, texts: textsOf(path, read(path)) })),
  ...['README.md', 'CHANGELOG.md', ...filesOf('docs/*.md'), ...filesOf('fixtures/transcripts/*.txt')].map(page),
  ...help(await buildProgram(() => async () => {}), 'phd'),
]

/** Where a text has a phrase: file, line, the phrase, and what to write. */
function offensesIn(path: string, { line, text }: Text): string[] {
  const quoted = QUOTED.filter(({ files }) => files.test(path))
  const open = quoted.reduce((rest, each) => rest.replaceAll(each.text, (found) => found.replaceAll(/\S/g, '_')), text)
  return PHRASES.flatMap(({ phrase, instead }) =>
    [...open.matchAll(phrase)].map(({ index, 0: found }) => {
      const at = line + open.slice(0, index).split('\n').length - 1
      return `${path}:${at} has "${found.replaceAll(/\s+/g, ' ')}"; write ${instead}`
    }),
  )
}

describe('the words', () => {
  it.each([...new Set(PLACES.map(({ room }) => room))])('are plain: %s', (room) => {
    const places = PLACES.filter((place) => place.room === room)
    expect(places.flatMap(({ path, texts }) => texts.flatMap((text) => offensesIn(path, text)))).toEqual([])
  })

  it('are quoted only where they stand', () => {
    const gone = QUOTED.filter(
      ({ files, text }) => !PLACES.some(({ path, texts }) => files.test(path) && texts.some((each) => each.text.includes(text))),
    )
    expect(gone).toEqual([])
  })
})

describe('a phrase that phd does not use', () => {
  it.each(PHRASES)('is found, and nothing that only comes close: $instead', ({ phrase, found, fine }) => {
    expect(found.filter((text) => text.search(phrase) === -1)).toEqual([])
    expect(fine.filter((text) => text.search(phrase) !== -1)).toEqual([])
  })
})

describe('the page on style', () => {
  const pairs = pairsOf(read('docs/style.md'))

  it('has twenty pairs, of which the first has a phrase that is refused, and the second none', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(20)
    const refused = (text: string): boolean => PHRASES.some(({ phrase }) => text.search(phrase) !== -1)
    expect(pairs.filter(([not, but]) => !refused(not) || refused(but))).toEqual([])
  })
})

describe('the reader of words', () => {
  it('reads strings, templates and comments with the line they begin on, and no code', () => {
    const source = [
      "const a = 'two words' + 'word'",
      'const b = `a $' + '{c} is no',
      'partner`',
      '/** A comment',
      ' * of two lines. */',
      '// Two that',
      '// follow.',
      'f() // last',
    ].join('\n')
    expect(textsOf('a.ts', source)).toEqual([
      { line: 1, text: 'two words' },
      { line: 2, text: 'a … is no\npartner' },
      { line: 4, text: 'A comment\nof two lines. ' },
      { line: 6, text: ' Two that\n follow.' },
      { line: 8, text: ' last' },
    ])
    expect(offensesIn('a.ts', { line: 2, text: 'a … is no\npartner' })).toEqual(['a.ts:2 has "is no"; write "is not a …"'])
  })
})
