/** The program in pieces, which starts fast, says what the program says whose modules are as they were written. */

import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, describe, expect, it } from 'vitest'
import { MAIN } from '../../scripts/build/pieces.ts'
import { wordsOf } from '../../src/commands/completion/shell-words.ts'
import { buildProgram } from '../../src/commands/program.ts'
import { atDesk, atDeskOnDisk, type Desk, root } from './phd.ts'
import { WarmProgram } from './warm.ts'

/** The command lines of a text, each once, without what a shell does with their output; none that names a folder of the whole machine. */
function commandLines(text: string): string[] {
  const whole = text.replace(/ \\\n +/g, ' ')
  const lines = [...whole.matchAll(/^ {0,4}(?:\$ )?(?:.* \| )?(phd [^\n|]*?)(?: [|><#;]| &&|$)/gm)].map(([, line = '']) =>
    line.trim(),
  )
  return [...new Set(lines)].filter((line) => !/[ ="]\//.test(line))
}

/** The help of a command and of all within it. */
function helps(command: Command): string[] {
  const written: string[] = []
  command.configureOutput({ writeOut: (text) => written.push(text) })
  command.outputHelp()
  return [written.join(''), ...command.commands.flatMap(helps)]
}

const PAGES = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((page) => page.endsWith('.md'))
    .map((page) => `docs/${page}`),
]
const TEXTS: ReadonlyArray<readonly [string, string]> = [
  ...PAGES.map((page) => [page, readFileSync(join(root, page), 'utf8')] as const),
  ...(await buildProgram(() => async () => {})).commands.map(
    (job) => [`the help of ${job.name()}`, helps(job).join('\n')] as const,
  ),
]

const env = { PATH: process.env.PATH }
const [inPieces, asWritten] = [new WarmProgram(env), new WarmProgram(env, 'as written')]
afterAll(() => {
  for (const program of [inPieces, asWritten]) program.end()
})

/** What a program says to command lines one after the other, at a desk that is as it was after. */
function said(program: WarmProgram, desk: Desk, lines: readonly string[]): unknown[] {
  const before = `${desk.folder}.before`
  cpSync(desk.folder, before, { recursive: true, preserveTimestamps: true })
  try {
    return lines.map((line) => {
      const [, ...args] = wordsOf(line).map(({ text }) => text)
      const { stdout, stderr, code } = program.run({ args, cwd: desk.folder, env: desk.env() as Record<string, string> })
      return { line, stdout, stderr, code }
    })
  } finally {
    rmSync(desk.folder, { recursive: true })
    cpSync(before, desk.folder, { recursive: true, preserveTimestamps: true })
    rmSync(before, { recursive: true })
  }
}

describe('the program in pieces', () => {
  it.each(TEXTS.flatMap(([name, text]) => (commandLines(text).length > 0 ? [[name, commandLines(text)] as const] : [])))(
    'answers the examples as the program that was written: %s',
    (_, lines) =>
      atDesk((desk) => {
        desk.equipped()
        expect(said(inPieces, desk, lines)).toEqual(said(asWritten, desk, lines))
      }),
  )

  it('reads one piece for a check', () =>
    atDeskOnDisk((desk) => {
      desk.imported()
      for (const name of ['bin', 'dist', 'data']) cpSync(join(root, name), join(desk.folder, 'phd', name), { recursive: true })
      cpSync(
        join(root, 'node_modules', 'better-sqlite3', 'prebuilds'),
        join(desk.folder, 'phd', 'node_modules', 'better-sqlite3', 'prebuilds'),
        {
          recursive: true,
        },
      )
      cpSync(
        join(root, 'node_modules', 'better-sqlite3', 'lib'),
        join(desk.folder, 'phd', 'node_modules', 'better-sqlite3', 'lib'),
        {
          recursive: true,
        },
      )
      const dist = join(desk.folder, 'phd', 'dist')
      for (const file of readdirSync(dist)) {
        if (file.endsWith('.cjs') && !['start.cjs', `${MAIN}.cjs`].includes(file)) rmSync(join(dist, file))
      }
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(desk.folder, 'phd', 'bin', 'phd.cjs'), 'loa', 'check', 'Lumen Labs 4 Ltd'],
        { cwd: desk.folder, env: desk.env(), encoding: 'utf8' },
      )
      expect([status, stderr]).toEqual([0, ''])
      expect(stdout).toContain('YES')
    }))
})
