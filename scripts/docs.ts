/** Brings the output that the README shows up to date with the transcript `fixtures/transcripts/readme.txt`. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const transcript = readFileSync(join(root, 'fixtures', 'transcripts', 'readme.txt'), 'utf8')
const path = join(root, 'README.md')

/** What each command of the transcript printed, as it looks on a terminal. */
const printed = new Map(
  transcript.split(/^(?=\$ )/m).flatMap((part) => {
    const [command = '', ...lines] = part.split('\n')
    const output = lines.filter((line) => !/^\[exit \d+\]$/.test(line)).map((line) => line.replace(/^2> /, ''))
    return command.startsWith('$ ') ? [[command, output.join('\n').trimEnd()] as const] : []
  }),
)

const readme = readFileSync(path, 'utf8').replace(/```console\n(.*?)```/gs, (_, block: string) => {
  const commands = block.split('\n').filter((line) => line.startsWith('$ '))
  const shown = commands.map((command) => {
    const output = printed.get(command)
    if (output === undefined) throw new Error(`README.md shows a command that the transcript has not: ${command}`)
    return `${command}\n${output}`
  })
  return `\`\`\`console\n${shown.join('\n')}\n\`\`\``
})
writeFileSync(path, readme)
