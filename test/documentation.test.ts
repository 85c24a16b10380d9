import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import stringWidth from 'fast-string-width'
import { describe, expect, it } from 'vitest'
import { blocksOf, pages, readPage, refreshed, transcriptOf } from '../scripts/docs.ts'
import { wordsOf } from '../src/commands/completion/shell-words.ts'
import { buildProgram } from '../src/commands/program.ts'
import { MAIL_KINDS } from '../src/mail/kinds.ts'
import { kinds } from '../src/records/kinds.ts'
import { root } from './cli/phd.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const program = await buildProgram(() => async () => {})

interface Documented {
  path: string
  command: Command
  help: string
}

/** Every command with its words, the program itself first. */
function commands(command: Command, path: string): Documented[] {
  let help = ''
  const writeOut = (text: string): void => {
    help += text
  }
  command.configureOutput({ writeOut })
  command.outputHelp()
  return [{ path, command, help }, ...command.commands.flatMap((each) => commands(each, `${path} ${each.name()}`))]
}
const all = commands(program, 'phd')

/** The command lines of a help text's examples, whole, without what a shell does with their output. */
function examplesIn(help: string): string[] {
  const [, examples = ''] = /\nExamples:\n(.*?)(?:\n\n|$)/s.exec(help) ?? []
  const lines = [...examples.replace(/ \\\n +/g, ' ').matchAll(/^ {2}\$ (.*)$/gm)].map(([, line = '']) => line)
  return lines.map((line) => (line.split(' | ').find((part) => part.startsWith('phd')) ?? line).replace(/ [><] .*$/, ''))
}

describe('every job', () => {
  it.each(program.commands.map((command) => command.name()))('%s is set up alone where the line names it', async (job) => {
    const { commands: own } = await buildProgram(() => async () => {}, ['--db', 'deal', '--format=csv', job, 'audit'])
    expect(own.map((command) => command.name())).toEqual([job])
  })

  it.each([
    [[]],
    [['--help']],
    [['--help', 'loa']],
    [['help', 'loa']],
    [['--within', '30', 'loa']],
    [['lao', 'check']],
    [['--', 'loa']],
  ])('all are set up for %j', async (typed) => {
    const { commands: own } = await buildProgram(() => async () => {}, typed)
    expect(own).toHaveLength(program.commands.length)
  })
})

