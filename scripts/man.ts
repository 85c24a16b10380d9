/**
 * The manual page, from the program itself: every command with its help, the variables of the environment, the exit codes and the
 * files. The build writes it to `dist/phd.1`.
 */

import type { Command } from 'commander'
import { NOT_IN_FILE, SETTINGS } from '../src/app/settings.ts'
import { version } from '../src/app/version.ts'
import { buildProgram } from '../src/commands/program.ts'

/** Text as roff prints it: no backslash, hyphen, dot or quote of it is taken for a request. */
export function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('’', '\\(cq')
    .replaceAll('…', '\\&...')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll('"', '\\(dq')
    .replace(/^\./gm, '\\&.')
}

/** The whole page. */
export async function manualPage(): Promise<string> {
  const program = await buildProgram(() => async () => {})
  const help = helpOf(program)
  const [, examples = '', codes = ''] = /\nExamples:\n(.*?)\n\nExit codes:\n(.*)$/s.exec(help) ?? []
  const variables = Object.values({ ...SETTINGS, ...NOT_IN_FILE }).flatMap(
    ({ variable, about }: { variable?: string; about: string }) => (variable ? [tagged(variable, about)] : []),
  )
  return [
    `.TH PHD 1 "" "phd ${roff(version)}" "User Commands"`,
    `.SH NAME\nphd \\- ${roff('look up partners, decide by the handbook, show the evidence')}`,
    '.SH SYNOPSIS\n.B phd\n[options] [command]',
    `.SH DESCRIPTION\n${roff(program.description())}\n.PP\nA help text like those below is shown by ${roff('phd help <command>')}.`,
    `.SH OPTIONS\nEvery command takes these.\n${program.options.map(({ flags, description, argChoices }) => tagged(flags, `${description}${argChoices ? `: ${argChoices.join(', ')}` : ''}`)).join('\n')}`,
    `.SH COMMANDS\n${program.commands.flatMap((each) => sections(each, each.name())).join('\n')}`,
    `.SH EXIT STATUS\n${[...codes.matchAll(/^ +(\d+) +(.*)$/gm)].map(([, code = '', what = '']) => tagged(code, what)).join('\n')}`,
    `.SH ENVIRONMENT\n${[
      ...variables,
      tagged('NO_COLOR, FORCE_COLOR', 'no color; color without a terminal'),
      tagged('ACCESSIBLE', 'questions, progress and waits as plain lines, for a screen reader'),
      tagged('XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME, XDG_CACHE_HOME', 'other places for the files below'),
    ].join('\n')}`,
    `.SH FILES\n${[
      tagged('~/.local/share/phd/phd.db', 'the database'),
      tagged('~/.local/share/phd/backups/', 'the backups; see phd backup list'),
      tagged('~/.config/phd/config.json', 'the settings; see phd config list'),
      tagged('~/.config/phd/replies/', 'your own standard replies'),
      tagged('~/.config/phd/answers/', 'your own answers of the handbook'),
      tagged('~/.local/state/phd/runs.jsonl', 'what ran with --cron; see phd runs'),
      tagged('~/.cache/phd', 'compiled code; safe to delete'),
    ].join('\n')}`,
    `.SH EXAMPLES\n${literal(examples.replace(/^ {2}/gm, ''))}`,
    '.SH SEE ALSO\nIn the folder of the package: docs has a page for each job, dist/licenses.txt the licenses of what is inside.',
  ]
    .join('\n')
    .concat('\n')
}

function tagged(tag: string, text: string): string {
  return `.TP\n.B ${roff(tag)}\n${roff(text)}`
}

/** Lines as they are, near the margin: help of 77 columns fits a page of 80. */
function literal(text: string): string {
  return `.in 3n\n.nf\n${roff(text.trimEnd())}\n.fi\n.in`
}

/** A command and those within it, each with its own help, without the options of every command. */
function sections(command: Command, path: string): string[] {
  const help = helpOf(command).replace(/\nGlobal Options:\n.*?(?=\n\n|\n*$)/s, '')
  return [
    `.SS ${roff(`phd ${path}`)}\n${literal(help)}`,
    ...command.commands.flatMap((each) => sections(each, `${path} ${each.name()}`)),
  ]
}

function helpOf(command: Command): string {
  let help = ''
  command.configureOutput({
    writeOut: (text) => {
      help += text
    },
    getOutHelpWidth: () => 77,
  })
  command.outputHelp()
  return help
}
