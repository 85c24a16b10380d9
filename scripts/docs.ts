/**
 * Brings the output that the pages show up to date with their transcripts in `fixtures/transcripts`: `README.md` with `readme.txt`,
 * `docs/<page>.md` with `docs-<page>.txt`. A transcript may hold more commands than its page, in the same order. What stands between
 * the marks of the record kinds and of the settings is made from their declarations.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { NOT_IN_FILE, SETTINGS } from '../src/app/settings.ts'
import { holds, neededHeadings, neededWord } from '../src/commands/import/kinds-view.ts'
import type { Kind } from '../src/records/kind.ts'
import { kinds } from '../src/records/kinds.ts'

const root = join(import.meta.dirname, '..')

/** Every page, by its path in the repository. */
export const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]

export function readPage(page: string): string {
  return readFileSync(join(root, page), 'utf8')
}

/** The file of a page's transcript. */
export function transcriptOf(page: string): string {
  return page === 'README.md' ? 'readme.txt' : `docs-${basename(page, '.md')}.txt`
}

/** The blocks of a page that stand between fences of one language. */
export function blocksOf(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block)
}

/** A page with what is made for it: the tables of the record kinds and of the settings, and the output of its transcript under each command. Throws where the transcript has no such command left. */
export function refreshed(page: string, written = readPage(page)): string {
  const text = withTables(written)
  if (blocksOf(text, 'console').length === 0) return text
  const steps = stepsOf(readFileSync(join(root, 'fixtures', 'transcripts', transcriptOf(page)), 'utf8'))
  let next = 0
  return text.replace(/^```console\n(.*?)^```$/gms, (_, block: string) => {
    const commands = block.split('\n').filter((line) => line.startsWith('$ '))
    const shown = commands.map((command) => {
      const at = steps.findIndex((step, i) => i >= next && step.command === command)
      if (at === -1) throw new Error(`${page} shows what ${transcriptOf(page)} has not, or not in this order: ${command}`)
      next = at + 1
      return `${command}\n${steps[at]?.output}`
    })
    return `\`\`\`console\n${shown.join('')}\`\`\``
  })
}

/** What is made from declarations, by its mark. */
const TABLES: Readonly<Record<string, () => string>> = {
  kinds: () => kinds.map(kindSection).join('\n'),
  'kind names': kindList,
  settings: settingList,
}

/** A page with the tables that its marks ask for. */
function withTables(text: string): string {
  const marks = new RegExp(`^<!-- (${Object.keys(TABLES).join('|')}) -->\\n.*?^<!-- end -->$`, 'gms')
  return text.replace(marks, (_, what: string) => `<!-- ${what} -->\n\n${TABLES[what]?.()}\n<!-- end -->`)
}

/** Settings of the file first, then those that only an option or the environment decides. */
function settingList(): string {
  const listed = (declared: typeof NOT_IN_FILE, isInFile: boolean) =>
    Object.entries(declared).map(([key, { about, option, onlyFor, variable, otherwise }]) =>
      row(
        isInFile ? `\`${key}\`` : '',
        about,
        option === undefined ? '' : `\`${option}\`${onlyFor ? ` (${onlyFor})` : ''}`,
        variable === undefined ? '' : `\`${variable}\``,
        otherwise,
      ),
    )
  const head = row('key', 'what it decides', 'option', 'environment', 'otherwise') + row('---', '---', '---', '---', '---')
  return head + listed(SETTINGS, true).join('') + listed(NOT_IN_FILE, false).join('')
}

/** A row of a table; a pipe would end its cell. */
function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
}

function kindList(): string {
  const rows = kinds.map((kind) => row(`[\`${kind.kind}\`](#${kind.kind})`, kind.title, neededHeadings(kind).join(' · ')))
  return `${row('kind', 'what it is', 'headings it needs')}${row('---', '---', '---')}${rows.join('')}`
}

function kindSection(kind: Kind): string {
  const rows = Object.entries(kind.fields).map(([name, field]) =>
    row(name, field.headings.join(', '), holds(field), [field.about, neededWord(kind, field)].filter(Boolean).join('; ')),
  )
  const key = kind.keyFields.map((field) => `\`${field}\``).join(', ')
  const head = `### \`${kind.kind}\`\n\n${kind.title[0]?.toUpperCase()}${kind.title.slice(1)}. From ${kind.from}.\n\nKey: ${key}.\n`
  return `${head}\n${row('field', 'headings', 'holds', '')}${row('---', '---', '---', '---')}${rows.join('')}`
}

/**
 * The commands of a transcript, and what they printed as a terminal shows it. Settings in front of a command, such as the clock, are
 * the transcript's own.
 */
function stepsOf(transcript: string): { command: string; output: string }[] {
  const [, ...parts] = `\n${transcript}`.split(/^(?=\$ )/m)
  return parts.map((part) => {
    const [command = '', ...lines] = part.replace(/[␍]|‹mark›/g, '').split('\n')
    const printed = lines.filter((line) => !/^(?:\[exit \d+\]$|# )/.test(line)).map((line) => line.replace(/^2> /, ''))
    return {
      command: command.replace(/^\$ (?:[A-Z_]+=\S+ )+/, '$ '),
      output: `${printed.join('\n')}\n`.replace(/^\n+|\n+(?=\n$)/g, ''),
    }
  })
}

if (import.meta.main) for (const page of pages) writeFileSync(join(root, page), refreshed(page))