describe('every command', () => {
  it.each(all)('$path says what it does and shows an example of itself', ({ path, command, help }) => {
    expect(command.description()).not.toBe('')
    expect(help).toContain('Examples:')
    expect(help.split('Examples:')[1]).toMatch(new RegExp(`\\$ ${path === 'phd' ? 'phd ' : path}`))
  })

  it.each(all)('$path has a line for each option, and an example of each of its own', ({ path, command, help }) => {
    const examples = help.split('Examples:')[1] ?? ''
    for (const option of command.options) {
      expect(option.description, `${path} ${option.flags}`).not.toBe('')
      if (path !== 'phd') expect(examples, `${path} ${option.flags}`).toContain(option.long ?? '')
    }
  })

  it.each(all)('$path has help that fits 80 columns', ({ help }) => {
    expect(help.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([])
  })

  it.each(all)('$path takes each of its examples as it stands', async ({ path, help }) => {
    for (const example of examplesIn(help)) {
      const [program = '', ...words] = wordsOf(example).map(({ text }) => text)
      expect(program, `${path}: ${example}`).toBe('phd')
      const read = await buildProgram(() => async () => {}, words)
      await expect(read.parseAsync(words, { from: 'user' }), `${path}: ${example}`).resolves.toBe(read)
    }
  })

  it.each(all)('$path stands in the README with its options', ({ path, command }) => {
    if (command.commands.length === 0) expect(readme).toContain(`\`${path}`)
    for (const option of command.options) expect(readme, `${path} ${option.flags}`).toContain(`\`${option.long}`)
  })
})

describe('the documentation', () => {
  it.each(['importing', 'record-kinds', 'scripts-and-cron'])('names every record kind: %s', (page) => {
    for (const { kind } of kinds) expect(readPage(`docs/${page}.md`)).toContain(`\`${kind}\``)
  })

  it.each(MAIL_KINDS)('says what mail of each kind is: %s', (kind) => {
    expect(readPage('docs/the-mailbox.md')).toMatch(new RegExp(`^\\| \`${kind}\` \\| \\S.* \\|$`, 'm'))
  })

  it('shows every field of every record kind, with all its headings', () => {
    const page = readPage('docs/record-kinds.md')
    expect(page).toBe(refreshed('docs/record-kinds.md'))
    for (const { kind, fields } of kinds) {
      const section = page.split(`\n### \`${kind}\`\n`)[1]?.split('\n### ')[0] ?? ''
      for (const [field, { headings }] of Object.entries(fields))
        expect(section).toContain(`| ${field} | ${headings.join(', ')} |`)
    }
    const changed = page.replace('| Opportunity Name, Name |', '| Opportunity Name |')
    expect(changed).not.toBe(page)
    expect(refreshed('docs/record-kinds.md', changed)).toBe(page)
  })

  it('says of every package why it is there, and of no other', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const [inside = '', forBuilding = ''] = readPage('docs/dependencies.md').split(/^## /m).slice(1)
    const rows = [...inside.matchAll(/^\|(.+?)\|/gm), ...forBuilding.matchAll(/^\|(.+?)\|/gm)]
    const named = rows.flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name))
    expect(named.sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort())
  })

  it('has every page that the README leads to, and leads to every page', () => {
    const led = [...readme.matchAll(/\]\((docs\/[a-z-]+\.md)\)/g)].map(([, page]) => page)
    expect([...new Set(led)].sort()).toEqual(
      readdirSync(join(root, 'docs'))
        .filter((file) => file.endsWith('.md'))
        .map((page) => `docs/${page}`)
        .sort(),
    )
  })

  it.each(pages)('names no source file that is gone: %s', (page) => {
    const text = readPage(page)
    // The examples of a page stand below headings that name their files.
    const added = [...text.matchAll(/^## [^\n]*`(\S+\.ts)`$/gm)].map(([, path = '']) => path)
    const known = [...globSync('{src,test,scripts,bench}/**/*.ts', { cwd: root }), ...added].map((path) => `/${path}`)
    const named = [...text.matchAll(/`([\w./-]+\.ts)`/g)].map(([, path = '']) => path)
    expect(named.filter((path) => !known.some((each) => each.endsWith(`/${path}`)))).toEqual([])
  })

  const shown = pages.filter((page) => blocksOf(readPage(page), 'console').length > 0)

  it('has a transcript for every page that shows output, and no other', () => {
    expect(shown.length).toBeGreaterThan(5)
    const transcripts = readdirSync(join(root, 'fixtures', 'transcripts'))
    expect(transcripts.filter((file) => /^(?:docs-|readme)/.test(file)).sort()).toEqual(shown.map(transcriptOf).sort())
  })

  it.each(shown)('shows real output: %s is as its transcript has it', (page) => {
    expect(readPage(page)).toBe(refreshed(page))
  })

  it.each(shown)('cuts out nothing that was not printed: %s', (page) => {
    const transcript = readFileSync(join(root, 'fixtures', 'transcripts', transcriptOf(page)), 'utf8')
    for (const line of blocksOf(readPage(page), 'text').flatMap((block) => block.trimEnd().split('\n'))) {
      expect(transcript).toContain(`\n${line}\n`)
    }
  })

  it('would notice an output that was changed by hand, and a command that was never run', () => {
    for (const page of shown) {
      const text = readPage(page)
      const [block = ''] = blocksOf(text, 'console')
      expect(refreshed(page, text.replace(block, `${block}one line more\n`)), page).toBe(text)
      expect(() => refreshed(page, text.replace(block, `$ phd never run\n${block}`)), page).toThrow('phd never run')
    }
  })
})
